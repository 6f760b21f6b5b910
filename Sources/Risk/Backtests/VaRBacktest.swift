public import Valuation

/// The record of a value at risk: on which steps the loss exceeded it.
///
/// ```swift
/// let record = try VaRBacktest(losses: losses, valuesAtRisk: forecasts, level: 0.99)
/// try record.proportionOfFailures().pValue
/// try record.conditionalCoverage().pValue
/// try record.trafficLight().zone
/// ```
///
/// Losses are positive. A step counts as a failure where the loss is greater than the value at risk that was forecast
/// for it. Steps with a missing loss or forecast (NaN) are left out; the steps before and after such a gap count as
/// neighbours.
public struct VaRBacktest: Hashable, Sendable {
  /// Whether each step that counts was a failure.
  public let failures: [Bool]
  /// The probability of no failure that the value at risk claims, such as 0.99.
  public let level: Double

  /// The number T of steps.
  public var stepCount: Int { failures.count }
  /// The number x of failures.
  public let failureCount: Int
  /// What the record rests on.
  public internal(set) var basis: ResultBasis
  /// The claimed probability p of a failure, 1 - level.
  public var claimedRate: Double { 1 - level }
  /// The share x / T of failures.
  public var observedRate: Double { Double(failureCount) / Double(stepCount) }

  /// Makes the record of a sequence of hits.
  ///
  /// - Throws: `empty` without a step; `outOfRange` for a level that is not between 0 and 1.
  public init(failures: [Bool], level: Double) throws(RiskError) {
    try self.init(failures: failures, level: level, [.init("failures") { $0.add(failures.map { $0 ? 1 : 0 }) }])
  }

  init(failures: [Bool], level: Double, _ inputs: [ResultBasis.Input]) throws(RiskError) {
    guard !failures.isEmpty else { throw RiskError(.empty, found: "no step", expected: "at least one") }
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    self.failures = failures
    self.level = level
    failureCount = failures.reduce(0) { $0 + ($1 ? 1 : 0) }
    basis = ResultBasis(
      method: "backtest of value at risk",
      conventions: ["failure": "a loss above the value at risk", "transitions": "T - 1"], inputs: inputs)
  }

  /// Compares losses with the values at risk that were forecast for them.
  ///
  /// - Throws: `countMismatch`; `notFinite` for an infinity, with its index; as ``init(failures:level:)``.
  public init(losses: [Double], valuesAtRisk: [Double], level: Double) throws(RiskError) {
    let places = try presentPlaces(losses, valuesAtRisk)
    try self.init(
      failures: places.map { losses[$0] > valuesAtRisk[$0] }, level: level,
      [.init("losses", losses), .init("values at risk", valuesAtRisk)])
  }

  /// The number of steps from one failure to the next, the first counted from the beginning; the steps after the last
  /// failure are in none of them.
  public var gaps: [Int] {
    var gaps: [Int] = []
    var start = -1
    for (step, isFailure) in failures.enumerated() where isFailure {
      gaps.append(step - start)
      start = step
    }
    return gaps
  }
}

/// The steps at which none of some series of one length misses a value.
func presentPlaces(_ first: [Double], _ others: [Double]...) throws(RiskError) -> [Int] {
  for series in others where series.count != first.count {
    throw RiskError(.countMismatch, found: "\(series.count) values", expected: "\(first.count)")
  }
  for series in [first] + others {
    if let infinity = series.firstIndex(where: { $0.isInfinite }) {
      throw RiskError(.notFinite, found: "\(series[infinity])", expected: "a finite number or NaN", index: infinity)
    }
  }
  return first.indices.filter { place in
    !first[place].isNaN && others.allSatisfy { !$0[place].isNaN }
  }
}
