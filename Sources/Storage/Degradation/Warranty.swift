/// What a manufacturer's warranty allows.
///
///     let warranty = Warranty(cyclesPerYear: 365, dwell: [.init(.stateAbove(0.9), hoursPerYear: 2000)])
///     try warranty.checks(record).filter { !$0.isKept }
///
/// A yearly allowance is reduced to the part of the year that a record covers; cycles of a day are held against the worst local day.
public struct Warranty: Hashable, Sendable, Codable {
  /// A condition in which the store may spend some hours a year.
  public struct Dwell: Hashable, Sendable, Codable {
    /// The condition.
    public enum Condition: Hashable, Sendable, Codable {
      /// Warmer than so many °C.
      case warmerThan(Double)
      /// Colder than so many °C.
      case colderThan(Double)
      /// Fuller than a part of the capacity.
      case stateAbove(Double)
      /// Emptier than a part of the capacity.
      case stateBelow(Double)
    }

    /// The condition.
    public var condition: Condition
    /// The hours a year for which it may hold.
    public var hoursPerYear: Double

    /// Makes a limit.
    public init(_ condition: Condition, hoursPerYear: Double) {
      self.condition = condition
      self.hoursPerYear = hoursPerYear
    }
  }

  /// Full equivalent cycles in a local day.
  public var cyclesPerDay: Double?
  /// Full equivalent cycles in a year.
  public var cyclesPerYear: Double?
  /// Energy discharged in a year, MWh at the meter.
  public var throughputPerYear: Double?
  /// Energy discharged over the life of the warranty, MWh at the meter, with what was discharged before the record.
  public var lifetimeThroughput: Double?
  /// The highest temperature, °C.
  public var highestTemperature: Double?
  /// The greatest mean state of charge, 0 to 1.
  public var greatestMeanState: Double?
  /// Conditions that may hold for some hours.
  public var dwell: [Dwell]

  /// Makes a warranty; without limits unless given.
  public init(
    cyclesPerDay: Double? = nil, cyclesPerYear: Double? = nil, throughputPerYear: Double? = nil,
    lifetimeThroughput: Double? = nil, highestTemperature: Double? = nil, greatestMeanState: Double? = nil,
    dwell: [Dwell] = []
  ) {
    self.cyclesPerDay = cyclesPerDay
    self.cyclesPerYear = cyclesPerYear
    self.throughputPerYear = throughputPerYear
    self.lifetimeThroughput = lifetimeThroughput
    self.highestTemperature = highestTemperature
    self.greatestMeanState = greatestMeanState
    self.dwell = dwell
  }
}

/// What a store did, as far as its wear is concerned.
public struct UseRecord: Hashable, Sendable {
  /// The steps.
  public let steps: DispatchSteps
  /// The power delivered at the meter in each step, MW.
  public let discharge: [Double]
  /// The stored energy at the beginning and after each step, MWh: one value more than there are steps.
  public let states: [Double]
  /// The energy capacity, MWh.
  public let capacity: Double
  /// The temperature of each step, °C; empty where it was not measured.
  public let temperatures: [Double]
  /// What was discharged before, MWh.
  public let earlierThroughput: Double
  /// The part of the stored energy that is lost in an hour by standing, which makes no cycles.
  public let selfDischarge: Double

  /// Makes a record; without self-discharge unless given.
  ///
  /// - Throws: `countMismatch`, `notFinite`, `outOfRange`.
  public init(
    steps: DispatchSteps, discharge: [Double], states: [Double], capacity: Double, temperatures: [Double] = [],
    earlierThroughput: Double = 0, selfDischarge: Double = 0
  ) throws(StorageError) {
    try InputCheck.count(discharge.count, steps.count, "discharge")
    try InputCheck.count(states.count, steps.count + 1, "states")
    try InputCheck.finite(discharge, "discharge")
    try InputCheck.finite(states, "states")
    try InputCheck.within(1e-9...InputCheck.largestSize, capacity, "capacity")
    if !temperatures.isEmpty { try InputCheck.count(temperatures.count, steps.count, "temperatures") }
    try InputCheck.finite(temperatures, "temperatures")
    try InputCheck.within(0...1e15, earlierThroughput, "earlierThroughput")
    try InputCheck.within(0...1, selfDischarge, "selfDischarge")
    self.steps = steps
    self.discharge = discharge
    self.states = states
    self.capacity = capacity
    self.temperatures = temperatures
    self.earlierThroughput = earlierThroughput
    self.selfDischarge = selfDischarge
  }

  /// What a schedule has a store do.
  ///
  /// - Throws: `empty` for a schedule without columns; as the other initialiser.
  public init(
    _ schedule: DispatchSchedule, of asset: StorageAsset, temperatures: [Double] = [], earlierThroughput: Double = 0
  ) throws(StorageError) {
    guard schedule.hasSchedule else {
      throw StorageError(.empty, field: "schedule", found: "\(schedule.status)", expected: "a schedule")
    }
    try self.init(
      steps: schedule.steps, discharge: schedule.discharge, states: [schedule.initialEnergy] + schedule.storedEnergy,
      capacity: asset.energyCapacity, temperatures: temperatures, earlierThroughput: earlierThroughput,
      selfDischarge: asset.selfDischarge)
  }

  /// The cycles of the stored energy, MWh.
  public var cycles: [RainflowCycle] { RainflowCounter.cycles(of: states) }
}
