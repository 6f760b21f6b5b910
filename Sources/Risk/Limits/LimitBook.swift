import Valuation

/// The limits of a business, to hold figures against.
///
///     let book = try LimitBook([deskVaR, tenor])
///     let report = try book.report([.init(.valueAtRisk(level: 0.99, days: 1), .book("gas"), 850_000, unit: "EUR")])
///     report.breaches.isEmpty
///     print(report)                      // a table, the fullest limit first
///
/// A limit without a figure is reported as not measured, never as kept; a figure without a limit is reported too.
public struct LimitBook: Hashable, Sendable, Codable {
  /// The limits.
  public let limits: [RiskLimit]

  /// Collects limits.
  ///
  /// - Throws: `mismatch` for an id given twice.
  public init(_ limits: [RiskLimit]) throws(RiskError) {
    try InputCheck.distinct(limits.lazy.map(\.id), "limit")
    self.limits = limits
  }

  /// Reads a list of limits.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode([RiskLimit].self))
  }

  /// Writes a list of limits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(limits)
  }

  /// Holds figures against the limits.
  ///
  /// - Throws: `mismatch` for two figures of one metric and scope, and for a figure in another unit than its limit; `notFinite`.
  /// - Complexity: O(limits + figures), and sorting.
  public func report(_ figures: [LimitFigure]) throws(RiskError) -> LimitReport {
    var byKey: [LimitFigure.Key: LimitFigure] = [:]
    for (index, figure) in figures.enumerated() {
      guard figure.value.isFinite else {
        throw RiskError(
          .notFinite, found: "\(figure.metric) of \(figure.scope): \(figure.value)", expected: "a finite number",
          index: index)
      }
      guard byKey.updateValue(figure, forKey: figure.key) == nil else {
        throw RiskError(
          .mismatch, found: "\(figure.metric) of \(figure.scope) twice", expected: "one figure of a metric and scope",
          index: index)
      }
    }
    var checks: [LimitCheck] = []
    var used: Set<LimitFigure.Key> = []
    for (index, limit) in limits.enumerated() {
      let key = LimitFigure.Key(metric: limit.metric, scope: limit.scope)
      let figure = byKey[key]
      if let figure, figure.unit != limit.unit {
        throw RiskError(
          .mismatch, found: "\(limit.metric) of \(limit.scope) in \(figure.unit)", expected: limit.unit, index: index)
      }
      used.insert(key)
      checks.append(LimitCheck(limit, figure?.value))
    }
    return LimitReport(
      checks: checks.enumerated().sorted {
        ($1.element.utilisation ?? -1, $0.offset) < ($0.element.utilisation ?? -1, $1.offset)
      }.map(\.element), unlimited: figures.filter { !used.contains($0.key) },
      basis: ResultBasis(
        method: "figures against limits", conventions: ["breach": "beyond the hard bound"],
        inputs: [
          .init("limits") { digest in
            for limit in limits {
              for text in [limit.id, "\(limit.metric)", "\(limit.scope)", limit.side.rawValue, limit.unit] {
                digest.add(text)
              }
              digest.add(limit.soft)
              digest.add(limit.hard)
            }
          },
          .init("figures") { digest in
            for figure in figures {
              for text in ["\(figure.metric)", "\(figure.scope)", figure.unit] { digest.add(text) }
              digest.add(figure.value)
            }
          },
        ]))
  }
}

/// A figure that a limit may be about.
public struct LimitFigure: Hashable, Sendable, Codable {
  /// What it is.
  public let metric: RiskLimit.Metric
  /// Of what.
  public let scope: RiskLimit.Scope
  /// The figure: losses and exposures positive.
  public let value: Double
  /// Its unit.
  public let unit: String

  /// States a figure.
  public init(_ metric: RiskLimit.Metric, _ scope: RiskLimit.Scope = .all, _ value: Double, unit: String) {
    self.metric = metric
    self.scope = scope
    self.value = value
    self.unit = unit
  }

  /// What a limit finds it by.
  struct Key: Hashable {
    let metric: RiskLimit.Metric
    let scope: RiskLimit.Scope
  }

  var key: Key { Key(metric: metric, scope: scope) }
}
