import NumericalKernels
import Risk
import Testing

@Suite struct ShortfallBacktestTests {
  @Test func statisticsByHand() throws {
    let record = try ShortfallBacktest(
      losses: [1, 4, -2, 6, .nan], valuesAtRisk: [3, 3, 3, 4, 4], shortfalls: [5, 5, 5, 8, 8], level: 0.75)
    #expect(record.stepCount == 4 && record.failureCount == 2)
    // 4/5 + 6/8 over two failures, and over four quarters.
    #expect(abs(record.z1 - (1 - 1.55 / 2)) < 1e-15)
    #expect(abs(record.z2 - (1 - 1.55)) < 1e-15)
  }

  @Test func noFailureGivesNumbers() throws {
    let record = try ShortfallBacktest(losses: [0, 0], valuesAtRisk: [1, 1], shortfalls: [2, 2], level: 0.9)
    #expect(record.z1 == 0 && record.z2 == 1)
    let all = try ShortfallBacktest(losses: [3, 3], valuesAtRisk: [1, 1], shortfalls: [2, 2], level: 0.9)
    #expect(all.z1 == -0.5 && abs(all.z2 + 14) < 1e-13)
  }

  @Test func momentsOfTheNull() throws {
    // Z₂ is 1 less the mean of T independent terms: mean 0, variance (E[L²; tail] / ES² - (1 - level)²) / (T (1 -
    // level)²).
    let (level, steps, trials) = (0.975, 250, 20_000)
    let null = try ShortfallNull(.normal, steps: steps, level: level, trials: trials, seed: 7)
    let mean = null.z2.reduce(0, +) / Double(trials)
    let square = null.z2.reduce(0) { $0 + $1 * $1 } / Double(trials)
    let (rate, quantile) = (1 - level, VectorMath.normalQuantile(level))
    let density = NormalDistribution.standard.pdf(quantile)
    let shortfall = density / rate
    let expected = ((rate + quantile * density) / (shortfall * shortfall) - rate * rate) / (Double(steps) * rate * rate)
    #expect(abs(mean) < 4 * (expected / Double(trials)).squareRoot())
    #expect(abs(square / expected - 1) < 0.05)
    // Z₁, given a failure, has the mean 0 too.
    #expect(abs(null.z1.reduce(0, +) / Double(null.z1.count)) < 0.003)
  }

  @Test func criticalValuesAgainstThePaper() throws {
    // Acerbi and Szekely: -0.70 at 5 % for 250 steps at 97.5 %, nearly whatever the shape, -0.82 at 3 degrees of
    // freedom.
    let normal = try ShortfallNull(.normal, steps: 250, level: 0.975, trials: 20_000, seed: 1)
    #expect(abs(try normal.criticalZ2(0.05) + 0.70) < 0.02)
    let heavy = try ShortfallNull(.studentT(degreesOfFreedom: 3), steps: 250, level: 0.975, trials: 5_000, seed: 1)
    #expect(abs(try heavy.criticalZ2(0.05) + 0.82) < 0.04)
    #expect(abs(normal.pValue(z2: try normal.criticalZ2(0.05)) - 0.05) < 1e-3)
  }

  @Test func nullAgainstTheLongWay() throws {
    // Every step drawn, none skipped: the two distributions agree within the error of a two-sample Kolmogorov test.
    let (level, steps, trials) = (0.9, 40, 4000)
    let null = try ShortfallNull(.normal, steps: steps, level: level, trials: trials, seed: 3)
    let quantile = VectorMath.normalQuantile(level)
    let shortfall = NormalDistribution.standard.pdf(quantile) / (1 - level)
    var stream = RandomStream(seed: 11, path: 0)
    let slow = try (0..<trials).map { _ in
      try ShortfallBacktest(
        losses: stream.normals(steps), valuesAtRisk: [Double](repeating: quantile, count: steps),
        shortfalls: [Double](repeating: shortfall, count: steps), level: level
      ).z2
    }.sorted()
    var largest = 0.0
    for (rank, value) in slow.enumerated() {
      largest = max(largest, abs(null.pValue(z2: value) - Double(rank + 1) / Double(trials)))
    }
    // 0.1 % point of the statistic: 1.95 √(2 / n); ties at 1 (no failure) count as one step.
    #expect(largest < 1.95 * (2 / Double(trials)).squareRoot())
  }

  @Test func aRecordHasPValues() throws {
    let null = try ShortfallNull(.normal, steps: 40, level: 0.9, trials: 1000, seed: 3)
    let (calm, wild) = ([Double](repeating: 0, count: 40), [Double](repeating: 9, count: 40))
    let (values, shortfalls) = ([Double](repeating: 1, count: 40), [Double](repeating: 2, count: 40))
    // No failure: nothing to say of sizes, and no trial is above it.
    let none = try ShortfallBacktest(losses: calm, valuesAtRisk: values, shortfalls: shortfalls, level: 0.9)
    let best = try null.pValues(of: none)
    #expect(best.z1 == nil && best.z2 == 1)
    // Nothing but failures: below every trial, and still not impossible: one of a thousand and one.
    let all = try ShortfallBacktest(losses: wild, valuesAtRisk: values, shortfalls: shortfalls, level: 0.9)
    let worst = try null.pValues(of: all)
    #expect(worst.z1 == 1 / Double(1 + null.z1.count) && worst.z2 == 1 / 1001.0)
    // A right model's p-values are uniform: their mean is a half within four errors of 1/√12n.
    var stream = RandomStream(seed: 21, path: 0)
    let quantile = VectorMath.normalQuantile(0.9)
    let shortfall = NormalDistribution.standard.pdf(quantile) / 0.1
    let pValues = try (0..<200).map { _ in
      try null.pValues(
        of: ShortfallBacktest(
          losses: stream.normals(40), valuesAtRisk: [Double](repeating: quantile, count: 40),
          shortfalls: [Double](repeating: shortfall, count: 40), level: 0.9)
      ).z2
    }
    let (mean, error) = (pValues.reduce(0, +) / 200, 1 / 2400.0.squareRoot())
    #expect(abs(mean - 0.5) < 4 * error)
    let other = try ShortfallNull(.normal, steps: 41, level: 0.9, trials: 100, seed: 3)
    #expect(throws: RiskError.self) { try other.pValues(of: none) }
  }

  @Test func powerAgainstAWrongModel() throws {
    // Losses of t(3) with unit variance held against a normal model of unit variance.
    let null = try ShortfallNull(.normal, steps: 250, level: 0.975, trials: 5_000, seed: 5)
    let critical = try null.criticalZ2(0.05)
    let quantile = VectorMath.normalQuantile(0.975)
    let shortfall = NormalDistribution.standard.pdf(quantile) / 0.025
    var stream = RandomStream(seed: 12, path: 0)
    var rejected = 0
    for _ in 0..<200 {
      let losses = try (0..<250).map { _ in 1.5 * (try stream.studentT(degreesOfFreedom: 3)) }
      let record = try ShortfallBacktest(
        losses: losses, valuesAtRisk: [Double](repeating: quantile, count: 250),
        shortfalls: [Double](repeating: shortfall, count: 250), level: 0.975)
      if record.z2 < critical { rejected += 1 }
    }
    #expect(rejected > 150)
  }

  @Test func badInput() {
    #expect(throws: RiskError.self) {
      try ShortfallBacktest(losses: [1], valuesAtRisk: [1], shortfalls: [0], level: 0.9)
    }
    #expect(throws: RiskError.self) { try ShortfallBacktest(losses: [], valuesAtRisk: [], shortfalls: [], level: 0.9) }
    #expect(throws: RiskError.self) {
      try ShortfallNull(.studentT(degreesOfFreedom: 1), steps: 10, level: 0.9, seed: 1)
    }
    #expect(throws: RiskError.self) { try ShortfallNull(.normal, steps: 0, level: 0.9, seed: 1) }
    #expect(throws: RiskError.self) {
      try ShortfallNull(.normal, steps: 1_000_000, level: 0.1, trials: 10_000_000, seed: 1)
    }
    #expect(throws: RiskError.self) { try ShortfallNull(.normal, steps: 10, level: 1, seed: 1) }
  }
}
