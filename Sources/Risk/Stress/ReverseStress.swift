public import NumericalKernels
public import Valuation

/// The most likely changes of the factors that lose a given amount.
///
///     let reverse = try ReverseStress(covariance: covariance)
///     let linear = try reverse.scenario(losing: 5_000_000, deltas: portfolio.exposures.total)
///     linear.moves                 // what would have to happen
///     linear.distance              // 3.1 standard deviations away
///     let full = try reverse.scenario(losing: 5_000_000) { moves in loss(moves) }
///
/// For normal changes of mean zero the most likely point is that of least Mahalanobis distance √(xᵀ Σ⁻¹ x). For a linear portfolio
/// it is x = -L Σδ / (δᵀΣδ) at distance L/σ. For others the design point of first-order reliability is searched in
/// uncorrelated coordinates: A. M. Hasofer, N. C. Lind (1974), R. Rackwitz, B. Fiessler (1978), with the line search of Y. Zhang,
/// A. Der Kiureghian (1995); where a kink of the loss stops it, by cutting planes (J. E. Kelley 1960), which are right for losses that
/// options cap.
public struct ReverseStress: Sendable {
  /// The factors' changes as a product with uncorrelated ones.
  private let factor: Matrix
  private let input: ResultBasis.Input

  /// Prepares searches.
  ///
  /// - Parameter covariance: The covariance of the factors' changes over the horizon; it may be singular.
  /// - Throws: `invalidExpansion` unless it is square, symmetric, finite and positive semidefinite.
  public init(covariance: Matrix) throws(RiskError) {
    factor = try InputCheck.wrapped(.invalidExpansion, "covariance") { () throws(NumericalError) in
      try CorrelatedNormals(covariance: covariance).factor
    }
    input = .init("covariance", covariance)
  }

  /// The changes of a linear portfolio's factors, in closed form.
  ///
  /// - Parameters:
  ///   - loss: The loss to reach, positive.
  ///   - deltas: What the portfolio gains when each factor rises by one.
  /// - Throws: `countMismatch`, `notFinite`; `outOfRange` unless the loss is positive.
  public func scenario(losing loss: Double, deltas: [Double]) throws(RiskError) -> ReverseScenario {
    try check(loss)
    try InputCheck.count(deltas.count, factor.rows, "deltas")
    try InputCheck.finite(deltas, "delta")
    // δᵀF: the gain by each uncorrelated coordinate.
    let gains = (0..<factor.columns).map { column in
      (0..<factor.rows).reduce(0) { $0 + deltas[$1] * factor[$1, column] }
    }
    let variance = gains.reduce(0) { $0 + $1 * $1 }
    let basis = ResultBasis(
      method: "reverse stress of a linear portfolio in closed form", conventions: ["loss": "\(loss)"],
      inputs: [input, .init("deltas", deltas)])
    guard variance > 0 else {
      return ReverseScenario(
        moves: [Double](repeating: 0, count: factor.rows), loss: 0, distance: .infinity, status: .unreachable,
        evaluations: 0, basis: basis)
    }
    let point = gains.map { -loss * $0 / variance }
    return ReverseScenario(
      moves: moves(point), loss: loss, distance: loss / variance.squareRoot(), status: .converged, evaluations: 0,
      basis: basis)
  }

  /// The changes of any portfolio's factors, searched from several starts.
  ///
  /// - Parameters:
  ///   - loss: The loss to reach, positive.
  ///   - starts: The number of random starts beside one along each of the widest coordinates in both directions.
  ///   - seed: The seed of the random starts.
  ///   - maximumEvaluations: How often the loss may be worked out.
  ///   - evaluate: The loss for changes of the factors, smooth where it can be.
  /// - Returns: The nearest of the points found; of several minima the least distant that a start led to.
  /// - Throws: `outOfRange` unless the loss is positive, and what `evaluate` throws.
  /// - Complexity: O(starts × iterations × factors) evaluations.
  public func scenario(
    losing loss: Double, starts: Int = 8, seed: UInt64 = 1, maximumEvaluations: Int = 100_000,
    _ evaluate: (_ moves: [Double]) throws(RiskError) -> Double
  ) throws(RiskError) -> ReverseScenario {
    try check(loss)
    var search = DesignPointSearch(target: loss, dimensions: factor.columns, maximumEvaluations: maximumEvaluations)
    let at = { (point: [Double]) throws(RiskError) in try evaluate(moves(point)) }
    try search.run(from: [Double](repeating: 0, count: factor.columns), at)
    let widths = (0..<factor.columns).map { column in
      (0..<factor.rows).reduce(0) { $0 + factor[$1, column] * factor[$1, column] }
    }
    for column in widths.indices.sorted(by: { widths[$0] > widths[$1] }).prefix(8) {
      for sign in [3.0, -3.0] {
        var start = [Double](repeating: 0, count: factor.columns)
        start[column] = sign
        try search.run(from: start, at)
      }
    }
    for path in 0..<max(0, min(starts, 1000)) {
      var stream = RandomStream(seed: seed, path: UInt64(path))
      let normals = stream.normals(factor.columns)
      let length = normals.reduce(0) { $0 + $1 * $1 }.squareRoot()
      try search.run(from: normals.map { 3 * $0 / max(length, 1e-300) }, at)
    }
    return ReverseScenario(
      moves: moves(search.best ?? [Double](repeating: 0, count: factor.columns)), loss: search.bestLoss,
      distance: search.bestDistance, status: search.status, evaluations: search.evaluations,
      basis: ResultBasis(
        method: "reverse stress by search for the design point",
        conventions: ["loss": "\(loss)", "starts": "\(starts)"], inputs: [input], seed: seed))
  }

  private func check(_ loss: Double) throws(RiskError) {
    guard loss > 0, loss.isFinite else {
      throw RiskError(.outOfRange, found: "a loss of \(loss)", expected: "a positive amount")
    }
  }

  private func moves(_ point: [Double]) -> [Double] {
    (0..<factor.rows).map { row in
      point.indices.reduce(0) { $0 + factor[row, $1] * point[$1] }
    }
  }
}

/// The most likely changes that lose an amount, and how the search for them ended.
public struct ReverseScenario: DocumentedResult {
  /// How a search ended; new ways may be added.
  public struct Status: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// The loss is met and the point is nearest to the origin, to first order.
    public static let converged = Status(description: "converged")
    /// No point with that loss was found: there may be none.
    public static let unreachable = Status(description: "unreachable")
    /// The evaluations ran out; the point is the best so far, if there is one.
    public static let evaluationLimit = Status(description: "evaluationLimit")
  }

  /// The change of each factor; zeros where no point was found.
  public let moves: [Double]
  /// The loss there.
  public let loss: Double
  /// The Mahalanobis distance: how many standard deviations away; infinite where no point was found.
  @Unbounded public private(set) var distance: Double
  /// How the search ended.
  public let status: Status
  /// How often the loss was worked out.
  public let evaluations: Int
  /// What the scenario rests on.
  public let basis: ResultBasis

  init(moves: [Double], loss: Double, distance: Double, status: Status, evaluations: Int, basis: ResultBasis) {
    self.moves = moves
    self.loss = loss
    _distance = Unbounded(wrappedValue: distance)
    self.status = status
    self.evaluations = evaluations
    self.basis = basis
  }

  /// The probability of a loss of that size or more: exact for linear portfolios and normal changes, to first order otherwise.
  public var probability: Double { VectorMath.normalCDF(-distance) }
}

extension ReverseScenario {
  /// The changes in a table.
  public var description: String {
    page(
      [
        "\(status), a loss of \(TextTable.number(loss)) at \(TextTable.number(distance, decimals: 3)) standard deviations, "
          + "probability \(TextTable.figure(probability))"
      ], [.list("factor", [("change", moves)])])
  }
}
