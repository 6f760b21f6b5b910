/// What a least-squares fit found, and the evidence for it.
public struct LeastSquaresResult: Hashable, Sendable {
  /// The best point seen, inside the bounds.
  public let parameters: [Double]
  /// The residuals there.
  public let residuals: [Double]
  /// The sum of the squared residuals.
  public let sumOfSquares: Double
  /// The largest cosine between the residuals and a free column of the Jacobian there: 0 at a stationary point.
  public let gradientCosine: Double
  /// The number of columns of the Jacobian that are independent to rounding, parameters held by a bound left out.
  public let rank: Int
  /// The estimated covariance of the parameters, `s² (JᵀJ)⁻¹` with `s²` the sum of squares over the degrees of freedom.
  ///
  /// Holds for residuals that are independent and share one variance. Parameters held by a bound have zero rows; `nil` where
  /// the Jacobian has not full rank, no degree of freedom is left or an element is beyond the largest number.
  public let covariance: Matrix?
  /// The number of accepted steps.
  public let iterations: Int
  /// How often the residuals were called, differences included.
  public let evaluations: Int
  /// How the search ended.
  public let status: OptimizationStatus

  /// The square roots of the covariance's diagonal.
  public var standardErrors: [Double]? {
    covariance.map { matrix in (0..<matrix.rows).map { matrix[$0, $0].squareRoot() } }
  }
}
