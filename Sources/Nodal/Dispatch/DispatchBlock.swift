import NumericalKernels

/// The part of a program that dispatches a network for one period: which column and which row is what.
///
/// Columns: the angle of each bus, then the outputs and the HVDC flows. Rows: the balance of each bus, then one for each limited flow,
/// with the thermal and the angle limits of a branch in one. Power is per unit on the network's base, angles are in radians.
struct DispatchBlock {
  /// A limited sum of flows: susceptance times difference of angles, phase shifts left to the bounds.
  struct FlowRow {
    let row: Int
    let terms: [BindingLimit.Term]
    /// The bounds, per unit, and what they are of.
    let lower: Double
    let upper: Double
    let lowerLimit: DispatchLimit
    let upperLimit: DispatchLimit
    /// What phase shifts take off the sum, per unit.
    let shift: Double
    /// What the row of the program is multiplied by: rows of great susceptances are measured in longer units, without which rounding
    /// stops the solver on large systems.
    let scale: Double

    /// The scale of a row by its greatest coefficient.
    static func scale(_ coefficient: Double) -> Double { min(1, 256 / max(abs(coefficient), .leastNormalMagnitude)) }
  }

  let network: Network
  /// The length of the period, hours.
  let hours: Double
  let susceptances: [Double]
  let shifts: [Double]
  /// The column of each bus's angle; -1 at isolated buses.
  var angleColumns: [Int]
  /// The row of each bus's balance; -1 at isolated buses.
  var balanceRows: [Int]
  /// The generators that are dispatched, by their places.
  var generators: [(place: Int, resource: DispatchResource)] = []
  /// The HVDC lines that are dispatched, by their places.
  var hvdcLines: [(place: Int, resource: DispatchResource)] = []
  var flowRows: [FlowRow] = []

  /// The value of a price in $/MWh for each unit of a row's multiplier.
  var priceScale: Double { 1 / (network.baseMVA * hours) }

  /// The flow on each branch at a solution, per unit.
  func flows(_ x: [Double]) -> [Double] {
    susceptances.indices.map { place in
      let susceptance = susceptances[place]
      guard susceptance != 0 else { return 0 }
      let (from, to) = (angleColumns[network.branchFrom[place]], angleColumns[network.branchTo[place]])
      return susceptance * (x[from] - x[to] - shifts[place])
    }
  }
}
