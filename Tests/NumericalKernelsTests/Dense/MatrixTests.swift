import NumericalKernels
import Testing

@Suite struct MatrixTests {
  @Test func rowsOfDifferentLengthAreRefused() {
    #expect(throws: NumericalError(.dimensionMismatch, "2 elements expected in each row", index: 1)) {
      try Matrix([[1, 2], [3]])
    }
  }
}
