import MarketData
import Storage
import Testing

@Suite struct CapacityPaymentTests {
  private let prices = (1...12).map { Double($0) * 1000 }

  @Test func powerCountsAsLongAsItLasts() throws {
    let rule = try CapacityPayment(durationHours: 4, accreditation: 0.9, pricePerMonth: prices)
    #expect(abs(rule.qualifyingPower(power: 100, energy: 200) - 45) < 1e-12)
    #expect(abs(rule.qualifyingPower(power: 100, energy: 800) - 90) < 1e-12)
    #expect(try CapacityPayment(durationHours: 0, pricePerMonth: prices).qualifyingPower(power: 7, energy: 0) == 7)
    // 400 MWh of the store are 320 MWh at the meter.
    let asset = try StorageAsset(
      power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.8)
    )
    #expect(abs(rule.qualifyingPower(of: asset) - 0.9 * 80) < 1e-12)
  }

  @Test func missingCapacityIsPaidBack() throws {
    let rule = try CapacityPayment(durationHours: 4, pricePerMonth: prices, penaltyFactor: 1.5)
    let first = try #require(LocalDate(year: 2026, month: 11, day: 1))
    let months = try #require(DeliveryGrid.months(from: first, count: 3, in: .pacific))
    let line = try rule.line(market: "RA", sold: 10, months: months, in: .pacific, missing: [0, 2, 0])
    #expect(line.bucket == .capacityPayment)
    #expect(line.amounts == [110_000, 84_000, 10_000])
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    #expect(throws: StorageError.self) { try CapacityPayment(durationHours: 4, pricePerMonth: [1]) }
    #expect(throws: StorageError.self) {
      try CapacityPayment(durationHours: 4, accreditation: 1.2, pricePerMonth: self.prices)
    }
    let rule = try CapacityPayment(durationHours: 4, pricePerMonth: prices)
    let start = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
    let days = try #require(DeliveryGrid(start: start, seconds: 86_400, count: 3))
    #expect(throws: StorageError.self) { try rule.line(market: "RA", sold: 1, months: days, in: .utc) }
    let first = try #require(LocalDate(year: 2026, month: 1, day: 1))
    #expect(throws: StorageError.self) { try rule.payments(sold: 1, months: [first], missing: [2]) }
  }
}
