public import NumericalKernels

/// Covariances with weights that fall by a constant factor a step into the past (EWMA).
///
/// ```swift
/// let today = try ExponentialCovariance(decay: 0.94).matrix(returns)   // rows in time order, a column a factor
///
/// var running = try RunningCovariance(order: 500, decay: 0.94)         // every day's, O(n²) a day
/// for day in 0..<returns.rows { try running.add(returns.row(day)) }
/// try running.matrix
/// ```
///
/// About zero, as RiskMetrics takes returns (J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th ed., 1996, section
/// 5.2). A row with a missing value takes its step but adds nothing.
public struct ExponentialCovariance: Hashable, Sendable {
  /// What the weights λᵏ are divided by.
  public enum Normalisation: String, Hashable, Sendable, Codable {
    /// Their sum over the rows that count: a weighted mean whatever the length of the sample.
    case weights
    /// 1 / (1 - λ), their sum over an endless past: the recursion Σ = λ Σ + (1 - λ) x xᵀ from zero.
    case recursion
  }

  /// The factor λ from one step to the one before: 0.94 for days, 0.97 for months.
  public let decay: Double
  /// What the weights are divided by.
  public let normalisation: Normalisation

  /// Takes a factor above 0 and below 1.
  ///
  /// - Throws: `outOfRange` outside that range.
  public init(decay: Double = 0.94, normalisation: Normalisation = .weights) throws(RiskError) {
    guard decay > 0, decay < 1 else {
      throw RiskError(.outOfRange, found: "decay \(decay)", expected: "a number between 0 and 1")
    }
    self.decay = decay
    self.normalisation = normalisation
  }

  /// The number of steps whose weights hold all but a share of the total: log(share) / log(λ).
  ///
  /// 74 for λ = 0.94 and a share of 1 %; table 5.7 of the RiskMetrics document.
  public func effectiveSteps(leavingOut share: Double) -> Double {
    guard share > 0, share < 1 else { return share >= 1 ? 0 : .infinity }
    return VectorMath.log(share) / VectorMath.log(decay)
  }

  /// The covariances at the last row.
  ///
  /// From the last row backwards, as long as the rows before could still change a digit: what is left out is bounded by their
  /// largest values and falls short of half a unit in the last place of √(σᵢᵢ σⱼⱼ). By BLAS: equal to rounding across its builds.
  ///
  /// - Throws: `insufficientData` without a complete row; `notFinite` for an infinity and `outOfRange` for a magnitude above 1e150,
  ///   with the row.
  /// - Complexity: O(rows · columns + r · columns²), r the rows that count: about 36 / (1 - λ) at most.
  public func matrix(_ returns: Matrix) throws(RiskError) -> Matrix {
    let survey = try ReturnSurvey(returns)
    let order = returns.columns
    do throws(NumericalError) {
      var sum = Matrix(rows: order, columns: order)
      var (weight, total) = (1.0, 0.0)
      var end = returns.rows
      let length = 128
      while end > 0 {
        let start = max(0, end - length)
        let block = survey.weighted(returns, rows: start..<end, decay: decay, from: &weight, into: &total)
        try sum.syrk(block.view.transposed, beta: 1)
        end = start
        let rest = weight / (1 - decay)
        let isDone = (0..<order).allSatisfy { j in
          rest * survey.largest[j] * survey.largest[j] <= 0x1p-54 * sum[j, j]
        }
        if isDone, total > 0 { break }
      }
      guard survey.completeCount > 0 else {
        throw NumericalError(.insufficientData, "1 complete row expected, 0 present")
      }
      let factor = normalisation == .recursion ? 1 - decay : 1 / survey.totalWeight(decay)
      return factor * sum
    } catch {
      throw RiskError(.insufficientData, found: "\(returns.rows) rows", expected: "a complete row", cause: error)
    }
  }
}

/// What must be known of a table of returns before its products are formed.
struct ReturnSurvey {
  /// Whether each row has all its values.
  let isComplete: [Bool]
  let completeCount: Int
  /// The largest magnitude of each column.
  let largest: [Double]

  init(_ returns: Matrix) throws(RiskError) {
    let (rows, columns) = (returns.rows, returns.columns)
    var largest = [Double](repeating: 0, count: columns)
    var isComplete = [Bool](repeating: true, count: rows)
    var refused: Int?
    returns.storage.withUnsafeBufferPointer { values in
      largest.withUnsafeMutableBufferPointer { largest in
        for row in 0..<rows {
          var check = 0.0
          let start = row * columns
          for j in 0..<columns {
            let magnitude = values[start + j].magnitude
            // NaN compares false and stays out.
            if magnitude > largest[j] { largest[j] = magnitude }
            check += magnitude
          }
          if check.isNaN { isComplete[row] = false }
          if refused == nil, !(check <= 1e150), (0..<columns).contains(where: { values[start + $0].magnitude > 1e150 })
          {
            refused = row
          }
        }
      }
    }
    if let refused {
      let isInfinite = returns.row(refused).contains { $0.isInfinite }
      throw RiskError(
        isInfinite ? .notFinite : .outOfRange, found: "\(returns.row(refused).map(\.magnitude).max() ?? 0)",
        expected: "magnitudes of at most 1e150", index: refused)
    }
    self.largest = largest
    self.isComplete = isComplete
    completeCount = isComplete.reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  /// The rows of a block times the roots of their weights, those not complete as zeros; the weight goes on to the row before.
  func weighted(
    _ returns: Matrix, rows: Range<Int>, decay: Double, from weight: inout Double, into total: inout Double
  ) -> Matrix {
    var roots = [Double](repeating: 0, count: rows.count)
    for row in rows.reversed() {
      if isComplete[row] {
        roots[row - rows.lowerBound] = weight.squareRoot()
        total += weight
      }
      weight *= decay
    }
    let columns = returns.columns
    return returns.storage.withUnsafeBufferPointer { values in
      Matrix(rows: rows.count, columns: columns) { i, j in
        roots[i] == 0 ? 0 : roots[i] * values[(rows.lowerBound + i) * columns + j]
      }
    }
  }

  /// The sum of the weights of all complete rows, the last one's being 1.
  func totalWeight(_ decay: Double) -> Double {
    isComplete.reduce(0) { decay * $0 + ($1 ? 1 : 0) }
  }
}
