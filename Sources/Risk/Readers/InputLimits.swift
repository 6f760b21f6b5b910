import ByteFormats

/// How much of a portfolio, a history and what is asked of them is taken before it is refused: what bounds time and memory on input
/// from outside.
///
///     var limits = InputLimits()
///     limits.maxPaths = 10_000
///     let request = try RiskRequest(json: bytes, limits: limits)
///     let history = try FactorHistory(csv: table, limits: limits)
///     try limits.check(request, on: history)      // what neither knows alone
///
/// The defaults let through a book of ten thousand positions on two thousand factors; a request at the bounds takes minutes, not hours.
/// One beyond is refused with `outOfRange`.
public struct InputLimits: Hashable, Sendable {
  /// The most bytes of a portfolio or a table of changes.
  public var maxBytes = 256 << 20
  /// The most positions.
  public var maxPositions = 100_000
  /// The most factors of a portfolio or a table: covariances grow with their square.
  public var maxFactors = 4096
  /// The most days of a table.
  public var maxDays = 100_000
  /// The most days times factors of a table: 16 bytes each while it is read.
  public var maxCells = 20_000_000
  /// The most levels of confidence.
  public var maxLevels = 100
  /// The most paths.
  public var maxPaths = 10_000_000
  /// The most paths times levels: each level ranks the losses of all paths.
  public var maxPathsTimesLevels = 20_000_000
  /// The most paths times factors: what a simulation draws.
  public var maxPathsTimesFactors = 2_000_000_000
  /// The most days times levels: what a backtest holds.
  public var maxDaysTimesLevels = 10_000_000
  /// The most days times positions: what figures of each position by itself take.
  public var maxDaysTimesPositions = 200_000_000
  /// The most positions times levels: results hold each position's components at each level.
  public var maxPositionsTimesLevels = 500_000
  /// The most nodes of the trees of books and markets, both together, times levels: each has its sums at each level.
  public var maxNodesTimesLevels = 500_000
  /// The most bytes of names (of positions, factors and nodes of the trees with their whole paths) times levels: a report says each
  /// name at each level, a dozen times.
  public var maxNameBytesTimesLevels = 64 << 20

  /// Makes the default limits; set what should differ.
  public init() {}

  /// The default limits.
  public static let `default` = InputLimits()

  /// Holds a request against the table that it will be answered from.
  ///
  /// - Throws: `outOfRange` for what the two are too large for together.
  public func check(_ request: RiskRequest, on history: FactorHistory) throws(RiskError) {
    let (days, positions) = (history.dates.count, request.portfolio.positions.count)
    try product(days, "days", request.confidence.count, "levels", maxDaysTimesLevels)
    try product(days, "days", positions, "positions", maxDaysTimesPositions)
  }

  /// Holds a request's sizes against the limits.
  func check(levels: Int, paths: Int, factors: Int) throws(RiskError) {
    guard levels > 0 else { throw RiskError(.outOfRange, found: "no levels", expected: "1 to \(maxLevels)") }
    try bound(levels, "levels", maxLevels)
    guard paths > 0 else { throw RiskError(.outOfRange, found: "\(paths) paths", expected: "1 to \(maxPaths)") }
    try bound(paths, "paths", min(maxPaths, MonteCarlo.maximumPaths))
    try product(paths, "paths", levels, "levels", maxPathsTimesLevels)
    try product(paths, "paths", factors, "factors", maxPathsTimesFactors)
  }

  /// Holds the names that results say at each level against the limits, before anything is made of them.
  func check(_ positions: [Position], _ factors: [RiskFactor], levels: Int) throws(RiskError) {
    try product(positions.count, "positions", levels, "levels", maxPositionsTimesLevels)
    let books = try OrderedPaths(positions.map(\.book)).size
    let markets = try OrderedPaths(positions.map(\.market)).size
    try product(books.nodes + markets.nodes, "nodes of books and markets", levels, "levels", maxNodesTimesLevels)
    var bytes = books.bytes + markets.bytes
    for position in positions { bytes += position.id.utf8.count }
    for factor in factors { bytes += factor.name.utf8.count }
    try product(bytes, "bytes of names", levels, "levels", maxNameBytesTimesLevels)
  }

  /// Refuses a count beyond a bound.
  func bound(_ count: Int, _ what: String, _ most: Int) throws(RiskError) {
    guard count <= most else {
      throw RiskError(.outOfRange, found: "\(count) \(what)", expected: "at most \(most)")
    }
  }

  /// Refuses a product beyond a bound.
  func product(_ a: Int, _ first: String, _ b: Int, _ second: String, _ most: Int) throws(RiskError) {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow, product <= most else {
      throw RiskError(
        .outOfRange, found: "\(a) \(first) x \(b) \(second)", expected: "at most \(most) of both together")
    }
  }

  /// What the readers of the formats allow.
  var format: FormatLimits {
    // A position has a dozen values at most.
    let things = maxPositions.addingSaturated(maxFactors).addingSaturated(maxLevels)
    let values = things.multipliedReportingOverflow(by: 16)
    return FormatLimits(
      maxFieldBytes: 1 << 16, maxFields: max(2, maxFactors.addingSaturated(1)),
      maxRecords: values.overflow && things > 0 ? .max : max(1024, values.partialValue))
  }
}

extension Int {
  /// The sum, or the largest or smallest number where it lies beyond: a limit of `.max` stays one.
  func addingSaturated(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}
