/// One end of a transfer: the buses that put it in or take it out, and their shares.
///
///     TransferParty.area(1)                    // by the capacity of the units there
///     TransferParty.zone(7, by: .load)
///     TransferParty.bus(4)
///     TransferParty.weights([4: 2, 9: 1])      // two thirds at bus 4
public struct TransferParty: Hashable, Sendable {
  /// What shares go by within an area or a zone.
  public enum Sharing: String, Hashable, Sendable, CaseIterable {
    /// The upper limits of the units in service.
    case capacity
    /// What the units in service put out.
    case generation
    /// The loads in service.
    case load
    /// Every bus the same.
    case equal
  }

  private enum Choice: Hashable, Sendable {
    case weights([Int: Double])
    case area(Int, Sharing)
    case zone(Int, Sharing)
  }
  private let choice: Choice

  /// One bus, by number.
  public static func bus(_ number: Int) -> TransferParty { TransferParty(choice: .weights([number: 1])) }

  /// Buses by number, with weights that are scaled to add up to 1.
  public static func weights(_ weights: [Int: Double]) -> TransferParty { TransferParty(choice: .weights(weights)) }

  /// The buses of an area.
  public static func area(_ number: Int, by sharing: Sharing = .capacity) -> TransferParty {
    TransferParty(choice: .area(number, sharing))
  }

  /// The buses of a zone.
  public static func zone(_ number: Int, by sharing: Sharing = .capacity) -> TransferParty {
    TransferParty(choice: .zone(number, sharing))
  }

  /// What errors and results call it.
  public var name: String {
    switch choice {
    case .weights(let weights) where weights.count == 1: weights.keys.map { "bus \($0)" }.joined()
    case .weights(let weights): "\(weights.count) buses"
    case .area(let number, let sharing): "area \(number) by \(sharing.rawValue)"
    case .zone(let number, let sharing): "zone \(number) by \(sharing.rawValue)"
    }
  }

  /// The share of each bus of a network; they add up to 1.
  ///
  /// - Throws: `unknownElement` for a bus, an area or a zone that is not there; `notFinite` for a weight; `outOfRange` where weights add
  ///   up to zero or less: no units, no load.
  /// - Complexity: O(elements).
  public func shares(in network: Network) throws(NodalError) -> [Double] {
    var shares: [Double]
    switch choice {
    case .weights(let weights): shares = try Slack.weights(weights).rawWeights(in: network)
    case .area(let number, let sharing):
      shares = try Self.shares(in: network, sharing, of: "area \(number)") { $0.area == number }
    case .zone(let number, let sharing):
      shares = try Self.shares(in: network, sharing, of: "zone \(number)") { $0.zone == number }
    }
    let sum = shares.reduce(0, +)
    guard sum > 0, sum.isFinite, sum > 1e-9 * shares.reduce(0, { $0 + abs($1) }) else {
      throw NodalError(
        .outOfRange, found: "\(name) with weights that add up to \(sum)", expected: "a positive sum in service")
    }
    for bus in shares.indices { shares[bus] /= sum }
    return shares
  }

  private static func shares(
    in network: Network, _ sharing: Sharing, of what: String, _ isMember: (Network.Bus) -> Bool
  ) throws(NodalError) -> [Double] {
    let members = network.buses.map(isMember)
    guard members.contains(true) else { throw network.unknown(what) }
    let weights =
      switch sharing {
      case .capacity: try Slack.capacity.rawWeights(in: network)
      case .generation: try Slack.generation.rawWeights(in: network)
      case .load: try Slack.load.rawWeights(in: network)
      case .equal: network.buses.map { $0.isInService ? 1.0 : 0 }
      }
    return zip(weights, members).map { $1 ? $0 : 0 }
  }
}
