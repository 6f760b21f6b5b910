public import NumericalKernels

extension VolatilityModel {
  /// The variance of the next step, after a return of a given variance and its deviation from the mean.
  ///
  /// - Complexity: O(1).
  public func nextVariance(after residual: Double, variance: Double, with parameters: VolatilityParameters) -> Double {
    guard dynamics == .exponential else {
      let weight = residual < 0 ? parameters.alpha + parameters.gamma : parameters.alpha
      return parameters.omega + weight * residual * residual + parameters.beta * variance
    }
    let z = residual / variance.squareRoot()
    return VectorMath.exp(
      parameters.omega + parameters.alpha * (abs(z) - LogRecursion.expectedSize) + parameters.gamma * z
        + parameters.beta * VectorMath.log(variance))
  }
}

extension VolatilityFit {
  /// Returns of the next steps by filtered historical simulation, a row a path and a column a step.
  ///
  /// Each step draws one of the sample's standardised residuals, every one as likely, scales it by the volatility that
  /// the model has come to on this path, and adds the mean. Clusters of volatility and the tails of the residuals are
  /// both kept, without a distribution assumed. G. Barone-Adesi, K. Giannopoulos, L. Vosper, Journal of Futures Markets
  /// 19 (1999).
  ///
  /// ```swift
  /// let paths = try fit.filteredReturns(paths: 10_000, steps: 10, seed: 1)
  /// let losses = (0..<paths.rows).map { -paths.row($0).reduce(0, +) }      // of a long position over ten days
  /// ```
  ///
  /// Path k draws from the random stream k of the seed. Bit-identical everywhere for the same estimates.
  ///
  /// - Throws: `outOfRange` for a negative count or more than a hundred million returns; `invalidExpansion` where a
  ///   variance grows beyond any number, with the path.
  /// - Complexity: O(paths × steps).
  public func filteredReturns(paths: Int, steps: Int, seed: UInt64) throws(RiskError) -> Matrix {
    guard paths >= 0, steps >= 0, paths.multipliedReportingOverflow(by: steps).overflow == false,
      paths * steps <= 100_000_000
    else {
      throw RiskError(.outOfRange, found: "\(paths) paths of \(steps) steps", expected: "at most 100,000,000 returns")
    }
    let residuals = path.standardisedResiduals.filter { !$0.isNaN }
    var returns = Matrix(rows: paths, columns: steps)
    for row in 0..<paths {
      var stream = RandomStream(seed: seed, path: UInt64(row))
      var variance = path.nextVariance
      for step in 0..<steps {
        let draw = min(residuals.count - 1, Int(stream.uniform() * Double(residuals.count)))
        let residual = residuals[draw] * variance.squareRoot()
        returns[row, step] = parameters.mean + residual
        variance = model.nextVariance(after: residual, variance: variance, with: parameters)
        guard variance > 0, variance < .infinity else {
          throw RiskError(
            .invalidExpansion, found: "a variance of \(variance)", expected: "a positive number", index: row)
        }
      }
    }
    return returns
  }
}
