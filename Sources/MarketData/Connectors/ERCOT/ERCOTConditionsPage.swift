import ByteFormats

/// Reads the page of real-time system conditions: a table of labels and numbers below the local time of its last update.
enum ERCOTConditionsPage {
  static let title = "Real-Time System Conditions"

  static func parse(_ feed: Feed, _ payload: FeedPayload, in context: ParseContext) throws(ParseError) -> ParsedPayload
  {
    let bytes = payload.bytes.span
    let place = ParseError.Place(source: payload.name)
    guard bytes.contains(title) else {
      throw ParseError(.operatorError, at: place, "a web page instead of data: \(excerpt(bytes))")
    }
    var log = DefectLog(context: context, source: payload.name)
    guard let updated = try updated(bytes, place) else {
      throw ParseError(.missingField, at: place, "no time of the last update", expected: "Last Updated")
    }
    var sink = ERCOTSink(dictionary: context.dictionary, maxRows: context.limits.maxRows)
    var blanks = 0
    var offset = 0
    while let label = bytes.cell("tdLeft", from: &offset) {
      let name = String(bytes, bytes.trimmed(label))
      let before = offset
      guard let cell = bytes.cell("labelClassCenter", from: &offset) else {
        offset = before
        break
      }
      guard let (product, location) = meaning(of: name) else { continue }
      if let value = NumberScanner.double(bytes, cell, thousands: UInt8(ascii: ","), decimalMark: UInt8(ascii: ".")) {
        sink.append(
          ERCOTSink.Key(), start: updated.secondsSince1970, seconds: 0,
          location: context.dictionary.code(for: location), product: context.dictionary.code(for: product), value: value
        )
      } else if bytes.trimmed(cell).isEmpty {
        blanks += 1
      } else {
        try log.record(
          ParseError(
            .notANumber, at: .init(source: payload.name, field: name, byteOffset: cell.start),
            String(String(bytes, cell).prefix(60)), expected: "a number"))
      }
    }
    guard sink.count > 0 || !log.defects.isEmpty || blanks > 0 else {
      throw ParseError(.missingField, at: place, "no readings", expected: "a table of conditions")
    }
    return sink.payload(feed, payload, published: updated, defects: log.defects, blanks: blanks)
  }

  /// `Last Updated: Apr 14, 2016 18:38:40`, in local time.
  private static func updated(_ bytes: Span<UInt8>, _ place: ParseError.Place) throws(ParseError) -> Instant? {
    let mark = "Last Updated:"
    guard let start = bytes.offset(of: mark, from: 0), let end = bytes.firstOffset(of: UInt8(ascii: "<"), from: start)
    else { return nil }
    let text = String(bytes, bytes.trimmed(ByteRange(start + mark.utf8.count, end)))
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    guard parts.count == 4 else { return nil }
    let date = Array((parts[1] + "-" + parts[0] + "-" + parts[2]).utf8)
    let time = Array(parts[3].utf8)
    guard let day = TimestampScanner.namedMonthDate(date.span, 0, date.count),
      let seconds = TimestampScanner.timeOfDay(time.span, 0, time.count)
    else { return nil }
    let instants = MarketTimeZone.central.instants(of: day, secondsOfDay: Int(seconds))
    if let instant = instants[.only] { return instant }
    throw ParseError(
      .noSuchInterval, at: place, "\"\(text)\" in an hour that the day has twice or not at all",
      expected: "a time that the local day has once")
  }

  private static func meaning(of label: String) -> (Product, Location)? {
    if label.hasPrefix("DC_"), let id = label.split(separator: " ").first {
      return (.power(.flow, .actual), .ercotSettlementPoint(String(id)))
    }
    let product: Product? =
      switch label {
      case "Current Frequency": Product(kind: .frequency, run: .actual, name: "Hz", unit: .dimensionless)
      case "Instantaneous Time Error":
        Product(kind: .frequency, run: .actual, name: "time error in seconds", unit: .dimensionless)
      case "Actual System Demand": .power(.load, .actual)
      case "Average Net Load": .power(.netLoad, .actual)
      case "Total Wind Output": .power(.generation, .actual, "Wind")
      case "Total PVGR Output": .power(.generation, .actual, "Solar")
      case "Current System Inertia": Product(kind: .inertia, run: .actual, name: "MW-s", unit: .dimensionless)
      default:
        label.hasPrefix("Total System Capacity") ? .power(.availableCapacity, .actual, "total system capacity") : nil
      }
    return product.map { ($0, .ercotSystem) }
  }

  private static func excerpt(_ bytes: Span<UInt8>) -> String {
    let text = String(bytes, ByteRange(0, min(bytes.count, 120)))
    return String(text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(80))
  }
}

extension Span where Element == UInt8 {
  /// The offset of the first occurrence of `text` at or after `start`.
  func offset(of text: String, from start: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    let length = text.utf8.count
    var start = start
    while let found = firstOffset(of: first, from: start), found + length <= count {
      if equals(ByteRange(found, found + length), text) { return found }
      start = found + 1
    }
    return nil
  }

  /// Whether `text` occurs.
  func contains(_ text: String) -> Bool { offset(of: text, from: 0) != nil }

  /// The contents of the next table cell of a class, and moves behind it.
  fileprivate func cell(_ name: String, from offset: inout Int) -> ByteRange? {
    guard let mark = self.offset(of: name + "\">", from: offset) else { return nil }
    let start = mark + name.utf8.count + 2
    guard let end = firstOffset(of: UInt8(ascii: "<"), from: start) else { return nil }
    offset = end
    return ByteRange(start, end)
  }
}
