public import NumericalKernels

/// A weighted sum over a few paths: what a quantile or a shortfall of a sample is, in terms of the sample.
///
/// The same weights applied to a component of the loss, path by path, give that component's share. Shares of components that add
/// up to the loss on every path add up to the figure, exactly up to rounding, and without any rescaling.
public struct PathWeights: Hashable, Sendable, Codable {
  /// The paths, counted from 0, in order of the loss that they were ranked by.
  public let paths: [Int]
  /// The weight of each; their sum is one for a figure.
  public let weights: [Double]

  /// The number of values that the sum is over, used or not.
  public let sampleCount: Int

  /// The weighted sum of one number for each path of the sample.
  ///
  /// - Throws: `countMismatch` unless there is one value for each path.
  /// - Complexity: O(paths with a weight).
  public func applied(to values: [Double]) throws(ValuationError) -> Double {
    guard values.count == sampleCount else {
      throw ValuationError(
        .countMismatch, found: "\(values.count) values", expected: "\(sampleCount), one for each path")
    }
    return sum { values[$0] }
  }

  /// The weighted sum of each row of a matrix whose columns are the paths: one share for each component.
  ///
  /// - Throws: `countMismatch` unless there is one column for each path.
  /// - Complexity: O(rows × paths with a weight).
  public func applied(to components: Matrix) throws(ValuationError) -> [Double] {
    guard components.columns == sampleCount else {
      throw ValuationError(
        .countMismatch, found: "\(components.columns) columns", expected: "\(sampleCount), one for each path")
    }
    return (0..<components.rows).map { row in sum { components[row, $0] } }
  }

  /// The part of the sum over some of the paths: parts over ranges that are all paths add up to the sum.
  ///
  /// - Complexity: O(paths with a weight).
  package func part(of range: Range<Int>) -> PathWeights {
    let kept = paths.indices.filter { range.contains(paths[$0]) }
    return PathWeights(paths: kept.map { paths[$0] }, weights: kept.map { weights[$0] }, sampleCount: sampleCount)
  }

  /// The weighted sum with compensation (Neumaier), so that large shares that cancel do not spoil the total.
  func sum(_ value: (Int) -> Double) -> Double {
    var sum = 0.0
    var lost = 0.0
    for (path, weight) in zip(paths, weights) {
      let term = weight * value(path)
      let next = sum + term
      lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
      sum = next
    }
    return sum + lost
  }
}
