/// Carries a store through steps with powers that are wanted, cut to what it can do: what happens when a plan meets the plant.
struct StoreExecution {
  let problem: DispatchProblem
  private let recurrence: StoreRecurrence
  /// The states from which the end can still be met, by boundary.
  private let low: [Double]
  private let high: [Double]

  /// Prepares execution; an end that is fixed is kept open in every step.
  ///
  /// - Parameters:
  ///   - problem: The store, its steps and availability.
  ///   - end: The range in which it must end; anything in the window unless given.
  init(_ problem: DispatchProblem, end: ClosedRange<Double>? = nil) {
    self.problem = problem
    recurrence = StoreRecurrence(problem.asset, problem.steps)
    let window = problem.asset.window
    var (low, high) = ([Double](), [Double]())
    var range = end ?? window
    for step in (0..<problem.count).reversed() {
      low.append(range.lowerBound)
      high.append(range.upperBound)
      let hours = problem.steps.hours[step]
      let into = recurrence.stored(problem.chargeLimit(at: step)) * hours
      let out = recurrence.taken(problem.dischargeLimit(at: step)) * hours
      let kept = recurrence.retention(step)
      let lower = min(max(window.lowerBound, (range.lowerBound - into) / kept), window.upperBound)
      range = lower...min(max(lower, (range.upperBound + out) / kept), window.upperBound)
    }
    self.low = low.reversed()
    self.high = high.reversed()
  }

  /// What became of a step.
  struct Step {
    var charge: Double
    var discharge: Double
    var stored: Double
  }

  /// Runs one step: the net power that is wanted, MW delivered, cut to the power, the window and the end.
  ///
  /// - Parameter calls: What calls on services put into the store beside that power, MWh; negative where they take some out.
  func step(_ index: Int, from stored: Double, wanted: Double, calls: Double = 0) -> Step {
    let hours = problem.steps.hours[index]
    let kept = stored * recurrence.retention(index) + calls
    var charge = min(max(0, -wanted), problem.chargeLimit(at: index))
    var discharge = min(max(0, wanted), problem.dischargeLimit(at: index))
    func state() -> Double {
      kept + (recurrence.stored(charge) * hours - recurrence.taken(discharge) * hours)
    }
    if state() > high[index] {
      charge = min(charge, limit(energy: high[index] - kept, hours, isCharging: true))
      if state() > high[index] {
        let needed = limit(energy: kept - high[index], hours, isCharging: false)
        discharge = min(max(discharge, needed), problem.dischargeLimit(at: index))
      }
    } else if state() < low[index] {
      discharge = min(discharge, limit(energy: kept - low[index], hours, isCharging: false))
      if state() < low[index] {
        let needed = limit(energy: low[index] - kept, hours, isCharging: true)
        charge = min(max(charge, needed), problem.chargeLimit(at: index))
      }
    }
    if charge < problem.asset.minimumChargePower { charge = 0 }
    if discharge < problem.asset.minimumDischargePower { discharge = 0 }
    return Step(charge: charge, discharge: discharge, stored: state())
  }

  /// What a net power puts into the store in a step, MWh: nothing is cut.
  func change(_ index: Int, power: Double) -> Double {
    problem.steps.hours[index] * (power > 0 ? -recurrence.taken(power) : recurrence.stored(-power))
  }

  /// The power at the meter that moves some energy in the store, MW; 0 for none or less.
  private func limit(energy: Double, _ hours: Double, isCharging: Bool) -> Double {
    guard energy > 0 else { return 0 }
    let asset = problem.asset
    let curve = isCharging ? asset.chargeEfficiency : asset.dischargeEfficiency
    var (rest, power) = (energy / hours, 0.0)
    for piece in curve.pieces(upTo: isCharging ? asset.chargePower : asset.dischargePower, isCharging: isCharging) {
      let part = min(piece.width, rest / piece.slope)
      power += part
      rest -= part * piece.slope
      if rest <= 0 { break }
    }
    return power
  }

  /// Runs all steps.
  func run(from initial: Double, wanted: [Double]) -> (charge: [Double], discharge: [Double], stored: [Double]) {
    var (charge, discharge, levels) = ([Double](), [Double](), [Double]())
    var stored = initial
    for index in 0..<problem.count {
      let done = step(index, from: stored, wanted: wanted[index])
      charge.append(done.charge)
      discharge.append(done.discharge)
      levels.append(done.stored)
      stored = done.stored
    }
    return (charge, discharge, levels)
  }
}
