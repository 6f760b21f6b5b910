import MarketData
import NumericalKernels
import Risk
import Testing

@Suite struct LimitFigureTests {
  private func portfolio() throws -> Portfolio {
    try Portfolio(
      factors: [
        RiskFactor("TTF", currency: .eur, level: 30), RiskFactor("HH", currency: .usd, unit: .mmbtu, level: 4),
        RiskFactor.exchangeRate(of: .usd, in: .eur, level: 0.9),
      ],
      positions: [
        Position("a", .linear("TTF", quantity: 100)), Position("b", .linear("TTF", quantity: -40)),
        Position("c", .linear("HH", quantity: -50), currency: .usd),
      ], reportingCurrency: .eur)
  }

  @Test func figuresOfResults() throws {
    let dates = (0..<4).map { LocalDate(daysSince1970: 20_000 + $0) }
    let history = try FactorHistory(
      names: ["TTF", "HH", "USDEUR"], dates: dates, columns: [[1, -1, 2, -3], [0, 0, 0, 0], [0, 0, 0, 0]])
    let result = try HistoricalSimulation().run(portfolio(), on: history).result(at: [0.95])
    let figures = LimitFigure.figures(of: result, scope: .book("Gas"))
    #expect(figures.map(\.metric) == [.valueAtRisk(level: 0.95, days: 1), .expectedShortfall(level: 0.95, days: 1)])
    #expect(abs(figures[0].value - 60 * 2.7) < 1e-9 && figures[0].unit == "EUR" && figures[0].scope == .book("Gas"))

    let stresses = try StressTest(of: portfolio()).run([.named("europe-relief-2023"), .named("carbon-2006")])
    let losses = LimitFigure.figures(of: stresses)
    #expect(losses.map(\.metric.detail) == ["europe-relief-2023", "carbon-2006", "worst"])
    #expect(losses[2].value == losses[0].value && losses[1].value == 0)
    #expect(LimitFigure.figures(of: [StressResult]()).isEmpty)
  }

  @Test func notionalsDoNotNet() throws {
    // 140 × 30, and 50 × 4 dollars at 0.9.
    #expect(abs(try LimitFigure.notional(of: portfolio()).value - (4200 + 180)) < 1e-9)
    let bare = try Portfolio(
      factors: [RiskFactor("X")], positions: [Position("a", .linear("X", quantity: 1))], reportingCurrency: .usd)
    #expect(throws: RiskError.self) { _ = try LimitFigure.notional(of: bare) }
  }

  @Test func tenorCountsPartMonths() throws {
    let quarter = try #require(DeliveryPeriod("Q1-27"))
    let entry = PositionLadder.Entry(id: "a", hub: "DE", period: quarter, quantity: .power(1))
    let today = try #require(LocalDate("2026-01-15"))
    // To 31 March of the next year.
    #expect(LimitFigure.tenor(of: [entry], from: today).value == 15)
    #expect(LimitFigure.tenor(of: [entry], from: try #require(LocalDate("2026-12-31"))).value == 3)
    #expect(LimitFigure.tenor(of: [], from: today).value == 0)
    let ladder = try PositionLadder(of: [entry], in: [quarter], calendars: ["DE": .europeanPeak])
    let positions = LimitFigure.figures(of: ladder)
    #expect(positions.count == 1 && positions[0].scope == .hub("DE") && abs(positions[0].value - 2159) < 1e-9)
  }

  @Test func exposuresOfACounterparty() throws {
    let trade = try ExposurePaths(name: "t", times: [1, 2], values: Matrix([[1, 5], [9, 3]]))
    let profile = try ExposureProfile(of: [NettingSet(name: "n", [trade])], level: 0.5)
    let figure = LimitFigure.potentialFutureExposure(of: profile, counterparty: "acme", currency: .eur)
    #expect(figure.value == 6 && figure.scope == .counterparty("acme"))
  }
}
