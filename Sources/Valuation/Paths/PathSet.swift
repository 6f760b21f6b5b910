public import MarketData
public import NumericalKernels

/// Simulated paths of several factors over a delivery grid, under a named measure: what every valuation of a book shares.
///
///     let paths = try PathSet.riskNeutral(
///       factors: [.init(name: "PJM_WEST", unit: unit)], grid: months, pathCount: 10_000, values: simulated, seed: 7,
///       forwards: curve, recentring: .multiplicative)
///     paths[0, 3, 17]                              // factor 0, month 3, path 17
///     paths.values(factor: 0, period: 3)           // all paths of that month, without a copy
///     paths.martingale?.largestScore               // how far the raw paths were from the forwards
///
/// Valuers return cash flows on the same paths, path by path, so that the figures of a power purchase agreement, a battery and an
/// option add up. Values lie in one array, path after path within a period, period after period within a factor.
public struct PathSet: Hashable, Sendable {
  /// What is simulated.
  public struct Factor: Hashable, Sendable {
    /// The factor's name, one of a kind within the set.
    public let name: String
    /// What its values are.
    public let unit: ValueUnit

    /// Makes a factor.
    public init(name: String, unit: ValueUnit) {
      self.name = name
      self.unit = unit
    }
  }

  /// Which probabilities the paths stand for.
  public enum Measure: String, Hashable, Sendable, Codable {
    /// Q: the mean of each factor in each period is its forward. For values and hedges.
    case riskNeutral
    /// P: as the world is thought to behave. For earnings at risk and forecasts, never for values.
    case physical
  }

  /// The factors, in the order of the first index.
  public let factors: [Factor]
  /// The periods, in the order of the second index.
  public let grid: DeliveryGrid
  /// The number of paths.
  public let pathCount: Int
  /// The measure.
  public let measure: Measure
  /// The seed of the random numbers.
  public let seed: UInt64
  /// The values: path k of period j of factor i at `(i * grid.count + j) * pathCount + k`.
  public let values: [Double]
  /// How the means compare with the forwards; `nil` under the physical measure.
  public let martingale: MartingaleReport?

  /// Makes paths under the physical measure.
  ///
  /// - Throws: `empty` without factors or paths, `mismatch` for a name given twice, `countMismatch` unless there is a value for
  ///   each factor, period and path, `notFinite`.
  public static func physical(
    factors: [Factor], grid: DeliveryGrid, pathCount: Int, values: [Double], seed: UInt64
  ) throws(ValuationError) -> PathSet {
    try PathSet(factors, grid, pathCount, values, seed)
  }

  /// Makes paths under the risk-neutral measure, whose means are the forwards.
  ///
  /// - Parameters:
  ///   - factors: The factors.
  ///   - grid: The periods.
  ///   - pathCount: The number of paths.
  ///   - values: The simulated values.
  ///   - seed: The seed of the random numbers.
  ///   - forwards: The forward of each factor (row) for each period (column), in the factor's unit.
  ///   - recentring: What is done about means that are off.
  /// - Throws: As ``physical(factors:grid:pathCount:values:seed:)``; `countMismatch` for forwards of another shape, `notFinite`
  ///   for a forward, `notMartingale` where a mean is off by more than the limit or cannot be moved as asked.
  public static func riskNeutral(
    factors: [Factor], grid: DeliveryGrid, pathCount: Int, values: [Double], seed: UInt64, forwards: Matrix,
    recentring: Recentring
  ) throws(ValuationError) -> PathSet {
    let raw = try PathSet(factors, grid, pathCount, values, seed)
    var recentred = values
    let report = try MartingaleReport(raw, forwards, recentring, &recentred)
    return PathSet(raw, values: recentred, report)
  }

  private init(
    _ factors: [Factor], _ grid: DeliveryGrid, _ pathCount: Int, _ values: [Double], _ seed: UInt64
  ) throws(ValuationError) {
    guard !factors.isEmpty, pathCount > 0 else {
      throw ValuationError(
        .empty, found: "\(factors.count) factors, \(pathCount) paths", expected: "one or more of each")
    }
    guard Set(factors.map(\.name)).count == factors.count else {
      throw ValuationError(.mismatch, found: "\(factors.map(\.name))", expected: "factors of different names")
    }
    let (perFactor, overflow) = grid.count.multipliedReportingOverflow(by: pathCount)
    guard !overflow, values.count % perFactor == 0, values.count / perFactor == factors.count else {
      throw ValuationError(
        .countMismatch, found: "\(values.count) values",
        expected: "\(factors.count) factors x \(grid.count) periods x \(pathCount) paths")
    }
    try requireFinite(values, "value")
    self.factors = factors
    self.grid = grid
    self.pathCount = pathCount
    measure = .physical
    self.seed = seed
    self.values = values
    martingale = nil
  }

  private init(_ raw: PathSet, values: [Double], _ report: MartingaleReport) {
    factors = raw.factors
    grid = raw.grid
    pathCount = raw.pathCount
    measure = .riskNeutral
    seed = raw.seed
    self.values = values
    martingale = report
  }
}
