/// Where a chunk of observations comes from and since when it could be known.
public struct Provenance: Hashable, Sendable {
  /// How a publication time was learnt.
  public enum PublicationBasis: UInt8, Hashable, Sendable {
    /// It stands in the payload or in the operator's listing of it.
    case stated = 0
    /// It follows from the feed's documented lag; flagged, because the real one may differ.
    case inferred = 1
  }

  /// The feed.
  public var feed: Feed.ID
  /// The payload's name: a file, an archive member, a URL without credentials.
  public var source: String
  /// The SHA-256 of the bytes as they came over the wire; `nil` where nobody hashed them.
  public var digest: SHA256Digest?
  /// Whether the publication times of the chunk are stated or inferred.
  public var publicationBasis: PublicationBasis
  /// The version of the parser that read it.
  public var parserVersion: UInt16

  /// Makes a provenance.
  public init(
    feed: Feed.ID, source: String, digest: SHA256Digest? = nil, publicationBasis: PublicationBasis,
    parserVersion: UInt16 = 1
  ) {
    self.feed = feed
    self.source = source
    self.digest = digest
    self.publicationBasis = publicationBasis
    self.parserVersion = parserVersion
  }
}

/// When a feed publishes an interval, where the payload does not say: the documented lag.
public struct PublicationRule: Hashable, Sendable {
  /// What the lag counts from.
  public enum Anchor: Hashable, Sendable {
    /// The end of the interval: dispatch prices, measurements.
    case intervalEnd
    /// The local midnight at which the interval's day begins; day-ahead results lie before it, so their lag is negative.
    ///
    /// The lag is counted in days and hours of the zone's clock: noon stays noon where the clock changes on the way.
    case startOfDay(MarketTimeZone)
  }

  /// What the lag counts from.
  public let anchor: Anchor
  /// Seconds after the anchor, by the clock where the anchor is local; negative before.
  public let lag: Int64

  /// Makes a rule.
  public init(_ anchor: Anchor, lag: Int64) {
    self.anchor = anchor
    self.lag = lag
  }

  /// Published `seconds` after the interval's end.
  public static func afterInterval(seconds: Int64) -> PublicationRule { PublicationRule(.intervalEnd, lag: seconds) }

  /// Published on the day before delivery at `hour`:`minute` of a zone's clock.
  public static func dayBefore(hour: Int64, minute: Int64 = 0, in zone: MarketTimeZone) -> PublicationRule {
    PublicationRule(.startOfDay(zone), lag: hour * 3600 + minute * 60 - 86_400)
  }

  /// Published `days` local days after the day of delivery begins, at `hour` of a zone's clock.
  public static func daysAfter(_ days: Int64, hour: Int64 = 0, in zone: MarketTimeZone) -> PublicationRule {
    PublicationRule(.startOfDay(zone), lag: days * 86_400 + hour * 3600)
  }

  /// The inferred publication time of an interval.
  public func publication(of interval: DeliveryInterval) -> Instant {
    switch anchor {
    case .intervalEnd: interval.end.advanced(bySeconds: lag)
    case .startOfDay(let zone): PublicationRule.instant(lag, after: zone.localDate(of: interval.start), in: zone)
    }
  }

  /// The moment at which the clock shows the midnight of `date` and `lag` more: the later one where it shows that twice, so that
  /// nothing counts as known too early.
  private static func instant(_ lag: Int64, after date: LocalDate, in zone: MarketTimeZone) -> Instant {
    let seconds = Int(lag % 86_400 + 86_400) % 86_400
    let day = date.advanced(byDays: Int((lag - Int64(seconds)) / 86_400))
    return switch zone.instants(of: day, secondsOfDay: seconds) {
    case .none(let clockMovesAt): clockMovesAt
    case .one(let instant): instant
    case .two(_, let second): second
    }
  }
}

/// Since when the rows of a payload could be known.
public enum Publication: Hashable, Sendable {
  /// All rows since one moment that the payload or its listing states.
  case stated(Instant)
  /// Each row by the feed's documented lag.
  case inferred(PublicationRule)
}
