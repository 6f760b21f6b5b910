import MarketData
import Storage
import Testing

@Suite struct ServiceDeliveryTests {
  private func delivery(_ count: Int = 2) throws -> ServiceDelivery {
    let start = try #require(Instant(iso8601: "2026-06-01T00:00:00Z"))
    let grid = try #require(DeliveryGrid(start: start, seconds: 1800, count: count))
    return try ServiceDelivery(product: "reg_up", grid: grid, award: [20, 10], price: [8, 12])
  }

  @Test func capacityIsPaidOnAward() throws {
    let lines = try delivery().lines(market: "PJM")
    #expect(lines.count == 1 && lines[0].bucket == .capacity && lines[0].amounts == [80, 60])
  }

  @Test func everyBucketHasItsSign() throws {
    var delivery = try delivery()
    delivery.performance = [0.5, 1]
    delivery.mileage = .init(movement: [100, 40], price: [0.5, 0.25], accuracy: [0.8, 1])
    delivery.deployment = .init(upward: [3, 0], downward: [0, 2], price: [60, -10])
    delivery.shortfall = .init(missing: [5, 0], penalty: [6, 6])
    let lines = try delivery.lines(market: "PJM")
    #expect(lines.map(\.bucket) == [.capacity, .mileage, .deployedEnergy, .nonPerformance])
    #expect(lines[0].amounts == [40, 60])
    #expect(lines[1].amounts == [40, 10])
    // Energy taken at a negative price is paid for.
    #expect(lines[2].amounts == [180, 20])
    // 5 MW for half an hour: the payment of 4 and a charge of 6 per MW and hour.
    #expect(lines[3].amounts == [-25, 0])
    #expect(lines.allSatisfy { $0.product == "reg_up" && $0.market == "PJM" })
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    var missing = try delivery()
    missing.shortfall = .init(missing: [21, 0])
    #expect(throws: StorageError.self) { try missing.lines(market: "") }
    var score = try delivery()
    score.performance = [0.5, 1.1]
    #expect(throws: StorageError.self) { try score.lines(market: "") }
    var energy = try delivery()
    energy.deployment = .init(upward: [-1, 0], downward: [0, 0], price: [1, 1])
    #expect(throws: StorageError.self) { try energy.lines(market: "") }
    var mileage = try delivery()
    mileage.mileage = .init(movement: [1], price: [1, 1])
    #expect(throws: StorageError.self) { try mileage.lines(market: "") }
    #expect(throws: StorageError.self) {
      try ServiceDelivery(product: "x", grid: missing.grid, award: [-1, 0], price: [1, 1])
    }
    #expect(throws: StorageError.self) {
      try ServiceDelivery(product: "x", grid: missing.grid, award: [1, 0], price: [.nan, 1])
    }
  }
}
