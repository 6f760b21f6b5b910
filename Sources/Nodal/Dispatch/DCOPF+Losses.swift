import Valuation

extension DCOPF {
  /// How far flows may move in the last step, per unit of the largest.
  private static let flowTolerance = 1e-8

  /// Solves again with losses, once about the flows without them, or until flows stay.
  ///
  /// Each step makes r·f² linear about the last flows and charges the square of the change of flow with its price: Newton's method on
  /// the conditions of optimality, whose last step moves nothing, so that prices are those of the quadratic losses.
  func solveWithLosses(_ plain: Run, _ extra: [ExtraLimit]) throws(NodalError) -> DispatchResult {
    guard options.losses == .quadratic else {
      return try run(LossPoint(flows: plain.flows), extra, iterations: plain.result.iterations).result
    }
    var last = plain
    for _ in 0..<max(1, options.lossIterationLimit) {
      let point = LossPoint(flows: last.flows, curvatures: curvatures(last.result.prices))
      let next = try run(point, extra, iterations: last.result.iterations)
      guard next.result.status.isOptimal else { return next.result }
      var (change, size) = (0.0, 1.0)
      for (old, new) in zip(last.flows, next.flows) {
        change = max(change, abs(new - old))
        size = max(size, abs(new))
      }
      last = next
      if change <= Self.flowTolerance * size { return last.result }
    }
    return failure(.iterationLimit, conflict: nil, iterations: last.result.iterations)
  }

  /// What the square of a change of flow costs by the losses that it makes, $/h for each branch.
  private func curvatures(_ prices: [Double]) -> [Double] {
    network.branches.indices.map { place in
      guard frame.susceptances[place] != 0 else { return 0 }
      let price = 0.5 * (prices[network.branchFrom[place]] + prices[network.branchTo[place]])
      // Where power is worth less than nothing losses are welcome: the size still keeps the step short.
      return 2 * abs(price) * max(0, network.branches[place].resistance) * network.baseMVA
    }
  }
}
