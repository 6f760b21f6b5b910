import NumericalKernels

extension DCOPF {
  /// The limits of branches in a solve.
  struct FlowLimits {
    /// Those that hold.
    var held: [DispatchBlock.FlowRow]
    /// Those that are left out.
    var rest: [DispatchBlock.FlowRow] = []
    /// How prices follow from shadow prices, where losses do not change it.
    var factors: PriceFactors?

    /// Leaves out the limits that are far from given flows, per unit.
    mutating func leaveOut(farFrom flows: [Double], share: Double) {
      // What contradicts itself has to show.
      rest = held.filter { !$0.isNear(flows, share: share) && $0.lower <= $0.upper }
      held = held.filter { $0.isNear(flows, share: share) || $0.lower > $0.upper }
    }

    /// Holds the limits near given flows as well.
    mutating func hold(near flows: [Double], share: Double) {
      held += rest.filter { $0.isNear(flows, share: share) }
      rest = rest.filter { !$0.isNear(flows, share: share) }
    }
  }

  /// Finds the dispatch with losses made linear about a point.
  ///
  /// Limits of branches that are far from the flows of a first guess are left out, and held as well once a dispatch breaks one. A dispatch
  /// that breaks none is optimal under all of them: those left out have multipliers of zero.
  func run(_ losses: LossPoint?, _ extra: [ExtraLimit], iterations: Int) throws(NodalError) -> DispatchResult {
    var limits = FlowLimits(held: try DispatchBlock.branchLimits(network, frame))
    var count = iterations
    if let losses {
      limits.leaveOut(farFrom: losses.flows, share: Self.firstShare)
    } else {
      let factors = try PriceFactors(network, frame, marginalLosses: nil)
      limits.factors = factors
      if let guess = try flowsWithoutLimits(factors) {
        limits.leaveOut(farFrom: guess.flows, share: Self.firstShare)
        count += guess.iterations
      }
    }
    while true {
      let next = try run(losses, extra, limits, iterations: count)
      count = next.iterations
      guard !limits.rest.isEmpty else { return next }
      guard next.status.isOptimal else {
        // A conflict is looked for among all limits.
        limits.held += limits.rest
        limits.rest = []
        continue
      }
      let flows = next.flows.map { $0 / network.baseMVA }
      let isBroken = limits.rest.contains { limit in
        limit.excess(flows) > options.solver.tolerance * (1 + abs(limit.sum(flows)))
      }
      guard isBroken else { return next }
      limits.hold(near: flows, share: Self.laterShare)
    }
  }

  /// The share of a limit from which on a flow counts as near to it, at first and once a limit was broken.
  private static let firstShare = 0.25
  private static let laterShare = 0.9

  /// The flows of the cheapest dispatch that no limit of flow holds back; `nil` where that has no optimum.
  private func flowsWithoutLimits(
    _ factors: PriceFactors
  ) throws(NodalError) -> (flows: [Double], iterations: Int)? {
    var builder = ProgramBuilder()
    let block = try DispatchBlock(merging: network, frame, into: &builder)
    let program = try builder.program()
    let solution = try solved { () throws(NumericalError) in try program.solve(options.solver) }
    guard solution.status == .solved else { return nil }
    var injections = network.nodalWithdrawal.map { -$0 / network.baseMVA }
    for (_, resource) in block.generators + block.hvdcLines {
      for (bus, share) in resource.injections { injections[bus] += share * resource.value(solution.x) }
    }
    for (place, _) in block.hvdcLines {
      injections[network.hvdcTo[place]] -= network.hvdcLines[place].lossConstant / network.baseMVA
    }
    return (try factors.flows(of: injections), solution.iterations)
  }
}
