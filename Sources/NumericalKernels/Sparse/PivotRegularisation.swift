/// When and how a factorisation without pivoting replaces a pivot that is too small or has the wrong sign.
///
/// A pivot d of row i with expected sign s is replaced by s · `replacement` when s · d ≤ `threshold`. Where no sign is
/// expected (0), it is replaced by ±`replacement`, with the sign of d, when |d| ≤ `threshold`. The factors are then
/// those of a nearby matrix; iterative refinement brings the solution back.
///
/// Source: P. Goulart, Y. Chen, "Clarabel", arXiv:2405.12762, section on linear solvers.
public struct PivotRegularisation: Hashable, Sendable {
  /// The expected sign of each pivot, 1, -1 or 0 for either, in the order of the input's rows.
  public let signs: [Int8]
  /// The size up to which a pivot is replaced.
  public let threshold: Double
  /// The size of the pivot put in its place.
  public let replacement: Double

  /// Makes a rule.
  ///
  /// - Throws: `invalidArgument` when a sign is not -1, 0 or 1, the threshold is negative or not finite, or the
  ///   replacement is not a positive number.
  public init(
    signs: [Int8], threshold: Double = 1e-13, replacement: Double = 2e-7
  ) throws(NumericalError) {
    if let odd = signs.firstIndex(where: { $0 < -1 || $0 > 1 }) {
      throw NumericalError(.invalidArgument, "a sign of -1, 0 or 1 expected, \(signs[odd]) given", index: odd)
    }
    guard threshold >= 0, threshold.isFinite, replacement > 0, replacement.isFinite else {
      throw NumericalError(.invalidArgument, "a threshold of at least zero and a positive replacement expected")
    }
    self.signs = signs
    self.threshold = threshold
    self.replacement = replacement
  }
}
