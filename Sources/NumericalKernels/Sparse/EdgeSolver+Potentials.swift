extension EdgeSolver {
  /// The value of every edge for a solution that is there already, by row.
  ///
  /// - Complexity: O(edges).
  /// - Precondition: the solution has as many elements as the matrix rows.
  public func values(of solution: [Double]) -> [Double] {
    precondition(solution.count == factors.symbolic.size, "one element a row")
    var ordered = factors.symbolic.permutation.map { solution[Int($0)] }
    ordered.append(0)
    return weights.indices.map { weights[$0] * (ordered[Int(from[$0])] - ordered[Int(to[$0])]) }
  }

  /// The solution for a unit put in at one end of an edge and taken out at the other, times the edge's weight, by row: by symmetry the
  /// value of that edge for a unit put in at each row and taken out at the ground.
  ///
  /// - Throws: `invalidIndex` for an edge that is not there.
  /// - Complexity: one multiplication for each entry of L and some for the paths to the roots.
  public func potentials(acrossEdge edge: Int) throws(NumericalError) -> [Double] {
    guard weights.indices.contains(edge) else {
      throw NumericalError(.invalidIndex, "edge \(edge) of \(edgeCount)", index: edge)
    }
    let n = factors.symbolic.size
    var x = [Double](repeating: 0, count: n)
    let (plus, minus) = (Int(from[edge]), Int(to[edge]))
    let weight = weights[edge]
    return [Double](unsafeUninitializedCapacity: n) { target, initialised in
      initialised = n
      guard let base = target.baseAddress else { return }
      Self.solve(
        plus, minus, weight, size: n, starts: factors.symbolic.lowerStarts, rows: factors.symbolic.lowerRows,
        lower: factors.lower, inverses: factors.inversePivots, parents: factors.symbolic.parents,
        permutation: factors.symbolic.permutation, work: &x, target: base)
    }
  }

  private static func solve(
    _ plus: Int, _ minus: Int, _ weight: Double, size n: Int, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>,
    lower: UnsafePointer<Double>, inverses: UnsafePointer<Double>, parents: UnsafePointer<Int32>,
    permutation: UnsafePointer<Int32>, work: UnsafeMutablePointer<Double>, target: UnsafeMutablePointer<Double>
  ) {
    if plus < n { work[plus] += weight }
    if minus < n { work[minus] -= weight }
    // The two paths to the roots, the lower column first, so that they are merged in order.
    var (a, b) = (plus < n ? plus : -1, minus < n ? minus : -1)
    while a >= 0 || b >= 0 {
      let j = a < 0 ? b : b < 0 ? a : min(a, b)
      let y = work[j]
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        work[Int(rows[p])] -= lower[p] * y
        p &+= 1
      }
      if a == j { a = Int(parents[j]) }
      if b == j { b = Int(parents[j]) }
    }
    var j = n - 1
    while j >= 0 {
      var sum = work[j] * inverses[j]
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        sum -= lower[p] * work[Int(rows[p])]
        p &+= 1
      }
      work[j] = sum
      target[Int(permutation[j])] = sum
      j &-= 1
    }
  }
}
