/// How much of an allowance is used.
public struct WarrantyCheck: Hashable, Sendable, Codable, CustomStringConvertible {
  /// What is limited, such as `cyclesPerYear` or `hours warmerThan 35.0`.
  public let limit: String
  /// What was used.
  public let used: Double
  /// What is allowed.
  public let allowed: Double

  /// Whether the allowance is kept, to a part in a thousand million.
  public var isKept: Bool { used <= allowed + 1e-9 * max(1, abs(allowed)) }
  /// What is left, negative where too much was used.
  public var headroom: Double { allowed - used }

  /// One line.
  public var description: String { "\(limit): \(used) of \(allowed)" + (isKept ? "" : ", exceeded") }
}

extension Warranty {
  /// Holds a record against each limit, in the order of the properties.
  ///
  /// - Throws: `insufficientData` for a limit on temperature without temperatures, `outOfRange` for a limit that is negative or no number.
  /// - Complexity: O(steps × conditions).
  public func checks(_ record: UseRecord) throws(StorageError) -> [WarrantyCheck] {
    let steps = record.steps
    // The part of a year that is covered: of each calendar year by itself, and their sum.
    let covered = steps.years.reduce(0) { $0 + steps.partOfYear($1) }
    var discharged = 0.0
    for index in 0..<steps.count { discharged += record.discharge[index] * steps.hours[index] }
    let falls = record.falls
    var checks: [WarrantyCheck] = []
    func check(_ limit: String, _ used: Double, _ allowed: Double) throws(StorageError) {
      try InputCheck.within(-1e15...1e15, allowed, limit)
      checks.append(WarrantyCheck(limit: limit, used: used, allowed: allowed))
    }
    if let cyclesPerDay {
      var worst = 0.0
      for day in steps.days { worst = max(worst, falls[day].reduce(0, +) / record.capacity) }
      try check("cyclesPerDay", worst, cyclesPerDay)
    }
    if let cyclesPerYear {
      try check("cyclesPerYear", falls.reduce(0, +) / record.capacity, cyclesPerYear * covered)
    }
    if let throughputPerYear { try check("throughputPerYear", discharged, throughputPerYear * covered) }
    if let lifetimeThroughput {
      try check("lifetimeThroughput", discharged + record.earlierThroughput, lifetimeThroughput)
    }
    if let highestTemperature {
      guard let highest = record.temperatures.max() else { throw Self.noTemperatures }
      try check("highestTemperature", highest, highestTemperature)
    }
    if let greatestMeanState { try check("greatestMeanState", record.meanState, greatestMeanState) }
    for limit in dwell {
      let (name, hours) = try record.hours(limit.condition)
      try check(name, hours, limit.hoursPerYear * covered)
    }
    return checks
  }

  static let noTemperatures = StorageError(
    .insufficientData, field: "temperatures", found: "none", expected: "one for each step")
}

extension UseRecord {
  /// The energy that each step took out of the store, MWh, self-discharge aside: what makes up full equivalent cycles.
  var falls: [Double] {
    steps.hours.indices.map { index in
      max(0, states[index] * Retention.factor(loss: selfDischarge, hours: steps.hours[index]) - states[index + 1])
    }
  }

  /// The full equivalent cycles: the energy taken out of the store over its capacity.
  public var equivalentCycles: Double { falls.reduce(0, +) / capacity }

  /// The mean state of charge over time, 0 to 1.
  public var meanState: Double {
    var (sum, length) = (0.0, 0.0)
    for index in 0..<steps.count {
      sum += 0.5 * (states[index] + states[index + 1]) * steps.hours[index]
      length += steps.hours[index]
    }
    return length > 0 ? sum / length / capacity : 0
  }

  /// The hours for which a condition held; within a step the state moves evenly.
  func hours(_ condition: Warranty.Dwell.Condition) throws(StorageError) -> (name: String, hours: Double) {
    func total(_ isMet: (Double) -> Bool) throws(StorageError) -> Double {
      guard !temperatures.isEmpty else { throw Warranty.noTemperatures }
      var sum = 0.0
      for index in 0..<steps.count where isMet(temperatures[index]) { sum += steps.hours[index] }
      return sum
    }
    switch condition {
    case .warmerThan(let limit): return ("hours warmer than \(limit)", try total { $0 > limit })
    case .colderThan(let limit): return ("hours colder than \(limit)", try total { $0 < limit })
    case .stateAbove(let limit): return ("hours above state \(limit)", hours(above: limit))
    case .stateBelow(let limit): return ("hours below state \(limit)", hours(below: limit))
    }
  }

  private func hours(above limit: Double) -> Double {
    part { from, to in
      let (low, high) = (min(from, to), max(from, to))
      if low > limit { return 1 }
      return high > limit ? (high - limit) / (high - low) : 0
    }
  }

  private func hours(below limit: Double) -> Double {
    part { from, to in
      let (low, high) = (min(from, to), max(from, to))
      if high < limit { return 1 }
      return low < limit ? (limit - low) / (high - low) : 0
    }
  }

  private func part(_ share: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for index in 0..<steps.count {
      sum += steps.hours[index] * share(states[index] / capacity, states[index + 1] / capacity)
    }
    return sum
  }
}
