extension ERCOTReport {
  /// When day-ahead results are out: by 13:30 of the day before, as the protocols ask.
  static let dayAheadLag = PublicationRule.dayBefore(hour: 13, minute: 30, in: .central)
  /// When the results of a dispatch run are out: seconds after it; a minute is allowed for.
  static let dispatchLag = PublicationRule.afterInterval(seconds: 60)
  /// When settlement prices of a quarter-hour are out: two minutes after its end.
  static let settlementLag = PublicationRule.afterInterval(seconds: 120)

  /// Energy prices.
  static let prices: [ERCOTReport] = [
    ERCOTReport(
      "np4-190-cd", "DAM Settlement Point Prices", .energy(.dayAhead), seconds: 3600, cadence: 86_400, lag: dayAheadLag,
      type: 12331, endpoint: "np4-190-cd/dam_stlmnt_pnt_prices",
      [
        .long(
          ["deliverydate", "hourending", "settlementpoint", "settlementpointprice"],
          ERCOTLongRows(
            value: "settlementpointprice", product: .energy(.dayAhead),
            place: .settlementPoint("settlementpoint", type: nil)))
      ]),
    ERCOTReport(
      "np6-905-cd", "Settlement Point Prices at Resource Nodes, Hubs and Load Zones", .energy(.realTime), seconds: 900,
      cadence: 900, lag: settlementLag, type: 12301, endpoint: "np6-905-cd/spp_node_zone_hub",
      ["settlementpointname", "settlementpoint"].map { name in
        .long(
          ["deliverydate", "deliveryhour", "deliveryinterval", name, "settlementpointprice"],
          ERCOTLongRows(
            value: "settlementpointprice", product: .energy(.realTime),
            place: .settlementPoint(name, type: "settlementpointtype")))
      }),
    ERCOTReport(
      "np6-788-cd", "LMPs by Resource Nodes, Load Zones and Trading Hubs", lmp(.realTime), seconds: 0, cadence: 300,
      lag: dispatchLag, type: 12300, endpoint: "np6-788-cd/lmp_node_zone_hub", span: .dispatchRun,
      [
        .long(
          ["scedtimestamp", "settlementpoint", "lmp"],
          ERCOTLongRows(
            value: "lmp", product: lmp(.realTime), place: .settlementPoint("settlementpoint", type: nil)))
      ]),
    ERCOTReport(
      "np6-787-cd", "LMPs by Electrical Bus", lmp(.realTime), seconds: 0, cadence: 300, lag: dispatchLag, type: 11485,
      endpoint: "np6-787-cd/lmp_electrical_bus", span: .dispatchRun,
      [
        .long(
          ["scedtimestamp", "electricalbus", "lmp"],
          ERCOTLongRows(value: "lmp", product: lmp(.realTime), place: .named(.electricalBus, ["electricalbus"])))
      ]),
    ERCOTReport(
      "np4-183-cd", "DAM Hourly LMPs", lmp(.dayAhead), seconds: 3600, cadence: 86_400, lag: dayAheadLag, type: 12328,
      endpoint: "np4-183-cd/dam_hourly_lmp",
      [
        .long(
          ["deliverydate", "hourending", "busname", "lmp"],
          ERCOTLongRows(value: "lmp", product: lmp(.dayAhead), place: .named(.electricalBus, ["busname"])))
      ]),
    ERCOTReport(
      "np6-322-cd", "SCED System Lambda", lambda(.realTime), seconds: 0, cadence: 300, lag: dispatchLag, type: 13114,
      endpoint: "np6-322-cd/sced_system_lambda", span: .dispatchRun,
      [
        .wide(["scedtimestamp", "systemlambda"], lambdas(.realTime)),
        .wide(["scedtimestamp", "cappedsystemlambda"], lambdas(.realTime)),
      ]),
    ERCOTReport(
      "np4-523-cd", "DAM System Lambda", lambda(.dayAhead), seconds: 3600, cadence: 86_400, lag: dayAheadLag,
      type: 13113, endpoint: "np4-523-cd/dam_system_lambda",
      [.wide(["deliverydate", "hourending", "systemlambda"], lambdas(.dayAhead))]),
    ERCOTReport(
      "np6-86-cd", "SCED Shadow Prices and Binding Transmission Constraints", shadowPrice(.realTime), seconds: 0,
      cadence: 300, lag: dispatchLag, type: 12302, endpoint: "np6-86-cd/shdw_prices_bnd_trns_const", span: .dispatchRun,
      [.wide(["scedtimestamp", "constraintname", "contingencyname", "shadowprice"], constraints(.realTime))]),
    ERCOTReport(
      "np4-191-cd", "DAM Shadow Prices", shadowPrice(.dayAhead), seconds: 3600, cadence: 86_400, lag: dayAheadLag,
      type: 12332, endpoint: "np4-191-cd/dam_shadow_prices",
      [
        .wide(
          ["deliverydate", "hourending", "constraintname", "contingencyname", "shadowprice"], constraints(.dayAhead))
      ]),
  ]

  /// What relieving a constraint by a megawatt for an hour is worth.
  private static func shadowPrice(_ run: Product.Run) -> Product {
    Product(kind: .shadowPrice, run: run, unit: .price(.usd, per: .megawattHour))
  }

  /// A constraint is a facility under a contingency, with the stations between which it lies.
  private static func constraints(_ run: Product.Run) -> ERCOTWideRows {
    let place = ERCOTPlace.joined(.constraint, ["constraintname", "contingencyname", "fromstation", "tostation"])
    return ERCOTWideRows(place: place) { name in
      switch name {
      case "shadowprice": ERCOTCell(shadowPrice(run))
      case "maxshadowprice": ERCOTCell(shadowPrice(run).named("maximum"))
      case "limit", "constraintlimit": ERCOTCell(.power(.availableCapacity, run, "limit"))
      case "value", "constraintvalue": ERCOTCell(.power(.flow, run))
      case "violatedmw", "violationamount": ERCOTCell(.power(.flow, run, "violation"))
      default: nil
      }
    }
  }

  /// A locational marginal price, which differs from a settlement point price by the adders.
  static func lmp(_ run: Product.Run) -> Product { Product.energy(run).named("LMP") }

  /// The price of the system's power balance, capped where the report tells.
  static func lambda(_ run: Product.Run) -> Product { Product.energy(run).named("system lambda") }

  private static func lambdas(_ run: Product.Run) -> ERCOTWideRows {
    ERCOTWideRows(place: .system) { name in
      switch name {
      case "systemlambda", "cappedsystemlambda": ERCOTCell(lambda(run))
      case "uncappedsystemlambda": ERCOTCell(Product.energy(run).named("uncapped system lambda"))
      default: nil
      }
    }
  }
}
