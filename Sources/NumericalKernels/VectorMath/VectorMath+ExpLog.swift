internal import CCarbon254Kernels

extension VectorMath {
  /// The exponential function.
  ///
  /// Within 1.1 ulp, gradual underflow included. NaN gives NaN; above 709.78 infinity, below -745.13 zero.
  ///
  /// Reduction by log 2 in two parts (Cody and Waite) and a polynomial of degree 11, in fused operations. A call of the
  /// C kernel, since Swift has fused operations only through the C library unless the whole program is compiled for
  /// newer processors.
  public static func exp(_ x: Double) -> Double { c254_exp_of(x) }

  /// The natural logarithm.
  ///
  /// Within 1 ulp, subnormal arguments included. Zero gives minus infinity, a negative number or NaN gives NaN.
  ///
  /// The series of 2 atanh(f / (2 + f)) after reduction to [sqrt(1/2), sqrt 2), as in Tang, "Table-driven
  /// implementation of the logarithm function", ACM TOMS 16 (1990), without the table.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : x < 0 ? .nan : x }
    guard x < .infinity else { return x }
    let l = Elementary.logarithm(x)
    return l.upper + l.lower
  }
}
