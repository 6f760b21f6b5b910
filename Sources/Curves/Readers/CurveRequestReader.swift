import MarketData

/// Reads a ``CurveRequest``.
struct CurveRequestReader: ~Copyable {
  let limits: Limits
  var fields: JSONFields
  var start: LocalDate?
  var end: LocalDate?
  var granularity = MarketDays.Granularity.month
  var zone: MarketTimeZone?
  var calendar: BlockCalendar?
  var method = CurveDefinition.Method.secondDifference
  var currency = Currency.eur
  var measure = UnitOfMeasure.megawattHour
  var prior: [Double]?
  var bounds: (tension: Double?, floor: Double?, ceiling: Double?)
  var quotes: [RawQuote]?

  /// A quote before the calendar is known.
  struct RawQuote {
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
    prior = nil
    var values: [Double] = []
    guard try fields.beginArrayOrNull(in: bytes) else { return }
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
