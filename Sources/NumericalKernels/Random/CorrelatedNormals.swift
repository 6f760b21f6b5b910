/// Normal vectors with mean zero and a given covariance.
///
/// x = F z for a factor F with covariance F Fᵀ and independent standard normals z. Bit-identical on every machine.
public struct CorrelatedNormals: Hashable, Sendable {
  /// The factor, one row for each component and one column for each independent normal.
  public let factor: Matrix

  /// For each row the number of columns up to the last one that is not zero in it or above it.
  let ends: [Int]

  /// The number of components.
  public var dimensions: Int { factor.rows }

  /// Normals from a factor of the covariance: a lower Cholesky factor, or any other, with fewer columns too.
  ///
  /// - Throws: `notFinite` with the element's index when one is NaN or infinite.
  public init(factor: Matrix) throws(NumericalError) {
    if let odd = factor.storage.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "an element of the factor is \(factor.storage[odd])", index: odd)
    }
    self.factor = factor
    let starts = (0..<factor.columns).map { column in
      (0..<factor.rows).first { factor[$0, column] != 0 } ?? factor.rows
    }
    ends = (0..<factor.rows).map { row in (starts.lastIndex { $0 <= row } ?? -1) + 1 }
  }

  /// Normals with a covariance (or correlation) matrix, which may be singular.
  ///
  /// The factor is the pivoted Cholesky factor; it has as many columns as the matrix has rank.
  ///
  /// - Throws: `dimensionMismatch` unless it is square; `notFinite`; `notSymmetric` beyond 10⁻¹² relative to the
  ///   largest variance; `notPositiveDefinite` with the row when it is indefinite.
  /// - Complexity: O(n² rank).
  public init(covariance: Matrix) throws(NumericalError) {
    try self.init(factor: Self.semidefiniteFactor(covariance))
  }

  /// Fills an array with vectors, one after the other.
  ///
  /// Uses as many words of the stream for each as the factor has columns, so vector i can be reached by a jump.
  ///
  /// - Throws: `dimensionMismatch` when the length is no multiple of the dimensions.
  public func fill(
    _ vectors: inout MutableSpan<Double>, from stream: inout RandomStream
  ) throws(NumericalError) {
    let (count, odd) = vectors.count.quotientAndRemainder(dividingBy: max(1, dimensions))
    guard odd == 0 else {
      throw NumericalError(
        .dimensionMismatch, "\(vectors.count) numbers are no whole vectors of \(dimensions) components")
    }
    // The stream fills fastest by some hundred numbers.
    let block = max(Self.lanes, min(count, 512 / max(1, factor.columns)) / Self.lanes * Self.lanes)
    var normals = [Double](repeating: 0, count: block * factor.columns)
    var beside = [SIMD8<Double>](repeating: .zero, count: factor.columns)
    for first in stride(from: 0, to: count, by: block) {
      let width = min(block, count - first)
      normals.withUnsafeMutableBufferPointer { stream.fillNormals($0.baseAddress, count: width * factor.columns) }
      for vector in stride(from: 0, to: width, by: Self.lanes) {
        let lanes = min(Self.lanes, width - vector)
        for column in 0..<factor.columns {
          for lane in 0..<lanes { beside[column][lane] = normals[(vector + lane) * factor.columns + column] }
        }
        transform(beside.span, lanes, &vectors, first + vector)
      }
    }
  }

  /// The number of vectors that are made beside each other.
  private static let lanes = 8

  /// Vectors from their normals, the same component of all of them side by side.
  private func transform(
    _ normals: Span<SIMD8<Double>>, _ lanes: Int, _ vectors: inout MutableSpan<Double>, _ first: Int
  ) {
    factor.storage.withUnsafeBufferPointer { elements in
      for row in 0..<dimensions {
        var sum = SIMD8<Double>.zero
        let offset = row * factor.columns
        for column in 0..<ends[row] { sum += elements[offset + column] * normals[column] }
        for lane in 0..<lanes { vectors[(first + lane) * dimensions + row] = sum[lane] }
      }
    }
  }

  /// Vectors, one row each.
  ///
  /// - Throws: `invalidArgument` for a negative count.
  public func samples(_ count: Int, from stream: inout RandomStream) throws(NumericalError) -> Matrix {
    guard count >= 0 else { throw NumericalError(.invalidArgument, "a number of vectors expected, is \(count)") }
    var vectors = Matrix(rows: count, columns: dimensions)
    var span = vectors.storage.mutableSpan
    try fill(&span, from: &stream)
    return vectors
  }
}
