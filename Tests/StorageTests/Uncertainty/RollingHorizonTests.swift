import MarketData
import NumericalKernels
import Storage
import Testing
import Valuation

@Suite struct RollingHorizonTests {
  private static let unit = ValueUnit.price(.usd, per: .megawattHour)

  private func problem(days: Int = 10, seed: UInt64 = 1, asset: StorageAsset? = nil) throws -> DispatchProblem {
    try DispatchProblem(
      asset ?? Sample.battery(), steps: Sample.hours(24 * days), prices: Sample.prices(24 * days, seed: seed),
      initial: .energy(20), terminal: .price(25))
  }

  /// A forecaster that knows the truth, less some error.
  private struct Oracle: Forecaster {
    let truth: TimeSeries
    let error: Double
    var targets: [String] { ["x"] }

    func forecast(_ request: ForecastRequest) async throws -> QuantileForecast {
      let series = truth.slice(request.grid.span)
      var stream = RandomStream(seed: 3, path: UInt64(truth.grid.index(containing: request.grid.start) ?? 0))
      let values = (series?.values ?? []).map { $0 + error * stream.normal() }
      return try QuantileForecast(
        grid: request.grid, levels: request.levels, values: values, unit: truth.unit, issuedAt: request.issuedAt)
    }
  }

  private func oracle(_ problem: DispatchProblem, error: Double) throws -> Oracle {
    Oracle(
      truth: try TimeSeries(grid: problem.steps.grid, values: problem.sellPrices, unit: Self.unit), error: error)
  }

  @Test func aWindowOverAllIsPerfectForesight() throws {
    let problem = try problem()
    let best = try problem.optimised()
    let run = try RollingHorizon(windowHours: 10_000, commitHours: 24).runWithForesight(problem)
    #expect(abs(run.schedule.objective - best.objective) < 1e-9 * best.objective)
    #expect(run.decisions.count == 10)
    #expect((run.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
  }

  @Test func longSightEarnsMoreAndStatesAreCarried() throws {
    let problem = try problem()
    let best = try problem.optimised().objective
    var earned: [Double] = []
    for hours in [6.0, 24, 72] {
      let run = try RollingHorizon(windowHours: hours, commitHours: 6, terminal: .nothing).runWithForesight(problem)
      #expect(run.schedule.objective <= best + 1e-6)
      earned.append(run.schedule.objective)
      for decision in run.decisions.dropFirst() {
        #expect(decision.stored == run.schedule.storedEnergy[decision.committed.lowerBound - 1])
      }
      #expect(run.decisions.map(\.committed.count).reduce(0, +) == problem.count)
    }
    #expect(earned[0] < 0.95 * earned[2] && earned[2] > 0.97 * best)
  }

  @Test func regretAddsUpAndAWorseForecastCostsMore() async throws {
    let problem = try problem()
    let policy = RollingHorizon(windowHours: 36, commitHours: 24, gateHours: 12, increment: 2)
    let good = try await policy.regret(problem, forecaster: oracle(problem, error: 3), target: "x")
    let bad = try await policy.regret(problem, forecaster: oracle(problem, error: 30), target: "x")
    for report in [good, bad] {
      #expect(abs(report.total - (report.unwornOptimum - report.achieved)) < 1e-9 * report.unwornOptimum)
      #expect(report.degradation > 0 && report.policy >= -1e-6 && report.marketRules != 0)
      #expect("\(report)".contains("market rules"))
    }
    #expect(bad.forecast > good.forecast && good.forecast > 0)
    #expect((good.captureRatio ?? 0) > (bad.captureRatio ?? 1) && (good.captureRatio ?? 2) < 1)
    let none = try await RollingHorizon(windowHours: 36).regret(
      problem, forecaster: oracle(problem, error: 0), target: "x")
    #expect(abs(none.forecast) < 1e-9 && none.marketRules == 0)
  }

  @Test func incrementsAndLeastBidsAreKept() async throws {
    let problem = try problem()
    let run = try await RollingHorizon(increment: 2, leastBid: 4).run(
      problem, forecaster: oracle(problem, error: 10), target: "x")
    // The last step of a draining store may be cut to what is left; all others are whole increments.
    let whole = run.schedule.netPower.filter { abs($0 / 2 - ($0 / 2).rounded()) < 1e-9 && (abs($0) >= 4 || $0 == 0) }
    #expect(whole.count > run.schedule.netPower.count * 9 / 10)
    #expect((run.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
  }

  @Test func aFixedEndIsMetWhateverTheWindows() throws {
    let problem = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(100), prices: Sample.prices(100, seed: 5), initial: .energy(0),
      terminal: .energy(40))
    let run = try RollingHorizon(windowHours: 7, commitHours: 3, terminal: .nothing).runWithForesight(problem)
    #expect(abs((run.schedule.storedEnergy.last ?? 0) - 40) < 1e-9)
  }

  @Test func aWindowWithoutAPlanIsToldApart() async throws {
    // Each window of three hours would have to end with 40 MWh, which it cannot reach from 0.
    let problem = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(12), prices: Sample.prices(12, seed: 5), initial: .energy(0),
      terminal: .price(30))
    let run = try RollingHorizon(windowHours: 3, commitHours: 3, terminal: .energy(40)).runWithForesight(problem)
    #expect(run.decisions.prefix(3).allSatisfy { $0.expectedValue == nil } && run.decisions[3].expectedValue != nil)
    // Against an end that cannot be met there is nothing to regret.
    let strict = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(3), prices: [1, 2, 3], initial: .energy(0), terminal: .energy(40))
    do {
      _ = try await RollingHorizon().regret(strict, forecaster: oracle(strict, error: 0), target: "x")
      Issue.record("an end that cannot be met was scored")
    } catch let error as StorageError {
      #expect(error.code == .outOfRange && error.field == "terminal")
    }
  }

  /// Energy at a window's end is worth the price of the mean hour, however the hours are cut.
  @Test func stepsOfOtherLengthsCountByTheirTime() throws {
    let quarters: [Int64] = [0, 1, 2, 3, 4, 8, 20, 24]
    let grid = try #require(DeliveryGrid(edges: quarters.map { Sample.start.advanced(bySeconds: $0 * 900) }))
    // An hour of quarters at 100, one at 50 and three at 20: 42 on average, so that 50 is a price to sell at.
    let problem = try DispatchProblem(
      Sample.battery(charge: 1, discharge: 1, cost: 0), steps: DispatchSteps(grid: grid),
      prices: [100, 100, 100, 100, 50, 20, 45], initial: .energy(40), terminal: .price(0))
    let run = try RollingHorizon(windowHours: 5, commitHours: 5).runWithForesight(problem)
    #expect(run.schedule.discharge == [10, 10, 10, 10, 10, 0, 10])
    // 10 MWh at 100 and 10 at 50, 20 bought back at 20, 40 left at 42; then an hour at 45.
    let expected: [Double] = run.decisions.compactMap(\.expectedValue)
    #expect(expected.count == 2 && abs(expected[0] - 2780) < 1e-9 && abs(expected[1] - 450) < 1e-9)
  }

  @Test func dailyLimitsAreKeptByWholeDays() throws {
    let asset = try Sample.battery().replacing(cycleLimits: CycleLimits(cyclesPerDay: 0.5))
    let steps = try DispatchSteps(start: Instant(secondsSince1970: 1_750_032_000), minutes: 60, count: 72)
    let problem = try DispatchProblem(
      asset, steps: steps, prices: Sample.prices(72, seed: 6), initial: .energy(20), terminal: .price(25))
    let run = try RollingHorizon(windowHours: 24, commitHours: 24).runWithForesight(problem)
    #expect((run.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-6)
    #expect(throws: StorageError.self) {
      try RollingHorizon(windowHours: 24, commitHours: 6).runWithForesight(problem)
    }
  }

  @Test func figuresOutsideTheirDomainAreRefused() async throws {
    let problem = try problem(days: 2)
    for policy in [
      RollingHorizon(windowHours: 0), .init(windowHours: 12, commitHours: 24), .init(gateHours: -1),
      .init(terminal: .energy(50)), .init(increment: .nan), .init(leastBid: -1), .init(terminal: .price(.infinity)),
    ] {
      #expect(throws: StorageError.self) { try policy.runWithForesight(problem) }
    }
    let cyclic = try DispatchProblem(problem.asset, steps: problem.steps, prices: problem.buyPrices)
    #expect(throws: StorageError.self) { try RollingHorizon().runWithForesight(cyclic) }
    let gap = try TimeSeries(
      grid: problem.steps.grid, values: problem.buyPrices.map { $0 == problem.buyPrices[30] ? .nan : $0 },
      unit: Self.unit)
    await #expect {
      try await RollingHorizon().run(problem, forecaster: Oracle(truth: gap, error: 0), target: "x")
    } throws: { ($0 as? StorageError)?.code == .notFinite && ($0 as? StorageError)?.index == 30 }
  }
}

@Suite struct NaiveForecasterTests {
  private let zone = MarketTimeZone.central

  /// Hourly prices from local midnight on, each its own index.
  private func history(_ day: LocalDate, hours: Int) throws -> TimeSeries {
    let grid = try #require(DeliveryGrid(start: zone.startOfDay(day), seconds: 3600, count: hours))
    return try TimeSeries(
      grid: grid, values: (0..<hours).map(Double.init), unit: .price(.usd, per: .megawattHour))
  }

  private func values(
    _ rule: NaiveForecaster.Rule, _ history: TimeSeries, day: LocalDate, issuedHoursBefore: Int = 0, lead: Int64 = 0
  ) async throws -> [Double] {
    let forecaster = try NaiveForecaster(
      history: history, target: "x", rule: rule, zone: zone, publicationLead: lead)
    let span = zone.day(day)
    let grid = try #require(DeliveryGrid(covering: span, seconds: 3600))
    let issued = span.start.advanced(bySeconds: -Int64(issuedHoursBefore) * 3600)
    let answer = try await forecaster.forecast(ForecastRequest(target: "x", issuedAt: issued, grid: grid))
    return answer.values
  }

  @Test func yesterdayLastWeekAndTheMean() async throws {
    let start = try #require(LocalDate(year: 2025, month: 6, day: 1))
    let history = try history(start, hours: 24 * 20)
    let day = start.advanced(byDays: 10)
    #expect(try await values(.previousDay, history, day: day) == (216..<240).map(Double.init))
    #expect(try await values(.previousWeek, history, day: day) == (72..<96).map(Double.init))
    #expect(try await values(.meanOfDays(3), history, day: day) == (192..<216).map(Double.init))
  }

  @Test func onlyWhatIsPublishedIsRead() async throws {
    let start = try #require(LocalDate(year: 2025, month: 6, day: 1))
    let history = try history(start, hours: 24 * 20)
    let day = start.advanced(byDays: 10)
    // Twelve hours before the day, yesterday's afternoon is still to come: the day before serves.
    let early = try await values(.previousDay, history, day: day, issuedHoursBefore: 12)
    #expect(early == (216..<228).map(Double.init) + (204..<216).map(Double.init))
    // Day-ahead prices are known a day earlier.
    let ahead = try await values(.previousDay, history, day: day, issuedHoursBefore: 12, lead: 86_400)
    #expect(ahead == (216..<240).map(Double.init))
    #expect(try await values(.previousDay, history, day: start).allSatisfy(\.isNaN))
  }

  @Test func clockChangesShiftNothing() async throws {
    // On 9 March 2025 two o'clock is skipped, on 2 November one o'clock comes twice.
    let march = try #require(LocalDate(year: 2025, month: 3, day: 8))
    let spring = try await values(.previousDay, history(march, hours: 60), day: march.advanced(byDays: 1))
    #expect(spring == [0, 1] + (3..<24).map(Double.init))
    let after = try await values(.previousDay, history(march, hours: 60), day: march.advanced(byDays: 2))
    // Two o'clock of the short day does not exist; the hour after it, three o'clock, stands in.
    #expect(after == [24, 25, 26, 26] + (27..<47).map(Double.init))
    let november = try #require(LocalDate(year: 2025, month: 11, day: 1))
    let autumn = try await values(.previousDay, history(november, hours: 60), day: november.advanced(byDays: 1))
    #expect(autumn == [0, 1, 1] + (2..<24).map(Double.init))
  }

  @Test func otherTargetsAndCountsAreRefused() async throws {
    let history = try history(try #require(LocalDate(year: 2025, month: 6, day: 1)), hours: 48)
    #expect(throws: StorageError.self) {
      try NaiveForecaster(history: history, target: "x", rule: .meanOfDays(0))
    }
    for lead in [Int64.min, .max] {
      #expect(throws: StorageError.self) {
        try NaiveForecaster(history: history, target: "x", rule: .previousDay, publicationLead: lead)
      }
    }
    let forecaster = try NaiveForecaster(history: history, target: "x", rule: .previousDay)
    await #expect(throws: StorageError.self) {
      try await forecaster.forecast(
        ForecastRequest(target: "y", issuedAt: history.grid.end, grid: history.grid))
    }
  }
}
