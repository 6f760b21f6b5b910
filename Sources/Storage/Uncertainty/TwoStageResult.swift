public import Valuation

/// The best position under uncertainty, and what uncertainty costs.
///
/// Values are in the currency of the prices, positive for revenue. Each scenario's value is that of a dispatch that the store can
/// deliver, worked out again with the position held fixed, so that the figures are attained and no estimates:
///
///     perfectForesightValue >= expectedValue >= meanSolutionValue          (without aversion to risk)
public struct TwoStageResult: Hashable, Sendable {
  /// How the joint program ended.
  public let status: DispatchStatus
  /// The position in each step, MW: positive for energy sold.
  public let position: [Double]
  /// What is sold as services in each step, the same in every scenario; empty where none is offered.
  public let awards: [ServiceAward]
  /// The net power in each scenario and step, MW delivered.
  public let netPower: [[Double]]
  /// The value of each scenario.
  public let values: [Double]
  /// The mean of the values by the scenarios' weights.
  public let expectedValue: Double
  /// The mean of the worst values, at the level of the aversion to risk; `nil` without one.
  public let shortfallValue: Double?
  /// What was maximised: the mean, or mean and shortfall by their weights.
  public let objective: Double
  /// No position has a higher objective.
  public let bound: Double
  /// The expected value of the position that is best against the mean prices.
  public let meanSolutionValue: Double
  /// The expected value with a position and a dispatch of its own for each scenario.
  public let perfectForesightValue: Double
  /// What the result rests on.
  public let basis: ResultBasis

  /// How far the objective may be from the best, relative to it (or to 1).
  public var gap: Double { max(0, bound - objective) / max(1, abs(objective)) }
  /// What planning against scenarios earns more than planning against their mean (VSS).
  public var valueOfStochasticSolution: Double { expectedValue - meanSolutionValue }
  /// What knowing the scenario beforehand would earn more (EVPI).
  public var expectedValueOfPerfectInformation: Double { perfectForesightValue - expectedValue }
}

extension TwoStageResult: DocumentedResult {
  private enum Key: CodingKey {
    case status, position, awards, netPower, values, expectedValue, shortfallValue, objective, bound, meanSolutionValue
    case perfectForesightValue, basis
  }

  /// Reads a result.
  ///
  /// - Throws: A `DecodingError` where scenarios or steps do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      status: try container(.status), position: try container(.position), awards: try container(.awards),
      netPower: try container(.netPower),
      values: try container(.values), expectedValue: try container(.expectedValue),
      shortfallValue: try container.decodeIfPresent(Double.self, forKey: .shortfallValue),
      objective: try container(.objective), bound: try container.decode(Unbounded.self, forKey: .bound).wrappedValue,
      meanSolutionValue: try container(.meanSolutionValue),
      perfectForesightValue: try container(.perfectForesightValue), basis: try container(.basis))
    try container.require(netPower.count == values.count, .netPower, "as many scenarios as of values")
    try container.require(
      awards.allSatisfy { $0.power.count == position.count }, .awards, "as many powers as of the position")
    try container.require(netPower.allSatisfy { $0.count == position.count }, .netPower, "a power for each step")
  }

  /// Writes a result; a bound that is infinite as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(status, forKey: .status)
    try container.encode(position, forKey: .position)
    try container.encode(awards, forKey: .awards)
    try container.encode(netPower, forKey: .netPower)
    try container.encode(values, forKey: .values)
    try container.encode(expectedValue, forKey: .expectedValue)
    try container.encodeIfPresent(shortfallValue, forKey: .shortfallValue)
    try container.encode(objective, forKey: .objective)
    try container.encode(Unbounded(wrappedValue: bound), forKey: .bound)
    try container.encode(meanSolutionValue, forKey: .meanSolutionValue)
    try container.encode(perfectForesightValue, forKey: .perfectForesightValue)
    try container.encode(basis, forKey: .basis)
  }

  /// The figures in a table, then the position.
  public var description: String {
    var rows = [
      ["expected value", TextTable.number(expectedValue)],
      ["with the position of the mean prices", TextTable.number(meanSolutionValue)],
      ["with perfect foresight", TextTable.number(perfectForesightValue)],
      ["value of the stochastic solution", TextTable.number(valueOfStochasticSolution)],
      ["expected value of perfect information", TextTable.number(expectedValueOfPerfectInformation)],
    ]
    if let shortfallValue { rows.insert(["mean of the worst scenarios", TextTable.number(shortfallValue)], at: 1) }
    return page(
      ["\(status), \(values.count) scenarios"],
      [
        TextTable(["figure", "amount"], rows),
        TextTable.list("step", [("position MW", position)] + awards.map { ($0.name + " MW", $0.power) }),
      ])
  }
}
