/// A store of energy at a bus, as a dispatch of several periods sees it.
///
///     GridStorage("battery", bus: 3, chargeLimit: 50, dischargeLimit: 50, energyCapacity: 200, chargeEfficiency: 0.92)
public struct GridStorage: Hashable, Sendable, Codable {
  /// The id, one of a kind among the stores of a problem.
  public var id: String
  /// The number of the bus.
  public var bus: Int
  /// The most that it takes from the bus, MW.
  public var chargeLimit: Double
  /// The most that it gives to the bus, MW.
  public var dischargeLimit: Double
  /// The most energy that it holds, MWh.
  public var energyCapacity: Double
  /// The share of what is taken that is stored.
  public var chargeEfficiency: Double
  /// The share of what leaves the store that arrives at the bus.
  public var dischargeEfficiency: Double
  /// The energy before the first period, MWh.
  public var initialEnergy: Double
  /// The least energy after the last period, MWh; the initial energy unless given.
  public var finalEnergy: Double?
  /// What each MWh given to the bus costs, $.
  public var throughputCost: Double

  /// Makes a store, empty at first and without losses or costs unless said.
  public init(
    _ id: String, bus: Int, chargeLimit: Double, dischargeLimit: Double, energyCapacity: Double,
    chargeEfficiency: Double = 1, dischargeEfficiency: Double = 1, initialEnergy: Double = 0,
    finalEnergy: Double? = nil,
    throughputCost: Double = 0
  ) {
    self.id = id
    self.bus = bus
    self.chargeLimit = chargeLimit
    self.dischargeLimit = dischargeLimit
    self.energyCapacity = energyCapacity
    self.chargeEfficiency = chargeEfficiency
    self.dischargeEfficiency = dischargeEfficiency
    self.initialEnergy = initialEnergy
    self.finalEnergy = finalEnergy
    self.throughputCost = throughputCost
  }

  /// Checks the numbers against each other.
  func check(at place: Int) throws(NodalError) {
    let limits = [chargeLimit, dischargeLimit, energyCapacity, initialEnergy, finalEnergy ?? 0, throughputCost]
    guard limits.allSatisfy(\.isFinite), chargeEfficiency.isFinite, dischargeEfficiency.isFinite else {
      throw NodalError(
        .notFinite, found: "store \(id) with a number that is not", expected: "finite ones", index: place)
    }
    guard min(chargeLimit, dischargeLimit, energyCapacity) >= 0, chargeEfficiency > 0, chargeEfficiency <= 1,
      dischargeEfficiency > 0, dischargeEfficiency <= 1, (0...energyCapacity).contains(initialEnergy),
      (0...energyCapacity).contains(finalEnergy ?? initialEnergy)
    else {
      throw NodalError(
        .outOfRange, found: "store \(id)",
        expected: "limits of at least 0, efficiencies above 0 and up to 1, energies within the capacity", index: place)
    }
  }
}

/// What a store does in each period.
public struct GridStorageSchedule: Hashable, Sendable, Codable {
  /// The id of the store.
  public let id: String
  /// What it takes from the bus in each period, MW.
  public let charge: [Double]
  /// What it gives to the bus in each period, MW.
  public let discharge: [Double]
  /// The energy at the end of each period, MWh.
  public let energy: [Double]
  /// What one MWh more in the store at the end of each period would save, $/MWh.
  public let energyValue: [Double]
}
