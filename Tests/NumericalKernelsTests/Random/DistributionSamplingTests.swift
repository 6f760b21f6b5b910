import Foundation
import Testing

@testable import NumericalKernels

@Suite struct DistributionSamplingTests {
  /// The 0.001 point of the scaled Kolmogorov-Smirnov statistic.
  static let limit = 1.95

  func sample(_ path: UInt64, _ draw: (inout RandomStream) throws -> Double) rethrows -> [Double] {
    var stream = RandomStream(seed: 20_261_121, path: path)
    return try (0..<4000).map { _ in try draw(&stream) }
  }

  @Test func uniformsAndNormalsAndExponentials() {
    #expect(kolmogorovSmirnov(sample(1) { $0.uniform() }) { $0 } < Self.limit)
    #expect(kolmogorovSmirnov(sample(2) { $0.positiveUniform() }) { $0 } < Self.limit)
    #expect(kolmogorovSmirnov(sample(3) { $0.normal() }) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < Self.limit)
    #expect(kolmogorovSmirnov(sample(4) { $0.exponential() }) { 1 - Foundation.exp(-$0) } < Self.limit)
  }

  @Test func normalsHaveTheMomentsOfTheNormal() {
    var stream = RandomStream(seed: 7, path: 0)
    let z = stream.normals(200_000)
    let n = Double(z.count)
    var sums = (0.0, 0.0, 0.0, 0.0)
    for x in z { sums = (sums.0 + x, sums.1 + x * x, sums.2 + x * x * x, sums.3 + x * x * x * x) }
    // Four standard errors: the variances of Z, Z², Z³ and Z⁴ are 1, 2, 15 and 96.
    #expect(abs(sums.0 / n) < 4 * (1 / n).squareRoot())
    #expect(abs(sums.1 / n - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(sums.2 / n) < 4 * (15 / n).squareRoot())
    #expect(abs(sums.3 / n - 3) < 4 * (96 / n).squareRoot())
    var lag = 0.0
    for i in 1..<z.count { lag += z[i] * z[i - 1] }
    #expect(abs(lag / n) < 4 * (1 / n).squareRoot())
  }

  @Test func normalsFillEqualCells() {
    var stream = RandomStream(seed: 11, path: 2)
    var counts = [Int](repeating: 0, count: 256)
    for z in stream.normals(100_000) { counts[min(255, Int(256 * VectorMath.normalCDF(z)))] += 1 }
    #expect(abs(chiSquareDeviation(counts, [Double](repeating: 100_000 / 256.0, count: 256))) < 3.5)
  }

  @Test func gammasOfWholeAndHalfShapes() throws {
    // Erlang 3: 1 - exp(-x) (1 + x + x²/2); shape 1/2: erf(√x).
    let erlang = try sample(10) { try $0.gamma(shape: 3, scale: 2) }
    #expect(kolmogorovSmirnov(erlang) { 1 - Foundation.exp(-$0 / 2) * (1 + $0 / 2 + $0 * $0 / 8) } < Self.limit)
    #expect(kolmogorovSmirnov(try sample(11) { try $0.gamma(shape: 0.5) }) { erf($0.squareRoot()) } < Self.limit)
    #expect(kolmogorovSmirnov(try sample(12) { try $0.gamma(shape: 1) }) { 1 - Foundation.exp(-$0) } < Self.limit)
    #expect(
      kolmogorovSmirnov(try sample(13) { try $0.chiSquare(degreesOfFreedom: 2) }) { 1 - Foundation.exp(-$0 / 2) }
        < Self.limit)
  }

  @Test func gammasOfALargeShapeAreNormal() throws {
    let shape = 1e12
    let deviation = shape.squareRoot()
    let standard = try sample(14) { (stream) -> Double in (try stream.gamma(shape: shape) - shape) / deviation }
    #expect(kolmogorovSmirnov(standard) { VectorMath.normalCDF($0) } < Self.limit)
  }

  @Test func gammasOfATinyShapeFallWithTheirLogarithm() throws {
    // For shape a → 0, a log X is minus an exponential, down to underflow.
    let a = 0.01
    let logs = try sample(15) { -a * VectorMath.log(try $0.gamma(shape: a)) }
    let (low, high) = (Foundation.exp(-0.2), Foundation.exp(-7.45))
    let finite = logs.filter { $0 > 0.2 && $0 < .infinity }
    #expect(kolmogorovSmirnov(finite) { (low - Foundation.exp(-$0)) / (low - high) } < Self.limit)
  }

  @Test func betas() throws {
    let polynomial = try sample(20) { try $0.beta(2, 3) }
    #expect(kolmogorovSmirnov(polynomial) { $0 * $0 * (6 - 8 * $0 + 3 * $0 * $0) } < Self.limit)
    let arcsine = try sample(21) { try $0.beta(0.5, 0.5) }
    #expect(kolmogorovSmirnov(arcsine) { 2 / Double.pi * asin($0.squareRoot()) } < Self.limit)
    // Almost all of the mass of tiny shapes is at the ends, 2 : 1 here.
    let ends = try sample(22) { try $0.beta(2e-6, 1e-6) }
    #expect(ends.allSatisfy { $0 >= 0 && $0 <= 1 })
    let mean: Double = ends.reduce(0, +) / 4000
    #expect(abs(mean - 2.0 / 3) < 0.03)  // four standard errors
  }

  @Test func studentVariates() throws {
    #expect(
      kolmogorovSmirnov(try sample(30) { try $0.studentT(degreesOfFreedom: 1) }) { 0.5 + atan($0) / .pi } < Self.limit)
    #expect(
      kolmogorovSmirnov(try sample(31) { try $0.studentT(degreesOfFreedom: 2) }) {
        0.5 + 0.5 * $0 / (2 + $0 * $0).squareRoot()
      } < Self.limit)
    let student = try StudentTDistribution(degreesOfFreedom: 5.5)
    #expect(
      kolmogorovSmirnov(try sample(32) { try $0.studentT(degreesOfFreedom: 5.5) }) { student.cdf($0) } < Self.limit)
  }

  @Test(arguments: [0.3, 4, 9.99, 10, 47.5, 1000]) func poissonCountsFitTheirProbabilities(_ mean: Double) throws {
    var stream = RandomStream(seed: 99, path: UInt64(mean))
    let draws = 20_000
    var counts: [Int: Int] = [:]
    for _ in 0..<draws { counts[try stream.poisson(mean: mean), default: 0] += 1 }
    // Cells of single counts, the tails joined where fewer than 10 are expected.
    var observed: [Int] = []
    var expected: [Double] = []
    var (open, mass) = (0, 0.0)
    for k in 0...Int(mean + 12 * mean.squareRoot() + 12) {
      open += counts[k] ?? 0
      mass += Double(draws) * Foundation.exp(Double(k) * Foundation.log(mean) - mean - lgamma(Double(k) + 1))
      if mass >= 10 {
        observed.append(open)
        expected.append(mass)
        (open, mass) = (0, 0)
      }
    }
    observed[observed.count - 1] += open
    expected[expected.count - 1] += mass
    #expect(observed.reduce(0, +) == draws)
    #expect(abs(chiSquareDeviation(observed, expected)) < 3.5)
  }

  @Test func poissonOfAHugeMeanIsNormal() throws {
    let mean = 1e15
    let deviation = mean.squareRoot()
    let standard = try sample(40) { (stream) -> Double in
      (Double(try stream.poisson(mean: mean)) - mean) / deviation
    }
    #expect(kolmogorovSmirnov(standard) { VectorMath.normalCDF($0) } < Self.limit)
  }

  @Test func poissonOfMeanZeroIsZero() throws {
    var stream = RandomStream(seed: 0, path: 0)
    for _ in 0..<10 { #expect(try stream.poisson(mean: 0) == 0) }
  }

  /// k log mean - mean - log k! by mpmath at 40 digits.
  @Test(arguments: [
    (0, 3, -3.0), (1, 10, -7.6974149070059543), (7, 12.5, -3.3450608509076262), (15, 15, -2.2785183673077406),
    (16, 15, -2.3430568884453117), (100, 90, -3.7584085225369835), (1000, 1200, -22.051342712071671),
    (1e9, 1_000_030_000, -11.730562451963707), (1e15, 1e15, -18.188326730660015),
  ]) func poissonProbabilities(_ k: Double, _ mean: Double, _ expected: Double) {
    #expect(abs(RandomStream.logPoisson(k, mean: mean) - expected) < 1e-13 * abs(expected))
  }

  @Test func parametersOutsideTheirDomainAreRefused() {
    var stream = RandomStream(seed: 0, path: 0)
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: NumericalError.self) { try stream.gamma(shape: bad) }
      #expect(throws: NumericalError.self) { try stream.gamma(shape: 1, scale: bad) }
      #expect(throws: NumericalError.self) { try stream.beta(bad, 1) }
      #expect(throws: NumericalError.self) { try stream.beta(1, bad) }
      #expect(throws: NumericalError.self) { try stream.studentT(degreesOfFreedom: bad) }
      #expect(throws: NumericalError.self) { try stream.chiSquare(degreesOfFreedom: bad) }
    }
    for bad in [-1, Double.nan, .infinity, 1.1e15] {
      #expect(throws: NumericalError.self) { try stream.poisson(mean: bad) }
    }
  }
}
