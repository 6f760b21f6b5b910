/// Where a matrix of single-precision numbers lies in a buffer, and whether a product reads it transposed.
///
/// Element (i, j) of matrix number `b` of a batch is at `offset + b * batchStride + i * rowStride + j`, before the
/// transpose.
public struct FloatBlock: Hashable, Sendable {
  /// The index of the first element.
  public var offset: Int
  /// The distance between the rows as they are stored.
  public var rowStride: Int
  /// The distance between the matrices of a batch; 0 uses one matrix for all.
  public var batchStride: Int
  /// Whether the product takes the transpose of what is stored.
  public var isTransposed: Bool

  /// Describes a block.
  public init(offset: Int = 0, rowStride: Int, batchStride: Int = 0, isTransposed: Bool = false) {
    self.offset = offset
    self.rowStride = rowStride
    self.batchStride = batchStride
    self.isTransposed = isTransposed
  }
}

/// Products of single-precision matrices in row-major buffers, by BLAS.
///
/// For models whose weights are `Float`: no copy, no allocation, batches by strides. Values that are not finite pass
/// through by the rules of IEEE 754, but BLAS may skip a factor that is exactly zero. Equal to rounding across BLAS
/// builds.
public enum FloatBLAS {
  /// For each matrix of a batch, C = α A B + β C with A m x k, B k x n and C m x n after their transposes.
  ///
  /// With `beta` 0 the old C is not read. The matrices of a batch in C must not overlap.
  ///
  /// ```swift
  /// // scores[h] = q[h] k[h]ᵀ for 8 heads of width 64 that lie side by side in rows of 512
  /// let head = FloatBlock(rowStride: 512, batchStride: 64)
  /// let keys = FloatBlock(rowStride: 512, batchStride: 64, isTransposed: true)
  /// try FloatBLAS.gemm(
  ///   m: tokens, n: tokens, k: 64, a: q.span, head, b: k.span, keys,
  ///   c: &scores, FloatBlock(rowStride: tokens, batchStride: tokens * tokens), batch: 8)
  /// ```
  ///
  /// - Throws: `invalidArgument` for a negative size, offset or stride, a row stride shorter than a row, or a
  ///   transposed C; `dimensionMismatch` when a block reaches beyond its buffer; `tooLarge` beyond the range of
  ///   `Int32`.
  /// - Complexity: O(batch · m · n · k).
  public static func gemm(
    m: Int, n: Int, k: Int, alpha: Float = 1, a: Span<Float>, _ aBlock: FloatBlock, b: Span<Float>,
    _ bBlock: FloatBlock,
    beta: Float = 0, c: inout [Float], _ cBlock: FloatBlock, batch: Int = 1
  ) throws(NumericalError) {
    try check(aBlock, m, k, batch, a.count)
    try check(bBlock, k, n, batch, b.count)
    try check(cBlock, m, n, batch, c.count)
    guard !cBlock.isTransposed else { throw NumericalError(.invalidArgument, "the result cannot be transposed") }
    guard m > 0, n > 0 else { return }
    try LAPACK.gemm(m, n, k, alpha, a, aBlock, b, bBlock, beta, &c, cBlock, batch)
  }

  /// y = α A x + β y for a matrix of m rows and n columns after its transpose; with `beta` 0 the old y is not read.
  ///
  /// - Throws: As `gemm`; `dimensionMismatch` unless x has n and y m elements.
  /// - Complexity: O(m · n).
  public static func gemv(
    m: Int, n: Int, alpha: Float = 1, a: Span<Float>, _ block: FloatBlock, x: Span<Float>, beta: Float = 0,
    y: inout [Float]
  ) throws(NumericalError) {
    try check(block, m, n, 1, a.count)
    guard x.count == n, y.count == m else {
      throw NumericalError(.dimensionMismatch, "\(n) and \(m) elements expected, \(x.count) and \(y.count) given")
    }
    guard m > 0 else { return }
    try LAPACK.gemv(m, n, alpha, a, block, x, beta, &y)
  }

  /// Throws unless a block of rows x columns (after its transpose) and its batch lie within a buffer.
  private static func check(_ block: FloatBlock, _ rows: Int, _ columns: Int, _ batch: Int, _ count: Int)
    throws(NumericalError)
  {
    let (stored, width) = block.isTransposed ? (columns, rows) : (rows, columns)
    guard rows >= 0, columns >= 0, batch >= 0, block.offset >= 0, block.batchStride >= 0, block.rowStride >= width
    else {
      throw NumericalError(.invalidArgument, "sizes of 0 or more and a row stride of at least \(width) expected")
    }
    _ = try LAPACK.size(max(rows, columns, block.rowStride))
    guard rows > 0, columns > 0, batch > 0 else { return }
    let (span, overflow) = block.batchStride.multipliedReportingOverflow(by: batch - 1)
    let room = count - ((stored - 1) * block.rowStride + width)
    guard !overflow, block.offset <= room, span <= room - block.offset else {
      throw NumericalError(.dimensionMismatch, "the block reaches beyond a buffer of \(count) elements")
    }
  }
}
