import Valuation

/// A dispatch of one period or of several, about whose flows losses can be made linear.
protocol LossyResult {
  var status: DispatchStatus { get }
  /// The dispatch of each period; empty without an optimum.
  var dispatches: [DispatchResult] { get }
}

extension DispatchResult: LossyResult {
  var dispatches: [DispatchResult] { [self] }
}

extension MultiPeriodResult: LossyResult {
  var dispatches: [DispatchResult] { periods }
}

/// Solves again and again with losses about the last flows.
///
/// Each step makes r·f² linear about the last flows and charges the square of the change of flow with its price: Newton's method on
/// the conditions of optimality, whose last step moves nothing, so that prices are those of the quadratic losses.
struct LossIteration {
  /// How far flows may move in the last step, of the largest.
  private static let flowTolerance = 1e-8

  let networks: [Network]
  let frames: [DispatchFrame]
  let options: DCOPF.Options

  /// Solves once about the flows without losses, or until flows stay.
  ///
  /// - Parameters:
  ///   - plain: the dispatch without losses, an optimal one.
  ///   - solve: dispatches with losses about a point for each period, after another result.
  /// - Returns: the last result, which may be none that is optimal; `nil` where flows do not stay within the limit of solves.
  func settle<Result: LossyResult>(
    _ plain: Result, _ solve: ([LossPoint], _ after: Result) throws(NodalError) -> Result
  ) throws(NodalError) -> Result? {
    var last = plain
    guard options.losses == .quadratic else { return try solve(points(last, isCurved: false), last) }
    for _ in 0..<max(1, options.lossIterationLimit) {
      let next = try solve(points(last, isCurved: true), last)
      guard next.status.isOptimal else { return next }
      var (change, size) = (0.0, 0.0)
      for (place, (old, new)) in zip(last.dispatches, next.dispatches).enumerated() {
        size = max(size, networks[place].baseMVA)
        for (old, new) in zip(old.flows, new.flows) {
          change = max(change, abs(new - old))
          size = max(size, abs(new))
        }
      }
      last = next
      if change <= Self.flowTolerance * size { return last }
    }
    return nil
  }

  private func points(_ result: some LossyResult, isCurved: Bool) -> [LossPoint] {
    result.dispatches.enumerated().map { place, dispatch in
      LossPoint(
        flows: dispatch.flows.map { $0 / networks[place].baseMVA },
        curvatures: isCurved ? curvatures(at: place, dispatch.prices) : nil)
    }
  }

  /// What the square of a change of flow costs by the losses that it makes, $/h for each branch.
  private func curvatures(at place: Int, _ prices: [Double]) -> [Double] {
    let (network, frame) = (networks[place], frames[place])
    return network.branches.indices.map { branch in
      guard frame.susceptances[branch] != 0 else { return 0 }
      let price = 0.5 * (prices[network.branchFrom[branch]] + prices[network.branchTo[branch]])
      // Where power is worth less than nothing losses are welcome: the size still keeps the step short.
      return 2 * abs(price) * max(0, network.branches[branch].resistance) * network.baseMVA
    }
  }
}
