extension DataMinerLayout {
  /// Ancillary services and transmission constraints.
  static let services: [DataMinerLayout] = [
    DataMinerLayout(
      "ancillary_services", "Real-Time Ancillary Service Hourly LMPs",
      product: .ancillaryService("", .realTime), seconds: 3600, cadence: 86_400,
      // Verified with the real-time prices, on business days.
      publication: .daysAfter(3, hour: 12, in: .eastern), place: .service(column: "ancillary_service"),
      form: .services(run: .realTime)),
    DataMinerLayout(
      "da_ancillary_services", "Day-Ahead Ancillary Service Hourly LMPs",
      product: .ancillaryService("", .dayAhead), seconds: 3600, cadence: 86_400,
      publication: .dayBefore(hour: 13, minute: 30, in: .eastern), place: .service(column: "ancillary_service"),
      form: .services(run: .dayAhead)),
    DataMinerLayout(
      "reserve_market_results", "Real-Time Reserve Market Results", product: .ancillaryService("", .realTime),
      seconds: 300, cadence: 86_400, publication: .daysAfter(3, hour: 12, in: .eastern),
      place: .named(column: "locale", kind: .reserveZone), label: "service", form: .measures(reserves(.realTime))),
    DataMinerLayout(
      "da_reserve_market_results", "Day-Ahead Reserve Market Results", product: .ancillaryService("", .dayAhead),
      seconds: 3600, cadence: 86_400, publication: .dayBefore(hour: 13, minute: 30, in: .eastern),
      place: .named(column: "locale", kind: .reserveZone), label: "service", form: .measures(reserves(.dayAhead))),
    DataMinerLayout(
      "reg_market_results", "Regulation Market Results", otherNames: ["regulation_market_results"],
      product: .power(.ancillaryServiceQuantity, .realTime, "REG requirement"), seconds: 3600, cadence: 86_400,
      // Posted daily for the day before; half-hours since the regulation market of October 2025.
      publication: .daysAfter(1, hour: 12, in: .eastern), place: .system, form: .measures(regulation)),
    DataMinerLayout(
      "da_marginal_value", "Day-Ahead Marginal Value", product: shadowPrice(.dayAhead), seconds: 3600,
      cadence: 86_400, publication: .dayBefore(hour: 13, minute: 30, in: .eastern), place: .constraint,
      form: .measures(marginalValues(.dayAhead)), length: .stated),
    DataMinerLayout(
      "rt_marginal_value", "Real-Time Marginal Value", product: shadowPrice(.realTime), seconds: 300,
      cadence: 86_400, publication: .daysAfter(3, hour: 12, in: .eastern), place: .constraint,
      form: .measures(marginalValues(.realTime)), length: .stated),
    DataMinerLayout(
      "da_transconstraints", "Day-Ahead Transmission Constraints", product: constrainedHours(.dayAhead),
      seconds: 0, cadence: 86_400, publication: .dayBefore(hour: 13, minute: 30, in: .eastern),
      place: .constraint, form: .measures([Measure("duration", constrainedHours(.dayAhead))]), length: .stated),
  ]

  private static func shadowPrice(_ run: Product.Run) -> Product {
    Product(kind: .shadowPrice, run: run, unit: .price(.usd, per: .megawattHour))
  }

  /// The hours for which a constraint binds: the value of a record that has no price.
  private static func constrainedHours(_ run: Product.Run) -> Product {
    Product(kind: "constraint-duration", run: run, unit: .quantity(.hour))
  }

  private static func marginalValues(_ run: Product.Run) -> [Measure] {
    [
      Measure("shadow_price", shadowPrice(run)),
      Measure(
        "transmission_constraint_penalty_factor",
        Product(kind: "constraint-penalty-factor", run: run, unit: .price(.usd, per: .megawattHour))),
      Measure(
        "limit_control_percentage",
        Product(kind: "constraint-limit-control", run: run, unit: .quantity(.percent))),
    ]
  }

  /// Prices of a service, with the parts of the regulation price, and the quantities beside them.
  private static func reserves(_ run: Product.Run) -> [Measure] {
    let quantities = [
      "as_req_mw", "total_mw", "as_mw", "ss_mw", "tier1_mw", "ircmwt2", "dsr_as_mw", "nsr_mw", "regd_mw",
    ]
    let prices = [
      Measure(
        "mcp", .ancillaryService("", run), parts: [("reg_ccp", .capability), ("reg_pcp", .performance)]),
      Measure("mcp_capped", .ancillaryService("capped", run)),
    ]
    return prices + quantities.map { Measure($0, .power(.ancillaryServiceQuantity, run, $0)) }
  }

  private static let regulation: [Measure] = {
    let powers = ["requirement", "total_mw", "deficiency", "regd_ssmw", "rega_ssmw", "regd_procure", "rega_procure"]
    let ratios = ["rto_perfscore", "rega_mileage", "regd_mileage", "rega_hourly", "regd_hourly"]
    return powers.map { Measure($0, .power(.ancillaryServiceQuantity, .realTime, "REG " + $0)) }
      + ratios.map {
        Measure($0, Product(kind: "regulation-performance", run: .realTime, name: "REG " + $0, unit: .dimensionless))
      }
  }()
}
