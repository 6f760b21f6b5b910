extension BuiltCurve {
  /// What contracts are worth on the curve, whether it was built from them or not.
  ///
  ///     try built.prices(of: [CurveQuote(period, block: .europeanPeak, .firm(0))])   // the quoted price does not matter
  ///
  /// - Throws: As ``CurveDefinition/build(_:discounting:)`` for contracts that the curve cannot price.
  /// - Complexity: O(points + cells under the contracts).
  public func prices(of contracts: [CurveQuote]) throws(CurveError) -> [Double] {
    var weigher = try QuoteWeigher(
      grid: definition.grid, days: definition.days, strands: definition.strands, weighting: definition.weighting,
      discounting: plan.discounting)
    var prices: [Double] = []
    for (index, contract) in contracts.enumerated() {
      prices.append(try weigher.row(for: contract, index: index).price(of: outcome.cells))
    }
    return prices
  }
}
