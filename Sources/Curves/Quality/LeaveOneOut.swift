/// How a curve without a quote prices that quote.
public struct LeaveOneOut: Hashable, Sendable, Codable {
  /// The quote's name.
  public let id: String
  /// The price of the quote on the curve that is built from all others.
  public let prediction: Double
  /// ``prediction`` less the quote; of bid and ask less the nearer of the two, 0 between them.
  public let error: Double
  /// Whether other quotes lie on both sides, so that the curve is interpolated there and not continued beyond its last quote.
  public let isInterpolated: Bool
}

extension BuiltCurve {
  /// Builds the curve without each quote in turn and prices what was left out: an honest error, since the curve has not seen it.
  ///
  /// Quotes without which the curve cannot be solved, the only one among them, are not in the list.
  ///
  /// - Complexity: One solve for each quote.
  public func leaveOneOut() throws(CurveError) -> [LeaveOneOut] {
    guard quotes.count > 1 else { return [] }
    let reach = plan.rows.prefix(quotes.count).map { $0.first..<$0.first + $0.weights.count }
    var results: [LeaveOneOut] = []
    for (index, quote) in quotes.enumerated() {
      let outcome = try CurvePlan(plan, without: index).solve()
      guard outcome.status == .solved else { continue }
      let prediction = plan.rows[index].price(of: outcome.cells)
      let nearest = min(max(prediction, quote.price.lower), quote.price.upper)
      let others = reach.indices.filter { $0 != index }
      let isInterpolated =
        others.contains { reach[$0].lowerBound <= reach[index].lowerBound }
        && others.contains { reach[$0].upperBound >= reach[index].upperBound }
      results.append(
        LeaveOneOut(
          id: quote.id, prediction: prediction, error: prediction - nearest, isInterpolated: isInterpolated))
    }
    return results
  }
}
