public import MarketData

/// Positions, the factors that they depend on, and the currency in which their risk is reported.
///
///     let portfolio = try Portfolio(
///       factors: [.init("PJM_WEST"), .init("HENRY_HUB", unit: .mmbtu)],
///       positions: [.init("p1", .linear("PJM_WEST", quantity: 5000)), .init("g1", .linear("HENRY_HUB", quantity: -20_000))])
///
/// What is priced in another currency than the reporting one needs a factor that is its rate of exchange.
public struct Portfolio: Hashable, Sendable {
  /// The factors.
  public let factors: [RiskFactor]
  /// The positions.
  public let positions: [Position]
  /// The currency of every figure.
  public let reportingCurrency: Currency

  /// The positions in terms of the factors.
  public let exposures: Exposures
  /// The positions by book.
  public let books: PositionTree
  /// The positions by market.
  public let markets: PositionTree

  /// The place of each factor.
  let factorIndex: [String: Int]

  /// Makes a portfolio.
  ///
  /// - Throws: `empty` without factors or positions, `mismatch` for a name given twice or an exchange rate that is not the price
  ///   of a currency in the reporting one, `unknownName` for a factor that is not there or a currency without its rate,
  ///   `notFinite` for a quantity, a value or a Greek, `outOfRange` for a rate of exchange that is not positive or a relative
  ///   factor without a level, or for a tag of more than ``PositionTree/maximumDepth`` steps.
  /// - Complexity: O(factors + legs).
  public init(
    factors: [RiskFactor], positions: [Position], reportingCurrency: Currency = .usd
  ) throws(RiskError) {
    guard !factors.isEmpty, !positions.isEmpty else {
      throw RiskError(
        .empty, found: "\(factors.count) factors, \(positions.count) positions", expected: "one or more of each")
    }
    var index: [String: Int] = [:]
    for (place, factor) in factors.enumerated() {
      guard index.updateValue(place, forKey: factor.name) == nil else {
        throw RiskError(.mismatch, found: "factor \(factor.name) twice", expected: "different names", index: place)
      }
      try factor.check(reportingCurrency, at: place)
    }
    var ids = Set<String>()
    for (place, position) in positions.enumerated() where !ids.insert(position.id).inserted {
      throw RiskError(.mismatch, found: "position \(position.id) twice", expected: "different names", index: place)
    }
    self.factors = factors
    self.positions = positions
    self.reportingCurrency = reportingCurrency
    factorIndex = index
    exposures = try Exposures(factors, index, positions, reportingCurrency)
    books = try PositionTree(paths: positions.map(\.book))
    markets = try PositionTree(paths: positions.map(\.market))
  }

  /// The place of a factor.
  ///
  /// - Throws: `unknownName` where there is none of that name.
  public func factorIndex(of name: String) throws(RiskError) -> Int {
    guard let place = factorIndex[name] else {
      throw RiskError(.unknownName, found: "factor \(name)", expected: "one of the portfolio's factors")
    }
    return place
  }

  /// The place of a position.
  ///
  /// - Throws: `unknownName` where there is none of that name.
  /// - Complexity: O(positions).
  public func positionIndex(of id: String) throws(RiskError) -> Int {
    guard let place = positions.firstIndex(where: { $0.id == id }) else {
      throw RiskError(.unknownName, found: "position \(id)", expected: "one of the portfolio's positions")
    }
    return place
  }

  /// The portfolio without some of its positions.
  ///
  /// - Throws: `empty` where none is left.
  public func removing(_ ids: Set<String>) throws(RiskError) -> Portfolio {
    try Portfolio(
      factors: factors, positions: positions.filter { !ids.contains($0.id) }, reportingCurrency: reportingCurrency)
  }

  /// The portfolio with more positions.
  ///
  /// - Throws: As ``init(factors:positions:reportingCurrency:)``.
  public func adding(_ more: [Position]) throws(RiskError) -> Portfolio {
    try Portfolio(factors: factors, positions: positions + more, reportingCurrency: reportingCurrency)
  }
}

extension RiskFactor {
  fileprivate func check(_ reporting: Currency, at place: Int) throws(RiskError) {
    if let level, !level.isFinite {
      throw RiskError(.notFinite, found: "\(name) at \(level)", expected: "a finite level", index: place)
    }
    if change == .relative, level == nil {
      throw RiskError(
        .outOfRange, found: "\(name) without a level", expected: "a level for its relative changes", index: place)
    }
    guard kind == .exchangeRate else { return }
    guard pricedCurrency != nil, currency == reporting else {
      throw RiskError(
        .mismatch, found: "\(name), the price of \(pricedCurrency?.code ?? "nothing") in \(currency)",
        expected: "the price of a currency in \(reporting)", index: place)
    }
    guard let level, level > 0 else {
      throw RiskError(
        .outOfRange, found: "\(name) at \(level.map { "\($0)" } ?? "no level")", expected: "a positive rate",
        index: place)
    }
  }
}

extension Portfolio: Codable {
  private enum Key: CodingKey { case factors, positions, reportingCurrency }

  /// Reads the factors, the positions and the reporting currency, and checks them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      factors: container.decode([RiskFactor].self, forKey: .factors),
      positions: container.decode([Position].self, forKey: .positions),
      reportingCurrency: container.decodeIfPresent(CurrencyText.self, forKey: .reportingCurrency)?.currency ?? .usd)
  }

  /// Writes the factors, the positions and the reporting currency.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(factors, forKey: .factors)
    try container.encode(positions, forKey: .positions)
    try container.encode(CurrencyText(reportingCurrency), forKey: .reportingCurrency)
  }
}
