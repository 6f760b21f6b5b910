import NumericalKernels

/// How prices follow from the price at each island's reference and from shadow prices of flows.
///
/// With N the matrix of what leaves each bus by angles (losses made linear included), the price at bus i is d(i) times that of the
/// reference less the responses of the limited flows times their shadow prices. Without losses d is 1 everywhere and responses are shift
/// factors.
///
/// Source: E. Litvinov, T. Zheng, G. Rosenwald, P. Shamsollahi, "Marginal loss modeling in LMP calculation", IEEE Trans. Power Syst. 19
/// (2004) 880-888, here with losses at both ends of every branch.
struct PriceFactors {
  let network: Network
  let frame: DispatchFrame
  /// What arrives at the reference of 1 MW more put in at each bus; 0 at isolated buses.
  let delivery: [Double]
  /// The row of each bus in the reduced system; -1 for references and isolated buses.
  private let rows: [Int]

  private enum Factors {
    case symmetric(LDLFactors)
    case general(SparseLU)
  }
  private let factors: Factors

  init(_ network: Network, _ frame: DispatchFrame, marginalLosses: [Double]?) throws(NodalError) {
    self.network = network
    self.frame = frame
    var rows = [Int](repeating: -1, count: network.buses.count)
    var count = 0
    let held = Set(frame.references)
    for (place, island) in frame.islands.ofBus.enumerated() where island != nil && !held.contains(place) {
      rows[place] = count
      count += 1
    }
    self.rows = rows
    guard let marginalLosses, marginalLosses.contains(where: { $0 != 0 }) else {
      let solver = try DCModel.solver(network, rows, count: count, frame.susceptances)
      factors = .symmetric(solver.factors)
      delivery = frame.islands.ofBus.map { $0 == nil ? 0 : 1 }
      return
    }
    let (matrix, reference) = try Self.lossyMatrix(network, frame, rows, count, marginalLosses)
    let lu = try solved { () throws(NumericalError) in try SparseLU(matrix) }
    factors = .general(lu)
    let arriving = try solved { () throws(NumericalError) in try lu.transposeSolve(reference) }
    delivery = rows.indices.map { place in
      guard frame.islands.ofBus[place] != nil else { return 0 }
      return rows[place] >= 0 ? -arriving[rows[place]] : 1
    }
  }

  /// What leaves each bus other than references by the angles of these, and the same of the references, all islands in one vector.
  private static func lossyMatrix(
    _ network: Network, _ frame: DispatchFrame, _ rows: [Int], _ count: Int, _ marginalLosses: [Double]
  ) throws(NodalError) -> (matrix: SparseMatrix, reference: [Double]) {
    var entries: (rows: [Int], columns: [Int], values: [Double]) = ([], [], [])
    var reference = [Double](repeating: 0, count: count)
    for place in frame.susceptances.indices where frame.susceptances[place] != 0 {
      let (from, to) = (network.branchFrom[place], network.branchTo[place])
      let marginal = 0.5 * marginalLosses[place]
      for (bus, share) in [(from, 1 + marginal), (to, marginal - 1)] {
        for (column, sign) in [(rows[from], 1.0), (rows[to], -1.0)] where column >= 0 {
          let value = sign * share * frame.susceptances[place]
          guard rows[bus] >= 0 else {
            reference[column] += value
            continue
          }
          entries.rows.append(rows[bus])
          entries.columns.append(column)
          entries.values.append(value)
        }
      }
    }
    let matrix = try solved { () throws(NumericalError) in
      try SparseMatrix(
        rows: count, columns: count, rowIndices: entries.rows, columnIndices: entries.columns, values: entries.values)
    }
    return (matrix, reference)
  }

  /// How a weighted sum of flows answers to 1 MW put in at each bus, the reference of its island making up for it.
  func response(of terms: [BindingLimit.Term], times scale: Double = 1) throws(NodalError) -> [Double] {
    try response(ofSums: [(terms, scale)])
  }

  /// The same of several sums at once, each times a number.
  func response(ofSums sums: [(terms: [BindingLimit.Term], scale: Double)]) throws(NodalError) -> [Double] {
    var right = [Double](repeating: 0, count: rows.reduce(0) { max($0, $1 + 1) })
    for (terms, scale) in sums {
      for term in terms {
        let value = term.weight * scale * frame.susceptances[term.branch]
        let (from, to) = (rows[network.branchFrom[term.branch]], rows[network.branchTo[term.branch]])
        if from >= 0 { right[from] += value }
        if to >= 0 { right[to] -= value }
      }
    }
    let solution = try solved { () throws(NumericalError) in
      switch factors {
      case .symmetric(let factors): try factors.solve(right)
      case .general(let factors): try factors.transposeSolve(right)
      }
    }
    return rows.map { $0 >= 0 ? solution[$0] : 0 }
  }

  /// The flow on each branch, per unit, for what is put in at each bus; references make up for it, losses are left out.
  func flows(of injections: [Double]) throws(NodalError) -> [Double] {
    var right = [Double](repeating: 0, count: rows.reduce(0) { max($0, $1 + 1) })
    for (place, row) in rows.enumerated() where row >= 0 { right[row] = injections[place] }
    for (place, shift) in frame.shifts.enumerated() where shift != 0 {
      let flow = frame.susceptances[place] * shift
      let (from, to) = (rows[network.branchFrom[place]], rows[network.branchTo[place]])
      if from >= 0 { right[from] += flow }
      if to >= 0 { right[to] -= flow }
    }
    let angles = try solved { () throws(NumericalError) in
      switch factors {
      case .symmetric(let factors): try factors.solve(right)
      case .general(let factors): try factors.solve(right)
      }
    }
    return frame.susceptances.indices.map { place in
      let (from, to) = (rows[network.branchFrom[place]], rows[network.branchTo[place]])
      let difference = (from >= 0 ? angles[from] : 0) - (to >= 0 ? angles[to] : 0)
      return frame.susceptances[place] * (difference - frame.shifts[place])
    }
  }

  /// The prices that follow from binding limits and are nearest to given ones.
  func prices(fitting raw: [Double], binding: [BindingLimit]) throws(NodalError) -> [Double] {
    let held = try response(ofSums: binding.map { ($0.terms, $0.signedPrice) })
    var (sums, squares) = (
      [Double](repeating: 0, count: frame.islands.count), [Double](repeating: 0, count: frame.islands.count)
    )
    for (place, island) in frame.islands.ofBus.enumerated() {
      guard let island else { continue }
      sums[island] += delivery[place] * (raw[place] + held[place])
      squares[island] += delivery[place] * delivery[place]
    }
    return frame.islands.ofBus.indices.map { place in
      guard let island = frame.islands.ofBus[place] else { return 0 }
      return delivery[place] * sums[island] / squares[island] - held[place]
    }
  }
}
