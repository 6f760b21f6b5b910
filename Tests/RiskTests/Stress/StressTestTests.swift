import Foundation
import MarketData
import NumericalKernels
import Risk
import Testing

@Suite struct StressTestTests {
  private let rounding = 1e-9

  private func portfolio() throws -> Portfolio {
    try Portfolio(
      factors: [
        RiskFactor("TTF", currency: .eur, unit: .megawattHour, level: 40),
        RiskFactor("DE_POWER", currency: .eur, unit: .megawattHour, level: 90),
        RiskFactor("EUA", currency: .eur, unit: .tonne, level: 70),
      ],
      positions: [
        Position(
          "plant",
          .spread([
            .init(factor: "DE_POWER", quantity: 1000), .init(factor: "TTF", quantity: -2000),
            .init(factor: "EUA", quantity: -400),
          ]), book: "power"),
        Position(
          "call",
          .option(
            .init(
              quantity: 500, greeks: .init([.init(factor: "TTF", delta: 0.5, gamma: 0.02)]))), book: "gas"),
      ], reportingCurrency: .eur)
  }

  private let squeeze = StressScenario(
    id: "squeeze", title: "Squeeze",
    shocks: [
      Shock(.init(.gas, region: "Europe"), .relative(0.5)), Shock(.init(.power, region: "Europe"), .relative(0.2)),
    ])

  @Test func lossesByHand() throws {
    let result = try StressTest(of: portfolio()).run(squeeze)
    // Gas +20, power +18: plant 18,000 - 40,000; call 500 × (10 + 4).
    #expect(abs(result.loss - (22_000 - 7_000)) < rounding)
    #expect(abs((result.byPosition["plant"] ?? 0) - 22_000) < rounding)
    #expect(abs((result.byBook["gas"] ?? 0) + 7_000) < rounding)
    #expect(abs((result.byFactor["TTF"] ?? 0) - 35_000) < rounding)
    #expect(abs((result.byFactor["DE_POWER"] ?? 0) + 18_000) < rounding)
    #expect(abs(result.curvature + 2_000) < rounding)
    #expect(abs(result.byFactor.values.reduce(0, +) + result.curvature - result.loss) < rounding)
    #expect(result.unmapped.map(\.factor) == ["EUA"])
    #expect(result.currency == "EUR")
  }

  @Test func theWorstComesFirst() throws {
    let test = StressTest(of: try portfolio())
    let results = try test.run([squeeze.scaled(by: -1), squeeze.scaled(by: 2), squeeze])
    #expect(results[0].loss > results[1].loss && results[1].loss > results[2].loss)
    #expect(results[1].id == "squeeze" && abs(results[1].loss - 15_000) < rounding)
    let lines = results.table.split(separator: "\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("Scenario"))
    let library = try test.run(StressScenario.library)
    #expect(library.count == StressScenario.library.count)
    #expect(library[0].loss > 0)
  }

  @Test func fullValuationTakesTheValuer() throws {
    let option = Position(
      "floor",
      .option(.init(quantity: 10, greeks: .init([.init(factor: "TTF", delta: -0.5)]), valuer: "put")))
    let portfolio = try Portfolio(
      factors: [RiskFactor("TTF", currency: .eur, level: 40)], positions: [option], reportingCurrency: .eur)
    let put = Revaluation { change in max(0, 40 - (40 + change)) }
    let test = StressTest(of: portfolio, revaluations: ["put": put])
    #expect(abs(try test.run(moves: [-15], id: "down").loss + 150) < rounding)
    #expect(abs(try test.run(moves: [15], id: "up").loss) < rounding)
    #expect(throws: RiskError.self) { _ = try StressTest(of: portfolio, method: .full).run(moves: [1], id: "x") }
    #expect(throws: RiskError.self) { _ = try test.run(moves: [1, 2], id: "x") }
    #expect(throws: RiskError.self) { _ = try test.run(moves: [.nan], id: "x") }
  }

  @Test func resultsAreCodable() throws {
    let result = try StressTest(of: portfolio()).run(squeeze)
    #expect(try JSONDecoder().decode(StressResult.self, from: JSONEncoder().encode(result)) == result)
  }
}
