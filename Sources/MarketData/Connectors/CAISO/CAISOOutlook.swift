import ByteFormats

/// One of the files behind the charts of Today's Outlook: five-minute rows in local time.
///
/// A day's file prints `HH:MM` only; the day stands in its folder or name, and a last row `00:00` is the midnight that ends it.
/// Where the local clock does not show a time, rows must be empty, and are passed over. Where it shows a time twice the file
/// has one row, and nothing says for which: it is a defect, unless it is empty.
struct CAISOOutlook: Sendable {
  /// The feed.
  let feed: Feed
  /// The file's name, without its extension.
  let name: String
  /// Whether each row prints its own date.
  let isDated: Bool
  /// What the columns hold, by normalised name; `nil` where each column is a fuel.
  let columns: [String: Product]?

  /// The files that are read.
  static let all: [CAISOOutlook] = [
    CAISOOutlook(
      "outlook_fuelsource", "Generation by fuel", "fuelsource", .power(.generation, .actual), columns: nil),
    CAISOOutlook(
      "outlook_netdemand", "Demand and net demand", "netdemand", .power(.netLoad, .actual),
      columns: [
        "currentdemand": .power(.load, .actual), "netdemand": .power(.netLoad, .actual),
        "houraheadforecast": .power(.loadForecast, .hourAhead), "dayaheadforecast": .power(.loadForecast, .dayAhead),
      ]),
    CAISOOutlook(
      "outlook_rtm_forecast_7day", "Seven-day resource adequacy outlook", "rtm_forecast_7day",
      .power(.loadForecast, .dayAhead), isDated: true,
      columns: [
        "demand": .power(.load, .actual), "netdemand": .power(.netLoad, .actual),
        "dayaheaddemandforecast": .power(.loadForecast, .dayAhead),
        "dayaheadnetdemandforecast": .power("net-load-forecast", .dayAhead),
        "resourceadequacycapacityforecast": .power(.availableCapacity, .forecast, "Resource adequacy"),
        "netresourceadequacycapacityforecast": .power(.availableCapacity, .forecast, "Net resource adequacy"),
        "resourceadequacycredits": .power(.availableCapacity, .forecast, "Resource adequacy credits"),
        "reserverequirement": .power(.ancillaryServiceQuantity, .actual, "Reserve requirement"),
        "reserverequirementforecast": .power(.ancillaryServiceQuantity, .forecast, "Reserve requirement"),
      ]),
  ]

  /// The file of a feed.
  static func of(_ feed: Feed.ID) -> CAISOOutlook? { all.first { $0.feed.id == feed } }

  private init(
    _ id: String, _ title: String, _ name: String, _ product: Product, isDated: Bool = false,
    columns: [String: Product]?
  ) {
    // The charts show an interval when it is over.
    feed = Feed(
      id: Feed.ID(rawValue: "caiso." + id), market: Market.caiso.id, title: title, product: product,
      intervalSeconds: 300,
      cadenceSeconds: 300, publication: .afterInterval(seconds: 300))
    self.name = name
    self.isDated = isDated
    self.columns = columns
  }

  /// Reads one day's file.
  func read(_ member: FeedPayload, in context: ParseContext) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(bytes: bytes, source: member.name, required: ["time"], in: context)
    let time = try rows.required("time")
    let system = context.dictionary.code(for: Location.caisoSystem())
    let products = try productColumns(rows).map { ($0.column, context.dictionary.code(for: $0.product)) }
    var labels = OutlookLabels(day: isDated ? nil : try day(of: member))
    var builder = ObservationBuilder(dictionary: context.dictionary)
    builder.reserveCapacity(bytes.count / 6)
    while try rows.next(in: bytes, minimum: time) {
      let isEmpty = products.allSatisfy { rows.field($0.0, in: bytes).isEmpty }
      let label = rows.field(time, in: bytes)
      if isEmpty, label.isEmpty { continue }
      guard let instants = labels.instants(bytes, label) else {
        try rows.defect(.notATime, time, in: bytes, expected: isDated ? "MM/DD/YYYY HH:MM" : "HH:MM")
        continue
      }
      guard case .one(let start) = instants else {
        if !isEmpty {
          try rows.defect(.noSuchInterval, time, in: bytes, expected: "a time that the local clock shows once")
        }
        continue
      }
      for (column, product) in products {
        guard let value = try rows.number(column, in: bytes), !value.isNaN else { continue }
        builder.append(
          start: start.secondsSince1970, seconds: 300, location: system, product: product, value: value)
      }
    }
    var parsed = ParsedPayload(
      feed: feed.id, table: ObservationTable(dictionary: context.dictionary), defects: rows.log.defects,
      blanks: rows.blanks)
    // A file of forecasts is that of the day on which its rows begin, complete when that day is over.
    let made = isDated ? labels.firstDay.map { MarketTimeZone.pacific.day($0).end } : nil
    let publication: Publication = member.publishedAt.map(Publication.stated) ?? member.publication(feed, stated: made)
    if let chunk = builder.seal(provenance: member.provenance(feed), publication: publication) {
      parsed.table.append(chunk)
    }
    return parsed
  }

  private func productColumns(_ rows: DelimitedRows) throws(ParseError) -> [(column: Int, product: Product)] {
    var found: [(column: Int, product: Product)] = []
    for (index, name) in rows.header.names.enumerated() where rows.column("time") != index && !name.isEmpty {
      if let columns {
        if let product = columns[CSVHeader.normalised(name)] { found.append((index, product)) }
      } else {
        found.append((index, .power(.generation, .actual, name)))
      }
    }
    guard !found.isEmpty else {
      throw ParseError(
        .missingField, at: rows.place(), "no column of values",
        expected: columns?.keys.sorted().joined(separator: ", ") ?? "a column for each fuel")
    }
    return found
  }

  /// The day of a file without dates: in its name or folder, else the local day on which it was fetched.
  ///
  /// Just after midnight the current file may still be that of the day before: a host that polls it then should name the day.
  private func day(of member: FeedPayload) throws(ParseError) -> LocalDate {
    if let day = LocalDate.inName(member.name) { return day }
    if let published = member.publishedAt { return MarketTimeZone.pacific.localDate(of: published) }
    throw ParseError(
      .missingField, at: .init(source: member.name, field: "Time"), "times without a day",
      expected: "a date such as 20250131 in the file's name")
  }
}

/// Turns the labels of consecutive rows into instants.
private struct OutlookLabels {
  /// The day of the first row.
  private(set) var firstDay: LocalDate?
  private var day: LocalDate?
  private var isFirst = true

  /// Makes it for a file of one day, or of rows that print their own.
  init(day: LocalDate?) { self.day = day }

  mutating func instants(_ bytes: Span<UInt8>, _ label: ByteRange) -> LocalInstants? {
    guard var local = local(bytes, label) else { return nil }
    if firstDay == nil { firstDay = local.date }
    if !isFirst, let day, local.secondsOfDay == 0 {
      local = LocalDateTime(date: day.advanced(byDays: 1))
    }
    isFirst = false
    return MarketTimeZone.pacific.instants(of: local)
  }

  private func local(_ bytes: Span<UInt8>, _ label: ByteRange) -> LocalDateTime? {
    guard let day else {
      let local = TimestampScanner.usDateTime(bytes, label.start, label.end)
      return local.flatMap { label.count > 10 ? $0 : nil }
    }
    return TimestampScanner.timeOfDay(bytes, label.start, label.end).map {
      LocalDateTime(date: day, secondsOfDay: $0)
    }
  }
}

extension LocalDate {
  /// The last date of this century that stands in a name or path as eight digits, `20250131`.
  static func inName(_ name: String) -> LocalDate? {
    var found: LocalDate?
    for run in name.split(whereSeparator: { !("0"..."9").contains($0) }) where run.utf8.count == 8 {
      guard let number = Int(run), (20_000_101...20_991_231).contains(number),
        let date = LocalDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      else { continue }
      found = date
    }
    return found
  }
}
