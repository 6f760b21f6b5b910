import MarketData
import Storage
import Testing
import Valuation

@Suite struct RevenueStackTests {
  /// A year of days in California: 1,000 USD a day for energy, 100 for a service; wear of 50.
  private func stack() throws -> RevenueStack {
    let first = try #require(LocalDate(year: 2026, month: 1, day: 1))
    let days = try #require(DeliveryGrid.days(from: first, count: 365, in: .pacific))
    func line(_ product: String, _ bucket: SettlementBucket, _ amount: Double) throws -> Settlement.Line {
      try Settlement.Line(
        market: "CAISO", product: product, bucket: bucket, grid: days,
        amounts: [Double](repeating: amount, count: 365))
    }
    return RevenueStack(
      statement: Settlement(
        currency: .usd,
        lines: [
          try line("energy", .dayAheadEnergy, 1000), try line("spin", .capacity, 100),
          try line("energy", .degradation, -50),
        ]), zone: .pacific)
  }

  @Test func layersAddUp() throws {
    var stack = try stack()
    let first = try #require(LocalDate(year: 2026, month: 1, day: 1))
    let months = try #require(DeliveryGrid.months(from: first, count: 12, in: .pacific))
    let capacity = try CapacityPayment(durationHours: 4, pricePerMonth: [Double](repeating: 500, count: 12))
    stack.add(try capacity.line(market: "RA", sold: 2, months: months, in: .pacific))
    #expect(stack.merchant == 365 * 1050.0 && stack.capacityPayments == 12_000 && stack.contracted == 0)
    // A year's floor of 500,000 for 5 MW.
    try stack.add(.floor(level: 100_000), power: 5, counterparty: "Bank", by: .year)
    #expect(abs(stack.contracted - (500_000 - 383_250)) < 1e-9)
    #expect(abs(stack.total - 512_000) < 1e-9)
    let july = stack.totals.filter { $0.month?.components.month == 7 }
    #expect(july.map(\.amount) == [31_000, 3_100, -1_550, 1_000])
    #expect("\(stack)".contains("capacity-payment") && "\(stack)".contains("512,000.00"))
  }

  @Test func monthsAreSettledEachByItself() throws {
    var stack = try stack()
    try stack.add(.swap(level: 100_000), power: 5, counterparty: "Offtaker", by: .month)
    let line = try #require(stack.statement.lines.last)
    #expect(line.grid.count == 12 && line.bucket == .contract)
    // March has an hour less than 31 days.
    let hours = [744, 672, 743, 720, 744, 720, 744, 744, 720, 744, 721, 744.0]
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31.0]
    for (index, amount) in line.amounts.enumerated() {
      let expected: Double = 500_000 * hours[index] / 8760 - 1050 * days[index]
      #expect(abs(amount - expected) < 1e-8)
    }
    #expect(abs(stack.total - 500_000) < 1e-8)
    // A contract does not settle against another.
    try stack.add(.share(part: 0.1), power: 5, counterparty: "Partner", by: .year)
    #expect(abs(stack.total - 500_000 + 38_325) < 1e-8)
    var empty = RevenueStack(statement: Settlement(currency: .usd, lines: []), zone: .utc)
    #expect(throws: StorageError.self) { try empty.add(.swap(level: 1), power: 1, counterparty: "", by: .year) }
  }

  @Test func outlooksSpeakOfExceedance() throws {
    // 0, 10, ..., 1000: type 7 quantiles at whole places.
    let outlook = try RevenueOutlook(revenues: (0...100).map { Double($0) * 10 })
    #expect(abs(outlook.p90 - 100) < 1e-9 && outlook.p50 == 500 && abs(outlook.p10 - 900) < 1e-9)
    #expect(abs(outlook.p99 - 10) < 1e-9 && outlook.mean == 500 && outlook.count == 101)
    #expect(abs(outlook.tail.quantile - 400) < 1e-9)
    #expect(throws: StorageError.self) { try RevenueOutlook(revenues: []) }
    #expect(throws: StorageError.self) { try RevenueOutlook(revenues: [1, .nan]) }
  }
}

@Suite struct AttributionTests {
  /// A glove game: energy and regulation compete, reserve needs energy.
  private func worth(_ services: Set<String>) -> Double {
    var value = 0.0
    if services.contains("energy") { value += 100 }
    if services.contains("reg") { value += services.contains("energy") ? 40 : 90 }
    if services.contains("energy"), services.contains("spin") { value += 12 }
    return value
  }

  @Test func sharesAddUpToTheWhole() throws {
    let attribution = try Attribution(of: ["energy", "reg", "spin"]) { self.worth($0) }
    #expect(attribution.base == 0 && attribution.total == 152)
    #expect(attribution.parts.map(\.first) == [100, 90, 0])
    #expect(attribution.parts.map(\.last) == [62, 40, 12])
    // By hand over the six orders: energy (100·2 + 50 + 112 + 62·2)/6, reg (90·3 + 40·3)/6, spin 12/2.
    let shapley = attribution.parts.compactMap(\.shapley)
    for (found, expected) in zip(shapley, [81, 65, 6.0]) { #expect(abs(found - expected) < 1e-12) }
    #expect(abs(shapley.reduce(0, +) - 152) < 1e-12)
  }

  @Test func combinationsAreValuedOnce() throws {
    var calls = 0
    _ = try Attribution(of: ["a", "b", "c", "d"]) { services in
      calls += 1
      return Double(services.count)
    }
    #expect(calls == 16)
    calls = 0
    let names = (0..<20).map { "s\($0)" }
    let attribution = try Attribution(of: names) { services in
      calls += 1
      return Double(services.count)
    }
    #expect(calls == 42 && attribution.parts.allSatisfy { $0.shapley == nil && $0.first == 1 && $0.last == 1 })
    let none = try Attribution(of: []) { _ in 7 }
    #expect(none.total == 7 && none.parts.isEmpty)
    let one = try Attribution(of: ["x"]) { $0.isEmpty ? 1 : 5 }
    #expect(one.parts[0].shapley == 4)
  }

  @Test func whatMakesNoSenseIsRefused() {
    #expect(throws: StorageError.self) { try Attribution(of: ["a", "a"]) { _ in 0 } }
    #expect(throws: StorageError.self) { try Attribution(of: ["a"]) { _ in .nan } }
    #expect(throws: StorageError.self) { try Attribution(of: (0..<65).map { "\($0)" }) { _ in 0 } }
  }
}
