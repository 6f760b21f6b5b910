/// The rules by which a market's clock differs from UTC.
///
/// The zones of the library's markets ship as a table in the source, generated from the IANA time zone database: no system
/// file is read at run time, and years after the table follow the zone's rule. A market that keeps standard time all year
/// has a fixed zone, and a host may bring rules of its own.
///
///     MarketTimeZone.central.hours(in: november2)                   // 25
///     MarketTimeZone.easternStandard.utcOffset(at: anyInstant)      // -18000
///     MarketTimeZone(identifier: "Europe/Madrid")                   // from the table
///
/// A look-up costs a few nanoseconds. Before 1970 a zone keeps the offset with which 1970 began.
/// Source: the IANA time zone database, in the release named by ``tableRelease``.
public struct MarketTimeZone: Sendable {
  let rules: ZoneRules

  init(rules: ZoneRules) { self.rules = rules }

  /// The zone with an IANA identifier such as `America/Chicago`, or one of its older names such as `US/Central`; `nil` for
  /// a zone that is not in the table (``tableIdentifiers``).
  public init?(identifier: String) {
    if identifier == "UTC" || identifier == "GMT" || identifier == "Etc/UTC" {
      self = .utc
      return
    }
    guard let rules = ZoneTable.rules(identifier: identifier) else { return nil }
    self.init(rules: rules)
  }

  /// A zone from the host's own rules: explicit transitions, then a POSIX rule.
  ///
  ///     let zone = MarketTimeZone(
  ///       identifier: "Host/Custom", initialOffset: 3600, transitions: [], rule: "CET-1CEST,M3.5.0,M10.5.0/3", from: 1996)
  ///
  /// - Parameters:
  ///   - identifier: The zone's name; part of its identity.
  ///   - initialOffset: Seconds east of Greenwich before the first transition.
  ///   - transitions: Instants in order of time, with the offset from each on.
  ///   - rule: POSIX `TZ` text with days as `Mm.w.d`, in force after the last transition.
  ///   - ruleYear: The first year (UTC) whose transitions come from the rule.
  /// - Returns: `nil` where the rule is malformed, the transitions are out of order, an offset exceeds a day, or there are
  ///   more than 10,000 transitions.
  public init?(
    identifier: String, initialOffset: Int, transitions: [(instant: Instant, offset: Int)], rule: String,
    from ruleYear: Int
  ) {
    let offsets = [initialOffset] + transitions.map(\.offset)
    guard let rule = PosixZoneRule(rule), (1...9999).contains(ruleYear), transitions.count <= 10_000,
      offsets.allSatisfy({ (-86_400...86_400).contains($0) }),
      abs(rule.standardOffset) <= 86_400, abs(rule.daylightOffset) <= 86_400,
      zip(transitions, transitions.dropFirst()).allSatisfy({ $0.instant < $1.instant })
    else { return nil }
    self.init(
      rules: ZoneRules(
        identifier: identifier, initialOffset: Int64(initialOffset),
        transitions: transitions.map { ($0.instant.secondsSince1970, Int64($0.offset)) }, rule: rule, ruleYear: ruleYear
      ))
  }

  /// A zone that keeps one offset all year, `hours` east of Greenwich; the name defaults to one like `UTC+10:00`.
  public static func fixed(hours: Int, name: String? = nil) -> MarketTimeZone {
    fixed(seconds: min(max(hours, -24), 24) * 3600, name: name)
  }

  /// A zone that keeps one offset all year, `seconds` east of Greenwich (at most a day); the name defaults to one like
  /// `UTC+05:30`.
  public static func fixed(seconds: Int, name: String? = nil) -> MarketTimeZone {
    let seconds = Int64(min(max(seconds, -86_400), 86_400))
    var text = ISO8601Text()
    text.append(offset: seconds)
    let rule = PosixZoneRule(fixedOffset: seconds)
    return MarketTimeZone(
      rules: ZoneRules(
        identifier: name ?? "UTC" + text.string, initialOffset: seconds, transitions: [], rule: rule, ruleYear: 2100))
  }

  /// The zone's name: an IANA identifier, or the name that a fixed or host's zone was given.
  public var identifier: String { rules.identifier }

  /// Seconds east of Greenwich at an instant: negative in America, positive in Asia.
  public func utcOffset(at instant: Instant) -> Int {
    Int(rules.segment(at: instant.secondsSince1970).offset)
  }

  /// The next instant after `instant` at which the offset changes, or `nil` where it never changes again.
  public func nextTransition(after instant: Instant) -> Instant? {
    let end = rules.segment(at: instant.secondsSince1970).end
    return end == .max ? nil : Instant(secondsSince1970: end)
  }

  /// The release of the IANA time zone database that the table was generated from, such as `2026f`.
  public static var tableRelease: String { ZoneTable.release }

  /// The IANA identifiers in the table, sorted.
  public static var tableIdentifiers: [String] { ZoneTable.identifiers }
}

extension MarketTimeZone: Hashable {
  /// Two zones are equal when they have one identifier and the same rules.
  public static func == (lhs: MarketTimeZone, rhs: MarketTimeZone) -> Bool { lhs.rules == rhs.rules }

  /// Hashes the identifier.
  public func hash(into hasher: inout Hasher) { hasher.combine(rules) }
}

extension MarketTimeZone: CustomStringConvertible {
  /// The identifier.
  public var description: String { identifier }
}
