extension MarketTimeZone {
  /// The day that the zone's calendar shows at an instant.
  public func localDate(of instant: Instant) -> LocalDate { localDateTime(of: instant).date }

  /// The day and the time of day that the zone's clock shows at an instant.
  public func localDateTime(of instant: Instant) -> LocalDateTime {
    let offset = rules.segment(at: instant.secondsSince1970).offset
    return LocalDateTime(localSeconds: instant.advanced(bySeconds: offset).secondsSince1970)
  }

  /// The instants at which the zone's clock shows `secondsOfDay` seconds after midnight on `date`.
  ///
  /// The seconds are those of the clock's face, not the time since midnight: `7200` is two o'clock on every day. A value of
  /// 86,400 or more means the days after.
  public func instants(of date: LocalDate, secondsOfDay: Int) -> LocalInstants {
    let midnight = Instant(secondsSince1970: Int64(date.daysSince1970) * 86_400)
    return rules.instants(ofLocalSeconds: midnight.advanced(bySeconds: Int64(secondsOfDay)).secondsSince1970)
  }

  /// The instants at which the zone's clock shows `local`.
  public func instants(of local: LocalDateTime) -> LocalInstants {
    rules.instants(ofLocalSeconds: local.localSeconds)
  }

  /// The instant at which the zone's clock shows `local`, or `nil` where there is none that fits `occurrence`: a time that
  /// the clock skips, one shown twice when `.only` was asked for, one shown once when `.second` was.
  public func instant(of local: LocalDateTime, occurrence: LocalOccurrence = .only) -> Instant? {
    instants(of: local)[occurrence]
  }

  /// The first instant of a local day: its midnight or, where the clock skips midnight, the moment to which it jumps.
  public func startOfDay(_ date: LocalDate) -> Instant {
    switch rules.instants(ofLocalSeconds: Int64(date.daysSince1970) * 86_400) {
    case .none(let clockMovesAt): clockMovesAt
    case .one(let instant): instant
    case .two(let first, _): first
    }
  }

  /// The whole local day: 24 hours, or 23 or 25 when the clock changes.
  public func day(_ date: LocalDate) -> DeliveryInterval {
    let start = startOfDay(date)
    let end = startOfDay(date.advanced(byDays: 1))
    return DeliveryInterval(uncheckedStart: start, end: end)
  }

  /// The number of whole hours in a local day, rounded down: 23, 24 or 25 where clocks change by an hour.
  public func hours(in date: LocalDate) -> Int {
    Int(startOfDay(date).seconds(until: startOfDay(date.advanced(byDays: 1))) / 3600)
  }
}
