import NumericalKernels
import Testing

@Suite struct HugeSizeTests {
  @Test func windowsBeyondMemoryAreRefused() {
    #expect(throws: NumericalError.self) { try RollingMoments(window: 1 << 50) }
    #expect(throws: NumericalError.self) { try RollingCovariance(window: 1 << 50) }
    #expect(throws: NumericalError.self) { try RollingExtremes(window: 1 << 50) }
    #expect(throws: NumericalError.self) { try RollingQuantile(window: 1 << 50) }
  }

  @Test func shapesBeyondCountingAreRefused() {
    #expect(throws: NumericalError.self) { try Matrix(rows: .max, columns: 2, [1, 2]) }
    #expect(throws: NumericalError.self) { try Self.sobolPoints(1 << 62) }
  }

  private static func sobolPoints(_ count: Int) throws -> Matrix {
    var sequence = try SobolSequence(dimensions: 2)
    return try sequence.uniforms(count)
  }
}
