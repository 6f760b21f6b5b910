/// A store in a ``DispatchProgram``: what others may refer to.
public struct StoreVariables: Sendable {
  /// The problem that the store was made from.
  public let problem: ServiceProblem
  /// The power drawn at the meter in each step, MW.
  public internal(set) var charge: [LinearExpression] = []
  /// The power delivered at the meter in each step, MW.
  public internal(set) var discharge: [LinearExpression] = []
  /// The power into the store, MW, calls on services left out.
  public internal(set) var stored: [LinearExpression] = []
  /// The power out of the store, MW, calls on services left out.
  public internal(set) var taken: [LinearExpression] = []
  /// The energy in the store when each step ends, MWh.
  public internal(set) var energy: [LinearExpression] = []
  /// The energy in the store when the first step begins, MWh.
  public internal(set) var initialEnergy = LinearExpression()
  /// What the store earns: energy, services, wear, auxiliary load and what is left at the end, whatever the weight.
  public internal(set) var revenue = LinearExpression()
  /// The award of each offer in each step, MW.
  public internal(set) var awards: [[LinearExpression]] = []
  /// The rows of the energy balance: their duals are the value of a MWh in the store when each step ends.
  public internal(set) var balance: [DispatchProgram.Row] = []
  /// The rows of limits by day and year, by name, with the first step of each and the MWh of one unit of the limit: their duals are the
  /// revenue per MWh.
  public internal(set) var limits: [(name: String, step: Int, energyPerUnit: Double, row: DispatchProgram.Row)] = []
  /// The rows that keep power free for services, upwards and downwards: their duals are the revenue per MW.
  public internal(set) var headroom: (up: [DispatchProgram.Row], down: [DispatchProgram.Row]) = ([], [])

  /// The net power delivered at the meter in a step, MW, the auxiliary load left out.
  public func netPower(at index: Int) -> LinearExpression { discharge[index] - charge[index] }
}

extension StoreVariables {
  /// What one more unit of each limit by day and year would earn; empty where the solution has no duals.
  ///
  /// Of a program with decisions these are the prices while the decisions stay as they are.
  public func limitPrices(in solution: DispatchProgram.Solution) -> [LimitPrice] {
    guard solution.hasDuals else { return [] }
    return limits.map { limit in
      LimitPrice(
        limit: limit.name, firstStep: limit.step, price: max(0, solution.dual(of: limit.row)) * limit.energyPerUnit)
    }
  }
}
