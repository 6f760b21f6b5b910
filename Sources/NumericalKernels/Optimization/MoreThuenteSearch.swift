/// A line search for the strong Wolfe conditions, as a state machine: it says where to evaluate next.
///
/// Source: J. J. Moré, D. J. Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM TOMS 20 (1994) 286-307,
/// with the choices of the MINPACK-2 routine.
struct MoreThuenteSearch {
  /// What the value at the proposed step leads to.
  enum Outcome {
    /// Evaluate at ``MoreThuenteSearch/step``.
    case evaluate
    /// Both conditions hold at ``MoreThuenteSearch/step``.
    case satisfied
    /// The interval is used up or the step is at its limit; ``MoreThuenteSearch/step`` is the best one seen.
    case exhausted
  }

  /// A step with the value and the slope there.
  struct Sample {
    var step: Double
    var value: Double
    var slope: Double
  }

  /// The step to evaluate next.
  private(set) var step: Double

  /// The best step taken in so far; 0 without one below the start.
  var bestStep: Double { best.step }

  private let start: Sample
  private let decrease: Double
  private let curvature: Double
  private var longest: Double
  private var best: Sample
  private var other: Sample
  private var isBracketed = false
  private var isFirstStage = true
  private var width: Double
  private var widthBefore: Double
  private var low = 0.0
  private var high: Double

  /// Begins at a point with a value and a negative slope.
  init(value: Double, slope: Double, step: Double, longest: Double, decrease: Double = 1e-4, curvature: Double = 0.9) {
    start = Sample(step: 0, value: value, slope: slope)
    best = start
    other = start
    self.step = min(step, longest)
    self.longest = longest
    self.decrease = decrease
    self.curvature = curvature
    width = longest
    widthBefore = 2 * longest
    high = 5 * self.step
  }

  /// Halves the way back to the best step after a value that is not finite, which no further step may pass.
  mutating func reject() {
    longest = min(longest, step)
    high = min(high, step)
    step = best.step + 0.5 * (step - best.step)
  }

  /// Takes the value and the slope at ``step``.
  mutating func advance(value: Double, slope: Double) -> Outcome {
    let test = decrease * start.slope
    let bound = start.value + step * test
    if isFirstStage, value <= bound, slope >= 0 { isFirstStage = false }
    if value <= bound, abs(slope) <= -curvature * start.slope { return .satisfied }
    let isUsedUp = isBracketed && (step <= low || step >= high || high - low <= 1e-12 * high)
    if isUsedUp || (step >= longest && value <= bound && slope <= test) {
      if value > best.value { step = best.step }
      return .exhausted
    }
    let sample = Sample(step: step, value: value, slope: slope)
    if isFirstStage, value <= best.value, value > bound {
      // The modified function of the first stage: the value less the line of sufficient decrease.
      func shifted(_ sample: Sample, by slope: Double) -> Sample {
        Sample(step: sample.step, value: sample.value - sample.step * slope, slope: sample.slope - slope)
      }
      best = shifted(best, by: test)
      other = shifted(other, by: test)
      updateInterval(with: shifted(sample, by: test))
      best = shifted(best, by: -test)
      other = shifted(other, by: -test)
    } else {
      updateInterval(with: sample)
    }
    if isBracketed {
      if abs(other.step - best.step) >= 0.66 * widthBefore { step = best.step + 0.5 * (other.step - best.step) }
      widthBefore = width
      width = abs(other.step - best.step)
      low = min(best.step, other.step)
      high = max(best.step, other.step)
    } else {
      low = step + 1.1 * (step - best.step)
      high = step + 4 * (step - best.step)
    }
    step = min(max(step, 0), longest)
    if isBracketed, step <= low || step >= high || high - low <= 1e-12 * high { step = best.step }
    return .evaluate
  }

  /// Chooses the next step from cubic and quadratic interpolation and narrows the interval (section 4, cases 1 to 4).
  private mutating func updateInterval(with trial: Sample) {
    let turns = trial.slope * (best.slope < 0 ? -1 : 1) < 0
    var next: Double
    if trial.value > best.value {
      let cubic = cubicStep(from: best, to: trial, isFlipped: trial.step < best.step)
      let secant = best.slope / ((best.value - trial.value) / (trial.step - best.step) + best.slope)
      let quadratic = best.step + 0.5 * secant * (trial.step - best.step)
      next = abs(cubic - best.step) < abs(quadratic - best.step) ? cubic : cubic + 0.5 * (quadratic - cubic)
      isBracketed = true
    } else if turns {
      let cubic = cubicStep(from: trial, to: best, isFlipped: trial.step > best.step)
      let quadratic = trial.step + trial.slope / (trial.slope - best.slope) * (best.step - trial.step)
      next = abs(cubic - trial.step) > abs(quadratic - trial.step) ? cubic : quadratic
      isBracketed = true
    } else if abs(trial.slope) < abs(best.slope) {
      let outer = trial.step > best.step ? longestTrial : low
      let cubic = extrapolatedStep(trial) ?? outer
      let quadratic = trial.step + trial.slope / (trial.slope - best.slope) * (best.step - trial.step)
      if isBracketed {
        next = abs(cubic - trial.step) < abs(quadratic - trial.step) ? cubic : quadratic
        let limit = trial.step + 0.66 * (other.step - trial.step)
        next = trial.step > best.step ? min(limit, next) : max(limit, next)
      } else {
        next = abs(cubic - trial.step) > abs(quadratic - trial.step) ? cubic : quadratic
        next = min(max(next, low), longestTrial)
      }
    } else if isBracketed {
      next = cubicStep(from: trial, to: other, isFlipped: trial.step > other.step)
    } else {
      next = trial.step > best.step ? longestTrial : low
    }
    if trial.value > best.value {
      other = trial
    } else {
      if turns { other = best }
      best = trial
    }
    if !next.isFinite { next = 0.5 * (best.step + other.step) }
    step = next
  }

  private var longestTrial: Double { min(high, longest) }

  /// The minimiser of the cubic through two samples, as a step from the first.
  private func cubicStep(from a: Sample, to b: Sample, isFlipped: Bool) -> Double {
    let theta = 3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope
    let scale = max(abs(theta), max(abs(a.slope), abs(b.slope)))
    let square = (theta / scale) * (theta / scale) - (a.slope / scale) * (b.slope / scale)
    var gamma = scale * max(0, square).squareRoot()
    if isFlipped { gamma = -gamma }
    return a.step + (gamma - a.slope + theta) / (gamma - a.slope + gamma + b.slope) * (b.step - a.step)
  }

  /// The minimiser of the cubic beyond a trial step, or `nil` where the cubic has none in that direction.
  private func extrapolatedStep(_ trial: Sample) -> Double? {
    let theta = 3 * (best.value - trial.value) / (trial.step - best.step) + best.slope + trial.slope
    let scale = max(abs(theta), max(abs(best.slope), abs(trial.slope)))
    let square = (theta / scale) * (theta / scale) - (best.slope / scale) * (trial.slope / scale)
    var gamma = scale * max(0, square).squareRoot()
    if trial.step > best.step { gamma = -gamma }
    let ratio = (gamma - trial.slope + theta) / (gamma + (best.slope - trial.slope) + gamma)
    return ratio < 0 && gamma != 0 ? trial.step + ratio * (best.step - trial.step) : nil
  }
}
