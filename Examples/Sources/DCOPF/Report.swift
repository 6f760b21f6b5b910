import Nodal

/// What the program says as JSON.
struct Report: Encodable {
  struct Bus: Encodable {
    let id: Int
    let lmp: Double
    let energy: Double
    let congestion: Double
    let loss: Double
  }

  struct Binding: Encodable {
    let branch: String
    let flow: Double
    let limit: Double
    let shadowPrice: Double
  }

  let name: String
  let status: String
  let objective: Double?
  let buses: [Bus]
  let binding: [Binding]
  let iterations: Int
  let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case name = "case"
    case status, objective, buses, binding, iterations, seconds
  }

  init(_ name: String, _ network: Network, _ result: DispatchResult, _ parts: PriceDecomposition?, seconds: Double) {
    self.name = name
    status = result.status.name
    objective = result.objective
    buses =
      parts.map { parts in
        network.buses.indices.filter { network.buses[$0].isInService }.map { place in
          Bus(
            id: network.buses[place].number, lmp: result.prices[place], energy: parts.energy[place],
            congestion: parts.congestion[place], loss: parts.loss[place] + parts.transport[place])
        }
      } ?? []
    binding = result.binding.map { limit in
      Binding(
        branch: limit.limit.name, flow: limit.flow, limit: limit.bound, shadowPrice: limit.shadowPrice)
    }
    iterations = result.iterations
    self.seconds = seconds
  }

  /// Written by hand so that `objective` is there, as null, where there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(status, forKey: .status)
    try container.encode(objective, forKey: .objective)
    try container.encode(buses, forKey: .buses)
    try container.encode(binding, forKey: .binding)
    try container.encode(iterations, forKey: .iterations)
    try container.encode(seconds, forKey: .seconds)
  }
}

extension DispatchLimit {
  /// The id of a branch for its rating, and a description for every other limit.
  var name: String {
    if case .branch(let id) = self { id } else { description }
  }
}
