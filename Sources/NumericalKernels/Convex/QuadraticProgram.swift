/// A linear or convex quadratic program with ranges on rows and variables.
///
/// Minimise ½ xᵀPx + qᵀx + c over x with `rowLower ≤ Ax ≤ rowUpper` and `lower ≤ x ≤ upper`. A bound that does not
/// exist is infinite, and one of 1e20 or more counts as infinite; a row or variable whose bounds are equal is an
/// equality. P must be positive semidefinite.
///
/// ```swift
/// // min -x - 2y  with  x + y ≤ 4,  0 ≤ x ≤ 3,  0 ≤ y ≤ 2
/// let program = try QuadraticProgram(
///   linear: [-1, -2], constraints: SparseMatrix(Matrix([[1, 1]])), rowLower: [-.infinity], rowUpper: [4],
///   lower: [0, 0], upper: [3, 2])
/// try program.solve().objective  // -6
/// ```
public struct QuadraticProgram: Hashable, Sendable {
  /// The upper triangle of P, n x n; `nil` for a linear program.
  public let quadratic: SparseMatrix?
  /// The costs q, one a variable.
  public let linear: [Double]
  /// The constant c of the objective.
  public let constant: Double
  /// The constraint matrix A, m x n.
  public let constraints: SparseMatrix
  /// The least value of each row, `-infinity` for none.
  public internal(set) var rowLower: [Double]
  /// The greatest value of each row, `infinity` for none.
  public internal(set) var rowUpper: [Double]
  /// The least value of each variable, `-infinity` for none.
  public internal(set) var lower: [Double]
  /// The greatest value of each variable, `infinity` for none.
  public internal(set) var upper: [Double]

  /// The number of variables, n.
  public var variableCount: Int { linear.count }
  /// The number of rows, m.
  public var rowCount: Int { rowLower.count }

  /// Makes a program and checks it.
  ///
  /// - Parameters:
  ///   - quadratic: P, n x n; only its upper triangle is read.
  ///   - linear: q, one cost a variable.
  ///   - constant: c, added to the objective.
  ///   - constraints: A, m x n.
  ///   - rowLower: The least value of each row, `-infinity` for none.
  ///   - rowUpper: The greatest value of each row, `infinity` for none.
  ///   - lower: free variables when left out.
  ///   - upper: free variables when left out.
  /// - Throws: `dimensionMismatch` where sizes do not fit, `notFinite` for a NaN or an infinite coefficient,
  ///   `invalidArgument` with the index where a lower bound exceeds its upper bound or is infinite with the wrong sign,
  ///   `notPositiveDefinite` where P has a direction of negative curvature.
  /// - Complexity: O(entries), and one sparse factorisation of P where there is one.
  public init(
    quadratic: SparseMatrix? = nil, linear: [Double], constant: Double = 0, constraints: SparseMatrix,
    rowLower: [Double], rowUpper: [Double], lower: [Double]? = nil, upper: [Double]? = nil
  ) throws(NumericalError) {
    let n = linear.count
    self.quadratic = quadratic.flatMap { $0.entryCount == 0 ? nil : $0.upperTriangle }
    self.linear = linear
    self.constant = constant
    self.constraints = constraints
    self.rowLower = rowLower.map { $0 <= -Self.absent ? -.infinity : $0 }
    self.rowUpper = rowUpper.map { $0 >= Self.absent ? .infinity : $0 }
    self.lower = (lower ?? [Double](repeating: -.infinity, count: n)).map { $0 <= -Self.absent ? -.infinity : $0 }
    self.upper = (upper ?? [Double](repeating: .infinity, count: n)).map { $0 >= Self.absent ? .infinity : $0 }
    guard quadratic.map({ $0.rows == n && $0.columns == n }) ?? true else {
      throw NumericalError(.dimensionMismatch, "the quadratic term must be \(n) x \(n)")
    }
    guard constraints.columns == n, constraints.rows == rowLower.count, rowLower.count == rowUpper.count else {
      throw NumericalError(
        .dimensionMismatch,
        "constraints are \(constraints.rows) x \(constraints.columns), with \(n) variables, \(rowLower.count) lower and "
          + "\(rowUpper.count) upper row bounds")
    }
    guard self.lower.count == n, self.upper.count == n else {
      throw NumericalError(.dimensionMismatch, "\(n) lower and upper bounds of variables expected")
    }
    if let index = linear.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "a cost is not finite", index: index)
    }
    guard constant.isFinite, constraints.values.allSatisfy(\.isFinite),
      self.quadratic?.values.allSatisfy(\.isFinite) ?? true
    else { throw NumericalError(.notFinite, "a coefficient is not finite") }
    try Self.check(self.rowLower, self.rowUpper, of: "row")
    try Self.check(self.lower, self.upper, of: "variable")
    if let quadratic = self.quadratic { try Self.checkCurvature(quadratic) }
  }

  /// The size from which on a bound counts as infinite.
  static let absent = 1e20

  /// Factors P, scaled to a unit diagonal and with a little added to it, which a positive semidefinite matrix allows
  /// with positive pivots only.
  private static func checkCurvature(_ upper: SparseMatrix) throws(NumericalError) {
    func refusal(_ index: Int?) -> NumericalError {
      NumericalError(.notPositiveDefinite, "the quadratic term has a direction of negative curvature", index: index)
    }
    let diagonal = upper.diagonal
    if let index = diagonal.firstIndex(where: { $0 < 0 }) { throw refusal(index) }
    var scaled = upper
    for column in 0..<upper.columns {
      for entry in upper.columnStarts[column]..<upper.columnStarts[column + 1] where upper.values[entry] != 0 {
        let size = diagonal[Int(upper.rowIndices[entry])].squareRoot() * diagonal[column].squareRoot()
        guard size > 0 else { throw refusal(column) }
        scaled.values[entry] = upper.values[entry] / size
      }
    }
    let shift = try SparseMatrix(diagonal: [Double](repeating: 1e-10, count: upper.rows))
    let shifted = try scaled.adding(shift)
    let factors: LDLFactors
    do throws(NumericalError) {
      factors = try LDLFactors(SymbolicLDL(shifted), values: shifted.values)
    } catch {
      throw refusal(error.index)
    }
    if let place = factors.pivots.firstIndex(where: { $0 < 0 }) {
      throw refusal(Int(factors.symbolic.permutation[place]))
    }
  }

  private static func check(_ lower: [Double], _ upper: [Double], of what: String) throws(NumericalError) {
    for index in lower.indices {
      guard !lower[index].isNaN, !upper[index].isNaN else {
        throw NumericalError(.notFinite, "a bound of a \(what) is NaN", index: index)
      }
      guard lower[index] <= upper[index], lower[index] < absent, upper[index] > -absent else {
        throw NumericalError(
          .invalidArgument, "the bounds of a \(what) exclude every value: \(lower[index]) to \(upper[index])",
          index: index)
      }
    }
  }

  /// The objective at a point of `variableCount` values.
  public func objective(at x: [Double]) -> Double {
    precondition(x.count == variableCount, "one value for each variable")
    var sum = constant
    for (cost, value) in zip(linear, x) { sum += cost * value }
    guard let quadratic else { return sum }
    for column in 0..<quadratic.columns {
      for entry in quadratic.columnStarts[column]..<quadratic.columnStarts[column + 1] {
        let row = Int(quadratic.rowIndices[entry])
        sum += (row == column ? 0.5 : 1) * quadratic.values[entry] * x[row] * x[column]
      }
    }
    return sum
  }
}
