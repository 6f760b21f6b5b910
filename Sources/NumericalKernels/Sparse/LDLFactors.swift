/// The factors of P A Pᵀ = L D Lᵀ, with L unit lower triangular and D diagonal with signs, kept with all the memory
/// that refactoring and solving need.
///
/// No pivoting is done, so A must be positive or negative definite, symmetric quasi-definite (any order then works), or
/// indefinite without a vanishing pivot in the order chosen. `refactor` and the solves that write into an array given
/// to them allocate nothing.
///
/// Results are bit-identical on every machine.
public struct LDLFactors: Sendable {
  /// The analysis that the factors follow.
  public let symbolic: SymbolicLDL
  /// The rule for small pivots and pivots of the wrong sign; none means that a zero pivot is an error.
  public internal(set) var regularisation: PivotRegularisation?
  /// The entries of L below its unit diagonal, at the places of `symbolic.lowerRows`.
  public internal(set) var lower: [Double]
  /// The diagonal of D in elimination order.
  public internal(set) var pivots: [Double]
  /// How many pivots the last factorisation replaced.
  public internal(set) var regularisedPivotCount = 0
  /// How many pivots of the last factorisation are negative: by Sylvester's law the number of negative eigenvalues of
  /// A, when none was replaced.
  public internal(set) var negativePivotCount = 0
  /// Whether the last factorisation came to its end; solves refuse to work otherwise.
  public internal(set) var isComplete = false

  var inversePivots: [Double]
  /// Where the next entry of each column goes, when elimination is row by row.
  var next: [Int]
  var panels: PanelMemory?
  var work: [Double]
  var residual: [Double]
  var candidate: [Double]
  /// The expected sign of each pivot in elimination order.
  let signs: [Int8]

  /// Factors a matrix given by its values.
  ///
  /// - Parameters:
  ///   - symbolic: the analysis of the pattern.
  ///   - values: the entries of the upper triangle, in the order of the matrix that was analysed.
  ///   - regularisation: a rule for pivots to replace.
  /// - Throws: `dimensionMismatch` when there are not as many values as entries or signs as rows; otherwise as
  ///   `refactor`.
  public init(
    _ symbolic: SymbolicLDL, values: [Double], regularisation: PivotRegularisation? = nil
  ) throws(NumericalError) {
    let n = symbolic.size
    if let rule = regularisation, rule.signs.count != n {
      throw NumericalError(.dimensionMismatch, "\(n) signs expected, \(rule.signs.count) given")
    }
    self.symbolic = symbolic
    self.regularisation = regularisation
    signs = regularisation.map { rule in symbolic.permutation.map { rule.signs[Int($0)] } } ?? []
    lower = [Double](repeating: 0, count: symbolic.lowerEntryCount)
    pivots = [Double](repeating: 0, count: n)
    inversePivots = pivots
    work = pivots
    residual = pivots
    candidate = pivots
    next = symbolic.supernodes == nil ? symbolic.lowerStarts : []
    panels = symbolic.supernodes.map { PanelMemory($0, size: n) }
    try refactor(values)
  }

  /// Factors anew with other values at the same places, in the memory that is there.
  ///
  /// - Parameter values: the entries of the upper triangle, in the order of the matrix that was analysed.
  /// - Throws: `dimensionMismatch` when there are not as many values as entries, `singular` (with the row of the input)
  ///   at a pivot of zero, or `notFinite` at a pivot that is NaN or infinite, which a value that is not finite always
  ///   leads to.
  /// - Complexity: `symbolic.multiplicationCount` multiplications.
  public mutating func refactor(_ values: [Double]) throws(NumericalError) {
    guard values.count == symbolic.inputEntryCount else {
      throw NumericalError(
        .dimensionMismatch, "\(symbolic.inputEntryCount) values expected, \(values.count) given")
    }
    isComplete = false
    regularisedPivotCount = 0
    let failed = symbolic.supernodes == nil ? factorRows(values) : factorPanels(values)
    negativePivotCount = pivots.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    guard let failed else {
      isComplete = true
      return
    }
    let row = Int(symbolic.permutation[failed])
    guard pivots[failed].isFinite else {
      throw NumericalError(.notFinite, "elimination met a pivot of \(pivots[failed])", index: row)
    }
    throw NumericalError(.singular, "elimination met a pivot of zero", index: row)
  }

  /// Solves for each row of L with the rows above it, then forms its pivot.
  ///
  /// Returns the pivot it failed at.
  private mutating func factorRows(_ values: [Double]) -> Int? {
    Self.factorRows(
      size: symbolic.size, upperStarts: symbolic.permutedStarts, upperRows: symbolic.permutedRows,
      upperSources: symbolic.permutedSources, values: values, rowStarts: symbolic.rowStarts,
      rowColumns: symbolic.rowColumns, starts: symbolic.lowerStarts, rows: symbolic.lowerRows, lower: &lower,
      next: &next, pivots: &pivots, inverses: &inversePivots, work: &work, signs: signs,
      rule: PivotRule(regularisation),
      replaced: &regularisedPivotCount)
  }

  /// Up-looking elimination on raw memory; see Davis (2006), section 4.8.
  private static func factorRows(
    size n: Int, upperStarts: UnsafePointer<Int>, upperRows: UnsafePointer<Int32>, upperSources: UnsafePointer<Int32>,
    values: UnsafePointer<Double>, rowStarts: UnsafePointer<Int>, rowColumns: UnsafePointer<Int32>,
    starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, lower: UnsafeMutablePointer<Double>,
    next: UnsafeMutablePointer<Int>, pivots: UnsafeMutablePointer<Double>, inverses: UnsafeMutablePointer<Double>,
    work: UnsafeMutablePointer<Double>, signs: UnsafePointer<Int8>, rule: PivotRule, replaced: inout Int
  ) -> Int? {
    work.update(repeating: 0, count: n)
    next.update(from: starts, count: n)
    for k in 0..<n {
      for p in upperStarts[k]..<upperStarts[k + 1] {
        work[Int(upperRows[p])] = values[Int(upperSources[p])]
      }
      var pivot = work[k]
      work[k] = 0
      for q in rowStarts[k]..<rowStarts[k + 1] {
        let j = Int(rowColumns[q])
        let y = work[j]
        work[j] = 0
        let end = next[j]
        var p = starts[j]
        while p < end {
          let i = Int(rows[p])
          work[i] -= lower[p] * y
          p &+= 1
        }
        let entry = y * inverses[j]
        pivot -= entry * y
        lower[end] = entry
        next[j] = end &+ 1
      }
      if rule.isActive, rule.replace(&pivot, sign: signs[k]) { replaced += 1 }
      pivots[k] = pivot
      guard pivot != 0, pivot.isFinite else { return k }
      inverses[k] = 1 / pivot
    }
    return nil
  }
}

/// A regularisation reduced to what the inner loop needs.
struct PivotRule {
  let isActive: Bool
  let threshold: Double
  let replacement: Double

  init(_ regularisation: PivotRegularisation?) {
    isActive = regularisation != nil
    threshold = regularisation?.threshold ?? 0
    replacement = regularisation?.replacement ?? 0
  }

  /// Replaces a pivot that is too small or has the wrong sign, and says whether it did; NaN passes through.
  @inline(__always)
  func replace(_ pivot: inout Double, sign: Int8) -> Bool {
    if sign == 0 {
      guard abs(pivot) <= threshold else { return false }
      pivot = pivot < 0 ? -replacement : replacement
    } else {
      let expected = Double(sign)
      guard expected * pivot <= threshold else { return false }
      pivot = expected * replacement
    }
    return true
  }
}
