import MarketData
import Storage
import Testing

@Suite struct WarrantyTests {
  /// Two days of four steps of six hours, a store of 10 MWh.
  private func record(temperatures: [Double] = []) throws -> UseRecord {
    let start = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
    let steps = try DispatchSteps(start: start, minutes: 360, count: 8)
    return try UseRecord(
      steps: steps, discharge: [0, 1, 0, 0.5, 0, 0, 0, 1.25], states: [0, 10, 3, 9, 5.5, 5.5, 5.5, 8, 0], capacity: 10,
      temperatures: temperatures, earlierThroughput: 100)
  }

  @Test func usesAreCounted() throws {
    let record = try record(temperatures: [20, 25, 30, 36, 40, 22, 5, 4])
    let warranty = Warranty(
      cyclesPerDay: 1, cyclesPerYear: 365, throughputPerYear: 1000, lifetimeThroughput: 110, highestTemperature: 45,
      greatestMeanState: 0.6,
      dwell: [
        .init(.warmerThan(35), hoursPerYear: 500), .init(.colderThan(5), hoursPerYear: 2000),
        .init(.stateAbove(0.9), hoursPerYear: 100), .init(.stateBelow(0.2), hoursPerYear: 2000),
      ])
    let checks = try warranty.checks(record)
    let part = 2 / 365.0
    let expected: [(String, Double, Double)] = [
      // 7 + 3.5 MWh on the first day, 8 on the second.
      ("cyclesPerDay", 1.05, 1), ("cyclesPerYear", 1.85, 2), ("throughputPerYear", 16.5, 1000 * part),
      ("lifetimeThroughput", 116.5, 110), ("highestTemperature", 40, 45),
      ("greatestMeanState", (5 + 6.5 + 6 + 7.25 + 5.5 + 5.5 + 6.75 + 4) / 80, 0.6),
      ("hours warmer than 35.0", 12, 500 * part), ("hours colder than 5.0", 6, 2000 * part),
      // Above 9 MWh: a tenth of 0 → 10, a seventh of 10 → 3, none of 3 → 9.
      ("hours above state 0.9", 6 * (0.1 + 1 / 7.0), 100 * part),
      // Below 2 MWh: a fifth of 0 → 10, a quarter of 8 → 0.
      ("hours below state 0.2", 6 * (0.2 + 0.25), 2000 * part),
    ]
    #expect(checks.map(\.limit) == expected.map(\.0))
    for (check, (_, used, allowed)) in zip(checks, expected) {
      #expect(abs(check.used - used) < 1e-12 && abs(check.allowed - allowed) < 1e-9)
      #expect(check.headroom == check.allowed - check.used)
    }
    #expect(
      checks.filter { !$0.isKept }.map(\.limit) == [
        "cyclesPerDay", "throughputPerYear", "lifetimeThroughput", "hours warmer than 35.0", "hours above state 0.9",
      ])
    #expect("\(checks[0])".hasSuffix("exceeded"))
  }

  @Test func whatWasNotMeasuredIsSaid() throws {
    let record = try record()
    #expect(throws: StorageError.self) { try Warranty(highestTemperature: 40).checks(record) }
    #expect(throws: StorageError.self) { try Warranty(dwell: [.init(.warmerThan(30), hoursPerYear: 1)]).checks(record) }
    #expect(throws: StorageError.self) { try Warranty(cyclesPerYear: .nan).checks(record) }
    #expect(try Warranty().checks(record).isEmpty)
    #expect(throws: StorageError.self) {
      try UseRecord(steps: record.steps, discharge: record.discharge, states: [0], capacity: 10)
    }
  }

  /// A record of a schedule counts the cycles that the schedule counts: what is lost by standing is none.
  @Test func standingMakesNoCycles() throws {
    let problem = try DispatchProblem(
      Sample.battery(loss: 0.02), steps: Sample.hours(72), prices: Sample.prices(72, seed: 4), initial: .energy(30),
      terminal: .price(35))
    let schedule = try problem.optimised()
    let record = try UseRecord(schedule, of: problem.asset)
    #expect(schedule.equivalentCycles > 1 && abs(record.equivalentCycles - schedule.equivalentCycles) < 1e-9)
  }
}
