import Testing

@testable import NumericalKernels

@Suite struct SobolSequenceTests {
  func digits(_ points: Matrix) -> [UInt64] { points.storage.map { UInt64($0 * 0x1p32) } }

  /// scipy 1.17.0, `qmc.Sobol(d, scramble=False, bits=32)`.
  @Test func plainPointsAreThoseOfSciPy() throws {
    var sequence = try SobolSequence(dimensions: 5)
    #expect(
      digits(try sequence.uniforms(9)) == [
        0, 0, 0, 0, 0, 2_147_483_648, 2_147_483_648, 2_147_483_648, 2_147_483_648, 2_147_483_648, 3_221_225_472,
        1_073_741_824, 1_073_741_824, 1_073_741_824, 3_221_225_472, 1_073_741_824, 3_221_225_472, 3_221_225_472,
        3_221_225_472, 1_073_741_824, 1_610_612_736, 1_610_612_736, 2_684_354_560, 3_758_096_384, 1_610_612_736,
        3_758_096_384, 3_758_096_384, 536_870_912, 1_610_612_736, 3_758_096_384, 2_684_354_560, 536_870_912,
        3_758_096_384, 2_684_354_560, 2_684_354_560, 536_870_912, 2_684_354_560, 1_610_612_736, 536_870_912,
        536_870_912, 805_306_368, 1_342_177_280, 4_026_531_840, 1_879_048_192, 2_415_919_104,
      ])
  }

  @Test func allDimensionsAreThoseOfSciPy() throws {
    var sequence = try SobolSequence(dimensions: 1024)
    // The sum over 128 points of digits times (1024 i + j + 1), modulo 2^64.
    let sum = digits(try sequence.uniforms(128)).enumerated().reduce(UInt64(0)) {
      $0 &+ $1.element &* UInt64($1.offset + 1)
    }
    #expect(sum == 18_444_983_755_593_482_240)
    let places = [0, 1, 9, 99, 500, 1000, 1023]
    sequence.index = 1000
    let early = digits(try sequence.uniforms(1))
    #expect(
      places.map { early[$0] } == [
        0x3840_0000, 0x18c0_0000, 0x11c0_0000, 0x2fc0_0000, 0xb9c0_0000, 0x90c0_0000, 0xb6c0_0000,
      ])
    sequence.index = 4095
    let late = digits(try sequence.uniforms(1))
    #expect(
      places.map { late[$0] } == [
        0x10_0000, 0xf0f0_0000, 0x3f10_0000, 0xf670_0000, 0x6ff0_0000, 0xdf10_0000, 0x5ad0_0000,
      ])
  }

  @Test(arguments: [nil, 1, 2, 0xdead_beef]) func firstTwoDimensionsAreANet(_ seed: UInt64?) throws {
    // A (0, 10, 2)-net: each of the 1,024 cells of every shape 2^-a by 2^(a - 10) holds one point.
    let m = 10
    var sequence = try SobolSequence(dimensions: 2, scramblingSeed: seed)
    let points = try sequence.uniforms(1 << m)
    for a in 0...m {
      var cells = Set<Int>()
      for i in 0..<points.rows {
        let x = Int(points[i, 0] * Double(1 << a))
        let y = Int(points[i, 1] * Double(1 << (m - a)))
        cells.insert(x << (m - a) | y)
      }
      #expect(cells.count == 1 << m, "\(a)")
    }
  }

  @Test(arguments: [nil, 4]) func everyDimensionIsStratified(_ seed: UInt64?) throws {
    var sequence = try SobolSequence(dimensions: 300, scramblingSeed: seed)
    // A later block too: any 2^m points from a multiple of 2^m.
    for start: UInt64 in [0, 192] {
      sequence.index = start
      let points = try sequence.uniforms(64)
      for j in 0..<300 {
        let cells = Set((0..<64).map { Int(points[$0, j] * 64) })
        #expect(cells.count == 64, "dimension \(j)")
      }
    }
  }

  @Test func scrambledPointsAreThoseOfTheScalarTwin() throws {
    var plain = try SobolSequence(dimensions: 45)
    var scrambled = try SobolSequence(dimensions: 45, scramblingSeed: 31)
    let seeds = (0..<40).flatMap { _ in scrambled.seeds }
    let expected = zip(digits(try plain.uniforms(40)), seeds).map { digits, seed in
      Double(SobolSequence.scrambled(UInt32(digits), seed: seed) >> 11) * 0x1p-53
    }
    #expect(try scrambled.uniforms(40).storage == expected)
  }

  @Test func scramblingIsNested() throws {
    // Digits that agree up to a place agree up to it afterwards, and differ at the next when they differed there.
    for seed: UInt32 in [0, 1, 77, 0xffff_ffff] {
      for bit in 0..<32 {
        let a = UInt32(0x9e37_79b9)
        let x = SobolSequence.scrambled(a, seed: seed)
        let y = SobolSequence.scrambled(a ^ (1 << bit), seed: seed)
        #expect((x ^ y).leadingZeroBitCount == 31 - bit)
      }
    }
  }

  @Test func aScrambledPointIsUniform() throws {
    // One point in many scramblings.
    for index: UInt64 in [0, 5] {
      let sample = try (0..<2000).map { (seed: UInt64) in
        var sequence = try SobolSequence(dimensions: 3, scramblingSeed: seed)
        sequence.index = index
        return try sequence.uniforms(1)[0, 2]
      }
      #expect(kolmogorovSmirnov(sample) { $0 } < 1.95)
    }
  }

  @Test func errorsFallFasterThanByMonteCarlo() throws {
    // The product of 1 + (u - 1/2) over 6 dimensions has the mean 1 and the variance (13/12)^6 - 1.
    func error(_ points: Int) throws -> Double {
      var squares = 0.0
      for seed: UInt64 in 0..<8 {
        var sequence = try SobolSequence(dimensions: 6, scramblingSeed: seed)
        let u = try sequence.uniforms(points)
        var sum = 0.0
        for i in 0..<points {
          var product = 1.0
          for j in 0..<6 { product *= 0.5 + u[i, j] }
          sum += product
        }
        squares += (sum / Double(points) - 1) * (sum / Double(points) - 1)
      }
      return (squares / 8).squareRoot()
    }
    let (few, many) = (try error(64), try error(2048))
    let monteCarlo = (0.6165 / 2048).squareRoot()
    #expect(many < monteCarlo / 30)
    // 32 times the points: Monte Carlo gains 5.7.
    #expect(many < few / 40)
  }

  @Test(arguments: [nil, 9]) func piecesAndJumpsGiveTheSamePoints(_ seed: UInt64?) throws {
    var sequence = try SobolSequence(dimensions: 7, scramblingSeed: seed)
    let whole = try sequence.uniforms(100)
    sequence.index = 0
    let parts = try sequence.uniforms(33).storage + sequence.uniforms(67).storage
    #expect(parts == whole.storage)
    #expect(sequence.index == 100)
    sequence.index = 60
    #expect(Array(whole.storage[420..<427]) == (try sequence.uniforms(1).storage))
  }

  @Test func normalsAreTheQuantilesOfThePoints() throws {
    var sequence = try SobolSequence(dimensions: 3)
    var normals = [Double](repeating: 0, count: 3 * 300)
    var span = normals.mutableSpan
    try sequence.fillNormals(&span)
    sequence.index = 0
    let u = try sequence.uniforms(300).storage
    for (z, u) in zip(normals, u) { #expect(abs(z - VectorMath.normalQuantile(u + (0x1p-33 + 0x1p-65))) < 1e-13) }
    #expect(normals[0] == VectorMath.normalQuantile(0x1p-33 + 0x1p-65))

    var scrambled = try SobolSequence(dimensions: 3, scramblingSeed: 6)
    span = normals.mutableSpan
    try scrambled.fillNormals(&span)
    scrambled.index = 0
    for (z, u) in zip(normals, try scrambled.uniforms(300).storage) {
      #expect(abs(VectorMath.normalCDF(z) - u) < 3e-16)
    }
  }

  @Test func theEndIsReachedAndNotPassed() throws {
    var sequence = try SobolSequence(dimensions: 2)
    sequence.index = SobolSequence.period - 2
    #expect(digits(try sequence.uniforms(2)).count == 4)
    #expect(sequence.index == SobolSequence.period)
    #expect(throws: NumericalError.self) { try sequence.uniforms(1) }
    #expect(try sequence.uniforms(0).storage.isEmpty)
  }

  @Test func badShapesAreRefused() throws {
    #expect(throws: NumericalError.self) { try SobolSequence(dimensions: 0) }
    #expect(throws: NumericalError.self) { try SobolSequence(dimensions: 1025) }
    var sequence = try SobolSequence(dimensions: 3)
    #expect(throws: NumericalError.self) { try sequence.uniforms(-1) }
    var u = [1.0, 1]
    #expect(throws: NumericalError.self) {
      var span = u.mutableSpan
      try sequence.fillUniforms(&span)
    }
    #expect(u == [1, 1])
    #expect(sequence.index == 0)
  }
}
