public import Valuation

/// The flows of a dispatch by a linear model.
///
///     let flow = try DCModel(network).powerFlow(rating: .longTerm)
///     flow.flows[3]                 // MW on branch 3, positive from its from bus to its to bus
///     flow.overloads.first          // the branch that is furthest beyond its limit
public struct DCPowerFlow: Hashable, Sendable, Codable {
  /// The flow on each branch, MW, positive from `from` to `to`; 0 where it carries nothing.
  public let flows: [Double]
  /// The angle of each bus, degrees: references keep theirs of the network; 0 at isolated buses.
  public let angles: [Double]
  /// What is put in at each bus, MW, net of what is taken out, the slack's part included.
  public let injections: [Double]
  /// What the slack of each island put in, MW, so that the island balances.
  public let slackPower: [Double]
  /// The limit of each branch, MW; `nil` for none.
  public let limits: [Double?]
  /// What the result rests on.
  public let basis: ResultBasis

  /// The size of each flow over its limit: 1 is at the limit; `nil` without one, infinite for a flow against a limit of zero.
  public var loadings: [Double?] {
    zip(flows, limits).map { flow, limit in
      limit.map { $0 > 0 ? abs(flow) / $0 : flow == 0 ? 0 : .infinity }
    }
  }

  /// The branches beyond their limits, by place, the one that is furthest beyond it first.
  public var overloads: [BranchLoading] {
    zip(flows, limits).enumerated().compactMap { place, item -> BranchLoading? in
      guard let limit = item.1, abs(item.0) > limit else { return nil }
      return BranchLoading(branch: place, flow: item.0, limit: limit)
    }.sorted(by: BranchLoading.isWorse)
  }
}

/// A flow beside its limit.
public struct BranchLoading: Hashable, Sendable, Codable {
  /// The place of the branch.
  public let branch: Int
  /// The flow, MW, positive from `from` to `to`.
  public let flow: Double
  /// The limit, MW.
  public let limit: Double

  /// How far the flow lies beyond the limit, MW; negative within it.
  public var excess: Double { abs(flow) - limit }
  /// The size of the flow over the limit; infinite against a limit of zero.
  public var loading: Double { limit > 0 ? abs(flow) / limit : flow == 0 ? 0 : .infinity }

  /// The order of reports: by excess, then by place.
  static func isWorse(_ left: BranchLoading, _ right: BranchLoading) -> Bool {
    left.excess != right.excess ? left.excess > right.excess : left.branch < right.branch
  }
}
