import Foundation
import MarketData
import NumericalKernels
import Storage
import Testing

/// The dispatch of a store with services: published objectives, agreement of two methods, what a schedule keeps to.
struct ServiceProblemTests {
  private static let agreementTolerance = 2e-7
  /// What a schedule may earn beyond the other method's bound: what the interior points leave of feasibility.
  private static let boundTolerance = 1e-8
  #if DEBUG
    private static let randomProblems: UInt64 = 60
  #else
    private static let randomProblems: UInt64 = 400
  #endif
  private static let feasibilityTolerance = 1e-9

  @Test func bothMethodsAgreeOnRandomProblems() throws {
    for seed in 0..<Self.randomProblems as Range<UInt64> {
      let problem = try ServiceProblems.random(seed)
      // Without services another method is chosen, which has suites of its own.
      if problem.offers.isEmpty { continue }
      let along = try problem.optimised()
      let general = try problem.optimised(general: true)
      #expect(along.status == general.status, "seed \(seed)")
      guard along.hasSchedule else { continue }
      let size = max(1, abs(general.objective))
      #expect(abs(along.objective - general.objective) <= Self.agreementTolerance * size, "seed \(seed)")
      #expect(along.bound >= general.objective - Self.boundTolerance * size, "seed \(seed)")
      #expect(general.bound >= along.objective - Self.boundTolerance * size, "seed \(seed)")
      for schedule in [along, general] {
        #expect(Self.worstViolation(schedule, problem) <= Self.feasibilityTolerance, "seed \(seed) \(schedule.method)")
      }
    }
  }

  @Test func theStepwiseMethodIsTheOneThatIsChosen() throws {
    var others = 0
    for seed in 0..<40 as Range<UInt64> {
      let problem = try ServiceProblems.random(seed)
      if !problem.offers.isEmpty, try problem.optimised().method != .stepwiseInteriorPoint { others += 1 }
    }
    #expect(others <= 2)
  }

  /// Prices far below zero: a relaxation burns energy, a store does not, whether it is held step by step or searched.
  @Test func pricesBelowZeroWithServices() throws {
    var stream = RandomStream(seed: 9, path: 0)
    for seed in 0..<12 {
      let count = 6
      let asset = try StorageAsset(
        power: 10, energyCapacity: 15 + 10 * stream.uniform(), chargeEfficiency: EfficiencyCurve(0.9),
        dischargeEfficiency: EfficiencyCurve(0.85), throughputCost: 2)
      let prices = (0..<count).map { _ in stream.next() % 3 == 0 ? -300 * stream.uniform() : 60 * stream.uniform() }
      let energy = try DispatchProblem(asset, steps: ServiceProblems.steps(count), prices: prices)
      let offers = [
        ServiceOffer(
          try AncillaryService("up", .up, durationHours: 0.5, deployment: 0.1),
          prices: (0..<count).map { _ in 8 * stream.uniform() }),
        ServiceOffer(
          try AncillaryService("down", .down, durationHours: 0.5, deployment: 0.1),
          prices: (0..<count).map { _ in 8 * stream.uniform() }),
      ]
      let problem = try ServiceProblem(energy, offers: offers)
      let schedule = try problem.optimised()
      let searched = try problem.optimised(general: true)
      #expect(schedule.hasSchedule && searched.hasSchedule, "seed \(seed)")
      #expect(abs(schedule.objective - searched.objective) <= 1e-5 * max(1, abs(searched.objective)), "seed \(seed)")
      for other in [schedule, searched] {
        let best = max(schedule.objective, searched.objective)
        #expect(other.bound >= best - Self.boundTolerance * max(1, abs(best)), "seed \(seed)")
        // What the search over decisions proves is not thrown away where the stepwise schedule stands.
        #expect(other.gap <= 1e-6 && other.status == .solved, "seed \(seed)")
      }
      for t in 0..<count { #expect(min(schedule.charge[t], schedule.discharge[t]) < 1e-9, "seed \(seed)") }
      #expect(Self.worstViolation(schedule, problem) <= Self.feasibilityTolerance, "seed \(seed)")
    }
  }

  /// One hour, worked by hand: all power goes to the service that pays more than energy brings.
  @Test func oneStepByHand() throws {
    let asset = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.8),
      throughputCost: 2)
    let energy = try DispatchProblem(
      asset, steps: ServiceProblems.steps(1), prices: [20], initial: .energy(20), terminal: .price(30))
    let up = try AncillaryService("up", .up, durationHours: 2, deployment: 0.1)
    let schedule = try ServiceProblem(energy, offers: [ServiceOffer(up, prices: [50])]).optimised()
    // A MW of award keeps 2 h / 0.8 = 2.5 MWh ready, of which there are 20 when the hour begins: 8 MW. Calls take 8 · 0.1 / 0.8 = 1 MWh
    // out. A MWh in the store is worth 30 and costs 20 / 0.9: ten MW are drawn, nine MWh stored.
    #expect(abs((schedule.awards.first?.power.first ?? 0) - 8) < 1e-7)
    #expect(abs(schedule.charge[0] - 10) < 1e-7)
    #expect(abs(schedule.storedEnergy[0] - 28) < 1e-7)
    #expect(abs(schedule.revenue["up"] - (8 * 50 + 0.8 * 20)) < 1e-5)
    #expect(abs(schedule.revenue["degradation"] + 1.6) < 1e-6)
    #expect(abs(schedule.revenue["energy"] + 200) < 1e-5)
    #expect(abs(schedule.objective - (416 - 1.6 - 200 + 30 * 28)) < 1e-4)
  }

  @Test func energyForACallIsHeldAtBothEnds() throws {
    let asset = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(1), dischargeEfficiency: EfficiencyCurve(1))
    let energy = try DispatchProblem(asset, steps: ServiceProblems.steps(2), prices: [4, 0], initial: .energy(10))
    let offer = ServiceOffer(try AncillaryService("up", .up, durationHours: 2), prices: [6, 0])
    let sustained = try ServiceProblem(energy, offers: [offer]).optimised()
    let plain = try ServiceProblem(energy, offers: [offer], reservation: .compatibility).optimised()
    // Held at the beginning only, 10 MWh serve an award of 5 MW and a sale of 5 MWh; held at the end as well they do not, and all are sold.
    #expect(abs(plain.objective - (5 * 6 + 5 * 4)) < 1e-6)
    #expect(abs(sustained.objective - 10 * 4) < 1e-6)
  }

  @Test func callsUpWithoutEnergyAreNotSold() throws {
    let asset = try ServiceProblems.reference()
    let energy = try DispatchProblem(
      asset, steps: ServiceProblems.steps(1), prices: [40], initial: .energy(0), terminal: .price(0))
    let offer = ServiceOffer(try AncillaryService("up", .up, durationHours: 1), prices: [1000])
    let schedule = try ServiceProblem(energy, offers: [offer]).optimised()
    #expect((schedule.awards.first?.power[0] ?? 1) < 1e-7)
  }

  @Test func anImpossibleEndIsInfeasible() throws {
    let energy = try DispatchProblem(
      ServiceProblems.reference(), steps: ServiceProblems.steps(2), prices: [40, 50], initial: .energy(0),
      terminal: .energy(400))
    let offer = ServiceOffer(try AncillaryService("up", .up, durationHours: 1), prices: [1, 1])
    let schedule = try ServiceProblem(energy, offers: [offer]).optimised()
    #expect(schedule.status == .infeasible)
    #expect(!schedule.hasSchedule)
  }

  @Test func moreOffersOrPowerNeverEarnLess() throws {
    for seed in 1..<25 as Range<UInt64> {
      let problem = try ServiceProblems.random(seed)
      let whole = try problem.optimised()
      guard whole.hasSchedule, let last = problem.offers.indices.last else { continue }
      let fewer = try ServiceProblem(
        problem.dispatch, offers: Array(problem.offers[..<last]), reservation: problem.reservation
      ).optimised()
      #expect(whole.objective >= fewer.objective - 1e-7 * max(1, abs(fewer.objective)), "seed \(seed)")
    }
  }

  @Test func offersMustFit() throws {
    let energy = try DispatchProblem(ServiceProblems.reference(), steps: ServiceProblems.steps(2), prices: [40, 50])
    let up = try AncillaryService("up", .up, durationHours: 1)
    func code(_ offers: [ServiceOffer]) -> StorageError.Code? {
      do throws(StorageError) {
        _ = try ServiceProblem(energy, offers: offers)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code([ServiceOffer(up, prices: [1])]) == .countMismatch)
    #expect(code([ServiceOffer(up, prices: [1, .nan])]) == .notFinite)
    #expect(code([ServiceOffer(up, prices: [1, 2]), ServiceOffer(up, prices: [1, 2])]) == .mismatch)
    #expect(code([ServiceOffer(up, prices: [1, 2], limits: [-1, 2])]) == .outOfRange)
    #expect(code([ServiceOffer(up, prices: [1, 2], commitments: [.nan, -2])]) == .outOfRange)
    #expect(code([ServiceOffer(try AncillaryService("energy", .up, durationHours: 1), prices: [1, 2])]) == .mismatch)
  }

  /// The worst of what a schedule breaks: its own limits, and the power and energy that awards keep free.
  static func worstViolation(_ schedule: DispatchSchedule, _ problem: ServiceProblem) -> Double {
    var worst = schedule.largestViolation(of: problem.dispatch)?.relative ?? 0
    let dispatch = problem.dispatch
    let asset = dispatch.asset
    let (power, size) = (max(asset.chargePower, asset.dischargePower), asset.energyCapacity)
    let (into, out) = (asset.chargeEfficiency.constant ?? 1, asset.dischargeEfficiency.constant ?? 1)
    for t in 0..<dispatch.count {
      let before = t > 0 ? schedule.storedEnergy[t - 1] : schedule.initialEnergy
      let behind = schedule.storedEnergy[t]
      var (up, down, upEnergy, downEnergy, calls) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (offer, award) in zip(problem.offers, schedule.awards) {
        let service = offer.service
        worst = max(worst, -award.power[t] / power)
        let reserve = service.duration(at: dispatch.steps.start(at: t)) * service.coveredPart * award.power[t]
        if service.direction != .down {
          up += award.power[t]
          upEnergy += reserve / out
          calls -= service.deployment * award.power[t] / out
        }
        if service.direction != .up {
          down += award.power[t]
          downEnergy += reserve * into
          calls += service.deployment * award.power[t] * into
        }
      }
      let net = schedule.discharge[t] - schedule.charge[t]
      if up > 0 { worst = max(worst, (net + up - dispatch.dischargeLimit(at: t)) / power) }
      if down > 0 { worst = max(worst, (down - net - dispatch.chargeLimit(at: t)) / power) }
      for state in problem.reservation == .sustained ? [before, behind] : [before] {
        if upEnergy > 0 { worst = max(worst, (upEnergy - (state - asset.window.lowerBound)) / size) }
        if downEnergy > 0 { worst = max(worst, (downEnergy - (asset.window.upperBound - state)) / size) }
      }
      let hours = dispatch.steps.hours[t]
      let flow = into * schedule.charge[t] - schedule.discharge[t] / out + calls
      worst = max(worst, abs(asset.retention(hours: hours) * before + hours * flow - behind) / size)
    }
    return worst
  }
}
