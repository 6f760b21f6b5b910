import MarketData

extension StressScenario {
  /// Crises of Japanese and Australian power and gas.
  static let asiaPacific: [StressScenario] = [
    StressScenario(
      id: "jepx-2021", title: "Japanese power, January 2021", period: "2020-12-26/2021-01-24",
      summary:
        "Cold and a lack of LNG: the spot auction sold out for weeks, and its daily mean went to a record.",
      shocks: [
        .reached(
          .power, "Asia/Japan", 154.6, .jpy, per: .kilowattHour, "2021-01-13",
          source: "shindenryoku-navi.net, 3 September 2021, on JEPX: daily mean of the system price")
      ]),
    StressScenario(
      id: "nem-2022", title: "Australian market suspension, June 2022", period: "2022-06-12/2022-06-24",
      summary:
        "Under the administered cap of 300 AUD/MWh plants withdrew; the operator suspended the market from 15 to 24 June.",
      shocks: [
        .observed(
          .power, "Australia", from: 87, to: 264, .aud, per: .megawattHour, "2022-Q1/2022-Q2", as: .relative,
          source: "AEMO, Quarterly Energy Dynamics Q2 2022: mean spot prices of two quarters"),
        .observed(
          .gas, "Australia", from: 8.20, to: 28.40, .aud, per: .gigajoule, "2021-Q2/2022-Q2", as: .relative,
          source: "AEMO, Quarterly Energy Dynamics Q2 2022: means of the east coast markets, a year apart"),
      ]),
  ]
}
