import NumericalKernels
import Testing

@Suite struct WeightedProductSumTests {
  /// The plain twin: the same operations in the same order.
  private func twin(_ data: Matrix, _ weights: [Double]) -> Matrix {
    Matrix(rows: data.columns, columns: data.columns) { i, j in
      let (high, low) = (max(i, j), min(i, j))
      return (0..<data.rows).reduce(0) { $0 + (weights[$1] * data[$1, high]) * data[$1, low] }
    }
  }

  @Test(arguments: [1, 7, 8, 9, 20])
  func bitForBitTheTwin(order: Int) throws {
    var stream = RandomStream(seed: 1, path: UInt64(order))
    let data = try Matrix(rows: 150, columns: order, stream.normals(150 * order))
    let weights = stream.uniforms(150)
    var sum = try WeightedProductSum(order: order)
    try sum.add(data, rows: 0..<150, weights: weights)
    #expect(sum.matrix == twin(data, weights))
    var parts = try WeightedProductSum(order: order)
    for start in stride(from: 0, to: 150, by: 30) {
      try parts.add(data, rows: start..<start + 30, weights: Array(weights[start..<start + 30]))
    }
    #expect(parts.matrix == sum.matrix)
    #expect(sum[order - 1, 0] == sum.matrix[0, order - 1])
    #expect(sum.matrix(times: 2) == 2 * sum.matrix)
  }

  @Test func rowsOfNoWeightAreNotRead() throws {
    let data = try Matrix([[1, 2], [.nan, .infinity], [3, 4]])
    var sum = try WeightedProductSum(order: 2)
    try sum.add(data, rows: 0..<3, weights: [1, 0, 2])
    #expect(try sum.matrix == Matrix([[19, 26], [26, 36]]))
  }

  @Test func badInput() throws {
    var sum = try WeightedProductSum(order: 2)
    let data = Matrix(rows: 3, columns: 2)
    #expect(throws: NumericalError.self) { try sum.add(data, rows: 0..<4, weights: [1, 1, 1, 1]) }
    #expect(throws: NumericalError.self) { try sum.add(data, rows: 0..<2, weights: [1]) }
    #expect(throws: NumericalError.self) { try sum.add(Matrix(rows: 3, columns: 3), rows: 0..<1, weights: [1]) }
    #expect(throws: NumericalError.self) { try WeightedProductSum(order: -1) }
    #expect(throws: NumericalError.self) { try WeightedProductSum(order: 40_000) }
    try sum.add(data, rows: 1..<1, weights: [])
    #expect(sum.matrix == Matrix(rows: 2, columns: 2))
    var none = try WeightedProductSum(order: 0)
    try none.add(Matrix(rows: 2, columns: 0), rows: 0..<2, weights: [1, 1])
    #expect(none.matrix == Matrix(rows: 0, columns: 0))
  }
}
