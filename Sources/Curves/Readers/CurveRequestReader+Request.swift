import MarketData

extension CurveRequestReader {
  static let calendars: [String: BlockCalendar] = [
    "europe": .europeanPeak, "britain": .britain, "pjm": .pjm, "miso": .miso, "ercot": .ercot, "spp": .spp,
    "wecc": .wecc,
  ]

  static let units: [UnitOfMeasure] = [
    .megawattHour, .kilowattHour, .mmbtu, .therm, .gigajoule, .barrel, .tonne, .shortTon, .tonneCO2, .shortTonCO2,
  ]

  /// What was read, put together.
  mutating func request(_ bytes: Span<UInt8>) throws(ParseError) -> CurveRequest {
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
      guard raw.start ?? named.first == named.first, raw.end ?? named.end == named.end else {
        throw fields.error(
          .inconsistent, "\(named) with another start or end", expected: "one of them", field: "period", in: bytes)
      }
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
