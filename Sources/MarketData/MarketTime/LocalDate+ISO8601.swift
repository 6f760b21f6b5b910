extension LocalDate: CustomStringConvertible {
  /// ISO 8601: `2025-11-02`.
  public var description: String {
    var text = ISO8601Text()
    text.append(date: self)
    return text.string
  }
}

extension LocalDate: LosslessStringConvertible {
  /// The day written as `YYYY-MM-DD`, or `nil` for any other text and for a day that does not exist.
  public init?(_ description: String) {
    let bytes = Array(description.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, let date = TimestampScanner.isoDate(bytes.span, 0, 10) else {
      return nil
    }
    self = date
  }
}

extension LocalDate: Codable {
  /// Reads `YYYY-MM-DD`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = LocalDate(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected YYYY-MM-DD, found \(text)")
    }
    self = date
  }

  /// Writes `YYYY-MM-DD`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension LocalDate {
  /// The calendar year.
  public var year: Int { components.year }
  /// The month, 1 to 12.
  public var month: Int { components.month }
  /// The day of the month, 1 to 31.
  public var day: Int { components.day }

  /// Whether the day is a Saturday or a Sunday.
  public var isWeekend: Bool { isoWeekday >= 6 }

  /// The first day of the month that lies `months` after this day's month, or before it when negative.
  public func startOfMonth(advancedBy months: Int = 0) -> LocalDate {
    let (year, month, _) = components
    let total = year * 12 + month - 1 + min(max(months, -1_000_000), 1_000_000)
    let floor = total >= 0 ? total / 12 : (total - 11) / 12
    return LocalDate(daysSince1970: LocalDate.dayNumber(year: floor, month: total - floor * 12 + 1, day: 1))
  }
}
