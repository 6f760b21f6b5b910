import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct RollingTailsTests {
  @Test(arguments: [1, 2, 7, 60])
  func agreesWithEstimatesOfEachWindow(window: Int) throws {
    var stream = RandomStream(seed: 5, path: 0)
    // With ties, which leave and enter a window together.
    let losses = stream.normals(150).map { (4 * $0).rounded() }
    let levels = [0.99, 0.5, 0.9, 0.975]
    let foretold = try RollingTails(losses: losses, window: window, levels: levels)
    #expect(foretold.losses == Array(losses[window...]))
    for (place, level) in levels.enumerated() {
      for day in foretold.losses.indices {
        let tail = try TailMeasure(level: level).estimate(losses: Array(losses[day..<day + window]))
        #expect(abs(foretold.valuesAtRisk[place][day] - tail.quantile) < 1e-12)
        #expect(abs(foretold.shortfalls[place][day] - tail.shortfall) < 1e-12)
      }
    }
  }

  @Test func recordsAreThoseOfTheForecasts() throws {
    var stream = RandomStream(seed: 6, path: 0)
    let losses = stream.normals(400)
    let foretold = try RollingTails(losses: losses, window: 100, levels: [0.9, 0.95])
    let record = try foretold.valueAtRiskRecord(at: 0.95)
    let expected = try VaRBacktest(
      losses: Array(losses[100...]), valuesAtRisk: foretold.valuesAtRisk[1], level: 0.95)
    #expect(record == expected && record.stepCount == 300)
    #expect(try foretold.shortfallRecord(at: 0.95).failureCount == record.failureCount)
    #expect(throws: RiskError.self) { try foretold.valueAtRiskRecord(at: 0.99) }
  }

  @Test func recordsKnowTheDaysThatTheyJudge() throws {
    var stream = RandomStream(seed: 6, path: 0)
    let (losses, dates) = (stream.normals(150), SampleBooks.dates(150))
    let foretold = try RollingTails(losses: losses, window: 100, levels: [0.9], dates: dates)
    let span = ResultBasis.DataSpan(from: dates[100], through: dates[149])
    #expect(try foretold.valueAtRiskRecord(at: 0.9).basis.dataSpan == span)
    #expect(try foretold.shortfallRecord(at: 0.9).basis.dataSpan == span)
    let plain = try RollingTails(losses: losses, window: 100, levels: [0.9]).valueAtRiskRecord(at: 0.9)
    #expect(plain.basis.dataSpan == nil)
    #expect(try plain.covering(span) == foretold.valueAtRiskRecord(at: 0.9))
    let error = #expect(throws: RiskError.self) {
      try RollingTails(losses: losses, window: 100, levels: [0.9], dates: Array(dates.dropLast()))
    }
    #expect(error?.code == .countMismatch)
  }

  @Test func badInputIsRefused() {
    let cases: [(RiskError.Code, [Double], Int, [Double])] = [
      (.outOfRange, [1, 2], 0, [0.9]), (.empty, [1, 2], 1, []), (.outOfRange, [1, 2], 1, [1]),
      (.insufficientData, [1, 2], 2, [0.9]), (.notFinite, [1, .nan, 2], 1, [0.9]),
    ]
    for (code, losses, window, levels) in cases {
      let error = #expect(throws: RiskError.self) { try RollingTails(losses: losses, window: window, levels: levels) }
      #expect(error?.code == code)
    }
  }
}
