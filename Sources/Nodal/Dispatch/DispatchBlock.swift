import NumericalKernels

/// The part of a program that dispatches a network for one period: which column and which row is what.
///
/// Columns: the angle of each bus, then the outputs and the HVDC flows. Rows: the balance of each bus, then one for each limited flow,
/// with the thermal and the angle limits of a branch in one. Power is per unit on the network's base, angles are in radians.
struct DispatchBlock {
  /// A limited sum of flows: susceptance times difference of angles, phase shifts left to the bounds.
  struct FlowRow {
    /// The row of the program; -1 while it has none.
    var row = -1
    let terms: [BindingLimit.Term]
    /// The bounds, per unit, and what they are of.
    let lower: Double
    let upper: Double
    let lowerLimit: DispatchLimit
    let upperLimit: DispatchLimit
    /// What phase shifts take off the sum, per unit.
    let shift: Double

    /// The limited sum, phase shifts left out, for the flows on all branches, per unit.
    func sum(_ flows: [Double]) -> Double { terms.reduce(shift) { $0 + $1.weight * flows[$1.branch] } }

    /// How far flows are beyond the nearer bound; negative within.
    func excess(_ flows: [Double]) -> Double {
      let sum = sum(flows)
      return max(sum - upper, lower - sum)
    }

    /// Whether flows are beyond a share of a bound.
    func isNear(_ flows: [Double], share: Double) -> Bool {
      let sum = sum(flows)
      return (upper.isFinite && sum >= upper - (1 - share) * abs(upper))
        || (lower.isFinite && sum <= lower + (1 - share) * abs(lower))
    }
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
