public import NumericalKernels
import Valuation

/// Estimates the correlations of markets whose calendars differ, whose series have gaps, and whose prices are fixed at
/// different times of the day.
///
/// ```swift
/// let estimator = CorrelationEstimator(gaps: .pairwise, asynchrony: .overlapping(steps: 5))
/// // Rows in time order, a column a factor, NaN where there is none.
/// let estimate = try estimator.estimate(changes)
/// estimate.correlation                                 // positive definite
/// estimate.smallestEigenvalue                          // before it was mended
/// ```
///
/// Prices fixed at different hours (TTF at 17:30 in London, Henry Hub at 14:30 in New York) share less of a day's news
/// than their rows suggest: same-day correlations are too low, and the rest turns up at a lag of one day.
/// ``Asynchrony`` says what is done about it. Rows of levels on different days are first brought beside each other by
/// ``AlignedChanges``.
public struct CorrelationEstimator: Hashable, Sendable, Codable {
  /// What is done about missing changes.
  public enum Gaps: String, Hashable, Sendable, Codable {
    /// Only rows with all values count: nothing is assumed, but a market's holidays cost all the others a row.
    case completeRows
    /// Each pair over the rows that have both; the matrix may be indefinite and is then mended.
    case pairwise
    /// Maximum likelihood of a normal model with values missing at random, by the EM algorithm (A. Dempster, N. Laird,
    /// D. Rubin, Journal of the Royal Statistical Society B 39 (1977)): every value counts.
    case expectationMaximisation
  }

  /// What is done about closes at different times.
  public enum Asynchrony: Hashable, Sendable, Codable {
    /// Nothing: right where all prices are fixed at one time.
    case none
    /// Sums of so many successive changes in place of single ones: of n steps' sums a share of (n - 1) / n is common in
    /// spite of a gap of up to one step. A sum with a missing change is missing.
    case overlapping(steps: Int)
    /// Covariances at so many leads and lags added with falling weights (Bartlett: 1 - l / (L + 1), which keep the
    /// matrix positive semidefinite without gaps): the covariance of long sums (W. Newey, K. West, Econometrica 55
    /// (1987)).
    case leadLag(steps: Int)
  }

  /// What is done about missing changes.
  public var gaps: Gaps
  /// What is done about closes at different times.
  public var asynchrony: Asynchrony
  /// The smallest eigenvalue that the correlations may have; a matrix with a smaller one is replaced by the nearest
  /// that has none.
  public var minimumEigenvalue: Double

  /// Makes an estimator.
  public init(gaps: Gaps = .completeRows, asynchrony: Asynchrony = .none, minimumEigenvalue: Double = 1e-8) {
    self.gaps = gaps
    self.asynchrony = asynchrony
    self.minimumEigenvalue = minimumEigenvalue
  }

  /// Estimates covariances and correlations of the columns.
  ///
  /// Volatilities are those of single steps: covariances of sums are divided by their number of steps.
  ///
  /// - Throws: `insufficientData` where a column or a pair has fewer than three values or does not vary, with the
  ///   column's index where there is one; `notFinite` for an infinity and `outOfRange` for a magnitude above 1e150,
  ///   with the row; `outOfRange` for a number of steps or an eigenvalue out of range; `mismatch` for leads and lags
  ///   with expectation maximisation.
  /// - Complexity: O(rows · columns²); with expectation maximisation that and O(columns³) for each pattern of gaps an
  ///   iteration.
  public func estimate(_ changes: Matrix) throws(RiskError) -> CorrelationEstimate {
    try check(changes)
    var (data, scale, lags) = (changes, 1.0, 0)
    switch asynchrony {
    case .none: break
    case .overlapping(let steps):
      data = changes.rollingSums(of: steps)
      scale = 1 / Double(steps)
    case .leadLag(let steps): lags = steps
    }
    let moments: EstimatedMoments
    do throws(NumericalError) {
      switch gaps {
      case .completeRows:
        moments =
          lags > 0
          ? laggedMoments(data, lags, complete: true)
          : EstimatedMoments(try Statistics.covarianceMatrix(data), counts: data.pairCounts(complete: true))
      case .pairwise:
        moments =
          lags > 0
          ? laggedMoments(data, lags, complete: false)
          : EstimatedMoments(
            try Statistics.covarianceMatrix(data, missing: .pairwise), counts: data.pairCounts(complete: false))
      case .expectationMaximisation: moments = try ExpectationMaximisation(data).run()
      }
    } catch {
      throw RiskError(
        .insufficientData, found: "changes with too few common values", expected: "three for every pair",
        index: error.index, cause: error)
    }
    return try CorrelationEstimate(
      moments, scale: scale, minimumEigenvalue: minimumEigenvalue,
      basis: ResultBasis(
        method: "correlations of \(changes.columns) columns",
        conventions: [
          "gaps": gaps.rawValue, "asynchrony": asynchrony.words, "minimumEigenvalue": "\(minimumEigenvalue)",
        ], inputs: [.init("changes", changes)]))
  }

  private func check(_ changes: Matrix) throws(RiskError) {
    guard changes.columns > 0 else { throw RiskError(.empty, found: "no column", expected: "at least one") }
    _ = try ReturnSurvey(changes)
    guard minimumEigenvalue >= 0, minimumEigenvalue < 1 else {
      throw RiskError(.outOfRange, found: "eigenvalue \(minimumEigenvalue)", expected: "0 to below 1")
    }
    switch asynchrony {
    case .none: break
    case .overlapping(let steps), .leadLag(let steps):
      guard steps >= 1, steps < changes.rows else {
        throw RiskError(.outOfRange, found: "\(steps) steps", expected: "1 to below \(changes.rows) rows")
      }
    }
    if case .leadLag = asynchrony, gaps == .expectationMaximisation {
      throw RiskError(
        .mismatch, found: "leads and lags with expectation maximisation", expected: "overlapping sums, or other gaps")
    }
    let enough = changes.pairCounts(complete: gaps == .completeRows)
    for column in 0..<changes.columns {
      for other in 0...column where enough[column, other] < 3 && (gaps != .expectationMaximisation || other == column) {
        throw RiskError(
          .insufficientData, found: "\(Int(enough[column, other])) values of columns \(column) and \(other)",
          expected: "at least three", index: column)
      }
    }
  }

  /// Σ over lags of weights times products of deviations from each column's mean, over the number of rows.
  private func laggedMoments(_ data: Matrix, _ lags: Int, complete: Bool) -> EstimatedMoments {
    let (rows, columns) = (data.rows, data.columns)
    let usable = (0..<rows).map { row in !complete || !(0..<columns).contains { data[row, $0].isNaN } }
    let centred = (0..<columns).map { column in
      let values = (0..<rows).map { usable[$0] ? data[$0, column] : .nan }
      let present = values.filter { !$0.isNaN }
      let mean = present.reduce(0, +) / Double(max(1, present.count))
      return values.map { $0 - mean }
    }
    let counts = data.pairCounts(complete: complete)
    func products(_ x: [Double], _ y: [Double], lag: Int) -> Double {
      var sum = 0.0
      for t in lag..<rows {
        let product = x[t] * y[t - lag]
        if !product.isNaN { sum += product }
      }
      return sum
    }
    let covariance = Matrix(rows: columns, columns: columns) { i, j in
      var sum = products(centred[i], centred[j], lag: 0)
      for lag in stride(from: 1, through: lags, by: 1) {
        let weight = 1 - Double(lag) / Double(lags + 1)
        let (low, high) = (min(i, j), max(i, j))
        sum +=
          weight
          * (products(centred[low], centred[high], lag: lag) + products(centred[high], centred[low], lag: lag))
      }
      return sum / max(1, counts[i, j])
    }
    return EstimatedMoments(covariance, counts: counts)
  }
}

/// Covariances before they are judged and mended.
struct EstimatedMoments {
  var covariance: Matrix
  var counts: Matrix
  var iterations = 0
  var status = FitStatus.converged

  init(_ covariance: Matrix, counts: Matrix) {
    self.covariance = covariance
    self.counts = counts
  }
}

extension Matrix {
  /// Sums of successive rows, each as long as there are rows for; NaN where one is missing.
  func rollingSums(of steps: Int) -> Matrix {
    guard steps > 1, steps <= rows else { return self }
    return Matrix(rows: rows - steps + 1, columns: columns) { i, j in
      (i..<i + steps).reduce(0) { $0 + self[$1, j] }
    }
  }

  /// For each pair of columns the number of rows that have both, or of rows that have everything.
  func pairCounts(complete: Bool) -> Matrix {
    let present = map { $0.isNaN ? 0 : 1 }
    if !complete, let products = try? present.view.transposed * present.view { return products }
    let whole = (0..<rows).reduce(0.0) { sum, row in
      sum + ((0..<columns).allSatisfy { present[row, $0] == 1 } ? 1 : 0)
    }
    return Matrix(rows: columns, columns: columns, repeating: whole)
  }
}

extension CorrelationEstimator.Asynchrony {
  /// The rule in words.
  fileprivate var words: String {
    switch self {
    case .none: "none"
    case .overlapping(let steps): "overlapping sums of \(steps)"
    case .leadLag(let steps): "leads and lags up to \(steps)"
    }
  }
}
