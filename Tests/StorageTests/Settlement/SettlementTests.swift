import MarketData
import Storage
import Testing

@Suite struct SettlementTests {
  private func hours(_ count: Int, from text: String = "2026-06-01T07:00:00Z", seconds: Int64 = 3600) throws
    -> DeliveryGrid
  {
    let start = try #require(Instant(iso8601: text))
    return try #require(DeliveryGrid(start: start, seconds: seconds, count: count))
  }

  @Test func deliveryIsSettledTwice() throws {
    let grid = try hours(2)
    let lines = try Settlement.twoSettlement(
      market: "CAISO", dayAhead: (grid, [10, -5], [50, 20]), realTime: (grid, [8, -5], [70, 15]))
    // 10 MWh sold at 50 and 2 of them bought back at 70; 5 MWh bought at 20 and taken.
    #expect(lines.map(\.bucket) == [.dayAheadEnergy, .realTimeEnergy])
    #expect(lines[0].amounts == [500, -100] && lines[1].amounts == [-140, 0])
    #expect(Settlement(currency: .usd, lines: lines).total == 260)
  }

  /// Two-settlement pays DA·(p − P) + actual·P: for any quantities.
  @Test func theIdentityHolds() throws {
    var generator = SplitMix(seed: 3)
    let hourly = try hours(24)
    let fives = try hours(288, seconds: 300)
    func draw(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
      (0..<count).map { _ in low + (high - low) * generator.next() }
    }
    let (position, price) = (draw(24, -100, 100), draw(24, -50, 200))
    let (actual, realTime) = (draw(288, -100, 100), draw(288, -150, 900))
    let lines = try Settlement.twoSettlement(
      market: "CAISO", dayAhead: (hourly, position, price), realTime: (fives, actual, realTime))
    var expected = 0.0
    for step in 0..<288 {
      let hour = step / 12
      expected += (position[hour] * (price[hour] - realTime[step]) + actual[step] * realTime[step]) / 12
    }
    #expect(lines[0].amounts.count == 24 && lines[1].amounts.count == 288)
    #expect(abs(Settlement(currency: .usd, lines: lines).total - expected) < 1e-8)
  }

  @Test func eachMarketSettlesTheChange() throws {
    let day = try hours(1)
    let quarters = try hours(4, seconds: 900)
    let metered = try MeteredEnergy(
      .imbalance, grid: quarters, power: [40, 44, 36, 40],
      prices: .dual(surplus: [30, 30, 30, 30], shortfall: [90, 90, 90, 90]))
    let lines = try Settlement.energy(
      market: "DE-LU",
      positions: [
        EnergyPosition(.dayAheadEnergy, grid: day, power: [60], price: [80]),
        EnergyPosition(.intradayEnergy, grid: quarters, power: [40, 40, 40, 40], price: [100, 100, 60, 60]),
      ], metered: metered)
    #expect(lines[0].amounts == [4800])
    // 20 MW are bought back for a quarter of an hour each.
    #expect(lines[1].amounts == [-500, -500, -300, -300])
    // 1 MWh too much is paid the surplus price, 1 MWh too little is charged the shortfall price.
    #expect(lines[2].amounts == [0, 30, -90, 0] && lines[2].bucket == .imbalance)
    // With one price both are settled at it.
    let single = try MeteredEnergy(
      .imbalance, grid: quarters, power: [40, 44, 36, 40], prices: .single([50, 50, 50, 50]))
    #expect(try Settlement.energy(market: "DE-LU", positions: [], metered: single)[0].total == 2000)
  }

  @Test func aCoarserMarketSettlesAgainstTheMean() throws {
    let lines = try Settlement.energy(
      market: "X",
      positions: [
        EnergyPosition(.dayAheadEnergy, grid: hours(4, seconds: 900), power: [0, 10, 20, 30], price: [1, 1, 1, 1]),
        EnergyPosition(.intradayEnergy, grid: hours(1), power: [25], price: [40]),
      ])
    #expect(lines[1].amounts == [400])
  }

  @Test func aMarketMustCoverTheNext() throws {
    let first = try EnergyPosition(.dayAheadEnergy, grid: hours(1), power: [1], price: [1])
    let metered = try MeteredEnergy(grid: hours(2), power: [1, 1], prices: .single([1, 1]))
    #expect {
      try Settlement.energy(market: "X", positions: [first], metered: metered)
    } throws: { ($0 as? StorageError)?.code == .mismatch && ($0 as? StorageError)?.index == 1 }
    #expect(throws: StorageError.self) { try Settlement.energy(market: "X", positions: []) }
    #expect(throws: StorageError.self) {
      try EnergyPosition(.dayAheadEnergy, grid: self.hours(1), power: [1, 2], price: [1])
    }
    #expect(throws: StorageError.self) {
      try EnergyPosition(.dayAheadEnergy, grid: self.hours(1), power: [.nan], price: [1])
    }
    #expect(throws: StorageError.self) {
      try MeteredEnergy(grid: self.hours(1), power: [1], prices: .dual(surplus: [1], shortfall: []))
    }
  }

  @Test func monthsAreThoseOfTheZone() throws {
    // 08:00 UTC on 1 November 2026 is 01:00 in California: the day has 25 hours.
    let grid = try hours(3, from: "2026-11-01T05:00:00Z")
    let line = try Settlement.Line(
      market: "CAISO", product: "energy", bucket: .dayAheadEnergy, grid: grid, amounts: [1, 2, 4])
    let other = try Settlement.Line(
      market: "CAISO", product: "spin", bucket: .capacity, grid: grid, amounts: [10, 20, 40])
    let statement = Settlement(currency: .usd, lines: [line, other])
    let pacific = statement.totals(by: [.product, .month], in: .pacific)
    // Midnight in California is 07:00 UTC.
    #expect(pacific.map(\.amount) == [3, 4, 30, 40])
    #expect(pacific.map { $0.month?.description } == ["2026-10-01", "2026-11-01", "2026-10-01", "2026-11-01"])
    #expect(pacific.map(\.product) == ["energy", "energy", "spin", "spin"])
    #expect(statement.totals(by: [.month], in: .utc).map(\.amount) == [77])
    #expect(statement.totals(by: [], in: .utc).map(\.amount) == [77])
    #expect(statement.totals(by: [.bucket], in: .utc).map(\.bucket) == [.dayAheadEnergy, .capacity])
    #expect(statement.total(ofProduct: "spin") == 70 && statement.total(of: .capacity) == 70)
    #expect(Settlement(currency: .usd, lines: []).totals(by: [.month], in: .utc).isEmpty)
  }

  @Test func anIntervalBelongsToTheMonthInWhichItBegins() throws {
    let start = try #require(Instant(iso8601: "2026-01-31T20:00:00Z"))
    let grid = try #require(DeliveryGrid(start: start, seconds: 6 * 3600, count: 3))
    let line = try Settlement.Line(
      market: "m", product: "p", bucket: "mine", grid: grid, amounts: [1, 2, 4])
    let months = Settlement(currency: .eur, lines: [line]).totals(by: [.month, .market], in: .utc)
    #expect(months.map(\.amount) == [1, 6] && months.allSatisfy { $0.market == "m" })
  }

  @Test func statementsAddUpInOneCurrency() throws {
    let grid = try hours(1)
    let cost = try Settlement.cost(.charges, market: "CAISO", grid: grid, energy: [5], rate: 0.4)
    #expect(cost.amounts == [-2])
    let statement = Settlement(currency: .usd, lines: [cost])
    #expect(try statement.adding(statement).total == -4)
    #expect(throws: StorageError.self) { try statement.adding(Settlement(currency: .eur, lines: [])) }
    #expect(throws: StorageError.self) {
      try Settlement.Line(market: "", product: "", bucket: .charges, grid: grid, amounts: [.infinity])
    }
  }
}
