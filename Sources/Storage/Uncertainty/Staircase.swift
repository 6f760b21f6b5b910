/// What a step of some length can do to a store: straight pieces of power with their effect on the stored energy.
struct StepReach {
  /// MWh that a piece moves in the store, and MWh in the store for each MWh at the meter.
  struct Piece {
    var stored: Double
    var slope: Double
  }

  let charging: [Piece]
  let discharging: [Piece]
  let retention: Double
  let throughputCost: Double
  /// What the auxiliary load draws, MWh.
  let auxiliaryEnergy: Double

  init(_ problem: DispatchProblem, step: Int) {
    let (asset, hours) = (problem.asset, problem.steps.hours[step])
    charging = asset.chargeEfficiency.pieces(upTo: problem.chargeLimit(at: step), isCharging: true).map {
      Piece(stored: $0.width * $0.slope * hours, slope: $0.slope)
    }
    discharging = asset.dischargeEfficiency.pieces(upTo: problem.dischargeLimit(at: step), isCharging: false).map {
      Piece(stored: $0.width * $0.slope * hours, slope: $0.slope)
    }
    retention = asset.retention(hours: hours)
    throughputCost = asset.throughputCost
    auxiliaryEnergy = asset.auxiliaryLoad * hours
  }
}

/// A concave function of the stored energy over the window, by its falling slopes.
struct Staircase {
  let lower: Double
  /// The right end of each segment, rising.
  var ends: [Double]
  /// The slope along each segment, falling strictly.
  var slopes: [Double]
  /// The value at the lower end.
  var base: Double

  init(_ terminal: TerminalValue, over window: ClosedRange<Double>) throws(StorageError) {
    lower = window.lowerBound
    ends = []
    slopes = []
    base = terminal.value(of: lower)
    switch terminal {
    case .none: append(window.upperBound, 0)
    case .price(let price): append(window.upperBound, price)
    case .energy:
      throw StorageError(
        .unsupported, field: "terminal", found: "\(terminal)", expected: "a price or a curve, which value every state")
    case .curve(let points):
      guard let first = points.first, let last = points.last, first.energy <= lower, last.energy >= window.upperBound
      else {
        throw StorageError(
          .unsupported, field: "terminal",
          found: "a curve from \(points.first?.energy ?? .nan) to \(points.last?.energy ?? .nan) MWh",
          expected: "one that values every state of the window \(window)")
      }
      for (left, right) in zip(points, points.dropFirst()) {
        let slope = (right.value - left.value) / (right.energy - left.energy)
        guard slope <= slopes.last ?? .infinity else {
          throw StorageError(
            .unsupported, field: "terminal", found: "marginal values that rise at \(left.energy) MWh",
            expected: "a concave curve")
        }
        append(min(right.energy, window.upperBound), slope)
      }
    }
    close(at: window.upperBound)
  }

  private init(lower: Double, base: Double) {
    self.lower = lower
    self.base = base
    ends = []
    slopes = []
  }

  /// Adds a segment at the right; one of no width is none.
  private mutating func append(_ end: Double, _ slope: Double) {
    guard end > ends.last ?? lower else { return }
    if slopes.last == slope {
      ends[ends.count - 1] = end
    } else {
      ends.append(end)
      slopes.append(slope)
    }
  }

  /// Lets the last segment end at the window's upper end, and makes one where there is none.
  private mutating func close(at upper: Double) {
    if ends.isEmpty {
      (ends, slopes) = ([upper], [0])
    } else {
      ends[ends.count - 1] = upper
    }
  }

  /// The value one step earlier: the sup-convolution with what the step can gain, cut to the window.
  func before(_ reach: StepReach, _ outcome: StoredEnergyValue.Outcome) -> Staircase {
    // Per MWh in the store: what charging less saves, and what discharging more brings.
    var gains: [(slope: Double, width: Double)] = []
    var base = base - outcome.buy * reach.auxiliaryEnergy
    var left = lower
    for piece in reach.charging where piece.stored > 0 {
      gains.append((outcome.buy / piece.slope, piece.stored))
      base -= outcome.buy / piece.slope * piece.stored
      left -= piece.stored
    }
    for piece in reach.discharging where piece.stored > 0 {
      gains.append(((outcome.sell - reach.throughputCost) / piece.slope, piece.stored))
    }
    gains.sort { $0.slope > $1.slope }
    // Slopes of both by falling size, from the left end on; stretched by what self-discharge leaves.
    let upper = ends.last ?? lower
    let (from, to) = (reach.retention * lower, reach.retention * upper)
    var result = Staircase(lower: lower, base: base)
    var (own, gain, level) = (0, 0, left)
    var previous = lower
    while own < slopes.count || gain < gains.count {
      let takesOwn = own < slopes.count && (gain == gains.count || slopes[own] >= gains[gain].slope)
      let slope = takesOwn ? slopes[own] : gains[gain].slope
      let width = takesOwn ? ends[own] - previous : gains[gain].width
      if takesOwn {
        previous = ends[own]
        own += 1
      } else {
        gain += 1
      }
      let end = level + width
      // Below the window's lower end after losses the energy is lost in any case.
      result.base += slope * (max(level, min(end, from)) - level)
      if end > from, level < to {
        let stop = end >= to ? upper : end / reach.retention
        result.append(min(stop, upper), slope * reach.retention)
      }
      level = end
      if level >= to { break }
    }
    result.close(at: upper)
    return result
  }

  /// The mean of functions over one window.
  static func mean(_ parts: [(weight: Double, stairs: Staircase)]) -> Staircase {
    var result = Staircase(lower: parts[0].stairs.lower, base: parts.reduce(0) { $0 + $1.weight * $1.stairs.base })
    let upper = parts[0].stairs.ends.last ?? result.lower
    // Each corner of a part lowers the mean's slope by the part's drop.
    var slope = 0.0
    var drops: [(level: Double, drop: Double)] = []
    for (weight, stairs) in parts where weight > 0 {
      slope += weight * stairs.slopes[0]
      for corner in stairs.slopes.indices.dropLast() {
        drops.append((stairs.ends[corner], weight * (stairs.slopes[corner] - stairs.slopes[corner + 1])))
      }
    }
    drops.sort { $0.level < $1.level }
    var place = 0
    while place < drops.count {
      let level = drops[place].level
      result.append(level, slope)
      while place < drops.count, drops[place].level == level {
        slope -= drops[place].drop
        place += 1
      }
    }
    result.append(upper, slope)
    result.close(at: upper)
    return result
  }

  /// Merges neighbours of the least difference until few enough are left; the value at each kept corner stays.
  mutating func coarsen(to count: Int) {
    guard slopes.count > count else { return }
    // The area that a merge of two segments cuts off is w₁w₂/(w₁ + w₂)/2 × the drop: the corners with the least go.
    var start = lower
    var losses: [(loss: Double, corner: Int)] = []
    for corner in slopes.indices.dropLast() {
      let (left, right) = (ends[corner] - start, ends[corner + 1] - ends[corner])
      losses.append((left * right / (left + right) * (slopes[corner] - slopes[corner + 1]), corner))
      start = ends[corner]
    }
    losses.sort { ($0.loss, $0.corner) < ($1.loss, $1.corner) }
    var isDropped = [Bool](repeating: false, count: slopes.count)
    for entry in losses.prefix(slopes.count - count) { isDropped[entry.corner] = true }
    var (newEnds, newSlopes) = ([Double](), [Double]())
    var (level, from, value) = (lower, lower, 0.0)
    for segment in slopes.indices {
      value += slopes[segment] * (ends[segment] - level)
      level = ends[segment]
      if !isDropped[segment] {
        newEnds.append(level)
        newSlopes.append(level > from ? value / (level - from) : slopes[segment])
        (from, value) = (level, 0)
      }
    }
    (ends, slopes) = (newEnds, newSlopes)
  }
}
