extension RightsAuction {
  /// Congestion rent of a dispatch beside what it owes to the holders of rights.
  public struct Adequacy: Hashable, Sendable, Codable {
    /// Σ shadow price × limit: what the market collects from congestion in an hour.
    public let rent: Double
    /// What holders are owed for the hour.
    public let owed: Double

    /// Whether the rent covers what is owed, to rounding.
    public var isAdequate: Bool { owed <= rent + 1e-9 * max(1, abs(rent)) }
    /// The share of what is owed that the rent pays, at most 1.
    public var funding: Double { owed > 0 ? min(1, max(0, rent / owed)) : 1 }
  }

  /// A limit that binds in a dispatch.
  public struct BindingLimit: Hashable, Sendable, Codable {
    /// The place of the branch.
    public var branch: Int
    /// The place of the branch that is out; `nil` for none.
    public var outage: Int?
    /// 1 from `from` to `to`, -1 the other way.
    public var direction: Int
    /// The limit of the dispatch, MW.
    public var limit: Double
    /// The shadow price, 0 or more.
    public var shadowPrice: Double

    /// Makes a limit.
    public init(branch: Int, outage: Int? = nil, direction: Int = 1, limit: Double, shadowPrice: Double) {
      self.branch = branch
      self.outage = outage
      self.direction = direction
      self.limit = limit
      self.shadowPrice = shadowPrice
    }
  }

  /// Tests whether the congestion rent of a dispatch covers what it owes to rights, for one hour.
  ///
  /// For rights that are simultaneously feasible on the network of the dispatch it does, whatever binds (Hogan 1992): owed is Σ μ · flow of
  /// the rights and rent is Σ μ · limit. On a network with a line less it need not.
  ///
  /// - Parameters:
  ///   - rights: the rights, each at its full size; options are paid where their path's value is positive.
  ///   - limits: what binds in the dispatch.
  /// - Throws: As ``feasibility(of:tolerance:)``; `outOfRange` for a branch that is not there, a negative shadow price, or an outage that is
  ///   not among the auction's.
  public func adequacy(of rights: [Bid], under limits: [BindingLimit]) throws(NodalError) -> Adequacy {
    let branches = model.network.branches.indices
    for (place, limit) in limits.enumerated() {
      guard branches.contains(limit.branch), limit.outage.map(outages.contains) ?? true,
        [1, -1].contains(limit.direction),
        limit.shadowPrice >= 0, limit.shadowPrice.isFinite, limit.limit.isFinite
      else {
        throw NodalError(
          .outOfRange, found: "limit \(limit)",
          expected: "a branch, an outage of the auction, a direction, a finite limit and a shadow price from 0 on",
          index: place)
      }
    }
    let paths = try transfers(rights)
    var owed = 0.0
    for (place, right) in rights.enumerated() {
      var obligation = right
      obligation.kind = .obligation
      let value = limits.reduce(0) { sum, limit in
        sum + limit.shadowPrice
          * factor(
            obligation, paths[place], branch: limit.branch, outage: limit.outage, direction: limit.direction)
      }
      owed += right.megawatts * (right.kind == .option ? max(0, value) : value)
    }
    return Adequacy(rent: limits.reduce(0) { $0 + $1.shadowPrice * $1.limit }, owed: owed)
  }
}
