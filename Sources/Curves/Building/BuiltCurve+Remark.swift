extension BuiltCurve {
  /// Marks the curve anew on another price of one quote, without weighing the quotes again.
  ///
  ///     var marked = built
  ///     try marked.remark("Cal-27", .firm(61.55))
  ///
  /// The result is that of building anew from all quotes, to rounding; flags of a review are gone. Where the same quotes hold the curve,
  /// the solved conditions serve again.
  ///
  /// - Parameters:
  ///   - id: The quote's name.
  ///   - price: Its new price, in the curve's unit.
  /// - Throws: `unknownName` for a quote that the curve was not built from; `notFinite`, `outOfRange` and `notPositive` as
  ///   ``CurveDefinition/build(_:discounting:)``. The curve is unchanged then.
  /// - Complexity: O(points + cells under the quotes) where the same quotes hold the curve.
  public mutating func remark(_ id: String, _ price: QuotedPrice) throws(CurveError) {
    guard let index = quotes.firstIndex(where: { $0.id == id }) else {
      throw CurveError(.unknownName, found: id, expected: "a quote of the curve")
    }
    var changed = plan
    try changed.setPrice(price, of: index)
    guard plan.quotes[index].price.isOfOneKind(with: price) else {
      self = try BuiltCurve(changed)
      return
    }
    var moved = factor
    try moved.mark(index, lower: price.lower, upper: price.upper)
    self = try BuiltCurve(changed, moved)
  }
}

extension QuotedPrice {
  /// Whether two prices are met in the same way, so that one may take the other's place in solved conditions.
  func isOfOneKind(with other: QuotedPrice) -> Bool {
    switch (self, other) {
    case (.firm, .firm): true
    case (.bidAsk(let bid, let ask), .bidAsk(let otherBid, let otherAsk)): bid < ask && otherBid < otherAsk
    case (.soft(_, let weight), .soft(_, let otherWeight)): weight == otherWeight
    default: false
    }
  }
}
