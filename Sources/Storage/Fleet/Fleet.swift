/// Stores, generators and the connection that they share: a hybrid plant, or a virtual power plant.
///
///     let plant = try Fleet(units: [battery], generators: [sun], connection: Connection(exportLimit: 100))
///     let schedule = try plant.optimised()
///     schedule.generation[0]              // MW of sun in each step, less than there is where the connection is full
///
/// Behind a connection the meter sees the sum: what one unit draws while another delivers is neither bought nor sold. Without one
/// each unit is settled at a meter of its own, and only shared awards link them.
public struct Fleet: Hashable, Sendable {
  /// A source beside the stores: sun, wind, a load with its sign turned is none.
  public struct Generator: Hashable, Sendable {
    /// Its name, a bucket of the revenue.
    public let name: String
    /// What it could deliver in each step, MW.
    public let available: [Double]
    /// What a MWh earns beside the market's price: a premium or certificate; negative for a cost.
    public let premium: Double
    /// Whether it may deliver less than it could.
    public let isCurtailable: Bool

    /// Makes a generator.
    public init(_ name: String, available: [Double], premium: Double = 0, isCurtailable: Bool = true) {
      self.name = name
      self.available = available
      self.premium = premium
      self.isCurtailable = isCurtailable
    }
  }

  /// The meter that all units stand behind.
  public struct Connection: Hashable, Sendable {
    /// The most that is drawn from the grid, MW; `nil` without a limit.
    public let importLimit: Double?
    /// The most that is delivered to the grid, MW; `nil` without a limit.
    public let exportLimit: Double?
    /// Whether stores may be charged from the grid; if not, the grid supplies auxiliary loads only.
    public let chargesFromGrid: Bool

    /// Makes a connection.
    public init(importLimit: Double? = nil, exportLimit: Double? = nil, chargesFromGrid: Bool = true) {
      self.importLimit = importLimit
      self.exportLimit = exportLimit
      self.chargesFromGrid = chargesFromGrid
    }
  }

  /// What the units' awards of one service must come to together.
  public struct SharedAward: Hashable, Sendable {
    /// The service's name, as the units' offers have it.
    public let service: String
    /// The sum of awards in each step, MW.
    public let power: [Double]

    /// Makes a shared award.
    public init(service: String, power: [Double]) {
      self.service = service
      self.power = power
    }
  }

  /// The stores with their prices and services, all with the same steps.
  public let units: [ServiceProblem]
  /// The sources beside them.
  public let generators: [Generator]
  /// The meter that they share, if they do.
  public let connection: Connection?
  /// What their awards come to together.
  public let sharedAwards: [SharedAward]

  /// The most units.
  public static let largestCount = 100_000

  /// Makes a fleet.
  ///
  /// - Throws: `empty` without a unit; `mismatch` for units of other steps, or, behind a connection, of other prices than the first, and
  ///   for a generator named as another one or as a bucket of the units;
  ///   `countMismatch`, `outOfRange` or `unknownName` for generators and awards that do not fit.
  public init(
    units: [ServiceProblem], generators: [Generator] = [], connection: Connection? = nil,
    sharedAwards: [SharedAward] = []
  ) throws(StorageError) {
    guard let first = units.first?.dispatch, units.count <= Self.largestCount else {
      throw StorageError(
        .empty, field: "units", found: "\(units.count) units", expected: "1 to \(Self.largestCount)")
    }
    for (index, unit) in units.enumerated() {
      guard unit.dispatch.steps == first.steps else {
        throw StorageError(
          .mismatch, field: "units.steps", found: "other steps", expected: "those of the first unit", index: index)
      }
      guard
        connection == nil || unit.dispatch.buyPrices == first.buyPrices && unit.dispatch.sellPrices == first.sellPrices
      else {
        throw StorageError(
          .mismatch, field: "units.prices", found: "other prices", expected: "one meter's prices for all", index: index)
      }
    }
    var buckets = Set(units.flatMap { $0.offers.map(\.service.name) })
    buckets.formUnion([Revenue.energy, Revenue.degradation, Revenue.auxiliary, Revenue.terminal, FleetSchedule.netting])
    for (index, generator) in generators.enumerated() {
      try InputCheck.count(generator.available.count, first.count, "generators.\(generator.name)")
      try InputCheck.within(-1e9...1e9, generator.premium, "generators.\(generator.name).premium")
      for (step, value) in generator.available.enumerated() {
        try InputCheck.within(0...InputCheck.largestSize, value, "generators.\(generator.name)", index: step)
      }
      guard buckets.insert(generator.name).inserted else {
        throw StorageError(
          .mismatch, field: "generators", found: "\(generator.name) twice, or another bucket of the revenue",
          expected: "a name of its own", index: index)
      }
    }
    for limit in [connection?.importLimit, connection?.exportLimit] {
      if let limit { try InputCheck.size(limit, "connection") }
    }
    for award in sharedAwards {
      try InputCheck.count(award.power.count, first.count, "sharedAwards.\(award.service)")
      for (step, value) in award.power.enumerated() {
        try InputCheck.within(0...InputCheck.largestSize, value, "sharedAwards.\(award.service)", index: step)
      }
      guard units.contains(where: { $0.offers.contains { $0.service.name == award.service } }) else {
        throw StorageError(
          .unknownName, field: "sharedAwards", found: award.service, expected: "a service that a unit offers")
      }
    }
    self.units = units
    self.generators = generators
    self.connection = connection
    self.sharedAwards = sharedAwards
  }

  /// The steps of all units.
  public var steps: DispatchSteps { units[0].dispatch.steps }

  /// What the units' auxiliary loads draw together, MW.
  var auxiliaryLoad: Double { units.reduce(0) { $0 + $1.dispatch.asset.auxiliaryLoad } }
}
