extension InteriorPoint {
  /// Takes one predictor-corrector step; false when the linear system cannot be solved any more or steps have become
  /// tiny.
  func advance() -> Bool {
    weigh()
    guard predictBest() < Self.tolerableError else { return false }
    let affine = longestStep()
    let centring = (1 - affine) * (1 - affine) * (1 - affine)
    // Corrector: back towards the centre, with the predictor's second-order error taken away.
    let target = centring * mu
    for k in 0..<boundCount {
      complementarity.at[k] = target - s.at[k] * z.at[k] - step.s.at[k] * step.z.at[k]
    }
    let tauKappa = target - tau * kappa - step.tau * step.kappa
    guard solve(step, residualShare: 1 - centring) < Self.tolerableError else { return false }
    combine(residualShare: 1 - centring, tauKappa: tauKappa)
    let length = 0.99 * longestStep()
    guard length.isFinite, length > 1e-8 else { return false }
    move(by: length)
    return true
  }

  /// Finds the predictor with the least regularisation that makes the linear system's error small, or with the one that
  /// leaves the least.
  private func predictBest() -> Double {
    // A certificate of infeasibility has to be more exact than a step.
    let wanted = tau < 0.1 * kappa ? 1e-2 * Self.wantedError : Self.wantedError
    var error = predict()
    if error < wanted || (iterations < nextSearch && error < Self.tolerableError) { return error }
    var best = (level: system.level, error: error)
    for level in AugmentedSystem.levels.indices where level != system.level {
      system.level = level
      error = predict()
      if error < wanted { return error }
      if error < best.error { best = (level, error) }
    }
    nextSearch = iterations + 4
    system.level = best.level
    return predict()
  }

  /// Factors the linear system and finds the predictor, straight at the solution.
  ///
  /// - Returns: the greatest relative error of a solution of the linear system.
  private func predict() -> Double {
    guard system.factor(weights: weights.at, dualScale: dualBalance()) else { return .infinity }
    // What a unit of τ brings, beyond the iterate divided by τ.
    for k in 0..<boundCount { complementarity.at[k] = -2 / tau * s.at[k] * z.at[k] }
    let first = solve(homogeneous, residualShare: 1 / tau)
    guard first < Self.tolerableError else { return first.isNaN ? .infinity : first }
    for k in 0..<boundCount { complementarity.at[k] = -s.at[k] * z.at[k] }
    let second = solve(step, residualShare: 1)
    combine(residualShare: 1, tauKappa: -tau * kappa)
    return second.isNaN ? .infinity : max(first, second)
  }

  /// The relative error of the linear system above which more regularisation is tried, and above which the step is
  /// given up.
  private static let wantedError = 1e-11
  private static let tolerableError = 1e-5

  /// A power of two that brings multipliers to the size of slacks while the program looks infeasible, and 1 otherwise.
  private func dualBalance() -> Double {
    guard tau < 0.1 * kappa else { return 1 }
    let ratio = ((s.dot(s) + tau * tau) / (z.dot(z) + kappa * kappa)).squareRoot()
    return Double(sign: .plus, exponent: min(max(ratio, 1e-9), 1e9).exponent, significand: 1)
  }

  /// Sets each item's weight, the sum of z / s over its bounds.
  func weigh() {
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m { weights.at[i] = equality[i].isNaN ? 0 : .infinity }
    }
    (weights.at + m).update(repeating: 0, count: n)
    for k in 0..<boundCount { weights.at[Int(item[k])] += z.at[k] / s.at[k] }
  }

  /// Solves, at fixed τ, for the direction that takes away a share of the residuals and changes z∘s by
  /// `complementarity`.
  ///
  /// - Returns: the relative error of the linear system's solution.
  private func solve(_ direction: Direction, residualShare share: Double) -> Double {
    let right = direction.solution.at
    let net = direction.items.at
    net.update(repeating: 0, count: m + n)
    for k in 0..<boundCount {
      net[Int(item[k])] +=
        side.at[k] * (complementarity.at[k] + z.at[k] * share * boundResidual.at[k]) / s.at[k]
    }
    for j in 0..<n { right[j] = -share * dualResidual.at[j] - net[m + j] }
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m { right[n + i] = equality[i].isNaN ? -net[i] / weights.at[i] : -share * equalityResidual.at[i] }
    }
    let error = system.solve(right)
    system.itemValues(of: right, into: net)
    for k in 0..<boundCount {
      let slack = -share * boundResidual.at[k] - side.at[k] * net[Int(item[k])]
      direction.s.at[k] = slack
      direction.z.at[k] = (complementarity.at[k] - z.at[k] * slack) / s.at[k]
    }
    matchRowMultipliers(of: direction)
    direction.cost = cost(right, direction.z.at)
    return error
  }

  /// Lets the multipliers of a row's bounds add up to what the linear system found for the row.
  ///
  /// A bound that is almost active has a great weight, which would magnify the rounding errors of Ax.
  private func matchRowMultipliers(of direction: Direction) {
    let rows = direction.solution.at + n
    var k = 0
    while k < boundCount, item[k] < m {
      let row = Int(item[k])
      if k + 1 < boundCount, item[k + 1] == item[k] {
        let isFirstHeavier = z.at[k] * s.at[k + 1] > z.at[k + 1] * s.at[k]
        let (heavy, light) = isFirstHeavier ? (k, k + 1) : (k + 1, k)
        direction.z.at[heavy] = side.at[heavy] * (rows[row] - side.at[light] * direction.z.at[light])
        k += 2
      } else {
        direction.z.at[k] = side.at[k] * rows[row]
        k += 1
      }
    }
  }

  /// Finds the step in τ from the gap's equation and adds what it brings to the others.
  private func combine(residualShare share: Double, tauKappa: Double) {
    var slope = 0.0
    for j in 0..<n { slope += px.at[j] * step.solution.at[j] }
    // The slope of what τ brings, as a sum of squares: nothing cancels.
    var curvature = kappa / tau + system.quadraticForm(homogeneous.solution.at)
    for k in 0..<boundCount {
      let slack = s.at[k] / tau + homogeneous.s.at[k]
      curvature += z.at[k] / s.at[k] * slack * slack
    }
    step.tau = (step.cost + 2 / tau * slope + share * gapResidual + tauKappa / tau) / curvature
    step.kappa = (tauKappa - kappa * step.tau) / tau
    let (t, inverse) = (step.tau, 1 / tau)
    for j in 0..<n { step.solution.at[j] += t * (homogeneous.solution.at[j] + inverse * x.at[j]) }
    for i in 0..<m { step.solution.at[n + i] += t * (homogeneous.solution.at[n + i] + inverse * y.at[i]) }
    for k in 0..<boundCount {
      step.s.at[k] += t * (homogeneous.s.at[k] + inverse * s.at[k])
      step.z.at[k] += t * (homogeneous.z.at[k] + inverse * z.at[k])
    }
  }

  /// qᵀx + bᵀy + hᵀz.
  func cost(_ solution: UnsafePointer<Double>, _ z: UnsafePointer<Double>) -> Double {
    var sum = form.linear.withUnsafeBufferPointer { linear in
      var sum = 0.0
      for j in 0..<n { sum += linear[j] * solution[j] }
      return sum
    }
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m where !equality[i].isNaN { sum += equality[i] * solution[n + i] }
    }
    return sum + Scratch.dot(limit.at, z, boundCount)
  }

  /// The longest step up to 1 that keeps s, z, τ and κ from becoming negative.
  private func longestStep() -> Double {
    var length = 1.0
    if step.tau < 0 { length = min(length, -tau / step.tau) }
    if step.kappa < 0 { length = min(length, -kappa / step.kappa) }
    for k in 0..<boundCount {
      if step.s.at[k] < 0 { length = min(length, -s.at[k] / step.s.at[k]) }
      if step.z.at[k] < 0 { length = min(length, -z.at[k] / step.z.at[k]) }
    }
    return length
  }

  private func move(by length: Double) {
    for j in 0..<n { x.at[j] += length * step.solution.at[j] }
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m where !equality[i].isNaN { y.at[i] += length * step.solution.at[n + i] }
    }
    for k in 0..<boundCount {
      s.at[k] += length * step.s.at[k]
      z.at[k] += length * step.z.at[k]
    }
    tau += length * step.tau
    kappa += length * step.kappa
    normalise()
  }

  /// Multiplies the iterate, whose scale is free, so that τ and κ do not both vanish.
  private func normalise() {
    let size = max(tau, kappa)
    guard size < 1e-3, size > 0 else { return }
    for vector in [x, y, s, z] {
      for j in 0..<vector.count { vector.at[j] /= size }
    }
    tau /= size
    kappa /= size
  }
}
