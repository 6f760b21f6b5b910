/// An operator's name for one hour of a delivery day, as printed: `02`, `02:00`, `24:00`, `25`, `02X`, `02*`, `3A`, `3B`.
public struct HourLabel: Hashable, Sendable {
  /// The number of the hour ending, 1 to 25; a label by hour beginning has one added first.
  public var hourEnding: Int
  /// Which of two hours of that number the label's mark means; `.only` for a label without a mark.
  public var occurrence: LocalOccurrence

  /// Makes a label from an hour-ending number and the occurrence that a mark or a flag gives.
  @inlinable
  public init(hourEnding: Int, occurrence: LocalOccurrence = .only) {
    self.hourEnding = hourEnding
    self.occurrence = occurrence
  }

  /// Reads a label; `nil` where it is malformed or its number is not 1 to 25.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let label = HourLabel.scan(bytes.span, 0, bytes.count) else { return nil }
    self = label
  }

  /// Reads a label from bytes: one or two digits, then nothing, `:00`, or a mark.
  ///
  /// `X` (ISO-NE), `*` (AESO, JAO) and `B` (EPEX SPOT) mean the second of two equal hours; `A` means the first.
  package static func scan(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> HourLabel? {
    guard var position = TimestampScanner.checked(bytes, start, end),
      let number = TimestampScanner.number(bytes, &position, end, 1, 2), (1...25).contains(number)
    else { return nil }
    if end - position == 3, bytes[position] == 0x3A, bytes[position + 1] == 0x30, bytes[position + 2] == 0x30 {
      return HourLabel(hourEnding: number)
    }
    guard position < end else { return HourLabel(hourEnding: number) }
    guard end - position == 1 else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "X"), UInt8(ascii: "x"), UInt8(ascii: "*"), UInt8(ascii: "B"), UInt8(ascii: "b"):
      return HourLabel(hourEnding: number, occurrence: .second)
    case UInt8(ascii: "A"), UInt8(ascii: "a"):
      return HourLabel(hourEnding: number, occurrence: .first)
    default:
      return nil
    }
  }
}

extension LocalOccurrence {
  /// The occurrence that ERCOT's `DSTFlag` or `RepeatedHourFlag` gives: the flag marks the repeated, second hour.
  ///
  /// On 2025-11-02 the same stamp `01:13:33` carries the flag false beside UTC 06:13:33 (daylight time, the first) and true
  /// beside UTC 07:13:33. The flag is false on every hour that is not repeated, and `.first` accepts those.
  /// Source: ERCOT's four-second system demand, quoted in gridstatus pull request 703.
  @inlinable
  public init(repeatedHourFlag: Bool) {
    self = repeatedHourFlag ? .second : .first
  }
}
