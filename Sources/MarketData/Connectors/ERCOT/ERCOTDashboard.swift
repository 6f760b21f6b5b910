import ByteFormats

/// One of the JSON documents behind the operator's public dashboards: its feed and what recognises it.
struct ERCOTDashboard: Sendable {
  /// How its rows are stamped.
  enum Stamp: Sendable {
    /// A reading at a moment.
    case moment
    /// The end of an interval of so many seconds, with a label of the hour beside it where there is one.
    case interval(Int64)
  }

  /// A list of rows in the document and what their members mean.
  struct Section: Sendable {
    /// The members that lead to the rows, from the top.
    let path: [String]
    let stamp: Stamp
    let values: [String: Value]
  }

  /// What a member of a row holds.
  struct Value: Sendable {
    let product: Product
    var location: Location = .ercotSystem
    /// What it is in rows that are marked as forecasts.
    var forecast: Product?
  }

  /// The last part of its URL, without `.json`.
  let name: String
  let feed: Feed
  /// Keys that are found near its beginning and in no other document.
  let marks: [String]
  let sections: [Section]

  var id: Feed.ID { feed.id }

  /// Every dashboard.
  static let all: [ERCOTDashboard] = [
    ERCOTDashboard(
      "fuel-mix", "Fuel Mix", .power(.generation, .actual), seconds: 0, cadence: 300,
      marks: ["monthlyCapacity", "Coal and Lignite"], []),
    ERCOTDashboard(
      "system-wide-demand", "System-Wide Demand", .power(.load, .actual), seconds: 3600, cadence: 300,
      marks: ["currentLoadForecast", "dayDate"],
      days(["previousDay", "currentDay", "nextDay"], .interval(3600), demand)),
    ERCOTDashboard(
      "supply-demand", "Supply and Demand", .power(.load, .actual), seconds: 0, cadence: 300,
      marks: ["\"capacity\"", "\"demand\"", "\"forecast\""],
      [
        Section(
          path: ["data"], stamp: .moment,
          values: [
            "demand": Value(product: .power(.load, .actual), forecast: .power(.loadForecast, .forecast)),
            "capacity": Value(
              product: .power(.availableCapacity, .actual, "committed"),
              forecast: .power(.availableCapacity, .forecast, "committed")),
            "available": Value(
              product: .power(.availableCapacity, .actual, "available"),
              forecast: .power(.availableCapacity, .forecast, "available")),
          ]),
        Section(
          path: ["forecast"], stamp: .interval(3600),
          values: [
            "forecastedDemand": Value(product: .power(.loadForecast, .forecast)),
            "availCapGen": Value(product: .power(.availableCapacity, .forecast, "available")),
          ]),
      ]),
    ERCOTDashboard(
      "combine-wind-solar", "Combined Wind and Solar", .power(.generation, .actual), seconds: 3600, cadence: 3600,
      marks: ["actualWind", "stwpf"],
      days(["previousDay", "currentDay", "nextDay"], .interval(3600), windAndSolar)),
    ERCOTDashboard(
      "system-wide-prices", "System-Wide Prices", .energy(.realTime), seconds: 900, cadence: 900, marks: ["rtSppData"],
      [
        Section(path: ["rtSppData"], stamp: .interval(900), values: prices(.energy(.realTime))),
        Section(path: ["damSppData"], stamp: .interval(3600), values: prices(.energy(.dayAhead))),
      ]),
    ERCOTDashboard(
      "energy-storage-resources", "Energy Storage Resources", .power(.generation, .actual, "Power Storage"), seconds: 0,
      cadence: 300, marks: ["totalCharging", "totalDischarging"],
      days(
        ["previousDay", "currentDay"], .moment,
        [
          "totalCharging": Value(product: .power(.load, .actual, "Power Storage")),
          "totalDischarging": Value(product: .power(.generation, .actual, "Power Storage discharging")),
          "netOutput": Value(product: .power(.generation, .actual, "Power Storage")),
        ])),
    ERCOTDashboard(
      "dc-tie-flows", "DC Tie Flows and Frequency", .power(.flow, .actual), seconds: 0, cadence: 10,
      marks: ["currentFrequency", "currentSystemInertia"],
      [Section(path: ["data"], stamp: .moment, values: ties)]),
    ERCOTDashboard(
      "daily-prc", "Grid Conditions", .power(.availableCapacity, .actual, "PRC"), seconds: 0, cadence: 10,
      marks: ["current_condition", "prc"],
      [
        Section(
          path: ["data"], stamp: .moment, values: ["prc": Value(product: .power(.availableCapacity, .actual, "PRC"))])
      ]),
    ERCOTDashboard(
      "ancillary-service-capacity-monitor", "Ancillary Service Capacity Monitor",
      .power(.ancillaryServiceQuantity, .actual), seconds: 0, cadence: 60,
      marks: ["CapabilityGroup", "regUpCap", "responsiveReserveAwardsGroup"], []),
    ERCOTDashboard(
      "real_time_system_conditions", "Real-Time System Conditions", .power(.load, .actual), seconds: 0, cadence: 60,
      marks: [], []),
  ]

  static func of(_ feed: Feed.ID) -> ERCOTDashboard? { all.first { $0.id == feed } }

  private init(
    _ name: String, _ title: String, _ main: Product, seconds: Int64, cadence: Int64, marks: [String],
    _ sections: [Section]
  ) {
    self.name = name
    // Dashboards state when they were last updated; the lag is for copies that have lost it.
    feed = Feed(
      id: Feed.ID(rawValue: "ercot." + name), market: Market.ercot.id, title: title, product: main,
      intervalSeconds: seconds, cadenceSeconds: cadence, publication: .afterInterval(seconds: 300))
    self.marks = marks
    self.sections = sections
  }

  private static func days(_ names: [String], _ stamp: Stamp, _ values: [String: Value]) -> [Section] {
    names.map { Section(path: [$0, "data"], stamp: stamp, values: values) }
  }

  private static let demand: [String: Value] = [
    "systemLoad": Value(product: .power(.load, .actual)),
    "currentLoadForecast": Value(product: .power(.loadForecast, .forecast, "current")),
    "dayAheadForecast": Value(product: .power(.loadForecast, .forecast, "day-ahead")),
    "currentDayHsl": Value(product: .power(.availableCapacity, .forecast, "HSL current")),
    "dayAheadHsl": Value(product: .power(.availableCapacity, .forecast, "HSL day-ahead")),
  ]

  private static let windAndSolar: [String: Value] = {
    var values: [String: Value] = [
      "actualWind": Value(product: .power(.generation, .actual, "Wind")),
      "actualSolar": Value(product: .power(.generation, .actual, "Solar")),
      "copHslWind": Value(product: .power(.availableCapacity, .forecast, "Wind COP HSL")),
      "copHslSolar": Value(product: .power(.availableCapacity, .forecast, "Solar COP HSL")),
      "copHslWindDayAhead": Value(product: .power(.availableCapacity, .forecast, "Wind COP HSL day-ahead")),
      "copHslSolarDayAhead": Value(product: .power(.availableCapacity, .forecast, "Solar COP HSL day-ahead")),
    ]
    for (key, name) in ["stwpf": "Wind STWPF", "wgrpp": "Wind WGRPP", "stppf": "Solar STPPF", "pvgrpp": "Solar PVGRPP"]
    {
      values[key] = Value(product: .power(.generationForecast, .forecast, name))
      values[key + "DayAhead"] = Value(product: .power(.generationForecast, .forecast, name + " day-ahead"))
    }
    return values
  }()

  private static func prices(_ product: Product) -> [String: Value] {
    let points = [
      "hbBusAvg": "HB_BUSAVG", "hbHubAvg": "HB_HUBAVG", "hbHouston": "HB_HOUSTON", "hbNorth": "HB_NORTH",
      "hbPan": "HB_PAN", "hbSouth": "HB_SOUTH", "hbWest": "HB_WEST", "lzAen": "LZ_AEN", "lzCps": "LZ_CPS",
      "lzHouston": "LZ_HOUSTON", "lzLcra": "LZ_LCRA", "lzNorth": "LZ_NORTH", "lzRaybn": "LZ_RAYBN",
      "lzSouth": "LZ_SOUTH", "lzWest": "LZ_WEST",
    ]
    return points.mapValues { Value(product: product, location: .ercotSettlementPoint($0)) }
  }

  private static let ties: [String: Value] = {
    var values: [String: Value] = [
      "currentFrequency": Value(product: Product(kind: .frequency, run: .actual, name: "Hz", unit: .dimensionless)),
      "currentSystemInertia": Value(product: Product(kind: .inertia, run: .actual, name: "MW-s", unit: .dimensionless)),
    ]
    for (key, id) in ["dcE": "DC_E", "dcN": "DC_N", "dcL": "DC_L", "dcR": "DC_R", "dcS": "DC_S"] {
      values[key] = Value(product: .power(.flow, .actual), location: .ercotSettlementPoint(id))
    }
    return values
  }()
}
