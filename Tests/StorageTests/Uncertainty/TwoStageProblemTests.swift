import MarketData
import NumericalKernels
import Storage
import Testing
import Valuation

@Suite struct TwoStageProblemTests {
  /// Relative accuracy of values that come from the interior-point method.
  private static let solver = 1e-6

  private func problem(
    _ seed: UInt64 = 1, scenarios: Int = 4, hours: Int = 12, charge: Double = 3,
    commitment: TwoStageProblem.Commitment = .power,
    aversion: TwoStageProblem.Aversion? = nil, terminal: TerminalValue = .price(35)
  ) throws -> TwoStageProblem {
    let rows = (0..<scenarios).map { Sample.prices(hours, seed: seed * 100 + UInt64($0), noise: 30) }
    return try TwoStageProblem(
      Sample.battery(), steps: Sample.hours(hours), dayAhead: .certain(PriceScenarios(rows).mean),
      realTime: PriceScenarios(rows, weights: (1...scenarios).map(Double.init)), initialEnergy: 20, terminal: terminal,
      commitment: commitment, deviationCharge: charge, aversion: aversion)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func knowingMoreIsNeverWorthLess(seed: UInt64) throws {
    let result = try problem(seed).solve()
    let slack = Self.solver * result.expectedValue
    #expect(result.status == .solved)
    #expect(result.valueOfStochasticSolution >= -slack)
    #expect(result.expectedValueOfPerfectInformation >= -slack)
    #expect(result.gap < Self.solver)
    let mean = zip(result.values, [0.1, 0.2, 0.3, 0.4]).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(mean - result.expectedValue) < 1e-9)
  }

  @Test func scenariosThatDisagreeMakeTheStochasticPositionWorthMore() throws {
    // The mean is flat, so its position is nothing; the scenarios are not.
    let problem = try TwoStageProblem(
      Sample.battery(), steps: Sample.hours(2), dayAhead: .certain([50, 50]),
      realTime: PriceScenarios([[10, 90], [90, 10]]), initialEnergy: 20, commitment: .power, deviationCharge: 20)
    let result = try problem.solve()
    #expect(result.valueOfStochasticSolution >= -Self.solver * result.expectedValue)
    #expect(result.expectedValueOfPerfectInformation > 100)
  }

  @Test func oneScenarioIsTheDispatchItself() throws {
    let prices = Sample.prices(24, seed: 77)
    let (asset, steps) = (try Sample.battery(), try Sample.hours(24))
    let result = try TwoStageProblem(
      asset, steps: steps, dayAhead: .certain(prices), realTime: .certain(prices), initialEnergy: 20,
      terminal: .price(30)
    ).solve()
    let value = try StoredEnergyValue(
      DispatchProblem(asset, steps: steps, prices: prices, initial: .energy(20), terminal: .price(30))
    ).total(at: 0, stored: 20)
    #expect(abs(result.expectedValue - value) < Self.solver * value)
    #expect(abs(result.valueOfStochasticSolution) < Self.solver * value)
    #expect(abs(result.expectedValueOfPerfectInformation) < Self.solver * value)
  }

  /// Two hours, two futures, no losses.
  ///
  /// 10 MW and a store of 10 MWh that begins full, worth 0 at the end. Day-ahead pays 50 in both hours;
  /// real time 0 and 80 (future A) or 80 and 0 (future B). Deviations cost 30. The store delivers 10 MWh in the better hour. Selling x in each
  /// hour ahead: an hour at 80 with net 10 settles 80·(10 − x) − 30·(10 − x), one at 0 with net 0 settles −30·x; with 100·x ahead the
  /// total is 100x + 50·(10 − x) − 30x = 500 + 20x, so that x = 10 in both hours earns 700.
  @Test func theHandWorkedCaseHoldsToTheCent() throws {
    let asset = try Sample.battery(energy: 10, charge: 1, discharge: 1, cost: 0)
    let problem = try TwoStageProblem(
      asset, steps: Sample.hours(2), dayAhead: .certain([50, 50]), realTime: PriceScenarios([[0, 80], [80, 0]]),
      initialEnergy: 10, commitment: .within(0...10), deviationCharge: 30)
    let result = try problem.solve()
    #expect(abs(result.expectedValue - 700) < 1e-4)
    #expect(result.position.allSatisfy { abs($0 - 10) < 1e-5 })
    // With foresight the same position is best, since the future does not change what x earns.
    #expect(abs(result.expectedValueOfPerfectInformation) < 1e-3)
  }

  @Test func aDeliverablePositionStaysInTheStore() throws {
    let result = try problem(6, commitment: .deliverable).solve()
    var stored = 20.0
    for power in result.position {
      stored += power > 0 ? -power / 0.92 : -power * 0.92
      #expect(stored > -1e-5 && stored < 40 + 1e-5)
    }
    let free = try problem(6).solve()
    #expect(free.expectedValue >= result.expectedValue - Self.solver * free.expectedValue)
  }

  @Test func aversionGivesMeanForTheTail() throws {
    let neutral = try problem(8, scenarios: 6).solve()
    let averse = try problem(8, scenarios: 6, aversion: .init(weight: 0.9, level: 0.7)).solve()
    let measure = TailMeasure(level: 0.7)
    let weights = (1...6).map(Double.init)
    func tail(_ values: [Double]) throws -> Double {
      -(try measure.estimate(losses: values.map { -$0 }, weights: weights).shortfall)
    }
    let slack = Self.solver * neutral.expectedValue
    #expect(abs(try tail(averse.values) - (averse.shortfallValue ?? .nan)) < 1e-9)
    #expect(try tail(averse.values) >= tail(neutral.values) - slack)
    #expect(averse.expectedValue <= neutral.expectedValue + slack)
    #expect(averse.gap < Self.solver)
  }

  @Test func negativePricesAreNotSoldTwice() throws {
    // Deep below zero the relaxation would charge and discharge at once; each future is dispatched by one or the other.
    let rows = [[-500.0, 20, -300, 60], [-100, 30, 20, 90]]
    let result = try TwoStageProblem(
      Sample.battery(), steps: Sample.hours(4), dayAhead: .certain(PriceScenarios(rows).mean),
      realTime: PriceScenarios(rows), initialEnergy: 20, deviationCharge: 1
    ).solve()
    let asset = try Sample.battery()
    let grid = rows.map { row in
      Sample.gridValue(
        asset, hours: [1, 1, 1, 1], prices: [row], weights: [1], levels: 201, final: { _ in 0 })[0][100]
    }
    // With a position of nothing a future earns at least its dispatch less the charge on what it delivers.
    #expect(result.expectedValue >= (grid[0] + grid[1]) / 2 - 40)
    #expect(result.bound >= result.objective)
  }

  @Test func figuresThatDoNotFitAreRefused() throws {
    let (asset, steps) = (try Sample.battery(), try Sample.hours(2))
    let two = try PriceScenarios([[1, 2], [3, 4]])
    #expect(throws: StorageError.self) {
      try TwoStageProblem(
        asset, steps: steps, dayAhead: PriceScenarios([[1, 2], [1, 2], [1, 2]]), realTime: two, initialEnergy: 0)
    }
    #expect(throws: StorageError.self) {
      try TwoStageProblem(
        asset, steps: steps, dayAhead: .certain([1, 2]), realTime: two, initialEnergy: 0, deviationCharge: -1)
    }
    #expect(throws: StorageError.self) {
      try TwoStageProblem(
        asset, steps: steps, dayAhead: .certain([1, 2]), realTime: two, initialEnergy: 50)
    }
    // A least power takes decisions in every step: in a hundred they are too many.
    let flat = try PriceScenarios.certain([Double](repeating: 1, count: 100))
    #expect(throws: StorageError.self) {
      try TwoStageProblem(
        Sample.battery(minimum: 2), steps: Sample.hours(100), dayAhead: flat, realTime: flat, initialEnergy: 5
      ).solve()
    }
  }

  @Test func leastPowersAreKeptInEveryScenario() throws {
    let asset = try Sample.battery(energy: 20, minimum: 6)
    let steps = try Sample.hours(6)
    let rows = [[20.0, 40, 60, 10, 70, 30], [30, 20, 45, 55, 25, 60]]
    let certain = try PriceScenarios.certain(rows[0])
    let alone = try TwoStageProblem(
      asset, steps: steps, dayAhead: certain, realTime: certain, initialEnergy: 10, terminal: .price(30)
    ).solve()
    let best = try DispatchProblem(
      asset, steps: steps, prices: rows[0], initial: .energy(10), terminal: .price(30)
    ).optimised()
    #expect(best.method == .generalProgramme)
    #expect(abs(alone.expectedValue - best.objective) < Self.solver * abs(best.objective))
    let both = try TwoStageProblem(
      asset, steps: steps, dayAhead: .certain([25, 30, 52, 32, 48, 45]), realTime: PriceScenarios(rows),
      initialEnergy: 10, terminal: .price(30), deviationCharge: 4
    ).solve()
    #expect(both.bound >= both.objective - Self.solver * abs(both.objective))
    for power in both.netPower.joined() { #expect(abs(power) < 1e-6 || abs(power) > 6 - 1e-5) }
    #expect(both.valueOfStochasticSolution >= -Self.solver * abs(both.objective))
  }

  /// One hour, two futures, a full store of 10 MW and 10 MWh without losses, worth nothing at the end.
  ///
  /// No energy is sold ahead; the futures pay 0 and 50. An award of a MW upwards for an hour keeps a MWh that could be delivered: at a price p it earns p·a in both futures, and
  /// 50·(10 − a) is left to the second. Below 25 nothing is awarded, above it all.
  @Test func anAwardIsTheSameInEveryFuture() throws {
    let asset = try Sample.battery(energy: 10, charge: 1, discharge: 1, cost: 0)
    for (price, award, value) in [(20.0, 0.0, 250.0), (30, 10, 300)] {
      let result = try TwoStageProblem(
        asset, steps: Sample.hours(1), dayAhead: .certain([25]), realTime: PriceScenarios([[0], [50]]),
        initialEnergy: 10, commitment: .within(0...0),
        offers: [ServiceOffer(AncillaryService("spin", .up, durationHours: 1), prices: [price])]
      ).solve()
      #expect(result.awards.map(\.name) == ["spin"] && abs(result.awards[0].power[0] - award) < 1e-5)
      #expect(abs(result.expectedValue - value) < 1e-4)
      // With foresight the award is 10 in the first future, and the better of the two in the second.
      #expect(abs(result.perfectForesightValue - (10 * price + max(500, 10 * price)) / 2) < 1e-4)
    }
  }

  private func offers(_ count: Int, least: Double = 0) throws -> [ServiceOffer] {
    [
      ServiceOffer(
        try AncillaryService("up", .up, durationHours: 1, deployment: 0.15, minimumAward: least),
        prices: Sample.prices(count, seed: 41).map { 0.3 * $0 }),
      ServiceOffer(
        try AncillaryService("down", .down, durationHours: 1, deployment: 0.1),
        prices: [Double](repeating: 6, count: count)),
    ]
  }

  @Test func servicesOfOneScenarioAreThoseOfTheDispatch() throws {
    let prices = Sample.prices(12, seed: 78)
    let (asset, steps) = (try Sample.battery(), try Sample.hours(12))
    for least in [0.0, 4] {
      let result = try TwoStageProblem(
        asset, steps: steps, dayAhead: .certain(prices), realTime: .certain(prices), initialEnergy: 20,
        terminal: .price(30), offers: offers(12, least: least)
      ).solve()
      let known = try ServiceProblem(
        DispatchProblem(asset, steps: steps, prices: prices, initial: .energy(20), terminal: .price(30)),
        offers: offers(12, least: least)
      ).optimised()
      #expect(abs(result.expectedValue - known.objective) < Self.solver * known.objective, "least \(least)")
    }
  }

  @Test(arguments: [TwoStageProblem.Commitment.power, .deliverable])
  func awardsAreKeptInEveryScenario(_ commitment: TwoStageProblem.Commitment) throws {
    let rows = (0..<4).map { Sample.prices(12, seed: 500 + UInt64($0), noise: 30) }
    let (asset, steps) = (try Sample.battery(), try Sample.hours(12))
    func solved(_ offers: [ServiceOffer]) throws -> TwoStageResult {
      try TwoStageProblem(
        asset, steps: steps, dayAhead: .certain(PriceScenarios(rows).mean), realTime: PriceScenarios(rows),
        initialEnergy: 20, terminal: .price(35), commitment: commitment, deviationCharge: 3, offers: offers
      ).solve()
    }
    let (result, plain) = (try solved(offers(12)), try solved([]))
    let slack = Self.solver * result.expectedValue
    #expect(result.status == .solved && result.gap < Self.solver && plain.awards.isEmpty)
    #expect(result.expectedValue > plain.expectedValue + 10)
    #expect(result.valueOfStochasticSolution >= -slack && result.expectedValueOfPerfectInformation >= -slack)
    var spread = 0.0
    for (row, net) in zip(rows, result.netPower) {
      let problem = try ServiceProblem(
        DispatchProblem(asset, steps: steps, prices: row, initial: .energy(20), terminal: .price(35)),
        offers: offers(12))
      let schedule = try problem.schedule(
        charge: net.map { max(0, -$0) }, discharge: net.map { max(0, $0) }, awards: result.awards, initialEnergy: 20)
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-7)
      spread = max(spread, zip(net, result.netPower[0]).map { abs($0 - $1) }.max() ?? 0)
    }
    #expect(spread > 1, "the dispatch differs, the awards do not")
    #expect(result.awards.flatMap(\.power).reduce(0, +) > 10)
  }

  @Test func pathsBecomeScenarios() throws {
    let grid = try Sample.hours(2).grid
    let paths = try PathSet.physical(
      factors: [.init(name: "a", unit: .dimensionless), .init(name: "b", unit: .dimensionless)], grid: grid,
      pathCount: 3, values: (0..<12).map(Double.init), seed: 1)
    let scenarios = try PriceScenarios(paths, factor: "b", weights: [1, 1, 2])
    #expect(Array(scenarios[0]) == [6, 9] && Array(scenarios[2]) == [8, 11])
    #expect(scenarios.mean == [7.25, 10.25])
    #expect(throws: StorageError.self) { try PriceScenarios(paths, factor: "c") }
  }
}
