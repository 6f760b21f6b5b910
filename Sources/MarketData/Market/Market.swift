/// A wholesale market: who runs it, on which clock, in which currency, and how it settles.
///
/// A struct with static members, not a closed enum: a host describes a market of its own by making a value.
///
///     let cockpit = Market(
///       id: "NZEM", name: "New Zealand Electricity Market", operatorName: "NZX", timeZone: .fixed(hours: 12),
///       currency: "NZD")
public struct Market: Sendable {
  /// The short identifier of a market, such as `PJM`: what tables, queries and file names carry.
  public struct ID: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The identifier's text.
    public let rawValue: String

    /// Makes an identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes an identifier from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The identifier's text.
    public var description: String { rawValue }
  }

  /// The short identifier.
  public let id: ID
  /// The market's full name.
  public let name: String
  /// Who runs the market.
  public let operatorName: String
  /// The prevailing local time that people at the market speak, with its clock changes.
  public let timeZone: MarketTimeZone
  /// The time that the market's settlement labels count in: equal to ``timeZone`` unless the market keeps one offset all
  /// year, as MISO does.
  public let settlementTimeZone: MarketTimeZone
  /// The currency in which prices are quoted.
  public let currency: Currency
  /// How long the market's intervals are.
  public let settlement: SettlementConventions
  /// When bids for each run of the market must be in.
  public let gateClosures: [GateClosure]

  /// Describes a market; `settlementTimeZone` defaults to `timeZone`.
  public init(
    id: ID, name: String, operatorName: String, timeZone: MarketTimeZone, settlementTimeZone: MarketTimeZone? = nil,
    currency: Currency, settlement: SettlementConventions = SettlementConventions(), gateClosures: [GateClosure] = []
  ) {
    self.id = id
    self.name = name
    self.operatorName = operatorName
    self.timeZone = timeZone
    self.settlementTimeZone = settlementTimeZone ?? timeZone
    self.currency = currency
    self.settlement = settlement
    self.gateClosures = gateClosures
  }
}

extension Market: Hashable {
  /// Two markets are the same when their identifiers are.
  public static func == (lhs: Market, rhs: Market) -> Bool { lhs.id == rhs.id }

  /// Hashes the identifier.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// The lengths of a market's intervals, in seconds.
public struct SettlementConventions: Hashable, Sendable {
  /// One interval of the day-ahead auction.
  public var dayAheadSeconds: Int64
  /// One interval of real-time dispatch, for which real-time prices are computed.
  public var dispatchSeconds: Int64
  /// One interval over which real-time energy is settled.
  public var realTimeSettlementSeconds: Int64

  /// Describes the lengths; the defaults are hourly auctions, five-minute dispatch and five-minute settlement.
  public init(dayAheadSeconds: Int64 = 3600, dispatchSeconds: Int64 = 300, realTimeSettlementSeconds: Int64 = 300) {
    self.dayAheadSeconds = dayAheadSeconds
    self.dispatchSeconds = dispatchSeconds
    self.realTimeSettlementSeconds = realTimeSettlementSeconds
  }
}

/// When the gate of one run of a market closes: the last moment at which a decision could still use what was known.
///
/// A backtest that decides on day-ahead bids reads the store as of ``instant(delivery:in:)`` and cannot peek.
public struct GateClosure: Hashable, Sendable {
  /// The run whose gate closes.
  public let run: Product.Run
  /// Days before the delivery day, in local days; 1 for a day-ahead auction.
  public let daysBefore: Int
  /// The local time of day, in seconds after midnight.
  public let secondsOfDay: Int

  /// Describes a gate that closes `daysBefore` local days before delivery at `hour`:`minute` local time.
  public init(run: Product.Run, daysBefore: Int, hour: Int, minute: Int = 0) {
    self.run = run
    self.daysBefore = min(max(daysBefore, -100_000), 100_000)
    self.secondsOfDay = min(max(hour, 0), 24) * 3600 + min(max(minute, 0), 59) * 60
  }

  /// The moment at which the gate for delivery on `date` closes, on the market's prevailing clock.
  public func instant(delivery date: LocalDate, in market: Market) -> Instant {
    let day = date.advanced(byDays: -daysBefore)
    let local = LocalDateTime(date: day, secondsOfDay: Int32(secondsOfDay))
    return market.timeZone.instant(of: local)
      ?? market.timeZone.startOfDay(day).advanced(bySeconds: Int64(secondsOfDay))
  }
}
