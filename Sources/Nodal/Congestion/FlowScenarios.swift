public import NumericalKernels
public import Valuation

/// What branches may carry when load, wind and sun turn out otherwise: flows over scenarios of injections.
///
///     let errors = FlowScenarios.Errors(
///       [.init("wind", deviation: 300, shares: [4: 0.6, 9: 0.4]), .init("load", deviation: 200, shares: [2: -0.5, 3: -0.5])],
///       correlation: nil)
///     let scenarios = try model.flowScenarios(errors, count: 1000, seed: 7)
///     scenarios.branches[0].overloadProbability
public struct FlowScenarios: Hashable, Sendable {
  /// Errors of forecasts that move injections together.
  public struct Errors: Hashable, Sendable {
    /// One source of error.
    public struct Factor: Hashable, Sendable {
      /// The name.
      public var name: String
      /// The standard deviation, MW.
      public var deviation: Double
      /// The share of each bus, by number; negative for load.
      public var shares: [Int: Double]

      /// Makes a factor.
      public init(_ name: String, deviation: Double, shares: [Int: Double]) {
        self.name = name
        self.deviation = deviation
        self.shares = shares
      }
    }

    /// The factors.
    public var factors: [Factor]
    /// Their correlations; none unless given.
    public var correlation: Matrix?

    /// Makes errors.
    public init(_ factors: [Factor], correlation: Matrix? = nil) {
      self.factors = factors
      self.correlation = correlation
    }
  }

  /// One branch over the scenarios.
  public struct Branch: Hashable, Sendable, Codable {
    /// The place of the branch.
    public let branch: Int
    /// The mean flow, MW.
    public let mean: Double
    /// The deviation of the flow, MW.
    public let deviation: Double
    /// The flows at the levels asked for, MW, type 7.
    public let quantiles: [Double]
    /// The share of scenarios in which the flow lies beyond the limit; 0 for a branch without one.
    public let overloadProbability: Double
    /// The mean of how far it lies beyond, MW.
    public let expectedExcess: Double
  }

  /// The branches asked for, in their order.
  public let branches: [Branch]
  /// The levels of the quantiles.
  public let levels: [Double]
  /// The flows, one row a scenario, one column a branch asked for.
  public let flows: Matrix
  /// What the result rests on.
  public let basis: ResultBasis
}

extension DCModel {
  /// Simulates flows from normal errors of forecasts.
  ///
  /// - Parameters:
  ///   - errors: what may turn out otherwise.
  ///   - injections: what is expected at each bus, MW; that of the stored dispatch unless given.
  ///   - count: the number of scenarios.
  ///   - seed: the seed; the same scenarios at any count before it.
  ///   - branches: the branches wanted, by place; those with a limit unless given.
  ///   - rating: the limits.
  ///   - levels: the levels of the quantiles.
  /// - Throws: `unknownElement` for a bus; `outOfRange` for a count, level, deviation, branch or correlation; `notFinite`; `tooLarge` for more than
  ///   8 GB of flows.
  /// - Complexity: a solve for each factor; then O(scenarios × branches × factors). Bit-identical on every machine.
  public func flowScenarios(
    _ errors: FlowScenarios.Errors, injections: [Double]? = nil, count: Int, seed: UInt64, branches: [Int]? = nil,
    rating: BranchRating = .longTerm, levels: [Double] = [0.05, 0.5, 0.95]
  ) throws(NodalError) -> FlowScenarios {
    let limits = rating.limits(of: network)
    let wanted = branches ?? network.branches.indices.filter { limits[$0] < .infinity && susceptances[$0] != 0 }
    guard count >= 1, !wanted.isEmpty, wanted.allSatisfy(network.branches.indices.contains),
      levels.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      errors.factors.allSatisfy({ $0.deviation >= 0 && $0.deviation < .infinity })
    else {
      throw NodalError(
        .outOfRange, found: "\(count) scenarios of \(wanted.count) branches",
        expected: "one or more of both, levels in 0 to 1 and deviations from 0 on")
    }
    try Self.checkMemory(count, by: max(wanted.count, errors.factors.count), 8 << 30)
    let base = try flows(ofInjections: injections ?? scheduledInjections)
    let idle = try flows(ofInjections: [Double](repeating: 0, count: network.buses.count))
    var moves: [[Double]] = []
    for factor in errors.factors {
      var injection = [Double](repeating: 0, count: network.buses.count)
      for (bus, share) in factor.shares { injection[try network.busIndex(of: bus)] += share * factor.deviation }
      let flow = try flows(ofInjections: injection)
      moves.append(wanted.map { flow[$0] - idle[$0] })
    }
    let draws = try Self.draws(errors, count, seed)
    var table = Matrix(rows: count, columns: wanted.count)
    for scenario in 0..<count {
      for (column, branch) in wanted.enumerated() {
        var flow = base[branch]
        for (factor, move) in moves.enumerated() { flow += draws[scenario, factor] * move[column] }
        table[scenario, column] = flow
      }
    }
    var found: [FlowScenarios.Branch] = []
    for (column, branch) in wanted.enumerated() {
      found.append(try Self.summary(branch, table.column(column), limits[branch], levels))
    }
    return FlowScenarios(
      branches: found, levels: levels, flows: table,
      basis: ResultBasis(
        method: "flows over scenarios of injections",
        conventions: conventions.merging(["errors": "normal", "rating": rating.rawValue]) { first, _ in first },
        seed: seed))
  }

  private static func draws(
    _ errors: FlowScenarios.Errors, _ count: Int, _ seed: UInt64
  ) throws(NodalError) -> Matrix {
    let size = errors.factors.count
    guard size > 0 else { return Matrix(rows: count, columns: 0) }
    let correlation = errors.correlation ?? Matrix.identity(size)
    guard correlation.rows == size, correlation.columns == size,
      (0..<size).allSatisfy({ abs(correlation[$0, $0] - 1) < 1e-9 })
    else {
      throw NodalError(
        .outOfRange, found: "\(correlation.rows) x \(correlation.columns) correlations",
        expected: "\(size) x \(size) with ones on the diagonal")
    }
    do throws(NumericalError) {
      var stream = RandomStream(seed: seed, path: 0)
      return try CorrelatedNormals(covariance: correlation).samples(count, from: &stream)
    } catch {
      throw NodalError(
        .outOfRange, found: "correlations that are none", expected: "a positive semidefinite matrix", cause: error)
    }
  }

  private static func summary(
    _ branch: Int, _ flows: [Double], _ limit: Double, _ levels: [Double]
  ) throws(NodalError) -> FlowScenarios.Branch {
    let count = Double(flows.count)
    let mean = flows.reduce(0) { $0 + $1 / count }
    let variance = flows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    let distribution = try valued { () throws(ValuationError) in try EmpiricalDistribution(outcomes: flows) }
    return FlowScenarios.Branch(
      branch: branch, mean: mean, deviation: variance.squareRoot(), quantiles: levels.map { distribution.quantile($0) },
      overloadProbability: Double(flows.count { abs($0) > limit }) / count,
      expectedExcess: flows.reduce(0) { $0 + max(0, abs($1) - limit) } / count)
  }
}
