public import Valuation

/// Possible courses of a price with their probabilities: what a decision under uncertainty is weighed against.
///
///     let scenarios = try PriceScenarios([[20, 80], [30, 40]], weights: [0.25, 0.75])
///     scenarios.mean                              // [27.5, 50]
///     let simulated = try PriceScenarios(paths, factor: "ERCOT_NORTH.realTime")
///
/// Each scenario holds one price for each step, in the currency per MWh.
public struct PriceScenarios: Hashable, Sendable {
  /// The prices, scenario after scenario.
  let values: [Double]
  /// The number of steps.
  public let stepCount: Int
  /// The probability of each scenario; they sum to one.
  public let weights: [Double]

  /// Makes scenarios from rows of prices, one row for each scenario.
  ///
  /// - Parameters:
  ///   - rows: A row for each scenario with a price for each step.
  ///   - weights: How likely each scenario is against the others; scaled to a sum of one. Equal unless given.
  /// - Throws: `empty`, `countMismatch` for rows of different lengths or another count of weights, `notFinite` with the index of the
  ///   scenario, `outOfRange` for a negative weight or a sum of zero, `tooLarge`.
  public init(_ rows: [[Double]], weights: [Double]? = nil) throws(StorageError) {
    guard let first = rows.first, !first.isEmpty else {
      throw StorageError(.empty, field: "scenarios", found: "no prices", expected: "at least one scenario and step")
    }
    var values: [Double] = []
    for (index, row) in rows.enumerated() {
      guard row.count == first.count else {
        throw StorageError(
          .countMismatch, field: "scenarios", found: "\(row.count) prices", expected: "\(first.count)", index: index)
      }
      values += row
    }
    try self.init(values, stepCount: first.count, weights: weights)
  }

  /// Makes scenarios from the paths of a factor, one step for each period of their grid.
  ///
  /// Decisions rest on what may happen, so the paths should be those of the physical measure; risk-neutral ones price instead.
  ///
  /// - Throws: `unknownName` for a factor that the set does not have, and as ``init(_:weights:)``.
  public init(_ paths: PathSet, factor: String, weights: [Double]? = nil) throws(StorageError) {
    guard let index = paths.factors.firstIndex(where: { $0.name == factor }) else {
      throw StorageError(
        .unknownName, field: "factor", found: factor, expected: "one of \(paths.factors.map(\.name))")
    }
    var values: [Double] = []
    values.reserveCapacity(paths.pathCount * paths.grid.count)
    for path in 0..<paths.pathCount { values += paths.path(path, factor: index) }
    try self.init(values, stepCount: paths.grid.count, weights: weights)
  }

  private init(_ values: [Double], stepCount: Int, weights: [Double]?) throws(StorageError) {
    guard values.count <= Self.largestCount else {
      throw StorageError(
        .tooLarge, field: "scenarios", found: "\(values.count) prices", expected: "at most \(Self.largestCount)")
    }
    if let odd = values.firstIndex(where: { !$0.isFinite }) {
      throw StorageError(
        .notFinite, field: "scenarios", found: "price \(values[odd]) in step \(odd % stepCount)",
        expected: "a finite number", index: odd / stepCount)
    }
    let count = values.count / stepCount
    let raw = weights ?? [Double](repeating: 1, count: count)
    try InputCheck.count(raw.count, count, "weights")
    for (index, weight) in raw.enumerated() { try InputCheck.within(0...1e12, weight, "weights", index: index) }
    let sum = raw.reduce(0, +)
    guard sum > 0 else {
      throw StorageError(.outOfRange, field: "weights", found: "a sum of 0", expected: "a positive weight")
    }
    self.values = values
    self.stepCount = stepCount
    self.weights = raw.map { $0 / sum }
  }

  /// The most prices of a set of scenarios.
  static let largestCount = 50_000_000

  /// One course that is certain.
  ///
  /// - Throws: As ``init(_:weights:)``.
  public static func certain(_ prices: [Double]) throws(StorageError) -> PriceScenarios { try PriceScenarios([prices]) }

  /// The number of scenarios.
  public var count: Int { weights.count }

  /// The prices of a scenario, without a copy.
  public subscript(scenario: Int) -> ArraySlice<Double> {
    values[scenario * stepCount..<(scenario + 1) * stepCount]
  }

  /// The expected price of each step.
  public var mean: [Double] {
    var mean = [Double](repeating: 0, count: stepCount)
    for scenario in 0..<count {
      for step in 0..<stepCount { mean[step] += weights[scenario] * values[scenario * stepCount + step] }
    }
    return mean
  }
}
