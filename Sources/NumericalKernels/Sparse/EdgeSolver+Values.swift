internal import CCarbon254Kernels

extension EdgeSolver {
  /// The values of all edges for each pair: those of pair i stand at `i * edgeCount`, edge by edge.
  ///
  /// - Parameters:
  ///   - plus: the row that a unit is put in at for each pair, -1 for the ground.
  ///   - minus: the row that it is taken out at.
  ///   - offsets: what is taken off the value of each edge, whatever the pair; nothing if empty.
  /// - Throws: `dimensionMismatch` unless there are as many rows of both kinds, and no offsets or one for each edge;
  ///   `invalidIndex` (with the pair) for a row outside the matrix; `tooLarge` beyond 2^40 values.
  /// - Complexity: for each pair two multiplications for each entry of L and two for each edge.
  public func values(plus: [Int], minus: [Int], offsets: [Double] = []) throws(NumericalError) -> [Double] {
    guard plus.count == minus.count, offsets.isEmpty || offsets.count == edgeCount else {
      throw NumericalError(
        .dimensionMismatch,
        "\(plus.count) rows and none or \(edgeCount) offsets expected, \(minus.count) and \(offsets.count) given")
    }
    let plus = try Self.places(of: plus, in: positions)
    let minus = try Self.places(of: minus, in: positions)
    return try filled(plus, minus, offsets: offsets, removed: [])
  }

  /// How the values of all edges change when one of them is removed, as a share of what it carried.
  ///
  /// That of edge e for the removal of edge k is h(e, k) / (1 - h(k, k)), where h(e, k) is the value at e for the pair of ends
  /// of k: the Sherman-Morrison formula. Where h(k, k) is 1 to rounding, as for a bridge of the graph, it means nothing: leave those
  /// out. The removed edge itself has -1.
  ///
  /// - Parameter removed: the edges to remove, one at a time.
  /// - Returns: the shares for removal i at `i * edgeCount`, edge by edge.
  /// - Throws: `invalidIndex` (with the position) for an edge that is not there; `tooLarge` beyond 2^40 values.
  /// - Complexity: as ``values(plus:minus:offsets:)``.
  public func removalShares(of removed: [Int]) throws(NumericalError) -> [Double] {
    if let odd = removed.firstIndex(where: { $0 < 0 || $0 >= edgeCount }) {
      throw NumericalError(.invalidIndex, "edge \(removed[odd]) of \(edgeCount)", index: odd)
    }
    var shares = try filled(removed.map { from[$0] }, removed.map { to[$0] }, offsets: [], removed: removed)
    for (place, edge) in removed.enumerated() { shares[place * edgeCount + edge] = -1 }
    return shares
  }

  /// Solves for all pairs in the order of elimination, so that neighbours share their paths, and writes the values, scaled
  /// for the removal of an edge where each pair is that of one.
  private func filled(
    _ plus: [Int32], _ minus: [Int32], offsets: [Double], removed: [Int]
  ) throws(NumericalError) -> [Double] {
    let (count, isTooLarge) = plus.count.multipliedReportingOverflow(by: edgeCount)
    guard !isTooLarge, count <= 1 << 40 else {
      throw NumericalError(.tooLarge, "\(plus.count) x \(edgeCount) values are beyond 2^40")
    }
    let offsets = offsets.isEmpty ? [Double](repeating: 0, count: edgeCount) : offsets
    return [Double](unsafeUninitializedCapacity: count) { target, initialised in
      initialised = count
      guard count > 0, let base = target.baseAddress else { return }
      LargePages.advise(UnsafeMutableRawPointer(base), bytes: count * MemoryLayout<Double>.stride)
      var columns = [Int64](repeating: 0, count: EdgeBlock.lanes)
      var scales = [Double](repeating: 1, count: EdgeBlock.lanes)
      forEachBlock(plus, minus, order: Self.order(plus, minus)) { block, pairs in
        for (lane, pair) in pairs.enumerated() {
          columns[lane] = Int64(pair) * Int64(edgeCount)
          if !removed.isEmpty { scales[lane] = 1 / (1 - ownValue(of: removed[Int(pair)], in: block, lane: lane)) }
        }
        c254_edge_columns(block.work, from, to, weights, offsets, scales, edgeCount, base, columns, pairs.count)
      }
    }
  }

  /// The value of an edge in one solution of a block.
  func ownValue(of edge: Int, in block: EdgeBlock, lane: Int) -> Double {
    weights[edge] * block.difference(from[edge], to[edge], lane: lane)
  }

  /// The numbers of pairs, those next to each other in the elimination tree side by side.
  static func order(_ plus: [Int32], _ minus: [Int32]) -> [Int32] {
    plus.indices.map { Int64(min(plus[$0], minus[$0])) << 32 | Int64($0) }.sorted()
      .map { Int32(truncatingIfNeeded: $0) }
  }

  /// Solves block by block and hands each one to `body` with the numbers of its pairs, at most eight.
  func forEachBlock(
    _ plus: [Int32], _ minus: [Int32], order: [Int32], body: (EdgeBlock, ArraySlice<Int32>) -> Void
  ) {
    let ground = Int32(truncatingIfNeeded: factors.symbolic.size)
    let block = EdgeBlock(size: factors.symbolic.size)
    var ends = ([Int32](repeating: ground, count: EdgeBlock.lanes), [Int32](repeating: ground, count: EdgeBlock.lanes))
    for first in stride(from: 0, to: order.count, by: EdgeBlock.lanes) {
      let pairs = order[first..<min(order.count, first + EdgeBlock.lanes)]
      for lane in 0..<EdgeBlock.lanes {
        let isUsed = lane < pairs.count
        ends.0[lane] = isUsed ? plus[Int(pairs[first + lane])] : ground
        ends.1[lane] = isUsed ? minus[Int(pairs[first + lane])] : ground
      }
      block.solve(self, plus: ends.0, minus: ends.1)
      body(block, pairs)
    }
  }
}

extension EdgeBlock {
  /// The difference of one solution between two places.
  func difference(_ plus: Int32, _ minus: Int32, lane: Int) -> Double {
    work[Int(plus) * Self.lanes + lane] - work[Int(minus) * Self.lanes + lane]
  }
}
