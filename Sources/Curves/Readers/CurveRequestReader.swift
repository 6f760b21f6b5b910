import MarketData

/// Reads a ``CurveRequest``.
struct CurveRequestReader: ~Copyable {
  private let limits: Limits
  private var fields: JSONFields
  private var start: LocalDate?
  private var end: LocalDate?
  private var granularity = MarketDays.Granularity.month
  private var zone: MarketTimeZone?
  private var calendar: BlockCalendar?
  private var method = CurveDefinition.Method.secondDifference
  private var currency = Currency.eur
  private var measure = UnitOfMeasure.megawattHour
  private var prior: [Double]?
  private var bounds: (tension: Double?, floor: Double?, ceiling: Double?)
  private var quotes: [RawQuote]?

  /// A quote before the calendar is known.
  private struct RawQuote {
    /// Where it begins in the text.
    var offset = 0
    var start: LocalDate?
    var end: LocalDate?
    var period: QuotePeriod?
    var profile = "base"
    var price: Double?
    var bid: Double?
    var ask: Double?
    var weight: Double?
    var id: String?
    var quotedOn: LocalDate?
  }

  init(source: String?, limits: Limits) {
    self.limits = limits
    fields = JSONFields(source: source, limits: limits)
  }

  mutating func read(_ bytes: Span<UInt8>) throws(ParseError) -> CurveRequest {
    guard !bytes.isEmpty else { throw fields.error(.empty, "no bytes", expected: "a JSON object", in: bytes) }
    guard bytes.count <= limits.maxPayloadBytes else {
      throw fields.error(
        .limitExceeded, "\(bytes.count) bytes", expected: "at most \(limits.maxPayloadBytes)", in: bytes)
    }
    try fields.beginObject(in: bytes)
    while let key = try fields.nextKey(in: bytes) { try readField(key, bytes) }
    try fields.end(in: bytes)
    return try request(bytes)
  }

  private mutating func readField(_ key: String, _ bytes: Span<UInt8>) throws(ParseError) {
    switch key {
    case "start": start = try date(bytes)
    case "end": end = try date(bytes)
    case "granularity":
      guard let text = try fields.text(in: bytes) else { return }
      guard let known = MarketDays.Granularity(rawValue: text) else {
        throw unknown(text, "one of \(MarketDays.Granularity.allCases.map(\.rawValue))", bytes)
      }
      granularity = known
    case "timeZone":
      guard let text = try fields.text(in: bytes) else { return }
      guard let known = MarketTimeZone(identifier: text) else { throw unknown(text, "an IANA time zone", bytes) }
      zone = known
    case "calendar":
      guard let text = try fields.text(in: bytes) else { return }
      guard let known = Self.calendars[text.lowercased()] else {
        throw unknown(text, "one of \(Self.calendars.keys.sorted())", bytes)
      }
      calendar = known
    case "method":
      guard let text = try fields.text(in: bytes) else { return }
      switch text {
      case "secondDifference": method = .secondDifference
      case "spline": method = .spline(flatEnd: true)
      default: throw unknown(text, "secondDifference or spline", bytes)
      }
    case "currency":
      guard let text = try fields.text(in: bytes) else { return }
      guard (1...8).contains(text.utf8.count) else { throw unknown(text, "a currency's code", bytes) }
      currency = text == "GBp" ? .pence : text == "USc" ? .usCents : text == "EUc" ? .euroCents : Currency(text)
    case "unit":
      guard let text = try fields.text(in: bytes) else { return }
      guard let known = Self.units.first(where: { $0.symbol == text }) else {
        throw unknown(text, "one of \(Self.units.map(\.symbol))", bytes)
      }
      measure = known
    case "tension": bounds.tension = try fields.number(in: bytes)
    case "floor": bounds.floor = try fields.number(in: bytes)
    case "ceiling": bounds.ceiling = try fields.number(in: bytes)
    case "prior": try readPrior(bytes)
    case "quotes": try readQuotes(bytes)
    default: try fields.skip(in: bytes)
    }
  }

  private mutating func readPrior(_ bytes: Span<UInt8>) throws(ParseError) {
    var values: [Double] = []
    try fields.beginArray(in: bytes)
    while let value = try fields.nextNumber(in: bytes) {
      values.append(value)
      guard values.count <= MarketDays.mostIntervals else {
        throw fields.error(
          .limitExceeded, "more values", expected: "at most \(MarketDays.mostIntervals)", in: bytes)
      }
    }
    prior = values.isEmpty ? nil : values
  }

  private mutating func readQuotes(_ bytes: Span<UInt8>) throws(ParseError) {
    var read: [RawQuote] = []
    try fields.beginArray(in: bytes)
    fields.index = 0
    while try fields.nextObject(in: bytes) {
      let most = min(limits.maxRows, CurveDefinition.mostQuotes)
      guard read.count < most else {
        throw fields.error(.limitExceeded, "more quotes", expected: "at most \(most)", in: bytes)
      }
      read.append(try readQuote(bytes))
      fields.index = read.count
    }
    fields.index = nil
    quotes = read
  }

  private mutating func readQuote(_ bytes: Span<UInt8>) throws(ParseError) -> RawQuote {
    var quote = RawQuote(offset: fields.offset)
    while let key = try fields.nextKey(in: bytes) {
      switch key {
      case "start": quote.start = try date(bytes)
      case "end": quote.end = try date(bytes)
      case "quotedOn": quote.quotedOn = try date(bytes)
      case "period":
        guard let text = try fields.text(in: bytes) else { continue }
        guard let period = QuotePeriod(text) else { throw unknown(text, "a period such as Q1-27", bytes) }
        quote.period = period
      case "profile":
        guard let text = try fields.text(in: bytes) else { continue }
        quote.profile = text.lowercased()
      case "id": quote.id = try fields.text(in: bytes)
      case "price": quote.price = try fields.number(in: bytes)
      case "bid": quote.bid = try fields.number(in: bytes)
      case "ask": quote.ask = try fields.number(in: bytes)
      case "weight": quote.weight = try fields.number(in: bytes)
      default: try fields.skip(in: bytes)
      }
    }
    return quote
  }

  private mutating func date(_ bytes: Span<UInt8>) throws(ParseError) -> LocalDate? {
    guard let text = try fields.text(in: bytes) else { return nil }
    guard let date = LocalDate(text) else {
      throw fields.error(.notATime, "\"\(text.prefix(40))\"", expected: "a day as YYYY-MM-DD", in: bytes)
    }
    return date
  }

  private func unknown(_ text: String, _ expected: String, _ bytes: Span<UInt8>) -> ParseError {
    fields.error(.outOfRange, "\"\(text.prefix(40))\"", expected: expected, in: bytes)
  }
}

// MARK: What was read, put together

extension CurveRequestReader {
  private static let calendars: [String: BlockCalendar] = [
    "europe": .europeanPeak, "britain": .britain, "pjm": .pjm, "miso": .miso, "ercot": .ercot, "spp": .spp,
    "wecc": .wecc,
  ]

  private static let units: [UnitOfMeasure] = [
    .megawattHour, .kilowattHour, .mmbtu, .therm, .gigajoule, .barrel, .tonne, .shortTon, .tonneCO2, .shortTonCO2,
  ]

  private mutating func request(_ bytes: Span<UInt8>) throws(ParseError) -> CurveRequest {
    guard let start else { throw fields.error(.missingField, "no start", expected: "start", field: "start", in: bytes) }
    guard let end else { throw fields.error(.missingField, "no end", expected: "end", field: "end", in: bytes) }
    guard let raw = quotes else {
      throw fields.error(.missingField, "no quotes", expected: "quotes", field: "quotes", in: bytes)
    }
    let days = marketDays
    let solved: MarketDays.Granularity = granularity == .month ? .month : .day
    let grid: DeliveryGrid
    do throws(CurveError) {
      grid = try days.grid(solved, from: start, until: end)
      if granularity != solved { _ = try days.grid(granularity, from: start, until: end) }
    } catch {
      throw fields.error(.outOfRange, error.found, expected: error.expected, field: "end", in: bytes)
    }
    var definition = CurveDefinition(grid: grid, days: days, unit: .price(currency, per: measure))
    definition.method = method
    definition.tension = bounds.tension ?? 0
    definition.floor = bounds.floor
    definition.ceiling = bounds.ceiling
    if let prior { definition.prior = try curvePrior(prior, grid, bytes) }
    let strands = try strands(days.calendar, raw, bytes)
    definition.strands = strands.isEmpty ? [.base] : strands
    var seen: [String: Int] = [:]
    var made: [CurveQuote] = []
    for (index, quote) in raw.enumerated() {
      fields.index = index
      fields.rememberedOffset = quote.offset
      var quote = try self.quote(quote, strands, bytes)
      seen[quote.id, default: 0] += 1
      if let count = seen[quote.id], count > 1 { quote.id += " (\(count))" }
      made.append(quote)
    }
    return CurveRequest(granularity: granularity, definition: definition, quotes: made)
  }

  /// The calendar's days; on the given zone where one is given.
  private var marketDays: MarketDays {
    guard let calendar else {
      let europe = BlockCalendar.europeanPeak
      return MarketDays(
        BlockCalendar(name: europe.name, zone: zone ?? .utc, holidays: europe.holidays, blocks: europe.blocks))
    }
    guard let zone, zone != calendar.zone else { return MarketDays(calendar) }
    return MarketDays(
      BlockCalendar(
        name: calendar.name, zone: zone, holidays: calendar.holidays, blocks: calendar.blocks,
        dayStart: calendar.dayStart))
  }

  /// Peak and off-peak of the calendar where a quote is for one of them, else none.
  private func strands(
    _ calendar: BlockCalendar, _ quotes: [RawQuote], _ bytes: Span<UInt8>
  ) throws(ParseError) -> [Block] {
    guard quotes.contains(where: { $0.profile != "base" }) else { return [] }
    let peak = calendar.blocks.first { ["peak", "5x16", "6x16"].contains($0.name) }
    guard let peak, let offPeak = calendar.blocks.first(where: { $0.name == "off-peak" }) else {
      throw fields.error(.outOfRange, "a calendar without peak", expected: "base quotes", field: "profile", in: bytes)
    }
    return [peak, offPeak]
  }

  private func curvePrior(
    _ values: [Double], _ grid: DeliveryGrid, _ bytes: Span<UInt8>
  ) throws(ParseError) -> CurvePrior {
    if values.count == grid.count { return .values(values) }
    let fine = DeliveryGrid(covering: grid.span, seconds: granularity == .quarterHour ? 900 : 3600)
    guard granularity != .month, granularity != .day, let fine, fine.count == values.count,
      let series = try? TimeSeries(grid: fine, values: values, unit: .price(currency, per: measure))
    else {
      throw fields.error(
        .fieldCount, "\(values.count) values", expected: "\(grid.count), one for each point", field: "prior", in: bytes)
    }
    return .series(series)
  }

  private func quote(
    _ raw: RawQuote, _ strands: [Block], _ bytes: Span<UInt8>
  ) throws(ParseError) -> CurveQuote {
    let period: QuotePeriod
    if let named = raw.period {
      period = named
    } else {
      guard let start = raw.start, let end = raw.end else {
        throw fields.error(
          .missingField, "no start or end", expected: "start and end, or a period",
          field: raw.start == nil ? "start" : "end", in: bytes)
      }
      guard let span = QuotePeriod(from: start, until: end) else {
        throw fields.error(
          .outOfRange, "\(start) to \(end)", expected: "an end after the start", field: "end", in: bytes)
      }
      period = span
    }
    let block: Block
    switch (raw.profile, strands.count) {
    case ("base", _): block = .base
    case ("peak", 2): block = strands[0]
    case ("off-peak", 2), ("offpeak", 2): block = strands[1]
    default:
      throw fields.error(
        .outOfRange, "\"\(raw.profile.prefix(40))\"", expected: "base, peak or off-peak", field: "profile", in: bytes)
    }
    return CurveQuote(period, block: block, try price(raw, bytes), id: raw.id, quotedOn: raw.quotedOn)
  }

  private func price(_ raw: RawQuote, _ bytes: Span<UInt8>) throws(ParseError) -> QuotedPrice {
    let price: QuotedPrice
    switch (raw.price, raw.bid, raw.ask) {
    case (let value?, nil, nil): price = raw.weight.map { .soft(value, weight: $0) } ?? .firm(value)
    case (nil, nil, nil):
      throw fields.error(
        .missingField, "no price", expected: "price, or bid and ask", field: "price", in: bytes)
    case (nil, let bid, let ask):
      guard raw.weight == nil else {
        throw fields.error(
          .inconsistent, "bid, ask and weight", expected: "price and weight", field: "weight", in: bytes)
      }
      price = .bidAsk(bid: bid ?? -.infinity, ask: ask ?? .infinity)
    default:
      throw fields.error(.inconsistent, "price and bid or ask", expected: "one of them", field: "price", in: bytes)
    }
    do throws(CurveError) {
      try price.check(nil)
    } catch {
      throw fields.error(.outOfRange, error.found, expected: error.expected, field: "price", in: bytes)
    }
    return price
  }
}
