extension ChainInteriorPoint {
  /// Forms the rows' system at the present point and factors it.
  ///
  /// - Complexity: O(steps · (entries + rows³)).
  func factor() {
    for t in 0..<n { curvature[t] = zLow[t] / sLow[t] + zHigh[t] / sHigh[t] }
    var last = (variance: 0.0, lean: isCyclic ? 1.0 : 0.0)
    firstCurvature = isCyclic ? curvature[n - 1] : 1
    for a in stride(from: 0, to: n, by: Self.chunk) {
      let steps = a..<min(a + Self.chunk, n)
      form(steps)
      eliminate(steps)
      for t in steps { last = pass(t, last.variance, last.lean) }
    }
  }

  /// The least part of a diagonal entry that its pivot may be; less is rounding.
  private static let leastPivot = 1e-15

  /// The least freedom of a balance, beside the state's own coefficient.
  private static let leastFreedom = 1e-22

  private func form(_ steps: Range<Int>) {
    for place in 0..<m * (m + 1) / 2 {
      let entry = matrix + place * n
      for t in steps { entry[t] = 0 }
    }
    for i in limitedRows {
      let (entry, slack, multiplier) = (matrix + Self.place(i, i) * n, slack + i * n, multiplier + i * n)
      for t in steps { entry[t] = slack[t] / multiplier[t] }
    }
    for j in 0..<q {
      let (x, room, low, high) = (x + j * n, room + j * n, low + j * n, high + j * n)
      let (inverse, upper) = (inverse + j * n, upper + j * n)
      // A closed flow does not move.
      for t in steps {
        inverse[t] = upper[t] > Self.leastRoom ? x[t] * room[t] / (low[t] * room[t] + high[t] * x[t]) : 0
      }
      for (place, value) in products[j] {
        let entry = matrix + place * n
        for t in steps { entry[t] += value * inverse[t] }
      }
    }
    for i in 0..<m {
      let (floor, diagonal) = (rhs + i * n, matrix + Self.place(i, i) * n)
      for t in steps { floor[t] = Self.leastPivot * diagonal[t] }
    }
  }

  /// Eliminates the rows without the state; pivots are kept as their inverses.
  private func eliminate(_ steps: Range<Int>) {
    for k in 0..<h {
      let pivot = matrix + Self.place(k, k) * n
      let floor = rhs + k * n
      for t in steps { pivot[t] = 1 / max(pivot[t], floor[t]) }
      for i in k + 1..<m {
        let factor = matrix + Self.place(i, k) * n
        for j in k + 1...i {
          let (entry, other) = (matrix + Self.place(i, j) * n, matrix + Self.place(j, k) * n)
          for t in steps { entry[t] -= factor[t] * other[t] * pivot[t] }
        }
      }
      for i in k + 1..<m {
        let factor = matrix + Self.place(i, k) * n
        for t in steps { factor[t] *= pivot[t] }
      }
    }
  }

  /// Factors the rows with the state of one step, and takes variance and lean of the state from before it to behind it.
  private func pass(_ t: Int, _ variance: Double, _ lean: Double) -> (variance: Double, lean: Double) {
    let size = m - h
    let (f, e) = (behindReduced + t, beforeReduced + t)
    for i in 0..<size {
      f[i * n] = i == 0 ? behind[t] : stateBehind[i]
      e[i * n] = i == 0 ? before[t] : stateBefore[i]
    }
    let (block, floor) = (matrix + t, rhs + h * n + t)
    func at(_ i: Int, _ j: Int) -> Int { Self.place(h + i, h + j) * n }
    for i in 0..<size {
      for j in 0...i { block[at(i, j)] += variance * e[i * n] * e[j * n] }
      floor[i * n] += Self.leastPivot * variance * e[i * n] * e[i * n]
    }
    // Where nothing moves and the state before is known, the balance is met by itself: a pivot of next to nothing.
    floor[0] = max(floor[0], Self.leastFreedom * behind[t] * behind[t])
    var (behindOwn, cross, beforeOwn) = (0.0, 0.0, 0.0)
    for k in 0..<size {
      let inverse = 1 / max(block[at(k, k)], floor[k * n])
      block[at(k, k)] = inverse
      for i in k + 1..<max(size, k + 1) {
        let factor = block[at(i, k)] * inverse
        for j in k + 1...i { block[at(i, j)] -= factor * block[at(j, k)] }
        f[i * n] -= factor * f[k * n]
        e[i * n] -= factor * e[k * n]
      }
      for i in k + 1..<max(size, k + 1) { block[at(i, k)] *= inverse }
      behindOwn += f[k * n] * f[k * n] * inverse
      cross += f[k * n] * e[k * n] * inverse
      beforeOwn += e[k * n] * e[k * n] * inverse
    }
    self.cross[t] = cross
    own[t] = beforeOwn
    self.lean[t] = lean
    guard t < n - 1 || !isCyclic else {
      for k in 0..<size {
        let sum = f[k * n] + lean * e[k * n]
        firstCurvature += sum * sum * block[at(k, k)]
      }
      self.variance[t] = 0
      return (0, 0)
    }
    let next = 1 / (curvature[t] + behindOwn)
    self.variance[t] = next
    guard isCyclic else { return (next, 0) }
    // beforeOwn - next cross², without the cancellation: Lagrange's identity turns the difference into a sum.
    var rest = beforeOwn * curvature[t]
    for i in 0..<size {
      for j in 0..<i {
        let difference = e[i * n] * f[j * n] - e[j * n] * f[i * n]
        rest += difference * difference * block[at(i, i)] * block[at(j, j)]
      }
    }
    own[t] = next * rest
    firstCurvature += lean * lean * own[t]
    return (next, -next * cross * lean)
  }
}
