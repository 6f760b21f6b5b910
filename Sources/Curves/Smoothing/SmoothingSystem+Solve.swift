import NumericalKernels

extension SmoothingSystem {
  /// What a solve finds: everything is linear in the targets, so that two of them add up to the answer for the sum.
  struct Answer: Sendable {
    /// The values less the prior, strands interleaved.
    var values: [Double]
    /// Half the sum of squares is the roughness: differences of slopes of every strand.
    var slopes: [[Double]]
    /// The multiplier of each row.
    var multipliers: [Double]
  }

  /// The curve for targets of the rows, which is exact to rounding after one to three rounds of refinement.
  func solve(_ targets: [Double]) -> Answer {
    var answer = once(targets)
    let size = zip(rows, targets).reduce(0) { max($0, abs($1.1) * $1.0.scale) }
    var (before, round) = (Double.infinity, 0)
    while round < 4 {
      let misses = misses(of: answer, targets)
      let largest = zip(rows, misses).reduce(0) { max($0, abs($1.1) * $1.0.scale) }
      guard largest > 1e-15 * size, largest < 0.5 * before else { break }
      answer.add(once(misses))
      (before, round) = (largest, round + 1)
    }
    return answer
  }

  /// What the rows lack: of one that holds its target less its sum, of one that pulls as much as its multiplier disagrees; zero for those left out.
  private func misses(of answer: Answer, _ targets: [Double]) -> [Double] {
    var misses = [Double](repeating: 0, count: rows.count)
    for row in elimination.order where row < rows.count { misses[row] = targets[row] - rows[row].sum(answer.values) }
    for row in soft {
      misses[row] = targets[row] - rows[row].sum(answer.values) + answer.multipliers[row] / (rows[row].softness ?? 1)
    }
    return misses
  }

  private func once(_ targets: [Double]) -> Answer {
    let sums = sums(targets)
    var (values, slopes): ([Double], [[Double]]) = ([Double](repeating: 0, count: points * strands), [])
    var pull = [Double](repeating: 0, count: basis.count)
    for (strand, spline) in splines.enumerated() {
      let shape = spline.halfSolvedTransposed(spline.halfSolved(spline.combined(sums)))
      spline.addCombinedTransposed(shape, to: &pull)
      let curve = spline.curve(shape, sums, basis)
      if strands == 1 {
        values = curve.values
      } else {
        for i in 0..<points { values[i * strands + strand] = curve.values[i] }
      }
      slopes.append(curve.slopes)
    }
    var answer = Answer(values: values, slopes: slopes, multipliers: multipliers(pull, sums, targets))
    settle(&answer)
    return answer
  }

  /// The sums over the segments: elimination for those that rows decide, least squares for the others.
  func sums(_ targets: [Double]) -> [Double] {
    let reduced = elimination.order.map { $0 < rows.count ? targets[$0] / length($0) : 0 }
    let free = [Double](repeating: 0, count: elimination.freeColumns.count)
    let start = elimination.solve(targets: reduced, free: free)
    guard let leastSquares else { return start }
    var goal = residuals(start).map { -$0 }
    let place = goal.count - soft.count
    for (k, row) in soft.enumerated() { goal[place + k] += (rows[row].softness ?? 0).squareRoot() * targets[row] }
    let found = (try? leastSquares.solve(goal)) ?? free
    return elimination.solve(targets: reduced, free: zip(found, columnScales).map { $0 * $1 })
  }

  /// The multipliers, from the pull of the roughness on the sums.
  private func multipliers(_ pull: [Double], _ sums: [Double], _ targets: [Double]) -> [Double] {
    var multipliers = [Double](repeating: 0, count: rows.count)
    var pull = pull
    for row in soft {
      let multiplier = (rows[row].softness ?? 0) * (basis.sum(row, sums) - targets[row])
      multipliers[row] = multiplier
      for k in basis.rowStarts[row]..<basis.rowStarts[row + 1] {
        pull[basis.columns[k]] += multiplier * basis.coefficients[k]
      }
    }
    let found = elimination.transposed(pull).targets
    for (row, value) in zip(elimination.order, found) where row < rows.count { multipliers[row] = -value / length(row) }
    return multipliers
  }

  /// Decides what no row sees and smoothness does not mind: strands without slope, on one level, near the prior, in this order.
  private func settle(_ answer: inout Answer) {
    guard !unseen.isEmpty else { return }
    let time = splines[0].line
    var (levels, trends): ([Double], [Double]) = ([], [])
    let square = (0..<points).reduce(0) { $0 + time.time($1) * time.time($1) }
    for strand in 0..<strands {
      var (level, trend) = (0.0, 0.0)
      for i in 0..<points {
        level += answer.values[i * strands + strand]
        trend += answer.values[i * strands + strand] * time.time(i)
      }
      levels.append(level / Double(points))
      trends.append(square > 0 ? trend / square : 0)
    }
    let goals = [1.0, 1e-6, 1e-12]
    func criteria(_ level: (Int) -> Double, _ trend: (Int) -> Double) -> [Double] {
      let mean = (0..<strands).reduce(0) { $0 + level($1) } / Double(strands)
      return (0..<strands).flatMap { [goals[0] * trend($0), goals[1] * (level($0) - mean), goals[2] * level($0)] }
    }
    let columns = unseen.map { direction in criteria({ direction[2 * $0] }, { direction[2 * $0 + 1] }) }
    let goal = criteria({ levels[$0] }, { trends[$0] })
    guard
      let matrix = try? Matrix(
        rows: goal.count, columns: columns.count,
        goal.indices.flatMap { i in columns.map { $0[i] } }),
      let steps = try? LeastSquares(matrix, goal.map { -$0 }, tolerance: 1e-14).solution
    else { return }
    for (step, direction) in zip(steps, unseen) where step != 0 {
      for strand in 0..<strands {
        let (level, trend) = (step * direction[2 * strand], step * direction[2 * strand + 1])
        for i in 0..<points { answer.values[i * strands + strand] += level + trend * time.time(i) }
        let slope = points > 1 ? 2 * trend / Double(points - 1) : 0
        for i in answer.slopes[strand].indices { answer.slopes[strand][i] += slope }
      }
    }
  }
}

extension SmoothingSystem.Answer {
  mutating func add(_ other: Self) {
    for i in values.indices { values[i] += other.values[i] }
    for strand in slopes.indices {
      for i in slopes[strand].indices { slopes[strand][i] += other.slopes[strand][i] }
    }
    for k in multipliers.indices { multipliers[k] += other.multipliers[k] }
  }

  /// ½ Σ (D₂ g)².
  var roughness: Double {
    var sum = 0.0
    for slopes in slopes {
      for (one, next) in zip(slopes, slopes.dropFirst()) { sum += (next - one) * (next - one) }
    }
    return sum / 2
  }
}

extension StrandSpline {
  /// The curve of a shape, with the line that gives it its sums.
  func curve(_ shape: [Double], _ sums: [Double], _ basis: SegmentBasis) -> (values: [Double], slopes: [Double]) {
    var (values, slopes) = operation.integral(of: spread(shape))
    let (level, slope) = line.fitted(vectors.map { sums[$0] - basis.product($0, values) })
    let step = line.points > 1 ? 2 / Double(line.points - 1) : 0
    for i in values.indices { values[i] += level + slope * line.time(i) }
    for i in slopes.indices { slopes[i] += slope * step }
    return (values, slopes)
  }
}

extension SegmentBasis {
  /// The sum of a strand's values over a vector.
  func product(_ vector: Int, _ values: [Double]) -> Double {
    self.values.withUnsafeBufferPointer { own in
      values.withUnsafeBufferPointer { values in
        let length = length(vector)
        return Vector.dot(
          UnsafeBufferPointer(rebasing: own[offsets[vector]..<offsets[vector + 1]]),
          UnsafeBufferPointer(rebasing: values[starts[vector]..<starts[vector] + length]))
      }
    }
  }
}
