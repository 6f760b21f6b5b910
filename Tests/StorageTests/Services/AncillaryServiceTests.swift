import Foundation
import MarketData
import Storage
import Testing

struct AncillaryServiceTests {
  @Test func coverageTakesTheSmallestActivationThatIsEnough() throws {
    let activations = [0.1, 0.9, 0.2, 0.3, 0.4]
    func part(_ level: Double) throws -> Double {
      try AncillaryService(
        "s", .up, durationHours: 1, coverage: .quantile(level: level, activations: activations)
      ).coveredPart
    }
    #expect(try part(0.8) == 0.4)
    #expect(try part(0.81) == 0.9)
    #expect(try part(1) == 0.9)
    #expect(try part(0.01) == 0.1)
    #expect(try AncillaryService("s", .up, durationHours: 1).coveredPart == 1)
    #expect(try AncillaryService("s", .up, durationHours: 1, coverage: .expected(0.2)).coveredPart == 0.2)
  }

  @Test func durationsChangeAtTheirInstants() throws {
    let change = Instant(secondsSince1970: 1_000_000)
    let service = try AncillaryService(
      "s", .up, durationHours: 2, laterDurations: [.init(from: change, hours: 1)])
    #expect(service.duration(at: Instant(secondsSince1970: 999_999)) == 2)
    #expect(service.duration(at: change) == 1)
  }

  @Test func figuresOutsideTheirDomainAreRefused() throws {
    func code(_ make: () throws(StorageError) -> AncillaryService) -> StorageError.Code? {
      do throws(StorageError) {
        _ = try make()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { () throws(StorageError) in try AncillaryService("", .up, durationHours: 1) } == .empty)
    #expect(code { () throws(StorageError) in try AncillaryService("s", .up, durationHours: -1) } == .outOfRange)
    #expect(code { () throws(StorageError) in try AncillaryService("s", .up, durationHours: .nan) } == .outOfRange)
    #expect(
      code { () throws(StorageError) in try AncillaryService("s", .up, durationHours: 1, deployment: 1.5) }
        == .outOfRange)
    #expect(
      code { () throws(StorageError) in
        try AncillaryService("s", .up, durationHours: 1, minimumAward: 5, maximumAward: 2)
      } == .outOfRange)
    #expect(
      code { () throws(StorageError) in
        try AncillaryService("s", .up, durationHours: 1, coverage: .quantile(level: 0.9, activations: []))
      } == .insufficientData)
  }

  @Test func servicesAreWrittenAndReadAgain() throws {
    let service = try AncillaryService(
      "ecrs", .up, durationHours: 2, laterDurations: [.init(from: Instant(secondsSince1970: 5), hours: 1)],
      deployment: 0.1, minimumAward: 0.1, exclusiveGroup: "contingency",
      coverage: .quantile(level: 0.9, activations: [0.1, 0.4]))
    let again = try JSONDecoder().decode(AncillaryService.self, from: JSONEncoder().encode(service))
    #expect(again == service)
    // What the initialiser refuses cannot be read either.
    let text = try #require(String(bytes: JSONEncoder().encode(service), encoding: .utf8))
    let empty = text.replacingOccurrences(of: "[0.1,0.4]", with: "[]")
    #expect(empty != text)
    #expect(throws: StorageError.self) { try JSONDecoder().decode(AncillaryService.self, from: Data(empty.utf8)) }
    #expect(throws: StorageError.self) {
      try JSONDecoder().decode(Availability.self, from: Data(#"{"charge":[-1],"discharge":[]}"#.utf8))
    }
  }

  @Test func aDurationThatChangesAndChangesBackIsHeldInBetween() throws {
    // Two hours from the second step on, one again from the third.
    let steps = try ServiceProblems.steps(4)
    let service = try AncillaryService(
      "s", .up, durationHours: 1,
      laterDurations: [.init(from: steps.start(at: 1), hours: 2), .init(from: steps.start(at: 2), hours: 1)])
    let asset = try StorageAsset(
      power: 10, energyCapacity: 10, chargeEfficiency: EfficiencyCurve(1), dischargeEfficiency: EfficiencyCurve(1),
      throughputCost: 1)
    let energy = try DispatchProblem(
      asset, steps: steps, prices: [5, 5, 5, 5], initial: .energy(10), terminal: .energy(10))
    let problem = try ServiceProblem(energy, offers: [ServiceOffer(service, prices: [3, 3, 3, 3])])
    // 10 MWh cover 10 MW for an hour and 5 MW for two: 3 x (10 + 5 + 10 + 10).
    let schedule = try problem.optimised()
    #expect(abs(schedule.objective - 105) < 1e-5)
    #expect(abs(try #require(schedule.awards.first).power[1] - 5) < 1e-5)
    #expect(schedule.largestViolation(of: problem)?.relative ?? 0 < 1e-9)
    #expect(abs(try problem.optimised(general: true).objective - schedule.objective) < 1e-4)
    // Instants outside the steps change nothing.
    let constant = try AncillaryService(
      "s", .up, durationHours: 1,
      laterDurations: [.init(from: steps.start(at: 3).advanced(bySeconds: 1), hours: 2)])
    let plain = try ServiceProblem(energy, offers: [ServiceOffer(constant, prices: [3, 3, 3, 3])]).optimised()
    #expect(plain.method == .stepwiseInteriorPoint && abs(plain.objective - 120) < 1e-4)
  }
}
