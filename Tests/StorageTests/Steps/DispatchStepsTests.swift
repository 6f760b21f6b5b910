import Foundation
import MarketData
import Storage
import Testing

struct DispatchStepsTests {
  static func midnight(_ year: Int, _ month: Int, _ day: Int, _ zone: MarketTimeZone) throws -> Instant {
    zone.startOfDay(try #require(LocalDate(year: year, month: month, day: day)))
  }

  @Test func daysFollowTheZonesClock() throws {
    let start = try Self.midnight(2025, 11, 1, .central)
    let steps = try DispatchSteps(start: start, minutes: 60, count: 24 + 25 + 10, zone: .central)
    #expect(steps.days == [0..<24, 24..<49, 49..<59])
    let spring = try DispatchSteps(
      start: Self.midnight(2025, 3, 9, .central), minutes: 15, count: 92 + 4, zone: .central)
    #expect(spring.days == [0..<92, 92..<96])
    #expect(spring.hours.allSatisfy { $0 == 0.25 })
    #expect(spring.uniformHours == 0.25)
  }

  @Test func monthsAndYears() throws {
    let start = try Self.midnight(2024, 12, 31, .utc)
    let steps = try DispatchSteps(start: start, minutes: 60, count: 24 + 8760)
    #expect(steps.years == [0..<24, 24..<8784])
    #expect(steps.months.count == 13)
    #expect(steps.months[1] == 24..<24 + 31 * 24)
    #expect(abs(steps.partOfYear(0..<24) - 1 / 366.0) < 1e-15)
    #expect(steps.partOfYear(24..<8784) == 1)
  }

  @Test func mixedLengths() throws {
    let start = try Self.midnight(2025, 1, 1, .utc)
    let minutes: [Int64] = [0, 5, 10, 15, 30, 60, 120]
    let grid = try #require(DeliveryGrid(edges: minutes.map { start.advanced(bySeconds: $0 * 60) }))
    let steps = try DispatchSteps(grid: grid)
    #expect(steps.hours == [5, 5, 5, 15, 30, 60].map { $0 / 60 })
    #expect(steps.uniformHours == nil)
    #expect(steps.count == 6)
    #expect(try steps.slice(3..<6).hours == [0.25, 0.5, 1])
    #expect(throws: StorageError.self) { try steps.slice(3..<3) }
    #expect(throws: StorageError.self) { try steps.slice(0..<7) }
  }

  @Test func jsonRoundTrips() throws {
    let start = try Self.midnight(2025, 1, 1, .central)
    let uniform = try DispatchSteps(start: start, minutes: 5, count: 288, zone: .central)
    let grid = try #require(DeliveryGrid(edges: [0, 300, 3600].map { start.advanced(bySeconds: $0) }))
    for steps in [uniform, try DispatchSteps(grid: grid)] {
      let data = try JSONEncoder().encode(steps)
      #expect(try JSONDecoder().decode(DispatchSteps.self, from: data) == steps)
    }
    let unknown = #"{"zone":"Mars/Olympus","start":0,"seconds":60,"count":1}"#
    #expect(throws: StorageError.self) { try JSONDecoder().decode(DispatchSteps.self, from: Data(unknown.utf8)) }
    let huge = #"{"start":0,"seconds":60,"count":9000000000}"#
    #expect(throws: StorageError.self) { try JSONDecoder().decode(DispatchSteps.self, from: Data(huge.utf8)) }
  }

  @Test func stepsThatCannotBeAreRefused() {
    let start = Instant(secondsSince1970: 0)
    #expect(throws: StorageError.self) { try DispatchSteps(start: start, minutes: 0, count: 1) }
    #expect(throws: StorageError.self) { try DispatchSteps(start: start, minutes: 5, count: 0) }
    #expect(throws: StorageError.self) { try DispatchSteps(start: start, minutes: 5, count: .max) }
    #expect(throws: StorageError.self) { try DispatchSteps(start: .distantFuture, minutes: 5, count: 2) }
  }

  @Test func outagesTakePowerByTheHour() throws {
    let start = try Self.midnight(2025, 1, 1, .utc)
    let steps = try DispatchSteps(start: start, minutes: 60, count: 5)
    let outage = try #require(DeliveryInterval(start: start.advanced(bySeconds: 5400), seconds: 5400))
    let availability = try Availability(outages: [outage, outage], steps: steps)
    #expect(availability.charge == [1, 0.5, 0, 1, 1])
    #expect(availability.discharge == availability.charge)
    #expect(throws: StorageError.self) { try Availability(charge: [1, 1.5]) }
    #expect(throws: StorageError.self) { try Availability(discharge: [.nan]) }
  }

  @Test func stepsThatAreNotThereCoverNoPartOfAYear() throws {
    let steps = try DispatchProblemTests.steps(24)
    #expect(abs(steps.partOfYear(0..<24) - 1 / 365.0) < 1e-15)
    #expect(steps.partOfYear(0..<30) == steps.partOfYear(0..<24))
    #expect(steps.partOfYear(-5..<24) == steps.partOfYear(0..<24))
    #expect(steps.partOfYear(24..<30) == 0 && steps.partOfYear(3..<3) == 0)
  }
}
