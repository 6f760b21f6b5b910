/// A dispatch that survives outages of branches without a move of the units.
///
///     let secured = try DCOPF(network).solveSecured()
///     secured.dispatch.objective                       // the cost of security is what this is above the plain one
///     secured.dispatch.binding.map(\.limit)            // branch 3 after outage of 7 ...
///     secured.remainingExcess                          // MW, nearly 0
public struct SecuredDispatch: Hashable, Sendable, Codable {
  /// The dispatch; its binding limits name outages.
  public let dispatch: DispatchResult
  /// The limits after outages that were needed, in the order in which they were found.
  public let limits: [DispatchLimit]
  /// The number of times that outages were screened.
  public let rounds: Int
  /// The furthest that a flow lies beyond its limit after an outage in the end, MW; `nil` without a dispatch.
  public let remainingExcess: Double?
  /// The outages that part the network or leave it singular, by place: no dispatch is secure against them by flows alone, and they are left out.
  public let separating: [Int]

  /// Whether the dispatch keeps every limit after every outage that leaves the network whole.
  public var isSecure: Bool { remainingExcess.map { $0 <= 1e-4 } ?? false }
}
