import MarketData
import Storage
import Testing

/// Each market of random sequences against a linear program of the whole horizon, put together in another way: settled steps are
/// fixed, and what is sold more and bought back are variables of their own.
struct MarketSequenceAgainstProgramTests {
  /// How far the interior point leaves an objective open, of both sides.
  private static let solver = 1e-7
  /// How far a settled position may lie beside itself, MW: rounding, or where it uses a limit up, the tolerance of its solver.
  private static let roundings = [1e-9, 1e-7]
  /// The most that a MW more in every settled step is worth: 24 hours at the highest price.
  private static let settledWorth = 2400.0

  #if DEBUG
    private static let instances = 12
  #else
    private static let instances = 200
  #endif

  private struct Instance {
    var asset: StorageAsset
    var steps: DispatchSteps
    var stages: [MarketStage]
    var initial: InitialState
    var terminal: TerminalValue
  }

  /// A store with the limits of a kind, two local days of a few steps each, and three markets.
  private func instance(_ random: inout RandomProblems, _ kind: Int) throws -> Instance {
    let capacity = random.uniform(3, 8)
    let limits = CycleLimits(
      cyclesPerDay: kind == 1 ? random.uniform(0.3, 1) : nil,
      cyclesPerYear: kind == 2 || kind == 4 ? random.uniform(0.5, 1.5) * 182.5 : nil,
      dischargePerDay: kind == 3 ? random.uniform(1, 4) : nil,
      dischargePerYear: kind == 4 ? random.uniform(1, 6) * 182.5 : nil)
    let asset = try StorageAsset(
      power: random.uniform(1, 4), dischargePower: random.uniform(1, 4), energyCapacity: capacity,
      chargeEfficiency: EfficiencyCurve(random.uniform(0.8, 1)),
      dischargeEfficiency: EfficiencyCurve(random.uniform(0.8, 1)),
      selfDischarge: random.chance(0.5) ? 0 : 0.01, ramp: kind == 5 ? random.uniform(0.3, 1.5) : nil,
      throughputCost: random.uniform(0, 5), cycleLimits: limits)
    // From noon: the first local day has two steps, the second four, the third two.
    let start = try #require(Instant(iso8601: "2026-06-01T12:00:00Z"))
    let steps = try DispatchSteps(start: start, minutes: 360, count: 8)
    var stages: [MarketStage] = []
    for (number, gate) in [0, random.chance(0.3) ? 0 : 1, random.chance(0.5) ? 3 : 4].enumerated() {
      let charges = try MarketCharges(
        spread: random.uniform(0, 6), importFee: random.chance(0.5) ? 0 : 1, exportTax: random.chance(0.5) ? 0 : 0.05)
      let parts = (0..<8).map { _ in random.chance(0.8) ? 1 : 0.5 }
      stages.append(
        MarketStage(
          name: "market \(number)", prices: random.prices(8, from: 5, to: 100), firstOpenStep: gate,
          charges: random.chance(0.8) ? charges : .none,
          availability: number == 2 && random.chance(0.4)
            ? try Availability(charge: parts, discharge: parts) : .full))
    }
    let isCyclic = random.chance(0.3)
    return Instance(
      asset: asset, steps: steps, stages: stages, initial: isCyclic ? .cyclic : .energy(0.5 * capacity),
      terminal: isCyclic || random.chance(0.5) ? .none : .price(random.uniform(0, 60)))
  }

  /// What a market earns at best with wear and terminal value, given the position before it.
  private func best(
    _ instance: Instance, _ stage: MarketStage, after before: DispatchSchedule?, rounding: Double
  ) throws -> DispatchProgram.Solution {
    let (asset, steps) = (instance.asset, instance.steps)
    // Of closed steps the first market's full power counts: only the last market knows of outages.
    func parts(_ parts: [Double]) -> [Double] {
      parts.enumerated().map { $0.offset < stage.firstOpenStep ? 1 : $0.element }
    }
    let availability = try Availability(
      charge: parts(stage.availability.charge), discharge: parts(stage.availability.discharge))
    let isCyclic = instance.initial == .cyclic
    let problem = try DispatchProblem(
      asset, steps: steps, prices: [Double](repeating: 0, count: 8), availability: availability,
      initial: before.map { .energy($0.initialEnergy) } ?? instance.initial,
      terminal: isCyclic ? before.map { .energy($0.initialEnergy) } ?? .none : instance.terminal)
    var program = DispatchProgram()
    let store = try program.add(ServiceProblem(problem, offers: []))
    for step in 0..<8 {
      let sold = before.map { $0.discharge[step] - $0.charge[step] } ?? 0
      guard step >= stage.firstOpenStep else {
        try program.addRow(store.netPower(at: step), in: sold - rounding...sold + rounding)
        continue
      }
      let (price, hours) = (stage.prices[step], steps.hours[step])
      let more = try program.addVariable(in: 0 ... .infinity, revenue: stage.charges.selling(at: price) * hours)
      let less = try program.addVariable(in: 0 ... .infinity, revenue: -stage.charges.buying(at: price) * hours)
      try program.addRow(
        store.netPower(at: step) - LinearExpression(more) + LinearExpression(less), in: sold...sold)
    }
    return try program.solve()
  }

  @Test(arguments: [
    (0, "charges alone"), (1, "cycles by day"), (2, "cycles by year"), (3, "throughput by day"),
    (4, "both by year"), (5, "ramp"),
  ])
  func everyMarketIsAtItsBest(_ kind: Int, _ name: String) throws {
    var random = RandomProblems(seed: 700 + UInt64(kind))
    var (trading, infeasible) = (0, 0)
    for number in 0..<Self.instances {
      let instance = try instance(&random, kind)
      let result = try MarketSequence(
        instance.asset, steps: instance.steps, stages: instance.stages, initial: instance.initial,
        terminal: instance.terminal
      ).optimised()
      for (index, stage) in instance.stages.enumerated() {
        let before = index > 0 ? result.schedules[index - 1] : nil
        var reference = try best(instance, stage, after: before, rounding: Self.roundings[0])
        guard index < result.schedules.count else {
          // An outage that leaves no way to end where the store has to.
          #expect(result.status == .infeasible && !reference.hasValues, "\(name) \(number)")
          infeasible += 1
          break
        }
        let schedule = result.schedules[index]
        var rounding = Self.roundings[0]
        if !reference.hasValues {
          rounding = Self.roundings[1]
          reference = try best(instance, stage, after: before, rounding: rounding)
        }
        let scale = max(1, abs(reference.objective), instance.stages.flatMap(\.prices).max() ?? 1)
        let tolerance = Self.solver * scale + rounding * Self.settledWorth
        #expect(abs(schedule.objective - reference.objective) < tolerance, "\(name) \(number).\(index)")
        #expect(schedule.gap < Self.solver * scale, "\(name) \(number).\(index)")
        if index > 0, stage.availability == .full { #expect(result.trades[index].gain >= 0, "\(name) \(number)") }
        if index > 0, result.trades[index].energy.contains(where: { abs($0) > 1e-3 }) { trading += 1 }
        let problem = try DispatchProblem(
          instance.asset, steps: instance.steps, prices: stage.prices, initial: instance.initial,
          terminal: instance.terminal)
        #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-7, "\(name) \(number).\(index)")
      }
      try checkAccounts(result, instance)
    }
    #expect(trading > Self.instances / 2 && infeasible < Self.instances)
  }

  /// What all markets pay, wear, and what is left add up to what is delivered; changes add up to the delivery.
  private func checkAccounts(_ result: MarketSequenceResult, _ instance: Instance) throws {
    guard let delivery = result.delivery else { return }
    var total = 0.0
    var position = [Double](repeating: 0, count: 8)
    for (trades, stage) in zip(result.trades, instance.stages) {
      var (revenue, worth) = (0.0, 0.0)
      for (step, energy) in trades.energy.enumerated() {
        #expect(step >= stage.firstOpenStep || energy == 0)
        let price = stage.prices[step]
        worth += price * energy
        revenue += energy * (energy > 0 ? stage.charges.selling(at: price) : stage.charges.buying(at: price))
        position[step] += energy
      }
      #expect(abs(trades.revenue - revenue) < 1e-9 && abs(trades.charges - (worth - revenue)) < 1e-9)
      #expect(result.revenue[trades.market] == trades.revenue)
      total += revenue
    }
    for step in 0..<8 {
      #expect(abs(position[step] - delivery.netPower[step] * instance.steps.hours[step]) < 1e-9)
      total -= instance.asset.throughputCost * delivery.discharge[step] * instance.steps.hours[step]
    }
    total += instance.terminal.value(of: delivery.storedEnergy[7])
    #expect(abs(result.revenue.total - total) < 1e-9 * max(1, abs(total)))
    #expect(abs(result.trades.reduce(0) { $0 + $1.gain } - total) < 1e-9 * max(1, abs(total)))
  }
}
