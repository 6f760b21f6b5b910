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
/// About zero, as RiskMetrics takes returns (J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th ed., 1996,
/// section 5.2). A row with a missing value takes its step but adds nothing.
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
  /// From the last row backwards, as long as the rows before could still change a digit: what is left out is bounded by
  /// their largest values and falls short of half a unit in the last place of √(σᵢᵢ σⱼⱼ). Bit-identical everywhere.
  ///
  /// - Throws: `insufficientData` without a complete row; `notFinite` for an infinity and `outOfRange` for a magnitude
  ///   above 1e150, with the row.
  /// - Complexity: O(rows · columns + r · columns²), r the rows that count: about 36 / (1 - λ) at most.
  public func matrix(_ returns: Matrix) throws(RiskError) -> Matrix {
    let survey = try ReturnSurvey(returns)
    let order = returns.columns
    do throws(NumericalError) {
      var sum = try WeightedProductSum(order: order)
      var (weight, total) = (1.0, 0.0)
      var end = returns.rows
      while end > 0 {
        let start = max(0, end - 128)
        let weights = survey.weights(of: start..<end, decay: decay, from: &weight)
        total += weights.reduce(0, +)
        try sum.add(returns, rows: start..<end, weights: weights)
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
      return sum.matrix(times: normalisation == .recursion ? 1 - decay : 1 / survey.totalWeight(decay))
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
          var check = SIMD4<Double>(repeating: 0)
          let start = row * columns
          var j = 0
          while j + 4 <= columns {
            let place = start + j
            let size = SIMD4(
              values[place].magnitude, values[place + 1].magnitude, values[place + 2].magnitude,
              values[place + 3].magnitude)
            check += size
            // NaN compares false and stays out.
            for k in 0..<4 where size[k] > largest[j + k] { largest[j + k] = size[k] }
            j += 4
          }
          while j < columns {
            let size = values[start + j].magnitude
            check[0] += size
            if size > largest[j] { largest[j] = size }
            j += 1
          }
          let total = check.sum()
          if total.isNaN { isComplete[row] = false }
          if refused == nil, !(total <= 1e150), (0..<columns).contains(where: { values[start + $0].magnitude > 1e150 })
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

  /// The weights of rows, 0 for those not complete; the weight goes on to the row before.
  func weights(of rows: Range<Int>, decay: Double, from weight: inout Double) -> [Double] {
    var weights = [Double](repeating: 0, count: rows.count)
    for row in rows.reversed() {
      if isComplete[row] { weights[row - rows.lowerBound] = weight }
      weight *= decay
    }
    return weights
  }

  /// The sum of the weights of all complete rows, the last one's being 1.
  func totalWeight(_ decay: Double) -> Double {
    isComplete.reduce(0) { decay * $0 + ($1 ? 1 : 0) }
  }
}
