public import MarketData

/// A service as the rules of a market describe it, with the place where they say so.
///
///     let ecrs = MarketService.ercot.first { $0.service.name == "ECRS" }
///     ecrs?.service.duration(at: start)       // 2 hours, 1 from 5 December 2025 on
///
/// What is stated is the direction and for how long a call must be sustained, from when on. How much of an award is called, and
/// what it pays, differs by place and year: ``AncillaryService/calling(_:mileage:)`` adds it. Markets whose rules are not here are a
/// host's own values of ``AncillaryService``.
public struct MarketService: Hashable, Sendable {
  /// The service.
  public let service: AncillaryService
  /// The market.
  public let market: String
  /// From when on the durations are known to hold; `nil` for as long as the service exists.
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
  public static let ercot: [MarketService] = {
    let durations = "ERCOT NPRR1282, durations with co-optimisation in real time from 5 December 2025 on"
    // 9 December 2022, midnight Central.
    let fourHours = Instant(secondsSince1970: 1_670_565_600)
    return [
      MarketService("ERCOT", "REGUP", .up, hours: 0.5, since: cooptimisation, source: durations),
      MarketService("ERCOT", "REGDN", .down, hours: 0.5, since: cooptimisation, source: durations),
      MarketService("ERCOT", "RRS", .up, hours: 0.5, since: cooptimisation, source: durations),
      MarketService(
        "ERCOT", "ECRS", .up, hours: 2, later: [.init(from: cooptimisation, hours: 1)],
        source: "ERCOT NPRR1096, two hours; NPRR1282 and NPRR1339, one hour from 5 December 2025 on"),
      MarketService(
        "ERCOT", "NSPIN", .up, hours: 1, later: [.init(from: fourHours, hours: 4)],
        source: "ERCOT NPRR1096, four hours from 9 December 2022 on, one hour before"),
    ]
  }()

  /// Australia's National Electricity Market: regulation is dispatched every few seconds and has no sustained call of its own, so that
  /// it is not here.
  public static let nem: [MarketService] = {
    let specification =
      "AEMO Market Ancillary Service Specification: very fast to 6 s, fast to 60 s, slow to 5 min, delayed to 10 min"
    // 9 October 2023, midnight in Brisbane.
    let veryFast = Instant(secondsSince1970: 1_696_773_600)
    let speeds: [(name: String, seconds: Double, since: Instant?)] = [
      ("1SEC", 6, veryFast), ("6SEC", 60, nil), ("60SEC", 300, nil), ("5MIN", 600, nil),
    ]
    return speeds.flatMap { speed in
      [("RAISE", AncillaryService.Direction.up), ("LOWER", .down)].map { side in
        MarketService(
          "NEM", side.0 + speed.name, side.1, hours: speed.seconds / 3600, since: speed.since, source: specification)
      }
    }
  }()

  /// The Nordic countries: containment reserve for disturbances and for normal operation.
  public static let nordic: [MarketService] = {
    // 1 August 2022, midnight in Helsinki.
    let twentyMinutes = Instant(secondsSince1970: 1_659_301_200)
    let disturbance = "Fingrid, 6 July 2022: 20 minutes instead of 30 from 1 August 2022 on"
    let later = [AncillaryService.DatedDuration(from: twentyMinutes, hours: 1.0 / 3)]
    return [
      MarketService("Nordic", "FCR-D up", .up, hours: 0.5, later: later, source: disturbance),
      MarketService("Nordic", "FCR-D down", .down, hours: 0.5, later: later, source: disturbance),
      MarketService(
        "Nordic", "FCR-N", .both, hours: 1,
        source: "Svenska kraftnät, state of charge of limited energy reservoirs: an hour both ways"),
    ]
  }()

  /// Continental Europe: containment reserve, in both directions.
  public static let continentalEurope: [MarketService] = [
    MarketService(
      "Continental Europe", "FCR", .both, hours: 0.25,
      source: "Commission Regulation (EU) 2017/1485, Article 156(9): at least 15 minutes of full activation")
  ]

  /// Everything that is here.
  public static let all = ercot + nem + nordic + continentalEurope
}
