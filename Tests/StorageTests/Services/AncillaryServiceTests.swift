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
}
