/// Roots and minima of functions of one variable, without derivatives (Brent's methods).
///
///     let root = Brent.root(from: 0, to: 1) { x in x * x - 0.5 }
///     root.point             // 0.7071067811865475
///     root.status            // bracketTolerance
///
/// The searches are bit-identical everywhere as long as the function is. What the function throws passes through.
///
/// Source: R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapters 4 and 5.
public enum Brent {}

/// What a search in one dimension found, and the evidence for it.
public struct ScalarSearchResult: Hashable, Sendable {
  /// The root or the minimiser: the best point seen.
  public let point: Double
  /// The function there.
  public let value: Double
  /// The lower end of the last bracket.
  public let lower: Double
  /// The upper end of the last bracket.
  public let upper: Double
  /// How often the function was called.
  public let evaluations: Int
  /// How the search ended.
  public let status: OptimizationStatus

  /// The width of the last bracket, which holds the root or the minimum wherever the status is converged.
  public var width: Double { upper - lower }

  @usableFromInline init(
    point: Double, value: Double, lower: Double, upper: Double, evaluations: Int, status: OptimizationStatus
  ) {
    self.point = point
    self.value = value
    self.lower = min(lower, upper)
    self.upper = max(lower, upper)
    self.evaluations = evaluations
    self.status = status
  }
}
