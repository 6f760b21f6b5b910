import Valuation

/// How a figure stands to its limit.
public struct LimitCheck: Hashable, Sendable, Codable {
  /// What came out.
  public enum Status: String, Hashable, Sendable, Codable {
    /// Before the soft bound.
    case within
    /// At or beyond the soft bound, not beyond the hard one.
    case warning
    /// Beyond the hard bound.
    case breached
    /// There is no figure.
    case notMeasured
  }

  /// The limit.
  public let limit: RiskLimit
  /// The figure, or `nil` where there is none.
  public let value: Double?
  /// The part of the hard bound that is used: one at the bound, above one in a breach.
  ///
  /// `nil` without a figure; infinite where nothing was allowed and something is there.
  public let utilisation: Double?
  /// What came out.
  public let status: Status

  /// What may still be added before the hard bound, negative in a breach; `nil` without a figure.
  public var headroom: Double? {
    value.map { limit.side == .atLeast ? $0 - limit.hard : limit.hard - LimitCheck.size($0, limit.side) }
  }

  /// Holds a figure against a limit.
  public init(_ limit: RiskLimit, _ value: Double?) {
    self.limit = limit
    self.value = value
    guard let value else {
      utilisation = nil
      status = .notMeasured
      return
    }
    let size = LimitCheck.size(value, limit.side)
    let ratio: Double
    if limit.side == .atLeast {
      ratio = limit.hard == 0 ? (value < 0 ? .infinity : 0) : value > 0 ? limit.hard / value : .infinity
      status = value < limit.hard ? .breached : value <= limit.soft ?? -1 ? .warning : .within
    } else {
      ratio = limit.hard == 0 ? (size > 0 ? .infinity : 0) : max(0, size) / limit.hard
      status = size > limit.hard ? .breached : size >= limit.soft ?? .infinity ? .warning : .within
    }
    utilisation = ratio
  }

  private static func size(_ value: Double, _ side: RiskLimit.Side) -> Double {
    side == .magnitude ? abs(value) : value
  }

  private enum Key: CodingKey { case limit, value }

  /// Reads the limit and the figure, and holds one against the other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(RiskLimit.self, forKey: .limit), try container.decodeIfPresent(Double.self, forKey: .value))
  }

  /// Writes the limit, the figure, the status, and the utilisation where it is finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: OutputKey.self)
    try container.encode(limit, forKey: .limit)
    try container.encodeIfPresent(value, forKey: .value)
    if let utilisation, utilisation.isFinite { try container.encode(utilisation, forKey: .utilisation) }
    try container.encode(status, forKey: .status)
  }

  private enum OutputKey: CodingKey { case limit, value, utilisation, status }
}

/// All limits with their figures, the fullest first, those without a figure last.
public struct LimitReport: Hashable, Sendable, Codable {
  /// One check for each limit.
  public let checks: [LimitCheck]
  /// The figures that no limit is about.
  public let unlimited: [LimitFigure]

  /// Those beyond their hard bound.
  public var breaches: [LimitCheck] { checks.filter { $0.status == .breached } }
  /// Those at or beyond their soft bound, but not the hard one.
  public var warnings: [LimitCheck] { checks.filter { $0.status == .warning } }
  /// Those without a figure.
  public var notMeasured: [LimitCheck] { checks.filter { $0.status == .notMeasured } }
}

extension LimitReport: CustomStringConvertible {
  /// A table.
  public var description: String {
    var table = TextTable(["Limit", "Metric", "Scope", "Value", "Soft", "Hard", "Unit", "Used", "Status"])
    for check in checks {
      let limit = check.limit
      table.append([
        limit.id, "\(limit.metric)", "\(limit.scope)", check.value.map(TextTable.number) ?? "-",
        limit.soft.map(TextTable.number) ?? "-", TextTable.number(limit.hard), limit.unit,
        check.utilisation.map { "\(TextTable.number(100 * $0, decimals: 1)) %" } ?? "-", check.status.rawValue,
      ])
    }
    return table.text
  }
}
