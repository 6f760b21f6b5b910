extension Network {
  /// A unit that gives power to a bus, or a dispatchable load: one that gives a negative amount.
  public struct Generator: Hashable, Sendable, Codable {
    /// The id, one of a kind among the generators of the network.
    public var id: String
    /// The number of the bus.
    public var bus: Int
    /// The outputs allowed while it is committed, MW; both ends negative or zero for a dispatchable load.
    public var outputLimits: Bounds
    /// The cost of the output; `nil` where the source has none.
    public var cost: Cost?
    /// Whether it is in service.
    public var isInService: Bool
    /// The output of the stored state, MW.
    public var output: Double
    /// The reactive output of the stored state, MVAr.
    public var reactiveOutput: Double
    /// The reactive outputs allowed, MVAr.
    public var reactiveLimits: Bounds
    /// The cost of the reactive output, by MVAr, where the source has one.
    public var reactiveCost: Cost?
    /// The voltage that it holds, p.u.
    public var voltage: Double
    /// The base of its own per-unit data, MVA.
    public var baseMVA: Double
    /// The cost of a start, $.
    public var startUpCost: Double
    /// The cost of a stop, $.
    public var shutDownCost: Double
    /// The fastest change of output, MW a minute; `nil` where it is not known.
    public var rampRate: Double?
    /// Its share in balancing an area, on a scale that the source chooses; 0 where there is none.
    public var participation: Double
    /// The kind of unit in the source's words (`ST`, `WT`); empty where there are none.
    public var technology: String
    /// The fuel in the source's words; empty where there are none.
    public var fuel: String

    /// Makes a generator.
    public init(
      _ id: String, bus: Int, outputLimits: Bounds, cost: Cost? = nil, isInService: Bool = true, output: Double = 0,
      reactiveOutput: Double = 0, reactiveLimits: Bounds = .none, reactiveCost: Cost? = nil, voltage: Double = 1,
      baseMVA: Double = 100, startUpCost: Double = 0, shutDownCost: Double = 0, rampRate: Double? = nil,
      participation: Double = 0, technology: String = "", fuel: String = ""
    ) {
      self.id = id
      self.bus = bus
      self.outputLimits = outputLimits
      self.cost = cost
      self.isInService = isInService
      self.output = output
      self.reactiveOutput = reactiveOutput
      self.reactiveLimits = reactiveLimits
      self.reactiveCost = reactiveCost
      self.voltage = voltage
      self.baseMVA = baseMVA
      self.startUpCost = startUpCost
      self.shutDownCost = shutDownCost
      self.rampRate = rampRate
      self.participation = participation
      self.technology = technology
      self.fuel = fuel
    }

    /// Whether this is a load that answers to price: its output can be negative and not positive.
    public var isDispatchableLoad: Bool { outputLimits.lower < 0 && outputLimits.upper <= 0 }
  }
}
