/// A limit that holds a dispatch back, in the words of the network.
public enum DispatchLimit: Hashable, Sendable, Codable {
  /// The rating of a branch, by id.
  case branch(String)
  /// The limit of the difference of angles across a branch, by id.
  case angle(String)
  /// The limit of an interface, by id.
  case interface(String)
  /// The rating of a branch after the outage of another one, by ids.
  case contingency(branch: String, outage: String)
  /// The limit of an HVDC line, by id.
  case hvdcLine(String)
  /// The output limit of a generator, by id.
  case generator(String)
  /// What is taken at a bus, by number, which has to be served.
  case demand(Int)
}

extension DispatchLimit: CustomStringConvertible {
  /// The limit as reports call it.
  public var description: String {
    switch self {
    case .branch(let id): "branch \(id)"
    case .angle(let id): "angle across branch \(id)"
    case .interface(let id): "interface \(id)"
    case .contingency(let branch, let outage): "branch \(branch) after outage of \(outage)"
    case .hvdcLine(let id): "HVDC line \(id)"
    case .generator(let id): "generator \(id)"
    case .demand(let bus): "demand at bus \(bus)"
    }
  }
}

/// A limit of flow that binds, with what it costs.
///
/// The limited quantity is a weighted sum of flows of branches: one branch for a rating, several for an interface, two for a rating after
/// an outage, the HVDC line itself for an HVDC line (no terms).
public struct BindingLimit: Hashable, Sendable, Codable {
  /// A branch and its weight in the sum.
  public struct Term: Hashable, Sendable, Codable {
    /// The place of the branch.
    public let branch: Int
    /// The weight of its flow from -> to.
    public let weight: Double

    /// Makes a term.
    public init(branch: Int, weight: Double) {
      self.branch = branch
      self.weight = weight
    }
  }

  /// What limits.
  public let limit: DispatchLimit
  /// The branches whose flows are limited.
  public let terms: [Term]
  /// The limited flow, MW, positive from -> to.
  public let flow: Double
  /// The bound that binds, MW, with the sign of its side; of an angle limit the flow that the angle allows.
  public let bound: Double
  /// Whether the upper bound binds; else the lower one.
  public let isUpper: Bool
  /// What one MW more of the limit would save, $/MWh; never negative.
  public let shadowPrice: Double

  /// The shadow price with the sign of the side: positive at the upper bound, negative at the lower one.
  public var signedPrice: Double { isUpper ? shadowPrice : -shadowPrice }
  /// What the limit earns, $/h: the shadow price for each MW that flows up to it.
  public var rent: Double { signedPrice * flow }
}
