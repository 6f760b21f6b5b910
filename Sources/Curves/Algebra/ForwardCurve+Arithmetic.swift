extension ForwardCurve {
  /// The sum with another curve on the same grid, in this curve's unit.
  ///
  /// - Throws: `mismatch` for another grid, or a unit or currency that does not convert.
  public func adding(_ other: ForwardCurve) throws(CurveError) -> ForwardCurve {
    let others = try aligned(other)
    return try mapped { $1 + others[$0] }
  }

  /// The difference to another curve on the same grid, in this curve's unit: a basis or a location spread.
  ///
  ///     let basis = try hub.subtracting(henryHub)                  // hub - Henry Hub
  ///     let swap = try westHub.subtracting(northHub)
  ///
  /// - Throws: `mismatch` for another grid, or a unit or currency that does not convert.
  public func subtracting(_ other: ForwardCurve) throws(CurveError) -> ForwardCurve {
    let others = try aligned(other)
    return try mapped { $1 - others[$0] }
  }

  /// Each value times a number.
  ///
  /// - Throws: `notFinite` where a product is none.
  public func scaled(by factor: Double) throws(CurveError) -> ForwardCurve { try mapped { $1 * factor } }

  /// Each value with an amount added, in the curve's unit.
  ///
  /// - Throws: `notFinite` where a sum is none.
  public func offset(by amount: Double) throws(CurveError) -> ForwardCurve { try mapped { $1 + amount } }

  /// A mean of this curve and another, each interval with a weight of its own.
  ///
  /// - Parameters:
  ///   - other: A curve on the same grid in a unit that converts.
  ///   - weights: How much of `other` each interval takes, 0 for none and 1 for all.
  /// - Throws: `mismatch` as ``adding(_:)``, `countMismatch` unless there is a weight for each interval, `outOfRange`
  ///   with the index of a weight outside 0 to 1.
  public func blended(with other: ForwardCurve, weights: [Double]) throws(CurveError) -> ForwardCurve {
    let others = try aligned(other)
    guard weights.count == count else {
      throw CurveError(.countMismatch, found: "\(weights.count) weights", expected: "\(count), one for each interval")
    }
    if let odd = weights.firstIndex(where: { !(0...1).contains($0) }) {
      throw CurveError(.outOfRange, found: "a weight of \(weights[odd])", expected: "0 to 1", index: odd)
    }
    return try mapped { index, value in
      // Exact where one curve has all the weight.
      weights[index] == 1 ? others[index] : value + weights[index] * (others[index] - value)
    }
  }

  /// The other's values in this curve's unit.
  ///
  /// - Throws: `mismatch` for another grid or a unit that does not convert.
  func aligned(_ other: ForwardCurve) throws(CurveError) -> [Double] {
    guard other.grid == grid else {
      throw CurveError(.mismatch, found: "a curve on \(other.grid)", expected: "one on \(grid)")
    }
    return try other.converted(to: unit).values
  }
}
