/// Minimises a sum of squared residuals (Levenberg-Marquardt), with or without bounds.
///
///     let start = try StartingPoint([500, 0.0001])
///     let fit = LevenbergMarquardt().minimise(from: start, residualCount: x.count) { b, residuals in
///       for i in x.indices { residuals[i] = b[0] * (1 - exp(-b[1] * x[i])) - y[i] }
///     }
///     fit.parameters       // [238.94212918, 0.00055015643181] on NIST's Misra1a
///     fit.standardErrors   // [2.7070075241, 7.2668688436e-06]
///
/// Trust regions in the scale of the Jacobian's columns; each step solves the damped problem by QR with column
/// exchanges, so that a Jacobian without full rank does no harm. Variables held by a bound leave the problem for the
/// iteration; steps are cut at the bounds, and no residual is asked for outside them. Where rounding hides any further
/// decrease of the sum of squares, Gauss-Newton steps go on for as long as the gradient falls: that gives the last
/// digits of the parameters. Bit-identical everywhere as long as the residuals are.
///
/// Sources: J. J. Moré, "The Levenberg-Marquardt algorithm: implementation and theory", in Numerical Analysis, Lecture Notes in
/// Mathematics 630 (1978) 105-116, and the choices of MINPACK.
public struct LevenbergMarquardt: Hashable, Sendable {
  /// How derivatives are estimated where the caller gives none.
  public enum Differences: Hashable, Sendable {
    /// One call of the residuals for each variable; relative error about 1e-8.
    case forward
    /// Two calls for each variable; relative error about 1e-10.
    case central
  }

  /// Converged where the actual and the predicted relative decrease of the sum of squares are no larger.
  public var valueTolerance = 1e-15
  /// Converged where the trust region's relative size is no larger.
  public var stepTolerance = 1e-12
  /// Converged where the cosine of the angle between the residuals and each free column of the Jacobian is no larger.
  public var gradientTolerance = 1e-14
  /// The number of accepted steps allowed.
  public var maximumIterations = 2000
  /// The number of calls of the residuals allowed, those for differences included.
  public var maximumEvaluations = 100_000
  /// The size of the first step, as a multiple of the start's own scaled length.
  public var initialStep = 10.0
  /// How derivatives are estimated where the caller gives none.
  public var differences = Differences.central

  /// Makes the method with its default settings.
  public init() {}

  /// Searches for the least sum of squares, with derivatives from differences.
  ///
  /// - Parameters:
  ///   - start: Where to begin, with the bounds.
  ///   - residualCount: The number of residuals; fewer than there are variables gives one of many solutions.
  ///   - residuals: Writes the residuals at a point. What it throws passes through.
  /// - Returns: The best point; status `gradientTolerance`, `valueTolerance` or `stepTolerance` where converged,
  ///   `precisionLimit`, `notFinite` where residuals, the sum of their squares or derivatives are not finite at the start or
  ///   a step's end, or a limit.
  /// - Throws: What the residuals throw, and nothing else.
  /// - Complexity: O(residuals × variables²) an iteration beside the calls.
  public func minimise<Failure: Error>(
    from start: StartingPoint, residualCount: Int,
    residuals: (_ point: [Double], _ residuals: inout MutableSpan<Double>) throws(Failure) -> Void
  ) throws(Failure) -> LeastSquaresResult {
    var run = LeastSquaresRun(
      settings: self, start: start, residualCount: max(0, residualCount),
      derivativeError: differences == .central ? 1e-10 : 3e-8)
    try run.solve(
      residuals: residuals,
      jacobian: { (point, base, jacobian) throws(Failure) in
        try estimate(at: point, start, &jacobian, base, residuals)
      })
    return run.result()
  }

  /// Searches for the least sum of squares, with the caller's derivatives.
  ///
  /// - Parameters:
  ///   - start: Where to begin, with the bounds.
  ///   - residualCount: The number of residuals.
  ///   - residuals: Writes the residuals at a point.
  ///   - jacobian: Writes the derivative of each residual (row) by each variable (column).
  /// - Returns: As ``minimise(from:residualCount:residuals:)``.
  /// - Throws: What the residuals or their derivatives throw, and nothing else.
  /// - Complexity: O(residuals × variables²) an iteration beside the calls.
  public func minimise<Failure: Error>(
    from start: StartingPoint, residualCount: Int,
    residuals: (_ point: [Double], _ residuals: inout MutableSpan<Double>) throws(Failure) -> Void,
    jacobian: (_ point: [Double], _ jacobian: inout Matrix) throws(Failure) -> Void
  ) throws(Failure) -> LeastSquaresResult {
    var run = LeastSquaresRun(
      settings: self, start: start, residualCount: max(0, residualCount), derivativeError: 1e-15)
    try run.solve(
      residuals: residuals,
      jacobian: { (point, _, matrix) throws(Failure) in
        try jacobian(point, &matrix)
        return 0
      })
    return run.result()
  }
}
