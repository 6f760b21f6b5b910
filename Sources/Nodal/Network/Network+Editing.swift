extension Network {
  /// A copy with changes.
  ///
  ///     let outage = try network.edited { (network) throws(NodalError) in
  ///       try network.openBranch("17")
  ///       try network.scaleDemand(by: 1.05, inArea: 3)
  ///     }
  ///
  /// - Throws: What the changes throw; the network itself stays as it is.
  public func edited(_ changes: (inout Network) throws(NodalError) -> Void) throws(NodalError) -> Network {
    var copy = self
    try changes(&copy)
    return copy
  }

  /// Opens a line or a transformer.
  ///
  /// - Throws: `unknownElement`.
  /// - Complexity: O(1) on a network that no one else holds, as of every change of one element; the copy of a shared one costs
  ///   O(elements of the kind).
  public mutating func openBranch(_ id: String) throws(NodalError) {
    branches[try branchIndex(of: id)].isInService = false
  }

  /// Closes a line or a transformer.
  ///
  /// - Throws: `unknownElement`.
  public mutating func closeBranch(_ id: String) throws(NodalError) {
    branches[try branchIndex(of: id)].isInService = true
  }

  /// Takes a generator out of service.
  ///
  /// - Throws: `unknownElement`.
  public mutating func outageGenerator(_ id: String) throws(NodalError) {
    generators[try generatorIndex(of: id)].isInService = false
  }

  /// Puts a generator back into service.
  ///
  /// - Throws: `unknownElement`.
  public mutating func restoreGenerator(_ id: String) throws(NodalError) {
    generators[try generatorIndex(of: id)].isInService = true
  }

  /// Sets the long-term rating of a branch, MVA; `nil` for none.
  ///
  /// - Throws: `unknownElement`; `outOfRange` for a rating that is negative or not finite.
  public mutating func setRating(_ rating: Double?, ofBranch id: String) throws(NodalError) {
    let place = try branchIndex(of: id)
    guard rating.map({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw NodalError(.outOfRange, found: "a rating of \(rating ?? 0) MVA", expected: "a finite one, or nil for none")
    }
    branches[place].ratingA = rating
  }

  /// Sets the outputs that a generator may have, MW.
  ///
  /// - Throws: `unknownElement`; `notFinite` for a bound that is NaN.
  public mutating func setOutputLimits(_ limits: Bounds, ofGenerator id: String) throws(NodalError) {
    try updateGenerator(id) { $0.outputLimits = limits }
  }

  /// Sets the limits of an interface, MW.
  ///
  /// - Throws: `unknownElement`; `notFinite` for a bound that is NaN.
  public mutating func setLimits(_ limits: Bounds, ofInterface id: String) throws(NodalError) {
    let place = try interfaceIndex(of: id)
    var interface = interfaces[place]
    interface.limits = limits
    try check(interface, at: place)
    interfaces[place] = interface
  }

  /// Multiplies every fixed load, active and reactive, or those of one area or zone.
  ///
  /// Dispatchable loads, which are generators, stay as they are.
  ///
  /// - Throws: `notFinite` for a factor that is not; `unknownElement` where no bus is of the area or the zone.
  /// - Complexity: O(buses + loads).
  public mutating func scaleDemand(
    by factor: Double, inArea area: Int? = nil, inZone zone: Int? = nil
  ) throws(NodalError) {
    guard factor.isFinite else {
      throw NodalError(.notFinite, found: "a factor of \(factor)", expected: "a finite one")
    }
    if let area, !buses.contains(where: { $0.area == area }) { throw unknown("area \(area)") }
    if let zone, !buses.contains(where: { $0.zone == zone }) { throw unknown("zone \(zone)") }
    for place in loads.indices {
      let bus = buses[loadBus[place]]
      guard area ?? bus.area == bus.area, zone ?? bus.zone == bus.zone else { continue }
      let power = loads[place].power * factor
      let reactivePower = loads[place].reactivePower * factor
      guard power.isFinite, reactivePower.isFinite else {
        throw NodalError(
          .notFinite, found: "load \(loads[place].id) times \(factor)", expected: "a finite load", index: place)
      }
      loads[place].power = power
      loads[place].reactivePower = reactivePower
    }
  }
}
