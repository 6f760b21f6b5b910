import MarketData
import Risk
import Testing
import Valuation

/// Tables through the results that print them.
@Suite struct TextTableTests {
  @Test func longNamesAreShortenedAndNumbersAreNot() throws {
    let name = String(repeating: "hub-", count: 60)
    let portfolio = try Portfolio(
      factors: [RiskFactor(name)], positions: [Position(name, .linear(name, quantity: 1e13), book: name)])
    let history = try FactorHistory(
      names: [name], dates: SampleBooks.dates(60), columns: [(0..<60).map { Double($0 * 7 % 13) - 6 }])
    let result = try HistoricalSimulation().run(portfolio, on: history).result(at: [0.9])
    let lines = result.description.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines.contains { $0.hasPrefix("hub-hub-") && $0.contains("…  ") })
    // Six amounts of twenty figures do not fit beside each other: all are there, in parts.
    #expect(result.description.contains("60,000,000,000,000.00"))
    #expect(lines.count { $0.hasPrefix("level") } == 2)
  }

  @Test func limitsShowTheirMetricsInFull() throws {
    let book = try LimitBook([
      RiskLimit(
        id: "desk", metric: .valueAtRisk(level: 0.99, days: 1), scope: .book("Gas"), soft: 800_000, hard: 1_000_000,
        unit: "EUR")
    ])
    let report = try book.report([.init(.valueAtRisk(level: 0.99, days: 1), .book("Gas"), 910_000, unit: "EUR")])
    #expect(report.description.contains("desk   valueAtRisk(99 %, 1 d)  book Gas  910,000  800,000  1,000,000  EUR"))
  }
}
