@testable import NumericalKernels

/// Matrices that the sparse suites share, and a seeded generator for them.
enum SparseCases {
  /// SplitMix64.
  struct Generator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    /// A number from -1 to 1.
    mutating func value() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }
    /// A number from 0 to bound - 1.
    mutating func index(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in value() } }
  }

  static func random(rows: Int, columns: Int, entries: Int, seed: UInt64) throws -> SparseMatrix {
    var generator = Generator(seed)
    guard rows > 0, columns > 0 else {
      return try SparseMatrix(rows: rows, columns: columns, rowIndices: [], columnIndices: [], values: [])
    }
    return try SparseMatrix(
      rows: rows, columns: columns, rowIndices: (0..<entries).map { _ in generator.index(rows) },
      columnIndices: (0..<entries).map { _ in generator.index(columns) }, values: generator.vector(entries))
  }

  /// The upper triangle of [[D, Aᵀ], [A, -E]] with positive diagonals: quasi-definite, with as many negative
  /// eigenvalues as A has rows.
  static func quasiDefinite(variables n: Int, rows m: Int, entries: Int, seed: UInt64) throws -> SparseMatrix {
    var generator = Generator(seed)
    var rows = Array(0..<n + m)
    var columns = rows
    var values = (0..<n + m).map { k in (k < n ? 1 : -1) * (0.1 + abs(generator.value())) }
    for _ in 0..<(n > 0 && m > 0 ? entries : 0) {
      rows.append(generator.index(n))
      columns.append(n + generator.index(m))
      values.append(generator.value())
    }
    return try SparseMatrix(rows: n + m, columns: n + m, rowIndices: rows, columnIndices: columns, values: values)
  }

  /// The upper triangle of the five-point Laplacian on a square grid: 4 on the diagonal, -1 for each neighbour.
  static func grid(_ side: Int) throws -> SparseMatrix {
    var rows: [Int] = []
    var columns: [Int] = []
    var values: [Double] = []
    func add(_ i: Int, _ j: Int, _ value: Double) {
      rows.append(i)
      columns.append(j)
      values.append(value)
    }
    for y in 0..<side {
      for x in 0..<side {
        let k = y * side + x
        add(k, k, 4)
        if x > 0 { add(k - 1, k, -1) }
        if y > 0 { add(k - side, k, -1) }
      }
    }
    return try SparseMatrix(
      rows: side * side, columns: side * side, rowIndices: rows, columnIndices: columns, values: values)
  }

  /// The upper triangle of a symmetric matrix from edges, with the given diagonal everywhere and -1 for an edge.
  static func graph(_ count: Int, _ edges: [(Int, Int)], diagonal: Double) throws -> SparseMatrix {
    try SparseMatrix(
      rows: count, columns: count, rowIndices: edges.map { min($0.0, $0.1) } + Array(0..<count),
      columnIndices: edges.map { max($0.0, $0.1) } + Array(0..<count),
      values: edges.map { _ in -1 } + [Double](repeating: diagonal, count: count))
  }

  /// The largest absolute element of b - S x, with S given by its upper triangle.
  static func residual(_ upper: SparseMatrix, _ x: [Double], _ b: [Double]) throws -> Double {
    var r = b
    try upper.symmetricMultiply(x, into: &r, alpha: -1, beta: 1)
    return r.reduce(0) { max($0, abs($1)) }
  }

  static func ratios(_ pairs: [(Double, Double)]) -> [Double] { pairs.map { $0.0 / $0.1 } }

  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
