public import MarketData

/// A change of a curve as a value: what a scenario does to it.
///
///     let stress = CurveShock.parallel(.absolute(15))
///     let stressed = try curve.shocked(by: [stress, .tenor(from: 0, to: 0.5, .relative(0.3))], asOf: today, in: .centralEurope)
///
/// Sizes are absolute, in the curve's unit, or relative: 0.1 adds a tenth of the size of the price, so that a price
/// below zero rises too. Times to delivery are years of 365.25 days from the as-of moment to the middle of an interval.
public enum CurveShock: Hashable, Sendable {
  /// How large a change is.
  public enum Size: Hashable, Sendable {
    /// In the curve's unit.
    case absolute(Double)
    /// In parts of the size of each price: the price plus `r · |price|`.
    case relative(Double)
  }

  /// One change for all intervals.
  case parallel(Size)
  /// One change for intervals from one time to delivery, in years, up to but not including another.
  case tenor(from: Double, to: Double, Size)
  /// A change that grows or shrinks linearly between two times to delivery, and is constant outside: `front` before the
  /// first, `back` after the second; both sizes of one kind.
  case twist(front: Size, at: Double, back: Size, until: Double)
  /// One change for intervals that begin within a span of time.
  case span(DeliveryInterval, Size)
  /// A change for each month of the year, January to December, by the local month in which an interval begins; in the
  /// curve's unit, or relative.
  case months([Double], isRelative: Bool)
  /// A change for each hour of the day, 0 to 23, by the local hour in which an interval begins; for curves of hours and
  /// finer.
  case hours([Double], isRelative: Bool)
}

extension CurveShock.Size {
  /// The number.
  var value: Double {
    switch self {
    case .absolute(let value), .relative(let value): value
    }
  }

  /// Whether the number is in parts of the price.
  var isRelative: Bool {
    if case .relative = self { true } else { false }
  }
}
