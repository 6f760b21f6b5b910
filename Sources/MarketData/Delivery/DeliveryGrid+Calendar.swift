extension DeliveryGrid {
  /// Local days in a zone: 24 hours, 23 or 25 where the clock changes; `nil` unless `count` is positive.
  public static func days(from first: LocalDate, count: Int, in zone: MarketTimeZone) -> DeliveryGrid? {
    boundaries(count) { zone.startOfDay(first.advanced(byDays: $0)) }
  }

  /// The local days of a contract's delivery period.
  public static func days(of period: DeliveryPeriod, in zone: MarketTimeZone) -> DeliveryGrid? {
    days(from: period.first, count: period.days, in: zone)
  }

  /// Steps of `seconds` through a contract's delivery period on a zone's clock: 743 hours in a March of 23-hour day;
  /// `nil` where the period is no whole number of them.
  public static func steps(of seconds: Int64, in period: DeliveryPeriod, zone: MarketTimeZone) -> DeliveryGrid? {
    DeliveryGrid(covering: period.interval(in: zone), seconds: seconds)
  }

  /// Gas days from a date on, 23 and 25 hours where the clock changes; `nil` unless `count` is positive.
  public static func gasDays(from first: LocalDate, count: Int, _ gasDay: GasDay) -> DeliveryGrid? {
    boundaries(count) { gasDay.start(of: first.advanced(byDays: $0)) }
  }

  /// Calendar months in a zone, from the month that holds `first`; `nil` unless `count` is positive.
  public static func months(from first: LocalDate, count: Int, in zone: MarketTimeZone) -> DeliveryGrid? {
    boundaries(count) { zone.startOfDay(first.startOfMonth(advancedBy: $0)) }
  }

  /// Contract periods of one kind in a zone, from the one that holds `first`: quarters, seasons, years, weeks.
  ///
  /// `nil` unless `count` is positive, and for weekends, which do not adjoin.
  public static func periods(
    _ kind: DeliveryPeriod.Kind, from first: LocalDate, count: Int, in zone: MarketTimeZone
  ) -> DeliveryGrid? {
    guard kind != .weekend, var period = DeliveryPeriod(kind, containing: first) else { return nil }
    return boundaries(count) { _ in
      defer { period = period.next }
      return zone.startOfDay(period.first)
    }
  }

  /// Contract periods that follow each other without a gap, on a zone's clock; `nil` where they do not.
  public static func periods(_ periods: [DeliveryPeriod], in zone: MarketTimeZone) -> DeliveryGrid? {
    DeliveryGrid(periods.map { $0.interval(in: zone) })
  }

  /// Edges that are computed one by one; `nil` for more periods than ten thousand years have days.
  private static func boundaries(_ count: Int, _ start: (Int) -> Instant) -> DeliveryGrid? {
    guard count > 0, count <= 3_652_425 else { return nil }
    return DeliveryGrid(edges: (0...count).map(start))
  }
}
