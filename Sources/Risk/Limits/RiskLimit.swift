/// A bound on one risk figure of one part of the business, with a level that warns before it.
///
///     let limit = try RiskLimit(
///       id: "desk VaR", metric: .valueAtRisk(level: 0.99, days: 1), scope: .book("gas"), soft: 800_000, hard: 1_000_000,
///       unit: "EUR")
///
/// A figure that reaches `soft` warns, one beyond `hard` is a breach; exactly `hard` is still within it.
public struct RiskLimit: Hashable, Sendable, Codable {
  /// What is bounded; figures of the house have constructors, and a host names its own.
  public struct Metric: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What the figure is called.
    public let name: String
    /// The level of a quantile or shortfall.
    public let level: Double?
    /// The horizon in days.
    public let days: Double?
    /// What else sets it apart: the id of a stress scenario.
    public let detail: String?

    /// Names a figure.
    public init(_ name: String, level: Double? = nil, days: Double? = nil, detail: String? = nil) {
      self.name = name
      self.level = level
      self.days = days
      self.detail = detail
    }

    /// Value at risk at a level over some days.
    public static func valueAtRisk(level: Double, days: Double) -> Metric {
      Metric("valueAtRisk", level: level, days: days)
    }
    /// Expected shortfall at a level over some days.
    public static func expectedShortfall(level: Double, days: Double) -> Metric {
      Metric("expectedShortfall", level: level, days: days)
    }
    /// The sum of the absolute values of the positions at market.
    public static let notional = Metric("notional")
    /// The net open position in MWh or MMBtu.
    public static let position = Metric("position")
    /// The time from today to the last delivery, in the limit's unit.
    public static let tenor = Metric("tenor")
    /// The loss in a stress scenario; `worst` for the worst of those that are run.
    public static func stressLoss(_ scenario: String = "worst") -> Metric { Metric("stressLoss", detail: scenario) }
    /// The largest potential future exposure over time at a level.
    public static func potentialFutureExposure(level: Double) -> Metric {
      Metric("potentialFutureExposure", level: level)
    }
    /// The earnings, cash flow or gross margin at risk at a level, named by `detail`.
    public static func earningsAtRisk(level: Double, _ detail: String? = nil) -> Metric {
      Metric("earningsAtRisk", level: level, detail: detail)
    }

    /// A number without rounding of the last place and without ".0": 99, 99.9.
    private static func short(_ value: Double) -> String {
      let rounded = (value * 1e9).rounded() / 1e9
      return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }

    /// The name with its level, days and detail.
    public var description: String {
      let parts = [level.map { "\(Metric.short(100 * $0)) %" }, days.map { "\(Metric.short($0)) d" }, detail].compactMap
      { $0 }
      return parts.isEmpty ? name : "\(name)(\(parts.joined(separator: ", ")))"
    }
  }

  /// Which part of the business a figure is about.
  public struct Scope: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of part: all, book, market, hub, counterparty, or the host's own.
    public let kind: String
    /// Its name; empty for all.
    public let name: String

    /// Names a part.
    public init(kind: String, name: String) {
      self.kind = kind
      self.name = name
    }

    /// Everything.
    public static let all = Scope(kind: "all", name: "")
    /// A book.
    public static func book(_ name: String) -> Scope { Scope(kind: "book", name: name) }
    /// A market.
    public static func market(_ name: String) -> Scope { Scope(kind: "market", name: name) }
    /// A hub or node.
    public static func hub(_ name: String) -> Scope { Scope(kind: "hub", name: name) }
    /// A counterparty.
    public static func counterparty(_ name: String) -> Scope { Scope(kind: "counterparty", name: name) }

    /// The kind and the name.
    public var description: String { name.isEmpty ? kind : "\(kind) \(name)" }
  }

  /// On which side of the bound a figure is sound.
  public enum Side: String, Hashable, Sendable, Codable {
    /// The figure may not exceed the bound; a negative one uses nothing of it. For losses.
    case atMost
    /// The figure may exceed the bound neither above nor, with its sign changed, below. For positions.
    case magnitude
    /// The figure may not fall below the bound. For liquidity.
    case atLeast
  }

  /// The limit's name, one of a kind in its book.
  public let id: String
  /// What is bounded.
  public let metric: Metric
  /// Of what.
  public let scope: Scope
  /// From where on a figure warns; `nil` for never.
  public let soft: Double?
  /// Beyond what a figure is a breach.
  public let hard: Double
  /// On which side a figure is sound.
  public let side: Side
  /// The unit of the bounds and of the figure: a currency, MWh, months.
  public let unit: String

  /// Sets a limit.
  ///
  /// - Throws: `notFinite`; `outOfRange` for a bound below 0 and for a soft bound on the wrong side of the hard one.
  public init(
    id: String, metric: Metric, scope: Scope = .all, soft: Double? = nil, hard: Double, side: Side = .atMost,
    unit: String
  ) throws(RiskError) {
    try InputCheck.finite([hard, soft ?? hard], "bound")
    guard hard >= 0, soft ?? 0 >= 0, side == .atLeast ? soft ?? hard >= hard : soft ?? hard <= hard else {
      throw RiskError(
        .outOfRange, found: "a soft bound of \(soft ?? hard) for a hard one of \(hard)",
        expected: "bounds from 0 on, the soft one before the hard one")
    }
    self.id = id
    self.metric = metric
    self.scope = scope
    self.soft = soft
    self.hard = hard
    self.side = side
    self.unit = unit
  }

  private enum Key: CodingKey { case id, metric, scope, soft, hard, side, unit }

  /// Reads a limit; refuses bounds that make no sense.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      id: container.decode(String.self, forKey: .id), metric: container.decode(Metric.self, forKey: .metric),
      scope: container.decodeIfPresent(Scope.self, forKey: .scope) ?? .all,
      soft: container.decodeIfPresent(Double.self, forKey: .soft),
      hard: container.decode(Double.self, forKey: .hard),
      side: container.decodeIfPresent(Side.self, forKey: .side) ?? .atMost,
      unit: container.decode(String.self, forKey: .unit))
  }
}
