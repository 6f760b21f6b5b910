import Valuation

extension DispatchSchedule: Codable {
  private enum Key: CodingKey {
    case steps, charge, discharge, storedEnergy, initialEnergy, awards, revenue, status, method, objective, bound
    case marginalValues, limitPrices, equivalentCycles, basis
  }

  /// Reads a schedule.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func column(_ key: Key) throws -> [Double] { try container.decode([Double].self, forKey: key) }
    self.init(
      steps: try container.decode(DispatchSteps.self, forKey: .steps), charge: try column(.charge),
      discharge: try column(.discharge), storedEnergy: try column(.storedEnergy),
      initialEnergy: try container.decode(Double.self, forKey: .initialEnergy),
      awards: try container.decode([ServiceAward].self, forKey: .awards),
      revenue: try container.decode(Revenue.self, forKey: .revenue),
      status: try container.decode(DispatchStatus.self, forKey: .status),
      method: try container.decode(DispatchMethod.self, forKey: .method),
      objective: try container.decodeIfPresent(Double.self, forKey: .objective) ?? -.infinity,
      bound: try container.decodeIfPresent(Double.self, forKey: .bound) ?? -.infinity,
      marginalValues: try column(.marginalValues),
      limitPrices: try container.decode([LimitPrice].self, forKey: .limitPrices),
      equivalentCycles: try container.decode(Double.self, forKey: .equivalentCycles),
      basis: try container.decode(ResultBasis.self, forKey: .basis))
    for part in [discharge, storedEnergy] where part.count != charge.count {
      throw StorageError(
        .countMismatch, field: "schedule", found: "\(part.count) values", expected: "\(charge.count) as for charge")
    }
    guard charge.isEmpty || charge.count == steps.count else {
      throw StorageError(
        .countMismatch, field: "charge", found: "\(charge.count) values", expected: "\(steps.count) or none")
    }
  }

  /// Writes a schedule; an objective or bound that is infinite is left out.
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
    try container.encodeIfPresent(objective.isFinite ? objective : nil, forKey: .objective)
    try container.encodeIfPresent(bound.isFinite ? bound : nil, forKey: .bound)
    try container.encode(marginalValues, forKey: .marginalValues)
    try container.encode(limitPrices, forKey: .limitPrices)
    try container.encode(equivalentCycles, forKey: .equivalentCycles)
    try container.encode(basis, forKey: .basis)
  }
}
