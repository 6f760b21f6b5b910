import Foundation
import MarketData
import Storage
import Testing

struct DispatchScheduleTests {
  static func problem(_ limits: CycleLimits = .none) throws -> DispatchProblem {
    let asset = try StorageAsset(
      name: "small", power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.9),
      dischargeEfficiency: EfficiencyCurve(0.8), selfDischarge: 0.01, auxiliaryLoad: 0.5, throughputCost: 2,
      cycleLimits: limits)
    return try DispatchProblem(
      asset, steps: DispatchProblemTests.steps(3), prices: [10, 20, 50], initial: .energy(5), terminal: .price(12))
  }

  @Test func energyAndRevenueFollowFromPowers() throws {
    let schedule = try DispatchSchedule(
      Self.problem(), charge: [10, 0, 0], discharge: [0, 0, 8], initialEnergy: 5, method: .rule)
    let first = 5 * 0.99 + 9
    #expect(schedule.storedEnergy == [first, first * 0.99, first * 0.99 * 0.99 - 10])
    #expect(schedule.revenue["energy"] == -100 + 400)
    #expect(schedule.revenue["degradation"] == -16)
    #expect(schedule.revenue["auxiliary"] == -40)
    #expect(schedule.revenue["terminal"] == 12 * schedule.storedEnergy[2])
    #expect(schedule.revenue["no such bucket"] == 0)
    #expect(schedule.objective == schedule.revenue.total)
    #expect(schedule.equivalentCycles == 0.25)
    #expect(schedule.gap == 0)
    #expect(schedule.largestViolation(of: try Self.problem()) == nil)
    #expect(schedule.netPower == [-10, 0, 8])
  }

  @Test func violationsAreNamed() throws {
    func worst(
      _ charge: [Double], _ discharge: [Double], initial: Double = 5, limits: CycleLimits = .none
    ) throws -> DispatchSchedule.Violation? {
      let problem = try Self.problem(limits)
      return try DispatchSchedule(
        problem, charge: charge, discharge: discharge, initialEnergy: initial, method: .rule
      ).largestViolation(of: problem)
    }
    #expect(try worst([11, 0, 0], [0, 0, 0])?.limit == "charge")
    #expect(try worst([0, 0, -1], [0, 0, 0])?.limit == "charge")
    #expect(try worst([0, 10, 0], [0, 3, 0])?.limit == "simultaneous")
    #expect(try worst([0, 0, 0], [10, 0, 0])?.limit == "storedEnergy")
    #expect(try worst([0, 0, 0], [0, 0, 0], initial: 6)?.limit == "initial")
    #expect(try worst([10, 0, 0], [0, 8, 0], limits: CycleLimits(cyclesPerDay: 0.2))?.limit == "cyclesPerDay")
    #expect(try worst([10, 0, 0], [0, 8, 0], limits: CycleLimits(dischargePerYear: 5))?.limit == "dischargePerYear")
    #expect(try worst([10, 0, 0], [0, 8, 0], limits: CycleLimits(cyclesPerDay: 0.25)) == nil)
  }

  @Test func powersMustFitTheSteps() throws {
    let problem = try Self.problem()
    #expect(throws: StorageError.self) {
      try DispatchSchedule(problem, charge: [1], discharge: [0, 0, 0], initialEnergy: 5, method: .rule)
    }
    #expect(throws: StorageError.self) {
      try DispatchSchedule(problem, charge: [1, .nan, 0], discharge: [0, 0, 0], initialEnergy: 5, method: .rule)
    }
  }

  @Test func jsonRoundTripAndTable() throws {
    let schedule = try DispatchSchedule(
      Self.problem(), charge: [10, 0, 0], discharge: [0, 0, 8], initialEnergy: 5,
      awards: [ServiceAward(name: "spin", power: [0, 1, 2])], serviceRevenue: [.init(name: "spin", amount: 9)],
      method: .rule, marginalValues: [1, 2, 3])
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(DispatchSchedule.self, from: data) == schedule)
    #expect(schedule.revenue["spin"] == 9)
    let text = schedule.description
    #expect(text.contains("spin") && text.contains("degradation") && text.contains("2025-01-01"))
  }

  @Test func anotherProblemsScheduleIsNoSchedule() throws {
    let problem = try Self.problem()
    let schedule = try DispatchSchedule(
      problem, charge: [10, 0, 0], discharge: [0, 0, 8], initialEnergy: 5, method: .rule)
    func other(_ count: Int, minutes: Int = 60) throws -> DispatchProblem {
      try DispatchProblem(
        problem.asset, steps: DispatchProblemTests.steps(count, minutes: minutes),
        prices: [Double](repeating: 9, count: count), initial: .energy(5), terminal: .price(12))
    }
    for different in [try other(2), try other(4), try other(3, minutes: 30)] {
      #expect(schedule.largestViolation(of: different)?.limit == "steps")
      #expect(schedule.largestViolation(of: different)?.relative == .infinity)
    }
    // The end cannot be reached in three hours.
    let full = try DispatchProblem(
      problem.asset, steps: problem.steps, prices: [1, 2, 3], initial: .energy(5), terminal: .energy(40))
    let none = try full.optimised()
    #expect(!none.hasSchedule)
    #expect(none.largestViolation(of: full)?.limit == "schedule")
    #expect(none.largestViolation(of: try ServiceProblem(full, offers: []))?.relative == .infinity)
  }
}
