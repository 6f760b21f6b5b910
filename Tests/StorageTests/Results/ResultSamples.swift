import MarketData
import Storage
import Testing
import Valuation

/// One value of every type of result, and more where results differ in kind.
enum ResultSamples {
  static func make() async throws -> [any DocumentedResult] {
    try dispatches() + uncertain() + commercial() + (await studies())
  }

  /// Two days of a small store.
  static func problem(seed: UInt64 = 1, minimum: Double = 0) throws -> DispatchProblem {
    try DispatchProblem(
      Sample.battery(minimum: minimum), steps: Sample.hours(48), prices: Sample.prices(48, seed: seed),
      initial: .energy(20), terminal: .price(30))
  }

  /// A store that cannot end where it has to.
  static func infeasible() throws -> DispatchProblem {
    try DispatchProblem(
      Sample.battery(), steps: Sample.hours(2), prices: [1, 2], initial: .energy(0), terminal: .energy(40))
  }

  static func offers(_ count: Int = 48) throws -> [ServiceOffer] {
    [
      ServiceOffer(
        try AncillaryService("up", .up, durationHours: 1, deployment: 0.1), prices: Sample.prices(count, seed: 9))
    ]
  }

  private static func dispatches() throws -> [any DocumentedResult] {
    let problem = try problem()
    let service = try ServiceProblem(problem, offers: offers())
    let wear = try CycleDepthCost(
      life: CycleLife(coefficient: 2e-3, exponent: 2), replacementCost: 100_000, capacity: 40)
    let day = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(6), prices: Sample.prices(6, seed: 2), initial: .energy(20))
    return [
      try problem.optimised(), try service.optimised(), try infeasible().optimised(),
      try ServiceProblem(day, offers: []).optimised(charging: wear, segments: 4),
      try Fleet(
        units: [ServiceProblem(day, offers: offers(6)), ServiceProblem(day, offers: [])],
        generators: [Fleet.Generator("sun", available: [0, 0, 5, 9, 9, 5])],
        connection: Fleet.Connection(importLimit: 15, exportLimit: 15)
      ).optimised(),
    ]
  }

  private static func uncertain() throws -> [any DocumentedResult] {
    let rows = (1...3).map { Sample.prices(6, seed: $0) }
    let problem = try problem()
    let service = try ServiceProblem(problem, offers: offers()).optimised()
    return [
      try MarketSequence(
        Sample.battery(), steps: Sample.hours(6),
        stages: [
          MarketStage(name: "day-ahead", prices: rows[0]),
          MarketStage(name: "intraday", prices: rows[1], firstOpenStep: 2, charges: MarketCharges(spread: 1)),
        ], initial: .energy(20), terminal: .price(30)
      ).optimised(),
      try TwoStageProblem(
        Sample.battery(), steps: Sample.hours(6), dayAhead: .certain(PriceScenarios(rows).mean),
        realTime: PriceScenarios(rows), initialEnergy: 20, terminal: .price(30), deviationCharge: 2,
        aversion: .init(weight: 0.5, level: 0.5), offers: offers(6)
      ).solve(),
      try RobustDispatch(problem, lower: 5, upper: 5, budget: 4).solve(),
      try RollingHorizon(windowHours: 24, commitHours: 12).runWithForesight(problem),
      try ActivationStudy(
        problem, schedule: service, models: ["up": .share(mean: 0.1, standardDeviation: 0.05)], directions: ["up": .up]
      ).run(paths: 50, seed: .max),
    ]
  }

  private static func commercial() throws -> [any DocumentedResult] {
    let steps = try Sample.hours(3)
    let start = try #require(LocalDate(year: 2026, month: 1, day: 1))
    var project = try ProjectEconomics(start: start, years: 5, currency: .usd, discountRate: 0.08)
    try project.add("capital", atStart: -1000)
    try project.add("revenue", yearly: 300, growth: 0.02)
    let values: [Set<String>: Double] = [[]: 5, ["a"]: 8, ["b"]: 9, ["a", "b"]: 10]
    return [
      try project.value(), try RevenueOutlook(revenues: (0..<40).map { Double($0 * $0) }),
      try Attribution(of: ["a", "b"]) { values[$0] ?? .nan },
      try AwardReconciliation(
        steps: steps, prices: [50, 60, 20], awarded: [30, 5, -30], realTimePrices: [70, 60, 10],
        asset: Sample.battery(),
        initialEnergy: 10),
      Settlement(
        currency: .gbp,
        lines: [
          try Settlement.Line(
            market: "N2EX", product: "energy", bucket: .dayAheadEnergy, grid: steps.grid, amounts: [1, -2, 3.25])
        ]),
    ]
  }

  private static func studies() async throws -> [any DocumentedResult] {
    let problem = try problem()
    let days = try #require(DeliveryGrid(start: Sample.start.advanced(bySeconds: -86_400), seconds: 3600, count: 72))
    let history = try TimeSeries(
      grid: days, values: Sample.prices(72, seed: 3), unit: .price(.usd, per: .megawattHour))
    let forecaster = try NaiveForecaster(history: history, target: "x", rule: .previousDay)
    let sizes = try await SizingSweep(
      powers: [10, 20], durations: [1, 2], cost: .init(perMW: 100, perMWh: 50), years: 5, discountRate: 0.08
    ).run(scaling: Sample.battery()) { asset in 90 * asset.energyCapacity }
    return [
      sizes,
      try await SitingStudy(Sample.battery(), steps: Sample.hours(24)).rank(["A", "B", "C"]) { place in
        place == 2 ? [] : Sample.prices(24, seed: UInt64(place))
      },
      try await RollingHorizon(windowHours: 24, commitHours: 12).regret(problem, forecaster: forecaster, target: "x"),
    ]
  }
}
