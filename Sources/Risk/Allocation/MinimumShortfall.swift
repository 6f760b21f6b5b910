public import NumericalKernels
public import Valuation

/// The allocation of least expected shortfall over scenarios, by linear programming.
///
/// ```swift
/// // A row a scenario, a column an instrument: the loss of one unit.
/// let optimum = try MinimumShortfall(losses: losses, level: 0.95).solve(AllocationLimits(count: 3))
/// optimum.allocation.weights
/// optimum.tail.shortfall                       // of those weights
/// optimum.shares                               // adding up to it
/// ```
///
/// minimise ζ + Σ uₛ / ((1 - level) S), uₛ ≥ 0, uₛ ≥ lossₛ - ζ: at the optimum the expected shortfall with the
/// fractional weight of the last scenario. R. T. Rockafellar, S. Uryasev, Journal of Risk 2 (2000). The multipliers of
/// the scenarios are the worst reweighting of them, which proves the optimum.
public struct MinimumShortfall: Sendable {
  /// The loss of one unit, a row a scenario and a column an instrument.
  public let losses: Matrix
  /// The level, such as 0.95: the worst 5 % are averaged.
  public let level: Double

  /// The optimum and its proof.
  public struct Optimum: DocumentedResult {
    /// The weights, their shortfall, and what the limits cost.
    public let allocation: Allocation
    /// Quantile and shortfall of the weights over the scenarios; `nil` without weights.
    public let tail: TailEstimate?
    /// The probabilities of the worst reweighting of the scenarios: none negative nor above 1 / ((1 - level) S), adding
    /// up to 1.
    public let scenarioWeights: [Double]
    /// Each instrument's share of the shortfall: its weight times its mean loss under the worst reweighting.
    public let shares: [Double]

    /// What the weights rest on.
    public var basis: ResultBasis { allocation.basis }
  }

  /// Takes scenarios.
  ///
  /// - Throws: `empty` without a scenario or an instrument; `notFinite`; `outOfRange` for a level that is not between 0
  ///   and 1, or more than ten million losses.
  public init(losses: Matrix, level: Double) throws(RiskError) {
    guard losses.rows > 0, losses.columns > 0 else {
      throw RiskError(.empty, found: "\(losses.rows) x \(losses.columns) losses", expected: "at least one")
    }
    guard losses.storage.count <= 10_000_000 else {
      throw RiskError(.outOfRange, found: "\(losses.storage.count) losses", expected: "at most ten million")
    }
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    try InputCheck.finite(losses.storage, "loss")
    self.losses = losses
    self.level = level
  }

  /// Finds the weights.
  ///
  /// - Parameters:
  ///   - limits: What the weights may be.
  ///   - means: The expected return of one unit of each, reported for the weights and bounded by `returning`.
  ///   - least: The least expected return.
  /// - Throws: `countMismatch`, `notFinite` for limits and means; `mismatch` for a return without means.
  /// - Complexity: 10 to 30 sparse factorisations of the scenarios' normal equations, O(scenarios × instruments²) each.
  public func solve(_ limits: AllocationLimits, means: [Double]? = nil, returning least: Double? = nil)
    throws(RiskError) -> Optimum
  {
    let (count, scenarios) = (losses.columns, losses.rows)
    try limits.check(count: count)
    var extra: [AllocationLimits.Group] = []
    if let least {
      guard let means else { throw RiskError(.mismatch, found: "no means", expected: "an expected return of each") }
      guard least.isFinite else {
        throw RiskError(.notFinite, found: "a return of \(least)", expected: "a finite number")
      }
      extra = [.init(means, from: least)]
    }
    if let means {
      guard means.count == count else {
        throw RiskError(.countMismatch, found: "\(means.count) means", expected: "\(count)")
      }
      try InputCheck.finite(means, "mean")
    }
    var conventions = ["risk": "expected shortfall", "level": "\(level)"]
    if let least { conventions["leastReturn"] = "\(least)" }
    let basis = ResultBasis(
      method: "allocation of least expected shortfall, interior point", conventions: conventions,
      inputs: [.init("losses", losses)] + (means.map { [.init("means", $0)] } ?? []) + [.init(limits)])
    guard let rows = limits.rows(adding: extra) else {
      return Optimum(
        allocation: Allocation(contradiction: limits, basis: basis), tail: nil, scenarioWeights: [], shares: [])
    }
    let largest = losses.maximumMagnitude
    let scale = largest > 0 ? largest : 1
    let solution: ConvexSolution
    do throws(NumericalError) {
      solution = try program(limits, rows, scale: scale).solve()
    } catch {
      throw RiskError(.outOfRange, found: "limits", expected: "ones that a solver can take", cause: error)
    }
    var tail: TailEstimate?
    let allocation = Allocation(
      solution, count: count, limits: limits,
      risk: { weights in
        tail = try? TailMeasure(level: level).estimate(losses: (0..<scenarios).map { dot(losses.row($0), weights) })
        return tail?.shortfall ?? .infinity
      }, means: means, scale: scale, basis: basis)
    guard !allocation.weights.isEmpty else {
      return Optimum(allocation: allocation, tail: nil, scenarioWeights: [], shares: [])
    }
    // A lower bound that binds has a negative multiplier.
    let worst = solution.rowDuals.suffix(scenarios).map { max(0, -$0) }
    let shares = (0..<count).map { column in
      let mean = (0..<scenarios).reduce(0.0) { $0 + worst[$1] * losses[$1, column] }
      return allocation.weights[column] * mean
    }
    return Optimum(allocation: allocation, tail: tail, scenarioWeights: worst, shares: shares)
  }

  /// Variables: the weights, ζ, one excess a scenario; rows: those of the limits, one a scenario.
  private func program(
    _ limits: AllocationLimits, _ rows: (factors: [[Double]], lower: [Double], upper: [Double]), scale: Double
  ) throws(NumericalError) -> QuadraticProgram {
    let (count, scenarios) = (losses.columns, losses.rows)
    let first = rows.factors.count
    var (places, columns, values): ([Int], [Int], [Double]) = ([], [], [])
    func append(_ row: Int, _ column: Int, _ value: Double) {
      guard value != 0 else { return }
      places.append(row)
      columns.append(column)
      values.append(value)
    }
    for (row, factors) in rows.factors.enumerated() {
      for (column, factor) in factors.enumerated() { append(row, column, factor) }
    }
    for scenario in 0..<scenarios {
      for column in 0..<count { append(first + scenario, column, -losses[scenario, column] / scale) }
      append(first + scenario, count, 1)
      append(first + scenario, count + 1 + scenario, 1)
    }
    let total = count + 1 + scenarios
    let constraints = try SparseMatrix(
      rows: first + scenarios, columns: total, rowIndices: places, columnIndices: columns, values: values)
    let cost = 1 / ((1 - level) * Double(scenarios))
    return try QuadraticProgram(
      linear: [Double](repeating: 0, count: count) + [1] + [Double](repeating: cost, count: scenarios),
      constraints: constraints, rowLower: rows.lower + [Double](repeating: 0, count: scenarios),
      rowUpper: rows.upper + [Double](repeating: .infinity, count: scenarios),
      lower: limits.lower + [-.infinity] + [Double](repeating: 0, count: scenarios),
      upper: limits.upper + [Double](repeating: .infinity, count: scenarios + 1))
  }
}

extension MinimumShortfall.Optimum {
  /// Reads an optimum; another number of shares than of weights is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    allocation = try container(.allocation)
    tail = try container.decodeIfPresent(TailEstimate.self, forKey: .tail)
    scenarioWeights = try container(.scenarioWeights)
    shares = try container(.shares)
    try container.require(
      shares.count == allocation.weights.count && (tail.map { $0.count == scenarioWeights.count } ?? true), .shares,
      "a share for each weight and a probability for each scenario")
  }

  /// The weights and their shares of the shortfall in a table.
  public var description: String {
    let words = tail.map {
      ", value at risk \(TextTable.figure($0.quantile)), expected shortfall \(TextTable.figure($0.shortfall))"
    }
    return page(
      ["\(allocation.status)\(words ?? ""), \(allocation.iterations) iterations"],
      [.list("place", [("weight", allocation.weights), ("share of the shortfall", shares)])])
  }
}
