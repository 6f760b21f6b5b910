public import NumericalKernels
public import Valuation

/// The long-only allocation whose risk contributions are in given proportions.
///
/// ```swift
/// let parity = try RiskParity(covariance: covariance)            // equal contributions
/// parity.weights                                                 // positive, adding up to 1
/// parity.contributions                                           // equal parts of the standard deviation
/// ```
///
/// The minimum of ½ xᵀ Σ x - Σ bᵢ log xᵢ, scaled to a total of one: a strictly convex problem, solved by Newton's
/// method with damped steps, which converges from any start. F. Spinu, "An algorithm for computing risk parity weights"
/// (2013); S. Maillard, T. Roncalli, J. Teïletche, Journal of Portfolio Management 36 (2010).
public struct RiskParity: DocumentedResult {
  /// How the search ended.
  public let status: Allocation.Status
  /// The weights, adding up to one.
  public let weights: [Double]
  /// Each weight's contribution to the standard deviation, weight × derivative: they add up to it.
  public let contributions: [Double]
  /// The standard deviation of the whole.
  public let risk: Double
  /// The largest deviation of a share of the risk from its budget.
  public let largestError: Double
  /// The Newton steps taken.
  public let iterations: Int
  /// What the weights rest on.
  public let basis: ResultBasis

  /// Finds the weights.
  ///
  /// - Parameters:
  ///   - covariance: Positive definite.
  ///   - budgets: The wanted proportions of the risk, positive; equal ones unless given.
  /// - Throws: `empty`; `countMismatch`; `notFinite`; `outOfRange` for a budget that is not positive, with its index;
  ///   `invalidExpansion` for a matrix that is not symmetric or not positive definite.
  /// - Complexity: O(n³) a step, about ten of them.
  public init(covariance: Matrix, budgets: [Double]? = nil) throws(RiskError) {
    let count = covariance.rows
    guard count > 0 else { throw RiskError(.empty, found: "no covariance", expected: "at least one") }
    guard covariance.columns == count, budgets.map({ $0.count == count }) ?? true else {
      throw RiskError(
        .countMismatch, found: "\(count) x \(covariance.columns) covariances, \(budgets?.count ?? count) budgets",
        expected: "a square matrix and as many budgets")
    }
    try InputCheck.finite(covariance.storage, "covariance")
    let raw = budgets ?? [Double](repeating: 1, count: count)
    for (index, budget) in raw.enumerated() where !(budget > 0 && budget < 1e100) {
      throw RiskError(.outOfRange, found: "a budget of \(budget)", expected: "a positive number", index: index)
    }
    let total = raw.reduce(0, +)
    let shares = raw.map { $0 / total }
    guard covariance.isSymmetric(tolerance: 1e-9), (try? Cholesky(covariance)) != nil else {
      throw RiskError(
        .invalidExpansion, found: "covariances that are not symmetric and positive definite",
        expected: "a positive definite matrix")
    }
    // In units of the standard deviations only the correlations are left.
    let roots = covariance.diagonal.map { $0.squareRoot() }
    let correlation = Matrix(rows: count, columns: count) { covariance[$0, $1] / (roots[$0] * roots[$1]) }
    let (point, steps) = Self.newton(correlation, shares)
    let scaled = zip(point, roots).map { $0 / $1 }
    let sum = scaled.reduce(0, +)
    let weights = scaled.map { $0 / sum }
    self.weights = weights
    iterations = steps
    let slopes = (0..<count).map { dot(covariance.row($0), weights) }
    let deviation = max(0, dot(weights, slopes)).squareRoot()
    risk = deviation
    contributions = zip(weights, slopes).map { $0 * $1 / deviation }
    let error = zip(contributions, shares).reduce(0.0) { max($0, abs($1.0 / deviation - $1.1)) }
    largestError = error
    status = error < 1e-9 ? .optimal : .inaccurate
    basis = ResultBasis(
      method: "risk parity, Newton's method", conventions: ["risk": "standard deviation"],
      inputs: [.init("covariance", covariance), .init("budgets", shares)])
  }

  /// The point where xᵢ (C x)ᵢ = bᵢ.
  private static func newton(_ correlation: Matrix, _ budgets: [Double]) -> (point: [Double], steps: Int) {
    let count = budgets.count
    let whole = correlation.storage.reduce(0, +)
    var x = [Double](repeating: 1 / max(whole, 1e-12).squareRoot(), count: count)
    for step in 0..<500 {
      let slopes = (0..<count).map { dot(correlation.row($0), x) - budgets[$0] / x[$0] }
      var hessian = correlation
      for i in 0..<count { hessian[i, i] += budgets[i] / (x[i] * x[i]) }
      guard let move = try? Cholesky(hessian).solve(slopes) else { return (x, step) }
      let decrement = max(0, dot(slopes, move)).squareRoot()
      // The longest relative change of a weight decides how much of a step is safe (Spinu's bound).
      let longest = zip(move, x).reduce(0.0) { max($0, abs($1.0 / $1.1)) }
      let scale = decrement > 0.25 || longest > 0.5 ? 1 / (1 + longest) : 1
      for i in 0..<count { x[i] -= scale * move[i] }
      if decrement < 1e-13 || longest < 1e-15 { return (x, step + 1) }
    }
    return (x, 500)
  }
}

extension RiskParity {
  /// Reads weights; another number of contributions is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    status = try container(.status)
    weights = try container(.weights)
    contributions = try container(.contributions)
    risk = try container(.risk)
    largestError = try container(.largestError)
    iterations = try container(.iterations)
    basis = try container(.basis)
    try container.require(contributions.count == weights.count, .contributions, "one for each weight")
  }

  /// Weights and contributions in a table.
  public var description: String {
    page(
      ["\(status), risk \(TextTable.figure(risk)), \(iterations) iterations"],
      [.list("place", [("weight", weights), ("contribution", contributions)])])
  }
}
