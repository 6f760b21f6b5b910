import Valuation

/// The margin calls of one stress scenario.
public struct StressedCalls: Hashable, Sendable, Codable {
  /// The scenario's id.
  public let id: String
  /// Its title.
  public let title: String
  /// The calls day by day.
  public let calls: MarginCalls
  /// The factors of the account that took no shock, and why.
  public let unmapped: [MappedStress.Unmapped]
}

extension MarginAccount {
  /// The calls of each of some scenarios, the largest peak first.
  ///
  ///     let stressed = try account.calls(under: StressScenario.library, factors: factors, over: .evenly(days: 5), initialMarginScale: 2)
  ///     stressed[0].calls.peak
  ///
  /// - Parameters:
  ///   - scenarios: The scenarios.
  ///   - factors: What the account's factors are, with levels for relative shocks.
  ///   - rules: What each factor is.
  ///   - reach: How far from its place a shock reaches.
  ///   - timing: How the changes come.
  ///   - initialMarginScale: How many times today's rates the clearing house asks at the end.
  /// - Throws: As ``calls(moves:factors:over:initialMarginScale:)``.
  /// - Complexity: O(scenarios × factors × (rules + shocks + days)).
  public func calls(
    under scenarios: [StressScenario], factors: [RiskFactor], rules: FactorRules = .standard,
    reach: MappedStress.Reach = .documented, over timing: StressTiming = .atOnce, initialMarginScale: Double = 1
  ) throws(RiskError) -> [StressedCalls] {
    let names = factors.map(\.name)
    let own = Set(net.map(\.factor))
    var stressed: [StressedCalls] = []
    for scenario in scenarios {
      let mapped = try scenario.mapped(to: factors, by: rules, reach: reach)
      stressed.append(
        StressedCalls(
          id: scenario.id, title: scenario.title,
          calls: try calls(
            moves: mapped.moves, factors: names, over: timing, initialMarginScale: initialMarginScale),
          unmapped: mapped.unmapped.filter { own.contains($0.factor) }))
    }
    return stressed.enumerated().sorted {
      ($1.element.calls.peak, $0.offset) < ($0.element.calls.peak, $1.offset)
    }.map(\.element)
  }
}

extension [StressedCalls] {
  /// A table of scenarios.
  public var table: String {
    var table = TextTable(["Scenario", "Peak cash", "On day", "At the end", "Unmapped"])
    for stressed in self {
      table.append([
        stressed.title, TextTable.whole(stressed.calls.peak), stressed.calls.peakDay.map { "\($0 + 1)" } ?? "-",
        TextTable.whole(stressed.calls.byDay.last?.cumulative ?? 0), "\(stressed.unmapped.count)",
      ])
    }
    return table.text
  }
}
