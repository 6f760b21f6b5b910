public import MarketData

/// A service as the rules of a market describe it, with the place where they say so.
///
///     let ecrs = MarketService.ercot.first { $0.service.name == "ECRS" }
///     ecrs?.service.duration(at: start)       // 2 hours, 1 from 5 December 2025 on
///
/// What is stated is the direction and for how long a call must be sustained, from when on. How much of an award is
/// called, and what it pays, differs by place and year: ``AncillaryService/calling(_:mileage:)`` adds it.
///
/// Each figure here is one that a public, dated text gives. Other markets and services (the reserves of PJM, MISO, New York
/// and New England, restoration reserves in Europe, spinning reserve in California) are a host's own values of
/// ``AncillaryService``, by the rules that hold where and when it bids.
public struct MarketService: Hashable, Sendable {
  /// The service.
  public let service: AncillaryService
  /// The market.
  public let market: String
  /// From when on the first of the durations is known to hold; `nil` where the source gives no beginning.
  public let since: Instant?
  /// The rule that says so.
  public let source: String

  private init(
    _ market: String, _ name: String, _ direction: AncillaryService.Direction, hours: Double,
    later: [AncillaryService.DatedDuration] = [], since: Instant? = nil, source: String
  ) {
    service = AncillaryService(name, direction, hours, later)
    self.market = market
    self.since = since
    self.source = source
  }

  /// The start of co-optimisation in real time in Texas, 5 December 2025, midnight Central.
  private static let cooptimisation = Instant(secondsSince1970: 1_764_914_400)

  /// Texas: regulation, responsive reserve, contingency reserve, non-spinning reserve.
  ///
  /// From 4 October 2022 until the four hours of non-spinning reserve began, storage was not admitted to it: no earlier
  /// duration is stated.
  public static let ercot: [MarketService] = {
    let halfHour = """
      ERCOT NPRR1282, posted 29 April 2025: 30 minutes with co-optimisation in real time, from 5 December 2025 on
      """
    // 9 December 2022, midnight Central.
    let fourHours = Instant(secondsSince1970: 1_670_565_600)
    return [
      MarketService("ERCOT", "REGUP", .up, hours: 0.5, since: cooptimisation, source: halfHour),
      MarketService("ERCOT", "REGDN", .down, hours: 0.5, since: cooptimisation, source: halfHour),
      MarketService("ERCOT", "RRS", .up, hours: 0.5, since: cooptimisation, source: halfHour),
      MarketService(
        "ERCOT", "ECRS", .up, hours: 2, later: [.init(from: cooptimisation, hours: 1)],
        source: """
          ERCOT, market notice of 16 November 2022 on NPRR1096: two hours; NPRR1282 (2025) and NPRR1339 (2026): one \
          hour from 5 December 2025 on
          """),
      MarketService(
        "ERCOT", "NSPIN", .up, hours: 4, since: fourHours,
        source: "ERCOT, market notice of 16 November 2022 on NPRR1096: four hours from 9 December 2022 on"),
    ]
  }()

  /// California: regulation, as it is held against the state of charge in real time.
  public static let caiso: [MarketService] = {
    // 15 June 2021, midnight Pacific.
    let adopted = Instant(secondsSince1970: 1_623_740_400)
    let source = """
      CAISO, business practice manual change PRR 1334 (state of charge reservation for regulation), adopted 15 June \
      2021: 30 minutes in real time
      """
    return [("RU", AncillaryService.Direction.up), ("RD", .down)].map {
      MarketService("CAISO", $0.0, $0.1, hours: 0.5, since: adopted, source: source)
    }
  }()

  /// Australia's National Electricity Market: contingency services, each until the next slower one is due.
  ///
  /// Responses are due within 1 s, 6 s, 60 s and 5 min; a service is held here until the next one has taken over. That
  /// asks the least of a store: what a plant is registered for may be more. The delayed services, which no slower one
  /// relieves, and regulation, which has no sustained call of its own, are a host's to describe.
  public static let nem: [MarketService] = {
    let specification = """
      AEMO, Market Ancillary Service Specification version 8.0, in force from 9 October 2023: responses within 1 s, \
      6 s, 60 s and 5 min
      """
    // 9 October 2023, 13:00 in Brisbane, with the first dispatch of the very fast services.
    let version8 = Instant(secondsSince1970: 1_696_820_400)
    let speeds: [(name: String, seconds: Double)] = [("1SEC", 6), ("6SEC", 60), ("60SEC", 300)]
    return speeds.flatMap { speed in
      [("RAISE", AncillaryService.Direction.up), ("LOWER", .down)].map { side in
        MarketService(
          "NEM", side.0 + speed.name, side.1, hours: speed.seconds / 3600, since: version8, source: specification)
      }
    }
  }()

  /// The Southwest Power Pool: uncertainty reserve, which makes up for what forecasts miss.
  public static let spp: [MarketService] = [
    MarketService(
      "SPP", "Uncertainty reserve", .up, hours: 1,
      source: """
        FERC, order of 16 August 2022 on tariff revisions, docket ER22-914, as RTO Insider reports it: the output once \
        met is maintained for at least one hour
        """)
  ]

  /// Great Britain: dynamic containment, moderation and regulation, each for low frequency (more delivered) and for high.
  ///
  /// The times are those for which a provider of limited energy must be able to go on at full delivery.
  public static let greatBritain: [MarketService] = {
    let source = """
      National Energy System Operator, New Dynamic Services, technical requirements as of the consultation of July 2024: \
      delivery for 15 minutes in containment, 30 in moderation, 60 in regulation
      """
    return [("DC", 0.25), ("DM", 0.5), ("DR", 1)].flatMap { service in
      [("L", AncillaryService.Direction.up), ("H", .down)].map { side in
        MarketService("Great Britain", service.0 + side.0, side.1, hours: service.1, source: source)
      }
    }
  }()

  /// The Nordic countries: containment reserve for disturbances and for normal operation, fast frequency reserve.
  ///
  /// Fast frequency reserve may end after 5 seconds where at most a fifth of it is taken back in a second; the longer of its
  /// two times is given here. The others have the dates of Finland. The technical requirements of 2023 began in Norway on 1 January 2024, and plants
  /// that were in the market before have a time of transition.
  public static let nordic: [MarketService] = {
    // 1 August 2022 and 1 September 2023, midnight in Helsinki.
    let twentyMinutes = Instant(secondsSince1970: 1_659_301_200)
    let requirements = Instant(secondsSince1970: 1_693_515_600)
    let disturbance = "Fingrid, 6 July 2022: 20 minutes instead of 30 from 1 August 2022 on"
    let normal = """
      Fingrid, 6 July 2022: 30 minutes; Fingrid, 29 May 2023, and Svenska kraftnät on limited energy reservoirs: an \
      hour both ways under the technical requirements of 1 September 2023
      """
    let later = [AncillaryService.DatedDuration(from: twentyMinutes, hours: 1.0 / 3)]
    return [
      MarketService("Nordic", "FCR-D up", .up, hours: 0.5, later: later, source: disturbance),
      MarketService("Nordic", "FCR-D down", .down, hours: 0.5, later: later, source: disturbance),
      MarketService(
        "Nordic", "FCR-N", .both, hours: 0.5, later: [.init(from: requirements, hours: 1)], source: normal),
      MarketService(
        "Nordic", "FFR", .up, hours: 30.0 / 3600,
        source: """
          Fingrid, Fast Frequency Reserve, in use in the Nordic countries since May 2020: activated for at least 30 \
          seconds, or 5 with a deactivation of at most 20 % a second
          """),
    ]
  }()

  /// Continental Europe: containment reserve, both ways, for a quarter of an hour from the start of an alert state.
  ///
  /// The operators may propose another period (paragraph 11), on which they consulted in October 2024: until one is
  /// approved, the quarter of an hour holds.
  public static let continentalEurope: [MarketService] = [
    MarketService(
      "Continental Europe", "FCR", .both, hours: 0.25,
      source: "Commission Regulation (EU) 2017/1485, Article 156(9): at least 15 minutes of full activation")
  ]

  /// Everything that is here.
  public static let all = ercot + caiso + spp + greatBritain + nem + nordic + continentalEurope
}
