import Foundation
import MarketData
import Storage
import Testing

/// What is read from JSON goes through the same checks as what is made in code.
struct CheckedDecodingTests {
  /// Writes a value, puts something else in a field's place, and reads it: what is read must be refused, and the value itself not.
  private func expectRefused<Value: Codable & Equatable>(
    _ value: Value, _ changes: [(field: String, value: Any)], _ place: SourceLocation = #_sourceLocation
  ) throws {
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(Value.self, from: data) == value, sourceLocation: place)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    for change in changes {
      var changed = object
      changed[change.field] = change.value
      let text = try JSONSerialization.data(withJSONObject: changed)
      #expect(throws: (any Error).self, "\(change.field)", sourceLocation: place) {
        try JSONDecoder().decode(Value.self, from: text)
      }
    }
  }

  @Test func services() throws {
    let service = try AncillaryService(
      "s", .up, durationHours: 1, minimumAward: 1, coverage: .quantile(level: 0.9, activations: [0.1, 0.4]))
    func coverage(_ level: Double, _ activations: [Double]) -> Any {
      ["quantile": ["level": level, "activations": activations] as [String: Any]]
    }
    try expectRefused(
      service,
      [
        ("coverage", coverage(0.9, [])), ("coverage", coverage(1e308, [0.1])), ("coverage", coverage(0.9, [2])),
        ("coverage", ["expected": ["_0": 1.5]]), ("deployment", 5), ("durationHours", -1), ("name", ""),
        ("maximumAward", 0.5), ("minimumDuration", -1),
      ])
    #expect(service.coveredPart == 0.4)
  }

  @Test func payments() throws {
    try expectRefused(
      CapacityPayment(durationHours: 4, pricePerMonth: [Double](repeating: 6000, count: 12)),
      [("pricePerMonth", [1.0, 2]), ("accreditation", 2), ("durationHours", -1), ("penaltyFactor", -1)])
  }

  @Test func tablesOfSizes() async throws {
    let table = try await SizingSweep(
      powers: [1], durations: [2], cost: .init(perMW: 100, perMWh: 50), years: 5, discountRate: 0.08
    ).run(scaling: StorageAssetTests.reference()) { asset in 90 * asset.energyCapacity }
    #expect(table[0, 0]?.revenue == 180 && table[1, 0] == nil && table[0, -1] == nil)
    try expectRefused(table, [("powers", [1.0, 2]), ("durations", [2.0, 4]), ("cells", [Any]())])
  }

  @Test func rulesOfBids() throws {
    try expectRefused(
      BidRules(name: "m", source: "s", segmentLimit: 4, floor: -100, cap: 100, priceIncrement: 0.01),
      [
        ("segmentLimit", 0), ("segmentLimit", -3), ("cap", -2e9), ("floor", 200), ("priceIncrement", 0),
        ("quantityIncrement", -1), ("minimumQuantity", -1),
      ])
  }

  @Test func ageingAndBudgets() throws {
    try expectRefused(
      CycleBudget(lifeLostPerCycle: 1e-4, lifeLostPerYear: 0.05, goal: .replacement(cost: 10)),
      [
        ("lifeLostPerCycle", -1), ("lifeLostPerYear", 0), ("discountRate", -2), ("horizon", 0),
        ("goal", ["replacement": ["cost": -1]]),
      ])
    let calendar = try CalendarAgeing(firstYearLoss: 0.02, timeExponent: 0.5)
    try expectRefused(calendar, [("timeExponent", 0), ("firstYearLoss", 2), ("referenceTemperature", -300)])
    try expectRefused(CapacityFade(calendar: calendar, endOfLife: 0.7), [("endOfLife", 1), ("efficiencyLoss", -1)])
    try expectRefused(
      CycleDepthCost(life: CycleLife(coefficient: 5e-4, exponent: 2), replacementCost: 10, capacity: 4),
      [("capacity", 0), ("replacementCost", -1)])
    try expectRefused(
      AugmentationPlan(.scheduled([.init(year: 3, energy: 5)]), costPerMWh: 1),
      [
        ("rule", ["scheduled": ["_0": [["year": 0, "energy": 5]]]]), ("rule", ["replace": ["below": 2]]),
        ("costPerMWh", -1), ("yearlyCostChange", -2),
      ])
    try expectRefused(
      CellAgeing.lithiumManganeseOxide,
      [
        ("depth", ["factor": 1, "exponent": -1, "constant": -2]), ("strainPerSecond", -1), ("layerPart", 2),
        ("referenceTemperature", -300),
      ])
  }

  @Test func calls() throws {
    try expectRefused(
      ActivationModel.share(mean: 0.15, standardDeviation: 0.08),
      [
        ("mean", 0.5), ("shape", ["share": ["a": -1, "b": 2]]), ("shape", ["share": ["a": 0, "b": 0]]),
        ("shape", ["events": ["perHour": -1, "hours": 1]]), ("shape", ["events": ["perHour": 1, "hours": 1e9]]),
        ("shape", ["fixed": ["_0": 1.5]]),
      ])
    try expectRefused(ActivationModel.events(perYear: 40, hours: 0.5), [("mean", 0)])
    try expectRefused(ActivationModel.share(mean: 0.3, standardDeviation: 0), [("mean", 0.4)])
  }

  @Test func bidsAndCurves() throws {
    let problem = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(24), prices: Sample.prices(24, seed: 3), initial: .energy(20),
      terminal: .price(30))
    let curve = try StoredEnergyValue(problem).bidCurve(for: problem, step: 7, stored: 20)
    func slices(_ pairs: [(Double, Double)]) -> Any { pairs.map { ["price": $0.0, "power": $0.1] } }
    #expect(curve.offers.count > 1 && curve.bids.count > 1)
    try expectRefused(
      curve,
      [
        ("offers", slices([(90, 1), (80, 1)])), ("offers", slices([(90, 0)])), ("offers", slices([(-1e3, 1)])),
        ("bids", slices([(10, 1), (20, 1)])), ("bids", slices([(10, -1)])),
      ])
    let slice = ["price": 1.0, "power": 1]
    try expectRefused(
      MarketBid(curve, stateBounds: 1...2),
      [("offers", [Any](repeating: slice, count: 100_001)), ("stateBounds", [2.0, 1])])
  }

  @Test func runs() throws {
    let run = try RollingHorizon(windowHours: 24, commitHours: 12).runWithForesight(ResultSamples.problem())
    let data = try JSONEncoder().encode(run)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let decisions = try #require(object["decisions"] as? [[String: Any]])
    var gap = decisions
    gap.remove(at: 1)
    var late = decisions
    late[0]["committed"] = [1, 12]
    var short = decisions
    short[0]["window"] = [0, 6]
    var wide = decisions
    wide[3]["window"] = [36, 600]
    try expectRefused(
      run, [("decisions", gap), ("decisions", late), ("decisions", short), ("decisions", wide), ("decisions", [Any]())])
  }

  /// One over a coefficient and back is not always the same number.
  @Test func livesByAPowerKeepTheirBits() throws {
    for coefficient in [5.24e-4, 1e-12, 1, 0.3, 1 / 49.0, 0.07] {
      let life = try CycleLife(coefficient: coefficient, exponent: 2.03)
      #expect(try JSONDecoder().decode(CycleLife.self, from: JSONEncoder().encode(life)) == life)
    }
    try expectRefused(
      CycleLife(coefficient: 5e-4, exponent: 2), [("cycles", 0), ("cycles", 1e13), ("exponent", 0), ("exponent", 21)])
  }

  @Test func terms() throws {
    try expectRefused(Availability(charge: [0.5, 1]), [("charge", [1.5]), ("discharge", [-0.1])])
    try expectRefused(
      MarketCharges(spread: 1, importTax: 0.1), [("spread", -1), ("exportTax", 2), ("importFee", 1e9)])
  }

  @Test func schedules() throws {
    let schedule = try DispatchSchedule(
      DispatchScheduleTests.problem(), charge: [10, 0, 0], discharge: [0, 0, 8], initialEnergy: 5,
      awards: [ServiceAward(name: "spin", power: [0, 1, 2])], method: .rule, marginalValues: [1, 2, 3])
    try expectRefused(
      schedule,
      [
        ("awards", [["name": "spin", "power": [0.0, 1]] as [String: Any]]), ("marginalValues", [1.0]),
        ("discharge", [0.0]), ("storedEnergy", [Double]()),
      ])
  }

  @Test func marketsAfterEachOther() throws {
    let stages = [
      MarketStage(name: "a", prices: [10, 60, 30]),
      MarketStage(name: "b", prices: [.nan, 50, 80], firstOpenStep: 1, charges: try MarketCharges(spread: 1)),
    ]
    let result = try MarketSequence(
      StorageAssetTests.reference(), steps: DispatchProblemTests.steps(3), stages: stages
    ).optimised()
    func trades(_ market: String, _ energy: [Double]) -> [String: Any] {
      ["market": market, "energy": energy, "revenue": 1.0, "charges": 0.0, "gain": 1.0]
    }
    try expectRefused(
      result,
      [
        ("trades", [trades("a", [1, 2, 3])]), ("trades", [trades("a", [1, 2, 3]), trades("a", [1, 2, 3])]),
        ("trades", [trades("a", [1, 2, 3]), trades("b", [1, 2])]), ("schedules", [Any]()),
        ("trades", [trades("a", [1, 2, 3]), trades("c", [1, 2, 3])]), ("revenue", ["buckets": [Any]()]),
      ])
    try expectRefused(stages[0], [("charges", ["spread": -1]), ("availability", ["charge": [2.0], "discharge": []])])
  }

  @Test func rankings() async throws {
    let ranking = try await SitingStudy(
      StorageAssetTests.reference(), steps: DispatchProblemTests.steps(2)
    ).rank(["a", "b"]) { place in [10, 20 + 30 * Double(place)] }
    let text = try JSONEncoder().encode(ranking)
    let object = try #require(JSONSerialization.jsonObject(with: text) as? [String: Any])
    let sites = try #require(object["sites"] as? [Any])
    try expectRefused(ranking, [("sites", Array(sites.reversed()))])
  }

  @Test func whatHasNoScheduleIsWrittenToo() throws {
    let asset = try StorageAssetTests.reference()
    let problem = try DispatchProblem(
      asset, steps: DispatchProblemTests.steps(2), prices: [1, 2], initial: .energy(0), terminal: .energy(400))
    let fleet = try Fleet(units: [ServiceProblem(problem, offers: [])])
    let none = try fleet.optimised()
    #expect(none.status == .infeasible && none.objective == -.infinity && none.gap == .infinity)
    #expect(try JSONDecoder().decode(FleetSchedule.self, from: JSONEncoder().encode(none)) == none)
    // From nothing three hours do not reach what each window would have to end with.
    let day = try DispatchProblem(
      asset, steps: DispatchProblemTests.steps(6), prices: [1, 2, 3, 4, 5, 6], initial: .energy(0), terminal: .price(1))
    let run = try RollingHorizon(windowHours: 3, commitHours: 3, terminal: .energy(400)).runWithForesight(day)
    #expect(run.decisions.map { $0.expectedValue == nil } == [true, false])
    #expect(try JSONDecoder().decode(RollingRun.self, from: JSONEncoder().encode(run)) == run)
    // One dispatch is not enough to know how far the curve may be off.
    let budget = try CycleBudget(lifeLostPerCycle: 1e-4, lifeLostPerYear: 0.05)
    let optimum = try budget.optimum(limit: 1) { _ in CycleBudget.Point(cycles: 300, revenue: 1e6) }
    #expect(optimum.slack == .infinity)
    #expect(try JSONDecoder().decode(CycleBudget.Optimum.self, from: JSONEncoder().encode(optimum)) == optimum)
  }
}
