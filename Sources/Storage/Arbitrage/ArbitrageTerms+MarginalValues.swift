/// Values of a MWh between two bounds, which may be infinite.
struct ValueRange {
  var low: Double
  var high: Double

  static let all = ValueRange(low: -.infinity, high: .infinity)

  /// The part that two ranges share; where rounding leaves none, the point of `other` that is nearest.
  @inline(__always)
  func intersection(_ other: ValueRange) -> ValueRange {
    let low = max(low, other.low)
    let high = min(high, other.high)
    if low <= high { return ValueRange(low: low, high: high) }
    let point = self.high < other.low ? other.low : other.high
    return ValueRange(low: point, high: point)
  }

  @inline(__always)
  func clamp(_ value: Double) -> Double { min(max(value, low), high) }
}

extension ArbitrageTerms {
  /// What a MWh in the store is worth when each step ends, along an optimal path of a concave problem.
  ///
  /// Backward, the values that the rest of the path allows (the superdifferential of the value function at the path's state) go
  /// through the steps: a step at partial power pins them to its price, one at full power or at rest bounds them, a full
  /// store admits lower values before it and an empty one higher. Forward, the values are chosen within these bounds with as few
  /// changes as possible. They are multipliers of the energy balance, and ``bound(_:isCyclic:initial:terminal:)`` proves the path by them.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - end: The values at the end; unless given, those of the beginning, where the store ends as it began.
  ///   - first: The value at the beginning, where it is known; near the first price unless given.
  func marginalValues(along path: DispatchPath, end: ValueRange?, from first: Double? = nil) -> [Double] {
    var ranges = [ValueRange](repeating: .all, count: count)
    var last = narrow(path, end ?? .all, into: &ranges)
    guard count > 0 else { return [] }
    if end == nil {
      // Round the cycle until the values at the end are those at the beginning.
      for _ in 0..<3 {
        let next = narrow(path, last, into: &ranges)
        if next.low == last.low, next.high == last.high { break }
        last = next
      }
    }
    var values = [Double](repeating: 0, count: count)
    var value = choose(from: first.map { $0 / retention(0) } ?? problem.buyPrices[0], ranges, into: &values)
    if end == nil { value = choose(from: value / retention(0), ranges, into: &values) }
    return values
  }

  /// Goes back through the steps and leaves the values that each admits; returns those before the first.
  private func narrow(_ path: DispatchPath, _ end: ValueRange, into ranges: inout [ValueRange]) -> ValueRange {
    let slack = slack
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    let one = charging.count == 1 && discharging.count == 1 && problem.availability == .full
    var range = end
    // The state before a step follows from that after it; rounding stays below the slack in a year of five-minute steps.
    var energy = path.final
    for step in Swift.stride(from: count - 1, through: 0, by: -1) {
      if energy >= upper - slack { range.low = -.infinity }
      if energy <= lower + slack { range.high = .infinity }
      let charge = path.charge[step]
      let discharge = path.discharge[step]
      let support: ValueRange
      if one {
        if charge > 0 {
          let price = cost(charging[0], step)
          support = ValueRange(low: price, high: charge < charging[0].width ? price : .infinity)
        } else if discharge > 0 {
          let price = revenue(discharging[0], step)
          support = ValueRange(low: discharge < discharging[0].width ? price : -.infinity, high: price)
        } else {
          support = ValueRange(low: revenue(discharging[0], step), high: cost(charging[0], step))
        }
      } else {
        support = supports(step, path)
      }
      range = range.intersection(support)
      ranges[step] = range
      let hours = problem.steps.hours[step]
      energy -= recurrence.stored(charge) * hours - recurrence.taken(discharge) * hours
      guard !keepsEnergy else { continue }
      let part = retention(step)
      energy /= part
      range.low *= part
      range.high *= part
    }
    return range
  }

  /// More than any MWh is worth, and no more than can be reckoned with.
  private static var greatestValue: Double { 1e100 }

  /// Chooses values within their ranges, each as near to the one before as may be; returns the last.
  private func choose(from first: Double, _ ranges: [ValueRange], into values: inout [Double]) -> Double {
    var value = first
    for step in ranges.indices {
      value = ranges[step].clamp(value)
      values[step] = value
      guard !keepsEnergy, step + 1 < ranges.count else { continue }
      // Where nothing bounds it a value grows by what standing loses: it stays a number.
      value = min(max(value / retention(step + 1), -Self.greatestValue), Self.greatestValue)
    }
    return value
  }

  /// The prices between which a MWh in the store is worth its keep, given what a path does in a step.
  private func supports(_ step: Int, _ path: DispatchPath) -> ValueRange {
    let charge = path.charge[step]
    if charge > 0 {
      let (inner, outer) = supports(charge, charging, step, problem.chargeLimit(at: step), .infinity) { cost($0, step) }
      return ValueRange(low: inner, high: outer)
    }
    let discharge = path.discharge[step]
    if discharge > 0 {
      let (inner, outer) = supports(discharge, discharging, step, problem.dischargeLimit(at: step), -.infinity) {
        revenue($0, step)
      }
      return ValueRange(low: outer, high: inner)
    }
    let sold = discharging.first { width($0, problem.dischargeLimit(at: step), step) > 0 }
    let bought = charging.first { width($0, problem.chargeLimit(at: step), step) > 0 }
    return ValueRange(
      low: sold.map { revenue($0, step) } ?? -.infinity, high: bought.map { cost($0, step) } ?? .infinity)
  }

  /// The value of the piece that a power lies in, or those of both pieces that meet there; `beyond` at full power.
  private func supports(
    _ power: Double, _ pieces: [Piece], _ step: Int, _ limit: Double, _ beyond: Double, _ value: (Piece) -> Double
  ) -> (inner: Double, outer: Double) {
    var last = beyond
    var reached = 0.0
    for piece in pieces {
      let width = width(piece, limit, step)
      guard width > 0 else { continue }
      let slope = value(piece)
      if reached > 0, power <= reached { return (last, slope) }
      reached += width
      if power < reached { return (slope, slope) }
      last = slope
    }
    return (last, beyond)
  }

  /// The values of a MWh at the end of a path: the slopes of the terminal value there.
  func terminalRange(_ terminal: TerminalValue, at energy: Double) -> ValueRange {
    switch terminal {
    case .none: return ValueRange(low: 0, high: 0)
    case .energy: return .all
    case .price(let price): return ValueRange(low: price, high: price)
    case .curve(let points):
      func slope(_ place: Int) -> Double {
        (points[place].value - points[place - 1].value) / (points[place].energy - points[place - 1].energy)
      }
      // The first piece that ends above the energy but for rounding, and the last that begins below it.
      let right = points.indices.dropFirst().first { points[$0].energy > energy + slack }
      let left = points.indices.dropFirst().last { points[$0 - 1].energy < energy - slack }
      return ValueRange(low: right.map(slope) ?? -.infinity, high: left.map(slope) ?? .infinity)
    }
  }
}
