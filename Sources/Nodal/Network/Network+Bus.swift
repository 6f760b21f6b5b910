extension Network {
  /// A bus: where things are connected, and where a price is.
  public struct Bus: Hashable, Sendable, Codable {
    /// What the operator holds at a bus.
    public enum Kind: Int, Hashable, Sendable, Codable {
      /// The power taken or given.
      case pq = 1
      /// The power given and the voltage.
      case pv = 2
      /// The voltage and its angle: the reference of its island.
      case reference = 3
      /// Nothing: the bus is not in service, and nothing at it is.
      case isolated = 4
    }

    /// The number, one of a kind in its network.
    public var number: Int
    /// The name; empty where the source has none.
    public var name: String
    /// What is held at the bus.
    public var kind: Kind
    /// The nominal voltage, kV; 0 where it is not known.
    public var baseKV: Double
    /// The number of the area.
    public var area: Int
    /// The number of the zone.
    public var zone: Int
    /// What the fixed shunts take at 1 p.u., MW.
    public var shuntConductance: Double
    /// What the fixed shunts give at 1 p.u., MVAr.
    public var shuntSusceptance: Double
    /// The voltage of the stored state, p.u.
    public var voltage: Double
    /// The angle of the stored state, degrees.
    public var angle: Double
    /// The voltages allowed, p.u.
    public var voltageLimits: Bounds

    /// Makes a bus.
    public init(
      _ number: Int, name: String = "", _ kind: Kind = .pq, baseKV: Double = 0, area: Int = 1, zone: Int = 1,
      shuntConductance: Double = 0, shuntSusceptance: Double = 0, voltage: Double = 1, angle: Double = 0,
      voltageLimits: Bounds = Bounds(0.9, 1.1)
    ) {
      self.number = number
      self.name = name
      self.kind = kind
      self.baseKV = baseKV
      self.area = area
      self.zone = zone
      self.shuntConductance = shuntConductance
      self.shuntSusceptance = shuntSusceptance
      self.voltage = voltage
      self.angle = angle
      self.voltageLimits = voltageLimits
    }

    /// Whether the bus is in service.
    public var isInService: Bool { kind != .isolated }
  }

  /// A fixed load at a bus.
  ///
  /// A load that answers to price is a ``Generator`` of negative output.
  public struct Load: Hashable, Sendable, Codable {
    /// The id, one of a kind among the loads of the network.
    public var id: String
    /// The number of the bus.
    public var bus: Int
    /// What it takes, MW.
    public var power: Double
    /// What it takes, MVAr.
    public var reactivePower: Double
    /// Whether it is in service.
    public var isInService: Bool

    /// Makes a load.
    public init(_ id: String, bus: Int, power: Double, reactivePower: Double = 0, isInService: Bool = true) {
      self.id = id
      self.bus = bus
      self.power = power
      self.reactivePower = reactivePower
      self.isInService = isInService
    }
  }

  /// An area or a zone: buses that are accounted for together.
  public struct Region: Hashable, Sendable, Codable {
    /// The number that buses refer to.
    public var number: Int
    /// The name; empty where the source has none.
    public var name: String
    /// The number of the bus that balances the area, where one is named.
    public var balancingBus: Int?
    /// The net export that is aimed at, MW, where it is given.
    public var netExport: Double?

    /// Makes an area or a zone.
    public init(_ number: Int, name: String = "", balancingBus: Int? = nil, netExport: Double? = nil) {
      self.number = number
      self.name = name
      self.balancingBus = balancingBus
      self.netExport = netExport
    }
  }
}
