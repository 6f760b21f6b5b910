/// MISO: the daily market reports, the displays of the public API, and the pricing products of the Data Exchange.
///
///     let connector = MISOConnector()
///     let requests = try connector.requests(for: "miso.da_expost_lmp", covering: day, credentials: Credentials())
///     print(requests[0].url)  // https://docs.misoenergy.org/marketreports/20260714_da_expost_lmp.csv
///
/// Every label is Eastern Standard Time, summer and winter: all days have 24 hours. Five-minute labels name the *end*
/// of their interval; twelve of them from `:05` to `:00` average to the published hourly price.
///
/// Prices carry energy, congestion and loss. The reports leave energy out; it is LMP - MCC - MLC, rounded to the
/// millionth.
///
/// - Note: A wide daily report becomes one chunk an hour, all with one column of locations: 32 bytes a price instead of
///   44.
public struct MISOConnector: Connector {
  /// The credential that holds the Data Exchange's subscription key.
  public static let subscriptionKey = "miso.subscription-key"

  /// Makes a connector.
  public init() {}

  /// MISO.
  public var market: Market { .miso }

  /// Every feed that the connector reads.
  public var feeds: [Feed] { MISOFeed.all.map(\.feed) }

  /// Reads one plain payload.
  ///
  /// Of a daily price report, the title line says what it is: where the file's name or `feed` says otherwise, the title
  /// wins, and the disagreement is a defect.
  public func parse(
    member: FeedPayload, as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    guard let description = MISOFeed.find(feed) else {
      throw ParseError(.unrecognised, at: .init(source: member.name), "MISO has no feed \(feed)")
    }
    try MISODocument.refuseErrors(member, context)
    switch description.layout {
    case .prices:
      return try MISOPriceReport.parse(member, as: description, in: context)
    case .reserves:
      return try MISOReserveReport.parse(member, as: description, in: context)
    case .fiveMinutePrices:
      return try MISOFiveMinutePrices.parse(member, as: description, in: context)
    case .exchangePrices, .exchangeReserves:
      return try MISODataExchange.parse(member, as: description, in: context)
    case .consolidatedPrices, .exAntePrices, .ancillaryPrices, .fuelMix, .totalLoad, .renewables:
      var display = try MISODisplay(member, as: description, in: context)
      return try display.parse()
    }
  }
}

/// One feed of MISO, with what its requests and its parser need to know.
struct MISOFeed: Sendable {
  /// How the payload is laid out.
  enum Layout: Hashable, Sendable {
    case prices, reserves, fiveMinutePrices, exchangePrices, exchangeReserves
    case consolidatedPrices, exAntePrices, ancillaryPrices, fuelMix, totalLoad
    /// Forecast and measured generation; the fuel stands in the name of the display alone, unless it shows both.
    case renewables(String?)
  }

  /// Where the payload is fetched.
  enum Source: Hashable, Sendable {
    /// `YYYYMMDD_<name>.csv` among the market reports.
    case report(String)
    /// A display of the public API, which shows the present only.
    case display(String)
    /// A pricing product of the Data Exchange: market, product and whether it is asked for as preliminary or final.
    case exchange(String, String, version: String?)
  }

  let feed: Feed
  let layout: Layout
  let source: Source

  private init(
    _ id: Feed.ID, _ title: String, _ product: Product, _ layout: Layout, _ source: Source, every seconds: Int64,
    cadence: Int64, _ publication: PublicationRule
  ) {
    var credentials: [String] = []
    if case .exchange = source { credentials = [MISOConnector.subscriptionKey] }
    self.feed = Feed(
      id: id, market: Market.miso.id, title: title, product: product, intervalSeconds: seconds, cadenceSeconds: cadence,
      publication: publication, credentialNames: credentials)
    self.layout = layout
    self.source = source
  }

  static func find(_ id: Feed.ID) -> MISOFeed? { all.first { $0.feed.id == id } }

  // Day-ahead results are out by 14:00 EST of the day before; preliminary real-time prices at 7:00 EST of the day
  // after, final ones five days after the day.
  private static let dayAhead = PublicationRule.dayBefore(hour: 14, in: MISOClock.zone)
  private static let nextMorning = PublicationRule.daysAfter(1, hour: 7, in: MISOClock.zone)
  private static let verified = PublicationRule.daysAfter(5, hour: 7, in: MISOClock.zone)
  // Displays state their own time; the rule serves those that do not, which follow their interval by minutes.
  private static let displayed = PublicationRule.afterInterval(seconds: 300)

  private static func report(
    _ name: String, _ title: String, _ product: Product, _ layout: Layout, _ publication: PublicationRule
  ) -> MISOFeed {
    MISOFeed(
      Feed.ID(rawValue: "miso." + name), title, product, layout, .report(name), every: 3600, cadence: 86_400,
      publication)
  }

  private static func display(
    _ name: String, _ title: String, _ product: Product, _ layout: Layout, _ path: String, every seconds: Int64 = 300
  ) -> MISOFeed {
    MISOFeed(
      Feed.ID(rawValue: "miso." + name), title, product, layout, .display(path), every: seconds, cadence: 300, displayed
    )
  }

  private static func exchange(
    _ name: String, _ title: String, _ product: Product, _ market: String, _ path: String, version: String? = nil,
    every seconds: Int64 = 3600, _ publication: PublicationRule
  ) -> MISOFeed {
    MISOFeed(
      Feed.ID(rawValue: "miso." + name), title, product, path.hasPrefix("lmp") ? .exchangePrices : .exchangeReserves,
      .exchange(market, path, version: version), every: seconds, cadence: 86_400, publication)
  }

  private static let regulation = "GENREGMCP"

  static let all: [MISOFeed] = [
    // MARK: Daily market reports
    report("da_exante_lmp", "Day-Ahead ExAnte LMPs", .energy(.dayAheadExAnte), .prices, dayAhead),
    report("da_expost_lmp", "Day-Ahead ExPost LMPs", .energy(.dayAhead), .prices, dayAhead),
    report("rt_lmp_prelim", "Real-Time Preliminary Market LMPs", .energy(.realTimePreliminary), .prices, nextMorning),
    report("rt_lmp_final", "Real-Time Final Market LMPs", .energy(.realTime), .prices, verified),
    report(
      "asm_exante_damcp", "ASM Day-Ahead Market ExAnte MCPs", .ancillaryService(regulation, .dayAheadExAnte), .reserves,
      dayAhead),
    report(
      "asm_expost_damcp", "ASM Day-Ahead Market ExPost MCPs", .ancillaryService(regulation, .dayAhead), .reserves,
      dayAhead),
    report(
      "asm_rtmcp_prelim", "ASM Real-Time Preliminary Market MCPs", .ancillaryService(regulation, .realTimePreliminary),
      .reserves, nextMorning),
    report(
      "asm_rtmcp_final", "ASM Real-Time Final Market MCPs", .ancillaryService(regulation, .realTime), .reserves,
      verified),

    // MARK: Displays of the public API
    display(
      "lmp_consolidated_table", "LMP Consolidated Table", .energy(.realTimePreliminary), .consolidatedPrices,
      "MarketPricing/GetLmpConsolidatedTable"),
    display("exante_lmp", "ExAnte LMP", .energy(.realTimeExAnte), .exAntePrices, "MarketPricing/GetExAnteLmp"),
    display(
      "rt_5min_expost_lmp", "Real-Time Five Minute ExPost LMPs", .energy(.realTimePreliminary), .fiveMinutePrices,
      "MarketPricing/GetRealTimeFiveMinExPost/Rolling"),
    display(
      "ancillary_services_mcp", "Ancillary Services MCP", .ancillaryService(regulation, .realTimePreliminary),
      .ancillaryPrices, "MarketPricing/GetAncillaryServicesMcp"),
    display("fuel_mix", "Fuel Mix", .power(.generation, .actual), .fuelMix, "FuelMix/Today"),
    display("total_load", "Real-Time Total Load", .power(.load, .actual), .totalLoad, "RealTimeTotalLoad"),
    display(
      "wind_forecast", "Wind Forecast", .power(.generationForecast, .forecast, "Wind"), .renewables("Wind"),
      "WindSolar/GetWindForecast", every: 3600),
    display(
      "solar_forecast", "Solar Forecast", .power(.generationForecast, .forecast, "Solar"), .renewables("Solar"),
      "WindSolar/GetSolarForecast", every: 3600),
    display(
      "wind_actual", "Wind Actual", .power(.generation, .actual, "Wind"), .renewables("Wind"),
      "WindSolar/GetWindActual",
      every: 3600),
    display(
      "solar_actual", "Solar Actual", .power(.generation, .actual, "Solar"), .renewables("Solar"),
      "WindSolar/GetSolarActual", every: 3600),
    display(
      "wind", "Wind Forecast and Actual", .power(.generationForecast, .forecast, "Wind"), .renewables("Wind"),
      "WindSolar/GetWind", every: 3600),
    display(
      "solar", "Solar Forecast and Actual", .power(.generationForecast, .forecast, "Solar"), .renewables("Solar"),
      "WindSolar/GetSolar", every: 3600),
    display(
      "wind_solar", "Combined Wind and Solar", .power(.generationForecast, .forecast), .renewables(nil),
      "WindSolar/GetCombined", every: 3600),

    // MARK: Data Exchange
    exchange(
      "dx_da_lmp_exante", "Data Exchange: Day-Ahead ExAnte LMP", .energy(.dayAheadExAnte), "day-ahead", "lmp-exante",
      dayAhead),
    exchange(
      "dx_da_lmp_expost", "Data Exchange: Day-Ahead ExPost LMP", .energy(.dayAhead), "day-ahead", "lmp-expost", dayAhead
    ),
    exchange(
      "dx_rt_lmp_exante", "Data Exchange: Real-Time ExAnte LMP", .energy(.realTimeExAnte), "real-time", "lmp-exante",
      every: 300, nextMorning),
    exchange(
      "dx_rt_lmp_expost_prelim", "Data Exchange: Real-Time ExPost LMP, preliminary", .energy(.realTimePreliminary),
      "real-time", "lmp-expost", version: "Preliminary", every: 300, nextMorning),
    exchange(
      "dx_rt_lmp_expost_final", "Data Exchange: Real-Time ExPost LMP, final", .energy(.realTime), "real-time",
      "lmp-expost",
      version: "Final", every: 300, verified),
    exchange(
      "dx_da_asm_exante", "Data Exchange: Day-Ahead ExAnte MCP", .ancillaryService("Regulation", .dayAheadExAnte),
      "day-ahead", "asm-exante", dayAhead),
    exchange(
      "dx_da_asm_expost", "Data Exchange: Day-Ahead ExPost MCP", .ancillaryService("Regulation", .dayAhead),
      "day-ahead",
      "asm-expost", dayAhead),
    exchange(
      "dx_rt_asm_exante", "Data Exchange: Real-Time ExAnte MCP", .ancillaryService("Regulation", .realTimeExAnte),
      "real-time", "asm-exante", every: 300, nextMorning),
    exchange(
      "dx_rt_asm_expost_prelim", "Data Exchange: Real-Time ExPost MCP, preliminary",
      .ancillaryService("Regulation", .realTimePreliminary), "real-time", "asm-expost", version: "Preliminary",
      every: 300,
      nextMorning),
    exchange(
      "dx_rt_asm_expost_final", "Data Exchange: Real-Time ExPost MCP, final",
      .ancillaryService("Regulation", .realTime),
      "real-time", "asm-expost", version: "Final", every: 300, verified),
  ]
}
