public import Valuation

/// The cheapest dispatch of several periods at a time, which ramps and stores of energy tie together.
///
///     var evening = morning
///     try evening.scaleDemand(by: 1.4)
///     let problem = try MultiPeriodDispatch(
///       [.init(morning, hours: 1), .init(evening, hours: 1)],
///       storage: [.init("battery", bus: 3, chargeLimit: 50, dischargeLimit: 50, energyCapacity: 100)])
///     let result = try problem.solve()
///     result.periods[1].prices             // $/MWh in the evening
///     result.storage[0].energy             // MWh at the end of each period
///
/// Each period is a network of its own, with the same buses and generators: demand, limits, costs and what is open may differ. The output
/// of a generator with a ``Network/Generator/rampRate`` may change by at most that rate times the length of the later period.
/// Charging and discharging at once is not forbidden; it pays only where power is worth less than nothing. Losses of branches enter each period
/// by its own flows, as in ``DCOPF``.
public struct MultiPeriodDispatch: Sendable {
  /// A period.
  public struct Period: Sendable {
    /// The network as it is in the period.
    public var network: Network
    /// The length, hours.
    public var hours: Double

    /// Makes a period of an hour, or of another length.
    public init(_ network: Network, hours: Double = 1) {
      self.network = network
      self.hours = hours
    }
  }

  /// The periods, one after the other.
  public let periods: [Period]
  /// The stores.
  public let storage: [GridStorage]
  /// The output before the first period, MW by id of the generator; ramps into the first period are free where there is none.
  public let initialOutputs: [String: Double]
  /// How the dispatch is found.
  public let options: DCOPF.Options

  let frames: [DispatchFrame]

  /// Defines the problem.
  ///
  /// - Throws: `empty` without a period; `countMismatch` where periods differ in their buses or generators; `unknownElement` for a bus of a
  ///   store or a generator with an initial output that is not there; `duplicateElement` for two stores of one id; `outOfRange` for a
  ///   length that is not positive or a store whose numbers contradict each other; `notFinite`; `unsound` as ``DCOPF``.
  public init(
    _ periods: [Period], storage: [GridStorage] = [], initialOutputs: [String: Double] = [:],
    options: DCOPF.Options = DCOPF.Options()
  ) throws(NodalError) {
    guard let first = periods.first else {
      throw NodalError(.empty, found: "no period", expected: "at least one")
    }
    for (place, period) in periods.enumerated() {
      guard period.hours > 0, period.hours.isFinite else {
        throw NodalError(
          .outOfRange, found: "a period of \(period.hours) h", expected: "a positive length", index: place)
      }
      guard period.network.buses.map(\.number) == first.network.buses.map(\.number),
        period.network.generators.map(\.id) == first.network.generators.map(\.id),
        period.network.baseMVA == first.network.baseMVA
      else {
        throw NodalError(
          .countMismatch, found: "a period with other buses, generators or another base",
          expected: "those of the first period", index: place)
      }
    }
    var ids: Set<String> = []
    for (place, store) in storage.enumerated() {
      try store.check(at: place)
      _ = try first.network.busIndex(of: store.bus)
      guard ids.insert(store.id).inserted else {
        throw NodalError(.duplicateElement, found: "store \(store.id) twice", expected: "different ids", index: place)
      }
    }
    for id in initialOutputs.keys.sorted() {
      let place = try first.network.generatorIndex(of: id)
      guard initialOutputs[id]?.isFinite ?? true else {
        throw NodalError(.notFinite, found: "an initial output of \(id)", expected: "a finite one", index: place)
      }
    }
    self.periods = periods
    self.storage = storage
    self.initialOutputs = initialOutputs
    self.options = options
    var frames: [DispatchFrame] = []
    for period in periods { frames.append(try DispatchFrame(period.network, options.convention, options.rating)) }
    self.frames = frames
  }
}

/// A dispatch of several periods.
public struct MultiPeriodResult: Hashable, Sendable, Codable {
  /// How the solve ended.
  public let status: DispatchStatus
  /// The cost of all periods, $; `nil` without an optimum.
  public let objective: Double?
  /// The dispatch of each period, its objective its own costs in $/h; empty without an optimum.
  public let periods: [DispatchResult]
  /// The stores; empty without an optimum.
  public let storage: [GridStorageSchedule]
  /// The iterations of the solver.
  public let iterations: Int
  /// What the result rests on.
  public let basis: ResultBasis
}
