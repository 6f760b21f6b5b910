import NumericalKernels

extension SmoothingSystem {
  /// The rows that pull.
  var soft: [Int] { sumSystem.soft }

  /// What a solve finds: everything is linear in the targets, so that two of them add up to the answer for the sum.
  struct Answer: Sendable {
    /// The values less the prior, strands interleaved.
    var values: [Double]
    /// R g of every strand: half the sum of squares is the roughness, tension included.
    var bends: [[Double]]
    /// The multiplier of each row.
    var multipliers: [Double]
    /// Whether the rows leave a curve without any roughness and meet all pulls, so that multipliers are rounding.
    var isFree: Bool
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
    if answer.isFree { answer.multipliers = answer.multipliers.map { _ in 0 } }
    return answer
  }

  /// The curve for targets of the rows without refinement: good to some twelve digits.
  func draft(_ targets: [Double]) -> Answer {
    var answer = once(targets)
    if answer.isFree { answer.multipliers = answer.multipliers.map { _ in 0 } }
    return answer
  }

  /// What the rows lack: of one that holds its target less its sum, of one that pulls as much as its multiplier disagrees; zero for those left out.
  private func misses(of answer: Answer, _ targets: [Double]) -> [Double] {
    var misses = [Double](repeating: 0, count: rows.count)
    for row in sumSystem.elimination.order where row < rows.count {
      misses[row] = targets[row] - rows[row].sum(answer.values)
    }
    for row in soft {
      misses[row] = targets[row] - rows[row].sum(answer.values) + answer.multipliers[row] / (rows[row].softness ?? 1)
    }
    return misses
  }

  private func once(_ targets: [Double]) -> Answer {
    let found = sumSystem.sums(targets)
    var (values, bends): ([Double], [[Double]]) = ([Double](repeating: 0, count: points * strands), [])
    var pull = [Double](repeating: 0, count: basis.count)
    var (seen, possible) = (0.0, 0.0)
    for (strand, spline) in splines.enumerated() {
      let half = spline.combinations.factor.halfSolved(spline.combinations.combined(found))
      seen += Vector.length(half)
      possible += spline.combinations.magnitude(found)
      let shape = spline.combinations.factor.halfSolvedTransposed(half)
      spline.combinations.addTransposed(shape, to: &pull)
      let curve = spline.curve(shape, found, basis)
      if strands == 1 {
        values = curve.values
      } else {
        for i in 0..<points { values[i * strands + strand] = curve.values[i] }
      }
      bends.append(curve.bends)
    }
    for row in soft {
      let pull = (rows[row].softness ?? 0).squareRoot()
      seen += pull * abs(sumSystem.rows[row].sum(found) - targets[row])
      possible += pull * abs(targets[row])
    }
    var answer = Answer(
      values: values, bends: bends, multipliers: sumSystem.multipliers(pull, found, targets),
      isFree: seen <= 1e-12 * possible)
    settle(&answer)
    return answer
  }

  /// Decides what no row sees and smoothness does not mind: strands without slope, on one level, near the prior, in this order.
  private func settle(_ answer: inout Answer) {
    guard !unseen.isEmpty else { return }
    let time = splines[0].line
    var (levels, trends): ([Double], [Double]) = ([], [])
    // Cells of different lengths have their middle time beside 0.
    let middle = (0..<points).reduce(0) { $0 + time.time($1) } / Double(points)
    let square = (0..<points).reduce(0) { $0 + (time.time($1) - middle) * (time.time($1) - middle) }
    for strand in 0..<strands {
      var (level, trend) = (0.0, 0.0)
      for i in 0..<points {
        level += answer.values[i * strands + strand]
        trend += answer.values[i * strands + strand] * (time.time(i) - middle)
      }
      trends.append(square > 0 ? trend / square : 0)
      levels.append(level / Double(points) - trends[strand] * middle)
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
      }
    }
  }
}

extension SmoothingSystem.Answer {
  mutating func add(_ other: Self) {
    for i in values.indices { values[i] += other.values[i] }
    for strand in bends.indices {
      for i in bends[strand].indices { bends[strand][i] += other.bends[strand][i] }
    }
    for k in multipliers.indices { multipliers[k] += other.multipliers[k] }
  }

  /// ½ ‖R g‖² over all strands.
  var objective: Double {
    var sum = 0.0
    for bends in bends { sum += bends.withUnsafeBufferPointer { Vector.dot($0, $0) } }
    return sum / 2
  }
}
