import MarketData

extension PositionLadder {
  /// A part of a portfolio that is no energy of a ladder, and why.
  public struct LeftOut: Hashable, Sendable, Codable {
    /// Why it is left out.
    public enum Reason: String, Hashable, Sendable, Codable {
      /// Nobody knows when it is delivered.
      case noDelivery
      /// Its factor is no price of energy: a volatility, whose delta is a vega, or a rate of exchange.
      case noPrice
      /// The option hangs on no factor.
      case noSensitivity
    }

    /// The position.
    public let id: String
    /// The factor of the leg or of the sensitivity; `nil` for an option without any.
    public let factor: String?
    /// The leg's quantity, or the option's delta by the factor in the position's currency.
    public let quantity: Double
    /// Why it is left out.
    public let reason: Reason

    /// States what is left out.
    public init(id: String, factor: String?, quantity: Double, reason: Reason) {
      self.id = id
      self.factor = factor
      self.quantity = quantity
      self.reason = reason
    }
  }

  /// The entries of a portfolio: every leg and every option that knows its delivery, options by their delta, in their factors' units.
  ///
  ///     let (entries, leftOut) = try PositionLadder.entries(of: portfolio)
  ///     for part in leftOut where part.reason == .noDelivery { print(part.id, part.factor ?? "", part.quantity) }
  ///
  /// An option's delta is money of the position's currency for a unit of the factor's price: it is energy once that is
  /// converted to the factor's currency, at the levels of the portfolio's rates of exchange.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - hub: The hub of a factor's name; the name itself unless given.
  /// - Returns: The entries, and leg by leg what is none: a strip of which one leg knows no delivery has the others as entries.
  /// - Throws: With the position's place, for an option in another currency than its factor's: `unknownName` where there is no rate
  ///   between them, `outOfRange` where one is zero.
  /// - Complexity: O(legs + sensitivities).
  public static func entries(
    of portfolio: Portfolio, hub: (_ factor: String) -> String = { $0 }
  ) throws(RiskError) -> (entries: [Entry], leftOut: [LeftOut]) {
    var entries: [Entry] = []
    var leftOut: [LeftOut] = []
    var rates = Rates(portfolio: portfolio)
    let factors = Dictionary(portfolio.factors.map { ($0.name, $0) }) { first, _ in first }
    for (place, position) in portfolio.positions.enumerated() {
      func add(_ name: String, _ quantity: Double, _ delivery: Position.Delivery?, convertsFrom currency: Currency?)
        throws(RiskError)
      {
        guard let factor = factors[name], factor.isPrice else {
          leftOut.append(LeftOut(id: position.id, factor: name, quantity: quantity, reason: .noPrice))
          return
        }
        guard let delivery else {
          leftOut.append(LeftOut(id: position.id, factor: name, quantity: quantity, reason: .noDelivery))
          return
        }
        var energy = quantity
        if let currency, currency != factor.currency {
          let (own, other) = (try rates.rate(of: currency, at: place), try rates.rate(of: factor.currency, at: place))
          energy *= own / other
        }
        entries.append(
          Entry(
            id: position.id, hub: hub(name), block: delivery.block, period: delivery.period,
            quantity: .energy(energy), unit: factor.unit))
      }
      for leg in position.legs { try add(leg.factor, leg.quantity, leg.delivery, convertsFrom: nil) }
      guard case .option(let option) = position.instrument else { continue }
      if option.greeks.sensitivities.isEmpty {
        leftOut.append(LeftOut(id: position.id, factor: nil, quantity: 0, reason: .noSensitivity))
      }
      for greek in option.greeks.sensitivities {
        try add(
          greek.factor, greek.delta * option.quantity, option.delivery,
          convertsFrom: position.currency ?? portfolio.reportingCurrency)
      }
    }
    return (entries, leftOut)
  }
}

extension RiskFactor {
  /// Whether the factor is the price of something that is delivered: no volatility, no rate of exchange, nothing without a unit.
  var isPrice: Bool { kind != .volatility && kind != .exchangeRate && unit.dimension != .dimensionless }
}

/// What one unit of each currency is worth in the reporting currency, at the levels of the rates of exchange, looked up once.
private struct Rates {
  let portfolio: Portfolio
  private var known: [Currency: Double] = [:]

  init(portfolio: Portfolio) { self.portfolio = portfolio }

  mutating func rate(of currency: Currency, at place: Int) throws(RiskError) -> Double {
    if let rate = known[currency] { return rate }
    let rate = try Exposures.rate(of: currency, in: portfolio.reportingCurrency, portfolio.factors, at: place)
    guard rate != 0, rate.isFinite else {
      throw RiskError(
        .outOfRange, found: "a rate of \(rate) for \(currency)", expected: "one other than zero", index: place)
    }
    known[currency] = rate
    return rate
  }
}
