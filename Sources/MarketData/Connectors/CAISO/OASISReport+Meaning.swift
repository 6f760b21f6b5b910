extension Location {
  /// A priced location by its OASIS name.
  ///
  /// Aggregated nodes end in `-APND`: trading hubs begin with `TH_`, default load aggregation points with `DLAP_`, those of the
  /// balancing areas beside the ISO with `ELAP_`. All other names are pricing nodes. The type column `GRP_TYPE` is left alone,
  /// because it repeats what was asked for, and a place must be the same in every report.
  static func caisoNode(_ id: String, name: String? = nil) -> Location {
    let kind: Kind =
      if !id.hasSuffix("-APND") {
        .node
      } else if id.hasPrefix("TH_") {
        .hub
      } else if id.hasPrefix("DLAP_") || id.hasPrefix("ELAP_") {
        .zone
      } else {
        .aggregate
      }
    return Location(market: Market.caiso.id, kind: kind, id: id, name: name)
  }

  /// A transmission access charge area, a balancing area, or the ISO as a whole.
  static func caisoArea(_ id: String) -> Location {
    switch id {
    case "CA ISO-TAC", "Caiso_Totals", "": caisoSystem(id)
    default: Location(market: Market.caiso.id, kind: .area, id: id)
    }
  }

  /// The ISO as a whole, under the name that the report gives it.
  static func caisoSystem(_ name: String = "") -> Location {
    Location(market: Market.caiso.id, kind: .system, id: Market.caiso.id.rawValue, name: name.isEmpty ? nil : name)
  }
}

extension OASISSeries {
  /// Clearing prices of ancillary services.
  ///
  /// The regional prices are shadow prices, which add up over the regions that hold a resource; they are kept
  /// as published. An unknown service becomes a product of that name.
  static let ancillaryPrices = OASISSeries(
    place: "ancregion", type: "anctype", values: ["mw", "prc", "value"],
    meaning: { record in
      let service = record.type.isEmpty ? service(ofItem: record.item) : record.type
      return (
        Location(market: Market.caiso.id, kind: .reserveZone, id: record.place),
        .ancillaryService(service, Product.Run(oasis: record.run))
      )
    })

  /// Load forecasts and actual load.
  ///
  /// In real time one file may hold two horizons, which the data item tells apart.
  static let loadForecast = OASISSeries(
    place: "tacareaname", type: nil, values: ["mw", "loadmw", "value"],
    meaning: { record in
      let run = horizon(of: record)
      return (.caisoArea(record.place), .power(run == .actual ? .load : .loadForecast, run))
    })

  /// Forecasts and actual generation of wind and sun by trading hub.
  static let renewableForecast = OASISSeries(
    place: "tradinghub", type: "renewabletype", values: ["mw", "value"],
    meaning: { record in
      let run = horizon(of: record)
      return (
        Location(market: Market.caiso.id, kind: .hub, id: record.place),
        .power(run == .actual ? .generation : .generationForecast, run, record.type)
      )
    })

  /// Scheduled load, generation, imports and exports: what a market run cleared, not what was measured.
  static let schedules = OASISSeries(
    place: "taczonename", type: "schedule", values: ["mw", "value"],
    meaning: { record in
      let schedule = record.type.isEmpty ? schedule(ofItem: record.item) : record.type
      return (.caisoArea(record.place), .power(.award, Product.Run(oasis: record.run), schedule))
    })

  /// Gas prices by fuel region, in dollars per MMBtu.
  static let fuelPrices = OASISSeries(
    place: "fuelregionid", type: nil, values: ["prc", "value"],
    meaning: { record in
      (
        Location(market: Market.caiso.id, kind: .fuelRegion, id: record.place),
        Product(kind: .fuelPrice, run: .dayAhead, name: "Natural Gas", unit: .price(.usd, per: .mmbtu))
      )
    })

  /// The index price of greenhouse gas allowances, in dollars per tonne of carbon dioxide.
  static let allowancePrices = OASISSeries(
    place: nil, type: nil, values: ["ghgprcidx", "prc", "value"],
    meaning: { _ in
      (
        .caisoSystem(),
        Product(kind: .carbonPrice, run: .dayAhead, name: "GHG allowance", unit: .price(.usd, per: .tonneCO2))
      )
    })

  /// The service in the name of a clearing price: `NS_CLR_PRC` is non-spinning reserve, `RMU_CLR_PRC` mileage up.
  private static func service(ofItem item: String) -> String {
    switch item.prefix(while: { $0 != "_" }) {
    case "NS": "NR"
    case "SP": "SR"
    case let other: String(other)
    }
  }

  /// The horizon of a forecast: that of the market run, unless the data item says more, as `SYS_FCST_15MIN_MW` and
  /// `RENEW_FCST_ACT_MW` do.
  private static func horizon(of record: OASISRecord) -> Product.Run {
    let parts = record.item.split(separator: "_")
    if parts.contains("ACT") { return .actual }
    guard record.run.isEmpty || record.run == "RTM" else { return Product.Run(oasis: record.run) }
    if parts.contains("15MIN") { return .fifteenMinute }
    if parts.contains("5MIN") { return .realTime }
    for part in ["7DA", "2DA"] where parts.contains(Substring(part)) { return Product.Run(oasis: part) }
    return parts.contains("DA") ? .dayAhead : Product.Run(oasis: record.run)
  }

  /// The schedule in the name of a data item such as `ISO_TOT_EXP_MW`.
  private static func schedule(ofItem item: String) -> String {
    for (part, name) in [("LOAD", "Load"), ("GEN", "Generation"), ("IMP", "Import"), ("EXP", "Export")]
    where item.split(separator: "_").contains(where: { $0 == part }) {
      return name
    }
    return item
  }
}

extension OASISWide {
  /// Nodal prices of imbalance reserves (`IRU`, `IRD`) and reliability capacity (`RCU`, `RCD`), since 2026-05-01.
  ///
  /// The price is
  /// that of the capacity itself plus congestion and, for reliability capacity alone, losses.
  static let capacityPrices = OASISWide(
    places: ["node", "nodeid", "pnoderesmrid"], type: "product", location: { .caisoNode($0) },
    values: [
      ("marginalclearingprice", { .ancillaryService($0.type, Product.Run(oasis: $0.run)) })
    ],
    components: [("capacityprice", "capacity"), ("congestionprice", .congestion), ("lossprice", .loss)])

  /// What was required and awarded of the same products, by balancing area.
  static let capacityRequirements = OASISWide(
    places: ["baagrpid", "baaid", "baa"], type: "producttype", location: { .caisoArea($0) },
    values: [
      ("reqmw", { .power(.ancillaryServiceQuantity, Product.Run(oasis: $0.run), $0.type + " requirement") }),
      ("aggawdmw", { .power(.ancillaryServiceQuantity, Product.Run(oasis: $0.run), $0.type + " award") }),
    ],
    components: [])
}
