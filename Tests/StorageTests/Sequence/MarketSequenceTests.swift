import Foundation
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
  func whatReachesAcrossAGateIsKept(_ limit: String) throws {
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, ramp: limit == "ramp" ? 0.5 : nil,
      cycleLimits: CycleLimits(
        cyclesPerDay: limit == "day" ? 0.6 : nil, cyclesPerYear: limit == "year" ? 876 : nil))
    let steps = try DispatchProblemTests.steps(6)
    let late = MarketStage(name: "late", prices: [30, 10, 80, 20, 190, 15], firstOpenStep: 4)
    for stages in [stages, [stages[0], MarketStage(name: "again", prices: late.prices)], [stages[0], late]] {
      let result = try MarketSequence(asset, steps: steps, stages: stages, initial: .energy(0)).optimised()
      #expect(result.status == .solved && result.schedules.count == stages.count)
      let problem = try DispatchProblem(asset, steps: steps, prices: dayAhead, initial: .energy(0))
      for schedule in result.schedules {
        #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-8)
      }
      #expect(result.trades.allSatisfy { $0.gain >= 0 })
    }
    // Without the limit the store does what the limit forbids.
    let free = try sequence(stages).optimised()
    let problem = try DispatchProblem(asset, steps: steps, prices: dayAhead, initial: .energy(0))
    let delivery = try #require(free.delivery)
    let violation = try #require(delivery.largestViolation(of: problem))
    #expect(violation.limit == (limit == "ramp" ? "ramp" : limit == "day" ? "cyclesPerDay" : "cyclesPerYear"))
  }

  /// 1 MW, 1 MWh, no losses, full at the beginning; worth nothing at the end.
  private func handed(_ stages: [MarketStage], position: [Double] = []) throws -> MarketSequenceResult {
    let whole = try EfficiencyCurve(1)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 1, chargeEfficiency: whole, dischargeEfficiency: whole)
    return try MarketSequence(
      asset, steps: DispatchProblemTests.steps(2), stages: stages, initial: .energy(1), position: position
    ).optimised()
  }

  @Test func aSpreadMakesABandInWhichThePositionStays() throws {
    let first = MarketStage(name: "a", prices: [50, 40])
    // Sold in the first hour; to move it costs the ask there and earns the bid in the second.
    for (spread, moves) in [(4.0, true), (8, false)] {
      let second = MarketStage(name: "b", prices: [50, 57], charges: try MarketCharges(spread: spread))
      let result = try handed([first, second])
      #expect(result.trades[0].energy == [1, 0] && result.trades[0].revenue == 50)
      #expect(result.trades[1].energy == (moves ? [-1, 1] : [0, 0]))
      #expect(abs(result.trades[1].revenue - (moves ? 3 : 0)) < 1e-12)
      #expect(abs(result.trades[1].charges - (moves ? 4 : 0)) < 1e-12)
      #expect(result.trades[1].gain == result.trades[1].revenue)
      #expect(abs(result.revenue.total - (moves ? 53 : 50)) < 1e-12)
    }
    // Fees and taxes are parts of the same distance: ask 1.02·50 + 1 = 52, bid 0.9·57 - 0.3 = 51.
    let taxed = try MarketCharges(importFee: 1, exportFee: 0.3, importTax: 0.02, exportTax: 0.1)
    let result = try handed([first, MarketStage(name: "b", prices: [50, 57], charges: taxed)])
    #expect(result.trades[1].energy == [0, 0])
    let dearer = try handed([first, MarketStage(name: "b", prices: [50, 67], charges: taxed)])
    #expect(abs(dearer.trades[1].revenue - (0.9 * 67 - 0.3 - 52)) < 1e-12)
  }

  @Test func anOutageThatIsKnownLateIsBoughtBack() throws {
    let first = MarketStage(name: "a", prices: [30, 60])
    let out = try Availability(discharge: [1, 0])
    let charges = try MarketCharges(spread: 2)
    let early = try handed([first, MarketStage(name: "b", prices: [30, 70], charges: charges, availability: out)])
    #expect(early.trades[1].energy == [1, -1] && abs(early.trades[1].revenue - (29 - 71)) < 1e-12)
    let late = try handed([
      first, MarketStage(name: "b", prices: [.nan, 70], firstOpenStep: 1, charges: charges, availability: out),
    ])
    #expect(late.trades[1].energy == [0, -1] && late.trades[1].gain == -71 && late.delivery?.storedEnergy == [1, 1])
    // What was out and is settled stays as it was; a market of later steps knows of the first one's outage.
    let closed = try Availability(discharge: [0, 1])
    let settled = try handed([
      first, MarketStage(name: "b", prices: [0, 70], firstOpenStep: 1, availability: closed),
    ])
    #expect(settled.status == .solved && settled.trades[1].energy == [0, 0])
  }

  @Test func aMarketWithoutAPositionEndsTheSequence() throws {
    let asset = try StorageAssetTests.reference()
    let steps = try DispatchProblemTests.steps(4)
    let out = try Availability(charge: [1, 1, 0, 0], discharge: [1, 1, 0, 0])
    let stages = [
      MarketStage(name: "a", prices: [60, 60, 10, 10]),
      MarketStage(name: "b", prices: [60, 60, 10, 10], firstOpenStep: 2, availability: out),
      MarketStage(name: "c", prices: [60, 60, 10, 10], firstOpenStep: 2),
    ]
    let result = try MarketSequence(asset, steps: steps, stages: stages, initial: .energy(200), terminal: .energy(200))
      .optimised()
    #expect(result.status == .infeasible && result.trades.map(\.market) == ["a"] && result.schedules.count == 1)
    #expect(result.description.contains("infeasible"))
    let idle = MarketStage(name: "a", prices: [60, 60, 10, 10], availability: try Availability(charge: [0, 0, 0, 0]))
    let none = try MarketSequence(asset, steps: steps, stages: [idle], initial: .energy(0), terminal: .energy(200))
      .optimised()
    #expect(none.status == .infeasible && none.delivery == nil && none.gap == .infinity && !none.description.isEmpty)
    for result in [result, none] {
      #expect(try JSONDecoder().decode(MarketSequenceResult.self, from: JSONEncoder().encode(result)) == result)
    }
  }

  @Test func aPositionFromElsewhereIsTradedLikeOnesOwn() throws {
    let charges = try MarketCharges(spread: 3)
    let second = MarketStage(name: "b", prices: [30, 45, 75, 40, 20, 90], charges: charges)
    let both = try sequence([stages[0], second]).optimised()
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, throughputCost: 1)
    let steps = try DispatchProblemTests.steps(6)
    let alone = try MarketSequence(
      asset, steps: steps, stages: [second], initial: .energy(0), position: both.schedules[0].netPower
    ).optimised()
    #expect(zip(alone.trades[0].energy, both.trades[1].energy).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(alone.trades[0].revenue - both.trades[1].revenue) < 1e-9)
    // A position that the store cannot deliver is bought back.
    let impossible = try MarketSequence(
      asset, steps: steps, stages: [second], initial: .energy(0), position: [5, 5, 5, 5, 5, 5]
    ).optimised()
    #expect(impossible.status == .solved && impossible.trades[0].revenue < 0)
    let net = try #require(impossible.delivery).netPower
    #expect(zip(impossible.trades[0].energy, net).allSatisfy { abs($0 - ($1 - 5)) < 1e-12 })
    for position in [[1.0], [.nan, 0, 0, 0, 0, 0]] {
      #expect(throws: StorageError.self) {
        try MarketSequence(asset, steps: steps, stages: [second], position: position)
      }
    }
  }

  @Test func theAuxiliaryLoadIsBoughtOnce() throws {
    let flat = try EfficiencyCurve(0.9)
    func total(_ load: Double) throws -> Double {
      let asset = try StorageAsset(
        power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, auxiliaryLoad: load)
      let steps = try DispatchProblemTests.steps(6)
      return try MarketSequence(asset, steps: steps, stages: stages, initial: .energy(0)).optimised().revenue.total
    }
    #expect(abs(try total(0) - total(0.1) - 0.1 * dayAhead.reduce(0, +)) < 1e-9)
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
    #expect(throws: StorageError.self) {
      try sequence([MarketStage(name: "parts", prices: dayAhead, availability: Availability(charge: [1]))])
    }
  }
}
