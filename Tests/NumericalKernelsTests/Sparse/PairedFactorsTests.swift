import Testing

@testable import NumericalKernels

/// Elimination in pairs, on systems of free variables and equalities whose own diagonals are next to nothing.
@Suite struct PairedFactorsTests {
  /// [G, Lᵀ, 0; L, 0, -1; 0, -1, W]: unknowns and equalities of a grid's Laplacian L with a resistor to ground at each vertex, and a
  /// variable of weight W in every third equality.
  private static func system(side: Int, curvature: Double, seed: UInt64) throws -> (upper: SparseMatrix, mates: [Int32])
  {
    let laplacian = try SparseCases.grid(side)
    let count = laplacian.rows
    var generator = SparseCases.Generator(seed)
    var entries: (rows: [Int], columns: [Int], values: [Double]) = ([], [], [])
    func add(_ row: Int, _ column: Int, _ value: Double) {
      entries.rows.append(min(row, column))
      entries.columns.append(max(row, column))
      entries.values.append(value)
    }
    let extra = (0..<count).filter { $0 % 3 == 0 }
    for vertex in 0..<count {
      add(vertex, vertex, curvature * abs(generator.value()))
      add(count + vertex, count + vertex, 0)
      for entry in laplacian.columnStarts[vertex]..<laplacian.columnStarts[vertex + 1] {
        let (row, value) = (Int(laplacian.rowIndices[entry]), laplacian.values[entry])
        add(vertex, count + row, value)
        if row != vertex { add(row, count + vertex, value) }
      }
    }
    for (place, vertex) in extra.enumerated() {
      add(count + vertex, 2 * count + place, -1)
      add(2 * count + place, 2 * count + place, 1e-6 + abs(generator.value()))
    }
    let size = 2 * count + extra.count
    let upper = try SparseMatrix(
      rows: size, columns: size, rowIndices: entries.rows, columnIndices: entries.columns, values: entries.values)
    let mates = (0..<size).map { row -> Int32 in
      row < count ? Int32(count + row) : row < 2 * count ? Int32(row - count) : -1
    }
    return (upper, mates)
  }

  private static func signs(_ mates: [Int32]) -> [Int8] {
    mates.indices.map { mates[$0] >= 0 && Int(mates[$0]) < $0 ? -1 : 1 }
  }

  @Test(arguments: [0, 1e-9, 1e-3, 1, 1e6])
  func `solutions are exact whatever the curvature`(curvature: Double) throws {
    for side in [1, 2, 7, 20] {
      let (upper, mates) = try Self.system(side: side, curvature: curvature, seed: UInt64(side))
      let analysis = try #require(try PairedAnalysis(upper, mates: mates))
      let factors = PairedFactors(analysis, signs: Self.signs(mates))
      let rule = try PivotRegularisation(signs: Self.signs(mates), threshold: 1e-11, replacement: 1e-10)
      var generator = SparseCases.Generator(5)
      for scale in [1.0, 3.0] {  // the second time in the memory of the first
        var scaled = upper
        for entry in scaled.values.indices { scaled.values[entry] *= scale }
        #expect(factors.factor(scaled.values, rule))
        let b = generator.vector(upper.rows)
        var x = b
        x.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { factors.solve(base) } }
        let size = x.reduce(1) { max($0, abs($1)) }
        #expect(try SparseCases.residual(scaled, x, b) < 1e-12 * size * max(1, curvature))
      }
    }
  }

  @Test func `factors agree with those of single rows`() throws {
    let (upper, mates) = try Self.system(side: 9, curvature: 1, seed: 3)
    let signs = Self.signs(mates)
    var values = upper.values
    for column in 0..<upper.columns { values[upper.columnStarts[column + 1] - 1] += Double(signs[column]) }
    let rule = try PivotRegularisation(signs: signs, threshold: 1e-11, replacement: 1e-10)
    let factors = PairedFactors(try #require(try PairedAnalysis(upper, mates: mates)), signs: signs)
    #expect(factors.factor(values, rule))
    var generator = SparseCases.Generator(8)
    let b = generator.vector(upper.rows)
    var x = b
    x.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { factors.solve(base) } }
    let expected = try LDLFactors(SymbolicLDL(upper), values: values).solve(b)
    #expect(SparseCases.distance(x, expected) < 1e-12)
  }

  @Test func `a pair without a coupling is regularised and what is no number is refused`() throws {
    let upper = try SparseMatrix(
      rows: 2, columns: 2, rowIndices: [0, 0, 1], columnIndices: [0, 1, 1], values: [0, 0, 0])
    let analysis = try #require(try PairedAnalysis(upper, mates: [1, 0]))
    let factors = PairedFactors(analysis, signs: [1, -1])
    let rule = try PivotRegularisation(signs: [1, -1], threshold: 1e-11, replacement: 0.5)
    #expect(factors.factor(upper.values, rule))
    var x = [1.0, 1.0]
    x.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { factors.solve(base) } }
    #expect(x == [2, -2])
    #expect(!factors.factor([.nan, 1, 0], rule))
  }

  @Test func `full factors are left to panels`() throws {
    let count = 120
    var entries: (rows: [Int], columns: [Int]) = ([], [])
    for column in 0..<count {
      for row in 0...column {
        entries.rows.append(row)
        entries.columns.append(column)
      }
    }
    let upper = try SparseMatrix(
      rows: count, columns: count, rowIndices: entries.rows, columnIndices: entries.columns,
      values: [Double](repeating: 1, count: entries.rows.count))
    #expect(try PairedAnalysis(upper, mates: (0..<count).map { Int32($0 ^ 1) }) != nil)
    #expect(try PairedAnalysis(upper, mates: [Int32](repeating: -1, count: count)) == nil)
  }
}
