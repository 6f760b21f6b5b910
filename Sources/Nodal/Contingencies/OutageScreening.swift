public import Valuation

/// What the outage of each branch, one at a time, does to the flows of all others: the N-1 screen, the worst outage first.
///
///     let screening = try model.screenOutages()
///     for outage in screening.outages.prefix(10) where outage.excess > 0 {
///       print(network.branches[outage.branch].id, outage.overloads.map(\.loading))
///     }
///     screening.outages.filter { $0.separation != nil }      // bridges, with the load and generation that they cut off
///
/// Nothing is kept but this: post-outage flows are made block by block and compared with the limits. Those of one outage are
/// ``DCModel/outage(of:)``'s, those of all at a time ``DCModel/forEachOutage(of:of:_:)``'s.
public struct OutageScreening: Hashable, Sendable, Codable {
  /// How to screen.
  public struct Options: Hashable, Sendable, Codable {
    /// The ratings that count after an outage.
    public var rating: BranchRating
    /// How many overloads are kept for each outage, the worst ones; all are counted.
    public var maximumOverloads: Int
    /// By how much of its limit an outage has to load a branch further that was overloaded before, for it to count.
    public var worsening: Double

    /// Makes options.
    public init(rating: BranchRating = .emergency, maximumOverloads: Int = 10, worsening: Double = 0.01) {
      self.rating = rating
      self.maximumOverloads = maximumOverloads
      self.worsening = worsening
    }
  }

  /// One outage.
  public struct Outage: Hashable, Sendable, Codable {
    /// How its flows came about.
    public enum Status: String, Hashable, Sendable, Codable {
      /// By outage factors.
      case connected
      /// The branch is a bridge: what it cuts off is dead, the rest balanced by the slack.
      case separates
      /// Negative reactances cancel once the branch is out: no flows.
      case singular
    }

    /// The place of the branch.
    public let branch: Int
    /// How its flows came about.
    public let status: Status
    /// The branch with the highest loading after it; `nil` where none has a limit and a flow.
    public let worst: BranchLoading?
    /// The worst of the branches that it overloads, the furthest beyond its limit first.
    public let overloads: [BranchLoading]
    /// The number of branches that it overloads.
    public let overloadCount: Int
    /// How far they lie beyond their limits, all together, MW.
    public let excess: Double
    /// What it cuts off.
    public let separation: Separation?
  }

  /// The outages, those with most excess first, then those that cut off most load, then by worst loading and place.
  public let outages: [Outage]
  /// The branches that are overloaded without an outage, by the same ratings.
  public let baseOverloads: [BranchLoading]
  /// What the result rests on.
  public let basis: ResultBasis
}

extension OutageScreening.Outage {
  /// The order of the report.
  static func isWorse(_ left: Self, _ right: Self) -> Bool {
    if left.excess != right.excess { return left.excess > right.excess }
    let load = (left.separation?.load ?? 0, right.separation?.load ?? 0)
    if load.0 != load.1 { return load.0 > load.1 }
    let loading = (left.worst?.loading ?? 0, right.worst?.loading ?? 0)
    return loading.0 != loading.1 ? loading.0 > loading.1 : left.branch < right.branch
  }
}
