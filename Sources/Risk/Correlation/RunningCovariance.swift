public import NumericalKernels

/// Exponentially weighted covariances that take one more step at a time.
///
/// The state of a service that updates its covariances each day: `add` costs one pass over half the matrix. After the
/// rows of a table it gives what ``ExponentialCovariance/matrix(_:)`` gives, to rounding. Bit-identical everywhere.
public struct RunningCovariance: Hashable, Sendable {
  /// The number of factors.
  public let order: Int
  /// The factor λ from one step to the one before.
  public let decay: Double
  /// The number of complete steps so far.
  public private(set) var count = 0
  /// The weighted sums of products, the lower triangle row by row.
  private var sums: [Double]
  private var weight = 0.0

  /// Starts without a step.
  ///
  /// - Throws: `outOfRange` for a factor that is not between 0 and 1 or an order outside 1...30,000.
  public init(order: Int, decay: Double = 0.94) throws(RiskError) {
    guard decay > 0, decay < 1 else {
      throw RiskError(.outOfRange, found: "decay \(decay)", expected: "a number between 0 and 1")
    }
    guard order >= 1, order <= 30_000 else {
      throw RiskError(.outOfRange, found: "\(order) factors", expected: "1 to 30,000")
    }
    self.order = order
    self.decay = decay
    sums = [Double](repeating: 0, count: order * (order + 1) / 2)
  }

  /// Adds the returns of one step; a step with a NaN passes without adding anything.
  ///
  /// - Throws: `countMismatch`; `notFinite` for an infinity and `outOfRange` for a magnitude above 1e150, with the
  ///   factor; the state then stays as it was.
  /// - Complexity: O(order²).
  public mutating func add(_ returns: [Double]) throws(RiskError) {
    guard returns.count == order else {
      throw RiskError(.countMismatch, found: "\(returns.count) returns", expected: "\(order)")
    }
    if let odd = returns.firstIndex(where: { $0.magnitude > 1e150 }) {
      throw RiskError(
        returns[odd].isInfinite ? .notFinite : .outOfRange, found: "\(returns[odd])",
        expected: "a magnitude of at most 1e150", index: odd)
    }
    let isComplete = !returns.contains { $0.isNaN }
    weight = decay * weight + (isComplete ? 1 : 0)
    count += isComplete ? 1 : 0
    let decay = decay
    sums.withUnsafeMutableBufferPointer { sums in
      returns.withUnsafeBufferPointer { x in
        guard isComplete else {
          for place in sums.indices { sums[place] *= decay }
          return
        }
        var start = 0
        for i in x.indices {
          let factor = x[i]
          for j in 0...i { sums[start + j] = decay * sums[start + j] + factor * x[j] }
          start += i + 1
        }
      }
    }
  }

  /// One covariance: the weighted mean of products about zero.
  ///
  /// NaN before the first complete step.
  public subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < order && column >= 0 && column < order, "index out of range")
    let (low, high) = (min(row, column), max(row, column))
    return sums[high * (high + 1) / 2 + low] / weight
  }

  /// The covariances.
  ///
  /// - Throws: `insufficientData` before the first complete step.
  /// - Complexity: O(order²).
  public var matrix: Matrix {
    get throws(RiskError) {
      guard weight > 0 else {
        throw RiskError(.insufficientData, found: "no complete step", expected: "at least one")
      }
      return Matrix(rows: order, columns: order) { self[$0, $1] }
    }
  }
}
