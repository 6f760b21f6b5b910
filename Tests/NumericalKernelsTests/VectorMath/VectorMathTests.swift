import Foundation
import Testing

@testable import NumericalKernels

@Suite struct VectorMathTests {
  /// One function in its two forms, and the error that its documentation states, in ulp.
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    let scalar: @Sendable (Double) -> Double
    let array: @Sendable ([Double]) -> [Double]
    let bound: Double
    var testDescription: String { name }
  }

  static let functions = [
    Function(name: "exp", scalar: { VectorMath.exp($0) }, array: { VectorMath.exp($0) }, bound: 1.1),
    Function(name: "log", scalar: { VectorMath.log($0) }, array: { VectorMath.log($0) }, bound: 0.9),
    Function(name: "cdf", scalar: { VectorMath.normalCDF($0) }, array: { VectorMath.normalCDF($0) }, bound: 1.5),
    Function(
      name: "quantile", scalar: { VectorMath.normalQuantile($0) }, array: { VectorMath.normalQuantile($0) }, bound: 1.9),
  ]

  @Test(arguments: functions) func valuesAreWithinTheStatedError(_ function: Function) throws {
    let url = try #require(
      Bundle.module.url(forResource: "vector-math", withExtension: "txt", subdirectory: "Fixtures"))
    var count = 0
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields[0] == function.name else { continue }
      let numbers = fields.dropFirst().compactMap { UInt64($0, radix: 16).map { Double(bitPattern: $0) } }
      let x = numbers[0]
      let y = function.scalar(x)
      let error = abs((y - numbers[1]) - numbers[2]) / numbers[1].ulp
      #expect(error <= function.bound, "\(function.name)(\(x)) = \(y), off by \(error) ulp")
      #expect(function.array([x])[0].bitPattern == y.bitPattern, "\(x)")
      count += 1
    }
    #expect(count > 280)
  }

  @Test(arguments: functions) func arraysGiveTheBitsOfTheScalarFunction(_ function: Function) {
    var stream = RandomStream(seed: 254, path: 1)
    // Bit patterns reach every binade and the NaNs, uniforms the middle; 4,099 is no multiple of any vector width.
    var x: [Double] = [
      0, -0.0, 1, 0.5, .infinity, -.infinity, .nan, Double.leastNonzeroMagnitude, -Double.leastNonzeroMagnitude, 0.075,
      710, -746, -40, 40, 2,
    ]
    x += (0..<1300).map { _ in Double(bitPattern: stream.next()) }
    x += (0..<1300).map { _ in stream.uniform() }
    x += (0..<1484).map { _ in 1500 * (stream.uniform() - 0.5) }
    let y = function.array(x)
    for (argument, value) in zip(x, y) {
      let twin = function.scalar(argument)
      #expect(twin.bitPattern == value.bitPattern || twin.isNaN && value.isNaN, "\(argument): \(twin) and \(value)")
    }
    guard function.name == "exp" else { return }
    for argument in x {
      let (twin, value) = (ExponentialTwin.exp(argument), function.scalar(argument))
      #expect(twin.bitPattern == value.bitPattern || twin.isNaN && value.isNaN, "\(argument): \(twin) and \(value)")
    }
  }

  @Test func everyLengthIsFilledToItsEnd() {
    for count in [0, 1, 3, 7, 8, 9, 31, 33, 255, 256, 257, 600] {
      let p = (0..<count).map { (Double($0) + 0.5) / Double(count) }
      for function in Self.functions { #expect(function.array(p) == p.map(function.scalar), "\(count)") }
    }
  }

  @Test func limitsAreExact() {
    #expect(
      VectorMath.exp([0, -0.0, .infinity, -.infinity, 709.782712893384, 709.7827128933841, -745.1332191019411, -746])
        == [
          1, 1, .infinity, 0, 0x1.fffffffffff2ap+1023, .infinity, Double.leastNonzeroMagnitude, 0,
        ])
    #expect(VectorMath.log([1, 0, -0.0, .infinity]) == [0, -.infinity, -.infinity, .infinity])
    #expect(VectorMath.log([-1, -.infinity, -Double.leastNonzeroMagnitude, .nan]).allSatisfy { $0.isNaN })
    #expect(VectorMath.normalCDF([0, .infinity, -.infinity, -39, 9]) == [0.5, 1, 0, 0, 1])
    #expect(VectorMath.normalQuantile([0.5, 0, -0.0, 1]) == [0, -.infinity, -.infinity, .infinity])
    #expect(
      VectorMath.normalQuantile([-Double.leastNonzeroMagnitude, 1.0.nextUp, .infinity, .nan]).allSatisfy { $0.isNaN })
    #expect(VectorMath.exp(Double.nan).isNaN && VectorMath.normalCDF(Double.nan).isNaN)
  }

  @Test func quantileIsOddAboutOneHalf() {
    for k in 1..<512 {
      let p = Double(k) / 1024
      #expect(VectorMath.normalQuantile(p) == -VectorMath.normalQuantile(1 - p))
    }
  }

  @Test func quantileNeverFallsAcrossItsSeam() {
    var p = 0.075
    for _ in 0..<500 { p = p.nextDown }
    var last = VectorMath.normalQuantile(p)
    for _ in 0..<1000 {
      p = p.nextUp
      let next = VectorMath.normalQuantile(p)
      // Neighbouring arguments lie 0.13 ulp of the value apart, so rounding shows; a seam would show beyond it.
      #expect(next >= last - 3 * last.ulp)
      last = next
    }
  }

  @Test func lengthsThatDifferAreRefused() {
    let x = [1.0, 2, 3]
    var y = [0.0, 0]
    #expect(throws: NumericalError(.dimensionMismatch, "3 results expected, 2 given")) {
      var span = y.mutableSpan
      try VectorMath.exp(x.span, into: &span)
    }
    #expect(y == [0, 0])
  }

  /// By mpmath at 40 digits.
  @Test func logarithmsAndExponentialsNearZeroKeepTheirDigits() {
    let logarithms: [(Double, Double)] = [
      (1e-300, 1e-300),
      (-1e-17, -1e-17),
      (2.5e-10, 2.4999999996875e-10),
      (-1e-05, -1.0000050000333337e-05),
      (0.01, 0.009950330853168083),
      (-0.3, -0.35667494393873234),
      (0.4142, 0.3465640001880034),
      (0.75, 0.5596157879354227),
      (-0.9999, -9.210340371976294),
      (3.5, 1.5040773967762742),
      (10000000000.0, 23.025850930040455),
      (1e+300, 690.7755278982137),
    ]
    for (x, expected) in logarithms { #expect(abs(VectorMath.log1p(x) - expected) <= 2 * expected.ulp, "\(x)") }
    let exponentials: [(Double, Double)] = [
      (1e-300, 1e-300),
      (-1e-17, -1e-17),
      (2.5e-10, 2.5000000003125e-10),
      (-1e-05, -9.999950000166666e-06),
      (0.01, 0.010050167084168058),
      (-0.3, -0.2591817793182821),
      (0.3466, 0.41425091185052865),
      (0.75, 1.1170000166126746),
      (-2.5, -0.9179150013761012),
      (-39.5, -1.0),
      (30.25, 13721704977463.906),
      (700.5, 1.6721859620674984e+304),
    ]
    for (x, expected) in exponentials { #expect(abs(VectorMath.expm1(x) - expected) <= 3 * expected.ulp, "\(x)") }
    #expect(VectorMath.log1p(0) == 0 && VectorMath.log1p(-1) == -.infinity && VectorMath.log1p(.infinity) == .infinity)
    #expect(VectorMath.log1p(-1.5).isNaN && VectorMath.log1p(.nan).isNaN && VectorMath.expm1(.nan).isNaN)
    #expect(VectorMath.expm1(0) == 0 && VectorMath.expm1(-.infinity) == -1 && VectorMath.expm1(710) == .infinity)
  }

  @Test func weightedRowsAreAddedInTheirOrder() throws {
    // Row counts and lengths around the sizes that the kernel works by; rows may overlap and repeat.
    for (rows, length) in [(0, 3), (1, 1), (3, 7), (4, 8), (9, 21), (5, 600)] {
      var stream = RandomStream(seed: 3, path: UInt64(rows))
      let table = stream.normals(rows * length + 5)
      let starts = (0..<rows).map { $0 % 2 == 0 ? $0 * length : $0 }
      let weights = stream.normals(rows)
      let before = stream.normals(length)
      var sums = before
      var span = sums.mutableSpan
      try VectorMath.addRows(of: table.span, startingAt: starts, weights: weights, to: &span)
      for i in 0..<length {
        var sum = before[i]
        for (start, weight) in zip(starts, weights) { sum += weight * table[start + i] }
        #expect(sums[i] == sum)
      }
    }
    var sums = [0.0, 0]
    for (starts, weights) in [([0], [Double]()), ([2], [1]), ([-1], [1]), ([.max], [1])] {
      #expect(throws: NumericalError.self) {
        var span = sums.mutableSpan
        try VectorMath.addRows(of: [1, 2, 3].span, startingAt: starts, weights: weights, to: &span)
      }
    }
  }
}
