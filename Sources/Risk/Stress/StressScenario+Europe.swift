import MarketData

extension StressScenario {
  /// Crises of European gas, power, carbon and currencies.
  static let europe: [StressScenario] = [
    StressScenario(
      id: "carbon-2006", title: "Carbon crash, April 2006", period: "2006-04-20/2006-05-02",
      summary: "The first verified emissions showed a surplus of allowances.",
      shocks: [
        .observed(
          .carbon, "Europe", from: 30.65, to: 11.40, .eur, per: .tonne, "2006-04-20/2006-05-02", as: .relative,
          source:
            "Carbon Pulse, The mystery of the 2006 EUA price crash, 1 April 2021: December 2006 futures, opening and settlement"
        )
      ]),
    StressScenario(
      id: "moratorium-2011", title: "German nuclear moratorium, March 2011", period: "2011-03-10/2011-03-31",
      summary: "After Fukushima Germany shut its oldest reactors: power for the next year and carbon jumped together.",
      shocks: [
        .observed(
          .power, "Europe/DE", from: 53, to: 60, .eur, per: .megawattHour, "2011-02/2011-03", as: .relative,
          source: "EEX, as reported by dpa on 14 April 2011: base load for 2012, end of February and end of March"),
        .observed(
          .carbon, "Europe", from: 15.77, to: 17.32, .eur, per: .tonne, "2011-03-10/2011-03-15", as: .relative,
          source: "Power Plant CCS, 16 March 2011: closes of EU allowances"),
      ]),
    StressScenario(
      id: "brexit-2016", title: "British referendum, June 2016", period: "2016-06-23/2016-06-24",
      summary:
        "One of the largest daily falls of a major currency on record: books with both currencies moved without a change of any price.",
      shocks: [
        .observed(
          .exchangeRate, "GBP/USD", from: 1.50, to: 1.36, .usd, per: .one, "2016-06-23/2016-06-24", as: .relative,
          source:
            "Evening Standard, 24 June 2016: after the polls closed; Somerset County Gazette of that day: next afternoon"
        )
      ]),
    StressScenario(
      id: "beast-2018", title: "Beast from the East, March 2018", period: "2018-02-26/2018-03-02",
      summary:
        "Cold with outages in Norway and at the interconnectors: the first British gas deficit warning in years.",
      shocks: [
        .observed(
          .gas, "Europe/GB", from: 56, to: 350, .pence, per: .therm, "2018-02/2018-03-01", as: .relative,
          source: "ICIS, 28 February and 1 March 2018: within-day NBP, February's mean and the record")
      ]),
    StressScenario(
      id: "europe-gas-2022", title: "European gas crisis, 2021-22", period: "2021-07-01/2022-08-26",
      summary:
        "Russian supply was cut step by step: gas 1,000 % above its former mean, power for the next year at ten times.",
      shocks: [
        .stated(
          .gas, "Europe", 10, "2021/2022-08",
          source: "European Commission, COM(2022) 668, recital 2: 1,000 % above the mean prices before"),
        .stated(
          .power, "Europe", 9, "2021-08/2022-08-25",
          source:
            "ForexLive, 25 August 2022: French year-ahead power at ten times the level of a year before, here for all of Europe"
        ),
      ]),
    StressScenario(
      id: "europe-relief-2023", title: "European gas relief, winter 2022-23", period: "2022-08-26/2023-02-17",
      summary: "Full stores, saving and a mild winter: who was long at the top lost six sevenths.",
      shocks: [
        .observed(
          .gas, "Europe", from: 342, to: 50, .eur, per: .megawattHour, "2022-08-26/2023-02-17", as: .relative,
          source: "AFP in junge Welt, February 2023: TTF at its high of August 2022, and below 50")
      ]),
    StressScenario(
      id: "ukraine-2022", title: "Invasion of Ukraine, February-March 2022", period: "2022-01-03/2022-03-08",
      summary:
        "Oil up by more than half and gas with it, while carbon fell by two fifths: spreads between them tore apart.",
      shocks: [
        .observed(
          .oil, "", from: 78, to: 124, .usd, per: .barrel, "2022-01-03/2022-03", as: .relative,
          source: "EIA, Today in Energy, 4 January 2023, and Short-Term Energy Outlook, March 2022: "
            + "Brent spot, the later in the first week of March"
        ),
        .observed(
          .carbon, "Europe", from: 98.49, to: 60, .eur, per: .tonne, "2022-02/2022-03", as: .relative,
          source: "EURACTIV, 28 March 2022, on ESMA's report"),
        .stated(
          .gas, "Europe", 0.57, "2022-02-24",
          source: "TASS, 24 February 2022, on ICE: TTF for March at its high of the day"),
      ]),
    StressScenario(
      id: "negative-power-2023", title: "Power at the floor, July 2023", period: "2023-07-02/2023-07-02",
      summary:
        "Wind and sun on a Sunday: day-ahead power at the auction's floor in Germany, Austria and the Netherlands.",
      shocks: [
        .reached(
          .power, "Europe/DE", -500, .eur, per: .megawattHour, "2023-07-02",
          source: "Timera Energy, July 2023, and Synertics, 13 October 2023: day-ahead auction for 2 July 2023")
      ]),
  ]
}
