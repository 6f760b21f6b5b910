/// A moment in time: whole seconds since 1970-01-01T00:00:00Z.
///
/// Markets settle on seconds at the finest, so a second is the resolution; leap seconds do not exist here, as in POSIX time.
///
///     let start = Instant(secondsSince1970: 1_762_056_000)
///     print(start)  // 2025-11-02T04:00:00Z
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, negative before.
  public var secondsSince1970: Int64

  /// Makes the instant that lies `secondsSince1970` seconds after the start of 1970 in UTC.
  @inlinable
  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The earliest instant that can be represented.
  public static let distantPast = Instant(secondsSince1970: .min)
  /// The latest instant that can be represented.
  public static let distantFuture = Instant(secondsSince1970: .max)

  /// Orders instants by time.
  @inlinable
  public static func < (lhs: Instant, rhs: Instant) -> Bool {
    lhs.secondsSince1970 < rhs.secondsSince1970
  }

  /// The instant `seconds` later, or earlier when negative; stops at ``distantPast`` and ``distantFuture``.
  public func advanced(bySeconds seconds: Int64) -> Instant {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    if overflow { return seconds < 0 ? .distantPast : .distantFuture }
    return Instant(secondsSince1970: sum)
  }

  /// The seconds from this instant until `other`: positive when `other` is later; stops at the ends of `Int64`.
  public func seconds(until other: Instant) -> Int64 {
    let (difference, overflow) = other.secondsSince1970.subtractingReportingOverflow(secondsSince1970)
    if overflow { return other < self ? .min : .max }
    return difference
  }
}
