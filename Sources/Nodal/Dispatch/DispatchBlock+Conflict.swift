import NumericalKernels

extension DispatchBlock {
  /// Two limits of one row that exclude each other.
  func contradiction(of row: FlowRow) -> DispatchConflict {
    let base = network.baseMVA
    let parts = [
      DispatchConflict.Part(
        limit: row.lowerLimit, isUpper: false, bound: (row.lower - row.shift) * base, weight: 1),
      DispatchConflict.Part(limit: row.upperLimit, isUpper: true, bound: (row.upper - row.shift) * base, weight: 1),
    ]
    return DispatchConflict(
      limits: parts, margin: (row.lower - row.upper) * base, residual: 0, isProven: true, isMinimal: true)
  }

  /// The angles, radians, within which a proof of infeasibility has to stand.
  private static var greatestAngle: Double { 100 }
  /// The least weight that is listed.
  private static var leastWeight: Double { 1e-6 }

  /// A certificate in the words of the network, checked.
  func conflict(_ program: QuadraticProgram, _ solution: ConvexSolution) -> DispatchConflict {
    let weights = cleaned(solution.rowDuals, program)
    // The greatest weight of a balance is 1, unless balances take no part but by rounding.
    var unit = balanceRows.reduce(0) { $1 >= 0 ? max($0, abs(weights[$1])) : $0 }
    let greatest = flowRows.reduce(unit) { max($0, abs(weights[$1.row])) }
    if unit <= Self.leastWeight * greatest { unit = max(greatest, .leastNormalMagnitude) }
    let base = network.baseMVA
    var value = 0.0
    for (row, weight) in weights.enumerated() where weight != 0 {
      value += weight * (weight > 0 ? program.rowUpper[row] : program.rowLower[row])
    }
    var residual = 0.0
    var columnWeights = [Double](repeating: 0, count: program.variableCount)
    for column in columnWeights.indices {
      var sum = 0.0
      for entry in program.constraints.columnStarts[column]..<program.constraints.columnStarts[column + 1] {
        sum += program.constraints.values[entry] * weights[Int(program.constraints.rowIndices[entry])]
      }
      let bound = sum < 0 ? program.upper[column] : program.lower[column]
      guard bound.isFinite else {
        residual += abs(sum)
        continue
      }
      value -= sum * bound
      columnWeights[column] = -sum
    }
    let margin = -value * base / unit
    residual *= base / unit
    return DispatchConflict(
      limits: parts(weights, columnWeights, unit, program), margin: margin, residual: residual,
      isProven: margin > 0 && margin > residual * Self.greatestAngle, isMinimal: false)
  }

  /// Multipliers without those that push at bounds which are not there.
  private func cleaned(_ duals: [Double], _ program: QuadraticProgram) -> [Double] {
    duals.indices.map { row in
      let weight = duals[row]
      let bound = weight > 0 ? program.rowUpper[row] : program.rowLower[row]
      return bound.isFinite ? weight : 0
    }
  }

  private func parts(
    _ rows: [Double], _ columns: [Double], _ unit: Double, _ program: QuadraticProgram
  ) -> [DispatchConflict.Part] {
    let base = network.baseMVA
    var parts: [DispatchConflict.Part] = []
    func add(_ limit: DispatchLimit, _ weight: Double, _ bound: Double) {
      guard abs(weight) > Self.leastWeight * unit else { return }
      parts.append(.init(limit: limit, isUpper: weight > 0, bound: bound * base, weight: abs(weight) / unit))
    }
    for row in flowRows {
      let weight = rows[row.row]
      let isUpper = weight > 0
      add(isUpper ? row.upperLimit : row.lowerLimit, weight, (isUpper ? row.upper : row.lower) - row.shift)
    }
    for (_, resource) in hvdcLines + generators {
      let first = columns[resource.columns.lowerBound]
      let last = columns[resource.columns.upperBound - 1]
      let weight = last > 0 ? last : first
      add(resource.limit, weight, bound(of: resource, isUpper: weight > 0, program))
    }
    let withdrawal = network.nodalWithdrawal
    for (place, row) in balanceRows.enumerated() where row >= 0 && withdrawal[place] != 0 {
      // A balance reads: what leaves, less outputs, is minus the demand.
      let weight = -rows[row]
      guard abs(weight) > Self.leastWeight * unit else { continue }
      parts.append(
        .init(
          limit: .demand(network.buses[place].number), isUpper: weight < 0, bound: withdrawal[place],
          weight: abs(weight) / unit))
    }
    // Weights that differ by rounding alone are equal.
    func rank(_ part: DispatchConflict.Part) -> Double { (part.weight * 1e6).rounded() }
    return parts.sorted { (rank($1), "\($0.limit)") < (rank($0), "\($1.limit)") }
  }

  private func bound(of resource: DispatchResource, isUpper: Bool, _ program: QuadraticProgram) -> Double {
    if !isUpper { return resource.base + program.lower[resource.columns.lowerBound] }
    return resource.columns.reduce(resource.base) { $0 + max(0, program.upper[$1]) }
  }
}
