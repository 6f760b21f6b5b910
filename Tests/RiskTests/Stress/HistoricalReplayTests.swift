import Foundation
import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct HistoricalReplayTests {
  private let dates = (0..<5).map { LocalDate(daysSince1970: 20_000 + $0) }

  private func replay() throws -> HistoricalReplay {
    try HistoricalReplay(
      factors: ["A", "B"], dates: dates,
      changes: Matrix([[1, -1], [2, .nan], [-5, 1], [-4, -2], [3, 0]]))
  }

  @Test func aWindowAddsUp() throws {
    let window = try replay().window(from: dates[1], through: dates[3])
    #expect(window.moves == [-7, -1] && window.missing == 1)
    #expect(window.byDay.storage == [2, 0, -5, 1, -4, -2])
    #expect(window.first == dates[1] && window.last == dates[3])
    let beyond = try replay().window(from: LocalDate(daysSince1970: 0), through: LocalDate(daysSince1970: 30_000))
    #expect(beyond.moves == [-3, -2])
  }

  @Test func theWorstWindowIsFound() throws {
    let long = try replay().worst(days: 2, deltas: [10, 0])
    #expect(long.first == dates[2] && long.moves == [-9, -1])
    let short = try replay().worst(days: 1, deltas: [-10, 1])
    #expect(short.first == dates[4])
    let all = try replay().worst(days: 5, deltas: [1, 1])
    #expect(all.moves == [-3, -2])
  }

  @Test func aWindowSaysWhichDaysItIs() throws {
    let window = try replay().window(from: dates[1], through: dates[3])
    #expect(window.basis.dataSpan == .init(from: dates[1], through: dates[3]) && window.factors == ["A", "B"])
    #expect(try JSONDecoder().decode(HistoricalReplay.Window.self, from: JSONEncoder().encode(window)) == window)
    let lines = "\(window)".split(separator: "\n")
    #expect(lines[1] == "3 days from \(dates[1]) to \(dates[3]), 1 missing changes count as none")
    #expect(lines[4] == "A       -7.0000")
    // A stress of those days is of those days, and of the portfolio's factors.
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")], positions: [Position("p", .linear("A", quantity: 2))])
    let result = try StressTest(of: portfolio).run(window, id: "storm")
    #expect(result.loss == 14 && result.basis.dataSpan == window.basis.dataSpan)
    #expect(result.title == "\(dates[1]) to \(dates[3])")
    let turned = try Portfolio(
      factors: [RiskFactor("B"), RiskFactor("A")], positions: [Position("p", .linear("A", quantity: 2))])
    let error = #expect(throws: RiskError.self) { try StressTest(of: turned).run(window, id: "storm") }
    #expect(error?.code == .mismatch)
  }

  @Test func relativeChangesOfAHistoryCompound() throws {
    let history = try FactorHistory(
      names: ["B", "A"], dates: Array(dates.prefix(3)), columns: [[1, 2, .nan], [0.1, -0.5, 0.2]])
    let portfolio = try Portfolio(
      factors: [RiskFactor("A", change: .relative, level: 50), RiskFactor("B")],
      positions: [Position("p", .linear("A", quantity: 1))], reportingCurrency: .usd)
    let replay = try HistoricalReplay(history, for: portfolio)
    let window = try replay.window(from: dates[0], through: dates[2])
    // 50, 55, 27.5, 33.
    for (move, expected) in zip(window.moves, [-17.0, 3]) { #expect(abs(move - expected) < 1e-12) }
    #expect(window.missing == 1)
    #expect(try replay.worst(days: 1, deltas: portfolio.exposures.total).first == dates[1])
    let rescaled = try Portfolio(
      factors: [RiskFactor("A", change: .volatilityRescaled)], positions: [Position("p", .linear("A", quantity: 1))],
      reportingCurrency: .usd)
    #expect(throws: RiskError.self) { _ = try HistoricalReplay(history, for: rescaled) }
  }

  @Test func badInputIsRefused() throws {
    let replay = try replay()
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (
        .insufficientData,
        { _ = try replay.window(from: LocalDate(daysSince1970: 1), through: LocalDate(daysSince1970: 2)) }
      ),
      (.insufficientData, { _ = try replay.worst(days: 6, deltas: [1, 1]) }),
      (.outOfRange, { _ = try replay.worst(days: 0, deltas: [1, 1]) }),
      (.countMismatch, { _ = try replay.worst(days: 1, deltas: [1]) }),
      (
        .outOfRange,
        { _ = try HistoricalReplay(factors: ["A"], dates: [dates[1], dates[0]], changes: Matrix([[1], [1]])) }
      ),
      (.mismatch, { _ = try HistoricalReplay(factors: ["A", "A"], dates: [dates[1]], changes: Matrix([[1, 1]])) }),
      (.notFinite, { _ = try HistoricalReplay(factors: ["A"], dates: [dates[1]], changes: Matrix([[.infinity]])) }),
      (.countMismatch, { _ = try HistoricalReplay(factors: ["A"], dates: dates, changes: Matrix([[1]])) }),
      (.empty, { _ = try HistoricalReplay(factors: [], dates: [], changes: Matrix(rows: 0, columns: 0)) }),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
