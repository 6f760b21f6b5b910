import ByteFormats

/// Reads one dashboard document.
///
/// A document states when it was last updated, with an offset; its rows have a Unix time in milliseconds, an hour label and
/// a flag for the repeated hour.
struct ERCOTDashboardReader {
  let dashboard: ERCOTDashboard
  let payload: FeedPayload
  private var log: DefectLog
  private var sink: ERCOTSink
  private let updated: Instant?
  private let document: JSONValue
  private let dictionary: ObservationDictionary
  private let maxRows: Int
  private var blanks = 0

  init(_ dashboard: ERCOTDashboard, _ payload: FeedPayload, in context: ParseContext) throws(ParseError) {
    self.dashboard = dashboard
    self.payload = payload
    log = DefectLog(context: context, source: payload.name)
    sink = ERCOTSink(dictionary: context.dictionary, maxRows: context.limits.maxRows)
    dictionary = context.dictionary
    maxRows = context.limits.maxRows
    do throws(FormatError) {
      document = try JSONValue.parse(payload.bytes.span, limits: context.limits.format)
    } catch {
      throw ParseError(error, source: payload.name)
    }
    guard document.asObject != nil else {
      throw ParseError(.missingField, at: .init(source: payload.name), "no object", expected: "a dashboard document")
    }
    updated = document["lastUpdated"]?.asString.flatMap { Instant(iso8601: $0) }
  }

  /// Reads every row.
  mutating func read() throws(ParseError) -> ParsedPayload {
    switch dashboard.name {
    case "fuel-mix": try readFuelMix()
    case "ancillary-service-capacity-monitor": try readMonitor()
    default:
      var found = 0
      for section in dashboard.sections { found += try read(section) ? 1 : 0 }
      if found == 0 { throw missing(dashboard.sections.first?.path.joined(separator: ".") ?? "data") }
    }
    return sink.payload(dashboard.feed, payload, published: updated, defects: log.defects, blanks: blanks)
  }

  private func missing(_ field: String) -> ParseError {
    if let message = document["message"]?.asString {
      let code = document["statusCode"]?.asInt64.map { String($0) }
      return ParseError(
        code == "429" ? .throttled : .operatorError, at: .init(source: payload.name), String(message.prefix(200)),
        operatorCode: code)
    }
    return ParseError(
      .missingField, at: .init(source: payload.name, field: field), "no \(field)", expected: "rows")
  }

  private mutating func append(
    _ product: Product, at location: Location, _ start: Int64, _ seconds: Int64, _ value: Double
  ) throws(ParseError) {
    guard sink.count < maxRows else { throw sink.tooMany(payload.name) }
    let isForecast = product.run == .forecast
    sink.append(
      isForecast ? ERCOTSink.Key().forecast(updated) : ERCOTSink.Key(), start: start, seconds: Int32(seconds),
      location: dictionary.code(for: location), product: dictionary.code(for: product), value: value)
  }

  // MARK: Lists of rows

  /// Reads one list of rows; `false` when the document does not have it.
  private mutating func read(_ section: ERCOTDashboard.Section) throws(ParseError) -> Bool {
    var value = document
    for key in section.path {
      guard let inner = value[key] else { return false }
      value = inner
    }
    // Rows are a list, or an object that has them under their times.
    guard let rows = value.asArray ?? value.asObject?.map(\.value) else { return false }
    let keys = section.values.keys.sorted()
    for (index, row) in rows.enumerated() {
      let place = ParseError.Place(field: section.path.joined(separator: "."), index: index)
      guard let (start, seconds) = try interval(of: row, section.stamp, place) else { continue }
      let isForecast = (row["forecast"]?.asInt64 ?? 0) != 0
      for key in keys {
        guard let cell = row[key], let meaning = section.values[key] else { continue }
        var at = place
        at.field = key
        guard let number = try number(cell, at) else { continue }
        let product = isForecast ? meaning.forecast ?? meaning.product : meaning.product
        try append(product, at: meaning.location, start, seconds, number)
      }
    }
    return true
  }

  private mutating func number(_ cell: JSONValue, _ place: ParseError.Place) throws(ParseError) -> Double? {
    if let number = cell.asDouble { return number }
    if cell == .null || cell.asString?.isEmpty == true {
      blanks += 1
      return nil
    }
    try log.record(ParseError(.notANumber, at: place, "not a number", expected: "a number"))
    return nil
  }

  /// The start and length of a row's interval; `nil` after a defect was recorded.
  private mutating func interval(
    of row: JSONValue, _ stamp: ERCOTDashboard.Stamp, _ place: ParseError.Place
  ) throws(ParseError) -> (Int64, Int64)? {
    guard let moment = ERCOTDashboardReader.moment(row) else {
      try log.record(ParseError(.notATime, at: place, "no time", expected: "epoch or timestamp"))
      return nil
    }
    guard case .interval(let seconds) = stamp else { return (moment, 0) }
    let start = ERCOTDashboardReader.unrepeated(moment - seconds, row)
    guard let hour = row["hourEnding"]?.asInt64 else { return (start, seconds) }
    // The stamp is the end of the hour; some lists have been seen to stamp its start.
    if ERCOTDashboardReader.clockHour(start) + 1 == hour { return (start, seconds) }
    let other = ERCOTDashboardReader.unrepeated(moment, row)
    if ERCOTDashboardReader.clockHour(other) + 1 == hour { return (other, seconds) }
    try log.record(
      ParseError(
        .noSuchInterval, at: place, "hour ending \(hour) beside a stamp of another hour",
        expected: "the hour of the stamp"))
    return nil
  }

  /// The time of a row: Unix milliseconds, else a local time with its offset.
  private static func moment(_ row: JSONValue) -> Int64? {
    for key in ["epoch", "interval"] {
      if let milliseconds = row[key]?.asInt64, milliseconds > 100_000_000_000 { return milliseconds / 1000 }
    }
    return row["timestamp"]?.asString.flatMap { Instant(iso8601: $0)?.secondsSince1970 }
  }

  private static func clockHour(_ second: Int64) -> Int64 {
    Int64(MarketTimeZone.central.localDateTime(of: Instant(secondsSince1970: second)).hour)
  }

  /// Inside the hour that the autumn day repeats, the one of the two starts that the row's flag tells.
  private static func unrepeated(_ start: Int64, _ row: JSONValue) -> Int64 {
    guard let flag = row["dstFlag"]?.asString else { return start }
    let zone = MarketTimeZone.central
    let local = zone.localDateTime(of: Instant(secondsSince1970: start))
    guard case .two(let first, let second) = zone.instants(of: local) else { return start }
    return (flag == "Y" ? second : first).secondsSince1970
  }

  // MARK: Documents of other shapes

  /// `data` by day, by time, by fuel; a monthly capacity by fuel beside it.
  private mutating func readFuelMix() throws(ParseError) {
    guard let days = document["data"]?.asObject else { throw missing("data") }
    for day in days {
      for reading in day.value.asObject ?? [] {
        let place = ParseError.Place(field: reading.key)
        guard let start = Instant(iso8601: reading.key)?.secondsSince1970 else {
          try log.record(ParseError(.notATime, at: place, reading.key, expected: "a time with an offset"))
          continue
        }
        for fuel in reading.value.asObject ?? [] {
          guard let value = try number(fuel.value["gen"] ?? fuel.value, place) else { continue }
          try append(.power(.generation, .actual, fuel.key), at: .ercotSystem, start, 0, value)
        }
      }
    }
    guard let updated else { return }
    for fuel in document["monthlyCapacity"]?.asObject ?? [] {
      guard let value = try number(fuel.value, .init(field: "monthlyCapacity")) else { continue }
      try append(
        .power(.availableCapacity, .actual, fuel.key), at: .ercotSystem, updated.secondsSince1970, 0, value)
    }
  }

  /// Groups of pairs of a key and a value, each group below a pair of headings.
  private mutating func readMonitor() throws(ParseError) {
    guard let groups = document["data"]?.asObject else { throw missing("data") }
    guard let updated else { throw missing("lastUpdated") }
    for group in groups {
      for pair in group.value.asArray ?? [] {
        guard let cells = pair.asArray, cells.count == 2, let key = cells[0].asString, key != "key" else { continue }
        guard let value = try number(cells[1], .init(field: key)) else { continue }
        let kind: Product.Kind =
          group.key.hasPrefix("system") || group.key.contains("Capacity") && !group.key.hasPrefix("regulation")
          ? .availableCapacity : .ancillaryServiceQuantity
        try append(.power(kind, .actual, key), at: .ercotSystem, updated.secondsSince1970, 0, value)
      }
    }
  }
}
