import MarketData
import Storage
import Testing

struct ArbitrageTests {
  /// Exactness of the dynamic programme, relative to what changes hands.
  static let exactness = 1e-11

  private static let day: [Double] = [
    31, 28, 25, 22, 24, 30, 45, 60, 58, 50, 40, 35, 32, 30, 33, 41, 55, 80, 95, 88, 70, 55, 42, 36,
  ]

  private func problem(
    _ asset: StorageAsset, prices: [Double] = day, initial: InitialState = .energy(0), terminal: TerminalValue = .none
  ) throws -> DispatchProblem {
    try DispatchProblem(
      asset, steps: DispatchProblemTests.steps(prices.count), prices: prices, initial: initial, terminal: terminal)
  }

  private func plain(
    power: Double = 1, energy: Double = 2, efficiency: Double = 1, cost: Double = 0, limits: CycleLimits = .none
  ) throws -> StorageAsset {
    try StorageAsset(
      power: power, energyCapacity: energy, chargeEfficiency: EfficiencyCurve(efficiency),
      dischargeEfficiency: EfficiencyCurve(efficiency), throughputCost: cost, cycleLimits: limits)
  }

  @Test func byHand() throws {
    // One MWh a step, two in the store: buy at 10 and 20, sell at 50 and 40.
    let schedule = try problem(plain(), prices: [10, 50, 20, 40]).optimised()
    #expect(schedule.objective == 60)
    #expect(schedule.charge == [1, 0, 1, 0] && schedule.discharge == [0, 1, 0, 1])
    #expect(schedule.storedEnergy == [1, 0, 1, 0])
    let two = try problem(plain(), prices: [10, 20, 50, 40]).optimised()
    #expect(two.objective == 60 && two.storedEnergy == [1, 2, 1, 0])
    #expect(two.gap == 0)
  }

  @Test func aFullStoreDoesWhatOnlyItCan() throws {
    // All or nothing: 2 MWh a step out of 4, in both steps from a full store and in one from any other.
    let whole = try EfficiencyCurve(1)
    let asset = try StorageAsset(
      power: 2, energyCapacity: 4, chargeEfficiency: whole, dischargeEfficiency: whole, minimumDischargePower: 2)
    let schedule = try problem(asset, prices: [50, 60], initial: .energy(4)).optimised()
    #expect(schedule.objective == 220 && schedule.discharge == [2, 2] && schedule.gap == 0)
    let less = try problem(asset, prices: [50, 60], initial: .energy(3.5)).optimised()
    #expect(less.objective == 120)
  }

  @Test func atAPriceOfNothingAllPiecesCharge() throws {
    // 5 MW reach the store at 85 %, of which 2 at 90 %: all cost nothing, and the store is full in an hour.
    let asset = try StorageAsset(
      power: 5, energyCapacity: 4,
      chargeEfficiency: EfficiencyCurve([.init(power: 2, efficiency: 0.9), .init(power: 5, efficiency: 0.85)]),
      dischargeEfficiency: EfficiencyCurve(1))
    let schedule = try problem(asset, prices: [0, 50]).optimised()
    #expect(schedule.method == .concaveProgramme && abs(schedule.objective - 200) < 1e-12 && schedule.gap == 0)
  }

  @Test func lossesAndWearHoldBack() throws {
    // 100 bought give 81 sold: 20 for 24.69 breaks even, wear needs more.
    let asset = try plain(power: 10, energy: 10, efficiency: 0.9)
    #expect(try problem(asset, prices: [20, 24.6]).optimised().objective == 0)
    #expect(try problem(asset, prices: [20, 24.8]).optimised().objective > 0)
    let worn = try plain(power: 10, energy: 10, efficiency: 0.9, cost: 1)
    #expect(try problem(worn, prices: [20, 24.8]).optimised().objective == 0)
  }

  @Test func endsAreKept() throws {
    let asset = try plain(efficiency: 0.9)
    let full = try problem(asset, terminal: .energy(2)).optimised()
    #expect(abs((full.storedEnergy.last ?? 0) - 2) < 1e-12)
    let free = try problem(asset).optimised()
    #expect(free.storedEnergy.last == 0 && free.objective > full.objective)
    let valued = try problem(asset, terminal: .price(200)).optimised()
    #expect(valued.storedEnergy.last == 2 && valued.revenue["terminal"] == 400)
    let cyclic = try problem(asset, initial: .cyclic).optimised()
    #expect(abs((cyclic.storedEnergy.last ?? -1) - cyclic.initialEnergy) < 1e-12)
    #expect(cyclic.objective <= free.objective + 2 * 95)
  }

  @Test func whatCannotBeReachedIsInfeasible() throws {
    let schedule = try problem(plain(), prices: [1], terminal: .energy(2)).optimised()
    #expect(schedule.status == .infeasible && !schedule.hasSchedule)
    #expect(schedule.objective == -.infinity && schedule.gap == .infinity)
    #expect(schedule.description.contains("infeasible"))
  }

  @Test(arguments: [60, 1440])
  func aStoreThatKeepsNothingStandsStill(_ minutes: Int) throws {
    // All that is stored is lost within a step: (1e-16)^24 is less than the least number.
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 4, chargeEfficiency: flat, dischargeEfficiency: flat, selfDischarge: 1 - 0x1p-53,
      throughputCost: 1)
    let steps = try DispatchSteps(start: DispatchProblemTests.start, minutes: minutes, count: 3)
    for initial in [InitialState.cyclic, .energy(0), .energy(3)] {
      let problem = try DispatchProblem(asset, steps: steps, prices: [10, 300, 200], initial: initial)
      let schedule = try problem.optimised()
      #expect(schedule.status == .solved && abs(schedule.objective) < 1e-9)
      #expect(schedule.hasSchedule && schedule.largestViolation(of: problem)?.relative ?? 0 < 1e-10)
    }
  }

  /// A capacity that is never reached earns nothing, however large it is.
  @Test(arguments: [(1e-3, 1e6), (1e-3, 1e5), (1, 1e3)])
  func aStoreThatIsNeverFullEarnsAsMuchAsASmallerOne(_ power: Double, _ capacity: Double) throws {
    var random = RandomProblems(seed: 23)
    let flat = try EfficiencyCurve(0.9)
    for _ in 0..<6 {
      let prices = random.prices(24, from: 10, to: 90)
      func earned(_ capacity: Double) throws -> Double {
        let asset = try StorageAsset(
          power: power, energyCapacity: capacity, chargeEfficiency: flat, dischargeEfficiency: flat, throughputCost: 1)
        let problem = try DispatchProblem(
          asset, steps: DispatchProblemTests.steps(24), prices: prices, initial: .energy(0))
        return try problem.optimised().objective
      }
      let small = try earned(30 * power)
      #expect(small > 0)
      #expect(abs(try earned(capacity) - small) <= 1e-12 * small)
    }
  }

  /// A power that fills the store in less than a step earns nothing more, however large it is.
  @Test(arguments: [1e3, 1e9])
  func aStoreThatIsFullAtOnceEarnsAsMuchAsASlowerOne(_ power: Double) throws {
    var random = RandomProblems(seed: 24)
    let flat = try EfficiencyCurve(0.9)
    for initial in [InitialState.energy(0), .cyclic] {
      for lowest in [10.0, -90] {
        let prices = random.prices(24, from: lowest, to: 90)
        func schedule(_ power: Double) throws -> DispatchSchedule {
          let asset = try StorageAsset(
            power: power, energyCapacity: 1e-6, chargeEfficiency: flat, dischargeEfficiency: flat, throughputCost: 1)
          let problem = try DispatchProblem(
            asset, steps: DispatchProblemTests.steps(24), prices: prices, initial: initial)
          let schedule = try problem.optimised()
          #expect(schedule.status == .solved && (schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-12)
          return schedule
        }
        let slow = try schedule(2e-6).objective
        #expect(slow > 0)
        #expect(abs(try schedule(power).objective - slow) <= 1e-12 * slow)
      }
    }
  }

  @Test(arguments: [nil, 0.5])
  func aTimeLimitEndsASearchWithoutASchedule(_ ramp: Double?) throws {
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 4, chargeEfficiency: flat, dischargeEfficiency: flat, ramp: ramp, throughputCost: 1)
    // Prices below zero ask for decisions, so that both searches are met.
    for prices in [[10.0, 60, 20, 90], [-200, 60, -300, 90]] {
      let problem = try DispatchProblem(
        asset, steps: DispatchProblemTests.steps(4), prices: prices, initial: .energy(1))
      var options = DispatchOptions()
      options.approach = .program
      options.timeLimit = 0
      let ended = try problem.optimised(options)
      #expect(ended.status == .timeLimit && !ended.hasSchedule && ended.gap == .infinity)
      options.timeLimit = 600
      let found = try problem.optimised(options)
      #expect(found.status == .solved && found.hasSchedule && found.gap < 1e-6)
    }
    // The search for the first state of a cycle keeps what it has, under a bound that holds.
    var random = RandomProblems(seed: 41)
    for number in 0..<12 {
      let store = try StorageAsset(
        power: 1, energyCapacity: 9, chargeEfficiency: flat, dischargeEfficiency: flat,
        selfDischarge: 0.002, minimumChargePower: 0.4, minimumDischargePower: 0.5)
      let problem = try DispatchProblem(
        store, steps: DispatchProblemTests.steps(7), prices: random.prices(7, from: -150, to: 100))
      var options = DispatchOptions()
      options.timeLimit = 0
      let (ended, whole) = (try problem.optimised(options), try problem.optimised())
      #expect(ended.objective <= whole.objective + 1e-9 && ended.bound >= whole.objective - 1e-9, "cycle \(number)")
      #expect((ended.status == .solved) == (ended.gap <= options.gap), "cycle \(number)")
      #expect((ended.largestViolation(of: problem)?.relative ?? 0) < 1e-9 && ended.hasSchedule, "cycle \(number)")
    }
    var options = DispatchOptions()
    options.timeLimit = -1
    #expect(throws: StorageError.self) {
      try DispatchProblem(asset, steps: DispatchProblemTests.steps(1), prices: [1]).optimised(options)
    }
  }

  @Test func storesWithoutPowerOrEnergyStandStill() throws {
    for asset in [try plain(power: 0), try plain(energy: 0), try plain(power: 0, energy: 0)] {
      for initial in [InitialState.energy(0), .cyclic] {
        let schedule = try problem(asset, initial: initial).optimised()
        #expect(schedule.objective == 0 && schedule.status == .solved)
      }
    }
  }

  /// An empty store that can do nothing: no price bounds what its energy is worth, and a year of losses would take it past all numbers.
  @Test func valuesOfEnergyStayNumbers() throws {
    let asset = try StorageAsset(
      power: 0, energyCapacity: 2, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.9),
      selfDischarge: 0.2)
    let schedule = try problem(asset, prices: [Double](repeating: 40, count: 8760), initial: .cyclic).optimised()
    #expect(schedule.status == .solved && schedule.objective == 0)
    #expect(schedule.marginalValues.count == 8760 && schedule.marginalValues.allSatisfy(\.isFinite))
  }

  @Test func marginalValuesAreDerivatives() throws {
    let asset = try plain(power: 1, energy: 4, efficiency: 0.9, cost: 2)
    let step = 1e-3
    let base = try problem(asset, initial: .energy(1.37)).optimised()
    let more = try problem(asset, initial: .energy(1.37 + step)).optimised()
    // Nothing is lost with time: the value at the beginning is that of the first step, unless it trades at its margin.
    let derivative = (more.objective - base.objective) / step
    #expect(abs(derivative - (base.marginalValues.first ?? 0)) < 1e-8)
  }

  @Test func moreIsNeverWorse() throws {
    var random = RandomProblems(seed: 31)
    for _ in 0..<60 {
      let prices = random.prices(24, from: -60, to: 120, extremes: 0.05)
      let asset = try plain(
        power: random.uniform(1, 3), energy: random.uniform(2, 6), efficiency: random.uniform(0.8, 0.95),
        cost: random.uniform(0, 5))
      let value = try problem(asset, prices: prices).optimised().objective
      let slack = 1e-9 * max(1, abs(value))
      let stronger = try asset.replacing(
        chargePower: asset.chargePower * 1.3, dischargePower: asset.dischargePower * 1.3)
      let larger = try asset.replacing(energyCapacity: asset.energyCapacity * 1.3)
      #expect(try problem(stronger, prices: prices).optimised().objective >= value - slack)
      #expect(try problem(larger, prices: prices).optimised().objective >= value - slack)
      let positive = prices.map { abs($0) }
      let less = try problem(asset, prices: positive).optimised().objective
      let better = try asset.replacing(
        chargeEfficiency: EfficiencyCurve(0.98), dischargeEfficiency: EfficiencyCurve(0.98))
      #expect(try problem(better, prices: positive).optimised().objective >= less - slack)
    }
    // Where prices are negative, losses pay.
    let lossy = try problem(plain(efficiency: 0.8), prices: [-100, -100, -100]).optimised().objective
    let lossless = try problem(plain(), prices: [-100, -100, -100]).optimised().objective
    #expect(lossy > lossless)
  }

  @Test func aBudgetHasItsPrice() throws {
    func year(_ cycles: Double?) throws -> DispatchSchedule {
      let prices = (0..<8).flatMap { day in Self.day.map { $0 * (1 + 0.07 * Double(day)) } }
      // Eight days of a year of 365: the budget is reduced to its part.
      let limits = CycleLimits(cyclesPerYear: cycles.map { $0 * 365 / 8 })
      let asset = try plain(power: 1, energy: 2, efficiency: 0.9, cost: 1, limits: limits)
      let problem = try problem(asset, prices: prices, initial: .cyclic)
      let schedule = try problem.optimised()
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
      #expect(schedule.gap < Self.exactness)
      return schedule
    }
    let free = try year(nil)
    #expect(free.equivalentCycles > 6)
    let bound = try year(4.3)
    #expect(abs(bound.equivalentCycles - 4.3) < 1e-9)
    let price = try #require(bound.limitPrices.first)
    #expect(price.limit == "cyclesPerYear" && price.price > 0)
    let step = 1e-4
    let next = try year(4.3 + step)
    let derivative = (next.objective - bound.objective) / (step * 365 / 8)
    #expect(abs(derivative - price.price) < 1e-6 * price.price)
    #expect(try year(100).limitPrices.first?.price == 0)
    #expect(try year(0).equivalentCycles == 0)
  }

  @Test func joinedPiecesStillBoundTheValue() throws {
    var random = RandomProblems(seed: 32)
    let asset = try StorageAsset(
      power: 3, energyCapacity: 10, chargeEfficiency: EfficiencyCurve(0.87), dischargeEfficiency: EfficiencyCurve(0.91),
      minimumChargePower: 1.1, minimumDischargePower: 0.7, throughputCost: 1)
    let prices = random.prices(48, from: -100, to: 100, extremes: 0.2)
    let exact = try problem(asset, prices: prices).optimised()
    var options = DispatchOptions()
    options.pieceLimit = 16
    let joined = try problem(asset, prices: prices).optimised(options)
    #expect(joined.method == .generalProgramme && exact.gap < 1e-9)
    #expect(joined.objective <= exact.objective + 1e-9 * abs(exact.objective))
    #expect(joined.bound >= exact.objective - 1e-9 * abs(exact.objective))
  }

  @Test func aProgrammeThatCannotHoldTheProblemIsRefused() throws {
    var options = DispatchOptions()
    options.approach = .programme
    let daily = try problem(plain(limits: CycleLimits(cyclesPerDay: 0.5)))
    #expect(throws: StorageError.self) { try daily.optimised(options) }
    let schedule = try daily.optimised()
    #expect(schedule.status == .solved && schedule.equivalentCycles <= 0.5 + 1e-9)
    options.gap = -1
    #expect(throws: StorageError.self) { try daily.optimised(options) }
  }
}
