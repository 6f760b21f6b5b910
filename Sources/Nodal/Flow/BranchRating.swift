/// Which of a branch's ratings counts as its limit.
///
/// A rating that is not given is replaced by the next one below it: emergency by short-term, short-term by long-term.
public enum BranchRating: String, Hashable, Sendable, Codable, CaseIterable {
  /// Rating A, for what may last.
  case longTerm
  /// Rating B.
  case shortTerm
  /// Rating C, for the time right after an outage.
  case emergency

  /// The limit of a branch, MW; `nil` where it has none.
  public func limit(of branch: Network.Branch) -> Double? {
    switch self {
    case .longTerm: branch.ratingA
    case .shortTerm: branch.ratingB ?? branch.ratingA
    case .emergency: branch.ratingC ?? branch.ratingB ?? branch.ratingA
    }
  }

  /// The limit of each branch of a network, MW; infinity where it has none.
  func limits(of network: Network) -> [Double] { network.branches.map { limit(of: $0) ?? .infinity } }
}
