extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC: `2025-11-02T04:00:00Z`.
  public var description: String {
    let local = LocalDateTime(localSeconds: secondsSince1970)
    guard local.localSeconds == secondsSince1970 else { return "Instant(secondsSince1970: \(secondsSince1970))" }
    var text = ISO8601Text()
    text.append(date: local.date)
    text.append(timeOfDay: Int64(local.secondsOfDay))
    text.append("Z")
    return text.string
  }
}

extension Instant {
  /// The instant of an ISO 8601 time with an offset (`Z`, `+hh:mm`, `-hhmm` or `+hh`), or `nil` for any other text.
  ///
  /// A time without an offset is no instant and gives `nil`. A fraction of a second is dropped.
  ///
  ///     Instant(iso8601: "2025-11-02T01:00:00-0600")?.description   // "2025-11-02T07:00:00Z"
  public init?(iso8601 text: String) {
    let bytes = Array(text.utf8)
    guard let instant = TimestampScanner.isoDateTime(bytes.span, 0, bytes.count)?.instant else { return nil }
    self = instant
  }

  /// The time on a zone's clock with its offset: `2025-11-02T01:00:00-06:00`; ``description`` for instants beyond all dates.
  public func description(in zone: MarketTimeZone) -> String {
    var text = ISO8601Text()
    let local = zone.localDateTime(of: self)
    guard Instant(secondsSince1970: local.localSeconds) == advanced(bySeconds: Int64(zone.utcOffset(at: self))) else {
      return description
    }
    text.append(date: local.date)
    text.append(timeOfDay: Int64(local.secondsOfDay))
    text.append(offset: Int64(zone.utcOffset(at: self)))
    return text.string
  }
}

extension Instant: Codable {
  /// Reads the seconds since 1970.
  public init(from decoder: any Decoder) throws {
    self.init(secondsSince1970: try decoder.singleValueContainer().decode(Int64.self))
  }

  /// Writes the seconds since 1970 as one number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(secondsSince1970)
  }
}
