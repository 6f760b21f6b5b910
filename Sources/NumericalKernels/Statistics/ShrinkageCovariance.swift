/// A covariance matrix drawn towards a simple target, by the share that makes the expected squared error least.
///
/// Well-conditioned even when there are fewer observations than variables. Products run on BLAS: equal to rounding
/// across builds.
public struct ShrinkageCovariance: Sendable {
  /// What the sample covariance is drawn towards.
  public enum Target: Hashable, Sendable {
    /// The mean variance on the diagonal: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional
    /// covariance matrices", Journal of Multivariate Analysis 88 (2004).
    case scaledIdentity
    /// The sample's own variances and its mean correlation: Ledoit and Wolf, "Honey, I shrunk the sample covariance
    /// matrix" (2003), appendix.
    case constantCorrelation
  }

  /// The shrunk covariances.
  public let covariance: Matrix
  /// The share of the target in them, from 0 to 1.
  public let intensity: Double

  /// Estimates the covariances of the columns of a matrix whose rows are observations.
  ///
  /// The sample covariance divides by the number of rows, as in the papers. Rows with a NaN are left out.
  ///
  /// - Throws: `insufficientData` with fewer than two complete rows, without a column, or, for `constantCorrelation`,
  ///   with the index of a column that does not vary; `notFinite` for an infinity; `tooLarge` for deviations of 1e70 or
  ///   more.
  /// - Complexity: O(rows · columns²).
  public init(_ data: Matrix, target: Target = .scaledIdentity) throws(NumericalError) {
    guard data.columns > 0 else { throw NumericalError(.insufficientData, "1 column expected, 0 given") }
    let centred = try data.completeRows().centred(atLeast: 2)
    let count = Double(centred.rows)
    // The intensity holds fourth powers.
    guard centred.maximumMagnitude < 1e70 else { throw NumericalError(.tooLarge, "deviations below 1e70 expected") }
    var sample = Matrix(rows: data.columns, columns: data.columns)
    try sample.syrk(alpha: 1 / count, centred.view.transposed)
    let goal: Matrix
    switch target {
    case .scaledIdentity:
      let mean = sample.diagonal.reduce(0, +) / Double(data.columns)
      goal = .diagonal([Double](repeating: mean, count: data.columns))
      intensity = try Self.identityIntensity(centred, sample, goal)
    case .constantCorrelation:
      goal = try Self.constantCorrelation(sample)
      intensity = try Self.correlationIntensity(centred, sample, goal)
    }
    covariance = try (1 - intensity) * sample + intensity * goal
  }

  /// β² / δ² of the paper's lemma 3.2 to 3.4, bounded by 1.
  private static func identityIntensity(_ centred: Matrix, _ sample: Matrix, _ goal: Matrix) throws(NumericalError)
    -> Double
  {
    let distance = try (sample - goal).sumOfSquares
    guard distance > 0 else { return 0 }
    var fourth = 0.0
    for i in 0..<centred.rows {
      let length = centred.row(i).reduce(0) { $0 + $1 * $1 }
      fourth += length * length
    }
    let count = Double(centred.rows)
    return max(0, min(1, (fourth / count - sample.sumOfSquares) / count / distance))
  }

  /// The target's matrix: variances of the sample, covariances of its mean correlation.
  private static func constantCorrelation(_ sample: Matrix) throws(NumericalError) -> Matrix {
    let (n, correlation) = (sample.rows, try sample.correlation())
    guard n > 1 else { return sample }
    let total = correlation.storage.reduce(0, +) - Double(n)
    let mean = total / Double(n * (n - 1))
    let deviations = sample.diagonal.map { $0.squareRoot() }
    return Matrix(rows: n, columns: n) { i, j in i == j ? sample[i, i] : mean * deviations[i] * deviations[j] }
  }

  /// (π - ρ) / γ / T of the paper's appendix B, bounded to 0...1.
  private static func correlationIntensity(_ centred: Matrix, _ sample: Matrix, _ goal: Matrix)
    throws(NumericalError) -> Double
  {
    let n = sample.rows
    let distance = try (sample - goal).sumOfSquares
    guard n > 1, distance > 0 else { return 0 }
    let (count, squares) = (Double(centred.rows), centred.map { $0 * $0 })
    var fourth = Matrix(rows: n, columns: n)
    try fourth.gemm(alpha: 1 / count, squares.view.transposed, squares.view)
    var cubic = Matrix(rows: n, columns: n)
    try cubic.gemm(alpha: 1 / count, centred.map { $0 * $0 * $0 }.view.transposed, centred.view)
    let deviations = sample.diagonal.map { $0.squareRoot() }
    let mean = goal[0, 1] / (deviations[0] * deviations[1])
    var (pi, rho) = (0.0, 0.0)
    for i in 0..<n {
      for j in 0..<n {
        let variance = fourth[i, j] - sample[i, j] * sample[i, j]
        pi += variance
        // θ of (i, i) against (i, j); its mirror image comes with (j, i).
        let theta = cubic[i, j] - sample[i, i] * sample[i, j]
        rho += i == j ? variance : mean * deviations[j] / deviations[i] * theta
      }
    }
    return max(0, min(1, (pi - rho) / distance / count))
  }
}

extension Matrix {
  fileprivate var sumOfSquares: Double { storage.reduce(0) { $0 + $1 * $1 } }
}
