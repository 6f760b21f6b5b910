public import Valuation

/// How much more can be moved between two parties before a branch reaches its limit, with everything in service and after the outage
/// of any one branch (N-1).
///
///     let north = try model.transferCapability(from: .area(1), to: .area(2, by: .load))
///     north.capability                      // MW on top of the dispatch
///     north.limits.first?.branchID          // the branch that limits it
///     north.limits.first?.outageID          // and the outage after which it does
///
/// A linear model's answer: each limit is reached at (limit - flow) / factor, where flow and factor are those after the outage. Voltage
/// and stability limits are not seen, nor the limits of units; `maximumTransfer` caps what the parties can move.
///
/// - Note: Source: NERC, "Available Transfer Capability Definitions and Determination" (1996); R. D. Christie, B. F. Wollenberg, I.
///   Wangensteen, "Transmission management in the deregulated environment", Proc. IEEE 88 (2000) 170-195.
public struct TransferCapability: Hashable, Sendable, Codable {
  /// How to look for limits.
  public struct Options: Hashable, Sendable, Codable {
    /// The ratings that count with everything in service.
    public var rating: BranchRating
    /// The ratings that count after an outage.
    public var outageRating: BranchRating
    /// The outages that count, by place of the branch; all unless given, none if empty.
    public var outages: [Int]?
    /// Branches that take up a smaller share of the transfer do not limit it.
    public var minimumFactor: Double
    /// The most to move, MW.
    public var maximumTransfer: Double
    /// How many limits are named.
    public var limitCount: Int

    /// Makes options.
    public init(
      rating: BranchRating = .longTerm, outageRating: BranchRating = .emergency, outages: [Int]? = nil,
      minimumFactor: Double = 0.01, maximumTransfer: Double = 100_000, limitCount: Int = 10
    ) {
      self.rating = rating
      self.outageRating = outageRating
      self.outages = outages
      self.minimumFactor = minimumFactor
      self.maximumTransfer = maximumTransfer
      self.limitCount = limitCount
    }
  }

  /// A branch that limits the transfer.
  public struct Limit: Hashable, Sendable, Codable {
    /// The place of the branch.
    public let branch: Int
    /// Its id.
    public let branchID: String
    /// The place of the branch whose outage it is; `nil` with everything in service.
    public let outage: Int?
    /// Its id.
    public let outageID: String?
    /// The flow on the branch for each MW of the transfer, after the outage.
    public let factor: Double
    /// The flow on the branch without the transfer, MW, after the outage.
    public let flow: Double
    /// The limit of the branch, MW.
    public let limit: Double
    /// The transfer at which it is reached, MW; negative where it is exceeded without one.
    public let transfer: Double
  }

  /// What can be moved, MW: the transfer of the tightest limit, at least 0 and at most the maximum.
  public let capability: Double
  /// The tightest limits below the maximum, the tightest first.
  public let limits: [Limit]
  /// The flow on each branch for each MW of the transfer, with everything in service.
  public let factors: [Double]
  /// What the result rests on.
  public let basis: ResultBasis
}

extension TransferCapability.Limit {
  /// The order of the report.
  static func isTighter(_ left: Self, _ right: Self) -> Bool {
    if left.transfer != right.transfer { return left.transfer < right.transfer }
    return left.branch != right.branch ? left.branch < right.branch : left.outage ?? -1 < right.outage ?? -1
  }
}
