import NumericalKernels

extension DCModel {
  /// The susceptance of each branch; 0 where it carries nothing.
  static func susceptances(
    of network: Network, _ convention: SusceptanceConvention
  ) throws(NodalError) -> [Double] {
    var susceptances = [Double](repeating: 0, count: network.branches.count)
    for place in network.activeBranches {
      let value = convention.susceptance(of: network.branches[place])
      guard value.isFinite, value != 0 else {
        throw NodalError(
          .unsound, found: "branch \(network.branches[place].id) with a susceptance of \(value)",
          expected: "a reactance and a tap that are not zero", index: place)
      }
      susceptances[place] = value
    }
    return susceptances
  }

  /// The bus of each island at which the angle is held.
  static func references(
    of network: Network, _ islands: Network.Islands, _ slack: Slack
  ) throws(NodalError) -> [Int] {
    var capacity = [Double](repeating: 0, count: network.buses.count)
    for place in network.activeGenerators {
      capacity[network.generatorBus[place]] += max(0, network.generators[place].outputLimits.upper)
    }
    var chosen = [Int](repeating: -1, count: islands.count)
    for (place, island) in islands.ofBus.enumerated() {
      guard let island else { continue }
      let best = chosen[island]
      guard best >= 0 else {
        chosen[island] = place
        continue
      }
      let isMarked = (network.buses[place].kind == .reference, network.buses[best].kind == .reference)
      if isMarked.0 != isMarked.1 ? isMarked.0 : !isMarked.0 && capacity[place] > capacity[best] {
        chosen[island] = place
      }
    }
    if case .bus(let number) = slack {
      let place = try network.busIndex(of: number)
      if let island = islands.ofBus[place] { chosen[island] = place }
    }
    return chosen
  }

  /// Weights that add up to 1 on each island.
  static func slackWeights(
    _ raw: [Double], _ islands: Network.Islands, _ references: [Int]
  ) throws(NodalError) -> [Double] {
    var weights = [Double](repeating: 0, count: islands.ofBus.count)
    var sums = [Double](repeating: 0, count: islands.count)
    var sizes = sums
    for (place, weight) in raw.enumerated() {
      guard let island = islands.ofBus[place] else { continue }
      sums[island] += weight
      sizes[island] += abs(weight)
    }
    for (island, reference) in references.enumerated() where sizes[island] == 0 { weights[reference] = 1 }
    for (place, weight) in raw.enumerated() where weight != 0 {
      guard let island = islands.ofBus[place] else { continue }
      guard abs(sums[island]) > 1e-9 * sizes[island], sizes[island].isFinite else {
        throw NodalError(
          .outOfRange, found: "slack weights that add up to \(sums[island]) on island \(island)",
          expected: "a sum that can be scaled to 1", index: place)
      }
      weights[place] = weight / sums[island]
    }
    return weights
  }

  /// Factors the matrix of all buses but the references.
  static func solver(
    _ network: Network, _ rows: [Int], count: Int, _ susceptances: [Double]
  ) throws(NodalError) -> EdgeSolver {
    let active = susceptances.indices.filter { susceptances[$0] != 0 }
    var (from, to) = (
      [Int](repeating: -1, count: susceptances.count), [Int](repeating: -1, count: susceptances.count)
    )
    var entries: (rows: [Int], columns: [Int], values: [Double]) = ([], [], [])
    func add(_ row: Int, _ column: Int, _ value: Double) {
      entries.rows.append(row)
      entries.columns.append(column)
      entries.values.append(value)
    }
    var sizes = [Double](repeating: 0, count: count)
    for row in 0..<count { add(row, row, 0) }
    for place in active {
      let (f, t) = (rows[network.branchFrom[place]], rows[network.branchTo[place]])
      (from[place], to[place]) = (f, t)
      for row in [f, t] where row >= 0 {
        add(row, row, susceptances[place])
        sizes[row] += abs(susceptances[place])
      }
      if f >= 0, t >= 0 { add(min(f, t), max(f, t), -susceptances[place]) }
    }
    do throws(NumericalError) {
      let upper = try SparseMatrix(
        rows: count, columns: count, rowIndices: entries.rows, columnIndices: entries.columns, values: entries.values)
      let factors = try LDLFactors(SymbolicLDL(upper), values: upper.values)
      // What is left of a pivot by rounding alone is none.
      for (pivot, row) in zip(factors.pivots, factors.symbolic.permutation) where abs(pivot) < 1e-13 * sizes[Int(row)] {
        throw NumericalError(.singular, "elimination met a pivot of \(pivot)", index: Int(row))
      }
      return try EdgeSolver(factors, from: from, to: to, weights: susceptances)
    } catch {
      let bus = error.index.flatMap { row in rows.firstIndex(of: row) }
      throw NodalError(
        .unsound, found: "susceptances that cancel at bus \(bus.map { "\(network.buses[$0].number)" } ?? "?")",
        expected: "a matrix that is not singular", index: bus, cause: error)
    }
  }

  /// The flows for the slack weights put in and the same taken out at the references.
  static func slackFlows(
    _ weights: [Double], _ rows: [Int], _ references: [Int], _ solver: EdgeSolver
  ) throws(NodalError) -> [Double] {
    guard !references.allSatisfy({ weights[$0] == 1 }) else { return [] }
    return try solved { () throws(NumericalError) in
      var right = [Double](repeating: 0, count: solver.factors.symbolic.size)
      for (place, row) in rows.enumerated() where row >= 0 { right[row] = weights[place] }
      return solver.values(of: try solver.factors.solve(right))
    }
  }
}

/// Runs a kernel whose input the model vouches for.
func solved<Value>(_ body: () throws(NumericalError) -> Value) throws(NodalError) -> Value {
  do throws(NumericalError) {
    return try body()
  } catch {
    let code: NodalError.Code = error.code == .tooLarge ? .tooLarge : .unsound
    throw NodalError(code, found: error.description, expected: "a system that can be solved", cause: error)
  }
}
