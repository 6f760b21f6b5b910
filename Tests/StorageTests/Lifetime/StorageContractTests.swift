import Foundation
import Storage
import Testing

@Suite struct StorageContractTests {
  /// 100 MW for a quarter of a year.
  private func paid(
    _ contract: StorageContract, _ merchant: Double, _ performance: StorageContract.Performance = .init()
  )
    throws -> Double
  {
    try contract.payment(power: 100, merchant: merchant, years: 0.25, performance: performance)
  }

  @Test func aFloorMakesUpWhatIsMissing() throws {
    let floor = StorageContract.floor(level: 40_000, upsideShare: 0.4)
    #expect(try paid(floor, 700_000) == 300_000)
    #expect(try paid(floor, 1_000_000) == 0)
    #expect(try paid(floor, 1_500_000) == -200_000)
    #expect(try paid(floor, -50_000) == 1_050_000)
  }

  @Test func aCollarKeepsWhatIsLeftInside() throws {
    let collar = StorageContract.collar(lower: 40_000, upper: 60_000)
    for (merchant, left) in [(500_000.0, 1_000_000.0), (1_200_000, 1_200_000), (2_000_000, 1_500_000)] {
      #expect(try merchant + paid(collar, merchant) == left)
    }
  }

  @Test func tollingLeavesTheRent() throws {
    let tolling = StorageContract.tolling(rent: 80_000, availabilityGuarantee: 0.98, efficiencyGuarantee: 0.85)
    #expect(try paid(tolling, 3_000_000) + 3_000_000 == 2_000_000)
    let poor = try paid(tolling, 0, .init(availability: 0.49, efficiency: 0.68))
    #expect(abs(poor - 2_000_000 * 0.5 * 0.8) < 1e-6)
    #expect(try paid(tolling, 0, .init(availability: 0.99, efficiency: 0.9)) == 2_000_000)
  }

  @Test func sharesAndSwapsTakeTheirPart() throws {
    #expect(try paid(.share(part: 0.3, payment: 10_000), 1_000_000) == -50_000)
    #expect(try paid(.swap(level: 50_000), 1_000_000) == 250_000)
    let floor = StorageContract.floor(level: 40_000, upsideShare: 0.5)
    #expect(
      try floor.payments(power: 100, merchant: [0, 4_000_000, 6_000_000], years: 1) == [4_000_000, 0, -1_000_000])
  }

  @Test func whatMakesNoSenseIsRefused() {
    #expect(throws: StorageError.self) { try self.paid(.collar(lower: 2, upper: 1), 0) }
    #expect(throws: StorageError.self) { try self.paid(.share(part: 1.1), 0) }
    #expect(throws: StorageError.self) { try self.paid(.swap(level: .nan), 0) }
    #expect(throws: StorageError.self) { try self.paid(.swap(level: 1), .infinity) }
    #expect(throws: StorageError.self) { try self.paid(.swap(level: 1), 0, .init(availability: 2)) }
  }

  @Test func contractsAreCodable() throws {
    let contract = StorageContract.floor(level: 60_000, upsideShare: 0.5)
    #expect(try JSONDecoder().decode(StorageContract.self, from: JSONEncoder().encode(contract)) == contract)
  }
}
