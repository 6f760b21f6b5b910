import NumericalKernels
public import Valuation

/// Weights that minimise a risk within limits, with what the limits cost.
public struct Allocation: DocumentedResult {
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
  @Unbounded public private(set) var risk: Double
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
  @Unbounded public private(set) var dualityGap: Double
  /// The iterations of the solver.
  public let iterations: Int
  /// What the weights rest on.
  public let basis: ResultBasis

  /// Reads a solution whose first variables are the weights and whose rows begin with the total and the groups.
  init(
    _ solution: ConvexSolution, count: Int, limits: AllocationLimits, risk: ([Double]) -> Double, means: [Double]?,
    scale: Double = 1, basis: ResultBasis
  ) {
    status = Status(solution.status)
    iterations = solution.iterations
    let hasPoint = status == .optimal || status == .inaccurate
    weights = hasPoint ? Array(solution.x.prefix(count)) : []
    _risk = Unbounded(wrappedValue: hasPoint ? risk(weights) : .infinity)
    let point = weights
    expectedReturn = hasPoint ? means.map { dot($0, point) } : nil
    let first = limits.total == nil ? 0 : 1
    // The objective's derivative by a binding bound is minus the multiplier.
    totalMultiplier = first == 1 ? scale * (solution.rowDuals.first ?? 0) : 0
    groupMultipliers = solution.rowDuals.dropFirst(first).prefix(limits.groups.count).map { scale * $0 }
    boundMultipliers = solution.boundDuals.prefix(count).map { scale * $0 }
    let gap = solution.objective - solution.dualObjective
    _dualityGap = Unbounded(wrappedValue: hasPoint ? scale * gap : .infinity)
    var basis = basis
    basis.solverGap = hasPoint ? abs(gap) / max(1e-300, abs(solution.objective)) : nil
    self.basis = basis
  }

  /// Limits that contradict each other before any solver is asked.
  init(contradiction limits: AllocationLimits, basis: ResultBasis) {
    status = .infeasible
    weights = []
    _risk = Unbounded(wrappedValue: .infinity)
    expectedReturn = nil
    totalMultiplier = 0
    groupMultipliers = [Double](repeating: 0, count: limits.groups.count)
    boundMultipliers = [Double](repeating: 0, count: limits.lower.count)
    _dualityGap = Unbounded(wrappedValue: .infinity)
    iterations = 0
    self.basis = basis
  }
}

extension Allocation {
  /// Reads an allocation; another number of weights than of bounds is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    status = try container(.status)
    weights = try container(.weights)
    _risk = try container(.risk)
    expectedReturn = try container.decodeIfPresent(Double.self, forKey: .expectedReturn)
    totalMultiplier = try container(.totalMultiplier)
    groupMultipliers = try container(.groupMultipliers)
    boundMultipliers = try container(.boundMultipliers)
    _dualityGap = try container(.dualityGap)
    iterations = try container(.iterations)
    basis = try container(.basis)
    try container.require(
      weights.isEmpty || weights.count == boundMultipliers.count, .weights, "no weights, or one for each multiplier")
  }

  /// The weights with the multipliers of their bounds in a table.
  public var description: String {
    let returns = expectedReturn.map { ", expected return \(TextTable.figure($0))" } ?? ""
    return page(
      ["\(status), risk \(TextTable.figure(risk))\(returns), \(iterations) iterations"],
      [.list("place", [("weight", weights), ("multiplier of its bound", boundMultipliers)])])
  }
}
