public import NumericalKernels
public import Valuation

/// A correlation matrix pushed to where a crisis may take it, and brought back to the nearest one that can be.
///
///     let stress = try CorrelationStress(of: correlation, .all(towards: 1, by: 0.5))
///     stress.matrix                                                  // positive semidefinite, unit diagonal
///     try stress.deviation(deltas: deltas, deviations: sigmas)       // (before, after)
///
/// The nearest matrix in the Frobenius norm: N. J. Higham, IMA Journal of Numerical Analysis 22 (2002).
public struct CorrelationStress: DocumentedResult {
  /// Which correlations are moved, and where to.
  public enum Change: Hashable, Sendable {
    /// All of them a part of the way to a value: 1 for panic, 0 for hedges that fail.
    case all(towards: Double, by: Double)
    /// Those between two groups of factors, by their places, to a value.
    case between([Int], [Int], to: Double)
    /// Single pairs to values.
    case pairs([Pair])
  }

  /// A pair of factors by their places, and its correlation.
  public struct Pair: Hashable, Sendable, Codable {
    /// One place.
    public let first: Int
    /// The other place.
    public let second: Int
    /// The correlation.
    public let correlation: Double

    /// Makes a pair.
    public init(_ first: Int, _ second: Int, _ correlation: Double) {
      self.first = first
      self.second = second
      self.correlation = correlation
    }
  }

  /// The matrix before.
  public let original: Matrix
  /// The matrix that was asked for, which may be impossible.
  public let requested: Matrix
  /// The nearest possible one.
  public let matrix: Matrix
  /// How far the requested matrix is from a possible one, in the Frobenius norm: zero to rounding where it is one.
  public let distance: Double
  /// How the search for the nearest matrix ended.
  public let status: NearestCorrelation.Status
  /// What the matrix rests on.
  public let basis: ResultBasis

  /// Stresses a correlation matrix.
  ///
  /// - Throws: `countMismatch` unless it is square; `outOfRange` for a correlation outside -1 to 1, a part outside 0 to 1, a diagonal other
  ///   than one, and a place that is not there; `notFinite`.
  /// - Complexity: O(n³), about ten times.
  public init(of correlation: Matrix, _ change: Change) throws(RiskError) {
    let size = correlation.rows
    try InputCheck.count(correlation.columns, size, "columns")
    try InputCheck.finite(correlation.storage, "correlation")
    for row in 0..<size {
      guard abs(correlation[row, row] - 1) < 1e-9 else {
        throw RiskError(.outOfRange, found: "\(correlation[row, row]) on the diagonal", expected: "1", index: row)
      }
    }
    var moved = correlation
    func set(_ i: Int, _ j: Int, _ value: Double) throws(RiskError) {
      guard i >= 0, i < size, j >= 0, j < size, i != j else {
        throw RiskError(.outOfRange, found: "the pair \(i), \(j)", expected: "two places from 0 to \(size - 1)")
      }
      try InputCheck.within(-1...1, value, "correlation")
      moved[i, j] = value
      moved[j, i] = value
    }
    switch change {
    case .all(let value, let part):
      try InputCheck.within(0...1, part, "part")
      for i in 0..<size {
        for j in 0..<i { try set(i, j, (1 - part) * correlation[i, j] + part * value) }
      }
    case .between(let first, let second, let value):
      for i in first {
        for j in second where i != j { try set(i, j, value) }
      }
    case .pairs(let pairs):
      for pair in pairs { try set(pair.first, pair.second, pair.correlation) }
    }
    let wanted = moved
    let nearest = try InputCheck.wrapped(.notFinite, "correlations") { () throws(NumericalError) in
      try NearestCorrelation(wanted)
    }
    original = correlation
    requested = moved
    matrix = nearest.matrix
    distance = nearest.distance
    status = nearest.status
    basis = ResultBasis(
      method: "correlation stress, nearest correlation matrix (Higham)", conventions: ["change": change.words],
      inputs: [.init("correlation", correlation), .init("requested", moved)])
  }

  /// The standard deviation of a linear portfolio's gain before and after.
  ///
  /// - Parameters:
  ///   - deltas: What the portfolio gains when each factor rises by one.
  ///   - deviations: The standard deviation of each factor's change.
  /// - Throws: `countMismatch`, `notFinite`.
  public func deviation(
    deltas: [Double], deviations: [Double]
  ) throws(RiskError) -> (before: Double, after: Double) {
    try InputCheck.count(deltas.count, original.rows, "deltas")
    try InputCheck.count(deviations.count, original.rows, "standard deviations")
    let scaled = zip(deltas, deviations).map { $0 * $1 }
    try InputCheck.finite(scaled, "product of delta and deviation")
    func deviation(_ matrix: Matrix) -> Double {
      var sum = 0.0
      for i in scaled.indices {
        for j in scaled.indices { sum += scaled[i] * matrix[i, j] * scaled[j] }
      }
      return max(0, sum).squareRoot()
    }
    return (deviation(original), deviation(matrix))
  }
}

extension CorrelationStress {
  /// Reads a stress; matrices of different sizes are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    original = try container(.original)
    requested = try container(.requested)
    matrix = try container(.matrix)
    distance = try container(.distance)
    status = try container(.status)
    basis = try container(.basis)
    try container.require(
      [original, requested, matrix].allSatisfy { $0.rows == original.rows && $0.columns == original.rows }, .matrix,
      "three square matrices of one size")
  }

  /// The matrix, and how far the one that was asked for is from it.
  public var description: String {
    page(
      [
        "\(basis.conventions["change"] ?? ""); \(status), the matrix asked for is "
          + "\(TextTable.number(distance, decimals: 6)) from it"
      ], [.matrix("factor", matrix)])
  }
}

extension CorrelationStress.Change {
  /// The change in words.
  fileprivate var words: String {
    switch self {
    case .all(let value, let part): "all correlations \(ResultPage.percent(part)) of the way to \(value)"
    case .between(let first, let second, let value):
      "those between \(first.count) and \(second.count) factors to \(value)"
    case .pairs(let pairs): "\(pairs.count) pairs"
    }
  }
}
