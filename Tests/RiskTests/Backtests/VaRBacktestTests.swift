import Risk
import Testing

@Suite struct VaRBacktestTests {
  /// Of statistics that were recomputed to double precision.
  static let statisticTolerance = 1e-12

  private func pof(_ failures: Int, _ steps: Int, _ level: Double) throws -> LikelihoodRatioTest {
    try VaRBacktest.proportionOfFailures(failures: failures, steps: steps, level: level)
  }

  private func record(_ failures: Set<Int>, of steps: Int, level: Double = 0.99) throws -> VaRBacktest {
    try VaRBacktest(failures: (0..<steps).map { failures.contains($0) }, level: level)
  }

  @Test func proportionAgainstPublishedExamples() throws {
    // MathWorks, Risk Management Toolbox: pof, at its printed digits.
    for (failures, steps, level, statistic, pValue) in [
      (57, 1043, 0.95, 0.46147, 0.49694), (17, 1043, 0.99, 3.5118, 0.060933), (3, 250, 0.95, 10.812, 0.0010083),
      (3, 250, 0.99, 0.09494, 0.75799),
    ] {
      let test = try pof(failures, steps, level)
      #expect(relativeError([test.statistic, test.pValue], [statistic, pValue]) < 6e-5, "\(failures) of \(steps)")
    }
    for (failures, steps, level, statistic) in [
      (57, 1043, 0.95, 0.46146639532895506), (3, 250, 0.99, 0.09494012266443264), (40, 500, 0.95, 8.079040952278405),
      (20, 252, 0.95, 3.9125508275532184), (21, 1000, 0.99, 9.284045907504606),
    ] {
      #expect(abs(try pof(failures, steps, level).statistic - statistic) < 200 * Self.statisticTolerance)
    }
    #expect(relativeError([try pof(40, 500, 0.95).pValue], [0.004478013824518531]) < 1e-10)
  }

  /// Kupiec (1995), table 3: at 5 % the model stands with a number of failures between these two.
  @Test(arguments: [
    (255, 0.01, 0, 7), (255, 0.025, 2, 12), (255, 0.05, 6, 21), (255, 0.075, 11, 28), (255, 0.1, 16, 36),
    (510, 0.01, 1, 11), (510, 0.025, 6, 21), (510, 0.05, 16, 36), (510, 0.075, 27, 51), (510, 0.1, 38, 65),
    (1000, 0.01, 4, 17), (1000, 0.025, 15, 36), (1000, 0.05, 37, 65), (1000, 0.075, 59, 92), (1000, 0.1, 81, 120),
  ])
  func nonRejectionRegions(steps: Int, rate: Double, lower: Int, upper: Int) throws {
    for failures in 0...steps {
      let stands = !(try pof(failures, steps, 1 - rate).rejects(at: 0.05))
      // The table's first cell prints "N < 7": no failure in 255 steps is rejected by the statistic, 5.126.
      #expect(stands == (failures > lower && failures < upper), "\(failures)")
    }
  }

  @Test func noFailureAndNothingElse() throws {
    let never = try pof(0, 250, 0.99)
    #expect(abs(never.statistic - 5.025167926750725) < 1e-12)
    let always = try pof(250, 250, 0.99)
    #expect(abs(always.statistic - 2302.5850929940457) < 1e-9)
    #expect(always.pValue >= 0 && always.pValue < 1e-100)
    for failures in [false, true] {
      let record = try VaRBacktest(failures: [Bool](repeating: failures, count: 250), level: 0.99)
      for test in [
        record.proportionOfFailures(), record.timeUntilFirstFailure(), record.timeBetweenFailures(),
        record.timeBetweenFailuresIndependence(), try record.independence(), try record.conditionalCoverage(),
      ] {
        #expect(test.statistic.isFinite && test.statistic >= 0)
        #expect(test.pValue >= 0 && test.pValue <= 1)
      }
      #expect(try record.independence().statistic == 0)
    }
    let one = try VaRBacktest(failures: [true], level: 0.99)
    #expect(try one.conditionalCoverage().statistic == 0)
    #expect(abs(one.timeUntilFirstFailure().statistic + 2 * -4.605170185988091) < 1e-12)
  }

  @Test func christoffersen() throws {
    let counts = VaRBacktest.Transitions(
      calmAfterCalm: 216, failureAfterCalm: 15, calmAfterFailure: 15, failureAfterFailure: 4)
    let test = try counts.independence()
    #expect(abs(test.statistic - 3.8527710669874864) < 200 * Self.statisticTolerance)
    #expect(test.rejects(at: 0.05) && !test.rejects(at: 0.01))
    // χ²(2) at 5 % and 1 %.
    let both = try counts.conditionalCoverage(level: 0.95)
    #expect(both.degreesOfFreedom == 2)
    #expect(both.rejects(at: 0.05) == (both.statistic > 5.991464547107979))
    let unconditional = try pof(19, 250, 0.95)
    #expect(abs(both.statistic - test.statistic - unconditional.statistic) < 1e-12)
  }

  @Test func transitionsAreOneFewerThanSteps() throws {
    let record = try record([0, 3, 4, 9], of: 10)
    let counts = record.transitions
    #expect(counts.failureAfterCalm == 2 && counts.failureAfterFailure == 1)
    #expect(counts.calmAfterCalm == 4 && counts.calmAfterFailure == 2)
    #expect(record.gaps == [1, 3, 1, 5])
    // The first step is a failure: the pairs hold three of the four.
    let expected = try counts.independence().statistic + pof(3, 9, 0.99).statistic
    #expect(abs(try record.conditionalCoverage().statistic - expected) < 1e-12)
  }

  @Test func waitingTimes() throws {
    // By hand: gaps 3 and 7 at p = 0.1.
    let record = try record([2, 9], of: 12, level: 0.9)
    func ratio(_ v: Double) -> Double {
      // log of p (1 - p)^(v - 1) against 1/v (1 - 1/v)^(v - 1).
      v == 3
        ? -2 * (-2.302585092994046 - 2 * 0.10536051565782628 - (-1.0986122886681098 - 2 * 0.4054651081081644))
        : -2 * (-2.302585092994046 - 6 * 0.10536051565782628 - (-1.9459101490553132 - 6 * 0.15415067982725830))
    }
    #expect(abs(record.timeUntilFirstFailure().statistic - ratio(3)) < 1e-12)
    let independence = record.timeBetweenFailuresIndependence()
    #expect(abs(independence.statistic - ratio(3) - ratio(7)) < 1e-12 && independence.degreesOfFreedom == 2)
    let mixed = record.timeBetweenFailures()
    #expect(mixed.degreesOfFreedom == 3)
    #expect(abs(mixed.statistic - independence.statistic - record.proportionOfFailures().statistic) < 1e-12)
  }

  @Test func degreesOfFreedomOfTheMixedTest() throws {
    // MathWorks prints 88.952 with 0.0055565 and 88.491 with 0.0047475 for 57 failures: χ²(58) and χ²(57). The printed
    // statistics' rounding moves the probabilities by up to 1e-6.
    let every = try record(Set((0..<57).map { $0 * 18 }), of: 1043, level: 0.95)
    let (mixed, independence) = (every.timeBetweenFailures(), every.timeBetweenFailuresIndependence())
    #expect(mixed.degreesOfFreedom == 58 && independence.degreesOfFreedom == 57)
    #expect(abs(mixed.statistic - independence.statistic - 0.46146639532895506) < 1e-10)
  }

  @Test func missingValuesAreLeftOut() throws {
    let losses = [1.0, .nan, 5, 3, 2]
    let forecasts = [2.0, 2, 2, .nan, 2]
    let record = try VaRBacktest(losses: losses, valuesAtRisk: forecasts, level: 0.95)
    #expect(record.failures == [false, true, false])
    #expect(record.observedRate == 1.0 / 3)
  }

  @Test func badInput() throws {
    #expect(throws: RiskError.self) { try VaRBacktest(failures: [], level: 0.99) }
    for level in [0, 1, -1, .nan, .infinity] {
      #expect(throws: RiskError.self) { try VaRBacktest(failures: [true], level: level) }
      #expect(throws: RiskError.self) { try TrafficLight(failures: 1, steps: 250, level: level) }
    }
    #expect(throws: RiskError.self) { try VaRBacktest(losses: [1], valuesAtRisk: [1, 2], level: 0.9) }
    #expect(throws: RiskError.self) { try VaRBacktest(losses: [.infinity], valuesAtRisk: [1], level: 0.9) }
    #expect(throws: RiskError.self) { try VaRBacktest(losses: [.nan], valuesAtRisk: [1], level: 0.9) }
    #expect(throws: RiskError.self) { try pof(251, 250, 0.9) }
    #expect(throws: RiskError.self) { try TrafficLight(failures: -1, steps: 250) }
  }
}
