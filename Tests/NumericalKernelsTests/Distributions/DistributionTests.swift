import Foundation
import NumericalKernels
import Testing

@Suite struct DistributionTests {
  private func continuous(_ name: Substring, _ first: Double, _ second: Double) throws -> (any ContinuousDistribution)?
  {
    switch name {
    case "normal": try NormalDistribution(mean: first, standardDeviation: second)
    case "student": try StudentTDistribution(degreesOfFreedom: first)
    case "fisher":
      try FisherFDistribution(numeratorDegreesOfFreedom: first, denominatorDegreesOfFreedom: second)
    case "gamma": try GammaDistribution(shape: first, scale: second)
    case "beta": try BetaDistribution(alpha: first, beta: second)
    default: nil
    }
  }

  private func discrete(_ name: Substring, _ first: Double, _ second: Double) throws -> (any DiscreteDistribution)? {
    switch name {
    case "binomial": try BinomialDistribution(trials: Int(first), probability: second)
    case "poisson": try PoissonDistribution(mean: first)
    default: nil
    }
  }

  @Test func tailsAndDensitiesAgreeWithProvenDigits() throws {
    var count = 0
    for row in try NumberTable("distributions").rows {
      let numbers = try row.dropFirst().map { try #require(Double($0)) }
      let (x, lower, upper, logDensity) = (numbers[2], numbers[3], numbers[4], numbers[5])
      let results: (lower: Double, upper: Double, logDensity: Double)
      if let d = try continuous(row[0], numbers[0], numbers[1]) {
        results = (d.cdf(x), d.survival(x), d.logPDF(x))
      } else {
        let d = try #require(try discrete(row[0], numbers[0], numbers[1]))
        results = (d.cdf(Int(x)), d.survival(Int(x)), d.logPMF(Int(x)))
      }
      if lower > 1e-300 || lower == 0 {
        #expect(Accuracy.holds(results.lower, lower), "\(row): lower \(results.lower)")
      }
      if upper > 1e-300 || upper == 0 {
        #expect(Accuracy.holds(results.upper, upper), "\(row): upper \(results.upper)")
      }
      let scale = max(1, abs(logDensity))
      #expect(abs(results.logDensity - logDensity) <= 1e-13 * scale, "\(row): density \(results.logDensity)")
      count += 1
    }
    #expect(count > 250)
  }

  @Test func quantilesInvertTheProvenTails() throws {
    for row in try NumberTable("distributions").rows {
      let numbers = try row.dropFirst().map { try #require(Double($0)) }
      let (x, lower, upper) = (numbers[2], numbers[3], numbers[4])
      guard let d = try continuous(row[0], numbers[0], numbers[1]) else { continue }
      // The quantile is as good as the probability allows: dx = dp / density.
      let density = d.pdf(x)
      for (p, found) in [(lower, d.quantile(lower)), (upper, d.upperQuantile(upper))]
      where p > 1e-300 && p < 0.75 && density > 0 {
        let allowance = 1e-12 * abs(x) + 4e-16 * p / density
        #expect(abs(found - x) <= allowance, "\(row): \(found)")
      }
    }
  }

  @Test func quantilesAgreeWithProvenDigits() throws {
    var count = 0
    for row in try NumberTable("quantiles").rows {
      let numbers = try row.dropFirst().map { try #require(Double($0)) }
      let (p, expected) = (numbers[2], numbers[3])
      let d =
        row[0] == "chi"
        ? try ChiSquaredDistribution(degreesOfFreedom: numbers[0])
        : try #require(try continuous(row[0], numbers[0], numbers[1]))
      #expect(abs(d.quantile(p) / expected - 1) <= Accuracy.body, "\(row): \(d.quantile(p))")
      count += 1
    }
    #expect(count > 270)
  }

  @Test func publishedQuantilesOfStudentsT() throws {
    let published: [(Double, [Double])] = [
      (3, [2.3533634348018233, 4.540702858568132, 10.214531852407383]),
      (4, [2.1318467863266495, 3.746947387979196, 7.173182219782307]),
    ]
    for (degrees, quantiles) in published {
      let t = try StudentTDistribution(degreesOfFreedom: degrees)
      for (q, expected) in zip([0.05, 0.01, 0.001], quantiles) {
        #expect(abs(t.upperQuantile(q) / expected - 1) < 1e-14)
        #expect(abs(t.quantile(q) / expected + 1) < 1e-14)
      }
    }
    // One degree of freedom is Cauchy's distribution, whose tail is 1/(πt).
    let cauchy = try StudentTDistribution(degreesOfFreedom: 1)
    #expect(abs(cauchy.upperQuantile(1e-300) * 1e-300 * .pi - 1) < 1e-12)
    #expect(abs(cauchy.survival(1e200) * 1e200 * .pi - 1) < 1e-12)
  }

  @Test func studentQuantilesReturnToTheirTails() throws {
    for degrees in [1, 1.01, 1.5, 2, 2.5, 3, 4, 5, 7.3, 12, 30, 250, 1e4, 1e7, 1e14, 0.4] {
      let t = try StudentTDistribution(degreesOfFreedom: degrees)
      for q in [1e-200, 1e-50, 1e-12, 1e-5, 0.01, 0.1, 0.2, 0.2499, 0.25, 0.3, 0.4, 0.49, 0.4999, 0.49999999] {
        let x = t.upperQuantile(q)
        guard x < 1e150 else { continue }
        #expect(abs(t.survival(x) / q - 1) < 2e-13, "\(degrees) at \(q): \(x)")
        #expect(t.quantile(q) == -x)
        // Beside the centre the distance to 1/2 is the number to keep.
        if q > 0.4 { #expect(abs((0.5 - q) / (t.pdf(0.5 * x) * x) - 1) < 0.01, "\(degrees) at \(q): \(x)") }
      }
    }
  }

  @Test func normalIsTheVectorFunctionBitForBit() {
    let z = NormalDistribution.standard
    for i in -400...400 {
      let x = Double(i) * 0.0973
      #expect(z.cdf(x) == VectorMath.normalCDF(x) && z.survival(x) == VectorMath.normalCDF(-x))
      let p = VectorMath.exp(-abs(x))
      #expect(z.quantile(p) == VectorMath.normalQuantile(p))
      #expect(z.upperQuantile(p) == -VectorMath.normalQuantile(p))
    }
  }

  @Test func publishedQuantilesOfChiSquared() throws {
    let one = try ChiSquaredDistribution(degreesOfFreedom: 1)
    let two = try ChiSquaredDistribution(degreesOfFreedom: 2)
    #expect(abs(one.quantile(0.95) - 3.841458820694124) < 4e-15)
    #expect(abs(two.quantile(0.95) - 5.991464547107979) < 4e-15)
    #expect(abs(two.upperQuantile(0.01) - 9.21034037197618) < 4e-15)
    #expect(abs(one.survival(0.46146639532895506) - 0.4969394476803891) < 1e-15)
  }

  @Test func trafficLightOfTwoHundredFiftyTrials() throws {
    let percent = [8.1059, 28.5752, 54.3169, 75.8117, 89.2188, 95.8817, 98.6299, 99.5975, 99.8943, 99.9750, 99.9946]
    let binomial = try BinomialDistribution(trials: 250, probability: 0.01)
    for (k, expected) in percent.enumerated() {
      #expect(abs(100 * binomial.cdf(k) - expected) < 5.1e-5)
      #expect(binomial.quantile(binomial.cdf(k)) == Double(k))
    }
  }

  @Test func discreteQuantilesAreTheSmallestThatSuffice() throws {
    let distributions: [any DiscreteDistribution] = [
      try BinomialDistribution(trials: 17, probability: 0.2),
      try BinomialDistribution(trials: 100_000, probability: 0.999),
      try PoissonDistribution(mean: 0.01), try PoissonDistribution(mean: 4.5), try PoissonDistribution(mean: 1e7),
    ]
    for d in distributions {
      for p in [1e-300, 1e-12, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-12] {
        let k = Int(d.quantile(p))
        #expect(d.cdf(k) >= p && (k == 0 || d.cdf(k - 1) < p), "\(d) at \(p): \(k)")
        let upper = Int(d.upperQuantile(p))
        #expect(d.survival(upper) <= p && (upper == 0 || d.survival(upper - 1) > p), "\(d) above \(p): \(upper)")
      }
      #expect(d.quantile(0) == 0)
      #expect(d.quantile(.nan).isNaN)
      #expect(d.quantile(1.1).isNaN)
    }
    #expect(distributions[0].quantile(1) == 17)
    #expect(distributions[3].quantile(1) == .infinity)
    #expect(distributions[3].upperQuantile(0) == .infinity)
  }

  @Test func probabilitiesOfAllNumbersSumToOne() throws {
    let binomial = try BinomialDistribution(trials: 60, probability: 0.35)
    #expect(abs((0...60).reduce(0) { $0 + binomial.pmf($1) } - 1) < 1e-14)
    let poisson = try PoissonDistribution(mean: 12.5)
    #expect(abs((0...200).reduce(0) { $0 + poisson.pmf($1) } - 1) < 1e-14)
    let moments = (0...200).reduce((0.0, 0.0)) {
      ($0.0 + Double($1) * poisson.pmf($1), $0.1 + Double($1 * $1) * poisson.pmf($1))
    }
    #expect(abs(moments.0 - poisson.mean) < 1e-12)
    #expect(abs(moments.1 - moments.0 * moments.0 - poisson.variance) < 1e-11)
  }

  @Test func momentsAreTheIntegralsOfTheDensity() throws {
    let distributions: [any ContinuousDistribution] = [
      try NormalDistribution(mean: 2, standardDeviation: 0.5),
      try StudentTDistribution(degreesOfFreedom: 9.5, location: 1, scale: 2),
      try ChiSquaredDistribution(degreesOfFreedom: 5),
      try FisherFDistribution(numeratorDegreesOfFreedom: 6, denominatorDegreesOfFreedom: 30),
      try GammaDistribution(shape: 3.3, scale: 0.7), try BetaDistribution(alpha: 2.5, beta: 4),
      try LogNormalDistribution(logMean: 0.2, logStandardDeviation: 0.4), try ExponentialDistribution(rate: 1.5),
      try UniformDistribution(from: -1, to: 3),
    ]
    let quadrature = AdaptiveQuadrature(relativeTolerance: 1e-10)
    for d in distributions {
      let (low, high) = (d.quantile(1e-40), d.upperQuantile(1e-40))
      let middle = d.quantile(0.5)
      func integral(_ f: (Double) -> Double) throws -> Double {
        let left = try quadrature.integrate(from: max(low, -1e4), to: middle, f)
        let right = try quadrature.integrate(from: middle, to: min(high, 1e4), f)
        return left.value + right.value
      }
      #expect(abs(try integral { d.pdf($0) } - 1) < 1e-9, "\(d)")
      let mean = try integral { $0 * d.pdf($0) }
      #expect(abs(mean - d.mean) < 1e-8, "\(d)")
      #expect(abs(try integral { ($0 - mean) * ($0 - mean) * d.pdf($0) } / d.variance - 1) < 1e-7, "\(d)")
    }
  }

  @Test func bothTailsAndTheirLogarithmsFit() throws {
    let distributions: [any ContinuousDistribution] = [
      NormalDistribution.standard, try StudentTDistribution(degreesOfFreedom: 4),
      try ChiSquaredDistribution(degreesOfFreedom: 3),
      try FisherFDistribution(numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 9),
      try BetaDistribution(alpha: 3, beta: 2),
      try LogNormalDistribution(logMean: 0, logStandardDeviation: 1), try ExponentialDistribution(rate: 2),
      try UniformDistribution(from: 0, to: 1),
    ]
    for d in distributions {
      let isOnUnitInterval = d.survival(1) == 0
      for p in [1e-250, 1e-20, 1e-3, 0.2, 0.5, 0.9] {
        let (low, high) = (d.quantile(p), d.upperQuantile(p))
        // A quantile close to 1 cannot hold more digits than the spacing of numbers there.
        let slack = 2e-15 * (1 + abs(high) * d.pdf(high) / p)
        #expect(abs(d.cdf(low) / p - 1) < 1e-12, "\(d) at \(p)")
        if high < 1 || !isOnUnitInterval {
          #expect(abs(d.survival(high) / p - 1) < 1e-12 + slack, "\(d) above \(p)")
        }
        #expect(abs(d.logCDF(low) - d.logCDF(low.nextUp)) < 1e-3, "\(d) at \(p)")
        if d.cdf(low) > 0 {
          #expect(abs(log(d.cdf(low)) - d.logCDF(low)) <= 1e-12 * max(1, abs(d.logCDF(low))), "\(d)")
        }
        if d.survival(high) > 0 {
          #expect(abs(log(d.survival(high)) - d.logSurvival(high)) <= 1e-12 * max(1, abs(d.logSurvival(high))), "\(d)")
        }
      }
      #expect(d.cdf(.nan).isNaN && d.survival(.nan).isNaN && d.logPDF(.nan).isNaN, "\(d)")
      #expect(d.quantile(-0.1).isNaN && d.upperQuantile(1.1).isNaN && d.quantile(.nan).isNaN, "\(d)")
      #expect(d.cdf(-.infinity) == 0 && d.survival(.infinity) == 0 && d.cdf(.infinity) == 1, "\(d)")
    }
    #expect(abs(NormalDistribution.standard.logCDF(-100) + 5005.524208694205) < 1e-11)
  }

  @Test func extremeDegreesOfFreedomOfFisherF() throws {
    // With so many degrees below the line, 10 F is chi-squared with 10: Q(5, 5x) = 1e-200 by mpmath.
    for below in [1e18, 1e20, 1e25] {
      let d = try FisherFDistribution(numeratorDegreesOfFreedom: 10, denominatorDegreesOfFreedom: below)
      #expect(abs(d.upperQuantile(1e-200) / 96.411910061309808779 - 1) < 1e-13)
    }
    // Nearly all probability at zero, and the far end of the number line.
    let atZero = try FisherFDistribution(numeratorDegreesOfFreedom: 1e-19, denominatorDegreesOfFreedom: 15)
    for x in [Double.leastNonzeroMagnitude, 1, 1e300] {
      #expect((0...1).contains(atZero.cdf(x)) && (0...1).contains(atZero.survival(x)) && atZero.logSurvival(x) <= 0)
    }
    let wide = try FisherFDistribution(numeratorDegreesOfFreedom: 4e-12, denominatorDegreesOfFreedom: 2e16)
    #expect(wide.cdf(.greatestFiniteMagnitude) == 1)
  }

  @Test func parametersOutsideTheirDomainAreRefused() {
    #expect(throws: NumericalError.self) { try NormalDistribution(mean: 0, standardDeviation: 0) }
    #expect(throws: NumericalError.self) { try NormalDistribution(mean: .nan, standardDeviation: 1) }
    #expect(throws: NumericalError.self) { try StudentTDistribution(degreesOfFreedom: -1) }
    #expect(throws: NumericalError.self) { try StudentTDistribution(degreesOfFreedom: .infinity) }
    #expect(throws: NumericalError.self) { try ChiSquaredDistribution(degreesOfFreedom: 0) }
    #expect(throws: NumericalError.self) {
      try FisherFDistribution(numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: .nan)
    }
    #expect(throws: NumericalError.self) { try GammaDistribution(shape: 1, scale: -2) }
    #expect(throws: NumericalError.self) { try BetaDistribution(alpha: 0, beta: 1) }
    #expect(throws: NumericalError.self) { try BetaDistribution(alpha: 1e-101, beta: 1) }
    #expect(throws: NumericalError.self) { try StudentTDistribution(degreesOfFreedom: 1e101) }
    #expect(throws: NumericalError.self) { try BinomialDistribution(trials: -1, probability: 0.5) }
    #expect(throws: NumericalError.self) { try BinomialDistribution(trials: 1, probability: .nan) }
    #expect(throws: NumericalError.self) { try BinomialDistribution(trials: 1, probability: 1.5) }
    #expect(throws: NumericalError.self) { try PoissonDistribution(mean: -1) }
    #expect(throws: NumericalError.self) { try PoissonDistribution(mean: .infinity) }
    #expect(throws: NumericalError.self) { try ExponentialDistribution(rate: 0) }
    #expect(throws: NumericalError.self) { try UniformDistribution(from: 1, to: 1) }
    #expect(throws: NumericalError.self) { try UniformDistribution(from: -.infinity, to: 1) }
  }

  @Test func edgesOfDiscreteDistributions() throws {
    let never = try BinomialDistribution(trials: 5, probability: 0)
    let always = try BinomialDistribution(trials: 5, probability: 1)
    let none = try PoissonDistribution(mean: 0)
    #expect(never.pmf(0) == 1 && never.cdf(0) == 1 && never.quantile(1) == 0)
    #expect(always.pmf(5) == 1 && always.cdf(4) == 0 && always.cdf(5) == 1 && always.quantile(0.5) == 5)
    #expect(none.pmf(0) == 1 && none.cdf(0) == 1 && none.quantile(0.7) == 0)
    #expect(none.cdf(-1) == 0 && none.survival(-1) == 1 && none.pmf(-1) == 0)
    #expect(never.cdf(-1) == 0 && always.survival(7) == 0)
    #expect(try BinomialDistribution(trials: 0, probability: 0.5).cdf(0) == 1)
  }
}
