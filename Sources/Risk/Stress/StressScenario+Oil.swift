import MarketData

extension StressScenario {
  /// Crises of oil that reached every energy book.
  static let worldOil: [StressScenario] = [
    StressScenario(
      id: "recession-2008", title: "Financial crisis, 2008", period: "2008-07-03/2008-12-03",
      summary: "From record to rout in five months: oil lost two thirds, American gas half.",
      shocks: [
        .observed(
          .oil, "", from: 145.31, to: 46.79, .usd, per: .barrel, "2008-07-03/2008-12-03", as: .relative,
          source: "EIA, Natural Gas Weekly Update, 4 December 2008: WTI"),
        .observed(
          .gas, "US", from: 13.31, to: 6.48, .usd, per: .mmbtu, "2008-07-02/2008-12-03", as: .relative,
          source: "EIA, Natural Gas Weekly Update, 10 July and 4 December 2008: Henry Hub"),
      ]),
    StressScenario(
      id: "oil-2014", title: "Oil glut, 2014", period: "2014-06-19/2014-12-31",
      summary: "Shale growth, and OPEC held its output: half the price gone in six months.",
      shocks: [
        .observed(
          .oil, "", from: 115.06, to: 57.33, .usd, per: .barrel, "2014-06-19/2014-12-31", as: .relative,
          source: "EIA, Year in Review: Crude Oil Prices 2014: Brent front month")
      ]),
    StressScenario(
      id: "covid-2020", title: "Demand collapse, early 2020", period: "2020-01-06/2020-03-20",
      summary: "Lockdowns and a price war: two thirds of the oil price in ten weeks.",
      shocks: [
        .observed(
          .oil, "", from: 63.3, to: 22.5, .usd, per: .barrel, "2020-01-06/2020-03-20", as: .relative,
          source:
            "Natural Resources Canada, daily prices: WTI of 516 and 203 CAD per cubic metre, at 1.2965 and 1.4366 CAD"
        )
      ]),
    StressScenario(
      id: "negative-oil-2020", title: "Negative oil, 20 April 2020", period: "2020-04-17/2020-04-20",
      summary:
        "No room at Cushing on the day before expiry: the May contract settled below zero; other grades fell by a few dollars.",
      shocks: [
        .observed(
          .oil, "US", hub: "WTI", from: 18.27, to: -37.63, .usd, per: .barrel, "2020-04-17/2020-04-20", as: .absolute,
          source: "DTN, 20 April 2020: May WTI, a fall of 55.90"),
        .observed(
          .oil, "Europe", hub: "Brent", from: 28.08, to: 25.57, .usd, per: .barrel, "2020-04-17/2020-04-20",
          as: .absolute, source: "DTN, 20 April 2020: June Brent, a fall of 2.51"),
      ]),
  ]
}
