internal import CCarbon254Kernels

/// A sum of weighted products w x xᵀ of rows x, taken up block by block.
///
/// ```swift
/// var sum = try WeightedProductSum(order: returns.columns)
/// try sum.add(returns, rows: 0..<returns.rows, weights: weights)
/// sum.matrix                      // Σ wₖ xₖ xₖᵀ, symmetric
/// ```
///
/// A kernel of the house, by tiles in vector registers without fused operations: the same bits everywhere, whatever the
/// BLAS.
public struct WeightedProductSum: Sendable {
  /// The number of columns of the rows.
  public let order: Int
  /// Tiles of 8 x 8 in a square matrix of full panels; those above the diagonal are not kept up.
  private var sums: [Double]

  private var panels: Int { (order + 7) / 8 }

  /// Starts at zero.
  ///
  /// - Throws: `invalidArgument` for a negative order, `tooLarge` for one above 30,000.
  public init(order: Int) throws(NumericalError) {
    guard order >= 0 else { throw NumericalError(.invalidArgument, "an order of 0 or more expected, \(order) given") }
    guard order <= 30_000 else {
      throw NumericalError(.tooLarge, "an order of at most 30,000 expected, \(order) given")
    }
    self.order = order
    let side = (order + 7) / 8 * 8
    sums = [Double](repeating: 0, count: side * side)
  }

  /// Adds the products of some rows of a matrix; a row of weight zero is not read.
  ///
  /// Values that are not finite pass through by the rules of IEEE 754.
  ///
  /// - Throws: `dimensionMismatch` for another number of columns, rows beyond the matrix, or a weight for each row not
  ///   given.
  /// - Complexity: O(rows · order²), by blocks of 128 rows.
  public mutating func add(_ data: Matrix, rows: Range<Int>, weights: [Double]) throws(NumericalError) {
    guard data.columns == order, rows.lowerBound >= 0, rows.upperBound <= data.rows, weights.count == rows.count else {
      throw NumericalError(
        .dimensionMismatch,
        "rows of \(order) columns within \(data.rows) rows and a weight for each expected; \(data.columns) columns, rows "
          + "\(rows) and \(weights.count) weights given")
    }
    guard order > 0 else { return }
    let length = min(128, rows.count)
    var plain = [Double](repeating: 0, count: 8 * panels * length)
    var scaled = plain
    var start = 0
    while start < rows.count {
      let count = min(length, rows.count - start)
      pack(data, from: rows.lowerBound + start, weights[start..<start + count], &plain, &scaled)
      c254_add_products(scaled, plain, count, panels, &sums)
      start += count
    }
  }

  /// Lays rows out in panels of eight columns, as they are and times their weights.
  private func pack(
    _ data: Matrix, from first: Int, _ weights: ArraySlice<Double>, _ plain: inout [Double], _ scaled: inout [Double]
  ) {
    let (order, count) = (order, weights.count)
    data.storage.withUnsafeBufferPointer { values in
      plain.withUnsafeMutableBufferPointer { plain in
        scaled.withUnsafeMutableBufferPointer { scaled in
          for (k, weight) in weights.enumerated() {
            let row = (first + k) * order
            for panel in 0..<(order + 7) / 8 {
              let (from, to) = (row + 8 * panel, 8 * (panel * count + k))
              let width = min(8, order - 8 * panel)
              for i in 0..<8 {
                let value = i < width && weight != 0 ? values[from + i] : 0
                plain[to + i] = value
                scaled[to + i] = weight * value
              }
            }
          }
        }
      }
    }
  }

  /// One element of the sum.
  public subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < order && column >= 0 && column < order, "index out of range")
    return sums[max(row, column) * 8 * panels + min(row, column)]
  }

  /// The sum.
  public var matrix: Matrix { matrix(times: 1) }

  /// The sum times a factor.
  public func matrix(times factor: Double) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    let stride = 8 * panels
    for i in 0..<order {
      for j in 0...i { result.storage[i * order + j] = factor * sums[i * stride + j] }
    }
    result.mirrorLower()
    return result
  }
}
