extension BuiltCurve {
  /// Marks the curve anew on another price of one quote, without weighing the quotes again.
  ///
  ///     var marked = built
  ///     try marked.remark("Cal-27", .firm(61.55))
  ///
  /// The result is that of building anew from all quotes, to rounding; flags of a review are gone.
  ///
  /// - Parameters:
  ///   - id: The quote's name.
  ///   - price: Its new price, in the curve's unit.
  /// - Throws: `unknownName` for a quote that the curve was not built from; `notFinite`, `outOfRange` and `notPositive` as
  ///   ``CurveDefinition/build(_:discounting:)``. The curve is unchanged then.
  public mutating func remark(_ id: String, _ price: QuotedPrice) throws(CurveError) {
    guard let index = quotes.firstIndex(where: { $0.id == id }) else {
      throw CurveError(.unknownName, found: id, expected: "a quote of the curve")
    }
    var changed = plan
    try changed.setPrice(price, of: index)
    self = try BuiltCurve(changed, changed.solve())
  }
}
