import NumericalKernels

/// Weights that minimise a risk within limits, with what the limits cost.
public struct Allocation: Hashable, Sendable {
  /// How a search for weights ended; new ways may be added.
  public struct Status: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The status's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// The weights are optimal to the solver's tolerance.
    public static let optimal = Status("optimal")
    /// No weights keep the limits.
    public static let infeasible = Status("infeasible")
    /// The objective has no bound within the limits.
    public static let unbounded = Status("unbounded")
    /// A limit or rounding stopped the solver; the weights are the last ones.
    public static let inaccurate = Status("inaccurate")

    init(_ status: ConvexSolution.Status) {
      self =
        switch status {
        case .solved: .optimal
        case .primalInfeasible: .infeasible
        case .dualInfeasible: .unbounded
        default: .inaccurate
        }
    }
  }

  /// How the search ended; the figures mean something where it is optimal.
  public let status: Status
  /// The weights; empty where the limits are infeasible or the objective has no bound.
  public let weights: [Double]
  /// The risk of the weights: standard deviation, or expected shortfall.
  public let risk: Double
  /// The expected return of the weights, where means were given.
  public let expectedReturn: Double?
  /// By how much the objective falls for a rise of the total by one; 0 without a total.
  public let totalMultiplier: Double
  /// For each group by how much the objective falls for a rise of its binding bound by one: positive where the upper
  /// bound binds, negative where the lower one does.
  public let groupMultipliers: [Double]
  /// The same for the bounds of each weight.
  public let boundMultipliers: [Double]
  /// The objective less its lower bound from duality: 0 but for rounding at an optimum.
  public let dualityGap: Double
  /// The iterations of the solver.
  public let iterations: Int

  /// Reads a solution whose first variables are the weights and whose rows begin with the total and the groups.
  init(
    _ solution: ConvexSolution, count: Int, limits: AllocationLimits, risk: ([Double]) -> Double, means: [Double]?,
    scale: Double = 1
  ) {
    status = Status(solution.status)
    iterations = solution.iterations
    let hasPoint = status == .optimal || status == .inaccurate
    weights = hasPoint ? Array(solution.x.prefix(count)) : []
    self.risk = hasPoint ? risk(weights) : .infinity
    let point = weights
    expectedReturn = hasPoint ? means.map { dot($0, point) } : nil
    let first = limits.total == nil ? 0 : 1
    // The objective's derivative by a binding bound is minus the multiplier.
    totalMultiplier = first == 1 ? scale * (solution.rowDuals.first ?? 0) : 0
    groupMultipliers = solution.rowDuals.dropFirst(first).prefix(limits.groups.count).map { scale * $0 }
    boundMultipliers = solution.boundDuals.prefix(count).map { scale * $0 }
    dualityGap = hasPoint ? scale * (solution.objective - solution.dualObjective) : .infinity
  }

  /// Limits that contradict each other before any solver is asked.
  init(contradiction limits: AllocationLimits) {
    status = .infeasible
    weights = []
    risk = .infinity
    expectedReturn = nil
    totalMultiplier = 0
    groupMultipliers = [Double](repeating: 0, count: limits.groups.count)
    boundMultipliers = [Double](repeating: 0, count: limits.lower.count)
    dualityGap = .infinity
    iterations = 0
  }
}
