extension ChainInteriorPoint {
  /// How far a point is from optimal, in the units of the scaled problem.
  struct Progress {
    /// The objective's own distance from the dual, were the residuals zero.
    var gap = 0.0
    /// The greatest residuals of rows and of gradients.
    var primal = 0.0
    var dual = 0.0
    /// The objective.
    var objective = 0.0

    /// Whether the gap is within a tolerance of the objective, and the residuals are so small that a repair may do the rest.
    func isWithin(_ tolerance: Double) -> Bool {
      gap <= tolerance * max(1, abs(objective)) && primal <= 1e-9 && dual <= 1e-7
    }
  }

  /// What two steps along the present direction's parts may be long at most, so that all products stay positive.
  private typealias Reach = (primal: Double, dual: Double)

  /// The number of products of distances and multipliers.
  private var productCount: Double { Double((2 * q + 2 + m - 1) * n) }

  /// Takes steps of Mehrotra's predictor and corrector until all is within a tolerance.
  ///
  /// - Returns: Whether it came so far; not so within `limit` steps, or where rounding stops it.
  func run(tolerance: Double, limit: Int) -> Bool {
    for _ in 0..<limit {
      let now = progress()
      if now.isWithin(tolerance) { return true }
      guard now.gap.isFinite else { return false }
      iterations += 1
      let centre = now.gap / productCount
      keepAffine(isZero: true)
      factor()
      step(target: 0)
      let ahead = products(after: reach(target: 0)) / productCount
      let ratio = ahead / centre
      keepAffine(isZero: false)
      let target = centre * ratio * ratio * ratio
      step(target: target)
      let far = reach(target: target)
      let reach = (min(1, 0.9995 * far.primal), min(1, 0.9995 * far.dual))
      guard max(reach.0, reach.1) > 1e-8 else { return false }
      move(reach, target)
      measure()
    }
    return progress().isWithin(tolerance)
  }

  func progress() -> Progress {
    var progress = Progress(gap: products(after: (0, 0)))
    for i in limitedRows {
      for k in i * n..<(i + 1) * n { progress.primal = max(progress.primal, abs(left[k] - slack[k])) }
    }
    for k in h * n..<(h + 1) * n { progress.primal = max(progress.primal, abs(left[k])) }
    for j in 0..<q {
      for a in stride(from: 0, to: n, by: Self.chunk) {
        let steps = a..<min(a + Self.chunk, n)
        gradient(j, steps)
        for t in steps {
          let k = j * n + t
          if upper[k] > Self.leastRoom { progress.dual = max(progress.dual, abs(pull[k] - low[k] + high[k])) }
          progress.objective += cost[k] * x[k]
        }
      }
    }
    for t in 0..<n { progress.dual = max(progress.dual, abs(stateGradient(t) - zLow[t] + zHigh[t])) }
    progress.objective += finalCost * s[n - 1]
    return progress
  }

  /// Keeps the present step as the affine one, or none.
  private func keepAffine(isZero: Bool) {
    for (affine, step, count) in [(dxAffine, dx, q * n), (dmAffine, dm, m * n), (dsAffine, ds, n)] {
      if isZero { affine.update(repeating: 0, count: count) } else { affine.update(from: step, count: count) }
    }
  }

  /// The step of a multiplier whose bound's distance takes a given step; of a slack likewise.
  @inline(__always)
  private static func partner(
    _ target: Double, _ value: Double, _ multiplier: Double, _ step: Double, _ affine: Double
  ) -> Double {
    (aim(target, value, multiplier, affine) - multiplier * step) / value - multiplier
  }

  private func reach(target: Double) -> Reach {
    // The greatest shares of distances and multipliers that a full step takes away.
    var (primal, dual) = (1e-30, 1e-30)
    for k in 0..<q * n {
      let low = Self.partner(target, x[k], low[k], dx[k], dxAffine[k]) / low[k]
      let high = Self.partner(target, room[k], high[k], -dx[k], -dxAffine[k]) / high[k]
      primal = max(primal, -dx[k] / x[k], dx[k] / room[k])
      dual = max(dual, -low, -high)
    }
    for t in 0..<n {
      let low = Self.partner(target, sLow[t], zLow[t], ds[t], dsAffine[t]) / zLow[t]
      let high = Self.partner(target, sHigh[t], zHigh[t], -ds[t], -dsAffine[t]) / zHigh[t]
      primal = max(primal, -ds[t] / sLow[t], ds[t] / sHigh[t])
      dual = max(dual, -low, -high)
    }
    for i in limitedRows {
      for k in i * n..<(i + 1) * n {
        primal = max(primal, -Self.partner(target, multiplier[k], slack[k], dm[k], dmAffine[k]) / slack[k])
        dual = max(dual, -dm[k] / multiplier[k])
      }
    }
    return (1 / primal, 1 / dual)
  }

  /// The sum of products that a part of the affine step leaves.
  private func products(after reach: Reach) -> Double {
    let (p, d) = (min(1, reach.primal), min(1, reach.dual))
    func product(_ value: Double, _ multiplier: Double, _ step: Double, _ p: Double, _ d: Double) -> Double {
      (value + p * step) * (multiplier - d * multiplier * (1 + step / value))
    }
    var sum = 0.0
    for k in 0..<q * n { sum += product(x[k], low[k], dx[k], p, d) + product(room[k], high[k], -dx[k], p, d) }
    for t in 0..<n { sum += product(sLow[t], zLow[t], ds[t], p, d) + product(sHigh[t], zHigh[t], -ds[t], p, d) }
    for i in limitedRows {
      for k in i * n..<(i + 1) * n { sum += product(multiplier[k], slack[k], dm[k], d, p) }
    }
    return sum
  }

  private func move(_ reach: Reach, _ target: Double) {
    let (p, d) = (reach.primal, reach.dual)
    for k in 0..<q * n {
      let lowStep = Self.partner(target, x[k], low[k], dx[k], dxAffine[k])
      let highStep = Self.partner(target, room[k], high[k], -dx[k], -dxAffine[k])
      x[k] += p * dx[k]
      room[k] -= p * dx[k]
      low[k] += d * lowStep
      high[k] += d * highStep
    }
    for t in 0..<n {
      let lowStep = Self.partner(target, sLow[t], zLow[t], ds[t], dsAffine[t])
      let highStep = Self.partner(target, sHigh[t], zHigh[t], -ds[t], -dsAffine[t])
      s[t] += p * ds[t]
      sLow[t] += p * ds[t]
      sHigh[t] -= p * ds[t]
      zLow[t] += d * lowStep
      zHigh[t] += d * highStep
    }
    for i in limitedRows {
      for k in i * n..<(i + 1) * n {
        slack[k] += p * Self.partner(target, multiplier[k], slack[k], dm[k], dmAffine[k])
      }
    }
    for k in 0..<m * n { multiplier[k] += d * dm[k] }
  }
}
