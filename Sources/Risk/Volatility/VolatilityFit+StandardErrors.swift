public import NumericalKernels

extension VolatilityFit {
  /// What the errors of the estimates are worked out from.
  public enum ErrorMethod: String, Hashable, Sendable, CaseIterable {
    /// The inverse of minus the Hessian A: right where the distribution is.
    case hessian
    /// The inverse of the sum B of the outer products of the scores.
    case outerProduct
    /// A⁻¹ B A⁻¹: right for the variance's parameters whatever the distribution (T. Bollerslev, J. Wooldridge,
    /// Econometric Reviews 11 (1992)).
    case robust
  }

  /// The covariance matrix of the estimates, in the order of the model's parameters.
  ///
  /// Exact derivatives, of the starting variance too. Where a bound holds some of them the others' errors are
  /// conditional on it.
  ///
  /// - Throws: `insufficientData` where the likelihood is flat along some direction, so that there are no errors.
  public func covariance(_ method: ErrorMethod = .robust) throws(RiskError) -> Matrix {
    guard let covariance = covariances[method] else {
      throw RiskError(
        .insufficientData, found: "a likelihood that is flat or not concave at the estimates", expected: "a maximum")
    }
    return covariance
  }

  /// The standard errors of the estimates, in the order of the model's parameters; 0 for one that a bound holds.
  ///
  /// - Throws: As ``covariance(_:)``.
  public func standardErrors(_ method: ErrorMethod = .robust) throws(RiskError) -> [Double] {
    try covariance(method).diagonal.map { max(0, $0).squareRoot() }
  }
}

extension VolatilityFit.ErrorMethod {
  /// The covariances by every method that gives one.
  ///
  /// With active bounds the estimates move in the null space of their rows only.
  static func covariances(_ outcome: BoundedNewton.Outcome, held: [[Double]], jacobian: Matrix) -> [Self: Matrix] {
    var results: [Self: Matrix] = [:]
    let basis = Matrix.nullSpace(of: held, order: outcome.point.count)
    guard basis.columns > 0 else {
      let zero = Matrix(rows: basis.rows, columns: basis.rows)
      return Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0, zero) })
    }
    func projected(_ matrix: Matrix) throws(NumericalError) -> Matrix {
      try basis.view.transposed * (matrix * basis).view
    }
    func expanded(_ matrix: Matrix) throws(NumericalError) -> Matrix {
      let outer = try jacobian * basis
      return try outer * (matrix.view * outer.view.transposed)
    }
    do throws(NumericalError) {
      let outer = try projected(outcome.evaluation.outer)
      if let inverse = try? Cholesky(outer).inverse { results[.outerProduct] = try expanded(inverse) }
      guard let inverse = try? Cholesky(projected(outcome.evaluation.curvature)).inverse else { return results }
      results[.hessian] = try expanded(inverse)
      results[.robust] = try expanded(inverse * (outer * inverse))
    } catch {
      return results
    }
    return results
  }
}

extension Matrix {
  /// An orthonormal basis of the vectors that are orthogonal to some rows, one to a column: Gram and Schmidt.
  static func nullSpace(of rows: [[Double]], order: Int) -> Matrix {
    guard !rows.isEmpty else { return .identity(order) }
    var taken: [[Double]] = []
    func rest(_ vector: [Double]) -> [Double]? {
      var vector = vector
      for _ in 0..<2 {
        for unit in taken {
          let share = dot(unit, vector)
          for i in vector.indices { vector[i] -= share * unit[i] }
        }
      }
      let length = dot(vector, vector).squareRoot()
      return length > 1e-10 ? vector.map { $0 / length } : nil
    }
    for row in rows {
      if let unit = rest(row) { taken.append(unit) }
    }
    let spanned = taken.count
    for place in 0..<order {
      if let unit = rest((0..<order).map { $0 == place ? 1 : 0 }) { taken.append(unit) }
    }
    let free = Array(taken[spanned...])
    return Matrix(rows: order, columns: free.count) { free[$1][$0] }
  }
}
