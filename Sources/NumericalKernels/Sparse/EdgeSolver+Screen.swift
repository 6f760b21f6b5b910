internal import CCarbon254Kernels

extension EdgeSolver {
  /// What the removal of one edge does to the values of the others.
  public struct Removal: Sendable {
    /// A value beyond its limit.
    public struct Excess: Hashable, Sendable {
      /// The edge.
      public let edge: Int
      /// Its value after the removal.
      public let value: Double
      /// The share of the removed edge's value that it took over.
      public let share: Double
    }

    /// The position among the edges to remove.
    public let index: Int
    /// The value of the removed edge for a unit put in and taken out at its ends; where it is 1 to rounding the removal
    /// means nothing.
    public let ownValue: Double
    /// The largest size of a value times the inverse of its limit.
    public let worst: Double
    /// The edge that has it; `nil` where all are zero.
    public let worstEdge: Int?
    /// Its value after the removal.
    public let worstValue: Double
    /// The values beyond their limits, by edge.
    public let excesses: [Excess]
  }

  /// Removes edges one at a time and says which values then lie beyond their limits, without keeping more than a block.
  ///
  /// - Parameters:
  ///   - removed: the edges to remove.
  ///   - values: the value of each edge before.
  ///   - inverseLimits: what sizes are multiplied by to be compared with each other; 0 for an edge without a limit.
  ///   - limits: the size beyond which a value is reported; infinity for none.
  ///   - body: called once for each removal, in an order that depends on the factors and on `removed` alone.
  /// - Throws: `dimensionMismatch` unless there is a number of each kind for each edge; `invalidIndex` (with the position) for an edge
  ///   that is not there.
  /// - Complexity: for each removal two multiplications for each entry of L and three for each edge.
  public func screenRemovals(
    of removed: [Int], values: [Double], inverseLimits: [Double], limits: [Double], _ body: (Removal) -> Void
  ) throws(NumericalError) {
    guard values.count == edgeCount, inverseLimits.count == edgeCount, limits.count == edgeCount else {
      throw NumericalError(
        .dimensionMismatch,
        "\(edgeCount) of each expected, \(values.count), \(inverseLimits.count), \(limits.count) given")
    }
    if let odd = removed.firstIndex(where: { $0 < 0 || $0 >= edgeCount }) {
      throw NumericalError(.invalidIndex, "edge \(removed[odd]) of \(edgeCount)", index: odd)
    }
    let lanes = EdgeBlock.lanes
    let (plus, minus) = (removed.map { from[$0] }, removed.map { to[$0] })
    var owns = [Double](repeating: 0, count: lanes)
    var scales = owns
    var skipped = owns
    var worst = owns
    var places = owns
    let hits = UnsafeMutablePointer<c254_edge_hit>.allocate(capacity: max(1, lanes * edgeCount))
    defer { hits.deallocate() }
    forEachBlock(plus, minus, order: Self.order(plus, minus)) { block, pairs in
      for lane in 0..<lanes {
        guard lane < pairs.count else {
          (owns[lane], scales[lane], skipped[lane]) = (0, 0, -1)
          continue
        }
        let edge = removed[Int(pairs[pairs.startIndex + lane])]
        owns[lane] = ownValue(of: edge, in: block, lane: lane)
        scales[lane] = values[edge] / (1 - owns[lane])
        skipped[lane] = Double(edge)
      }
      let count = c254_edge_screen(
        block.work, from, to, weights, values, inverseLimits, limits, scales, skipped, edgeCount, &worst, &places, hits)
      var excesses = [[Removal.Excess]](repeating: [], count: pairs.count)
      for hit in UnsafeBufferPointer(start: hits, count: count) where Int(hit.lane) < pairs.count {
        let (edge, lane) = (Int(hit.edge), Int(hit.lane))
        let share = ownValue(of: edge, in: block, lane: lane) / (1 - owns[lane])
        excesses[lane].append(Removal.Excess(edge: edge, value: hit.value, share: share))
      }
      for (lane, pair) in pairs.enumerated() {
        let edge = places[lane] < 0 ? nil : Int(places[lane])
        let value = edge.map { values[$0] + ownValue(of: $0, in: block, lane: lane) * scales[lane] } ?? 0
        body(
          Removal(
            index: Int(pair), ownValue: owns[lane], worst: worst[lane], worstEdge: edge, worstValue: value,
            excesses: excesses[lane]))
      }
    }
  }
}
