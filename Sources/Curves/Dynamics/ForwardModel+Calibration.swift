import NumericalKernels

extension ForwardModel {
  /// Makes a model of the strongest components of a history.
  ///
  /// - Parameters:
  ///   - components: The components; of several surfaces the models share their Brownian motions, so that they may be
  ///     simulated together.
  ///   - count: How many components are kept.
  ///   - surface: Which surface's model it is.
  ///   - keepingVariance: Whether each contract's volatilities are scaled up by what the components left out take away
  ///     from its variance.
  /// - Throws: `outOfRange` for a surface or a number of factors that there is not.
  public init(
    _ components: PrincipalComponents, factors count: Int, surface: Int = 0, keepingVariance: Bool = true
  ) throws(CurveError) {
    guard components.tenors.indices.contains(surface), (1...components.loadings.count).contains(count) else {
      throw CurveError(
        .outOfRange, found: "surface \(surface), \(count) factors",
        expected: "one of \(components.tenors.count) surfaces, 1 to \(components.loadings.count) factors")
    }
    let loadings = components.loadings(ofSurface: surface)
    let process: Process =
      switch components.kinds[surface] {
      case .logarithmic(let shift): .logNormal(shift: shift)
      case .absolute: .normal
      }
    try self.init(
      process, tenors: components.tenors[surface],
      factors: Self.kept(loadings, count, keepingVariance: keepingVariance))
  }

  /// Makes a model of a volatility term structure and a correlation surface: the components of their covariance.
  ///
  /// - Parameters:
  ///   - process: What moves: as the changes were measured.
  ///   - volatility: Volatilities by time to delivery.
  ///   - correlation: Correlations by times to delivery.
  ///   - tenors: Years to delivery at which both are taken, rising.
  ///   - count: How many components are kept; the volatilities are kept in full.
  /// - Throws: As ``init(_:tenors:factors:)``; `outOfRange` for more factors than tenors.
  public init(
    _ process: Process, volatility: VolatilityTermStructure, correlation: CorrelationSurface, tenors: [Double],
    factors count: Int
  ) throws(CurveError) {
    guard (1...max(1, tenors.count)).contains(count) else {
      throw CurveError(.outOfRange, found: "\(count) factors", expected: "1 to \(tenors.count)")
    }
    let levels = tenors.map { volatility.volatility(at: $0) }
    let matrix = correlation.matrix(tenors)
    let covariance = Matrix(rows: tenors.count, columns: tenors.count) {
      matrix[$0, $1] * levels[$0] * levels[$1]
    }
    let eigen: SymmetricEigen
    do {
      eigen = try SymmetricEigen(covariance)
    } catch {
      throw CurveError(.notFinite, found: "a covariance without components", expected: "finite tenors", cause: error)
    }
    let loadings = (0..<tenors.count).reversed().map { component -> [Double] in
      let root = max(0, eigen.values[component]).squareRoot()
      let vector = (0..<tenors.count).map { eigen.vectors[$0, component] }
      return vector.map { (vector.reduce(0, +) < 0 ? -root : root) * $0 }
    }
    try self.init(process, tenors: tenors, factors: Self.kept(loadings, count, keepingVariance: true))
  }

  /// The first loadings, scaled contract by contract to the variance of all.
  private static func kept(_ loadings: [[Double]], _ count: Int, keepingVariance: Bool) -> [[Double]] {
    let kept = Array(loadings.prefix(count))
    guard keepingVariance, let contracts = loadings.first?.indices else { return kept }
    let scales = contracts.map { contract -> Double in
      let all = loadings.reduce(0) { $0 + $1[contract] * $1[contract] }
      let part = kept.reduce(0) { $0 + $1[contract] * $1[contract] }
      return part > 0 ? (all / part).squareRoot() : 1
    }
    return kept.map { zip($0, scales).map { $0 * $1 } }
  }
}
