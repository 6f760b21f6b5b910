/// A half-open span of UTC time, `[start, end)`, in which something is delivered or measured.
///
/// Every operator's own label (hour ending 25, `02*`, `02X`, period 47, `3B`) is decoded into one of these at the edge and
/// never travels on. Two intervals that touch do not overlap.
public struct DeliveryInterval: Hashable, Sendable {
  /// The first second that belongs to the interval.
  public let start: Instant
  /// The first second after the interval.
  public let end: Instant

  /// Makes `[start, end)`, or returns `nil` when `end` is not later than `start`.
  public init?(start: Instant, end: Instant) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// Makes the interval that begins at `start` and lasts `seconds`; `nil` unless `seconds` is positive.
  public init?(start: Instant, seconds: Int64) {
    self.init(start: start, end: start.advanced(bySeconds: seconds))
  }

  /// Makes `[start, end)` where the caller knows that `end` is later.
  init(uncheckedStart start: Instant, end: Instant) {
    self.start = start
    self.end = end
  }

  /// The length in seconds.
  public var seconds: Int64 { start.seconds(until: end) }

  /// The length in hours: what turns an average power in MW into an energy in MWh.
  public var hours: Double { Double(seconds) / 3600 }

  /// Whether `instant` lies in `[start, end)`.
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// Whether all of `other` lies in this interval.
  public func contains(_ other: DeliveryInterval) -> Bool { start <= other.start && other.end <= end }

  /// Whether the two intervals share at least one second.
  public func overlaps(_ other: DeliveryInterval) -> Bool { start < other.end && other.start < end }

  /// The time that both intervals share, or `nil` when they share none.
  public func intersection(_ other: DeliveryInterval) -> DeliveryInterval? {
    DeliveryInterval(start: max(start, other.start), end: min(end, other.end))
  }
}

extension DeliveryInterval: Comparable {
  /// Orders intervals by start, then by end.
  public static func < (lhs: DeliveryInterval, rhs: DeliveryInterval) -> Bool {
    (lhs.start, lhs.end) < (rhs.start, rhs.end)
  }
}

extension DeliveryInterval: CustomStringConvertible {
  /// ISO 8601 start and end with a slash between them.
  public var description: String { "\(start)/\(end)" }
}
