import MarketData
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

  @Test func aCubeOfASimulationHoldsItsPaths() throws {
    let portfolio = try SampleBooks.bent()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let trade = [
      Position("new", .linear("ERCOT_NORTH", quantity: 700)), Position("short", .linear("TTF", quantity: -800)),
    ]
    for (model, sampling) in [
      (MonteCarlo.Model.normal, MonteCarlo.Sampling.antithetic), (.studentT(degreesOfFreedom: 5), .momentMatched),
      (.studentCopula(degreesOfFreedom: 4, .empirical), .independent), (.normal, .sobol),
    ] {
      let method = MonteCarlo(model: model, sampling: sampling, paths: 2048, seed: 11)
      let losses = try method.run(portfolio, distribution, revaluations: SampleBooks.valuers)
      let cube = try ProfitCube(of: losses)
      let scale = losses.losses.map(abs).max() ?? 1
      #expect(zip(cube.losses, losses.losses).allSatisfy { abs($0 - $1) < rounding * scale })
      let (figures, expected) = (try cube.figures(measure), try losses.figures(measure))
      let (error, expectedError) = (try #require(figures.valueAtRiskError), try #require(expected.valueAtRiskError))
      #expect(abs(error - expectedError) < 1e-8 * scale)
      // A what-if and the incremental figures are those of books that are simulated anew.
      let larger = try method.run(portfolio.adding(trade), distribution, revaluations: SampleBooks.valuers)
      let after = try cube.whatIf(adding: trade, measure)
      #expect(try abs(after.valueAtRisk - larger.figures(measure).valueAtRisk) < rounding * scale)
      #expect(try abs(after.expectedShortfall - larger.figures(measure).expectedShortfall) < rounding * scale)
      let incremental = try cube.incremental(measure)
      let rest = try method.run(
        portfolio.removing([portfolio.positions[1].id]), distribution, revaluations: SampleBooks.valuers)
      let added = try expected.expectedShortfall - rest.figures(measure).expectedShortfall
      #expect(abs(incremental[1].expectedShortfall - added) < rounding * scale)
    }
  }

  @Test func aWhatIfIsValuedAsTheCubeIs() throws {
    let portfolio = try SampleBooks.bent()
    let scenarios = try SampleBooks.history(days: 301).scenarios(for: portfolio)
    let call = Position(
      "o", .option(.init(quantity: 4000, greeks: .init([.init(factor: "PJM_WEST", delta: 0.5, gamma: 0.1)]))))
    let byDelta = try ProfitCube(portfolio, on: scenarios, method: .delta)
    let bent = try ProfitCube(portfolio, on: scenarios, method: .deltaGamma)
    let more = try HistoricalSimulation(method: .delta).run(portfolio.adding([call]), on: scenarios).figures(measure)
    let scale = more.expectedShortfall
    #expect(try abs(byDelta.whatIf(adding: [call], measure).valueAtRisk - more.valueAtRisk) < rounding * scale)
    #expect(
      try abs(byDelta.whatIf(adding: [call], on: scenarios, measure).valueAtRisk - more.valueAtRisk) < rounding * scale)
    let gamma = try byDelta.whatIf(adding: [call], measure, method: .deltaGamma).valueAtRisk
    #expect(abs(gamma - more.valueAtRisk) > 1e-6 * scale)
    #expect(try bent.whatIf(adding: [call], measure) != byDelta.whatIf(adding: [call], measure))
    // A host's own gains know no moves.
    let own = try ProfitCube(portfolio, gains: byDelta.gains, count: byDelta.count)
    #expect(throws: RiskError.self) { try own.whatIf(adding: [call], measure) }
    #expect(
      try own.whatIf(adding: [call], on: scenarios, measure, method: .delta)
        == byDelta.whatIf(adding: [call], measure))
    let aged = try HistoricalSimulation(weighting: .aged(decay: 0.98)).run(
      portfolio, on: scenarios, revaluations: SampleBooks.valuers)
    #expect(throws: RiskError.self) { try ProfitCube(of: aged) }
  }

  @Test func positionsByThemselvesWithoutACube() throws {
    let (cube, _, losses) = try cube()
    let measures = [TailMeasure(level: 0.9), measure]
    let alone = try losses.standalone(measures)
    #expect(try alone[0] == cube.standalone(measures[0]) && alone[1] == cube.standalone(measure))
    let ratios = try losses.diversificationRatios(measures)
    let (ratio, expected) = (try #require(ratios[1]), try cube.diversificationRatio(measure))
    #expect(abs(ratio - expected) < 1e-12 * expected && ratio > 1)
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: cube.portfolio))
    let simulated = try MonteCarlo(paths: 3000, seed: 2).run(
      cube.portfolio, distribution, revaluations: SampleBooks.valuers)
    #expect(try simulated.standalone([measure])[0] == ProfitCube(of: simulated).standalone(measure))
    // Aged days count as they age, alone too.
    let aged = try HistoricalSimulation(weighting: .aged(decay: 0.97)).run(
      cube.portfolio, on: SampleBooks.history(days: 301), revaluations: SampleBooks.valuers)
    let single = try HistoricalSimulation(weighting: .aged(decay: 0.97)).run(
      Portfolio(factors: cube.portfolio.factors, positions: [cube.portfolio.positions[0]]),
      on: SampleBooks.history(days: 301))
    #expect(
      try abs(aged.standalone([measure])[0][0].valueAtRisk - single.figures(measure).valueAtRisk) < rounding * 1e5
    )
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

  /// The smoothed quantile's width hangs on how the scenarios depend on each other: parts are estimated as the whole is.
  @Test func smoothedPartsHaveTheWidthOfTheWhole() throws {
    let portfolio = try SampleBooks.linear().adding([Position("nothing", .linear("TTF", quantity: 0))])
    let history = try SampleBooks.history(days: 400)
    let scenarios = try history.scenarios(for: portfolio, horizon: Horizon(days: 10, rule: .overlapping))
    let overlapping = try HistoricalSimulation().run(portfolio, on: scenarios)
    let pairs = try MonteCarlo(sampling: .antithetic, paths: 1000, seed: 3).run(
      portfolio, FactorDistribution(history.scenarios(for: portfolio)))
    let smooth = TailMeasure(level: 0.95, quantile: .smoothed)
    for losses in [overlapping, pairs] {
      let cube = try ProfitCube(of: losses)
      let whole = try cube.figures(smooth)
      let scale = whole.expectedShortfall
      // Without the dependence the whole would be another number.
      #expect(try abs(smooth.estimate(losses: cube.losses).quantile - whole.valueAtRisk) > 1e-6 * scale)
      let nothing = try cube.incremental(smooth)[portfolio.positions.count - 1]
      #expect(nothing == TailPair(valueAtRisk: 0, expectedShortfall: 0))
      let root = try cube.drillDown(portfolio.books, smooth)[0]
      #expect(abs(root.standalone.valueAtRisk - whole.valueAtRisk) < rounding * scale)
      // A book of one position by itself is that book.
      let one = try Portfolio(factors: portfolio.factors, positions: [portfolio.positions[0]])
      let gains = Array(cube.gains(of: 0))
      let alone = try cube.standalone(smooth)[0]
      #expect(try abs(losses.standalone([smooth])[0][0].valueAtRisk - alone.valueAtRisk) < rounding * scale)
      if losses.basis.seed == nil {
        let single = try HistoricalSimulation().run(one, on: scenarios).figures(smooth)
        #expect(abs(alone.valueAtRisk - single.valueAtRisk) < rounding * scale && gains.count == cube.count)
      }
    }
  }

  @Test func keptMovesDrawNothingAgain() throws {
    let portfolio = try SampleBooks.bent()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let call = Position.Greeks([.init(factor: "ERCOT_NORTH", delta: 0.5, gamma: 0.1)])
    let trade = [
      Position("new", .linear("ERCOT_NORTH", quantity: 700)),
      Position("o", .option(.init(quantity: 900, greeks: call))),
    ]
    for (model, sampling) in [
      (MonteCarlo.Model.normal, MonteCarlo.Sampling.antithetic), (.studentT(degreesOfFreedom: 5), .momentMatched),
      (.studentCopula(degreesOfFreedom: 4, .empirical), .independent), (.normal, .sobol),
    ] {
      let losses = try MonteCarlo(model: model, sampling: sampling, paths: 2048, seed: 11).run(
        portfolio, distribution, revaluations: SampleBooks.valuers)
      let (drawn, kept) = (try ProfitCube(of: losses), try ProfitCube(of: losses, keepingMoves: true))
      #expect(!drawn.keepsMoves && kept.keepsMoves)
      let scale = losses.losses.map(abs).max() ?? 1
      #expect(zip(drawn.gains, kept.gains).allSatisfy { abs($0 - $1) < rounding * scale })
      let (one, other) = (try drawn.whatIf(adding: trade, measure), try kept.whatIf(adding: trade, measure))
      #expect(abs(one.valueAtRisk - other.valueAtRisk) < rounding * scale)
      #expect(abs(one.expectedShortfall - other.expectedShortfall) < rounding * scale)
      // Errors still know how the paths were drawn.
      let (error, same) = (try #require(one.valueAtRiskError), try #require(other.valueAtRiskError))
      #expect(abs(error - same) < 1e-8 * scale)
      #expect(try other.valueAtRisk != kept.figures(measure).valueAtRisk)
    }
    // The past keeps its moves in any case.
    #expect(try cube().cube.keepsMoves && ProfitCube(of: cube().losses).keepsMoves)
    #expect(try !ProfitCube(portfolio, gains: cube().cube.gains, count: 301).keepsMoves)
  }

  @Test func resultsOfACubeSayWhatTheyRestOn() throws {
    let (cube, scenarios, losses) = try cube()
    let result = try cube.result(at: [0.95, 0.99])
    #expect(try result.figures == [0.95, 0.99].map { try cube.figures(TailMeasure(level: $0)) })
    #expect(result.window == scenarios.window && result.scenarioCount == 301)
    let dates = SampleBooks.dates(301)
    #expect(result.basis.dataSpan == .init(from: dates[0], through: dates[300]))
    #expect(result.basis.inputs.map(\.name) == ["portfolio", "gains"])
    #expect(try losses.result(at: [0.95]).basis.dataSpan == result.basis.dataSpan)
    let distribution = try FactorDistribution(scenarios)
    #expect(
      try ParametricRisk().result(cube.portfolio, distribution, at: [0.95]).basis.dataSpan == result.basis.dataSpan)
    let simulated = try MonteCarlo(paths: 64, seed: 12, method: .delta).run(cube.portfolio, distribution)
    let basis = try ProfitCube(of: simulated).result(at: [0.9]).basis
    #expect(basis.seed == 12 && basis.method == simulated.basis.method && basis.dataSpan == result.basis.dataSpan)
    let own = try ProfitCube(cube.portfolio, gains: cube.gains, count: 301, horizon: Horizon(days: 5))
    #expect(try own.result(at: [0.9]).horizon.days == 5 && own.result(at: [0.9]).basis.dataSpan == nil)
    #expect(try own.result(at: [0.9]).figures == cube.result(at: [0.9]).figures)
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

  @Test func independentCountsArePositive() throws {
    let (cube, _, _) = try cube(days: 100)
    for wrong in [0, -1, .nan, .infinity, 1e12] {
      let error = #expect(throws: RiskError.self) {
        try ProfitCube(cube.portfolio, gains: cube.gains, count: 100, independentCount: wrong)
      }
      #expect(error?.code == .outOfRange)
    }
    let (plain, quarter) = (
      try ProfitCube(cube.portfolio, gains: cube.gains, count: 100),
      try ProfitCube(cube.portfolio, gains: cube.gains, count: 100, independentCount: 25)
    )
    #expect(plain.independentCount == 100 && quarter.independentCount == 25)
    // A quarter of the scenarios, twice the error.
    let median = TailMeasure(level: 0.5)
    let (narrow, wide) = (
      try #require(plain.figures(median).expectedShortfallError),
      try #require(quarter.figures(median).expectedShortfallError)
    )
    #expect(abs(wide / narrow - 2) < rounding)
    // What pairs are worth depends on the level: the number of paths stands for it.
    let distribution = try FactorDistribution(SampleBooks.history(days: 100).scenarios(for: cube.portfolio))
    for sampling in [MonteCarlo.Sampling.antithetic, .sobol] {
      let losses = try MonteCarlo(sampling: sampling, paths: 512, seed: 1)
        .run(cube.portfolio, distribution, revaluations: SampleBooks.valuers)
      #expect(try ProfitCube(of: losses).independentCount == 512)
    }
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
