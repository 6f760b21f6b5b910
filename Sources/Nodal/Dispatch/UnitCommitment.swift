public import NumericalKernels
public import Valuation

/// Which units run in which period, and what they put out: small systems, exactly.
///
///     let problem = try UnitCommitment(
///       periods, units: [.init("coal", minimumUp: 4, minimumDown: 4, runsBefore: true, hoursBefore: 2), .init("peaker")],
///       reserve: [30, 30, 40, 30])
///     let result = try problem.solve()
///     result.isCommitted["coal"]             // [true, true, true, false]
///     result.dispatch.periods[2].prices      // prices with the commitment fixed
///     result.reservePrices[2]                // $/MW held for an hour
///
/// A unit that runs puts out between its limits and pays the constant of its cost; one that does not puts out nothing. A start and a
/// stop cost what the network says. Units in service that are not named run always. Reserve is what running generators could put out
/// beyond what they do, all over the network.
///
/// The output of a unit with a ``Network/Generator/rampRate`` changes by at most that rate times the length of the later period; in the
/// period in which it starts, and into the one in which it stands, by its least output where that is more. A unit is held to its minimum
/// times from the beginning of the period in which it starts or stops, and a period belongs to them in which they have not yet passed when it
/// begins. An outage ends what is left of an up time that began before the first period.
///
/// - Note: Source: D. Rajan, S. Takriti, "Minimum up/down polytopes of the unit commitment problem with start-up costs", IBM Research
///   Report RC23628 (2005), for the inequalities of up and down times.
public struct UnitCommitment: Sendable {
  /// A unit that can be started and stopped.
  public struct Unit: Hashable, Sendable, Codable {
    /// The id of its generator.
    public var id: String
    /// How long it runs at least once started, hours.
    public var minimumUp: Double
    /// How long it stands at least once stopped, hours.
    public var minimumDown: Double
    /// Whether it runs before the first period; `nil` where only an initial output would say so, and without one a start or a stop
    /// into the first period is free.
    public var runsBefore: Bool?
    /// How long it has run or stood before the first period, hours, where it is known which; infinite for long enough.
    public var hoursBefore: Double

    /// Makes a unit.
    public init(
      _ id: String, minimumUp: Double = 0, minimumDown: Double = 0, runsBefore: Bool? = nil,
      hoursBefore: Double = .infinity
    ) {
      self.id = id
      self.minimumUp = minimumUp
      self.minimumDown = minimumDown
      self.runsBefore = runsBefore
      self.hoursBefore = hoursBefore
    }
  }

  /// The periods, the stores and how dispatches are found.
  public let dispatch: MultiPeriodDispatch
  /// The units that can be started and stopped.
  public let units: [Unit]
  /// The reserve needed in each period, MW.
  public let reserve: [Double]
  /// How the search goes, and when it ends.
  public var search: MixedIntegerOptions

  let places: [Int]

  /// Defines the problem.
  ///
  /// - Parameters:
  ///   - periods: the periods, one after the other.
  ///   - units: the units that can be started and stopped.
  ///   - reserve: the reserve needed in each period, MW; none unless given.
  ///   - storage: the stores.
  ///   - initialOutputs: the output before the first period, MW by id of the generator; 0 of a unit that does not run before it.
  ///   - options: how dispatches are found; without losses.
  ///   - search: how the search goes, and when it ends.
  /// - Throws: as ``MultiPeriodDispatch``; `unknownElement` for a unit that is not there; `duplicateElement` for one named twice;
  ///   `countMismatch` for a reserve that is not empty and has not one number for each period; `outOfRange` for times or reserves below
  ///   zero, a unit without finite output limits, one that puts out something and does not run before the first period, or losses.
  public init(
    _ periods: [MultiPeriodDispatch.Period], units: [Unit], reserve: [Double] = [], storage: [GridStorage] = [],
    initialOutputs: [String: Double] = [:], options: DCOPF.Options = DCOPF.Options(),
    search: MixedIntegerOptions = MixedIntegerOptions()
  ) throws(NodalError) {
    guard options.losses == .none else {
      throw NodalError(.outOfRange, found: "\(options.losses.rawValue) losses", expected: "none with commitments")
    }
    var outputs = initialOutputs
    self.units = units.map { unit in
      var known = unit
      known.runsBefore = unit.runsBefore ?? initialOutputs[unit.id].map { $0 != 0 }
      if known.runsBefore == false, outputs[unit.id] == nil { outputs[unit.id] = 0 }
      return known
    }
    dispatch = try MultiPeriodDispatch(periods, storage: storage, initialOutputs: outputs, options: options)
    self.reserve = reserve.isEmpty ? [Double](repeating: 0, count: periods.count) : reserve
    self.search = search
    guard self.reserve.count == periods.count else {
      throw NodalError(
        .countMismatch, found: "\(reserve.count) reserves", expected: "one for each of \(periods.count) periods")
    }
    if let odd = self.reserve.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw NodalError(
        .outOfRange, found: "a reserve of \(self.reserve[odd]) MW", expected: "at least 0", index: odd)
    }
    var places: [Int] = []
    for (index, unit) in units.enumerated() {
      let place = try periods[0].network.generatorIndex(of: unit.id)
      guard !places.contains(place) else {
        throw NodalError(.duplicateElement, found: "unit \(unit.id) twice", expected: "once", index: index)
      }
      guard unit.minimumUp >= 0, unit.minimumDown >= 0, unit.minimumUp.isFinite, unit.minimumDown.isFinite,
        unit.hoursBefore >= 0
      else {
        throw NodalError(
          .outOfRange, found: "times of unit \(unit.id) below zero", expected: "hours of at least 0", index: index)
      }
      guard self.units[index].runsBefore != false || dispatch.initialOutputs[unit.id] == 0 else {
        throw NodalError(
          .outOfRange, found: "unit \(unit.id) that puts out something before it runs", expected: "one or the other",
          index: index)
      }
      for period in periods {
        let limits = period.network.generators[place].outputLimits
        guard limits.lower.isFinite, limits.upper.isFinite else {
          throw NodalError(
            .outOfRange, found: "unit \(unit.id) with outputs from \(limits)", expected: "finite limits", index: index)
        }
      }
      places.append(place)
    }
    self.places = places
  }
}

/// A commitment with its dispatch and prices.
public struct UnitCommitmentResult: Hashable, Sendable, Codable {
  /// How the search ended.
  public let status: DispatchStatus
  /// The cost of all periods, starts and stops included, $; `nil` without a solution.
  public let objective: Double?
  /// No solution costs less than this, $; `nil` where nothing is known.
  public let bound: Double?
  /// Whether each unit runs in each period, by id.
  public let isCommitted: [String: [Bool]]
  /// The cost of starts and stops, $.
  public let startCost: Double
  /// The dispatch with the commitment fixed, its prices those of energy; its objective is without starts and stops.
  public let dispatch: MultiPeriodResult
  /// What one MW more of reserve costs in each period, $ for each MW held for an hour.
  public let reservePrices: [Double]
  /// The parts of the search space that were looked at.
  public let nodes: Int
  /// What the result rests on.
  public let basis: ResultBasis
}
