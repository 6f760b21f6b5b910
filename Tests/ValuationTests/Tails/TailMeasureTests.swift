import Foundation
import NumericalKernels
import Testing
import Valuation

@Suite struct TailMeasureTests {
  /// 500 losses in no order.
  private let losses: [Double] = (0..<500).map { index in
    let step = Double(index * 7919 % 1009)
    return step / 7 - 60 + 0.001 * Double(index)
  }

  @Test func quantilesAgainstNumPy() throws {
    // numpy.quantile 2.4.6, methods linear and inverted_cdf.
    let linear = [
      (0.05, -52.77272142857143), (0.5, 12.189071428571424), (0.9, 69.56025714285714), (0.95, 76.77577142857143),
      (0.99, 82.53143999999999),
    ]
    for (level, expected) in linear {
      let tail = try TailMeasure(level: level).estimate(losses: losses)
      #expect(abs(tail.quantile - expected) <= 1e-13 * abs(expected))
    }
    let inverted = [
      (0.05, -52.916714285714285), (0.5, 12.113285714285709), (0.9, 69.52157142857142), (0.95, 76.75642857142859),
      (0.99, 82.52757142857142),
    ]
    for (level, expected) in inverted {
      let tail = try TailMeasure(level: level, quantile: .type1).estimate(losses: losses)
      #expect(tail.quantile == expected)
    }
  }

  @Test func shortfallIsTheMeanOfExactlyTheTail() throws {
    // The worst 25, 5, 12.5 and 1.35 losses (mpmath, from the sorted sample).
    let expected = [
      (0.95, 80.534028571428571), (0.99, 83.4058), (0.975, 82.3841428571428594), (0.9973, 83.8909894179894282),
    ]
    for (level, shortfall) in expected {
      let tail = try TailMeasure(level: level).estimate(losses: losses)
      #expect(abs(tail.shortfall - shortfall) <= 1e-13 * shortfall, "\(level)")
      #expect(abs(tail.shortfallWeights.weights.reduce(0, +) - 1) < 1e-14)
    }
    // 1 to 10 at 85 %: the worst one and a half, (10 + 0.5 * 9) / 1.5; the plain mean beyond the quantile of 8.65 is 9.5.
    let ten = (1...10).map(Double.init)
    let fractional = try TailMeasure(level: 0.85).estimate(losses: ten)
    #expect(abs(fractional.shortfall - 14.5 / 1.5) < 1e-14)
    let plain = try TailMeasure(level: 0.85, shortfall: .atOrBeyond).estimate(losses: ten)
    #expect(plain.shortfall == 9.5)
    // A tail of less than one loss is the worst loss.
    #expect(try TailMeasure(level: 0.99).estimate(losses: ten).shortfall == 10)
  }

  @Test(arguments: [TailMeasure.QuantileConvention.type7, .type1, .smoothed])
  func componentsAddUpToTheTotal(convention: TailMeasure.QuantileConvention) throws {
    var random = SeededNormals(seed: 1)
    let (count, paths) = (40, 3000)
    // Large components that nearly cancel.
    let parts = (0..<count).map { part in
      random.normals(paths).map { $0 * 1000 * (part.isMultiple(of: 2) ? 1 : -1) + 3 }
    }
    let total = (0..<paths).map { path in parts.reduce(0) { $0 + $1[path] } }
    let tail = try TailMeasure(level: 0.975, quantile: convention).estimate(losses: total)
    let matrix = try Matrix(parts)
    for (weights, figure) in [(tail.quantileWeights, tail.quantile), (tail.shortfallWeights, tail.shortfall)] {
      let shares = try weights.applied(to: matrix)
      #expect(abs(shares.reduce(0, +) / figure - 1) < 1e-12)
      #expect(try weights.applied(to: parts[7]) == shares[7])
      #expect(try weights.applied(to: total) == figure)
    }
  }

  @Test func shortfallComponentsAreItsDerivatives() throws {
    var random = SeededNormals(seed: 2)
    let (a, b) = (random.normals(2000), random.normals(2000).map { 2 * $0 })
    let measure = TailMeasure(level: 0.95)
    let tail = try measure.estimate(losses: zip(a, b).map { $0 + $1 })
    // The shortfall is linear in the position between changes of rank: a small bump leaves the ranks alone.
    let bump = 1e-9
    let bumped = try measure.estimate(losses: zip(a, b).map { (1 + bump) * $0 + $1 })
    let share = try tail.shortfallWeights.applied(to: a)
    #expect(abs((bumped.shortfall - tail.shortfall) / bump - share) < 1e-5)
    let quantileShare = try tail.quantileWeights.applied(to: a)
    #expect(abs((bumped.quantile - tail.quantile) / bump - quantileShare) < 1e-5)
  }

  @Test func normalSampleWithinItsStandardErrors() throws {
    // Quantile and shortfall of the standard normal: z and φ(z) / (1 - α).
    let closed = [(0.90, 1.2815515655446004, 1.7549833193248683), (0.99, 2.3263478740408408, 2.6652142203458086)]
    var random = SeededNormals(seed: 3)
    let sample = random.normals(40_000)
    for (level, quantile, shortfall) in closed {
      let tail = try TailMeasure(level: level).estimate(losses: sample)
      let (error, shortfallError) = (
        try #require(tail.quantileStandardError), try #require(tail.shortfallStandardError)
      )
      #expect(abs(tail.quantile - quantile) < 3 * error)
      #expect(abs(tail.shortfall - shortfall) < 3 * shortfallError)
      // √(α (1 - α) / n) / φ(z), asymptotically.
      let density = exp(-quantile * quantile / 2) / (2 * .pi).squareRoot()
      #expect(abs(error / ((level * (1 - level) / 40_000).squareRoot() / density) - 1) < 0.2)
      let lower = try #require(tail.lower)
      let upper = try #require(tail.upper)
      #expect(lower <= quantile && quantile <= upper)
      #expect(tail.coverage >= 0.95 && tail.coverage < 0.97)
    }
  }

  @Test func standardErrorsMatchTheScatterOfRepeatedSamples() throws {
    var random = SeededNormals(seed: 4)
    var (quantiles, shortfalls): ([Double], [Double]) = ([], [])
    var (quantileError, shortfallError, covered) = (0.0, 0.0, 0)
    for _ in 0..<300 {
      let tail = try TailMeasure(level: 0.95).estimate(losses: random.normals(400))
      quantiles.append(tail.quantile)
      shortfalls.append(tail.shortfall)
      quantileError += try #require(tail.quantileStandardError) / 300
      shortfallError += try #require(tail.shortfallStandardError) / 300
      if let lower = tail.lower, let upper = tail.upper, lower <= 1.6448536269514722, upper >= 1.6448536269514722 {
        covered += 1
      }
    }
    func deviation(_ x: [Double]) -> Double {
      let mean = x.reduce(0, +) / Double(x.count)
      return (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1)).squareRoot()
    }
    // The scatter itself is known to 4 %; the shortfall's error is known to be low in small samples.
    #expect(abs(quantileError / deviation(quantiles) - 1) < 0.15)
    #expect(abs(shortfallError / deviation(shortfalls) - 1) < 0.2)
    #expect(covered >= 277)
  }

  @Test func aTailThatIsTooThinHasNoStandardError() throws {
    // Four times the level must be expected beyond the quantile: 396 losses at 99 %, half a loss is not enough.
    for (count, level, isKnown) in [
      (537, 0.999, false), (3990, 0.999, false), (4000, 0.999, true), (390, 0.99, false), (400, 0.99, true),
      (537, 0.99, true), (1, 0.5, false), (70, 0.95, false), (80, 0.95, true),
    ] {
      let tail = try TailMeasure(level: level).estimate(losses: (0..<count).map { Double($0 * 7919 % 10_007) })
      #expect((tail.quantileStandardError != nil) == isKnown, "\(count) at \(level)")
      #expect((tail.shortfallStandardError != nil) == isKnown, "\(count) at \(level)")
      #expect((tail.shortfallLower != nil) == isKnown && (tail.shortfallUpper != nil) == isKnown)
    }
    // The count that matters is the effective one.
    let losses = (0..<1000).map { Double($0 * 7919 % 10_007) }
    let overlapping = try TailMeasure(level: 0.99).estimate(losses: losses, independentCount: 100)
    #expect(overlapping.quantileStandardError == nil && overlapping.shortfallStandardError == nil)
    // Of the lower tail only the shortfall, a mean of nearly all, has an error.
    let low = try TailMeasure(level: 0.001).estimate(losses: losses)
    #expect(low.quantileStandardError == nil && low.shortfallStandardError != nil)
  }

  @Test func theIntervalOfTheShortfallIsThatOfStudentT() throws {
    // scipy.stats.t.ppf(0.975, 24) for 25 of 500 losses, and (0.95, 4) for 5.
    for (level, confidence, factor) in [(0.95, 0.95, 2.0638985616280205), (0.99, 0.9, 2.13184678632665)] {
      let tail = try TailMeasure(level: level, confidence: confidence).estimate(losses: losses)
      let error = try #require(tail.shortfallStandardError)
      #expect(try abs(#require(tail.shortfallUpper) - tail.shortfall - factor * error) < 1e-9)
      #expect(try abs(tail.shortfall - #require(tail.shortfallLower) - factor * error) < 1e-9)
    }
    // Twenty normal losses in the tail: 95 % of the intervals hold the shortfall, the share itself known to 1.3 %.
    var random = SeededNormals(seed: 8)
    var held = 0
    for _ in 0..<300 {
      let tail = try TailMeasure(level: 0.95).estimate(losses: random.normals(400))
      if let lower = tail.shortfallLower, let upper = tail.shortfallUpper, lower < 2.0627128075, 2.0627128075 < upper {
        held += 1
      }
    }
    #expect(held >= 273 && held < 298)
  }

  @Test func intervalRanksAgainstSciPy() throws {
    // scipy.stats.binom: ranks and coverage for n, level; no upper rank for 100 losses at 99 %.
    let cases = [
      (500, 0.95, 465, 485, 0.960498735515962), (1000, 0.99, 983, 997, 0.976094763497977),
      (100, 0.99, 97, 101, 0.9816259635553503), (250, 0.99, 244, 251, 0.9862985521447963),
    ]
    for (count, level, lower, upper, coverage) in cases {
      let tail = try TailMeasure(level: level).estimate(losses: (1...count).map(Double.init))
      #expect(tail.lower == Double(lower), "\(count)")
      #expect(tail.upper == (upper > count ? nil : Double(upper)), "\(count)")
      #expect(abs(tail.coverage - coverage) < 1e-12)
    }
  }

  @Test func equalWeightsChangeNothing() throws {
    for convention in [TailMeasure.QuantileConvention.type7, .type1, .smoothed] {
      let measure = TailMeasure(level: 0.953, quantile: convention)
      let plain = try measure.estimate(losses: losses)
      let weighted = try measure.estimate(losses: losses, weights: [Double](repeating: 0.3, count: 500))
      #expect(abs(plain.quantile - weighted.quantile) < 1e-11)
      #expect(abs(plain.shortfall - weighted.shortfall) < 1e-11)
      let (error, other) = (try #require(plain.shortfallStandardError), try #require(weighted.shortfallStandardError))
      #expect(abs(error - other) < 1e-11)
      #expect(abs(weighted.effectiveCount - 500) < 1e-9)
    }
  }

  @Test func aWholeWeightIsALossThatOccursSoOften() throws {
    let weighted = try TailMeasure(level: 0.75, quantile: .type1).estimate(
      losses: [5, 1, 3, 9], weights: [2, 3, 0, 1])
    let repeated = try TailMeasure(level: 0.75, quantile: .type1).estimate(losses: [1, 1, 1, 5, 5, 9])
    #expect(weighted.quantile == repeated.quantile)
    #expect(abs(weighted.shortfall - repeated.shortfall) < 1e-14)
    #expect(weighted.shortfallWeights.paths == [0, 3])
  }

  @Test func smoothedComponentsVaryLess() throws {
    var random = SeededNormals(seed: 5)
    var (plain, smooth): ([Double], [Double]) = ([], [])
    for _ in 0..<60 {
      let (a, b) = (random.normals(1000), random.normals(1000))
      let total = zip(a, b).map { $0 + $1 }
      plain.append(try TailMeasure(level: 0.95).estimate(losses: total).quantileWeights.applied(to: a))
      smooth.append(
        try TailMeasure(level: 0.95, quantile: .smoothed).estimate(losses: total).quantileWeights.applied(to: a))
    }
    func square(_ x: [Double]) -> Double { x.reduce(0) { $0 + ($1 - 1.163) * ($1 - 1.163) } }
    #expect(square(smooth) < 0.5 * square(plain))
  }

  @Test func dependentLossesCountForLess() throws {
    var random = SeededNormals(seed: 6)
    let losses = random.normals(2000)
    let measure = TailMeasure(level: 0.95)
    let plain = try measure.estimate(losses: losses)
    let same = try measure.estimate(losses: losses, independentCount: 2000)
    #expect(same == plain)
    let fewer = try measure.estimate(losses: losses, independentCount: 200)
    #expect(fewer.quantile == plain.quantile && fewer.shortfall == plain.shortfall)
    #expect(fewer.effectiveCount == 200)
    // The error of a mean excess goes with the root of the count.
    let (few, many) = (try #require(fewer.shortfallStandardError), try #require(plain.shortfallStandardError))
    #expect(abs(few / many - 10.0.squareRoot()) < 1e-12)
    #expect(try #require(fewer.quantileStandardError) > 2 * #require(plain.quantileStandardError))
    let (low, high) = (try #require(fewer.lower), try #require(fewer.upper))
    #expect(try low < #require(plain.lower) && high > #require(plain.upper) && fewer.coverage >= 0.95)
    for count in [0, -1, Double.nan, 1e300] {
      #expect(throws: ValuationError.self) { try measure.estimate(losses: losses, independentCount: count) }
    }
  }

  @Test func hostileSamples() throws {
    let measure = TailMeasure(level: 0.95)
    #expect(throws: ValuationError.self) { try measure.estimate(losses: []) }
    #expect(throws: ValuationError.self) { try measure.estimate(losses: [1, .nan]) }
    #expect(throws: ValuationError.self) { try measure.estimate(losses: [1, .infinity]) }
    #expect(throws: ValuationError.self) { try measure.estimate(losses: [1, 2], weights: [1]) }
    #expect(throws: ValuationError.self) { try measure.estimate(losses: [1, 2], weights: [1, -1]) }
    #expect(throws: ValuationError.self) { try measure.estimate(losses: [1, 2], weights: [0, 0]) }
    for level in [0, 1, -1, 2, Double.nan] {
      #expect(throws: ValuationError.self) { try TailMeasure(level: level).estimate(losses: [1]) }
    }
    #expect(throws: ValuationError.self) { try TailMeasure(level: 0.5, confidence: 1).estimate(losses: [1]) }
    let one = try measure.estimate(losses: [3])
    #expect(one.quantile == 3 && one.shortfall == 3 && one.lower == nil && one.upper == nil)
    #expect(one.quantileStandardError == nil && one.shortfallStandardError == nil && one.shortfallUpper == nil)
    let same = try measure.estimate(losses: [Double](repeating: 2, count: 100))
    #expect(same.quantile == 2 && same.shortfall == 2 && same.shortfallStandardError == 0)
    #expect(throws: ValuationError.self) { try one.shortfallWeights.applied(to: [1, 2]) }
    let extreme = try TailMeasure(level: 1e-300).estimate(losses: [3, 1, 2])
    #expect(extreme.quantile == 1 && extreme.shortfall == 2)
  }

  @Test func outcomesHaveWordsOfTheirOwn() throws {
    let yield = try EmpiricalDistribution(outcomes: (0...100).map(Double.init).reversed())
    #expect(yield.quantile(0.05) == 5)
    #expect(abs(yield.exceedance(0.90) - 10) < 1e-12)
    #expect(yield.exceedance(0.5) == yield.quantile(0.5))
    #expect(yield.quantile(-1) == 0 && yield.quantile(2) == 100)
    #expect(yield.probability(notAbove: 24) == 25.0 / 101)
    #expect(yield.mean == 50)
    let weighted = try EmpiricalDistribution(outcomes: [1, 2], weights: [3, 1])
    #expect(weighted.mean == 1.25 && weighted.probability(notAbove: 1) == 0.75)
  }
}
