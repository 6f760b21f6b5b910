import NumericalKernels

/// How many cycles a year a store should do, given that each takes a part of its life.
///
///     let budget = try CycleBudget(lifeLostPerCycle: 1 / 6000, lifeLostPerYear: 1 / 20, discountRate: 0.08)
///     let best = try budget.optimum(dispatching: problem)
///     best.price        // what a cycle must earn: the dual price of the life it takes
///
/// With n cycles a year a life lasts T = 1/(a·n + b) years, where a is the part a cycle takes and b the part a year takes. Its
/// earnings R(n) are worth A(T) = (1 − e^(−δT))/δ times as much, δ the logarithm of 1 + rate. Where R is concave the optimum is
/// where a further cycle earns just the life it takes: R'(n) = λ, with
///
/// - one life: λ = (R − F)·f'(n)/f(n), f = 1/A(T): what is forgone at the end of a life that is shorter;
/// - replacement for C: λ = C·f'(n): what comes earlier; without discounting C·a, the price of the cells a cycle uses up.
///
/// - Source: the dual price of a limited life as in G. He, Q. Chen, P. Moutis, S. Kar, J. F. Whitacre, An intertemporal decision
///   framework for electrochemical energy storage management, Nature Energy 3 (2018) 404-412; the condition itself is elementary.
public struct CycleBudget: Hashable, Sendable, Codable {
  /// What is to be made as large as possible.
  public enum Goal: Hashable, Sendable, Codable {
    /// The present value of one life.
    case oneLife
    /// The yearly earnings less the annuity of replacing the store at the end of each life, for ever.
    case replacement(cost: Double)
  }

  /// What a year brings at some number of cycles.
  public struct Point: Hashable, Sendable, Codable {
    /// Full equivalent cycles a year.
    public let cycles: Double
    /// What they earn in the year, before any charge for life.
    public let revenue: Double

    /// Makes a point.
    public init(cycles: Double, revenue: Double) {
      self.cycles = cycles
      self.revenue = revenue
    }
  }

  /// The part of a life that a full equivalent cycle takes.
  public let lifeLostPerCycle: Double
  /// The part of a life that a year takes, cycles or not.
  public let lifeLostPerYear: Double
  /// The discount rate for a year.
  public let discountRate: Double
  /// What a year costs however many cycles it has.
  public let fixedCost: Double
  /// The longest life that is counted, years; `nil` without a limit.
  public let horizon: Double?
  /// What is to be made as large as possible.
  public let goal: Goal

  /// Makes a budget.
  ///
  /// - Throws: `outOfRange` with the field: a cycle or a year must take some life.
  public init(
    lifeLostPerCycle: Double, lifeLostPerYear: Double, discountRate: Double = 0, fixedCost: Double = 0,
    horizon: Double? = nil, goal: Goal = .oneLife
  ) throws(StorageError) {
    try InputCheck.within(0...1, lifeLostPerCycle, "lifeLostPerCycle")
    try InputCheck.within((horizon == nil ? 1e-6 : 0)...10, lifeLostPerYear, "lifeLostPerYear")
    try InputCheck.within(0...10, discountRate, "discountRate")
    try InputCheck.within(0...1e15, fixedCost, "fixedCost")
    if let horizon { try InputCheck.within(0.01...1e6, horizon, "horizon") }
    if case .replacement(let cost) = goal { try InputCheck.within(0...1e15, cost, "goal.cost") }
    self.lifeLostPerCycle = lifeLostPerCycle
    self.lifeLostPerYear = lifeLostPerYear
    self.discountRate = discountRate
    self.fixedCost = fixedCost
    self.horizon = horizon
    self.goal = goal
  }

  /// The years that a life lasts with some cycles a year.
  public func life(cycles: Double) -> Double {
    let used = lifeLostPerCycle * max(0, cycles) + lifeLostPerYear
    let life = used > 0 ? 1 / used : Double.infinity
    return min(life, horizon ?? .infinity)
  }

  /// The yearly amount that is worth 1 at the beginning of a life: δ/(1 − e^(−δT)), 1/T without discounting.
  public func annuity(cycles: Double) -> Double {
    let life = life(cycles: cycles)
    let rate = VectorMath.log1p(discountRate)
    return rate > 0 ? -rate / VectorMath.expm1(-rate * life) : 1 / life
  }

  /// The derivative of ``annuity(cycles:)`` by the cycles; zero while the horizon ends a life.
  func annuitySlope(cycles: Double) -> Double {
    let used = lifeLostPerCycle * max(0, cycles) + lifeLostPerYear
    if let horizon, used * horizon <= 1 { return 0 }
    let rate = VectorMath.log1p(discountRate)
    guard rate > 0 else { return lifeLostPerCycle }
    // d/dx δ/(1 − e^(−δ/x)) = (δ/x)² e^(−δ/x)/(1 − e^(−δ/x))², in the form that does not cancel.
    let half = 0.5 * rate / used
    let sinh = 0.5 * (VectorMath.exp(half) - VectorMath.exp(-half))
    let ratio = half > 1e-4 ? (half < 300 ? half / sinh : 0) : 1 - half * half / 6
    return lifeLostPerCycle * ratio * ratio
  }

  /// What a year at a point is worth by the goal: present value of one life, or earnings less annuity.
  public func value(of point: Point) -> Double {
    let annuity = annuity(cycles: point.cycles)
    switch goal {
    case .oneLife: return (point.revenue - fixedCost) / annuity
    case .replacement(let cost): return point.revenue - fixedCost - cost * annuity
    }
  }

  /// The dual price of a cycle at a point: what the life that it takes is worth.
  public func price(at point: Point) -> Double {
    let slope = annuitySlope(cycles: point.cycles)
    switch goal {
    case .oneLife: return max(0, point.revenue - fixedCost) * slope / annuity(cycles: point.cycles)
    case .replacement(let cost): return cost * slope
    }
  }
}

extension CycleBudget {
  /// Reads a budget.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      lifeLostPerCycle: container.decode(Double.self, forKey: .lifeLostPerCycle),
      lifeLostPerYear: container.decode(Double.self, forKey: .lifeLostPerYear),
      discountRate: container.decode(Double.self, forKey: .discountRate),
      fixedCost: container.decode(Double.self, forKey: .fixedCost),
      horizon: container.decodeIfPresent(Double.self, forKey: .horizon),
      goal: container.decode(Goal.self, forKey: .goal))
  }
}
