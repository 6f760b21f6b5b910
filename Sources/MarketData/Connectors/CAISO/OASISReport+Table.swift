extension OASISReport {
  /// Every OASIS report that the connector reads, with the version that was current in 2026.
  ///
  /// Publication lags are those of the market's timeline, and where that leaves a choice the later one, so that a read as of a
  /// moment never sees what was not yet known: day-ahead results at 13:00 on the day before; binding real-time results within
  /// minutes of the interval (they are computed before it, so its end is late); measured load an hour after, measured wind and
  /// sun on the next day; gas and allowance indices on the evening before; public bids after ninety days. The stamp in the
  /// names of files, and the XML's `TimeDate`, say when an answer was made, often years later, and are not used.
  static let all: [OASISReport] = prices + quantities + bids

  /// The report of a feed.
  static func of(_ feed: Feed.ID) -> OASISReport? { byFeed[feed] }

  private static let byFeed = Dictionary(all.map { ($0.feed.id, $0) }, uniquingKeysWith: { first, _ in first })

  // MARK: Prices

  private static let prices: [OASISReport] = [
    OASISReport(
      "prc_lmp", "Day-ahead locational marginal prices", "PRC_LMP", "DAM", .locationalPrices,
      .energy(.dayAhead), .daily(.dayAheadResults),
      .single("PRC_LMP", 12, .day, [("grp_type", "ALL")])),
    OASISReport(
      "prc_intvl_lmp", "Real-time five-minute locational marginal prices", "PRC_INTVL_LMP", "RTM", .locationalPrices,
      .energy(.realTime), .rolling(300, .afterInterval(seconds: 300)),
      .single("PRC_INTVL_LMP", 3, .hour, [("grp_type", "ALL")])),
    OASISReport(
      "prc_hasp_lmp", "Hour-ahead locational marginal prices", "PRC_HASP_LMP", "HASP", .locationalPrices,
      .energy(.hourAhead), .rolling(900, .afterInterval(seconds: 0), cadence: 3600),
      .single("PRC_HASP_LMP", 3, .hour, [("grp_type", "ALL")])),
    OASISReport(
      "prc_rtpd_lmp", "Fifteen-minute market locational marginal prices", "PRC_RTPD_LMP", "RTPD", .locationalPrices,
      .energy(.fifteenMinute), .rolling(900, .afterInterval(seconds: 0)),
      .single("PRC_RTPD_LMP", 3, .hour, [("grp_type", "ALL")])),
    OASISReport(
      "prc_as", "Day-ahead ancillary service prices", "PRC_AS", "DAM", .series(.ancillaryPrices),
      .ancillaryService("", .dayAhead), .daily(.dayAheadResults),
      .single("PRC_AS", 12, .day, [("anc_type", "ALL"), ("anc_region", "ALL")])),
    OASISReport(
      "prc_as_hasp", "Hour-ahead ancillary service prices", "PRC_AS", "HASP", .series(.ancillaryPrices),
      .ancillaryService("", .hourAhead), .rolling(3600, .afterInterval(seconds: 0)),
      .single("PRC_AS", 12, .day, [("anc_type", "ALL"), ("anc_region", "ALL")])),
    OASISReport(
      "prc_intvl_as", "Real-time ancillary service prices", "PRC_INTVL_AS", "RTM", .series(.ancillaryPrices),
      .ancillaryService("", .realTime), .rolling(900, .afterInterval(seconds: 0)),
      .single("PRC_INTVL_AS", 1, .day, [("anc_type", "ALL"), ("anc_region", "ALL")])),
    OASISReport(
      "dam_cap_prc", "Day-ahead imbalance reserve and reliability capacity prices", "DAM_CAP_PRC", "DAM",
      .wide(.capacityPrices), .ancillaryService("", .dayAhead), .daily(.dayAheadResults),
      .group("DAM_CAP_PRC_GRP", 1)),
    OASISReport(
      "prc_fuel", "Fuel region gas prices", "PRC_FUEL", nil, .series(.fuelPrices),
      Product(kind: .fuelPrice, run: .dayAhead, name: "Natural Gas", unit: .price(.usd, per: .mmbtu)),
      .daily(.eveningBefore), .single("PRC_FUEL", 1, .month, [("fuel_region_id", "ALL")])),
    OASISReport(
      "prc_ghg_allowance", "Greenhouse gas allowance index prices", "PRC_GHG_ALLOWANCE", nil,
      .series(.allowancePrices),
      Product(kind: .carbonPrice, run: .dayAhead, name: "GHG allowance", unit: .price(.usd, per: .tonneCO2)),
      .daily(.eveningBefore), .single("PRC_GHG_ALLOWANCE", 1, .month, [])),
  ]

  // MARK: Load, generation, schedules, requirements

  private static let quantities: [OASISReport] = [
    loadForecast("sld_fcst", "Day-ahead load forecast", "DAM", .dayAhead, .daily(.dayBefore(hour: 10, in: .pacific))),
    loadForecast("sld_fcst_2da", "Two-day-ahead load forecast", "2DA", .twoDayAhead, .daily(.daysBefore(2, hour: 18))),
    // Repeated every day for the seven days ahead; the last statement about a day is the one of the day before.
    loadForecast(
      "sld_fcst_7da", "Seven-day-ahead load forecast", "7DA", .sevenDayAhead,
      .daily(.dayBefore(hour: 10, in: .pacific))),
    loadForecast(
      "sld_fcst_rtm", "Real-time load forecast", "RTM", .realTime, .rolling(300, .afterInterval(seconds: 0))),
    loadForecast(
      "sld_fcst_actual", "Actual load", "ACTUAL", .actual, .rolling(3600, .afterInterval(seconds: 3600))),
    renewableForecast(
      "sld_ren_fcst", "Day-ahead wind and solar forecast", "DAM", .dayAhead, .daily(.dayBefore(hour: 10, in: .pacific))),
    renewableForecast(
      "sld_ren_fcst_hasp", "Hour-ahead wind and solar forecast", "HASP", .hourAhead,
      .rolling(3600, .afterInterval(seconds: 0))),
    renewableForecast(
      "sld_ren_fcst_rtpd", "Fifteen-minute wind and solar forecast", "RTPD", .fifteenMinute,
      .rolling(900, .afterInterval(seconds: 0))),
    renewableForecast(
      "sld_ren_fcst_rtd", "Five-minute wind and solar forecast", "RTD", .realTime,
      .rolling(300, .afterInterval(seconds: 0))),
    renewableForecast(
      "sld_ren_fcst_actual", "Actual wind and solar generation", "ACTUAL", .actual,
      .daily(.daysAfter(1, hour: 24, in: .pacific))),
    schedules("ene_slrs", "Day-ahead load and resource schedules", "DAM", .dayAhead, .daily(.dayAheadResults)),
    schedules(
      "ene_slrs_ruc", "Residual unit commitment schedules", "RUC", .residualUnitCommitment, .daily(.dayAheadResults)),
    schedules(
      "ene_slrs_hasp", "Hour-ahead load and resource schedules", "HASP", .hourAhead,
      .rolling(3600, .afterInterval(seconds: 0))),
    schedules(
      "ene_slrs_rtm", "Real-time load and resource schedules", "RTM", .realTime,
      .rolling(300, .afterInterval(seconds: 300))),
    capacityRequirements("DAM", .dayAhead, .dayAheadResults),
    capacityRequirements("2DA", .twoDayAhead, .daysBefore(2, hour: 18)),
    capacityRequirements("3DA", .threeDayAhead, .daysBefore(3, hour: 18)),
  ]

  // MARK: Bids

  private static let bids: [OASISReport] = [
    OASISReport(
      "pub_bid_dam", "Day-ahead public bids", "PUB_BID_DAM", "DAM", .bids,
      Product(kind: .offer, run: .dayAhead, unit: .price(.usd, per: .megawattHour)),
      .daily(.daysAfter(90, in: .pacific)), .group("PUB_DAM_GRP", 3)),
    OASISReport(
      "pub_bid_rtm", "Real-time public bids", "PUB_BID_RTM", "RTM", .bids,
      Product(kind: .offer, run: .realTime, unit: .price(.usd, per: .megawattHour)),
      .daily(.daysAfter(90, in: .pacific)), .group("PUB_RTM_GRP", 3)),
  ]
}

// MARK: - Shorthand of the table

extension OASISReport {
  /// How often a report comes and how late.
  private struct Rhythm {
    let interval: Int64
    let cadence: Int64
    let publication: PublicationRule

    static func daily(_ publication: PublicationRule) -> Rhythm {
      Rhythm(interval: 3600, cadence: 86_400, publication: publication)
    }

    static func rolling(_ interval: Int64, _ publication: PublicationRule, cadence: Int64? = nil) -> Rhythm {
      Rhythm(interval: interval, cadence: cadence ?? interval, publication: publication)
    }
  }

  private init(
    _ id: String, _ title: String, _ name: String, _ run: String?, _ layout: Layout, _ product: Product,
    _ rhythm: Rhythm, _ query: Query
  ) {
    self.init(
      feed: Feed(
        id: Feed.ID(rawValue: "caiso." + id), market: Market.caiso.id, title: title, product: product,
        intervalSeconds: rhythm.interval, cadenceSeconds: rhythm.cadence, publication: rhythm.publication),
      name: name, run: run, layout: layout, query: query)
  }

  private static func loadForecast(
    _ id: String, _ title: String, _ market: String, _ run: Product.Run, _ rhythm: Rhythm
  ) -> OASISReport {
    OASISReport(
      id, title, "SLD_FCST", market, .series(.loadForecast), .power(run == .actual ? .load : .loadForecast, run),
      rhythm,
      .single("SLD_FCST", 1, .month, []))
  }

  private static func renewableForecast(
    _ id: String, _ title: String, _ market: String, _ run: Product.Run, _ rhythm: Rhythm
  ) -> OASISReport {
    OASISReport(
      id, title, "SLD_REN_FCST", market, .series(.renewableForecast),
      .power(run == .actual ? .generation : .generationForecast, run), rhythm, .single("SLD_REN_FCST", 1, .month, []))
  }

  private static func schedules(
    _ id: String, _ title: String, _ market: String, _ run: Product.Run, _ rhythm: Rhythm
  ) -> OASISReport {
    OASISReport(
      id, title, "ENE_SLRS", market, .series(.schedules), .power(.award, run), rhythm,
      .single("ENE_SLRS", 1, .month, [("tac_zone_name", "ALL"), ("schedule", "ALL")]))
  }

  private static func capacityRequirements(
    _ market: String, _ run: Product.Run, _ publication: PublicationRule
  ) -> OASISReport {
    OASISReport(
      market.lowercased() + "_cap_req_awrd", "Imbalance reserve and reliability capacity requirements (\(run))",
      market + "_CAP_REQ_AWRD", market, .wide(.capacityRequirements), .power(.ancillaryServiceQuantity, run),
      .daily(publication), .group(market + "_CAP_REQ_AWRD_GRP", 1))
  }
}

extension OASISReport.Query {
  fileprivate static func single(
    _ name: String, _ version: Int, _ span: Span, _ parameters: [(String, String)]
  ) -> OASISReport.Query {
    OASISReport.Query(
      isGroup: false, name: name, version: version, span: span,
      parameters: parameters.map { FeedRequest.QueryItem($0.0, $0.1) })
  }

  fileprivate static func group(_ name: String, _ version: Int) -> OASISReport.Query {
    OASISReport.Query(isGroup: true, name: name, version: version, span: .day, parameters: [])
  }
}

extension PublicationRule {
  /// The close of the day-ahead market: 13:00 on the day before.
  fileprivate static let dayAheadResults = dayBefore(hour: 13, in: .pacific)
  /// Index prices, in force by 22:00 on the day before.
  fileprivate static let eveningBefore = dayBefore(hour: 22, in: .pacific)

  /// `days` days before delivery at `hour`.
  fileprivate static func daysBefore(_ days: Int64, hour: Int64) -> PublicationRule {
    PublicationRule(.startOfDay(.pacific), lag: hour * 3600 - days * 86_400)
  }
}
