import MarketData
import Storage
import Testing

struct MarketSequenceTests {
  private let dayAhead: [Double] = [20, 25, 60, 70, 30, 80]
  private let intraday: [Double] = [.nan, 25, 75, 60, 20, 90]
  private let realTime: [Double] = [.nan, .nan, 10, 95, 40, 85]

  private func sequence(_ stages: [MarketStage], initial: InitialState = .energy(0)) throws -> MarketSequence {
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, throughputCost: 1)
    return try MarketSequence(asset, steps: DispatchProblemTests.steps(6), stages: stages, initial: initial)
  }

  private var stages: [MarketStage] {
    [
      MarketStage(name: "day-ahead", prices: dayAhead),
      MarketStage(name: "intraday", prices: intraday, firstOpenStep: 1),
      MarketStage(name: "real-time", prices: realTime, firstOpenStep: 2),
    ]
  }

  @Test func changesAddUpToTheDelivery() throws {
    for initial in [InitialState.energy(0), .cyclic] {
      let result = try sequence(stages, initial: initial).optimised()
      let last = try #require(result.schedules.last)
      for step in 0..<6 {
        let sold = result.trades.reduce(0) { $0 + $1.energy[step] }
        #expect(abs(sold - (last.discharge[step] - last.charge[step])) < 1e-12)
      }
      for (trades, prices) in zip(result.trades, [dayAhead, intraday, realTime]) {
        let sum = zip(trades.energy, prices).reduce(0) { $1.1.isNaN ? $0 : $0 + $1.0 * $1.1 }
        #expect(abs(sum - trades.revenue) < 1e-9)
        #expect(result.revenue[trades.market] == trades.revenue)
      }
      #expect(result.trades[1].energy[0] == 0 && result.trades[2].energy[1] == 0)
    }
  }

  @Test func aLaterMarketNeverTakesMoneyAway() throws {
    let one = try sequence([stages[0]]).optimised()
    let two = try sequence(Array(stages.prefix(2))).optimised()
    let three = try sequence(stages).optimised()
    #expect(two.revenue.total > one.revenue.total && three.revenue.total > two.revenue.total)
    // The same prices again: nothing to trade.
    let again = try sequence([stages[0], MarketStage(name: "again", prices: dayAhead)]).optimised()
    #expect(abs(again.trades[1].revenue) < 1e-9)
    #expect(abs(again.revenue.total - one.revenue.total) < 1e-9)
  }

  @Test func everyPositionKeepsTheLimitsOfTheWhole() throws {
    let flat = try EfficiencyCurve(0.9)
    // One cycle a day, two local days of UTC in steps of six hours, and a second market that opens with the second day.
    let limited = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, throughputCost: 1,
      cycleLimits: CycleLimits(cyclesPerDay: 1))
    let start = try #require(Instant(iso8601: "2026-06-01T00:00:00Z"))
    let steps = try DispatchSteps(start: start, minutes: 360, count: 8)
    let first: [Double] = [10, 80, 12, 90, 10, 70, 15, 60]
    let second: [Double] = [.nan, .nan, .nan, .nan, 20, 95, 5, 85]
    let result = try MarketSequence(
      limited, steps: steps,
      stages: [
        MarketStage(name: "day-ahead", prices: first), MarketStage(name: "intraday", prices: second, firstOpenStep: 4),
      ]
    ).optimised()
    #expect(result.trades[1].revenue > 1)
    for schedule in result.schedules {
      try #require(schedule.hasSchedule)
      let problem = try DispatchProblem(limited, steps: steps, prices: first)
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
    }
    // A store without limits moves more than one cycle in a day.
    let free = try DispatchProblem(limited.replacing(cycleLimits: CycleLimits.none), steps: steps, prices: first)
    let most = try free.optimised().largestViolation(of: DispatchProblem(limited, steps: steps, prices: first))
    #expect(most?.limit == "cyclesPerDay")
  }

  @Test(arguments: ["ramp", "day", "year"])
  func whatReachesAcrossAGateIsRefused(_ limit: String) throws {
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, ramp: limit == "ramp" ? 0.5 : nil,
      cycleLimits: CycleLimits(
        cyclesPerDay: limit == "day" ? 1 : nil, cyclesPerYear: limit == "year" ? 300 : nil))
    let steps = try DispatchProblemTests.steps(6)
    #expect {
      try MarketSequence(asset, steps: steps, stages: stages, initial: .energy(0))
    } throws: { error in
      (error as? StorageError)?.code == .unsupported && (error as? StorageError)?.index == 1
    }
    // Without a gate the whole is planned again: the limits hold.
    let again = MarketStage(name: "again", prices: [30, 10, 80, 20, 90, 15])
    let result = try MarketSequence(asset, steps: steps, stages: [stages[0], again], initial: .energy(0)).optimised()
    for (schedule, prices) in zip(result.schedules, [dayAhead, again.prices]) {
      try #require(schedule.hasSchedule)
      let problem = try DispatchProblem(asset, steps: steps, prices: prices, initial: .energy(0))
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
    }
  }

  @Test func stagesThatMakeNoSenseAreRefused() {
    #expect(throws: StorageError.self) { try sequence([]) }
    #expect(throws: StorageError.self) { try sequence([stages[1]]) }
    #expect(throws: StorageError.self) { try sequence([stages[0], stages[0]]) }
    #expect(throws: StorageError.self) { try sequence([stages[0], stages[2], stages[1]]) }
    #expect(throws: StorageError.self) {
      try sequence([stages[0], MarketStage(name: "late", prices: intraday, firstOpenStep: 6)])
    }
    #expect(throws: StorageError.self) { try sequence([stages[0], MarketStage(name: "gap", prices: intraday)]) }
    #expect(throws: StorageError.self) { try sequence([MarketStage(name: "short", prices: [1, 2])]) }
  }
}
