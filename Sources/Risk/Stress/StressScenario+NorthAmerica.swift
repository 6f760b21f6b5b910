import MarketData

extension StressScenario {
  /// Crises of North American power and gas.
  static let northAmerica: [StressScenario] = [
    StressScenario(
      id: "midwest-1998", title: "Midwest power spike, June 1998", period: "1998-06-24/1998-06-30",
      summary: "Heat, outages and defaults drove hourly power from tens to thousands of dollars within two days.",
      shocks: [
        .observed(
          .power, "US/Midwest", from: 25, to: 2_600, .usd, per: .megawattHour, "1998-06-25/1998-06-26", as: .level,
          source:
            "FERC staff report of September 1998 on the June price spikes, as reported by Natural Gas Intelligence: as much as 2,600"
        )
      ]),
    StressScenario(
      id: "california-2000", title: "California electricity crisis, 2000-01", period: "2000-05-01/2001-09-30",
      summary:
        "Scarcity and market abuse: wholesale power rose to ten times its former price, gas at the border doubled by the first summer.",
      shocks: [
        .stated(
          .power, "US/West/California", 5, "second half of 1999 / second half of 2000",
          source:
            "P. L. Joskow, California's Electricity Crisis, MIT CEEPR working paper 01-006, 2001: wholesale prices up by 500 %"
        ),
        .observed(
          .gas, "US/West/California", from: 2.35, to: 4.65, .usd, per: .mmbtu, "1999-07/2000-07", as: .relative,
          source:
            "Natural Gas Intelligence, Basis Blowout at SoCal Border Shocks Market, 2000: 4.60 to 4.70, about 2.30 above the year before"
        ),
      ]),
    StressScenario(
      id: "katrina-2005", title: "Hurricanes Katrina and Rita, 2005", period: "2005-08-24/2005-09-21",
      summary:
        "Two storms shut Gulf of Mexico production: gas rose by more than two fifths in four weeks, oil hardly moved.",
      shocks: [
        .observed(
          .gas, "US", from: 10.00, to: 14.25, .usd, per: .mmbtu, "2005-08-24/2005-09-21", as: .relative,
          source: "EIA, Natural Gas Weekly Update, 1 and 22 September 2005: Henry Hub"),
        .observed(
          .oil, "US", hub: "WTI", from: 67.10, to: 66.96, .usd, per: .barrel, "2005-08-24/2005-09-21", as: .relative,
          source: "EIA, Natural Gas Weekly Update, 1 and 22 September 2005"),
      ]),
    StressScenario(
      id: "polar-vortex-2014", title: "Polar vortex, January 2014", period: "2014-01-03/2014-01-31",
      summary:
        "Record winter demand with full pipelines and plants out of service: north-eastern gas and power at multiples.",
      shocks: [
        .observed(
          .gas, "US/Northeast", hub: "Transco Zone 6 NY", from: 13.82, to: 70.80, .usd, per: .mmbtu,
          "2014-01-03/2014-01-06", as: .level,
          source: "The Globe and Mail, 6 January 2014: means of two days, with deals of up to 90"),
        .reached(
          .gas, "US/Northeast", hub: "Algonquin Citygate", 38.09, .usd, per: .mmbtu, "2014-01",
          source: "EIA, Today in Energy, 21 January 2014"),
        .reached(
          .power, "US/Northeast/New England", 237.75, .usd, per: .megawattHour, "2014-01",
          source: "EIA, Today in Energy, 21 January 2014: Massachusetts Hub, day-ahead on-peak"),
        .stated(
          .power, "US/Northeast/PJM", 2, "2013-01/2014-01",
          source: "McNees Wallace & Nurick, client alert of 3 March 2014: January averages of PJM"),
      ]),
    StressScenario(
      id: "waha-2019", title: "Negative gas in West Texas, April 2019", period: "2019-03-22/2019-04-30",
      summary: "More gas than pipelines: producers paid to have it taken away.",
      shocks: [
        .reached(
          .gas, "US/Texas", hub: "Waha", -4.28, .usd, per: .mmbtu, "2019-04",
          source: "Reuters on next-day prices at Waha, April 2019")
      ]),
    StressScenario(
      id: "texas-2021", title: "Winter storm Uri, Texas, February 2021", period: "2021-02-08/2021-02-20",
      summary: "Frozen wells and plants, 20,000 MW of load shed in ERCOT: power at the cap of 9,000 USD/MWh for days.",
      shocks: [
        .observed(
          .gas, "US/Texas", hub: "Waha", from: 2.83, to: 206.19, .usd, per: .mmbtu, "2021-02-01/2021-02-16",
          as: .level, source: "EIA, Today in Energy, 5 March 2021: mean of February's first week, and the record"),
        .observed(
          .gas, "US/Texas", from: 2.605, to: 400, .usd, per: .mmbtu, "2021-01/2021-02-17", as: .level,
          source: "S&P Global Platts, ERCOT Tracker, 10 March 2021: Houston Ship Channel, January's mean and the record"
        ),
        .reached(
          .gas, "US/Gulf", hub: "Henry Hub", 23.86, .usd, per: .mmbtu, "2021-02-17",
          source: "EIA, Today in Energy, 5 March 2021"),
        .reached(
          .gas, "US/West/California", hub: "SoCal", 144, .usd, per: .mmbtu, "2021-02-12",
          source: "EIA, Today in Energy, 5 March 2021"),
        .reached(
          .power, "US/Texas", 9_000, .usd, per: .megawattHour, "2021-02-15",
          source:
            "PUCT, order of 15 February 2021, project 51617; ERCOT, notice M-C021521-01 (system-wide offer cap)"
        ),
        .reached(
          .power, "US/Plains", 3_000, .usd, per: .megawattHour, "2021-02-18",
          source: "S&P Global Market Intelligence, on-peak spot at SPP North and South, February 2021: beyond 3,000"),
      ]),
    StressScenario(
      id: "west-gas-2022", title: "Western gas, December 2022", period: "2022-11-30/2022-12-31",
      summary:
        "Cold, low stores and pipeline work: three western hubs above 50 USD/MMBtu while the Henry Hub was at 6.14.",
      shocks: [
        .reached(
          .gas, "US/West", 54.26, .usd, per: .mmbtu, "2022-12-21",
          source:
            "EIA, Today in Energy, January 2023: mean of PG&E Citygate, Sumas and Malin, 48.12 above Henry Hub's 6.14 that day"
        ),
        .reached(
          .gas, "US/West/California", hub: "SoCal", 49.67, .usd, per: .mmbtu, "2022-12-13",
          source: "EIA, Today in Energy, January 2023"),
      ]),
  ]
}
