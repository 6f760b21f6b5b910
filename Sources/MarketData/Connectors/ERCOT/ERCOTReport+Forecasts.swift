extension ERCOTReport {
  /// For files of which neither name nor contents say when they were published: forecasts are published every hour, and by
  /// an hour after its end every hour was.
  private static let unknownLag = PublicationRule.afterInterval(seconds: 3600)

  /// Load, wind and solar: measured and expected.
  static let forecasts: [ERCOTReport] = [
    ERCOTReport(
      "np3-560-cd", "Seven-Day Load Forecast by Forecast Zone", .power(.loadForecast, .forecast), seconds: 3600,
      cadence: 3600, lag: unknownLag, type: 12311, endpoint: "np3-560-cd/7d_load_fcast_by_fzn",
      [.wide(["deliverydate", "hourending", "north", "south", "west", "houston", "systemtotal"], zones(.loadForecast))]),
    ERCOTReport(
      "np3-561-cd", "Seven-Day Load Forecast by Weather Zone", .power(.loadForecast, .forecast), seconds: 3600,
      cadence: 3600, lag: unknownLag, type: 12312, endpoint: "np3-561-cd/7d_load_fcast_by_wzn",
      [
        .wide(
          ["deliverydate", "hourending", "coast", "farwest", "northcentral", "systemtotal"], excluding: ["model"],
          weatherZones(.loadForecast))
      ]),
    ERCOTReport(
      "np3-565-cd", "Seven-Day Load Forecast by Model and Weather Zone", .power(.loadForecast, .forecast),
      seconds: 3600, cadence: 3600, lag: unknownLag, type: 14837, endpoint: "np3-565-cd/lf_by_model_weather_zone",
      [
        .wide(
          ["deliverydate", "hourending", "coast", "farwest", "northcentral", "systemtotal", "model"],
          weatherZones(.loadForecast, hasModels: true))
      ]),
    ERCOTReport(
      "np6-345-cd", "Actual System Load by Weather Zone", .power(.load, .actual), seconds: 3600, cadence: 86_400,
      lag: .daysAfter(1, hour: 6, in: .central), type: 13101, endpoint: "np6-345-cd/act_sys_load_by_wzn",
      span: .operatingDay,
      [.wide(["hourending", "coast", "farwest", "northc", "southc", "total"], weatherZones(.load))]),
    ERCOTReport(
      "np6-346-cd", "Actual System Load by Forecast Zone", .power(.load, .actual), seconds: 3600, cadence: 86_400,
      lag: .daysAfter(1, hour: 6, in: .central), type: 14836, endpoint: "np6-346-cd/act_sys_load_by_fzn",
      span: .operatingDay,
      [.wide(["hourending", "north", "south", "west", "houston", "total"], zones(.load))]),
    renewable(
      "np4-732-cd", "Wind Power Production - Hourly Averaged Actual and Forecasted Values", "Wind", type: 13028,
      endpoint: "np4-732-cd/wpp_hrly_avrg_actl_fcast",
      ["deliverydate", "hourending", "stwpfsystemwide"], excluding: ["stwpfpanhandle"]),
    renewable(
      "np4-742-cd", "Wind Power Production - Hourly Averaged Actual and Forecasted Values by Geographical Region",
      "Wind",
      type: 14787, endpoint: "np4-742-cd/wpp_hrly_actual_fcast_geo",
      ["deliverydate", "hourending", "stwpfsystemwide", "stwpfpanhandle"]),
    renewable(
      "np4-737-cd", "Solar Power Production - Hourly Averaged Actual and Forecasted Values", "Solar", type: 13483,
      endpoint: "np4-737-cd/spp_hrly_avrg_actl_fcast",
      ["deliverydate", "hourending", "stppfsystemwide"], excluding: ["stppfcenterwest"]),
    renewable(
      "np4-745-cd", "Solar Power Production - Hourly Averaged Actual and Forecasted Values by Geographical Region",
      "Solar", type: 21809, endpoint: "np4-745-cd/spp_hrly_actual_fcast_geo",
      ["deliverydate", "hourending", "stppfsystemwide", "stppfcenterwest"]),
  ]

  private static func renewable(
    _ product: String, _ title: String, _ fuel: String, type: Int, endpoint: String,
    _ required: [String], excluding excluded: [String] = []
  ) -> ERCOTReport {
    ERCOTReport(
      product, title, .power(.generationForecast, .forecast, fuel), seconds: 3600, cadence: 3600, lag: unknownLag,
      type: type, endpoint: endpoint,
      [.wide(required, excluding: excluded, ERCOTWideRows(place: .system) { production($0, fuel) })])
  }

  // MARK: Load

  private static func load(_ kind: Product.Kind) -> Product {
    .power(kind, kind == .load ? .actual : .forecast)
  }

  private static func zones(_ kind: Product.Kind) -> ERCOTWideRows {
    ERCOTWideRows(place: .system) { name in
      switch name {
      case "north": ERCOTCell(load(kind), at: .ercotZone("North"))
      case "south": ERCOTCell(load(kind), at: .ercotZone("South"))
      case "west": ERCOTCell(load(kind), at: .ercotZone("West"))
      case "houston": ERCOTCell(load(kind), at: .ercotZone("Houston"))
      case "total", "systemtotal": ERCOTCell(load(kind))
      default: nil
      }
    }
  }

  /// Weather zones are areas, named as the forecasts name them; the reports of actual load abbreviate some.
  private static func weatherZones(_ kind: Product.Kind, hasModels: Bool = false) -> ERCOTWideRows {
    let names = [
      "coast": "Coast", "east": "East", "farwest": "FarWest", "north": "North", "northcentral": "NorthCentral",
      "northc": "NorthCentral", "southcentral": "SouthCentral", "southc": "SouthCentral", "southern": "Southern",
      "west": "West",
    ]
    let column: @Sendable (String) -> ERCOTCell? = { name in
      if name == "total" || name == "systemtotal" { return ERCOTCell(load(kind)) }
      return names[name].map { ERCOTCell(load(kind), at: .ercotArea($0)) }
    }
    return ERCOTWideRows(place: .system, column: column, hasModels: hasModels)
  }

  // MARK: Wind and solar

  /// What a column of a production report holds: a measure and a region, in either order.
  ///
  /// STWPF and STPPF are the short-term forecasts, WGRPP and PVGRPP the potential that is exceeded four times in five, COP HSL
  /// the high sustained limits that operators plan.
  private static func production(_ name: String, _ fuel: String) -> ERCOTCell? {
    if name == "systemwidehsl" || name == "hslsystemwide" {
      return ERCOTCell(.power(.availableCapacity, .actual, fuel + " HSL"))
    }
    if name == "systemwidegen" { return ERCOTCell(.power(.generation, .actual, fuel)) }
    let measures: [(String, Product)] = [
      ("cophsl", .power(.availableCapacity, .forecast, fuel + " COP HSL")),
      ("stwpf", .power(.generationForecast, .forecast, fuel + " STWPF")),
      ("wgrpp", .power(.generationForecast, .forecast, fuel + " WGRPP")),
      ("stppf", .power(.generationForecast, .forecast, fuel + " STPPF")),
      ("pvgrpp", .power(.generationForecast, .forecast, fuel + " PVGRPP")),
      ("gen", .power(.generation, .actual, fuel)),
      ("actual", .power(.generation, .actual, fuel)),
    ]
    for (prefix, product) in measures where name.hasPrefix(prefix) {
      let region = String(name.dropFirst(prefix.count))
      if region == "systemwide" { return ERCOTCell(product) }
      return regions[region].map { ERCOTCell(product, at: $0) }
    }
    return nil
  }

  private static let regions: [String: Location] = {
    var regions: [String: Location] = [:]
    for (name, id) in [
      "panhandle": "Panhandle", "coastal": "Coastal", "south": "South", "west": "West", "north": "North",
      "centerwest": "CenterWest", "northwest": "NorthWest", "farwest": "FarWest", "fareast": "FarEast",
      "southeast": "SouthEast", "centereast": "CenterEast",
    ] {
      regions[name] = .ercotArea(id)
    }
    for (name, id) in ["southhouston": "LZ_SOUTH_HOUSTON", "west": "LZ_WEST", "north": "LZ_NORTH"] {
      regions["lz" + name] = .ercotZone(id)
      regions["loadzone" + name] = .ercotZone(id)
    }
    return regions
  }()
}
