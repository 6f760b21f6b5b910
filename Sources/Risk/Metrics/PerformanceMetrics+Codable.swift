public import Valuation

extension PerformanceMetrics: DocumentedResult {
  private enum Key: CodingKey { case returns, periodsPerYear, riskFreeRate, target, years, figures, basis }

  /// Reads the returns and what they are measured by; the figures follow from them.
  ///
  /// Throws what ``init(_:periodsPerYear:riskFreeRate:target:years:)`` throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let returns: [Double] = try container(.returns)
    let basis: ResultBasis = try container(.basis)
    try self.init(
      returns, periodsPerYear: container(.periodsPerYear), riskFreeRate: container(.riskFreeRate),
      target: container(.target), years: container(.years), basis: basis)
  }

  /// Writes the returns, what they are measured by, and the figures.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(returns, forKey: .returns)
    try container.encode(periodsPerYear, forKey: .periodsPerYear)
    try container.encode(riskFreeRate, forKey: .riskFreeRate)
    try container.encode(target, forKey: .target)
    try container.encode(years, forKey: .years)
    let known = figures.compactMap { name, value in value.map { (name, $0) } }.filter { $0.1.isFinite }
    try container.encode(Dictionary(uniqueKeysWithValues: known), forKey: .figures)
    try container.encode(basis, forKey: .basis)
  }

  /// The figures by their names.
  private var figures: [(String, Double?)] {
    [
      ("totalReturn", totalReturn), ("annualReturn", annualReturn), ("volatility", volatility), ("sharpe", sharpe),
      ("downsideDeviation", downsideDeviation), ("sortino", sortino), ("omega", omega), ("tailRatio", tailRatio),
      ("maximumDrawdown", maximumDrawdown.depth), ("longestDrawdown", Double(longestDrawdown)), ("calmar", calmar),
    ]
  }

  /// The figures in a table.
  public var description: String {
    page(
      ["\(returns.count) returns, \(TextTable.figure(periodsPerYear)) a year"],
      [TextTable(["figure", "value"], figures.map { [$0.0, TextTable.figure($0.1)] })])
  }
}
