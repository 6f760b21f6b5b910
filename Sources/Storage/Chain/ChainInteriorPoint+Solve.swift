extension ChainInteriorPoint {
  /// The step of Newton's method from the present point: `dm`, `ds` and `dx`.
  ///
  /// - Parameter target: What the products of distances and multipliers should become, that of the affine steps left out.
  func step(target: Double) {
    for t in 0..<n {
      slope[t] =
        stateGradient(t) - Self.aim(target, sLow[t], zLow[t], dsAffine[t]) / sLow[t]
        + Self.aim(target, sHigh[t], zHigh[t], -dsAffine[t]) / sHigh[t]
    }
    var last = 0.0
    var firstSlope = isCyclic ? slope[n - 1] : 0
    for a in stride(from: 0, to: n, by: Self.chunk) {
      let steps = a..<min(a + Self.chunk, n)
      for j in 0..<q { pull(j, steps, target) }
      rightHandSide(steps, target)
      for k in 0..<h {
        for i in k + 1..<m {
          let (factor, from, to) = (matrix + Self.place(i, k) * n, rhs + k * n, rhs + i * n)
          for t in steps { to[t] -= factor[t] * from[t] }
        }
      }
      for t in steps { last = pass(t, last, &firstSlope) }
    }
    back(last, isCyclic ? -firstSlope / firstCurvature : 0)
    for a in stride(from: 0, to: n, by: Self.chunk) {
      let steps = a..<min(a + Self.chunk, n)
      for k in stride(from: h - 1, through: 0, by: -1) {
        let (pivot, from, to) = (matrix + Self.place(k, k) * n, rhs + k * n, dm + k * n)
        for t in steps { to[t] = -from[t] * pivot[t] }
        for i in k + 1..<m {
          let (factor, other) = (matrix + Self.place(i, k) * n, dm + i * n)
          for t in steps { to[t] -= factor[t] * other[t] }
        }
      }
      for j in 0..<q {
        let (pull, inverse, dx) = (pull + j * n, inverse + j * n, dx + j * n)
        for t in steps { dx[t] = -pull[t] }
        for (row, value) in entries[j] {
          let dm = dm + row * n
          for t in steps { dx[t] -= value * inverse[t] * dm[t] }
        }
      }
    }
  }

  /// What the product of a distance and its multiplier should become, for the product of their affine steps.
  @inline(__always)
  static func aim(_ target: Double, _ value: Double, _ multiplier: Double, _ affine: Double) -> Double {
    target + affine * multiplier * (1 + affine / value)
  }

  /// The objective's slope in the state behind a step, multipliers of rows included.
  func stateGradient(_ t: Int) -> Double {
    func rows(_ t: Int, _ balance: Double, _ others: [Double]) -> Double {
      var sum = balance * multiplier[h * n + t]
      for i in 1..<max(m - h, 1) { sum += others[i] * multiplier[(h + i) * n + t] }
      return sum
    }
    let own = rows(t, behind[t], stateBehind)
    guard t == n - 1 else { return own + rows(t + 1, before[t + 1], stateBefore) }
    return own + (isCyclic ? rows(0, before[0], stateBefore) : 0) + finalCost
  }

  /// The objective's slope in a flow, multipliers of rows included, into `pull`.
  func gradient(_ j: Int, _ steps: Range<Int>) {
    let (pull, cost) = (pull + j * n, cost + j * n)
    for t in steps { pull[t] = cost[t] }
    for (row, value) in entries[j] {
      let multiplier = multiplier + row * n
      for t in steps { pull[t] += value * multiplier[t] }
    }
  }

  /// The step that a flow would take if the rows' multipliers stayed, with the sign turned.
  private func pull(_ j: Int, _ steps: Range<Int>, _ target: Double) {
    gradient(j, steps)
    let (pull, inverse) = (pull + j * n, inverse + j * n)
    let (x, room, low, high, affine) = (x + j * n, room + j * n, low + j * n, high + j * n, dxAffine + j * n)
    for t in steps {
      let lowAim = Self.aim(target, x[t], low[t], affine[t])
      let highAim = Self.aim(target, room[t], high[t], -affine[t])
      pull[t] = inverse[t] * (pull[t] - lowAim / x[t] + highAim / room[t])
    }
  }

  private func rightHandSide(_ steps: Range<Int>, _ target: Double) {
    for i in 0..<m {
      let (rhs, left) = (rhs + i * n, left + i * n)
      for t in steps { rhs[t] = left[t] }
      guard i != h else { continue }
      let (slack, multiplier, affine) = (slack + i * n, multiplier + i * n, dmAffine + i * n)
      for t in steps { rhs[t] -= Self.aim(target, multiplier[t], slack[t], affine[t]) / multiplier[t] }
    }
    for j in 0..<q {
      let pull = pull + j * n
      for (row, value) in entries[j] {
        let rhs = rhs + row * n
        for t in steps { rhs[t] += value * pull[t] }
      }
    }
  }

  /// Reduces the right-hand side of one step's rows with the state, and takes the state's mean from before it to behind it.
  private func pass(_ t: Int, _ mean: Double, _ firstSlope: inout Double) -> Double {
    let size = m - h
    let (f, e, r) = (behindReduced + t, beforeReduced + t, rhs + h * n + t)
    func pivot(_ k: Int) -> Double { matrix[Self.place(h + k, h + k) * n + t] }
    var (behindSum, beforeSum) = (0.0, 0.0)
    for k in 0..<size {
      for j in 0..<k { r[k * n] -= matrix[Self.place(h + k, h + j) * n + t] * r[j * n] }
      behindSum += f[k * n] * r[k * n] * pivot(k)
      beforeSum += e[k * n] * r[k * n] * pivot(k)
    }
    let lean = lean[t]
    self.mean[t] = mean
    guard t < n - 1 || !isCyclic else {
      for k in 0..<size { firstSlope += (f[k * n] + lean * e[k * n]) * (e[k * n] * mean - r[k * n]) * pivot(k) }
      return 0
    }
    if isCyclic {
      // Lagrange's identity once more.
      var rest = beforeSum * curvature[t]
      for i in 0..<size {
        for j in 0..<i {
          rest +=
            (e[i * n] * f[j * n] - e[j * n] * f[i * n]) * (r[i * n] * f[j * n] - r[j * n] * f[i * n])
            * pivot(i) * pivot(j)
        }
      }
      firstSlope += lean * (own[t] * mean - variance[t] * (rest + cross[t] * slope[t]))
    }
    return variance[t] * (behindSum - slope[t] - cross[t] * mean)
  }

  /// The stiffness from which on a balance counts as one that nothing can change.
  private static let mostStiffness = 1e18

  /// The steps of states and of the rows with the state, from the last step to the first.
  ///
  /// - Parameters:
  ///   - mean: The mean of the state behind the last step.
  ///   - first: The step of the first state of a cyclic chain, which is also the last.
  private func back(_ mean: Double, _ first: Double) {
    let size = m - h
    var base = isCyclic ? first : mean
    var pull = 0.0
    for t in stride(from: n - 1, through: 0, by: -1) {
      let (f, e, r, d) = (behindReduced + t, beforeReduced + t, rhs + h * n + t, dm + h * n + t)
      let state = base - variance[t] * pull
      base = self.mean[t] + lean[t] * first
      ds[t] = state
      for k in stride(from: size - 1, through: 0, by: -1) {
        let inverse = matrix[Self.place(h + k, h + k) * n + t]
        var value = (f[k * n] * state + e[k * n] * base - r[k * n]) * inverse
        for i in k + 1..<max(size, k + 1) { value -= matrix[Self.place(h + i, h + k) * n + t] * d[i * n] }
        if k == 0, inverse * behind[t] * behind[t] > Self.mostStiffness, t < n - 1 || !isCyclic {
          // The balance meets itself: its multiplier follows from the state's own condition.
          value = -(curvature[t] * state + slope[t] + pull)
          for i in 1..<max(size, 1) { value -= stateBehind[i] * d[i * n] }
          value /= behind[t]
        }
        d[k * n] = value
      }
      pull = before[t] * d[0]
      for i in 1..<max(size, 1) { pull += stateBefore[i] * d[i * n] }
    }
  }
}
