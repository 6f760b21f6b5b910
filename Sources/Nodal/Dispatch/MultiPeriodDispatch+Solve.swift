import NumericalKernels
import Valuation

extension MultiPeriodDispatch {
  /// Finds the cheapest dispatch of all periods.
  ///
  /// - Throws: as ``DCOPF/solve()``.
  /// - Complexity: that of a dispatch with as many buses as all periods together have, once more for linearised losses and some ten
  ///   times for quadratic ones.
  public func solve() throws(NodalError) -> MultiPeriodResult {
    let plain = try run([], iterations: 0)
    guard options.losses != .none, plain.status.isOptimal else { return plain }
    let loop = LossIteration(networks: periods.map(\.network), frames: frames, options: options)
    var count = plain.iterations
    let settled = try loop.settle(plain) { (points, last) throws(NodalError) in
      let next = try run(points, iterations: last.iterations)
      count = next.iterations
      return next
    }
    return settled ?? failure(.iterationLimit, iterations: count)
  }

  /// Solves once, with losses made linear about a point for each period, or without.
  private func run(_ losses: [LossPoint], iterations: Int) throws(NodalError) -> MultiPeriodResult {
    var horizon = try Horizon(self, losses: losses)
    horizon.addRamps()
    if horizon.contradiction != nil { return failure(.infeasible, iterations: iterations) }
    let program = try horizon.builder.program()
    let solution = try solved { () throws(NumericalError) in try program.solve(options.solver) }
    let status = DispatchStatus(solution.status)
    let count = iterations + solution.iterations
    guard status.isOptimal else { return failure(status, iterations: count) }
    return try horizon.result(
      solution, status, method: Self.method, iterations: count,
      constants: [Double](repeating: 0, count: periods.count))
  }

  static let method = "multi-period DC optimal power flow"

  func failure(_ status: DispatchStatus, iterations: Int) -> MultiPeriodResult {
    MultiPeriodResult(
      status: status, objective: nil, periods: [], storage: [], iterations: iterations,
      basis: ResultBasis(method: Self.method, conventions: options.conventions))
  }
}
