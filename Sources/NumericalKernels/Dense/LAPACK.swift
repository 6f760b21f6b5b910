internal import CCarbon254BLAS

/// The only caller of BLAS and LAPACK.
///
/// A bad argument makes the Fortran library end the process, so each function checks counts and the range of `Int32`
/// and throws first; what the types around it hand over has passed `finite`. Sizes of zero return without a call. All
/// arrays are column-major and dense (leading dimension = rows) unless a parameter says otherwise: a row-major `Matrix`
/// passes as its transpose without a copy.
enum LAPACK {
  static let upper = CChar(UInt8(ascii: "U"))
  static let lower = CChar(UInt8(ascii: "L"))
  static let plain = CChar(UInt8(ascii: "N"))
  static let transposed = CChar(UInt8(ascii: "T"))
  static let left = CChar(UInt8(ascii: "L"))
  static let oneNorm = CChar(UInt8(ascii: "1"))
  static let infinityNorm = CChar(UInt8(ascii: "I"))

  // MARK: Checks

  /// A size as Fortran takes it.
  static func size(_ count: Int) throws(NumericalError) -> Int32 {
    guard let size = Int32(exactly: count) else {
      throw NumericalError(.tooLarge, "a size of at most \(Int32.max) expected, \(count) given")
    }
    guard size >= 0 else { throw NumericalError(.dimensionMismatch, "a size is negative: \(count)") }
    return size
  }

  /// Throws unless an array has room for what the call touches.
  static func hold(_ count: Int, _ needed: Int) throws(NumericalError) {
    guard count >= needed else {
      throw NumericalError(.dimensionMismatch, "\(needed) elements expected, \(count) given")
    }
  }

  /// Throws `notFinite` with the index of the first NaN or infinity.
  static func finite(_ values: [Double], _ what: String) throws(NumericalError) {
    if let index = values.firstNonFinite {
      throw NumericalError(.notFinite, "\(what) holds a value that is not finite", index: index)
    }
  }

  /// A vector that has the elements an operation needs, all finite.
  static func vector(_ values: [Double], _ count: Int) throws(NumericalError) -> [Double] {
    guard values.count == count else {
      throw NumericalError(.dimensionMismatch, "\(count) elements expected, \(values.count) given")
    }
    try finite(values, "the vector")
    return values
  }

  /// Throws for an `info` that names a bad argument, which the checks above rule out.
  private static func accept(_ info: Int32) throws(NumericalError) {
    guard info >= 0 else { throw NumericalError(.invalidArgument, "LAPACK refuses argument \(-info)") }
  }

  /// A workspace length from a query, which LAPACK answers in a double.
  private static func workspace(_ answer: Double) throws(NumericalError) -> Int32 {
    guard answer >= 0, answer <= Double(Int32.max) else {
      throw NumericalError(.tooLarge, "the workspace is beyond \(Int32.max) elements")
    }
    return max(1, Int32(answer))
  }

  // MARK: Products (row-major operands)

  /// The leading dimension of a view's rows, or of its columns when it is a transposed one.
  private static func leading(_ view: MatrixView) throws(NumericalError) -> (transposition: CChar, stride: Int32) {
    if view.columnStride == 1 { return (plain, try size(max(1, view.columns, view.rowStride))) }
    return (transposed, try size(max(1, view.rows, view.columnStride)))
  }

  /// What β does to a product of nothing.
  private static func scale(_ values: inout [Double], by beta: Double) {
    for i in values.indices { values[i] = beta == 0 ? 0 : beta * values[i] }
  }

  /// C = α A B + β C.
  static func gemm(_ alpha: Double, _ a: MatrixView, _ b: MatrixView, _ beta: Double, _ c: inout Matrix)
    throws(NumericalError)
  {
    guard a.columns == b.rows, c.rows == a.rows, c.columns == b.columns else {
      throw NumericalError(
        .dimensionMismatch,
        "\(a.rows) x \(a.columns) times \(b.rows) x \(b.columns) does not make \(c.rows) x \(c.columns)")
    }
    let (m, n, k) = (try size(a.rows), try size(b.columns), try size(a.columns))
    guard m > 0, n > 0 else { return }
    guard k > 0 else { return scale(&c.storage, by: beta) }
    let (first, second) = (try leading(b), try leading(a))
    a.storage.withUnsafeBufferPointer { aBuffer in
      b.storage.withUnsafeBufferPointer { bBuffer in
        guard let aStart = aBuffer.baseAddress, let bStart = bBuffer.baseAddress else { return }
        c254_dgemm(
          first.transposition, second.transposition, n, m, k, alpha, bStart + b.offset, first.stride,
          aStart + a.offset, second.stride, beta, &c.storage, n)
      }
    }
  }

  /// y = α A x + β y.
  static func gemv(_ alpha: Double, _ a: MatrixView, _ x: [Double], _ beta: Double, _ y: inout [Double])
    throws(NumericalError)
  {
    guard a.columns == x.count, y.count == a.rows else {
      throw NumericalError(
        .dimensionMismatch, "\(a.rows) x \(a.columns) times \(x.count) does not make \(y.count) elements")
    }
    let layout = try leading(a)
    let isPlain = layout.transposition == plain
    let (m, n) = isPlain ? (try size(a.columns), try size(a.rows)) : (try size(a.rows), try size(a.columns))
    guard a.rows > 0 else { return }
    guard a.columns > 0 else { return scale(&y, by: beta) }
    a.storage.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      c254_dgemv(isPlain ? transposed : plain, m, n, alpha, start + a.offset, layout.stride, x, 1, beta, &y, 1)
    }
  }

  /// The lower triangle of C = α A Aᵀ + β C.
  static func syrk(_ alpha: Double, _ a: MatrixView, _ beta: Double, _ c: inout Matrix) throws(NumericalError) {
    guard c.rows == a.rows, c.columns == a.rows else {
      throw NumericalError(.dimensionMismatch, "the product is \(a.rows) square, not \(c.rows) x \(c.columns)")
    }
    let (n, k, layout) = (try size(a.rows), try size(a.columns), try leading(a))
    guard n > 0 else { return }
    guard k > 0 else { return scale(&c.storage, by: beta) }
    a.storage.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let operation = layout.transposition == plain ? transposed : plain
      c254_dsyrk(upper, operation, n, k, alpha, start + a.offset, layout.stride, beta, &c.storage, n)
    }
  }

  // MARK: Triangles

  /// B = T⁻¹ B or T⁻ᵀ B for a triangle of order n with a leading dimension.
  static func solveTriangle(
    _ triangle: CChar, _ operation: CChar, _ n: Int, _ a: [Double], _ leading: Int, _ b: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let (order, stride, rightSides) = (try size(n), try size(leading), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(a.count, leading * (n - 1) + n)
    try hold(b.count, n * count)
    try hold(leading, n)
    c254_dtrsm(left, triangle, operation, plain, order, rightSides, 1, a, stride, &b, order)
  }

  /// B = T B or Tᵀ B for a triangle of order n.
  static func multiplyTriangle(
    _ triangle: CChar, _ operation: CChar, _ n: Int, _ a: [Double], _ b: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let (order, rightSides) = (try size(n), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(a.count, n * n)
    try hold(b.count, n * count)
    c254_dtrmm(left, triangle, operation, plain, order, rightSides, 1, a, order, &b, order)
  }

  /// The reciprocal condition number of an upper triangle in the 1-norm.
  static func triangleCondition(_ n: Int, _ a: [Double], _ leading: Int) throws(NumericalError) -> Double {
    let (order, stride) = (try size(n), try size(leading))
    guard n > 0 else { return 1 }
    try hold(a.count, leading * (n - 1) + n)
    try hold(leading, n)
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 3 * n), [Int32](repeating: 0, count: n))
    try accept(c254_dtrcon(oneNorm, upper, plain, order, a, stride, &rcond, &work, &integers))
    return rcond
  }

  // MARK: LU

  /// Factors a square matrix in place; `zeroPivot` is the first pivot that is exactly zero.
  static func factorLU(_ n: Int, _ a: inout [Double]) throws(NumericalError) -> (pivots: [Int32], zeroPivot: Int?) {
    let order = try size(n)
    try hold(a.count, n * n)
    guard n > 0 else { return ([], nil) }
    var pivots = [Int32](repeating: 0, count: n)
    let info = c254_dgetrf(order, order, &a, order, &pivots)
    try accept(info)
    return (pivots, info > 0 ? Int(info) - 1 : nil)
  }

  /// Solves with LU factors.
  static func solveLU(
    _ operation: CChar, _ n: Int, _ factors: [Double], _ pivots: [Int32], _ b: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let (order, rightSides) = (try size(n), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(factors.count, n * n)
    try hold(pivots.count, n)
    try hold(b.count, n * count)
    try accept(c254_dgetrs(operation, order, rightSides, factors, order, pivots, &b, order))
  }

  /// The inverse from LU factors.
  static func invertLU(_ n: Int, _ factors: [Double], _ pivots: [Int32]) throws(NumericalError) -> [Double] {
    let order = try size(n)
    try hold(factors.count, n * n)
    try hold(pivots.count, n)
    guard n > 0 else { return [] }
    var (inverse, answer) = (factors, 0.0)
    try accept(c254_dgetri(order, &inverse, order, pivots, &answer, -1))
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    try accept(c254_dgetri(order, &inverse, order, pivots, &work, length))
    return inverse
  }

  /// The reciprocal condition number from LU factors, in the norm named.
  static func conditionLU(_ norm: CChar, _ n: Int, _ factors: [Double], _ size: Double) throws(NumericalError) -> Double
  {
    let order = try self.size(n)
    try hold(factors.count, n * n)
    guard n > 0 else { return 1 }
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 4 * n), [Int32](repeating: 0, count: n))
    try accept(c254_dgecon(norm, order, factors, order, size, &rcond, &work, &integers))
    return rcond
  }

  // MARK: Cholesky

  /// Factors a symmetric matrix in place, A = UᵀU from the upper triangle; returns the first pivot that is not
  /// positive.
  static func factorCholesky(_ n: Int, _ a: inout [Double]) throws(NumericalError) -> Int? {
    let order = try size(n)
    try hold(a.count, n * n)
    guard n > 0 else { return nil }
    let info = c254_dpotrf(upper, order, &a, order)
    try accept(info)
    return info > 0 ? Int(info) - 1 : nil
  }

  /// Solves with a Cholesky factor U.
  static func solveCholesky(_ n: Int, _ factor: [Double], _ b: inout [Double], _ count: Int) throws(NumericalError) {
    let (order, rightSides) = (try size(n), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(factor.count, n * n)
    try hold(b.count, n * count)
    try accept(c254_dpotrs(upper, order, rightSides, factor, order, &b, order))
  }

  /// The upper triangle of the inverse from a Cholesky factor U.
  static func invertCholesky(_ n: Int, _ factor: [Double]) throws(NumericalError) -> [Double] {
    let order = try size(n)
    try hold(factor.count, n * n)
    guard n > 0 else { return [] }
    var inverse = factor
    try accept(c254_dpotri(upper, order, &inverse, order))
    return inverse
  }

  /// The reciprocal condition number in the 1-norm from a Cholesky factor U.
  static func conditionCholesky(_ n: Int, _ factor: [Double], _ norm: Double) throws(NumericalError) -> Double {
    let order = try size(n)
    try hold(factor.count, n * n)
    guard n > 0 else { return 1 }
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 3 * n), [Int32](repeating: 0, count: n))
    try accept(c254_dpocon(upper, order, factor, order, norm, &rcond, &work, &integers))
    return rcond
  }

  /// Factors a semidefinite matrix in place with diagonal pivoting, PᵀAP = UᵀU; a negative tolerance asks for the
  /// default.
  static func factorPivotedCholesky(_ n: Int, _ a: inout [Double], tolerance: Double) throws(NumericalError)
    -> (permutation: [Int32], rank: Int)
  {
    let order = try size(n)
    try hold(a.count, n * n)
    guard n > 0 else { return ([], 0) }
    var (permutation, rank) = ([Int32](repeating: 0, count: n), Int32(0))
    var work = [Double](repeating: 0, count: 2 * n)
    try accept(c254_dpstrf(upper, order, &a, order, &permutation, &rank, tolerance, &work))
    return (permutation, Int(rank))
  }

  // MARK: Orthogonal factors

  /// Factors an m x n matrix in place, A = QR or, with pivoting, AP = QR.
  static func factorQR(_ m: Int, _ n: Int, _ a: inout [Double], pivoting: Bool) throws(NumericalError)
    -> (tau: [Double], permutation: [Int32])
  {
    let (rows, columns) = (try size(m), try size(n))
    try hold(a.count, m * n)
    guard m > 0, n > 0 else { return ([], (0..<columns).map { $0 + 1 }) }
    var (tau, permutation) = ([Double](repeating: 0, count: min(m, n)), [Int32](repeating: 0, count: n))
    var answer = 0.0
    if pivoting {
      try accept(c254_dgeqp3(rows, columns, &a, rows, &permutation, &tau, &answer, -1))
    } else {
      try accept(c254_dgeqrf(rows, columns, &a, rows, &tau, &answer, -1))
    }
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    if pivoting {
      try accept(c254_dgeqp3(rows, columns, &a, rows, &permutation, &tau, &work, length))
    } else {
      try accept(c254_dgeqrf(rows, columns, &a, rows, &tau, &work, length))
      for j in 0..<n { permutation[j] = Int32(j) + 1 }
    }
    return (tau, permutation)
  }

  /// C = Q C or QᵀC for the m x m orthogonal factor held in m x n reflectors; C has m rows.
  static func applyQ(
    _ operation: CChar, _ m: Int, _ n: Int, _ reflectors: [Double], _ tau: [Double], _ c: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let (rows, rightSides, reflections) = (try size(m), try size(count), try size(min(m, n)))
    try hold(reflectors.count, m * n)
    try hold(tau.count, min(m, n))
    try hold(c.count, m * count)
    guard m > 0, n > 0, count > 0 else { return }
    var answer = 0.0
    try accept(
      c254_dormqr(left, operation, rows, rightSides, reflections, reflectors, rows, tau, &c, rows, &answer, -1))
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    try accept(
      c254_dormqr(left, operation, rows, rightSides, reflections, reflectors, rows, tau, &c, rows, &work, length))
  }

  // MARK: Least squares of any rank

  /// The solution of least norm by a complete orthogonal factorisation; b has max(m, n) rows and keeps n of them.
  static func leastSquaresByQR(
    _ m: Int, _ n: Int, _ a: inout [Double], _ b: inout [Double], _ count: Int, tolerance: Double
  ) throws(NumericalError) -> Int {
    let (rows, columns, rightSides, stride) = (try size(m), try size(n), try size(count), try size(max(m, n)))
    try hold(a.count, m * n)
    try hold(b.count, max(m, n) * count)
    guard m > 0, n > 0, count > 0 else { return 0 }
    var (permutation, rank, answer) = ([Int32](repeating: 0, count: n), Int32(0), 0.0)
    try accept(
      c254_dgelsy(rows, columns, rightSides, &a, rows, &b, stride, &permutation, tolerance, &rank, &answer, -1))
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    try accept(
      c254_dgelsy(rows, columns, rightSides, &a, rows, &b, stride, &permutation, tolerance, &rank, &work, length))
    return Int(rank)
  }

  /// The solution of least norm by singular values; b has max(m, n) rows and keeps n of them.
  static func leastSquaresBySVD(
    _ m: Int, _ n: Int, _ a: inout [Double], _ b: inout [Double], _ count: Int, tolerance: Double
  ) throws(NumericalError) -> (rank: Int, singularValues: [Double]) {
    let (rows, columns, rightSides, stride) = (try size(m), try size(n), try size(count), try size(max(m, n)))
    try hold(a.count, m * n)
    try hold(b.count, max(m, n) * count)
    guard m > 0, n > 0, count > 0 else { return (0, []) }
    var (values, rank) = ([Double](repeating: 0, count: min(m, n)), Int32(0))
    var (answer, integerAnswer) = (0.0, Int32(0))
    try accept(
      c254_dgelsd(
        rows, columns, rightSides, &a, rows, &b, stride, &values, tolerance, &rank, &answer, -1, &integerAnswer))
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    var integers = [Int32](repeating: 0, count: Int(max(1, integerAnswer)))
    let info = c254_dgelsd(
      rows, columns, rightSides, &a, rows, &b, stride, &values, tolerance, &rank, &work, length, &integers)
    try accept(info)
    guard info == 0 else { throw NumericalError(.notConverged, "\(info) singular values did not converge") }
    return (Int(rank), values)
  }

  // MARK: Eigenvalues and singular values

  /// Eigenvalues in rising order from the upper triangle; with vectors, `a` becomes the eigenvectors, one to a column.
  static func eigen(_ n: Int, _ a: inout [Double], vectors: Bool) throws(NumericalError) -> [Double] {
    let order = try size(n)
    try hold(a.count, n * n)
    guard n > 0 else { return [] }
    _ = try workspace(vectors ? 1 + 6 * Double(n) + 2 * Double(n) * Double(n) : 2 * Double(n) + 1)
    let job = vectors ? CChar(UInt8(ascii: "V")) : plain
    var (values, answer, integerAnswer) = ([Double](repeating: 0, count: n), 0.0, Int32(0))
    try accept(c254_dsyevd(job, upper, order, &a, order, &values, &answer, -1, &integerAnswer, -1))
    let (length, integerLength) = (try workspace(answer), max(1, integerAnswer))
    var work = [Double](repeating: 0, count: Int(length))
    var integers = [Int32](repeating: 0, count: Int(integerLength))
    let info = c254_dsyevd(job, upper, order, &a, order, &values, &work, length, &integers, integerLength)
    try accept(info)
    guard info == 0 else { throw NumericalError(.notConverged, "an eigenvalue did not converge") }
    return values
  }

  /// Thin singular value decomposition of an m x n matrix; without vectors `u` and `vt` are empty.
  static func singularValues(_ m: Int, _ n: Int, _ a: inout [Double], vectors: Bool) throws(NumericalError)
    -> (u: [Double], values: [Double], vt: [Double])
  {
    let (rows, columns, k) = (try size(m), try size(n), min(m, n))
    try hold(a.count, m * n)
    guard k > 0 else { return ([], [], []) }
    let small = Double(k)
    _ = try workspace(4 * small * small + 7 * small + 3 * small + Double(max(m, n)))
    let job = vectors ? CChar(UInt8(ascii: "S")) : plain
    var (values, answer) = ([Double](repeating: 0, count: k), 0.0)
    var u = [Double](repeating: 0, count: vectors ? m * k : 1)
    var vt = [Double](repeating: 0, count: vectors ? k * n : 1)
    var integers = [Int32](repeating: 0, count: 8 * k)
    let stride = vectors ? Int32(k) : 1
    try accept(c254_dgesdd(job, rows, columns, &a, rows, &values, &u, rows, &vt, stride, &answer, -1, &integers))
    let length = try workspace(answer)
    var work = [Double](repeating: 0, count: Int(length))
    let info = c254_dgesdd(job, rows, columns, &a, rows, &values, &u, rows, &vt, stride, &work, length, &integers)
    try accept(info)
    guard info == 0 else { throw NumericalError(.notConverged, "a singular value did not converge") }
    return vectors ? (u, values, vt) : ([], values, [])
  }

  // MARK: Bands

  /// y = A x for a band matrix.
  static func gbmv(_ a: BandMatrix, _ x: [Double], _ y: inout [Double]) throws(NumericalError) {
    guard x.count == a.order, y.count == a.order else {
      throw NumericalError(.dimensionMismatch, "\(a.order) elements expected, \(x.count) given")
    }
    let (order, lower, upper, height) = (try size(a.order), try size(a.lower), try size(a.upper), try size(a.height))
    guard order > 0 else { return }
    c254_dgbmv(plain, order, order, lower, upper, 1, a.storage, height, x, 1, 0, &y, 1)
  }

  /// Factors a band in place, with `lower` spare rows on top of each column; `zeroPivot` is the first pivot that is
  /// exactly zero.
  static func factorBandLU(_ n: Int, _ lower: Int, _ upper: Int, _ a: inout [Double]) throws(NumericalError)
    -> (pivots: [Int32], zeroPivot: Int?)
  {
    let height = 2 * lower + upper + 1
    let (order, below, above, stride) = (try size(n), try size(lower), try size(upper), try size(height))
    try hold(a.count, n * height)
    guard n > 0 else { return ([], nil) }
    var pivots = [Int32](repeating: 0, count: n)
    let info = c254_dgbtrf(order, order, below, above, &a, stride, &pivots)
    try accept(info)
    return (pivots, info > 0 ? Int(info) - 1 : nil)
  }

  /// Solves with the LU factors of a band.
  static func solveBandLU(
    _ operation: CChar, _ n: Int, _ lower: Int, _ upper: Int, _ factors: [Double], _ pivots: [Int32],
    _ b: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let height = 2 * lower + upper + 1
    let (order, below, above, stride) = (try size(n), try size(lower), try size(upper), try size(height))
    let rightSides = try size(count)
    guard n > 0, count > 0 else { return }
    try hold(factors.count, n * height)
    try hold(pivots.count, n)
    try hold(b.count, n * count)
    try accept(c254_dgbtrs(operation, order, below, above, rightSides, factors, stride, pivots, &b, order))
  }

  /// The reciprocal condition number in the 1-norm from the LU factors of a band.
  static func conditionBandLU(
    _ n: Int, _ lower: Int, _ upper: Int, _ factors: [Double], _ pivots: [Int32], _ norm: Double
  ) throws(NumericalError) -> Double {
    let height = 2 * lower + upper + 1
    let (order, below, above, stride) = (try size(n), try size(lower), try size(upper), try size(height))
    guard n > 0 else { return 1 }
    try hold(factors.count, n * height)
    try hold(pivots.count, n)
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 3 * n), [Int32](repeating: 0, count: n))
    try accept(
      c254_dgbcon(oneNorm, order, below, above, factors, stride, pivots, norm, &rcond, &work, &integers))
    return rcond
  }

  /// Factors a symmetric band in place from its lower diagonals; returns the first pivot that is not positive.
  static func factorBandCholesky(_ n: Int, _ width: Int, _ a: inout [Double]) throws(NumericalError) -> Int? {
    let (order, below, stride) = (try size(n), try size(width), try size(width + 1))
    try hold(a.count, n * (width + 1))
    guard n > 0 else { return nil }
    let info = c254_dpbtrf(lower, order, below, &a, stride)
    try accept(info)
    return info > 0 ? Int(info) - 1 : nil
  }

  /// Solves with the Cholesky factor of a band.
  static func solveBandCholesky(_ n: Int, _ width: Int, _ factor: [Double], _ b: inout [Double], _ count: Int)
    throws(NumericalError)
  {
    let (order, below, stride, rightSides) = (try size(n), try size(width), try size(width + 1), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(factor.count, n * (width + 1))
    try hold(b.count, n * count)
    try accept(c254_dpbtrs(lower, order, below, rightSides, factor, stride, &b, order))
  }

  /// The reciprocal condition number in the 1-norm from the Cholesky factor of a band.
  static func conditionBandCholesky(_ n: Int, _ width: Int, _ factor: [Double], _ norm: Double) throws(NumericalError)
    -> Double
  {
    let (order, below, stride) = (try size(n), try size(width), try size(width + 1))
    guard n > 0 else { return 1 }
    try hold(factor.count, n * (width + 1))
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 3 * n), [Int32](repeating: 0, count: n))
    try accept(c254_dpbcon(lower, order, below, factor, stride, norm, &rcond, &work, &integers))
    return rcond
  }

  // MARK: Three diagonals

  /// Factors a tridiagonal matrix in place; returns the first pivot that is exactly zero.
  static func factorTridiagonal(_ factors: inout TridiagonalFactors) throws(NumericalError) -> Int? {
    let n = factors.diagonal.count
    let order = try size(n)
    guard n > 0 else { return nil }
    try hold(factors.lower.count, n - 1)
    try hold(factors.upper.count, n - 1)
    factors.second = [Double](repeating: 0, count: max(1, n - 2))
    factors.pivots = [Int32](repeating: 0, count: n)
    let info = c254_dgttrf(
      order, &factors.lower, &factors.diagonal, &factors.upper, &factors.second, &factors.pivots)
    try accept(info)
    return info > 0 ? Int(info) - 1 : nil
  }

  /// Solves with tridiagonal LU factors.
  static func solveTridiagonal(_ operation: CChar, _ factors: TridiagonalFactors, _ b: inout [Double], _ count: Int)
    throws(NumericalError)
  {
    let n = factors.diagonal.count
    let (order, rightSides) = (try size(n), try size(count))
    guard n > 0, count > 0 else { return }
    try hold(b.count, n * count)
    try accept(
      c254_dgttrs(
        operation, order, rightSides, factors.lower, factors.diagonal, factors.upper, factors.second, factors.pivots,
        &b, order))
  }

  /// The reciprocal condition number in the 1-norm from tridiagonal LU factors.
  static func conditionTridiagonal(_ factors: TridiagonalFactors, _ norm: Double) throws(NumericalError) -> Double {
    let n = factors.diagonal.count
    let order = try size(n)
    guard n > 0 else { return 1 }
    var (rcond, work, integers) = (0.0, [Double](repeating: 0, count: 2 * n), [Int32](repeating: 0, count: n))
    try accept(
      c254_dgtcon(
        oneNorm, order, factors.lower, factors.diagonal, factors.upper, factors.second, factors.pivots, norm, &rcond,
        &work, &integers))
    return rcond
  }

  /// Factors a symmetric tridiagonal matrix in place; returns the first pivot that is not positive.
  static func factorSymmetricTridiagonal(_ diagonal: inout [Double], _ beside: inout [Double]) throws(NumericalError)
    -> Int?
  {
    let order = try size(diagonal.count)
    guard order > 0 else { return nil }
    try hold(beside.count, diagonal.count - 1)
    let info = c254_dpttrf(order, &diagonal, &beside)
    try accept(info)
    return info > 0 ? Int(info) - 1 : nil
  }

  /// Solves with symmetric tridiagonal factors.
  static func solveSymmetricTridiagonal(
    _ diagonal: [Double], _ beside: [Double], _ b: inout [Double], _ count: Int
  ) throws(NumericalError) {
    let (order, rightSides) = (try size(diagonal.count), try size(count))
    guard order > 0, count > 0 else { return }
    try hold(beside.count, diagonal.count - 1)
    try hold(b.count, diagonal.count * count)
    try accept(c254_dpttrs(order, rightSides, diagonal, beside, &b, order))
  }

  /// The reciprocal condition number in the 1-norm from symmetric tridiagonal factors.
  static func conditionSymmetricTridiagonal(_ diagonal: [Double], _ beside: [Double], _ norm: Double)
    throws(NumericalError) -> Double
  {
    let order = try size(diagonal.count)
    guard order > 0 else { return 1 }
    try hold(beside.count, diagonal.count - 1)
    var (rcond, work) = (0.0, [Double](repeating: 0, count: diagonal.count))
    try accept(c254_dptcon(order, diagonal, beside, norm, &rcond, &work))
    return rcond
  }

  // MARK: Single precision (row-major blocks that the caller has checked against their buffers)

  /// C = α A B + β C for each matrix of a batch.
  static func gemm(
    _ m: Int, _ n: Int, _ k: Int, _ alpha: Float, _ a: Span<Float>, _ aBlock: FloatBlock, _ b: Span<Float>,
    _ bBlock: FloatBlock, _ beta: Float, _ c: inout [Float], _ cBlock: FloatBlock, _ batch: Int
  ) throws(NumericalError) {
    let (rows, columns, inner) = (try size(m), try size(n), try size(k))
    let aStride = try size(max(1, aBlock.rowStride))
    let bStride = try size(max(1, bBlock.rowStride))
    let cStride = try size(max(1, cBlock.rowStride))
    let (first, second) = (bBlock.isTransposed ? transposed : plain, aBlock.isTransposed ? transposed : plain)
    a.withUnsafeBufferPointer { aBuffer in
      b.withUnsafeBufferPointer { bBuffer in
        c.withUnsafeMutableBufferPointer { cBuffer in
          guard let cStart = cBuffer.baseAddress else { return }
          // With nothing to sum over, A and B are not read; any address will do.
          let aStart = k > 0 ? aBuffer.baseAddress ?? UnsafePointer(cStart) : UnsafePointer(cStart)
          let bStart = k > 0 ? bBuffer.baseAddress ?? UnsafePointer(cStart) : UnsafePointer(cStart)
          for item in 0..<batch {
            c254_sgemm(
              first, second, columns, rows, inner, alpha,
              bStart + (k > 0 ? bBlock.offset + item * bBlock.batchStride : 0), bStride,
              aStart + (k > 0 ? aBlock.offset + item * aBlock.batchStride : 0), aStride,
              beta, cStart + cBlock.offset + item * cBlock.batchStride, cStride)
          }
        }
      }
    }
  }

  /// y = α A x + β y.
  static func gemv(
    _ m: Int, _ n: Int, _ alpha: Float, _ a: Span<Float>, _ block: FloatBlock, _ x: Span<Float>, _ beta: Float,
    _ y: inout [Float]
  ) throws(NumericalError) {
    let (rows, columns) = (try size(m), try size(n))
    let stride = try size(max(1, block.rowStride))
    guard n > 0 else {
      for i in y.indices { y[i] = beta == 0 ? 0 : beta * y[i] }
      return
    }
    a.withUnsafeBufferPointer { aBuffer in
      x.withUnsafeBufferPointer { xBuffer in
        guard let start = aBuffer.baseAddress, let xStart = xBuffer.baseAddress else { return }
        let (tall, wide) = block.isTransposed ? (rows, columns) : (columns, rows)
        c254_sgemv(
          block.isTransposed ? plain : transposed, tall, wide, alpha, start + block.offset, stride, xStart, 1, beta, &y,
          1)
      }
    }
  }
}
