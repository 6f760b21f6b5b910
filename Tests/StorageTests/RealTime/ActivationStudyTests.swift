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

  /// Calls that fill the store leave no room for what the plan would charge: it is not charged, and not paid for.
  @Test func noCourseLeavesTheWindow() throws {
    let problem = try DispatchProblem(
      Sample.battery(charge: 1, discharge: 1), steps: Sample.hours(4), prices: [40, 40, 40, 100], initial: .energy(20),
      terminal: .price(20))
    let schedule = try DispatchSchedule(
      problem, charge: [0, 10, 10, 0], discharge: [0, 0, 0, 10], initialEnergy: 20,
      awards: [ServiceAward(name: "down", power: [4, 0, 0, 0])], method: .rule)
    let filled = try ActivationStudy(
      problem, schedule: schedule, models: ["down": .share(mean: 1, standardDeviation: 0)],
      directions: ["down": .down], recoveryHours: nil
    ).run(paths: 2, seed: 1)
    // 24, 34, then 6 of 10 MWh fit; the plan's 20, 30, 40, 30.
    #expect(filled.meanStored == [24, 34, 40, 30] && filled.shortfallProbability == 0)
    // 4 MWh are drawn by calls, and 4 not drawn later at the same price.
    #expect(abs(filled.meanRevenue) < 1e-12)
    // How far it strayed is told as if there were no window.
    #expect(try filled.margins(confidence: 0.9).map(\.high) == [4, 4, 4, 4])
    let empty = try DispatchSchedule(
      problem, charge: [0, 0, 0, 0], discharge: [0, 10, 10, 0], initialEnergy: 20,
      awards: [ServiceAward(name: "up", power: [4, 0, 0, 0])], method: .rule)
    let drained = try ActivationStudy(
      problem, schedule: empty, models: ["up": .share(mean: 1, standardDeviation: 0)], directions: ["up": .up],
      recoveryHours: nil
    ).run(paths: 2, seed: 1)
    #expect(drained.meanStored == [16, 6, 0, 0] && abs(drained.meanRevenue) < 1e-12)
  }

  @Test func schedulesOfOtherProblemsAreRefused() throws {
    let problem = try DispatchProblem(
      Sample.battery(), steps: Sample.hours(2), prices: [1, 2], initial: .energy(0), terminal: .energy(40))
    let nothing = try problem.optimised()
    func code(_ schedule: DispatchSchedule) -> StorageError.Code? {
      do {
        _ = try ActivationStudy(problem, schedule: schedule, models: [:], directions: [:])
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(nothing) == .empty)
    let later = try DispatchProblem(
      Sample.battery(),
      steps: DispatchSteps(start: Sample.start.advanced(bySeconds: 3600), minutes: 60, count: 2), prices: [1, 2],
      initial: .energy(0), terminal: .price(1))
    let moved = try DispatchSchedule(
      later, charge: [0, 0], discharge: [0, 0], initialEnergy: 0, awards: [ServiceAward(name: "up", power: [0, 0])],
      method: .rule)
    #expect(code(moved) == .mismatch)
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
