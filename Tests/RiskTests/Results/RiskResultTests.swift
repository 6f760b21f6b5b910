import Foundation
import Risk
import Testing
import Valuation

@Suite struct RiskResultTests {
  @Test func encodesAndPrints() throws {
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 120)
    let result = try HistoricalSimulation().run(portfolio, on: history).result(at: [0.95, 0.99])
    let bytes = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(RiskResult.self, from: bytes) == result)
    #expect(result.basis.libraryVersion.hasPrefix("carbon254"))
    #expect(result.basis.conventions["quantile"] == "type7")
    #expect(result.basis.simulationError == result.figures[1].valueAtRiskError)
    let text = result.description
    #expect(text.hasPrefix("historical simulation, 1 day, USD\n120 days from 2024-10-04 to 2025-01-31"))
    #expect(text.contains("95.0 %") && text.contains("spark"))
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    #expect(try result.figures(at: 0.99) == result.figures[1])
    #expect(throws: RiskError.self) { try result.figures(at: 0.5) }
  }
}
