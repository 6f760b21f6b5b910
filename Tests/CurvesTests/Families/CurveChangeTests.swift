import Curves
import MarketData
import NumericalKernels
import Testing
import Valuation

@Suite struct CurveChangeTests {
  private static let tolerance = 1e-8

  private func build(
    _ definition: CurveDefinition, _ quotes: [(String, Double)]
  ) throws -> BuiltCurve {
    try definition.build(quotes.map { try CurveFamilyTests.quote($0.0, $0.1) })
  }

  private func addsUp(_ change: CurveChange) -> Bool {
    change.total.indices.allSatisfy { index in
      let quotes = change.quotes.reduce(0) { $0 + $1.values[index] }
      let sum = change.rollDown[index] + change.quoteSet[index] + quotes + change.residual[index]
      return abs(sum - change.total[index]) < 1e-12 * 100
    }
  }

  @Test func firmQuotesExplainAllOfAMove() throws {
    let definition = try CurveFamilyTests.definition(months: 24, from: ShapingTests.day(2026, 1, 1))
    let date = try ShapingTests.day(2026, 1, 1)
    let before = try build(definition, [("2026-01", 50), ("Q2-26", 40), ("Cal-26", 45), ("Cal-27", 42)])
    let after = try build(definition, [("2026-01", 53), ("Q2-26", 40), ("Cal-26", 45.5), ("Cal-27", 41)])
    let change = try CurveChange(from: before, to: after, on: date)
    #expect(change.isSolved)
    #expect(change.quotes.map(\.id) == ["2026-01", "Cal-26", "Cal-27"])
    #expect(change.quotes.map(\.after) == [53, 45.5, 41] && change.quotes.allSatisfy { !$0.isNew })
    #expect(addsUp(change))
    for values in [change.rollDown, change.quoteSet, change.residual] {
      #expect(values.allSatisfy { abs($0) < Self.tolerance })
    }
    // A quote's own period moves with its price, and no other quote's part moves it.
    let year = try #require(definition.days.interval(of: QuotePeriod("Cal-27") ?? after.quotes[3].period))
    let parts = Dictionary(uniqueKeysWithValues: try change.parts(over: year).map { ($0.name, $0.amount) })
    #expect(abs((parts["Cal-27"] ?? 0) + 1) < Self.tolerance && abs((parts["total"] ?? 0) + 1) < Self.tolerance)
    #expect(abs(parts["2026-01"] ?? 1) < Self.tolerance && abs(parts["Cal-26"] ?? 1) < Self.tolerance)
    let lines = change.csv(days: definition.days).split(separator: "\n")
    #expect(lines.count == 25 && lines[0] == "start,end,total,rollDown,quoteSet,residual,2026-01,Cal-26,Cal-27")
  }

  @Test func partsAreSensitivitiesTimesMoves() throws {
    let definition = try CurveFamilyTests.definition(months: 24, from: ShapingTests.day(2026, 1, 1))
    let before = try build(definition, [("2026-01", 50), ("Q2-26", 40), ("Cal-26", 45), ("Cal-27", 42)])
    let after = try build(definition, [("2026-01", 53), ("Q2-26", 40), ("Cal-26", 45.5), ("Cal-27", 41)])
    let table = try before.sensitivities().jacobian
    let change = try CurveChange(from: before, to: after, on: ShapingTests.day(2026, 1, 1))
    for (part, column) in zip(change.quotes, [0, 2, 3]) {
      for month in part.values.indices {
        #expect(abs(part.values[month] - table[month, column] * (part.after - part.before)) < Self.tolerance)
      }
    }
  }

  @Test func timeNewAndLostQuotesHavePartsOfTheirOwn() throws {
    let first = try CurveFamilyTests.definition(months: 24, from: ShapingTests.day(2026, 1, 1))
    let date = try ShapingTests.day(2026, 2, 1)
    let second = try first.starting(on: date)
    let before = try build(first, [("2026-01", 50), ("2026-02", 55), ("Q2-26", 40), ("Q4-26", 47), ("Cal-27", 42)])
    let after = try build(second, [("2026-02", 55), ("2026-03", 49), ("Q2-26", 40), ("Cal-27", 42)])
    let change = try CurveChange(from: before, to: after, on: date)
    #expect(change.grid.count == 23 && addsUp(change))
    // January expired, the last quarter is no longer quoted, March is new; no other price moved.
    #expect(change.quotes.map(\.id) == ["2026-03"])
    #expect(change.quotes[0].isNew && change.quotes[0].after == 49)
    #expect(change.rollDown.contains { abs($0) > 0.01 } && change.quoteSet.contains { abs($0) > 0.01 })
    #expect(change.residual.allSatisfy { abs($0) < Self.tolerance })
    #expect(abs(change.quotes[0].values[1] - (49 - change.quotes[0].before)) < Self.tolerance)
  }

  @Test func bidsAndAsksAddUpToo() throws {
    let definition = try CurveFamilyTests.definition(months: 12, from: ShapingTests.day(2026, 1, 1))
    func quotes(_ shift: Double) throws -> [CurveQuote] {
      try [("Q1-26", 50.0), ("Q2-26", 40.0), ("Q3-26", 44.0)].map { name, price in
        CurveQuote(
          try #require(QuotePeriod(name)),
          .bidAsk(bid: price + shift * price / 40 - 1, ask: price + shift * price / 40 + 1))
      } + [CurveFamilyTests.quote("Q4-26", 48)]
    }
    let change = try CurveChange(
      from: definition.build(quotes(0)), to: definition.build(quotes(3)), on: ShapingTests.day(2026, 1, 1))
    #expect(addsUp(change) && change.quotes.count == 3)
  }

  @Test func curvesOfTwoUnitsAreRefused() throws {
    let definition = try CurveFamilyTests.definition(months: 12, from: ShapingTests.day(2026, 1, 1))
    var dollars = definition
    dollars.unit = .price(.usd, per: .megawattHour)
    let (a, b) = (try build(definition, [("Cal-26", 50)]), try build(dollars, [("Cal-26", 50)]))
    let error = #expect(throws: CurveError.self) {
      try CurveChange(from: a, to: b, on: ShapingTests.day(2026, 1, 1))
    }
    #expect(error?.code == .mismatch)
    let later = try CurveFamilyTests.definition(months: 12, from: ShapingTests.day(2027, 1, 1))
    let c = try build(later, [("Cal-27", 50)])
    #expect(throws: CurveError.self) { try CurveChange(from: a, to: c, on: ShapingTests.day(2027, 1, 1)) }
  }
}
