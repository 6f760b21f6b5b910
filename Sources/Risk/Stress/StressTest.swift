import MarketData
public import Valuation

/// What stress scenarios cost a portfolio.
///
///     let test = StressTest(of: portfolio)
///     let results = try test.run(StressScenario.library)
///     print(results[0])                          // the worst first
///     results.map(\.loss)
///
/// Losses are positive, in the reporting currency. Options are valued in full where valuers are given, else by delta and gamma.
public struct StressTest: Sendable {
  private let portfolio: Portfolio
  /// What each factor is.
  private let tags: [FactorTag?]
  private let reach: MappedStress.Reach
  private let method: ValuationMethod
  private let revaluations: [String: Revaluation]
  private let input: ResultBasis.Input

  /// Prepares tests of a portfolio.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio; factors need a level for relative shocks.
  ///   - rules: What each factor is.
  ///   - reach: How far from its place a shock reaches.
  ///   - method: How values change; in full where `revaluations` are given and by delta and gamma where not, unless said.
  ///   - revaluations: The valuers that options name.
  public init(
    of portfolio: Portfolio, rules: FactorRules = .standard, reach: MappedStress.Reach = .documented,
    method: ValuationMethod? = nil, revaluations: [String: Revaluation] = [:]
  ) {
    self.portfolio = portfolio
    tags = portfolio.factors.map(rules.tag(of:))
    self.reach = reach
    self.method = method ?? (revaluations.isEmpty ? .deltaGamma : .full)
    self.revaluations = revaluations
    input = .init(portfolio)
  }

  /// Runs a scenario.
  ///
  /// - Throws: `notFinite` for a change or a loss that is; `unknownName` for a valuer that is not there.
  /// - Complexity: O(factors × shocks + derivatives + revaluations).
  public func run(_ scenario: StressScenario) throws(RiskError) -> StressResult {
    let mapped = try scenario.mapped(to: portfolio.factors, tags: tags, reach: reach)
    return try result(id: scenario.id, title: scenario.title, mapped.moves, mapped)
  }

  /// Runs some scenarios and sorts the results, the worst first.
  ///
  /// - Throws: As ``run(_:)-(StressScenario)``.
  public func run(_ scenarios: [StressScenario]) throws(RiskError) -> [StressResult] {
    var results: [StressResult] = []
    for scenario in scenarios { results.append(try run(scenario)) }
    return results.enumerated().sorted {
      ($1.element.loss, $0.offset) < ($0.element.loss, $1.offset)
    }.map(\.element)
  }

  /// Runs plain changes, one for each factor in its currency for one of its units: a curve's shock, a replayed week.
  ///
  /// - Throws: `countMismatch`, `notFinite`, `unknownName`.
  public func run(moves: [Double], id: String, title: String = "") throws(RiskError) -> StressResult {
    try result(id: id, title: title.isEmpty ? id : title, moves, nil)
  }

  /// Lives through some days of the past again.
  ///
  /// - Throws: `mismatch` for days of other factors than the portfolio's in their order, `notFinite`, `unknownName`.
  public func run(_ window: HistoricalReplay.Window, id: String, title: String = "") throws(RiskError) -> StressResult {
    let names = portfolio.factors.map(\.name)
    guard window.factors == names else {
      let odd = zip(window.factors, names).first { $0 != $1 }
      throw RiskError(
        .mismatch, found: odd.map { "moves of \($0.0)" } ?? "moves of \(window.factors.count) factors",
        expected: odd.map { "those of \($0.1)" } ?? "those of the portfolio's \(names.count)")
    }
    let result = try run(
      moves: window.moves, id: id, title: title.isEmpty ? "\(window.first) to \(window.last)" : title)
    return result.covering(.init(from: window.first, through: window.last))
  }

  private func result(
    id: String, title: String, _ moves: [Double], _ mapped: MappedStress?
  ) throws(RiskError) -> StressResult {
    let exposures = portfolio.exposures
    let gains = try exposures.changes(for: moves, method: method, revaluations: revaluations)
    var byPosition: [String: Double] = [:]
    for (position, gain) in zip(portfolio.positions, gains) { byPosition[position.id] = 0 - gain }
    let losses = gains.map { 0 - $0 }
    let sums = try portfolio.books.sums(of: losses)
    var byBook: [String: Double] = [:]
    for (node, sum) in zip(portfolio.books.nodes, sums) where !node.path.isEmpty { byBook[node.path] = sum }
    let total = sums.first ?? 0
    var byFactor: [String: Double] = [:]
    var explained = 0.0
    for (place, factor) in portfolio.factors.enumerated() where moves[place] != 0 && exposures.total[place] != 0 {
      let loss = 0 - exposures.total[place] * moves[place]
      byFactor[factor.name] = loss
      explained += loss
    }
    return StressResult(
      id: id, title: title, loss: total, currency: portfolio.reportingCurrency.code, byPosition: byPosition,
      byBook: byBook, byFactor: byFactor, curvature: total - explained, applied: mapped?.applied ?? [],
      unmapped: mapped?.unmapped ?? [],
      basis: ResultBasis(
        method: "stress scenario", conventions: ["valuation": method.rawValue, "reach": reach.rawValue],
        inputs: [input, .init("moves", moves)]))
  }
}

/// What one scenario costs a portfolio.
public struct StressResult: DocumentedResult {
  /// The scenario's id.
  public let id: String
  /// Its title.
  public let title: String
  /// The loss, positive, in the reporting currency.
  public let loss: Double
  /// The code of the reporting currency.
  public let currency: String
  /// The loss of each position; they add up to the loss.
  public let byPosition: [String: Double]
  /// The loss of each book, its parts included.
  public let byBook: [String: Double]
  /// The loss by the first derivative of each factor that moves.
  public let byFactor: [String: Double]
  /// What the first derivatives do not explain.
  public let curvature: Double
  /// The factors that took a shock.
  public let applied: [MappedStress.Application]
  /// The factors that took none, and why.
  public let unmapped: [MappedStress.Unmapped]
  /// The method, its conventions and the library's version.
  public internal(set) var basis: ResultBasis
}

extension StressResult {
  /// The loss by position and by factor, the largest first, in tables.
  public var description: String {
    func table(_ heading: String, _ losses: [String: Double]) -> TextTable {
      let order = losses.sorted { (-abs($0.value), $0.key) < (-abs($1.value), $1.key) }
      var rows = order.prefix(15).map { [$0.key, TextTable.number($0.value)] }
      let rest = order.dropFirst(15).reduce(0) { $0 + $1.value }
      if order.count > 15 { rows.append(["\(order.count - 15) others", TextTable.number(rest)]) }
      return TextTable([heading, "loss \(currency)"], rows)
    }
    var lines = ["\(title): a loss of \(TextTable.number(loss)) \(currency)"]
    if !unmapped.isEmpty {
      let names = unmapped.prefix(10).map { "\($0.factor) (\($0.reason.rawValue))" }.joined(separator: ", ")
      lines.append("without a shock: \(names)\(unmapped.count > 10 ? " and \(unmapped.count - 10) more" : "")")
    }
    return page(lines, [table("position", byPosition), table("factor", byFactor)])
  }
}

extension [StressResult] {
  /// A table of scenarios.
  public var table: String {
    var table = TextTable(["Scenario", "Loss", "Currency", "Largest factor", "Its loss", "Shocked", "Unmapped"])
    for result in self {
      let worst = result.byFactor.max { ($0.value, $1.key) < ($1.value, $0.key) }
      table.append([
        result.title, TextTable.whole(result.loss), result.currency, worst?.key ?? "-",
        worst.map { TextTable.whole($0.value) } ?? "-", "\(result.applied.count)", "\(result.unmapped.count)",
      ])
    }
    return table.text
  }
}
