public import NumericalKernels
public import Valuation

/// Estimated correlations with what there is to know about their quality.
public struct CorrelationEstimate: DocumentedResult {
  /// The correlations: symmetric, of unit diagonal, positive semidefinite.
  public let correlation: Matrix
  /// The standard deviation of each column's changes for one step.
  public let volatilities: [Double]
  /// For each pair the number of rows that counted.
  public let counts: Matrix
  /// The smallest eigenvalue of the correlations as estimated: negative where they contradict each other.
  public let smallestEigenvalue: Double
  /// The Frobenius norm of what mending changed; 0 where nothing had to be mended.
  public let repairDistance: Double
  /// How the iteration of expectation maximisation ended; `converged` without one.
  public let status: FitStatus
  /// The iterations of expectation maximisation.
  public let iterations: Int
  /// What the estimate rests on.
  public internal(set) var basis: ResultBasis

  /// The covariances of one step.
  public var covariance: Matrix {
    Matrix(rows: correlation.rows, columns: correlation.columns) {
      correlation[$0, $1] * volatilities[$0] * volatilities[$1]
    }
  }

  init(
    _ moments: EstimatedMoments, scale: Double, minimumEigenvalue: Double, basis: ResultBasis
  ) throws(RiskError) {
    let covariance = moments.covariance
    if let flat = covariance.diagonal.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
      throw RiskError(
        .insufficientData, found: "a variance of \(covariance[flat, flat])", expected: "a column that varies",
        index: flat)
    }
    let raw = covariance.scaledToUnitDiagonal()
    do throws(NumericalError) {
      let smallest = try SymmetricEigen.values(of: raw).first ?? 0
      smallestEigenvalue = smallest
      // Rounding alone is no contradiction.
      if smallest < minimumEigenvalue - 1e-12 {
        let nearest = try NearestCorrelation(raw, minimumEigenvalue: minimumEigenvalue)
        correlation = nearest.matrix
        repairDistance = nearest.distance
      } else {
        correlation = raw
        repairDistance = 0
      }
    } catch {
      throw RiskError(.notFinite, found: "correlations", expected: "finite numbers", cause: error)
    }
    volatilities = covariance.diagonal.map { ($0 * scale).squareRoot() }
    counts = moments.counts
    status = moments.status
    iterations = moments.iterations
    self.basis = basis
  }
}

extension CorrelationEstimate {
  /// Reads an estimate; parts of different sizes are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    correlation = try container(.correlation)
    volatilities = try container(.volatilities)
    counts = try container(.counts)
    smallestEigenvalue = try container(.smallestEigenvalue)
    repairDistance = try container(.repairDistance)
    status = try container(.status)
    iterations = try container(.iterations)
    basis = try container(.basis)
    let size = volatilities.count
    try container.require(
      [correlation, counts].allSatisfy { $0.rows == size && $0.columns == size }, .correlation,
      "square matrices with a row for each volatility")
  }

  /// The correlations, and what mending changed.
  public var description: String {
    page(
      [
        "\(status), smallest eigenvalue \(TextTable.figure(smallestEigenvalue)), mended by "
          + TextTable.figure(repairDistance)
      ], [.matrix("column", correlation), .list("column", [("volatility", volatilities)])])
  }
}
