public import MarketData

/// A right to the difference of two places' congestion: FTR, CRR, TCC.
///
///     CongestionRight("7", from: "WIND FARM", to: "CITY", megawatts: 50, kind: .option, hours: .block(.nercOnPeak, .pjm))
///
/// What a path pays is the price at the sink less the price at the source, by hour. Holding one is a position and no valuation: how its market
/// settles is ``RightsSettlement``, how it came about ``RightsAuction``.
public struct CongestionRight: Hashable, Sendable {
  /// Whether a negative difference is paid.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The holder pays negative differences.
    case obligation
    /// The holder receives max(0, difference) hour by hour, whatever shorter intervals an hour has.
    case option
  }

  /// The hours in which the right pays.
  public enum Hours: Hashable, Sendable {
    /// All.
    case all
    /// Those of a block, such as on-peak, by a calendar with its zone and holidays.
    case block(Block, BlockCalendar)

    /// For each interval of a grid the hours of it that count.
    public func hours(over grid: DeliveryGrid) -> [Double] {
      switch self {
      case .all: grid.map(\.hours)
      case .block(let block, let calendar): calendar.hours(of: block, over: grid)
      }
    }
  }

  /// The id, for reports.
  public var id: String
  /// The name of the place that power is thought to come from.
  public var source: String
  /// The name of the place that power is thought to go to.
  public var sink: String
  /// The size, MW.
  public var megawatts: Double
  /// Obligation or option.
  public var kind: Kind
  /// The hours in which it pays.
  public var hours: Hours
  /// The span in which it pays; always unless given.
  public var term: DeliveryInterval?

  /// Makes a right.
  public init(
    _ id: String, from source: String, to sink: String, megawatts: Double, kind: Kind = .obligation,
    hours: Hours = .all,
    term: DeliveryInterval? = nil
  ) {
    self.id = id
    self.source = source
    self.sink = sink
    self.megawatts = megawatts
    self.kind = kind
    self.hours = hours
    self.term = term
  }

  /// The hours of each interval in which the right pays.
  func payingHours(over grid: DeliveryGrid) -> [Double] {
    let hours = hours.hours(over: grid)
    guard let term else { return hours }
    return zip(hours, grid).map { hours, interval in
      interval.intersection(term).map { hours * $0.hours / interval.hours } ?? 0
    }
  }

  func check() throws(NodalError) {
    guard megawatts.isFinite, megawatts >= 0 else {
      throw NodalError(
        .outOfRange, found: "right \(id) of \(megawatts) MW", expected: "a size from 0 on; turn the path round instead")
    }
  }
}
