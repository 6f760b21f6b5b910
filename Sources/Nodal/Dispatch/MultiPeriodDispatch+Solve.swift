import NumericalKernels
import Valuation

extension MultiPeriodDispatch {
  /// Finds the cheapest dispatch of all periods.
  ///
  /// - Throws: as ``DCOPF/solve()``.
  /// - Complexity: that of a dispatch with as many buses as all periods together have.
  public func solve() throws(NodalError) -> MultiPeriodResult {
    var horizon = try Horizon(self)
    horizon.addRamps()
    if horizon.contradiction != nil { return failure(.infeasible, iterations: 0) }
    let program = try horizon.builder.program()
    let solution = try solved { () throws(NumericalError) in try program.solve(options.solver) }
    let status = DispatchStatus(solution.status)
    guard status.isOptimal else { return failure(status, iterations: solution.iterations) }
    return try horizon.result(
      solution, status, method: Self.method, iterations: solution.iterations,
      constants: [Double](repeating: 0, count: periods.count))
  }

  static let method = "multi-period DC optimal power flow"

  func failure(_ status: DispatchStatus, iterations: Int) -> MultiPeriodResult {
    MultiPeriodResult(
      status: status, objective: nil, periods: [], storage: [], iterations: iterations,
      basis: ResultBasis(
        method: Self.method,
        conventions: ["susceptance": options.convention.rawValue, "rating": options.rating.rawValue]))
  }
}
