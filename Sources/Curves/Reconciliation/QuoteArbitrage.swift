/// Quotes that can be traded against each other for a sure profit, whatever the curve does.
///
///     if let arbitrage = try definition.arbitrage(in: quotes) {
///       for leg in arbitrage.legs { print(leg.id, leg.position, leg.price) }   // Cal-27 1.0 61.0, Q1-27 -0.25 ...
///     }
///
/// Bought at the ask and sold at the bid, the legs deliver nothing in sum in any interval, and pay ``profit``.
public struct QuoteArbitrage: Hashable, Sendable, Codable {
  /// A trade in one quote.
  public struct Leg: Hashable, Sendable, Codable {
    /// The quote's name.
    public let id: String
    /// The power (or the amount a day) that is bought, negative where it is sold; the largest of all legs has size 1.
    public let position: Double
    /// The ask that is paid, or the bid that is received.
    public let price: Double
  }

  /// The trades, in the order of the quotes.
  public let legs: [Leg]
  /// What the trades pay together: in the currency, for hours 1 MW held; discounted where the quotes are.
  public let profit: Double
}

extension CurveDefinition {
  /// The most profitable static arbitrage between quotes, for the energy traded, or `nil` where there is none.
  ///
  /// A curve that meets all firm and two-sided quotes exists exactly where there is none (Farkas' lemma); soft quotes, the floor, the
  /// ceiling and spread limits are left out, since nothing can be traded against them.
  ///
  /// - Throws: As ``build(_:discounting:)``, and `outOfRange` where the linear program cannot be solved.
  /// - Complexity: A linear program of two variables a quote, and one row for each part of the curve that the same quotes cover.
  public func arbitrage(
    in quotes: [CurveQuote], discounting: DiscountCurve? = nil
  ) throws(CurveError) -> QuoteArbitrage? {
    var definition = self
    definition.spreadLimits = []
    definition.prior = .none
    let plan = try CurvePlan(definition, quotes, discounting: discounting)
    let traded = plan.quotes.indices.filter { !plan.quotes[$0].price.isSoft }
    guard traded.count > 1 else { return nil }
    return try ArbitrageProgram(plan, traded).solve()
  }
}
