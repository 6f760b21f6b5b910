import NumericalKernels

/// Repeatable numbers in (-1, 1) for matrices.
struct DenseSource {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(Int64(bitPattern: state) >> 11) * 0x1p-52
  }

  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for i in 0..<rows { for j in 0..<columns { matrix[i, j] = next() } }
    return matrix
  }

  /// A symmetric positive definite matrix.
  mutating func definite(_ order: Int) throws -> Matrix {
    let a = matrix(order, order + 3)
    var gram = Matrix.identity(order)
    try gram.syrk(a.view, beta: 0.1)
    return gram
  }
}

/// The largest difference between two vectors.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}

/// The largest difference between two matrices.
func distance(_ a: Matrix, _ b: Matrix) -> Double {
  a.rows == b.rows && a.columns == b.columns ? distance(a.storage, b.storage) : .infinity
}

/// The product by its definition.
func definition(_ a: Matrix, _ b: Matrix) -> Matrix {
  Matrix(rows: a.rows, columns: b.columns) { i, j in (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[$1, j] } }
}
