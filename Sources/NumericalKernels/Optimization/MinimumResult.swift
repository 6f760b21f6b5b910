/// What a minimisation in several dimensions found, and the evidence for it.
public struct MinimumResult: Hashable, Sendable {
  /// The last point that a step was taken to, or the best corner, inside the bounds; none before it has a lower value.
  public let point: [Double]
  /// The objective there.
  public let value: Double
  /// The largest absolute component of the gradient at ``point``, projected on the bounds; `nil` for methods without one.
  public let gradientNorm: Double?
  /// The largest distance of a corner of the simplex from ``point`` in one coordinate; `nil` for methods without a simplex.
  public let simplexSize: Double?
  /// The number of iterations.
  public let iterations: Int
  /// How often the objective was called.
  public let evaluations: Int
  /// How the search ended.
  public let status: OptimizationStatus
}
