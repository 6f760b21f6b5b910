import Foundation
import NumericalKernels
import Testing

/// A signal of whole numbers over 512, the same as in generate-kernels.py.
func pseudoSignal(_ count: Int) -> [Double] {
  var state = 254
  return (0..<count).map { _ in
    state = (1_103_515_245 * state + 12345) % (1 << 31)
    return Double((state >> 12) % 1024 - 512) / 512
  }
}

@Suite struct FourierTransformTests {
  @Test func agreesWithNumPyInExtendedPrecision() throws {
    for row in try NumberTable("fourier").rows where row[0] == "complex" {
      let count = try #require(Int(row[1]))
      let index = try #require(Int(row[2]))
      let samples = pseudoSignal(2 * count)
      let x = try ComplexVector(real: Array(samples.prefix(count)), imaginary: Array(samples.suffix(count)))
      let y = try FourierTransform(count: count).forward(x)
      let tolerance = 2e-15 * Double(count).squareRoot()
      #expect(abs(y[index].real - (try #require(Double(row[3])))) <= tolerance, "\(row)")
      #expect(abs(y[index].imaginary - (try #require(Double(row[4])))) <= tolerance, "\(row)")
    }
  }

  @Test func agreesWithTheDefinitionForEveryLength() throws {
    for count in Array(1...48) + [53, 61, 64, 73, 75, 89, 97, 101, 103, 143, 146, 219, 365, 584, 876, 1517] {
      let samples = pseudoSignal(2 * count)
      let x = try ComplexVector(real: Array(samples.prefix(count)), imaginary: Array(samples.suffix(count)))
      let y = try FourierTransform(count: count).forward(x)
      var error = 0.0
      var power = 0.0
      for k in 0..<count {
        var (real, imaginary) = (0.0, 0.0)
        for j in 0..<count {
          let angle = -2 * Double.pi * Double(j * k % count) / Double(count)
          let (c, s) = (cos(angle), sin(angle))
          real += x[j].real * c - x[j].imaginary * s
          imaginary += x[j].real * s + x[j].imaginary * c
        }
        error += pow(real - y[k].real, 2) + pow(imaginary - y[k].imaginary, 2)
        power += real * real + imaginary * imaginary
      }
      #expect((error / power).squareRoot() < 3e-15, "\(count)")
    }
  }

  @Test func inverseReturnsToTheStart() throws {
    for count in [1, 2, 3, 10, 73, 128, 146, 211, 438, 500] {
      let samples = pseudoSignal(2 * count)
      let x = try ComplexVector(real: Array(samples.prefix(count)), imaginary: Array(samples.suffix(count)))
      let plan = try FourierTransform(count: count)
      let back = try plan.inverse(plan.forward(x))
      for i in 0..<count {
        #expect(abs(back[i].real - x[i].real) < 2e-15 && abs(back[i].imaginary - x[i].imaginary) < 2e-15, "\(count)")
      }
    }
  }

  @Test func realTransformsAreHalfOfTheComplexOnes() throws {
    for count in [1, 2, 3, 4, 5, 6, 9, 24, 35, 73, 146, 202, 360] {
      let x = pseudoSignal(count)
      let real = try RealFourierTransform(count: count)
      let spectrum = try real.forward(x)
      let whole = try FourierTransform(count: count).forward(
        try ComplexVector(real: x, imaginary: [Double](repeating: 0, count: count)))
      #expect(spectrum.count == count / 2 + 1)
      for k in 0..<spectrum.count {
        #expect(abs(spectrum[k].real - whole[k].real) < 1e-13)
        #expect(abs(spectrum[k].imaginary - whole[k].imaginary) < 1e-13)
      }
      let back = try real.inverse(spectrum)
      for i in 0..<count { #expect(abs(back[i] - x[i]) < 2e-15, "\(count)") }
    }
    let small = try RealFourierTransform(count: 4).forward([1, 2, 3, 4])
    #expect(small.real == [10, -2, -2] && small.imaginary == [0, 2, 0])
  }

  @Test func powerIsPreserved() throws {
    for count in [360, 877] {
      let x = pseudoSignal(count)
      let plan = try FourierTransform(count: count)
      let y = try plan.forward(try ComplexVector(real: x, imaginary: [Double](repeating: 0, count: count)))
      let power = x.reduce(0) { $0 + $1 * $1 }
      #expect(abs(y.squaredMagnitudes.reduce(0, +) / Double(count) / power - 1) < 1e-14)
    }
  }

  @Test func aPlanServesManyTransformsInOneWorkspace() throws {
    let plan = try FourierTransform(count: 105)
    var workspace = plan.makeWorkspace()
    let samples = pseudoSignal(210)
    let x = try ComplexVector(real: Array(samples.prefix(105)), imaginary: Array(samples.suffix(105)))
    let expected = try plan.forward(x)
    for _ in 0..<3 {
      var y = x
      try plan.forward(&y, workspace: &workspace)
      #expect(y == expected)
    }
  }

  @Test func wrongLengthsAreRefused() throws {
    #expect(throws: NumericalError(.invalidArgument, "a transform of length 0")) { try FourierTransform(count: 0) }
    #expect(throws: NumericalError.self) { try FourierTransform(count: 1 << 29) }
    #expect(throws: NumericalError.self) { try RealFourierTransform(count: -2) }
    #expect(throws: NumericalError.self) { try FourierTransform(count: 8).forward(ComplexVector(count: 7)) }
    #expect(throws: NumericalError.self) { try RealFourierTransform(count: 8).forward([1, 2]) }
    #expect(throws: NumericalError.self) { try RealFourierTransform(count: 8).inverse(ComplexVector(count: 8)) }
    #expect(throws: NumericalError.self) { try ComplexVector(real: [1], imaginary: []) }
    var small = try FourierTransform(count: 4).makeWorkspace()
    var x = ComplexVector(count: 64)
    #expect(throws: NumericalError.self) { try FourierTransform(count: 64).forward(&x, workspace: &small) }
  }

  @Test func notANumberSpreads() throws {
    let y = try RealFourierTransform(count: 6).forward([1, .nan, 2, 3, 4, 5])
    #expect(y.real.allSatisfy { $0.isNaN })
  }
}
