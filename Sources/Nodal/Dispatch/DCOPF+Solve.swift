import NumericalKernels
import Valuation

extension DCOPF {
  /// Finds the cheapest dispatch.
  ///
  /// - Returns: the dispatch, or why there is none: how a solve ended is data.
  /// - Throws: `unsound` (with the element) for crossed limits, a cost that is not convex or of a degree above two;
  ///   `tooLarge` beyond 32-bit indices.
  /// - Complexity: two or three solves of 10 to 30 iterations, each a sparse factorisation: 0.2 s for 9,241 buses. Bit-identical on
  ///   every machine, unless a time limit ends it.
  public func solve() throws(NodalError) -> DispatchResult {
    try solve(limiting: [])
  }

  /// A limit on a weighted sum of flows that is added to those of the network, MW.
  struct ExtraLimit {
    var limit: DispatchLimit
    var terms: [BindingLimit.Term]
    var bounds: Network.Bounds
  }

  /// Finds the cheapest dispatch under more limits.
  func solve(limiting extra: [ExtraLimit]) throws(NodalError) -> DispatchResult {
    let plain = try run(nil, extra, iterations: 0)
    guard options.losses != .none, plain.status.isOptimal else { return plain }
    let loop = LossIteration(networks: [network], frames: [frame], options: options)
    var count = plain.iterations
    let settled = try loop.settle(plain) { (points, last) throws(NodalError) in
      let next = try run(points.first, extra, iterations: last.iterations)
      count = next.iterations
      return next
    }
    return settled ?? failure(.iterationLimit, conflict: nil, iterations: count)
  }

  /// Solves once, with losses made linear about a point, under some of the limits of branches.
  func run(
    _ losses: LossPoint?, _ extra: [ExtraLimit], _ limits: FlowLimits, iterations: Int
  ) throws(NodalError) -> DispatchResult {
    var builder = ProgramBuilder()
    var block = try DispatchBlock(network, frame, losses: losses, limits: limits.held, into: &builder)
    for limit in extra {
      block.addLimit(
        limit.limit, limit.terms, limit.bounds.lower / network.baseMVA, limit.bounds.upper / network.baseMVA, &builder)
    }
    if let row = block.flowRows.first(where: { $0.lower > $0.upper }) {
      return failure(.infeasible, conflict: block.contradiction(of: row), iterations: iterations)
    }
    let program = try builder.program()
    let solution = try solved { () throws(NumericalError) in try program.solve(options.solver) }
    let count = iterations + solution.iterations
    let status = DispatchStatus(solution.status)
    if status == .infeasible {
      let found = block.conflict(program, solution)
      return failure(status, conflict: try minimal(found, block, program), iterations: count)
    }
    guard status.isOptimal else { return failure(status, conflict: nil, iterations: count) }
    let reading = try DispatchReading(block, frame, solution, losses, factors: limits.factors)
    var basis = ResultBasis(method: "DC optimal power flow", conventions: options.conventions)
    basis.solverGap = solution.residuals.gap / max(1, abs(solution.objective))
    let excess = limits.rest.reduce(0) { max($0, $1.excess(reading.flows)) }
    return reading.result(status, objective: solution.objective, iterations: count, basis, excess: excess)
  }

  /// The result of a solve without an optimum.
  func failure(_ status: DispatchStatus, conflict: DispatchConflict?, iterations: Int) -> DispatchResult {
    DispatchResult(
      status: status, objective: nil, outputs: [], storageOutputs: [], hvdcFlows: [], flows: [], losses: [],
      marginalLosses: [], angles: [],
      prices: [],
      binding: [], conflict: conflict, violation: 0, iterations: iterations,
      basis: ResultBasis(method: "DC optimal power flow", conventions: options.conventions))
  }
}
