extension Network {
  /// A line or a transformer between two buses.
  ///
  /// The ideal transformer, with its tap and its shift, stands at the `from` end. Flow is positive from `from` to `to`.
  public struct Branch: Hashable, Sendable, Codable {
    /// The id, one of a kind among the branches of the network.
    public var id: String
    /// The number of the bus at the tap's end.
    public var from: Int
    /// The number of the bus at the other end.
    public var to: Int
    /// The series resistance, per unit on the base of the network.
    public var resistance: Double
    /// The series reactance, per unit; negative for a series capacitor or a leg of a three-winding transformer.
    public var reactance: Double
    /// The charging susceptance of the whole line, per unit.
    public var charging: Double
    /// The long-term rating, MVA; `nil` for none.
    public var ratingA: Double?
    /// The short-term rating, MVA; `nil` for none.
    public var ratingB: Double?
    /// The emergency rating, MVA; `nil` for none.
    public var ratingC: Double?
    /// Whether this is a transformer.
    public var isTransformer: Bool
    /// The off-nominal ratio of voltages `from` to `to`; 1 for a line.
    public var tap: Double
    /// The shift of the phase shifter, degrees; positive delays the `to` end.
    public var shift: Double
    /// The difference of the angles `from` minus `to` that is allowed, degrees.
    public var angleLimits: Bounds
    /// Whether it is closed.
    public var isInService: Bool

    /// Makes a branch; it counts as a transformer if its tap is not 1 or its shift not 0, or where that is said.
    public init(
      _ id: String, from: Int, to: Int, resistance: Double = 0, reactance: Double, charging: Double = 0,
      ratingA: Double? = nil, ratingB: Double? = nil, ratingC: Double? = nil, isTransformer: Bool? = nil,
      tap: Double = 1, shift: Double = 0, angleLimits: Bounds = .none, isInService: Bool = true
    ) {
      self.id = id
      self.from = from
      self.to = to
      self.resistance = resistance
      self.reactance = reactance
      self.charging = charging
      self.ratingA = ratingA
      self.ratingB = ratingB
      self.ratingC = ratingC
      self.isTransformer = isTransformer ?? (tap != 1 || shift != 0)
      self.tap = tap
      self.shift = shift
      self.angleLimits = angleLimits
      self.isInService = isInService
    }
  }

  /// A line of direct current: a flow that is chosen, within bounds, and not by impedances.
  ///
  /// Of the flow P taken at the `from` end, P - (``lossConstant`` + ``lossSlope``·P) comes out at the `to` end.
  public struct HVDCLine: Hashable, Sendable, Codable {
    /// The id, one of a kind among the HVDC lines of the network.
    public var id: String
    /// The number of the bus that a positive flow is taken from.
    public var from: Int
    /// The number of the bus that a positive flow comes out at.
    public var to: Int
    /// The flows allowed, MW at the `from` end.
    public var flowLimits: Bounds
    /// The flow of the stored state, MW at the `from` end.
    public var flow: Double
    /// The loss at no flow, MW.
    public var lossConstant: Double
    /// The loss of each MW of flow, MW.
    public var lossSlope: Double
    /// The cost of the flow, where it has one.
    public var cost: Cost?
    /// Whether it is in service.
    public var isInService: Bool

    /// Makes a line.
    public init(
      _ id: String, from: Int, to: Int, flowLimits: Bounds, flow: Double = 0, lossConstant: Double = 0,
      lossSlope: Double = 0, cost: Cost? = nil, isInService: Bool = true
    ) {
      self.id = id
      self.from = from
      self.to = to
      self.flowLimits = flowLimits
      self.flow = flow
      self.lossConstant = lossConstant
      self.lossSlope = lossSlope
      self.cost = cost
      self.isInService = isInService
    }
  }

  /// An interface, or flowgate: a weighted sum of the flows of branches, with limits.
  public struct Interface: Hashable, Sendable, Codable {
    /// A branch and its weight.
    public struct Term: Hashable, Sendable, Codable {
      /// The id of the branch.
      public var branch: String
      /// The weight of its flow: 1, or -1 for one that is counted from `to` to `from`, or a share.
      public var weight: Double

      /// Makes a term.
      public init(_ branch: String, weight: Double = 1) {
        self.branch = branch
        self.weight = weight
      }
    }

    /// The id, one of a kind among the interfaces of the network.
    public var id: String
    /// The branches.
    public var terms: [Term]
    /// The sums allowed, MW.
    public var limits: Bounds

    /// Makes an interface.
    public init(_ id: String, _ terms: [Term], limits: Bounds) {
      self.id = id
      self.terms = terms
      self.limits = limits
    }
  }
}
