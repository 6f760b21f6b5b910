public import MarketData
public import Valuation

extension DiscountCurve {
  /// What dated payments are worth on the value date; payments before it count in full.
  ///
  /// - Throws: `mismatch` where the payments are in another currency; pence and pounds convert.
  public func presentValue(of flows: CashFlows) throws(CurveError) -> Money {
    let parts: Double
    do {
      parts = try flows.currency.factor(to: currency)
    } catch {
      throw CurveError(
        .mismatch, found: "payments in \(flows.currency)", expected: "payments in \(currency)", cause: error)
    }
    return Money(flows.flows.reduce(0) { $0 + $1.amount * parts * factor(at: $1.date) }, currency)
  }
}
