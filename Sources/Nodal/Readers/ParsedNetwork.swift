public import MarketData

/// What a file of a network yields: the network, what was wrong with the file, and what it holds that a network does not.
///
///     let parsed = try ParsedNetwork(matpower: bytes, mode: .lenient, source: "case118.m")
///     parsed.network.buses.count
///     parsed.defects       // rows that were left out, each with its line and column; always empty in strict mode
///     parsed.notes         // "bus_data is not kept"
public struct ParsedNetwork: Sendable {
  /// The network.
  public var network: Network
  /// The defects met in lenient mode, in the order of the file.
  public var defects: [ParseError]
  /// What the file holds and the network does not, in both modes.
  public var notes: [NetworkNote]
  /// What changes from snapshot to snapshot, where the source has snapshots.
  public var snapshots: NetworkSnapshots?

  /// Makes a result.
  public init(
    network: Network, defects: [ParseError] = [], notes: [NetworkNote] = [], snapshots: NetworkSnapshots? = nil
  ) {
    self.network = network
    self.defects = defects
    self.notes = notes
    self.snapshots = snapshots
  }
}

/// Something that a file holds and a ``Network`` does not: a section that is passed over, columns of results.
public struct NetworkNote: Hashable, Sendable, CustomStringConvertible {
  /// Where it stands.
  public let place: ParseError.Place
  /// What it is, and what became of it.
  public let text: String

  /// Makes a note.
  public init(at place: ParseError.Place = .init(), _ text: String) {
    self.place = place
    self.text = text
  }

  /// The place and the text on one line.
  public var description: String {
    (place.source.map { "\($0):" } ?? "") + (place.line.map { "\($0):" } ?? "")
      + (place.source == nil && place.line == nil ? "" : " ") + text
  }
}
