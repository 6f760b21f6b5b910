/// Why no dispatch is feasible: limits that cannot hold together, and the proof.
///
///     result.conflict?.description
///     // 50.0 MW do not fit: branch b at most 20.0 MW, branch c at most 80.0 MW, demand at bus 30 of 150.0 MW
///     result.conflict?.isProven                 // true
///
/// The proof is a weighted sum of limits (Farkas): with the weights of ``limits`` on demands, ratings, angle limits and output limits,
/// everything that can be chosen cancels, and what is left says that ``margin`` MW are both taken and not there. It is checked
/// by itself, apart from the solver that found it.
public struct DispatchConflict: Hashable, Sendable, Codable {
  /// A limit with its weight in the proof.
  public struct Part: Hashable, Sendable, Codable {
    /// The limit.
    public let limit: DispatchLimit
    /// Whether it is the upper bound that takes part; of a demand, whether it is what has to be served.
    public let isUpper: Bool
    /// The bound, MW; of an angle limit the flow that the angle allows.
    public let bound: Double
    /// Its weight, positive; the greatest one of a demand is 1 where demands take part.
    public let weight: Double
  }

  /// The limits that conflict, the heaviest first: branches, angles, interfaces, HVDC lines, generators, demands.
  public let limits: [Part]
  /// By how much the weighted limits miss each other, MW.
  public let margin: Double
  /// What does not cancel, MW for each radian of an angle: rounding.
  public let residual: Double
  /// Whether the margin stands beyond all rounding, for any angles within 100 radians of the reference.
  public let isProven: Bool
  /// Whether leaving out any one of the limits other than demands makes the rest of them feasible.
  public let isMinimal: Bool

  /// The limits of a kind, as reports list them.
  public func limits(where isWanted: (DispatchLimit) -> Bool) -> [Part] { limits.filter { isWanted($0.limit) } }
}

extension DispatchConflict: CustomStringConvertible {
  /// What does not fit, and the limits that say so, in one line.
  public var description: String {
    "\(Self.short(margin)) MW do not fit: " + limits.map(\.description).joined(separator: ", ")
      + (isProven ? "" : " (not proven)")
  }

  /// A number with three decimals at most.
  fileprivate static func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}

extension DispatchConflict.Part: CustomStringConvertible {
  /// The limit with its bound.
  public var description: String {
    let value = "\(DispatchConflict.short(bound)) MW"
    if case .demand = limit { return "\(limit) of \(value)" }
    return "\(limit) at \(isUpper ? "most" : "least") \(value)"
  }
}
