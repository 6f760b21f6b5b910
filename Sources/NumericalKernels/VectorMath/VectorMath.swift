internal import CCarbon254Kernels

/// Elementary and normal-distribution functions over arrays, the same bits on every machine.
///
/// Each function of the table exists for one number and for arrays (a loop in C that picks the widest vector
/// instructions of the processor when the program is loaded); the two agree bit for bit, and so do all processors:
/// operations are fused only where the algorithm says so and no step depends on the vector width. The C library's own
/// functions, by contrast, differ from release to release.
///
/// Largest errors found against 40-digit references, in units in the last place of the exact result:
///
/// | function | range | ulp |
/// |---|---|---|
/// | ``exp(_:)-(Double)`` | all, subnormal results included | 1.1 |
/// | ``log(_:)-(Double)`` | all, subnormal arguments included | 0.9 |
/// | ``normalCDF(_:)-(Double)`` | all; the lower tail to its last subnormal at -38.5 | 1.5 |
/// | ``normalQuantile(_:)-(Double)`` | all, subnormal probabilities included | 1.9 |
public enum VectorMath {
  /// The exponential of each element.
  ///
  /// As ``exp(_:)-(Double)``, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the two differ in length.
  /// - Complexity: O(*n*), without allocation.
  public static func exp(_ x: Span<Double>, into result: inout MutableSpan<Double>) throws(NumericalError) {
    try apply(c254_exp, x, &result)
  }

  /// The natural logarithm of each element.
  ///
  /// As ``log(_:)-(Double)``, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the two differ in length.
  /// - Complexity: O(*n*), without allocation.
  public static func log(_ x: Span<Double>, into result: inout MutableSpan<Double>) throws(NumericalError) {
    try apply(c254_log, x, &result)
  }

  /// The standard normal distribution function at each element.
  ///
  /// As ``normalCDF(_:)-(Double)``, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the two differ in length.
  /// - Complexity: O(*n*), without allocation.
  public static func normalCDF(_ x: Span<Double>, into result: inout MutableSpan<Double>) throws(NumericalError) {
    try apply(c254_normal_cdf, x, &result)
  }

  /// The standard normal quantile of each element.
  ///
  /// As ``normalQuantile(_:)-(Double)``, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the two differ in length.
  /// - Complexity: O(*n*), without allocation.
  public static func normalQuantile(_ p: Span<Double>, into result: inout MutableSpan<Double>) throws(NumericalError) {
    try apply(c254_normal_quantile, p, &result)
  }

  /// The exponential of each element.
  public static func exp(_ x: [Double]) -> [Double] { map(c254_exp, x) }

  /// The natural logarithm of each element.
  public static func log(_ x: [Double]) -> [Double] { map(c254_log, x) }

  /// The standard normal distribution function at each element.
  public static func normalCDF(_ x: [Double]) -> [Double] { map(c254_normal_cdf, x) }

  /// The standard normal quantile of each element.
  public static func normalQuantile(_ p: [Double]) -> [Double] { map(c254_normal_quantile, p) }

  private typealias Kernel = (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int) -> Void

  private static func apply(
    _ kernel: Kernel, _ x: Span<Double>, _ result: inout MutableSpan<Double>
  ) throws(NumericalError) {
    guard x.count == result.count else {
      throw NumericalError(.dimensionMismatch, "\(x.count) results expected, \(result.count) given")
    }
    x.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { kernel(source.baseAddress, $0.baseAddress, source.count) }
    }
  }

  private static func map(_ kernel: Kernel, _ x: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: x.count) { result, count in
      x.withUnsafeBufferPointer { kernel($0.baseAddress, result.baseAddress, $0.count) }
      count = x.count
    }
  }
}
