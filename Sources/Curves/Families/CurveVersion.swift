public import MarketData
public import Valuation

/// A curve as it stood for a day and as it was known at a moment: what a store keeps.
///
/// A correction is another version of the same identity, known later; nothing is overwritten, so that yesterday's mark
/// can be repeated.
public struct CurveVersion: Hashable, Sendable, Codable {
  /// A price that the curve was built from.
  public struct Mark: Hashable, Sendable, Codable {
    /// The quote's name.
    public var id: String
    /// The price, or the middle of bid and ask.
    public var price: Double

    /// Makes a mark.
    public init(id: String, price: Double) {
      self.id = id
      self.price = price
    }
  }

  /// Which curve.
  public let id: CurveID
  /// When it was known: the knowledge time of as-of queries.
  public let knownAt: Instant
  /// The curve.
  public let curve: ForwardCurve
  /// The prices that it was built from; empty where that is not kept.
  public let marks: [Mark]
  /// What the result rests on; `nil` where that is not kept.
  public let basis: ResultBasis?

  /// Makes a version.
  public init(
    _ id: CurveID, knownAt: Instant, curve: ForwardCurve, marks: [Mark] = [], basis: ResultBasis? = nil
  ) {
    self.id = id
    self.knownAt = knownAt
    self.curve = curve
    self.marks = marks
    self.basis = basis
  }

  /// Makes a version of a built curve, with its prices and what it rests on.
  public init(_ id: CurveID, knownAt: Instant, built: BuiltCurve) {
    self.init(
      id, knownAt: knownAt, curve: built.curve,
      marks: built.quotes.map { Mark(id: $0.id, price: $0.price.mid) }, basis: built.basis)
  }
}
