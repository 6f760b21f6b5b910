import Testing

@testable import NumericalKernels

@Suite struct DoubleDoubleTests {
  /// π and e in pairs; expected results by mpmath at 400 bits.
  private let pi = DoubleDouble(3.141592653589793, 1.2246467991473532e-16)
  private let e = DoubleDouble(2.718281828459045, 1.4456468917292502e-16)

  /// The difference from a pair in units of 1e-32.
  private func error(_ value: DoubleDouble, _ high: Double, _ low: Double) -> Double {
    ((value.high - high) + (value.low - low)) / 1e-32
  }

  @Test func arithmeticKeepsThirtyOneDigits() {
    #expect(abs(error(pi + e, 5.859874482048839, -1.7705984076240228e-16)) < 10)
    #expect(abs(error(pi - e, 0.423310825130748, -2.2100009258189695e-17)) < 10)
    #expect(abs(error(pi * e, 8.539734222673568, -6.773815290502424e-16)) < 20)
    #expect(abs(error(pi / e, 1.1557273497909217, -1.3998972600526045e-17)) < 10)
    #expect(abs(error(pi.squareRoot, 1.772453850905516, -7.666586499825799e-17)) < 10)
    #expect(DoubleDouble(0).squareRoot.high == 0)
  }

  @Test func productsOfDoublesAreExact() {
    let product = DoubleDouble.product(1 + Double.ulpOfOne, 1 - Double.ulpOfOne)
    #expect(product.high == 1 && product.low == -Double.ulpOfOne * Double.ulpOfOne)
  }

  @Test func sumsSurviveCancellation() {
    var source = DenseSource(61)
    let values = source.vector(37).map { $0 * 1e10 }
    // Every value, one, and every value taken away again, at all lengths modulo the lanes.
    for count in 30...37 {
      let terms = values.prefix(count) + [1] + values.prefix(count).map { -$0 }
      #expect(DoubleDouble.sum(terms.count) { Array(terms)[$0] }.high == 1)
    }
  }
}
