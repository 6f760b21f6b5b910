/// What changes from snapshot to snapshot: loads and the availability of generators.
///
///     let evening = try parsed.snapshots?.applied(to: parsed.network, at: 18)
public struct NetworkSnapshots: Hashable, Sendable {
  /// The labels, as the source writes them.
  public let labels: [String]
  /// The power of loads, MW for each snapshot, by id; NaN where the source has a blank.
  public let loads: [String: [Double]]
  /// The reactive power of loads, MVAr for each snapshot, by id.
  public let reactiveLoads: [String: [Double]]
  /// The least output of generators, MW for each snapshot, by id.
  public let minimumOutputs: [String: [Double]]
  /// The most output of generators, MW for each snapshot, by id.
  public let maximumOutputs: [String: [Double]]

  /// Makes snapshots.
  ///
  /// - Throws: `countMismatch` for a series that has not one value for each label.
  public init(
    labels: [String], loads: [String: [Double]] = [:], reactiveLoads: [String: [Double]] = [:],
    minimumOutputs: [String: [Double]] = [:], maximumOutputs: [String: [Double]] = [:]
  ) throws(NodalError) {
    for series in [loads, reactiveLoads, minimumOutputs, maximumOutputs] {
      for (id, values) in series where values.count != labels.count {
        throw NodalError(
          .countMismatch, found: "\(values.count) values of \(id)", expected: "\(labels.count), one for each snapshot")
      }
    }
    self.labels = labels
    self.loads = loads
    self.reactiveLoads = reactiveLoads
    self.minimumOutputs = minimumOutputs
    self.maximumOutputs = maximumOutputs
  }

  /// The network as it is at a snapshot; where a series has a blank, the network's own value stays.
  ///
  /// - Throws: `outOfRange` for a snapshot that is not there; `unknownElement` for a series of an element that the network does not have.
  /// - Complexity: O(elements + series).
  public func applied(to network: Network, at snapshot: Int) throws(NodalError) -> Network {
    guard labels.indices.contains(snapshot) else {
      throw NodalError(.outOfRange, found: "snapshot \(snapshot)", expected: "0 to \(labels.count - 1)")
    }
    var copy = network
    for (id, values) in loads where !values[snapshot].isNaN {
      try copy.updateLoad(id) { $0.power = values[snapshot] }
    }
    for (id, values) in reactiveLoads where !values[snapshot].isNaN {
      try copy.updateLoad(id) { $0.reactivePower = values[snapshot] }
    }
    for (id, values) in minimumOutputs where !values[snapshot].isNaN {
      try copy.updateGenerator(id) { $0.outputLimits.lower = values[snapshot] }
    }
    for (id, values) in maximumOutputs where !values[snapshot].isNaN {
      try copy.updateGenerator(id) { $0.outputLimits.upper = values[snapshot] }
    }
    return copy
  }
}
