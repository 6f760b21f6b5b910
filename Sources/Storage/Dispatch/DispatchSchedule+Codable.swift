public import Valuation

extension DispatchSchedule: DocumentedResult {
  private enum Key: CodingKey {
    case steps, charge, discharge, storedEnergy, initialEnergy, awards, revenue, status, method, objective, bound
    case marginalValues, limitPrices, equivalentCycles, basis
  }

  /// Reads a schedule.
  ///
  /// - Throws: A `DecodingError` where columns are not as long as the steps.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func column(_ key: Key) throws -> [Double] { try container.decode([Double].self, forKey: key) }
    let status = try container.decode(DispatchStatus.self, forKey: .status)
    self.init(
      steps: try container.decode(DispatchSteps.self, forKey: .steps), charge: try column(.charge),
      discharge: try column(.discharge), storedEnergy: try column(.storedEnergy),
      initialEnergy: try container.decode(Double.self, forKey: .initialEnergy),
      awards: try container.decode([ServiceAward].self, forKey: .awards),
      revenue: try container.decode(Revenue.self, forKey: .revenue),
      status: status,
      method: try container.decode(DispatchMethod.self, forKey: .method),
      objective: try container.decodeIfPresent(Double.self, forKey: .objective) ?? -.infinity,
      bound: try container.decodeIfPresent(Double.self, forKey: .bound)
        ?? (status == .infeasible ? -.infinity : .infinity),
      marginalValues: try column(.marginalValues),
      limitPrices: try container.decode([LimitPrice].self, forKey: .limitPrices),
      equivalentCycles: try container.decode(Double.self, forKey: .equivalentCycles),
      basis: try container.decode(ResultBasis.self, forKey: .basis))
    try container.require(
      charge.isEmpty || charge.count == steps.count, .charge, "a power for each step, or none")
    try container.require(discharge.count == charge.count, .discharge, "as many as of charge")
    try container.require(storedEnergy.count == charge.count, .storedEnergy, "as many as of charge")
    try container.require(awards.allSatisfy { $0.power.count == charge.count }, .awards, "as many powers as of charge")
    try container.require(
      marginalValues.isEmpty || marginalValues.count == charge.count, .marginalValues, "as many as of charge, or none")
  }

  /// Writes a schedule; an objective or bound that is infinite as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(charge, forKey: .charge)
    try container.encode(discharge, forKey: .discharge)
    try container.encode(storedEnergy, forKey: .storedEnergy)
    try container.encode(initialEnergy, forKey: .initialEnergy)
    try container.encode(awards, forKey: .awards)
    try container.encode(revenue, forKey: .revenue)
    try container.encode(status, forKey: .status)
    try container.encode(method, forKey: .method)
    try container.encode(objective.isFinite ? objective : nil, forKey: .objective)
    try container.encode(bound.isFinite ? bound : nil, forKey: .bound)
    try container.encode(marginalValues, forKey: .marginalValues)
    try container.encode(limitPrices, forKey: .limitPrices)
    try container.encode(equivalentCycles, forKey: .equivalentCycles)
    try container.encode(basis, forKey: .basis)
  }
}
