import NumericalKernels

extension FactorDistribution {
  /// A factor of a covariance matrix; singular ones have fewer columns.
  static func root(of covariance: Matrix) throws(RiskError) -> CorrelatedNormals {
    do throws(NumericalError) {
      let scale = covariance.maximumMagnitude
      guard covariance.isSymmetric(tolerance: 1e-12) else {
        throw NumericalError(.notSymmetric, "a covariance differs from its mirror image")
      }
      do throws(NumericalError) {
        let cholesky = try Cholesky(covariance)
        // A tiny pivot is rounding, and pivoting then finds the rank.
        let smallest = cholesky.lower.diagonal.min() ?? 0
        if smallest * smallest > 1e-13 * scale { return try CorrelatedNormals(factor: cholesky.lower) }
      } catch  where error.code == .notPositiveDefinite {
        // It may be semidefinite.
      }
      return try CorrelatedNormals(covariance: covariance)
    } catch {
      throw RiskError(
        .invalidExpansion, found: "a covariance that is none", expected: "a symmetric positive semidefinite one",
        index: error.index, cause: error)
    }
  }

  /// A factor of the covariance of centred changes: the changes themselves over the root of n - 1 where that is the smaller.
  static func root(ofCentred centred: [[Double]], _ count: Int) throws(RiskError) -> CorrelatedNormals {
    let data = Matrix(rows: centred.count, columns: count) { row, column in centred[row][column] }
    var covariance = Matrix(rows: 0, columns: 0)
    do throws(NumericalError) {
      if count <= centred.count { return try CorrelatedNormals(factor: (1 / Double(count - 1).squareRoot()) * data) }
      covariance = Matrix(rows: centred.count, columns: centred.count)
      try covariance.syrk(alpha: 1 / Double(count - 1), data.view)
    } catch {
      throw RiskError(.notFinite, found: "covariances", expected: "finite ones", cause: error)
    }
    return try root(of: covariance)
  }

  /// The normal scores of changes, scaled to a standard deviation: their covariances are those of the copula's normals.
  static func scores(_ changes: [Double], deviation: Double) throws(NumericalError) -> [Double] {
    let ranks = try Statistics.ranks(changes)
    let scores = VectorMath.normalQuantile(ranks.map { $0 / Double(changes.count + 1) })
    let mean = try Statistics.mean(scores)
    let spread = try Statistics.standardDeviation(scores)
    guard spread > 0 else { return [Double](repeating: 0, count: scores.count) }
    return scores.map { ($0 - mean) * (deviation / spread) }
  }
}
