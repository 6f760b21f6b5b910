/// How a search for a root or a minimum ended.
///
/// A search that stops without success still returns the best point that it saw; the status and the evidence beside it say
/// what the point is worth.
public struct OptimizationStatus: Hashable, Sendable, CustomStringConvertible {
  /// The status's name, stable between releases.
  public let name: String
  /// Whether a stopping criterion of the method was met.
  public let isConverged: Bool

  private init(_ name: String, isConverged: Bool = false) {
    self.name = name
    self.isConverged = isConverged
  }

  /// The name.
  public var description: String { name }

  // MARK: Converged

  /// The function is exactly zero at the root.
  public static let exactRoot = OptimizationStatus("exactRoot", isConverged: true)
  /// The bracket around the root or the minimum is as narrow as asked for.
  public static let bracketTolerance = OptimizationStatus("bracketTolerance", isConverged: true)
  /// The gradient, projected on the bounds, is as small as asked for.
  public static let gradientTolerance = OptimizationStatus("gradientTolerance", isConverged: true)
  /// The last step lowered the objective by no more than its tolerance.
  public static let valueTolerance = OptimizationStatus("valueTolerance", isConverged: true)
  /// The last step, or the region that is trusted for the next, is within its tolerance.
  public static let stepTolerance = OptimizationStatus("stepTolerance", isConverged: true)
  /// Both the spread of the values and the size of the simplex are within their tolerances.
  public static let simplexTolerance = OptimizationStatus("simplexTolerance", isConverged: true)

  // MARK: Not converged

  /// The method made as many iterations as it was allowed to.
  public static let iterationLimit = OptimizationStatus("iterationLimit")
  /// The function was called as often as was allowed.
  public static let evaluationLimit = OptimizationStatus("evaluationLimit")
  /// No step along the search direction meets the conditions: the gradient is wrong, or rounding hides any decrease.
  public static let lineSearchFailed = OptimizationStatus("lineSearchFailed")
  /// No progress is possible at double precision although no tolerance was met: they are too tight, or the Jacobian is wrong.
  public static let precisionLimit = OptimizationStatus("precisionLimit")
  /// The function has the same sign at both ends, or no sign change was found.
  public static let notBracketed = OptimizationStatus("notBracketed")
  /// An argument, a value or a derivative that the search cannot do without is NaN or infinite.
  public static let notFinite = OptimizationStatus("notFinite")
}
