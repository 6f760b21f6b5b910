import Valuation

/// An auction of congestion rights on a network: whoever bids most gets what the wires can carry at once, before and after every outage.
///
///     let auction = try RightsAuction(model, outages: .all)
///     let result = try auction.clear([
///       .init("A", from: 1, to: 3, megawatts: 100, price: 8), .init("B", from: 2, to: 3, megawatts: 100, price: 5, kind: .option),
///     ])
///     result.awards.map(\.megawatts)
///     result.nodalPrices           // a path of obligations is priced at sink less source
///     try auction.feasibility(of: result.rights)
///
/// Every right is thought to inject at its source and withdraw at its sink at once; the flows may not exceed the limits, each direction of
/// each branch by itself. An obligation counts with its sign, so that counterflow makes room; an option counts only where it adds to a flow, since its
/// holder need not flow. The market maximises the value of the bids subject to that, a linear program whose limits are added as they
/// are found to be broken.
///
/// - Note: Sources: W. Hogan, "Contract networks for electric power transmission", J. Regul. Econ. 4 (1992) 211-242 (feasible rights are
///   covered by congestion rent); W. Hogan, "Financial transmission right formulations" (Harvard, 2002), for options.
public struct RightsAuction: Sendable {
  /// Which outages rights have to survive.
  public enum Outages: Hashable, Sendable {
    /// None.
    case none
    /// Each active branch that is no bridge, one at a time.
    case all
    /// Some branches by place; bridges and branches that carry nothing are left out.
    case branches([Int])
  }

  /// An offer to buy, or a right held before, between two buses.
  public struct Bid: Hashable, Sendable, Codable {
    /// The id, for reports.
    public var id: String
    /// The number of the source bus.
    public var source: Int
    /// The number of the sink bus.
    public var sink: Int
    /// The size at most, MW.
    public var megawatts: Double
    /// What is bid for each MW over the term of the auction; negative for a counterflow that wants to be paid.
    public var price: Double
    /// Obligation or option.
    public var kind: CongestionRight.Kind
    /// Whether the right is held already: it takes up room in full and is neither bought nor paid for.
    public var isHeld: Bool

    /// Makes a bid.
    public init(
      _ id: String, from source: Int, to sink: Int, megawatts: Double, price: Double = 0,
      kind: CongestionRight.Kind = .obligation, isHeld: Bool = false
    ) {
      self.id = id
      self.source = source
      self.sink = sink
      self.megawatts = megawatts
      self.price = price
      self.kind = kind
      self.isHeld = isHeld
    }
  }

  /// A limit on one direction of one branch, before or after one outage.
  public struct Limit: Hashable, Sendable, Codable {
    /// The place of the branch.
    public let branch: Int
    /// The place of the branch that is out; `nil` for none.
    public let outage: Int?
    /// 1 from `from` to `to`, -1 the other way.
    public let direction: Int
    /// The flow in that direction by all rights, options counted where they add, MW.
    public let flow: Double
    /// What is allowed, MW.
    public let limit: Double
    /// What another MW of it would be worth in the auction; 0 outside one.
    public let shadowPrice: Double

    /// How far the flow lies beyond the limit, MW; negative within.
    public var excess: Double { flow - limit }
  }

  /// The model of the network.
  public let model: DCModel
  /// The ratings without an outage.
  public let rating: BranchRating
  /// The ratings after an outage.
  public let outageRating: BranchRating
  /// The outages that count, by place.
  public let outages: [Int]
  let lodf: LODF?
  let limits: [Double]
  let outageLimits: [Double]

  /// Makes an auction's network.
  ///
  /// - Parameters:
  ///   - model: the network; where the slack lies does not matter.
  ///   - outages: the outages that rights have to survive.
  ///   - rating: the ratings without an outage.
  ///   - outageRating: the ratings after one.
  ///   - scale: the share of each rating that is sold.
  /// - Throws: `outOfRange` for a scale that is not positive or an outage that is not there; `tooLarge` where outage factors would take more
  ///   than 8 GB.
  public init(
    _ model: DCModel, outages: Outages = .all, rating: BranchRating = .longTerm,
    outageRating: BranchRating = .emergency,
    scale: Double = 1
  ) throws(NodalError) {
    guard scale > 0, scale.isFinite else {
      throw NodalError(.outOfRange, found: "a scale of \(scale)", expected: "a positive number")
    }
    self.model = model
    self.rating = rating
    self.outageRating = outageRating
    limits = rating.limits(of: model.network).map { $0 * scale }
    outageLimits = outageRating.limits(of: model.network).map { $0 * scale }
    switch outages {
    case .none: lodf = nil
    case .all: lodf = try model.lodf()
    case .branches(let places): lodf = try model.lodf(outages: places)
    }
    // An outage that is a bridge in all but the graph has no flows that could be limited.
    self.outages =
      lodf.map { factors in
        factors.outages.filter { outage in factors.column(ofOutage: outage)?.allSatisfy { abs($0) < 1e9 } ?? false }
      } ?? []
  }
}
