public import NumericalKernels
import Valuation

/// Allocations by means and covariances: least variance, the best of a risk aversion, the efficient frontier.
///
/// ```swift
/// let problem = try MeanVariance(covariance: covariance, means: means)
/// let safest = try problem.minimumVariance(AllocationLimits(count: 3))
/// safest.weights                              // adding up to 1
/// let frontier = try problem.frontier(AllocationLimits(count: 3), points: 20)
/// ```
///
/// Quadratic programs on the interior-point solver of the library: sparse, with multipliers. H. Markowitz, Journal of
/// Finance 7 (1952).
public struct MeanVariance: Sendable {
  /// The covariances of one unit of each.
  public let covariance: Matrix
  /// The expected return of one unit of each, where there is one.
  public let means: [Double]?

  /// The covariances over their largest, whose units suit the solver.
  private let scaled: SparseMatrix
  private let scale: Double
  private let inputs: [ResultBasis.Input]

  /// Takes covariances and, unless only variance matters, expected returns.
  ///
  /// - Throws: `empty`; `countMismatch`; `notFinite`; `invalidExpansion` for a matrix that is not symmetric to 1e-9 of
  ///   its largest element, or has a direction of negative variance.
  /// - Complexity: O(n³).
  public init(covariance: Matrix, means: [Double]? = nil) throws(RiskError) {
    let count = covariance.rows
    guard count > 0 else { throw RiskError(.empty, found: "no covariance", expected: "at least one") }
    guard covariance.columns == count, means.map({ $0.count == count }) ?? true else {
      throw RiskError(
        .countMismatch, found: "\(count) x \(covariance.columns) covariances, \(means?.count ?? count) means",
        expected: "a square matrix and as many means")
    }
    try InputCheck.finite(covariance.storage, "covariance")
    if let means { try InputCheck.finite(means, "mean") }
    guard covariance.isSymmetric(tolerance: 1e-9) else {
      throw RiskError(.invalidExpansion, found: "a matrix that is not symmetric", expected: "covariances")
    }
    let largest = covariance.maximumMagnitude
    scale = largest > 0 ? largest : 1
    self.covariance = covariance
    self.means = means
    inputs = [.init("covariance", covariance)] + (means.map { [.init("means", $0)] } ?? [])
    let factor = scale
    do throws(NumericalError) {
      let shares = covariance.map { $0 / factor }
      scaled = try SparseMatrix(shares)
      _ = try QuadraticProgram(
        quadratic: scaled, linear: [Double](repeating: 0, count: count),
        constraints: SparseMatrix(Matrix(rows: 0, columns: count)), rowLower: [], rowUpper: [])
    } catch {
      throw RiskError(
        .invalidExpansion, found: "covariances of a portfolio with a negative variance",
        expected: "a positive semidefinite matrix", index: error.index, cause: error)
    }
  }

  /// The weights of least variance.
  ///
  /// Multipliers are of half the variance.
  ///
  /// - Throws: As ``AllocationLimits`` has it: `countMismatch`, `notFinite`.
  /// - Complexity: O(n³) an iteration, 10 to 20 of them.
  public func minimumVariance(_ limits: AllocationLimits) throws(RiskError) -> Allocation {
    try solve(limits, reward: 0)
  }

  /// The weights that maximise expected return - λ/2 × variance for a risk aversion λ.
  ///
  /// Multipliers are of half the variance less the return over λ.
  ///
  /// - Throws: As ``minimumVariance(_:)``; `outOfRange` for an aversion that is not positive; `mismatch` without means.
  public func bestFor(riskAversion: Double, _ limits: AllocationLimits) throws(RiskError) -> Allocation {
    guard riskAversion > 0, riskAversion < .infinity else {
      throw RiskError(.outOfRange, found: "a risk aversion of \(riskAversion)", expected: "a positive number")
    }
    _ = try requireMeans()
    return try solve(limits, reward: 1 / riskAversion)
  }

  /// The weights of least variance among those with an expected return of at least so much.
  ///
  /// - Throws: As ``minimumVariance(_:)``; `notFinite` for the return; `mismatch` without means.
  public func minimumVariance(returning least: Double, _ limits: AllocationLimits) throws(RiskError) -> Allocation {
    guard least.isFinite else {
      throw RiskError(.notFinite, found: "a return of \(least)", expected: "a finite number")
    }
    let means = try requireMeans()
    return try solve(limits, reward: 0, extra: [.init(means, from: least)])
  }

  /// Allocations of least variance from that of least variance of all to that of the highest return, at returns with
  /// equal distances.
  ///
  /// Empty where the limits are infeasible; the highest return must be bounded by them.
  ///
  /// - Throws: As ``minimumVariance(_:)``; `outOfRange` for fewer than 2 or more than 10,000 points or limits within
  ///   which the return has no bound; `mismatch` without means.
  public func frontier(_ limits: AllocationLimits, points: Int = 20) throws(RiskError) -> [Allocation] {
    guard points >= 2, points <= 10_000 else {
      throw RiskError(.outOfRange, found: "\(points) points", expected: "2 to 10,000")
    }
    let means = try requireMeans()
    let safest = try minimumVariance(limits)
    guard safest.status == .optimal, let start = safest.expectedReturn else { return [] }
    guard let rows = limits.rows() else { return [] }
    let size = means.reduce(0) { max($0, abs($1)) }
    guard size > 0 else { return [safest] }
    let highest: ConvexSolution
    do throws(NumericalError) {
      let constraints = try SparseMatrix(
        Matrix(rows: rows.factors.count, columns: means.count) { rows.factors[$0][$1] })
      highest = try QuadraticProgram(
        linear: means.map { -$0 / size }, constraints: constraints, rowLower: rows.lower, rowUpper: rows.upper,
        lower: limits.lower, upper: limits.upper
      ).solve()
    } catch {
      throw RiskError(.outOfRange, found: "limits", expected: "ones that a solver can take", cause: error)
    }
    guard highest.status != .dualInfeasible else {
      throw RiskError(.outOfRange, found: "limits within which the return has no bound", expected: "bounded weights")
    }
    let end = dot(means, Array(highest.x.prefix(means.count)))
    var solver = ConvexSolver()
    var allocations = [safest]
    for point in 1..<points {
      let share = Double(point) / Double(points - 1)
      // A hair below the highest, which rounding may put out of reach.
      let least = start + share * (end - start) - (point == points - 1 ? 1e-9 * size : 0)
      guard end > start else { break }
      allocations.append(try solve(limits, reward: 0, extra: [.init(means, from: least)], with: &solver))
    }
    return allocations
  }

  private func requireMeans() throws(RiskError) -> [Double] {
    guard let means else { throw RiskError(.mismatch, found: "no means", expected: "an expected return of each") }
    return means
  }

  private func solve(_ limits: AllocationLimits, reward: Double, extra: [AllocationLimits.Group] = [])
    throws(RiskError) -> Allocation
  {
    var solver = ConvexSolver()
    return try solve(limits, reward: reward, extra: extra, with: &solver)
  }

  private func solve(
    _ limits: AllocationLimits, reward: Double, extra: [AllocationLimits.Group], with solver: inout ConvexSolver
  ) throws(RiskError) -> Allocation {
    let count = covariance.rows
    try limits.check(count: count)
    var conventions = ["risk": "standard deviation"]
    if reward > 0 { conventions["riskAversion"] = "\(1 / reward)" }
    if let least = extra.first?.lower { conventions["leastReturn"] = "\(least)" }
    let basis = ResultBasis(
      method: "mean-variance allocation, interior point", conventions: conventions, inputs: inputs + [.init(limits)])
    guard let rows = limits.rows(adding: extra) else { return Allocation(contradiction: limits, basis: basis) }
    do throws(NumericalError) {
      let constraints = try SparseMatrix(Matrix(rows: rows.factors.count, columns: count) { rows.factors[$0][$1] })
      let linear = (0..<count).map { -reward * (means?[$0] ?? 0) / scale }
      let program = try QuadraticProgram(
        quadratic: scaled, linear: linear, constraints: constraints, rowLower: rows.lower, rowUpper: rows.upper,
        lower: limits.lower, upper: limits.upper)
      let solution = try solver.solve(program)
      return Allocation(
        solution, count: count, limits: limits, risk: { max(0, covariance.quadraticForm($0)).squareRoot() },
        means: means, scale: scale, basis: basis)
    } catch {
      throw RiskError(.outOfRange, found: "limits", expected: "ones that a solver can take", cause: error)
    }
  }
}

extension Matrix {
  /// xᵀ A x for a vector of as many elements as the square matrix has rows.
  func quadraticForm(_ x: [Double]) -> Double {
    (0..<rows).reduce(0) { sum, i in sum + x[i] * dot(row(i), x) }
  }
}
