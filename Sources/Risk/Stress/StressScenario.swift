/// A set of shocks that happen together: a documented crisis, or what a risk manager can think of.
///
///     let mild = StressScenario(
///       id: "mild-winter", title: "Mild winter", summary: "Gas falls by a third, carbon by a fifth",
///       shocks: [Shock(.init(.gas, region: "Europe"), .relative(-0.33)), Shock(.init(.carbon), .relative(-0.2))])
///     for scenario in StressScenario.library { print(scenario.title, scenario.period, scenario.sources) }
///
/// Figures of the ``library`` are public, each with its source; what could not be supported is not in it. They are moves of spot
/// prices or front contracts: how far a forward curve follows is for the host to say (``CurveShock``).
public struct StressScenario: Hashable, Sendable, Codable {
  /// A short name, one of a kind.
  public let id: String
  /// What people call it.
  public let title: String
  /// When it happened, as two ISO dates with a slash between them; empty for a hypothetical scenario.
  public let period: String
  /// What happened, in a sentence or two.
  public let summary: String
  /// The shocks.
  public let shocks: [Shock]

  /// Makes a scenario.
  public init(id: String, title: String, period: String = "", summary: String = "", shocks: [Shock]) {
    self.id = id
    self.title = title
    self.period = period
    self.summary = summary
    self.shocks = shocks
  }

  /// Whether it has happened.
  public var isHistorical: Bool { !period.isEmpty }

  /// The sources of the figures, each once, in the order of the shocks.
  public var sources: [String] {
    var seen: Set<String> = []
    return shocks.compactMap { $0.evidence?.source }.filter { seen.insert($0).inserted }
  }

  /// The same scenario with relative and absolute changes so many times as large; levels stay.
  ///
  /// The evidence of a change that is scaled has no prices, for none was observed, and its source says how many times.
  public func scaled(by factor: Double) -> StressScenario {
    let shocks = shocks.map { shock in
      let evidence = shock.evidence.map {
        Shock.Evidence(when: $0.when, source: "\(factor) times the change of: \($0.source)")
      }
      return switch shock.size {
      case .relative(let part): Shock(shock.target, .relative(factor * part), evidence: evidence)
      case .absolute(let amount, let currency, let unit):
        Shock(shock.target, .absolute(factor * amount, currency, per: unit), evidence: evidence)
      case .level: shock
      }
    }
    return StressScenario(
      id: "\(id) x\(factor)", title: "\(title), \(factor) times", period: "", summary: summary, shocks: shocks)
  }

  /// The documented crises of this library, by region and date.
  public static let library: [StressScenario] = northAmerica + europe + asiaPacific + worldOil

  /// The documented crisis of an id.
  ///
  /// - Throws: `unknownName` where there is none.
  public static func named(_ id: String) throws(RiskError) -> StressScenario {
    guard let scenario = library.first(where: { $0.id == id }) else {
      throw RiskError(.unknownName, found: "scenario \(id)", expected: "one of \(library.map(\.id))")
    }
    return scenario
  }
}
