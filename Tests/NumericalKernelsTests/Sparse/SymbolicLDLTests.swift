import NumericalKernels
import Testing

@Suite struct SymbolicLDLTests {
  /// The pattern of L by dense symbolic elimination: an entry arises wherever two rows of a column meet.
  private func densePattern(_ upper: SparseMatrix, _ order: [Int32]) -> [[Int32]] {
    let n = upper.rows
    var filled = (0..<n).map { i in
      (0..<n).map { j in
        let (a, b) = (Int(order[i]), Int(order[j]))
        return has(upper, min(a, b), max(a, b))
      }
    }
    for k in 0..<n {
      let below = (k + 1..<max(n, k + 1)).filter { filled[$0][k] }
      for i in below { for j in below { filled[i][j] = true } }
    }
    return (0..<n).map { k in (0..<n).filter { $0 > k && filled[$0][k] }.map(Int32.init) }
  }

  private func has(_ a: SparseMatrix, _ i: Int, _ j: Int) -> Bool {
    a.rowIndices[a.columnStarts[j]..<a.columnStarts[j + 1]].contains(Int32(i))
  }

  @Test(arguments: [(1, 0, 0), (3, 2, 3), (8, 5, 12), (15, 10, 40), (20, 20, 30)])
  func thePatternOfLIsThatOfDenseElimination(shape: (Int, Int, Int)) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let upper = try SparseCases.quasiDefinite(
        variables: shape.0, rows: shape.1, entries: shape.2, seed: seed)
      for ordering in [FillReducingOrdering.approximateMinimumDegree, .natural] {
        let symbolic = try SymbolicLDL(upper, ordering: ordering)
        let expected = densePattern(upper, symbolic.permutation)
        for k in 0..<symbolic.size {
          let rows = Array(symbolic.lowerRows[symbolic.lowerStarts[k]..<symbolic.lowerStarts[k + 1]])
          #expect(rows == expected[k])
          #expect(symbolic.parents[k] == expected[k].first ?? -1)
          #expect(Int(symbolic.columnCounts[k]) == expected[k].count)
        }
      }
    }
  }

  @Test func theOrderIsAPostorderOfTheTree() throws {
    let symbolic = try SymbolicLDL(SparseCases.grid(9))
    var size = [Int](repeating: 1, count: 81)
    for k in 0..<81 where symbolic.parents[k] >= 0 {
      #expect(symbolic.parents[k] > k)
      size[Int(symbolic.parents[k])] += size[k]
    }
    // In a postorder the subtree of k is the interval that ends at k.
    for k in 0..<81 where symbolic.parents[k] >= 0 {
      #expect(Int(symbolic.parents[k]) - size[Int(symbolic.parents[k])] < k - size[k] + 1)
    }
  }

  @Test func aGivenOrderIsFollowedUpToPostordering() throws {
    let edges = (0..<9).map { ($0, $0 + 1) }
    let path = try SparseCases.graph(10, edges, diagonal: 3)
    let symbolic = try SymbolicLDL(path, ordering: .given(Array((0..<10).reversed())))
    #expect(symbolic.permutation.map(Int.init) == Array((0..<10).reversed()))
    for bad in [[0, 1], Array(repeating: 0, count: 10), Array(1...10), [-1] + Array(1..<10)] {
      #expect(throws: NumericalError.self) { try SymbolicLDL(path, ordering: .given(bad)) }
    }
  }

  @Test func onlyAnUpperTriangleIsTaken() throws {
    let lower = try SparseMatrix(Matrix([[1, 0], [2, 3]]))
    #expect(
      throws: NumericalError(
        .notSymmetric, "only the upper triangle is taken; an entry below the diagonal", index: 0)
    ) { try SymbolicLDL(lower) }
    let flat = try SparseCases.random(rows: 2, columns: 3, entries: 2, seed: 1)
    #expect(throws: NumericalError.self) { try SymbolicLDL(flat) }
  }

  @Test func anEmptyMatrixIsAnalysed() throws {
    let empty = try SparseMatrix(rows: 0, columns: 0, rowIndices: [], columnIndices: [], values: [])
    let symbolic = try SymbolicLDL(empty)
    #expect(symbolic.lowerEntryCount == 0)
    #expect(try LDLFactors(symbolic, values: []).solve([]) == [])
  }
}
