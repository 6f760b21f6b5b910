import MarketData
import NumericalKernels
import Storage
import Testing

@Suite struct ActivationStudyTests {
  private func study(
    up: ActivationModel, down: ActivationModel? = nil, award: Double = 4, stored: Double = 20, recovery: Double? = nil,
    hours: Int = 6
  ) throws -> ActivationStudy {
    let problem = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(hours), prices: [Double](repeating: 40, count: hours),
      initial: .energy(stored), terminal: .price(20))
    let idle = [Double](repeating: 0, count: hours)
    let power = [Double](repeating: award, count: hours)
    var awards = [ServiceAward(name: "up", power: power)]
    if down != nil { awards.append(ServiceAward(name: "down", power: power)) }
    let schedule = try DispatchSchedule(
      problem, charge: idle, discharge: idle, initialEnergy: stored, awards: awards, method: .rule)
    return try ActivationStudy(
      problem, schedule: schedule, models: ["up": up, "down": down ?? up], directions: ["up": .up, "down": .down],
      recoveryHours: recovery)
  }

  @Test func aCertainCallDrainsTheStoreByTheHandCount() throws {
    // 0.5 of 4 MW for six hours is 12 MWh at the meter, 12 / 0.92 in the store, each earning 40 less 4 of wear.
    let risk = try study(up: .share(mean: 0.5, standardDeviation: 0)).run(paths: 3, seed: 1)
    #expect(abs((risk.meanStored.last ?? 0) - (20 - 12 / 0.92)) < 1e-9)
    #expect(risk.shortfallProbability == 0 && risk.undelivered == [0])
    #expect(abs(risk.meanRevenue - 12 * 36) < 1e-9)
    let empty = try study(up: .share(mean: 0.5, standardDeviation: 0), stored: 6 / 0.92).run(paths: 3, seed: 1)
    #expect(empty.shortfallProbability == 1)
    #expect(abs(empty.undelivered[0] - 0.5) < 1e-9)
  }

  @Test func meansAreThoseOfTheModels() throws {
    let model = try ActivationModel.share(mean: 0.2, standardDeviation: 0.1)
    let risk = try study(up: model).run(paths: 4000, seed: 2)
    // Six hours of 0.8 MWh; the standard error of the mean is 0.4 √6 / √4000 MWh.
    #expect(
      abs((risk.meanStored.last ?? 0) - (20 - 4.8 / 0.92)) < 4 * 0.4 * 6.0.squareRoot() / 4000.0.squareRoot() / 0.92)
    let events = try ActivationModel.events(perYear: 876, hours: 0.5)
    let rare = try study(up: events).run(paths: 4000, seed: 3)
    let chance = 1 - VectorMath.exp(-0.1)
    let expected = 20 - 6 * chance * 0.5 * 4 / 0.92
    #expect(abs((rare.meanStored.last ?? 0) - expected) < 0.15)
  }

  @Test func correctionHoldsTheStateNearThePlan() throws {
    let model = try ActivationModel.share(mean: 0.4, standardDeviation: 0.2)
    let loose = try study(up: model, hours: 24).run(paths: 400, seed: 4)
    let held = try study(up: model, recovery: 1, hours: 24).run(paths: 400, seed: 4)
    #expect(loose.shortfallProbability > 0.9 && held.shortfallProbability < 0.01)
    #expect(abs((held.meanStored.last ?? 0) - 20) < 3)
    let (wide, narrow) = (try loose.margins(confidence: 0.95), try held.margins(confidence: 0.95))
    #expect(narrow[23].low < wide[23].low)
  }

  @Test func marginsGrowWithTheConfidence() throws {
    let model = try ActivationModel.share(mean: 0.3, standardDeviation: 0.25)
    let risk = try study(up: model, down: model, hours: 12).run(paths: 500, seed: 5)
    let (some, most) = (try risk.margins(confidence: 0.8), try risk.margins(confidence: 0.99))
    #expect(most[11].low > some[11].low && most[11].high >= some[11].high && some[11].low > 0)
    #expect(throws: StorageError.self) { try risk.margins(confidence: 1.5) }
  }

  @Test func theSameSeedIsTheSameStudy() throws {
    let model = try ActivationModel.share(mean: 0.3, standardDeviation: 0.2)
    #expect(try study(up: model).run(paths: 50, seed: 6) == study(up: model).run(paths: 50, seed: 6))
    #expect(try study(up: model).run(paths: 50, seed: 6) != study(up: model).run(paths: 50, seed: 7))
  }

  @Test func figuresOutsideTheirDomainAreRefused() throws {
    #expect(throws: StorageError.self) { try ActivationModel.share(mean: 1.1, standardDeviation: 0) }
    #expect(throws: StorageError.self) { try ActivationModel.share(mean: 0.5, standardDeviation: 0.6) }
    #expect(throws: StorageError.self) { try ActivationModel.share(mean: .nan, standardDeviation: 0) }
    #expect(throws: StorageError.self) { try ActivationModel.events(perYear: -1, hours: 1) }
    let model = try ActivationModel.share(mean: 0.5, standardDeviation: 0.1)
    #expect(throws: StorageError.self) { try study(up: model).run(paths: 0, seed: 1) }
    #expect(throws: StorageError.self) { try study(up: model).run(paths: 100_000_000, seed: 1) }
  }
}
