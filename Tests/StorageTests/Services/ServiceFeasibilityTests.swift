import MarketData
import Storage
import Testing

/// A schedule with services held against every limit of its problem.
struct ServiceFeasibilityTests {
  private static let tolerance = 1e-9

  /// 10 MW, 40 MWh, lossless; a service upwards with calls of a fifth, one downwards, one in a group with the first.
  private static func problem(
    _ limits: CycleLimits = .none, minimumAward: Double = 0, minimumDuration: Double = 0, committed: [Double] = []
  ) throws -> ServiceProblem {
    let asset = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(1), dischargeEfficiency: EfficiencyCurve(1),
      cycleLimits: limits)
    let energy = try DispatchProblem(
      asset, steps: ServiceProblems.steps(3), prices: [10, 20, 30], initial: .energy(20))
    let up = try AncillaryService(
      "up", .up, durationHours: 2, deployment: 0.2, minimumAward: minimumAward, minimumDuration: minimumDuration,
      exclusiveGroup: "one")
    let down = try AncillaryService("down", .down, durationHours: 2, maximumAward: 8)
    let other = try AncillaryService("other", .up, durationHours: 0, exclusiveGroup: "one")
    return try ServiceProblem(
      energy,
      offers: [
        ServiceOffer(up, prices: [1, 1, 1], commitments: committed), ServiceOffer(down, prices: [1, 1, 1]),
        ServiceOffer(other, prices: [1, 1, 1]),
      ])
  }

  private static func worst(
    _ problem: ServiceProblem, charge: [Double] = [0, 0, 0], discharge: [Double] = [0, 0, 0], up: [Double] = [0, 0, 0],
    down: [Double] = [0, 0, 0], other: [Double] = [0, 0, 0]
  ) throws -> DispatchSchedule.Violation? {
    try problem.schedule(
      charge: charge, discharge: discharge,
      awards: [
        ServiceAward(name: "up", power: up), ServiceAward(name: "down", power: down),
        ServiceAward(name: "other", power: other),
      ], initialEnergy: 20
    ).largestViolation(of: problem)
  }

  @Test func violationsOfServicesAreNamed() throws {
    let problem = try Self.problem()
    #expect(try Self.worst(problem, up: [5, 5, 0], down: [5, 0, 0], other: [0, 0, 3]) == nil)
    #expect(try Self.worst(problem, up: [-1, 0, 0])?.limit == "award")
    #expect(try Self.worst(problem, down: [0, 8.5, 0])?.limit == "maximumAward")
    #expect(try Self.worst(problem, up: [1, 0, 0], other: [1, 0, 0])?.limit == "exclusiveGroup")
    #expect(try Self.worst(problem, discharge: [6, 0, 0], up: [5, 0, 0])?.limit == "powerUp")
    #expect(try Self.worst(problem, charge: [6, 0, 0], down: [5, 0, 0])?.limit == "powerDown")
    // 20 MWh, of which 4 are left when the third step begins: 2 MW for two hours, and 3 are 2 MWh too many.
    let short = try #require(try Self.worst(problem, discharge: [8, 8, 0], up: [0, 0, 3]))
    #expect(short.limit == "energyUp" && short.index == 2)
    // Calls take 0.6 MWh more while the step lasts, and the energy must be there at its end too.
    #expect(abs(short.amount - 2.6) < 1e-12 && abs(short.relative - 2.6 / 40) < 1e-12)
    #expect(try Self.worst(problem, charge: [8, 8, 0], down: [0, 0, 3])?.limit == "energyDown")
    let sized = try Self.problem(minimumAward: 2)
    #expect(try Self.worst(sized, up: [0, 1, 0])?.limit == "minimumAward")
    let lasting = try Self.problem(minimumAward: 2, minimumDuration: 2)
    #expect(try Self.worst(lasting, up: [2, 0, 0])?.limit == "minimumDuration")
    #expect(try Self.worst(lasting, up: [2, 2, 0]) == nil)
    #expect(try Self.worst(lasting, up: [0, 0, 2]) == nil)
    let committed = try Self.problem(committed: [.nan, 3, .nan])
    #expect(try Self.worst(committed, up: [0, 2, 0])?.limit == "commitment")
    #expect(try Self.worst(committed, up: [0, 3, 0]) == nil)
  }

  @Test func callsCountInTheBalanceAndInLimitsByDay() throws {
    // 3 MW for an hour, and calls of a fifth of 7.5 and of 2.5 MW: 5 MWh.
    let discharge = [3.0, 0, 0]
    for (limits, limit) in [
      (CycleLimits(cyclesPerDay: 4.9 / 40), "cyclesPerDay"), (CycleLimits(dischargePerDay: 4.9), "dischargePerDay"),
    ] {
      let problem = try Self.problem(limits)
      let full = try #require(try Self.worst(problem, discharge: discharge, up: [0, 7.5, 2.5]))
      #expect(full.limit == limit && abs(full.amount - 0.1) < 1e-12)
      // Without the calls it would be within the limit.
      #expect(try Self.worst(problem, discharge: discharge) == nil)
    }
    let problem = try Self.problem()
    let plan = try problem.schedule(
      charge: [0, 0, 0], discharge: [0, 0, 0],
      awards: [
        ServiceAward(name: "up", power: [5, 0, 0]), ServiceAward(name: "down", power: [0, 0, 0]),
        ServiceAward(name: "other", power: [0, 0, 0]),
      ], initialEnergy: 20)
    #expect(plan.storedEnergy == [19, 19, 19])
    // 5 MW at 1 each, and 1 MWh of calls at 10.
    #expect(plan.revenue["up"] == 15 && plan.objective == 15)
    #expect(plan.largestViolation(of: problem) == nil)
    #expect(throws: StorageError.self) {
      try problem.schedule(charge: [0, 0, 0], discharge: [0, 0, 0], awards: plan.awards.reversed(), initialEnergy: 20)
    }
    #expect(throws: StorageError.self) {
      try problem.schedule(charge: [0], discharge: [0, 0, 0], awards: plan.awards, initialEnergy: 20)
    }
    // Awards of other services are no awards of this problem.
    let bare = try ServiceProblem(problem.dispatch, offers: [])
    #expect(plan.largestViolation(of: bare)?.limit == "awards")
  }

  @Test(arguments: 0..<24) func solvedSchedulesKeepEverything(_ seed: UInt64) throws {
    let problem = try ServiceProblems.random(seed)
    let schedule = try problem.optimised()
    guard schedule.hasSchedule else { return }
    #expect(schedule.largestViolation(of: problem)?.relative ?? 0 < Self.tolerance)
    #expect(ServiceProblemTests.worstViolation(schedule, problem) < Self.tolerance)
  }
}
