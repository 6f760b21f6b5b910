extension LimitedMemory {
  /// The direction from a point to the approximate minimiser of the quadratic model in the box.
  ///
  /// The generalised Cauchy point says which variables lie on a bound; over the others the model is minimised and the result
  /// projected back. Where the memory's matrix is singular to rounding, the Cauchy point of `B = θI` stands in.
  func boxDirection(_ gradient: [Double], at x: [Double], in box: StartingPoint, into direction: inout [Double]) {
    let kernel = LimitedMemoryLU(middle(), size: 2 * count)
    guard let cauchy = cauchyPoint(gradient, at: x, in: box, kernel) else {
      for index in 0..<variables { direction[index] = box.clamp(x[index] - gradient[index] / theta, index) - x[index] }
      return
    }
    for index in 0..<variables { direction[index] = cauchy.point[index] - x[index] }
    let free = (0..<variables).filter { cauchy.point[$0] > box.lower[$0] && cauchy.point[$0] < box.upper[$0] }
    guard count > 0, !free.isEmpty, let kernel,
      let step = subspaceStep(gradient, at: x, cauchy.point, free, kernel.solve(cauchy.weights))
    else { return }

    var slope = 0.0
    for index in 0..<variables { slope += direction[index] * gradient[index] }
    var projected = slope
    for (order, index) in free.enumerated() {
      let moved = box.clamp(cauchy.point[index] + step[order], index) - x[index]
      projected += (moved - direction[index]) * gradient[index]
    }
    var share = 1.0
    if projected >= 0 {
      // The projection is no descent direction: stop at the first bound instead.
      for (order, index) in free.enumerated() where step[order] != 0 {
        let bound = step[order] > 0 ? box.upper[index] : box.lower[index]
        share = min(share, (bound - cauchy.point[index]) / step[order])
      }
    }
    for (order, index) in free.enumerated() {
      direction[index] = box.clamp(cauchy.point[index] + share * step[order], index) - x[index]
    }
  }

  /// The first local minimiser of the model along the projected gradient, and `c = Wᵀ(point - x)` (algorithm CP).
  private func cauchyPoint(
    _ gradient: [Double], at x: [Double], in box: StartingPoint, _ kernel: LimitedMemoryLU?
  ) -> (point: [Double], weights: [Double])? {
    var breaks = [Double](repeating: .infinity, count: variables)
    var move = [Double](repeating: 0, count: variables)
    for index in 0..<variables where gradient[index] != 0 {
      let bound = gradient[index] < 0 ? box.upper[index] : box.lower[index]
      breaks[index] = (x[index] - bound) / gradient[index]
      if breaks[index] > 0 { move[index] = -gradient[index] }
    }
    let order = (0..<variables).filter { move[$0] != 0 && breaks[$0] < .infinity }
      .sorted { (breaks[$0], $0) < (breaks[$1], $1) }
    var point = x
    var p = weighted(move, over: 0..<variables)
    var c = [Double](repeating: 0, count: 2 * count)
    var row = c
    var slope = 0.0
    for value in move { slope -= value * value }
    if slope == 0 { return (point, c) }
    guard let kernel else { return nil }
    var curvature = -theta * slope - Vectors.dot(p, kernel.solve(p))
    let least = Double.ulpOfOne * -theta * slope
    var best = -slope / max(curvature, least)
    var reached = 0.0
    var moving = move.count { $0 != 0 }
    for index in order {
      let length = breaks[index] - reached
      if best < length { break }
      let bound = gradient[index] < 0 ? box.upper[index] : box.lower[index]
      point[index] = bound
      let g = gradient[index]
      for order in c.indices { c[order] += length * p[order] }
      self.row(index, into: &row)
      let solved = kernel.solve(row)
      slope += length * curvature + g * g + theta * g * (bound - x[index]) - g * Vectors.dot(solved, c)
      curvature -= theta * g * g + 2 * g * Vectors.dot(solved, p) + g * g * Vectors.dot(solved, row)
      for order in p.indices { p[order] += g * row[order] }
      move[index] = 0
      reached = breaks[index]
      moving -= 1
      if moving == 0 { break }
      best = -slope / max(curvature, least)
      if best <= 0 { break }
    }
    let last = moving > 0 ? max(best, 0) : 0
    for index in 0..<variables where move[index] != 0 {
      point[index] = box.clamp(x[index] + (reached + last) * move[index], index)
    }
    for order in c.indices { c[order] += last * p[order] }
    return point.allSatisfy(\.isFinite) ? (point, c) : nil
  }

  /// The step over the free variables to the model's minimiser, from the Cauchy point (direct primal method, section 5.1).
  private func subspaceStep(
    _ gradient: [Double], at x: [Double], _ cauchy: [Double], _ free: [Int], _ solved: [Double]
  ) -> [Double]? {
    let size = 2 * count
    var row = [Double](repeating: 0, count: size)
    var reduced = [Double](repeating: 0, count: free.count)
    var sums = row
    var matrix = [Double](repeating: 0, count: size * size)
    for (order, index) in free.enumerated() {
      self.row(index, into: &row)
      reduced[order] = gradient[index] + theta * (cauchy[index] - x[index]) - Vectors.dot(row, solved)
      for i in 0..<size {
        sums[i] += row[i] * reduced[order]
        for j in 0...i { matrix[i * size + j] += row[i] * row[j] }
      }
    }
    var system = middle()
    for i in 0..<size {
      for j in 0..<size { system[i * size + j] -= matrix[max(i, j) * size + min(i, j)] / theta }
    }
    guard let solution = LimitedMemoryLU(system, size: size)?.solve(sums), solution.allSatisfy(\.isFinite) else {
      return nil
    }
    return free.enumerated().map { order, index in
      self.row(index, into: &row)
      return -(reduced[order] + Vectors.dot(row, solution) / theta) / theta
    }
  }
}
