/// The smoothest values on a line of points under linear conditions: what building a curve comes down to.
///
/// Minimises ½ Σ (D₂ g)² + ½ tension · Σ (D₁ g)² + ½ Σ wₖ (aₖᵀf - tₖ)² over f with g = f - prior, subject to lowerₖ ≤ aₖᵀf ≤ upperₖ for each hard row and
/// floor ≤ f ≤ ceiling. D₁ and D₂ are differences of neighbouring points of one strand. Strands (peak and off-peak of the same days) are interleaved: value of
/// strand s at point i is f[i * strands + s].
///
/// Measured by a spline the first term is ½ ∫ g″² of a function with the values as means over cells, and there is no tension.
struct SmoothingProgram: Hashable, Sendable {
  /// A condition on a weighted sum of values.
  struct Row: Hashable, Sendable {
    /// The index of the first value that takes part.
    var first: Int
    /// The weights of the values from `first` on; zeros are allowed.
    var weights: [Double]
    /// Bounds on the sum; equal for an equality, infinite where there is none.
    ///
    /// A soft row pulls towards the lower one.
    var lower: Double
    var upper: Double
    /// The weight wₖ of a soft row; `nil` for a hard row.
    var softness: Double?
  }

  /// What roughness is.
  enum Measure: Hashable, Sendable {
    /// Squared second differences of neighbouring points.
    case differences
    /// The integral of the squared second derivative, points being means over cells of these lengths; with a flat end the slope there is zero.
    case spline(lengths: [Double], flatEnd: Bool)
  }

  /// The number of points of a strand.
  var points: Int
  /// The number of strands, at least one.
  var strands = 1
  /// What the differences are taken from, for each value; empty for zero.
  var prior: [Double] = []
  /// What roughness is.
  var measure = Measure.differences
  /// The weight of first differences, not negative.
  var tension = 0.0
  /// Bounds on every value; infinite for none.
  var floor = -Double.infinity
  var ceiling = Double.infinity
  /// The conditions.
  var rows: [Row]
}

/// The answer to a ``SmoothingProgram``.
struct SmoothingSolution: Hashable, Sendable {
  enum Status: Hashable, Sendable {
    case solved
    /// The rows named in `conflict` cannot hold together; without any one of them they can.
    case contradictory
    case iterationLimit
    case numericalProblems
  }

  var status: Status
  /// The values; those of the best attempt where it was not solved.
  var values: [Double]
  /// For each row the derivative of the least objective by its upper bound, turned in sign: positive where the upper bound holds back, negative where the lower does.
  var multipliers: [Double]
  /// ½ Σ (D₂ (f - prior))².
  var roughness: Double
  /// Rows in an irreducible conflict.
  var conflict: [Int]
}
