import MarketData
import Storage
import Testing

struct MarketServiceTests {
  private static func duration(_ name: String, _ text: String) throws -> Double {
    let service = try #require(MarketService.all.first { $0.service.name == name })
    return service.service.duration(at: try #require(Instant(iso8601: text)))
  }

  @Test func durationsChangeWithTheRules() throws {
    #expect(try Self.duration("ECRS", "2025-12-05T05:59:00Z") == 2)
    #expect(try Self.duration("ECRS", "2025-12-05T06:00:00Z") == 1)
    #expect(try Self.duration("NSPIN", "2022-12-09T06:00:00Z") == 4)
    #expect(try Self.duration("RU", "2022-01-01T00:00:00Z") == 0.5)
    #expect(try Self.duration("FCR-D up", "2022-07-31T20:59:00Z") == 0.5)
    #expect(try Self.duration("FCR-D up", "2022-07-31T21:00:00Z") == 1.0 / 3)
    #expect(try Self.duration("FCR-N", "2023-08-31T20:59:00Z") == 0.5)
    #expect(try Self.duration("FCR-N", "2023-08-31T21:00:00Z") == 1)
    #expect(try Self.duration("RAISE1SEC", "2024-01-01T00:00:00Z") == 6.0 / 3600)
    #expect(try Self.duration("LOWER60SEC", "2024-01-01T00:00:00Z") == 300.0 / 3600)
    #expect(try Self.duration("RAISE6SEC", "2024-01-01T00:00:00Z") == 60.0 / 3600)
    #expect(try Self.duration("FCR", "2024-01-01T00:00:00Z") == 0.25)
    #expect(try Self.duration("Uncertainty reserve", "2024-01-01T00:00:00Z") == 1)
    #expect(try Self.duration("DCL", "2024-08-01T00:00:00Z") == 0.25)
    #expect(try Self.duration("DMH", "2024-08-01T00:00:00Z") == 0.5)
    #expect(try Self.duration("DRL", "2024-08-01T00:00:00Z") == 1)
    #expect(try Self.duration("FFR", "2024-08-01T00:00:00Z") == 30.0 / 3600)
  }

  /// Where a rule has a first day, nothing is said of the time before it.
  @Test func rulesBeginWhenTheSourcesSay() throws {
    for (market, name, text) in [
      ("ERCOT", "REGUP", "2025-12-05T06:00:00Z"), ("ERCOT", "NSPIN", "2022-12-09T06:00:00Z"),
      ("CAISO", "RD", "2021-06-15T07:00:00Z"), ("NEM", "RAISE1SEC", "2023-10-09T03:00:00Z"),
    ] {
      let entry = try #require(MarketService.all.first { $0.market == market && $0.service.name == name })
      #expect(entry.since == Instant(iso8601: text))
    }
  }

  @Test func everyEntryNamesItsSource() {
    #expect(MarketService.all.count == 25)
    for entry in MarketService.greatBritain {
      #expect(entry.service.direction == (entry.service.name.hasSuffix("L") ? .up : .down))
    }
    #expect(Set(MarketService.all.map { "\($0.market) \($0.service.name)" }).count == MarketService.all.count)
    for entry in MarketService.all { #expect(entry.source.count > 20) }
  }

  @Test func callsAreAdded() throws {
    let service = try #require(MarketService.ercot.first).service.calling(0.1, mileage: 0.5)
    #expect(service.deployment == 0.1)
    #expect(service.mileage == 0.5)
    #expect(service.durationHours == 0.5)
    #expect(throws: StorageError.self) { try service.calling(2) }
  }

  /// A horizon in which a duration changes: each step keeps what holds in it.
  @Test func eachStepKeepsItsOwnDuration() throws {
    let ecrs = try #require(MarketService.ercot.first { $0.service.name == "ECRS" }).service
    let steps = try DispatchSteps(start: try #require(Instant(iso8601: "2025-12-05T04:00:00Z")), minutes: 60, count: 4)
    let asset = try StorageAsset(
      power: 10, energyCapacity: 10, chargeEfficiency: EfficiencyCurve(1), dischargeEfficiency: EfficiencyCurve(1))
    let energy = try DispatchProblem(
      asset, steps: steps, prices: [30, 30, 30, 30], initial: .energy(10), terminal: .energy(10))
    let schedule = try ServiceProblem(energy, offers: [ServiceOffer(ecrs, prices: [9, 9, 9, 9])]).optimised()
    let award = try #require(schedule.awards.first?.power)
    #expect(zip(award, [5, 5, 10, 10.0]).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
