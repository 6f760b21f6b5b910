import Curves
import MarketData
import Testing

private let priceTolerance = 1e-9

@Suite struct CurveQualityTests {
  @Test func aQuoteLeftOutIsPredictedByTheOthers() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01", days: MarketDays(.utc))
    let months = [("2026-01", 60.0), ("2026-03", 58.0), ("2026-06", 57.0), ("2026-12", 49.0)]
    var quotes = try months.map { try CurveFixtures.quote($0, $1) }
    let quality = try definition.build(quotes).quality()
    #expect(quality.repricingError < priceTolerance && quality.rootMeanSquareError < priceTolerance)
    #expect(quality.leaveOneOut.map(\.id) == quotes.map(\.id))
    #expect(quality.leaveOneOut.map(\.isInterpolated) == [false, true, true, false])
    for (index, line) in quality.leaveOneOut.enumerated() {
      let left = quotes.remove(at: index)
      let without = try definition.build(quotes)
      #expect(abs(try without.prices(of: [left])[0] - line.prediction) < priceTolerance)
      #expect(abs(line.error - (line.prediction - left.price.mid)) < priceTolerance)
      quotes.insert(left, at: index)
    }
    #expect(quality.worstOutOfSample?.id == "2026-06")
    #expect(try #require(quality.outOfSampleError) > 0)
  }

  @Test func redundantQuotesArePredictedExactly() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-04-01", days: MarketDays(.utc))
    var quotes = try [("2026-01", 60.0), ("2026-02", 58.0), ("2026-03", 55.0)].map { try CurveFixtures.quote($0, $1) }
    quotes.append(try CurveFixtures.quote("Q1-26", (744 * 60 + 672 * 58 + 744 * 55) / 2160))
    let left = try definition.build(quotes).leaveOneOut()
    #expect(left.count == 4 && left.allSatisfy { abs($0.error) < priceTolerance })
  }

  @Test func aCurveIsJudgedByWhatPricesTurnedOutToBe() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-05-01")
    let curve = try ForwardCurve(grid: definition.grid, values: [10, 11, 12, 13], unit: definition.unit)
    let outcomes = try TimeSeries(grid: definition.grid, values: [9, 13, .nan, 13], unit: definition.unit)
    let backtest = try curve.backtest(against: outcomes)
    #expect(backtest.count == 3)
    #expect(abs(backtest.bias + 1.0 / 3) < priceTolerance)
    #expect(backtest.meanAbsoluteError == 1)
    #expect(abs(backtest.rootMeanSquareError - (5.0 / 3).squareRoot()) < priceTolerance)
    let nothing = try TimeSeries(
      grid: definition.grid, values: [Double](repeating: .nan, count: 4), unit: definition.unit)
    let error = #expect(throws: CurveError.self) { try curve.backtest(against: nothing) }
    #expect(error?.code == .empty)
  }
}
