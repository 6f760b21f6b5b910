import MarketData
import NumericalKernels
import Storage
import Testing

/// The general program: parts, duals, decisions.
struct DispatchProgramTests {
  private static let tolerance = 1e-6

  private static func problem(
    _ prices: [Double], _ asset: StorageAsset, initial: InitialState = .energy(0),
    terminal: TerminalValue = .none, offers: [ServiceOffer] = []
  ) throws -> ServiceProblem {
    try ServiceProblem(
      DispatchProblem(
        asset, steps: ServiceProblems.steps(prices.count), prices: prices, initial: initial, terminal: terminal),
      offers: offers)
  }

  private static func asset(
    ramp: Double? = nil, minimumPower: Double = 0, limits: CycleLimits = .none, efficiency: EfficiencyCurve? = nil,
    cost: Double = 0
  ) throws -> StorageAsset {
    try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: efficiency ?? EfficiencyCurve(1),
      dischargeEfficiency: EfficiencyCurve(1), ramp: ramp, minimumChargePower: minimumPower,
      minimumDischargePower: minimumPower, throughputCost: cost, cycleLimits: limits)
  }

  @Test func partsJoinAndRowsHaveDuals() throws {
    var program = DispatchProgram()
    let store = try program.add(Self.problem([10, 10, 50], Self.asset()))
    let cap = try program.addRow(store.discharge[2], in: -.infinity...6)
    let solution = try program.solve()
    #expect(solution.status == .solved)
    #expect(abs(solution.objective - 6 * 40) < Self.tolerance)
    #expect(abs(solution.value(of: store.discharge[2]) - 6) < Self.tolerance)
    #expect(abs(solution.dual(of: cap) - 40) < Self.tolerance)
    // A MWh more in the store when the second step ends would save its purchase.
    #expect(abs(solution.dual(of: store.balance[1]) - 10) < Self.tolerance)
  }

  @Test func aRampSlowsTheStore() throws {
    let schedule = try Self.problem([10, 50, 10, 50], Self.asset(ramp: 5), initial: .energy(20)).optimised(
      general: true)
    #expect(schedule.method == .linearProgram)
    let net = schedule.netPower
    for (last, next) in zip(net, net.dropFirst()) { #expect(abs(next - last) <= 5 + 1e-7) }
    let free = try Self.problem([10, 50, 10, 50], Self.asset(), initial: .energy(20)).optimised(general: true)
    #expect(free.objective > schedule.objective + 1)
  }

  @Test func aLeastPowerIsKept() throws {
    // One hour is dear; with 8 MWh in the store and at least 9 MW there is nothing to sell but what is bought first.
    let schedule = try Self.problem([30, 50], Self.asset(minimumPower: 9), initial: .energy(8)).optimised(general: true)
    #expect(schedule.status == .solved)
    #expect(schedule.method == .mixedIntegerProgram)
    #expect(abs(schedule.objective - (-9 * 30 + 10 * 50)) < 1e-4)
    for power in schedule.charge + schedule.discharge where power > 0 { #expect(power >= 9 - 1e-6) }
  }

  @Test func budgetsBindAndArePriced() throws {
    let problem = try Self.problem(
      [10, 50, 10, 40], Self.asset(limits: CycleLimits(dischargePerDay: 15)))
    var program = DispatchProgram()
    let store = try program.add(problem)
    let solution = try program.solve()
    #expect(abs(solution.objective - (10 * 40 + 5 * 30)) < Self.tolerance * 100)
    let limit = try #require(store.limits.first)
    #expect(limit.name == "dischargePerDay")
    #expect(abs(solution.dual(of: limit.row) - 30) < Self.tolerance)
    #expect(try problem.optimised(general: true).largestViolation(of: problem.dispatch)?.relative ?? 0 <= 1e-9)
  }

  /// One more unit of a limit earns what its price says, whichever method finds the schedule.
  @Test func schedulesSayWhatTheirLimitsCost() throws {
    let prices = [10, 50, 10, 40, 12, 70, 15, 90.0]
    func schedule(_ limits: CycleLimits, ramp: Double? = nil, general: Bool = false) throws -> DispatchSchedule {
      let problem = try Self.problem(prices, Self.asset(ramp: ramp, limits: limits))
      let schedule = try problem.optimised(general: general)
      #expect(schedule.status == .solved && schedule.largestViolation(of: problem.dispatch)?.relative ?? 0 <= 1e-9)
      return schedule
    }
    let part = 8 / 8760.0
    let cases: [(name: String, of: (Double) -> CycleLimits, value: Double, step: Double)] = [
      ("cyclesPerDay", { CycleLimits(cyclesPerDay: $0) }, 0.613, 1e-3),
      ("dischargePerDay", { CycleLimits(dischargePerDay: $0) }, 22.7, 1e-2),
      ("cyclesPerYear", { CycleLimits(cyclesPerYear: $0) }, 0.613 / part, 1e-3 / part),
      ("dischargePerYear", { CycleLimits(dischargePerYear: $0) }, 22.7 / part, 1e-2 / part),
    ]
    for limit in cases {
      let bound = try schedule(limit.of(limit.value), ramp: 15)
      #expect(bound.method == .linearProgram)
      let price = try #require(bound.limitPrices.first)
      let next = try schedule(limit.of(limit.value + limit.step), ramp: 15)
      #expect(price.limit == limit.name && price.firstStep == 0 && price.price > 0)
      let gain = (next.objective - bound.objective) / limit.step
      #expect(abs(gain - price.price) < 1e-4 * price.price, "\(limit.name)")
    }
    // The dynamic programme and the linear program price the same budget alike.
    let cycles = CycleLimits(cyclesPerYear: 0.613 / part)
    let (programme, program) = (try schedule(cycles), try schedule(cycles, general: true))
    #expect(programme.method == .concaveProgramme && program.method == .linearProgram)
    let known = try #require(programme.limitPrices.first?.price)
    #expect(abs((program.limitPrices.first?.price ?? 0) - known) < 1e-6 * known)
    // A limit that does not bind costs nothing; a store without limits has no prices of them.
    let loose = try schedule(CycleLimits(cyclesPerDay: 50), ramp: 15)
    #expect(loose.limitPrices.count == 1 && loose.limitPrices[0].price < 1e-4)
    #expect(try schedule(.none, ramp: 15).limitPrices.isEmpty)
    // With decisions the price is that of the decisions taken.
    let limits = CycleLimits(dischargePerDay: 15)
    let least = try Self.problem([10, 50, 10, 40], Self.asset(minimumPower: 2, limits: limits)).optimised(general: true)
    let price = try #require(least.limitPrices.first?.price)
    #expect(least.method == .mixedIntegerProgram && abs(price - 30) < 1e-4)
  }

  @Test func pricesBelowZeroDoNotBurnEnergy() throws {
    // With a round trip of 64 % a relaxation would charge and discharge at once at -100.
    let lossy = try StorageAsset(
      power: 10, energyCapacity: 10, chargeEfficiency: EfficiencyCurve(0.8), dischargeEfficiency: EfficiencyCurve(0.8))
    let problem = try Self.problem([-100, -100, 20], lossy)
    let schedule = try problem.optimised(general: true)
    #expect(schedule.method == .mixedIntegerProgram)
    for t in 0..<3 { #expect(min(schedule.charge[t], schedule.discharge[t]) < 1e-9) }
    // 8 MWh in the first step, 2 in the second, all of it sold in the third; or the same with the steps turned.
    #expect(abs(schedule.objective - (1000 + 250 + 160)) < 1e-3)
    #expect(schedule.largestViolation(of: problem.dispatch)?.relative ?? 0 <= 1e-9)
  }

  @Test func efficienciesByPowerAreFollowed() throws {
    let convex = try EfficiencyCurve([.init(power: 5, efficiency: 0.95), .init(power: 10, efficiency: 0.85)])
    let concave = try EfficiencyCurve([.init(power: 5, efficiency: 0.7), .init(power: 10, efficiency: 0.9)])
    for curve in [convex, concave] {
      let problem = try Self.problem([10, 12, 60, 55], Self.asset(efficiency: curve))
      let schedule = try problem.optimised(general: true)
      #expect(schedule.status == .solved)
      #expect(schedule.largestViolation(of: problem.dispatch)?.relative ?? 0 <= 1e-9)
      // Charging at full power in both cheap steps, sold in the dear ones.
      let stored = 2 * curve.stored(charging: 10)
      #expect(abs(schedule.storedEnergy[1] - stored) < 1e-6)
    }
  }

  @Test func terminalCurvesWithAndWithoutDents() throws {
    let concave = TerminalValue.curve([
      .init(energy: 0, value: 0), .init(energy: 10, value: 400), .init(energy: 40, value: 700),
    ])
    let dented = TerminalValue.curve([
      .init(energy: 0, value: 0), .init(energy: 10, value: 100), .init(energy: 20, value: 1000),
    ])
    let first = try Self.problem([20], Self.asset(), terminal: concave).optimised(general: true)
    #expect(abs(first.objective - (400 - 200)) < 1e-4)
    // Ten MWh would cost 200 and are worth 100: nothing is bought, although a relaxation would.
    let second = try Self.problem([20], Self.asset(), terminal: dented).optimised(general: true)
    #expect(abs(second.objective) < 1e-4)
  }

  @Test func awardsWithDecisions() throws {
    let steps = 4
    func offer(
      _ name: String, _ prices: [Double], least: Double = 0, duration: Double = 0, group: String? = nil
    ) throws -> ServiceOffer {
      ServiceOffer(
        try AncillaryService(
          name, .up, durationHours: 1, minimumAward: least, minimumDuration: duration, exclusiveGroup: group),
        prices: prices)
    }
    let flat = [Double](repeating: 30, count: steps)
    // At least 8 MW need 8 MWh, and there are 5: no award, whatever it pays.
    let short = try StorageAsset(
      power: 10, energyCapacity: 5, chargeEfficiency: EfficiencyCurve(1), dischargeEfficiency: EfficiencyCurve(1))
    let none = try Self.problem(flat, short, initial: .cyclic, offers: [offer("a", [9, 9, 9, 9], least: 8)]).optimised(
      general: true)
    #expect(none.status == .solved)
    #expect((none.awards.first?.power ?? []).allSatisfy { $0 < 1e-7 })
    // An award of three hours has to take the bad ones as well.
    let long = try Self.problem(
      flat, Self.asset(), initial: .cyclic, offers: [offer("a", [9, -2, -4, -9], least: 1, duration: 3)]
    ).optimised(general: true)
    let award = try #require(long.awards.first?.power)
    #expect(abs(award[0] - 10) < 1e-6)
    #expect(abs(award[1] - 1) < 1e-6)
    #expect(abs(award[2] - 1) < 1e-6)
    #expect(award[3] < 1e-6)
    // Of a group one at a time.
    let group = try Self.problem(
      flat, Self.asset(), initial: .cyclic,
      offers: [offer("a", [9, 1, 9, 1], group: "g"), offer("b", [5, 5, 5, 5], group: "g")]
    ).optimised(general: true)
    for t in 0..<steps {
      #expect(min(group.awards[0].power[t], group.awards[1].power[t]) < 1e-7)
      #expect(abs(group.awards[t % 2].power[t] - 10) < 1e-5)
    }
  }

  @Test func commitmentsAreKept() throws {
    let service = try AncillaryService("a", .up, durationHours: 1)
    let offer = ServiceOffer(service, prices: [0, 0], commitments: [7, .nan])
    let schedule = try Self.problem([50, 10], Self.asset(), initial: .energy(10), offers: [offer]).optimised(
      general: true)
    #expect(schedule.awards.first?.power[0] == 7)
    // Seven of ten MW are kept free while the price is high.
    #expect(abs(schedule.discharge[0] - 3) < 1e-6)
  }

  @Test func badPartsAreRefused() throws {
    var program = DispatchProgram()
    #expect(throws: StorageError.self) { try program.solve() }
    let variable = try program.addVariable(in: 0...1)
    var other = DispatchProgram()
    #expect(throws: StorageError.self) { try other.addRow(LinearExpression(variable), in: 0...1) }
    #expect(throws: StorageError.self) { try program.addRow(LinearExpression(variable, .nan), in: 0...1) }
    #expect(throws: StorageError.self) { try program.addVariable(in: 0...1, revenue: .infinity) }
  }

  @Test func endlessRevenueAndImpossibleRowsAreData() throws {
    var program = DispatchProgram()
    let variable = try program.addVariable(in: 0 ... .infinity, revenue: 1)
    #expect(try program.solve().status == .unbounded)
    try program.addRow(LinearExpression(variable), in: -.infinity ... -1)
    let solution = try program.solve()
    #expect(solution.status == .infeasible)
    #expect(!solution.hasValues)
  }
}
