import NumericalKernels

/// Finds energies to buy and sell: max Σ (bid · sold - ask · bought), where nothing is left to deliver and at most 1 is traded in all.
struct ArbitrageProgram {
  private let plan: CurvePlan
  /// The quotes that take part.
  private let traded: [Int]
  /// The distinct ways in which quotes share a cell: weights by place among the traded, the largest 1.
  private let parts: [[Share]]
  /// The size of the prices; profits below 1e-9 of it are rounding.
  private let size: Double

  private struct Share: Hashable {
    var place: Int
    var weight: Double
  }

  init(_ plan: CurvePlan, _ traded: [Int]) {
    self.plan = plan
    self.traded = traded
    size = traded.reduce(1e-9) { max($0, abs(plan.quotes[$1].price.mid)) }
    var seen = Set<[Share]>()
    var parts: [[Share]] = []
    for cell in plan.cellHours.indices {
      var shares: [Share] = []
      for (place, k) in traded.enumerated() {
        let row = plan.rows[k]
        guard cell >= row.first, cell < row.first + row.weights.count else { continue }
        let weight = row.weights[cell - row.first]
        if weight != 0 { shares.append(Share(place: place, weight: weight)) }
      }
      let largest = shares.reduce(0) { max($0, abs($1.weight)) }
      guard largest > 0 else { continue }
      // Equal shares of different cells differ by rounding.
      for index in shares.indices { shares[index].weight = (shares[index].weight / largest * 1e12).rounded() / 1e12 }
      if seen.insert(shares).inserted { parts.append(shares) }
    }
    self.parts = parts
  }

  func solve() throws(CurveError) -> QuoteArbitrage? {
    // Variables 2k and 2k + 1 buy and sell quote k.
    var linear: [Double] = []
    var upper: [Double] = []
    for k in traded {
      let price = plan.quotes[k].price
      linear += [(price.upper.finite ?? 0) / size, -(price.lower.finite ?? 0) / size]
      upper += [price.upper.isFinite ? 1 : 0, price.lower.isFinite ? 1 : 0]
    }
    do throws(NumericalError) {
      var options = ConvexOptions()
      options.tolerance = 1e-10
      let still = [Double](repeating: 0, count: parts.count)
      let solution = try QuadraticProgram(
        linear: linear, constraints: constraints(), rowLower: still + [-.infinity], rowUpper: still + [1],
        lower: [Double](repeating: 0, count: linear.count), upper: upper
      ).solve(options)
      guard -solution.objective > 1e-9 else { return nil }
      var energies = traded.indices.map { solution.x[2 * $0] - solution.x[2 * $0 + 1] }
      let largest = energies.reduce(0) { max($0, abs($1)) }
      for place in energies.indices where abs(energies[place]) < 1e-6 * largest { energies[place] = 0 }
      return arbitrage(try refined(energies))
    } catch {
      throw CurveError(.outOfRange, found: "weights that the solver refuses", expected: "moderate ones", cause: error)
    }
  }

  private func constraints() throws(NumericalError) -> SparseMatrix {
    var (rows, columns, values): ([Int], [Int], [Double]) = ([], [], [])
    for (row, part) in parts.enumerated() {
      for share in part {
        rows += [row, row]
        columns += [2 * share.place, 2 * share.place + 1]
        values += [share.weight, -share.weight]
      }
    }
    for column in 0..<2 * traded.count {
      rows.append(parts.count)
      columns.append(column)
      values.append(1)
    }
    return try SparseMatrix(
      rows: parts.count + 1, columns: 2 * traded.count, rowIndices: rows, columnIndices: columns, values: values)
  }

  /// The energies without the rounding of the solver, where those that trade leave one way only to deliver nothing.
  private func refined(_ energies: [Double]) throws(NumericalError) -> [Double] {
    let legs = energies.indices.filter { energies[$0] != 0 }
    guard let anchor = legs.max(by: { abs(energies[$0]) < abs(energies[$1]) }), legs.count > 1 else { return energies }
    let others = legs.filter { $0 != anchor }
    var column: [Int: Int] = [:]
    for (index, place) in others.enumerated() { column[place] = index }
    let touched = parts.filter { part in part.contains { energies[$0.place] != 0 } }
    var matrix = Matrix(rows: touched.count, columns: others.count)
    var right = [Double](repeating: 0, count: touched.count)
    for (row, part) in touched.enumerated() {
      for share in part {
        if share.place == anchor {
          right[row] = -share.weight * energies[anchor]
        } else if let index = column[share.place] {
          matrix[row, index] = share.weight
        }
      }
    }
    let fit = try LeastSquares(matrix, right)
    guard fit.rank == others.count, fit.residualSumOfSquares < 1e-18 else { return energies }
    var refined = energies
    for (index, place) in others.enumerated() { refined[place] = fit.solution[index] }
    return refined
  }

  /// Energies as positions.
  private func arbitrage(_ energies: [Double]) -> QuoteArbitrage? {
    var positions = energies.indices.map { energies[$0] / plan.rows[traded[$0]].total }
    let largest = positions.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    for place in positions.indices { positions[place] /= largest }
    var profit = 0.0
    var legs: [QuoteArbitrage.Leg] = []
    for (place, position) in positions.enumerated() where position != 0 {
      let quote = plan.quotes[traded[place]]
      let price = position > 0 ? quote.price.upper : quote.price.lower
      profit -= position * plan.rows[traded[place]].total * price
      legs.append(.init(id: quote.id, position: position, price: price))
    }
    return QuoteArbitrage(legs: legs, profit: profit)
  }
}
