import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

/// The rounding of a sum of a few products.
private let rounding = 1e-12

@Suite struct HistoricalSimulationTests {
  @Test func figuresAreThoseOfTheLossesByHand() throws {
    // One position of 100 MWh on changes -9.5 ... 9.5 in a shuffled order: losses are -950 ... 950.
    let changes = (1...20).map { Double($0 * 8 % 21) - 10.5 }
    let portfolio = try Portfolio(factors: [RiskFactor("A")], positions: [Position("p", .linear("A", quantity: 100))])
    let history = try FactorHistory(names: ["A"], dates: SampleBooks.dates(20), columns: [changes])
    let losses = try HistoricalSimulation().run(portfolio, on: history)
    let figures = try losses.figures(at: 0.9)
    // Type 7 at 19 x 0.9 = 17.1: between 750 and 850. The worst tenth is 850 and 950.
    #expect(abs(figures.valueAtRisk - 760) < rounding * 1000)
    #expect(abs(figures.expectedShortfall - 900) < rounding * 1000)
    // Two losses beyond are too few for a standard error; five are not.
    #expect(figures.valueAtRiskError == nil && figures.expectedShortfallError == nil)
    let wide = try losses.figures(at: 0.75)
    #expect(wide.valueAtRiskError != nil && wide.expectedShortfallError != nil)
    #expect(wide.expectedShortfallLower != nil && wide.expectedShortfallUpper != nil)
    #expect(losses.window?.days == 20 && losses.count == 20)
    // An expected shortfall of 97 % is a mass of 0.6 losses: the worst alone.
    #expect(abs(try losses.figures(at: 0.97).expectedShortfall - 950) < rounding * 1000)
  }

  @Test func anIntervalHoldsTheFigure() throws {
    let losses = try HistoricalSimulation().run(SampleBooks.linear(), on: SampleBooks.history(days: 1000))
    let figures = try losses.figures(at: 0.95)
    let (low, high) = (try #require(figures.lower), try #require(figures.upper))
    #expect(low < figures.valueAtRisk && figures.valueAtRisk < high)
    #expect(try #require(figures.coverage) >= 0.95)
    #expect(figures.expectedShortfall > figures.valueAtRisk)
  }

  @Test func agedDaysCountForLess() throws {
    // Boudoukh, Richardson and Whitelaw: weights decay^age, normalised.
    let portfolio = try Portfolio(factors: [RiskFactor("A")], positions: [Position("p", .linear("A", quantity: -1))])
    let history = try FactorHistory(
      names: ["A"], dates: SampleBooks.dates(4), columns: [[10, 1, 2, 3]])
    let losses = try HistoricalSimulation(weighting: .aged(decay: 0.5)).run(portfolio, on: history)
    #expect(losses.weights == [0.125, 0.25, 0.5, 1])
    // Total 1.875: the loss of 10 has 1/15 of it, that of 3 has 8/15. The worst tenth: 1/15 of 10, the rest of 3.
    let expected = (10.0 / 15 + 3 * (0.1 - 1.0 / 15)) / 0.1
    #expect(abs(try losses.figures(at: 0.9).expectedShortfall - expected) < rounding * 10)
    #expect(throws: RiskError.self) { try HistoricalSimulation(weighting: .aged(decay: 1)).run(portfolio, on: history) }
  }

  @Test func filteredChangesHaveTodaysVolatility() throws {
    let factors = [RiskFactor("A", change: .volatilityRescaled), RiskFactor("B")]
    let portfolio = try Portfolio(
      factors: factors,
      positions: [Position("a", .linear("A", quantity: -1)), Position("b", .linear("B", quantity: -1))])
    let history = try FactorHistory(
      names: ["A", "B"], dates: SampleBooks.dates(3), columns: [[1, 2, -3], [0.5, 0.5, 0.5]])
    let filter = KnownVolatilities(["A": [1, 4, 2, 3], "B": [1, 1, 1, 2]])
    let simulation = HistoricalSimulation(filter: filter)
    #expect(try simulation.run(portfolio, on: history).losses == [3 + 0.5, 1.5 + 0.5, -4.5 + 0.5])
    let all = HistoricalSimulation(filter: filter, rescalesAll: true)
    #expect(try all.run(portfolio, on: history).losses == [3 + 1, 1.5 + 1, -4.5 + 1])
    #expect(throws: RiskError.self) { try HistoricalSimulation().run(portfolio, on: history) }
    let zero = HistoricalSimulation(filter: KnownVolatilities(["A": [1, 0, 2, 3]]))
    #expect(throws: RiskError.self) { try zero.run(portfolio, on: history) }
  }

  @Test func missingDaysAreHandledAsSaid() throws {
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")],
      positions: [Position("a", .linear("A", quantity: -1)), Position("b", .linear("B", quantity: -1))])
    let history = try FactorHistory(
      names: ["B", "C", "A"], dates: SampleBooks.dates(4),
      columns: [[10, .nan, 30, 40], [.nan, .nan, .nan, .nan], [1, 2, 3, .nan]])
    #expect(history.missingCounts == [1, 4, 1])
    #expect(throws: RiskError.self) { try HistoricalSimulation().run(portfolio, on: history) }
    let left = try HistoricalSimulation(missing: .leaveOutDay).run(portfolio, on: history)
    #expect(left.losses == [11, 33])
    #expect(left.window?.daysLeftOut == 2)
    let filled = try HistoricalSimulation(missing: .noChange).run(portfolio, on: history)
    #expect(filled.losses == [11, 2, 33, 40])
    #expect(filled.window?.changesFilled == 2)
  }

  @Test func horizonsFollowTheirRule() throws {
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("R", change: .relative, level: 100)],
      positions: [Position("a", .linear("A", quantity: -1)), Position("r", .linear("R", quantity: -1))])
    let history = try FactorHistory(
      names: ["A", "R"], dates: SampleBooks.dates(4), columns: [[1, 2, 3, 4], [0.1, 0, 0.1, 0]])
    let root = try HistoricalSimulation(horizon: Horizon(days: 4)).run(portfolio, on: history)
    #expect(root.losses.map { ($0 * 1e9).rounded() / 1e9 } == [22, 4, 26, 8])
    let runs = try HistoricalSimulation(horizon: Horizon(days: 3, rule: .overlapping)).run(portfolio, on: history)
    // 1 + 2 + 3 and 1.1 x 1.1 - 1 of 100.
    #expect(runs.count == 2)
    #expect(abs(runs.losses[0] - 27) < rounding * 100 && abs(runs.losses[1] - 19) < rounding * 100)
    let drawn = HistoricalSimulation(horizon: try Horizon(days: 5, rule: .simulated), draws: 2000, seed: 3)
    let losses = try drawn.run(portfolio, on: history)
    #expect(losses.count == 2000 && losses.basis.seed == 3)
    #expect(try drawn.run(portfolio, on: history).losses == losses.losses)
    let mean = losses.losses.reduce(0, +) / 2000
    // 5 x 2.5, and 1.05^5 - 1 of 100; a standard error of some 0.3.
    #expect(abs(mean - (12.5 + 27.63)) < 1)
    #expect(throws: RiskError.self) { try Horizon(days: 0) }
    for wrong in [0, -3, Int.min, .max] {
      var few = drawn
      few.draws = wrong
      let error = #expect(throws: RiskError.self) { try few.run(portfolio, on: history) }
      #expect(error?.code == .outOfRange)
    }
    // 2^25 draws of two days are few enough days, but nine factors have 2.4 GB of moves in them.
    let names = (0..<9).map { "F\($0)" }
    let wide = try FactorHistory(names: names, dates: SampleBooks.dates(2), columns: names.map { _ in [1, 2] })
    let book = try Portfolio(
      factors: names.map { RiskFactor($0) }, positions: [Position("p", .linear("F0", quantity: 1))])
    let two = HistoricalSimulation(horizon: try Horizon(days: 2, rule: .simulated), draws: 1 << 25)
    let error = #expect(throws: RiskError.self) { try two.run(book, on: wide) }
    #expect(error?.code == .outOfRange && error?.found == "33554432 scenarios of 9 factors")
    #expect(throws: RiskError.self) {
      try HistoricalSimulation(horizon: Horizon(days: 5, rule: .overlapping)).run(portfolio, on: history)
    }
  }

  @Test func overlappingDaysHaveWiderErrors() throws {
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 1000)
    let horizon = try Horizon(days: 10, rule: .overlapping)
    let losses = try HistoricalSimulation(horizon: horizon).run(portfolio, on: history)
    let tail = try losses.estimate(TailMeasure(level: 0.95))
    #expect(tail.count == 991 && tail.effectiveCount == 100)
  }

  @Test func changesLeaveOutRolls() throws {
    let dates = SampleBooks.dates(6)
    let history = try FactorHistory.changes(
      ofPrices: [[10, 11, 15, .nan, 16, 17]], dates: dates, names: ["A"], rolls: ["A": [dates[2]]])
    #expect(try history.changes(of: "A").map { $0.isNaN ? -99 : $0 } == [1, -99, -99, 1, 1])
    let neighbours = try FactorHistory.changes(
      ofPrices: [[10, 11, 15, .nan, 16, 17]], dates: dates, names: ["A"], closedDays: .neighboursOnly)
    #expect(try neighbours.changes(of: "A").map { $0.isNaN ? -99 : $0 } == [1, 4, -99, -99, 1])
    let relative = try FactorHistory.changes(
      ofPrices: [[10, 12]], dates: Array(dates[..<2]), names: ["A"], relative: ["A"])
    #expect(abs(try #require(relative.changes(of: "A").first) - 0.2) < rounding)
    #expect(throws: RiskError.self) {
      try FactorHistory.changes(ofPrices: [[-10, 12]], dates: Array(dates[..<2]), names: ["A"], relative: ["A"])
    }
  }

  @Test func tablesThatMakeNoSenseAreRefused() throws {
    let dates = SampleBooks.dates(2)
    #expect(throws: RiskError.self) { try FactorHistory(names: ["A"], dates: dates, columns: [[1]]) }
    #expect(throws: RiskError.self) {
      try FactorHistory(names: ["A", "A"], dates: dates, columns: [[1, 2], [1, 2]])
    }
    #expect(throws: RiskError.self) { try FactorHistory(names: ["A"], dates: dates.reversed(), columns: [[1, 2]]) }
    #expect(throws: RiskError.self) { try FactorHistory(names: ["A"], dates: dates, columns: [[1, .infinity]]) }
    #expect(throws: RiskError.self) { try FactorHistory(names: [], dates: [], columns: []) }
    let huge = try FactorHistory(names: ["A"], dates: dates, columns: [[1e308, 1]])
    let portfolio = try Portfolio(factors: [RiskFactor("A")], positions: [Position("p", .linear("A", quantity: 1e10))])
    #expect(throws: RiskError.self) { try HistoricalSimulation().run(portfolio, on: huge) }
    let losses = try HistoricalSimulation().run(SampleBooks.linear(), on: SampleBooks.history(days: 10))
    for level in [0, 1, -0.5, Double.nan, 2] {
      #expect(throws: RiskError.self) { try losses.figures(at: level) }
    }
  }
}
