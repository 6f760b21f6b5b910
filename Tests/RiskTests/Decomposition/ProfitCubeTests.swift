import NumericalKernels
import Risk
import Testing
import Valuation

/// Sums in another order.
private let rounding = 1e-11

@Suite struct ProfitCubeTests {
  private let measure = TailMeasure(level: 0.95)

  private func cube(days: Int = 301) throws -> (cube: ProfitCube, scenarios: FactorScenarios, losses: SimulatedLosses) {
    let portfolio = try SampleBooks.bent()
    let scenarios = try SampleBooks.history(days: days).scenarios(for: portfolio)
    let losses = try HistoricalSimulation().run(portfolio, on: scenarios, revaluations: SampleBooks.valuers)
    return (try ProfitCube(portfolio, on: scenarios, revaluations: SampleBooks.valuers), scenarios, losses)
  }

  @Test func holdsTheLossesOfTheSimulation() throws {
    let (cube, _, losses) = try cube()
    let scale = losses.losses.map(abs).max() ?? 1
    #expect(zip(cube.losses, losses.losses).allSatisfy { abs($0 - $1) < rounding * scale })
    let (figures, other) = (try cube.figures(measure), try losses.figures(measure))
    #expect(abs(figures.valueAtRisk - other.valueAtRisk) < rounding * scale)
    let parts = try cube.components(measure)
    let expected = try losses.decomposition(measure)
    for (index, part) in parts.valueAtRisk.enumerated() {
      #expect(abs(part - expected.valueAtRisk.positions[index]) < rounding * scale)
      #expect(abs(parts.expectedShortfall[index] - expected.expectedShortfall.positions[index]) < rounding * scale)
    }
    #expect(abs(parts.valueAtRisk.reduce(0, +) - figures.valueAtRisk) < 1e-12 * figures.valueAtRisk)
  }

  @Test func incrementalIsTheBookLessTheBookWithout() throws {
    let (cube, scenarios, _) = try cube()
    let whole = try cube.figures(measure)
    let incremental = try cube.incremental(measure)
    for (index, position) in cube.portfolio.positions.enumerated() {
      let rest = try cube.portfolio.removing([position.id])
      let without = try HistoricalSimulation().run(rest, on: scenarios, revaluations: SampleBooks.valuers)
        .figures(measure)
      let scale = whole.expectedShortfall
      #expect(abs(incremental[index].valueAtRisk - (whole.valueAtRisk - without.valueAtRisk)) < rounding * scale)
      #expect(
        abs(incremental[index].expectedShortfall - (whole.expectedShortfall - without.expectedShortfall))
          < rounding * scale)
    }
  }

  @Test(arguments: [0.5, 0.9, 0.975, 0.99, 0.999], [5, 40, 301])
  func scansAgreeWithEstimates(level: Double, days: Int) throws {
    let (cube, _, _) = try cube(days: days)
    for convention in [TailMeasure.QuantileConvention.type7, .type1] {
      let measure = TailMeasure(level: level, quantile: convention)
      let alone = try cube.standalone(measure)
      for (index, pair) in alone.enumerated() {
        let tail = try measure.estimate(losses: cube.gains(of: index).map { -$0 })
        #expect(abs(pair.valueAtRisk - tail.quantile) <= rounding * max(1, abs(tail.quantile)))
        #expect(abs(pair.expectedShortfall - tail.shortfall) <= rounding * max(1, abs(tail.shortfall)))
      }
    }
  }

  @Test func whatIfIsTheBookWithTheTrade() throws {
    let (cube, scenarios, _) = try cube()
    let trade = Position("new", .linear("ERCOT_NORTH", quantity: 2500))
    let after = try cube.whatIf(adding: [trade], on: scenarios, measure)
    let full = try HistoricalSimulation().run(
      cube.portfolio.adding([trade]), on: scenarios, revaluations: SampleBooks.valuers
    ).figures(measure)
    #expect(abs(after.valueAtRisk - full.valueAtRisk) < rounding * full.valueAtRisk)
    #expect(abs(after.expectedShortfall - full.expectedShortfall) < rounding * full.valueAtRisk)
    #expect(throws: RiskError.self) { try cube.whatIf(gains: [1], measure) }
  }

  @Test func nodesHaveTheFiguresOfTheirPositions() throws {
    let (cube, _, _) = try cube()
    let nodes = try cube.drillDown(cube.portfolio.books, measure)
    #expect(nodes.map(\.path) == ["", "Gas", "Options", "Power"])
    #expect(nodes.map(\.positionCount) == [9, 3, 3, 3])
    let whole = try cube.figures(measure)
    #expect(abs(nodes[0].standalone.valueAtRisk - whole.valueAtRisk) < rounding * whole.valueAtRisk)
    let parts = nodes.dropFirst().reduce(0) { $0 + $1.component.expectedShortfall }
    #expect(abs(parts - whole.expectedShortfall) < 1e-12 * whole.expectedShortfall)
    let gas = try cube.portfolio.books.positions(in: "Gas")
    let losses = (0..<cube.count).map { k in gas.reduce(0) { $0 - cube.gains[$1 * cube.count + k] } }
    let alone = try measure.estimate(losses: losses)
    #expect(abs(nodes[1].standalone.expectedShortfall - alone.shortfall) < rounding * alone.shortfall)
    // Every node at once gives the same.
    let all = try cube.drillDownEverywhere(cube.portfolio.books, measure)
    for node in nodes {
      let same = try #require(all.first { $0.path == node.path })
      #expect(abs(same.standalone.valueAtRisk - node.standalone.valueAtRisk) < rounding * whole.valueAtRisk)
      #expect(same.component == node.component)
    }
    let power = try cube.drillDown(cube.portfolio.books, at: "Power", measure)
    #expect(power.map(\.path) == ["Power", "Power/East", "Power/West"])
    #expect(abs(power[0].standalone.valueAtRisk - nodes[3].standalone.valueAtRisk) < rounding * whole.valueAtRisk)
  }

  @Test func shortfallIsSubadditiveAndTheRatioSaysByHowMuch() throws {
    let (cube, _, _) = try cube()
    let alone = try cube.standalone(measure)
    let whole = try cube.figures(measure)
    #expect(alone.reduce(0) { $0 + $1.expectedShortfall } > whole.expectedShortfall)
    let ratio = try cube.diversificationRatio(measure)
    #expect(abs(ratio - alone.reduce(0) { $0 + $1.valueAtRisk } / whole.valueAtRisk) < 1e-12 * ratio)
  }

  @Test func wrongShapesAreRefused() throws {
    let (cube, scenarios, _) = try cube(days: 20)
    #expect(throws: RiskError.self) { try ProfitCube(cube.portfolio, gains: [1, 2], count: 2) }
    #expect(throws: RiskError.self) { try ProfitCube(cube.portfolio, gains: [], count: 0) }
    #expect(throws: RiskError.self) {
      try ProfitCube(cube.portfolio, gains: [Double](repeating: .nan, count: 9), count: 1)
    }
    #expect(throws: RiskError.self) { try cube.drillDown(cube.portfolio.books, at: "Coal", measure) }
    #expect(throws: RiskError.self) { try cube.incremental(TailMeasure(level: 1)) }
    let one = try FactorScenarios(factorCount: 1, count: 3, moves: [1, 2, 3])
    #expect(throws: RiskError.self) { try ProfitCube(cube.portfolio, on: one) }
    #expect(throws: RiskError.self) { try ProfitCube(cube.portfolio, on: scenarios) }  // no valuer
  }
}
