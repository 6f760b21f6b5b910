/// Descriptive statistics of samples.
///
/// A NaN is a missing value. Functions of one sample leave it out; functions of pairs leave out a pair with a missing
/// half; what stays is counted for every divisor. An infinity is refused (`notFinite` with its index), and so is a
/// sample with too few values (`insufficientData`), so NaN comes out only in arrays, at places where the input was
/// missing.
///
/// Means and sums are accumulated in twice the working precision, deviations are taken from the unrounded mean.
/// Functions that do not name BLAS in their documentation are bit-identical everywhere.
public enum Statistics {}

/// The values of a sample that are present, with their mean in twice the precision.
struct Sample {
  /// The values present, times `scale`.
  let values: [Double]
  /// A power of two: 1 unless fourth powers of the values would overflow or underflow.
  let scale: Double
  /// The mean of `values`.
  let mean: DoubleDouble

  init(_ raw: [Double], atLeast minimum: Int = 1) throws(NumericalError) {
    let present = try raw.present()
    guard present.count >= minimum else {
      throw NumericalError(.insufficientData, "\(minimum) values expected, \(present.count) present")
    }
    let largest = present.reduce(0) { Swift.max($0, abs($1)) }
    if largest == 0 || (largest > 0x1p-150 && largest < 0x1p240) {
      (values, scale) = (present, 1)
    } else {
      let factor = Double(sign: .plus, exponent: Swift.max(-1000, Swift.min(1000, -largest.exponent)), significand: 1)
      (values, scale) = (present.map { $0 * factor }, factor)
    }
    mean = values.withUnsafeBufferPointer { values in
      DoubleDouble.sum(values.count) { values[$0] } / DoubleDouble(Double(values.count))
    }
  }

  /// The sum of a function of the deviations from the mean.
  @inline(__always) func sum(_ term: (Double) -> Double) -> Double {
    let (high, low) = (mean.high, mean.low)
    return values.withUnsafeBufferPointer { values in
      DoubleDouble.sum(values.count) { term((values[$0] - high) - low) }.high
    }
  }

  /// The sum of squared deviations, less what rounding leaves of their sum.
  var squares: Double { sum { $0 * $0 } }
}

extension [Double] {
  /// The magnitude up to which values may be squared and summed without overflow.
  static let squareable = 1e150

  /// Throws for an infinity and for a value whose square would overflow, with its index; NaN passes.
  func requireSquareable() throws(NumericalError) {
    guard let index = firstIndex(where: { abs($0) > Self.squareable }) else { return }
    try self[index].requireSquareable(index: index)
  }

  /// The values that are not NaN.
  ///
  /// - Throws: `notFinite` with the index of an infinity.
  func present() throws(NumericalError) -> [Double] {
    if firstNonFinite == nil { return self }
    if let infinity = firstIndex(where: { $0.isInfinite }) {
      throw NumericalError(.notFinite, "a value is infinite", index: infinity)
    }
    return filter { !$0.isNaN }
  }
}

extension Double {
  /// Throws for an infinity and for a value whose square would overflow; NaN passes.
  func requireSquareable(index: Int? = nil) throws(NumericalError) {
    guard abs(self) > [Double].squareable else { return }
    if isInfinite { throw NumericalError(.notFinite, "a value is infinite", index: index) }
    throw NumericalError(.tooLarge, "a magnitude of at most 1e150 expected", index: index)
  }
}
