public import NumericalKernels
public import Valuation

/// Correlations that move with the residuals of univariate volatility models: Engle's DCC(1,1).
///
///     Qₜ = (1 - a - b) S + a zₜ₋₁ zₜ₋₁ᵀ + b Qₜ₋₁,   Rₜ = diag(Qₜ)^(-½) Qₜ diag(Qₜ)^(-½)
///
/// S is the mean of z zᵀ over the sample (correlation targeting), Q starts at S, and a and b maximise the correlation
/// part of the normal likelihood, given the volatilities. With a = 0 it is the constant conditional correlation of
/// ``ConstantCorrelation``.
///
/// ```swift
/// let fits = try series.map { try VolatilityModel(.garch).fit($0) }
/// let residuals = try Matrix(columns: fits.map(\.path.standardisedResiduals))
/// let dynamic = try DynamicCorrelation(fitting: residuals)
/// dynamic.next                              // of the step after the last
/// ```
///
/// Source: R. Engle, "Dynamic conditional correlation", Journal of Business & Economic Statistics 20 (2002), equations
/// 17 to 26.
public struct DynamicCorrelation: DocumentedResult {
  /// The standard errors of the two weights.
  public struct Errors: Hashable, Sendable, Codable {
    /// That of a.
    public let a: Double
    /// That of b.
    public let b: Double
  }

  /// How the estimation ended.
  public let status: FitStatus
  /// The weight a of the last residuals.
  public let a: Double
  /// The weight b of the correlations before.
  public let b: Double
  /// The matrix S that correlations return to, of second moments.
  public let target: Matrix
  /// The correlations of the step after the last.
  public let next: Matrix
  /// The correlation part of the log likelihood, -½ Σ (log det R + zᵀ R⁻¹ z - zᵀ z).
  public let logLikelihood: Double
  /// The number of complete steps.
  public let count: Int
  /// The standard errors of a and b from the outer products of the scores, the volatilities taken as known; `nil` at a
  /// bound.
  public let standardErrors: Errors?
  /// What the estimate rests on.
  public internal(set) var basis: ResultBasis

  /// Estimates a and b.
  ///
  /// - Parameter residuals: Standardised residuals, rows in time order, a column a series; rows with a NaN are left
  ///   out.
  /// - Throws: `insufficientData` with fewer than two series or twenty complete rows more than series, or where S is
  ///   singular; `notFinite` for an infinity, `outOfRange` for a magnitude above 1e70, with the row.
  /// - Complexity: O(rows · series³) an evaluation, some thirty of them.
  public init(fitting residuals: Matrix) throws(RiskError) {
    let pass = try CorrelationPass(residuals)
    var bounds = LinearBounds()
    bounds.require([1, 0], atLeast: 0)
    bounds.require([0, 1], atLeast: 0)
    bounds.require([-1, -1], atLeast: -0.99999)
    var newton = BoundedNewton(bounds: bounds)
    newton.iterationLimit = 60
    newton.tolerance = 1e-12
    let starts = [[0.02, 0.95], [0.05, 0.9], [0.1, 0.6]]
    let values = starts.map { pass.evaluate($0)?.value ?? -.infinity }
    let best = values.indices.max { values[$0] < values[$1] } ?? 0
    guard let outcome = newton.maximise(from: starts[best], pass.objective) else {
      throw RiskError(
        .insufficientData, found: "residuals of no finite likelihood", expected: "more varied residuals")
    }
    (a, b) = (outcome.point[0], outcome.point[1])
    status = outcome.status
    logLikelihood = outcome.evaluation.value
    target = pass.target
    count = pass.rows
    next = pass.next(outcome.point)
    let isFree = outcome.active.isEmpty
    standardErrors = (isFree ? try? Cholesky(outcome.evaluation.outer).inverse : nil).map {
      Errors(a: $0[0, 0].squareRoot(), b: $0[1, 1].squareRoot())
    }
    basis = ResultBasis(
      method: "dynamic conditional correlation, maximum likelihood",
      conventions: ["target": "second moments", "start": "target", "standardErrors": "outer products"],
      inputs: [.init("residuals", residuals)])
  }

  /// The expected correlations of the next steps: S's and the next ones', the latter's share falling by a + b a step.
  ///
  /// The second approximation of R. Engle, K. Sheppard, NBER working paper 8554 (2001): a correlation matrix each.
  ///
  /// - Throws: `outOfRange` for a number of steps outside 0...100,000.
  /// - Complexity: O(steps · series²).
  public func forecast(steps: Int) throws(RiskError) -> [Matrix] {
    guard steps >= 0, steps <= 100_000 else {
      throw RiskError(.outOfRange, found: "\(steps) steps", expected: "0 to 100,000")
    }
    let level = target.scaledToUnitDiagonal()
    var share = 1.0
    return (0..<steps).map { _ in
      defer { share *= a + b }
      return Matrix(rows: level.rows, columns: level.columns) { i, j in
        i == j ? 1 : share * next[i, j] + (1 - share) * level[i, j]
      }
    }
  }
}

extension Matrix {
  /// A matrix of second moments scaled to ones on its diagonal, all others within -1 and 1.
  func scaledToUnitDiagonal() -> Matrix {
    let roots = diagonal.map { $0.squareRoot() }
    return Matrix(rows: rows, columns: columns) { i, j in
      i == j ? 1 : Swift.max(-1, Swift.min(1, self[i, j] / (roots[i] * roots[j])))
    }
  }
}

extension DynamicCorrelation {
  /// Reads an estimate; matrices of different sizes and correlations that no step can have are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    status = try container(.status)
    a = try container(.a)
    b = try container(.b)
    target = try container(.target)
    next = try container(.next)
    logLikelihood = try container(.logLikelihood)
    count = try container(.count)
    standardErrors = try container.decodeIfPresent(Errors.self, forKey: .standardErrors)
    basis = try container(.basis)
    let (size, matrices) = (target.rows, [target, next])
    try container.require(
      matrices.allSatisfy { $0.rows == size && $0.columns == size } && target.diagonal.allSatisfy { $0 > 0 }, .next,
      "two square matrices of one size, of positive moments")
  }

  /// The weights with their errors, and the next correlations.
  public var description: String {
    let rows = [("a", a, standardErrors?.a), ("b", b, standardErrors?.b)].map {
      [$0.0, TextTable.figure($0.1), TextTable.figure($0.2)]
    }
    return page(
      ["\(status) on \(count) steps, log likelihood \(TextTable.number(logLikelihood, decimals: 4))"],
      [TextTable(["weight", "estimate", "+/-"], rows), .matrix("next", next)])
  }
}
