public import Valuation

/// A dispatch of one period: who puts out what, what flows, what power is worth at each bus.
///
///     let result = try DCOPF(network).solve()
///     result.status                 // optimal
///     result.objective              // $/h, constants of costs included
///     result.prices[2]              // $/MWh at the third bus
///     result.binding.first?.shadowPrice
///
/// Results are by place, in the order of the network's elements; what is out of service has zeros. Where there is no optimum all lists
/// are empty and the objective is `nil`; of an infeasible network ``conflict`` says why.
///
/// The price of a bus is what one MW more of demand there costs: positive where power is dear, whatever the signs of the solver. A shadow
/// price is what one MW more of a limit saves, and never negative. At a degenerate optimum prices are not unique: one MW more costs more
/// than one MW less saves, and the price lies between the two.
public struct DispatchResult: Hashable, Sendable, Codable {
  /// How the solve ended.
  public let status: DispatchStatus
  /// The cost, $/h; `nil` without an optimum.
  public let objective: Double?
  /// The output of each generator, MW.
  public let outputs: [Double]
  /// What stores give to each bus, net of what they take, MW; empty without stores.
  public let storageOutputs: [Double]
  /// The flow of each HVDC line, MW at its `from` end.
  public let hvdcFlows: [Double]
  /// The flow on each branch, MW, positive from `from` to `to`; with losses the mean of its ends.
  public let flows: [Double]
  /// The loss of each branch, MW; zeros where losses are left out.
  public let losses: [Double]
  /// What each branch loses more for one MW more of flow from -> to: negative for a flow to -> from; zeros without losses.
  public let marginalLosses: [Double]
  /// The angle of each bus, degrees: references keep theirs of the network.
  public let angles: [Double]
  /// The price at each bus, $/MWh; 0 at isolated buses, which have none.
  public let prices: [Double]
  /// The limits of flow that bind, the dearest first.
  public let binding: [BindingLimit]
  /// Why nothing is feasible; `nil` unless the status is `infeasible`.
  public let conflict: DispatchConflict?
  /// The greatest violation of a balance or a limit, MW (of an angle's limit as flow).
  public let violation: Double
  /// The iterations of the solver, all solves together.
  public let iterations: Int
  /// What the result rests on.
  public let basis: ResultBasis

  /// The losses of all branches, MW.
  public var totalLoss: Double { losses.reduce(0, +) }
}
