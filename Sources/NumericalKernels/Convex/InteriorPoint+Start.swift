extension InteriorPoint {
  /// Starts at x = 0 with slacks of 1, or as long as the way to a far bound, and each product of slack and multiplier
  /// 1.
  func start() {
    for k in 0..<boundCount {
      s.at[k] = limit.at[k] > Self.far ? limit.at[k] : 1
      z.at[k] = 1 / s.at[k]
    }
    tau = 1
    kappa = 1
    x.at.update(repeating: 0, count: n)
    y.at.update(repeating: 0, count: m)
  }

  /// Starts between the solution of a similar program and the cold start.
  ///
  /// Source: Skajaa, Andersen, Ye, "Warmstarting the homogeneous and self-dual interior point method" (2013), section
  /// 3.
  func start(near x0: [Double], multipliers net: [Double]) {
    start()
    let share = Self.warmShare
    for j in 0..<n { x.at[j] = share * x0[j] }
    system.itemValues(of: x.at, into: items.at)
    for i in 0..<m where !form.equality[i].isNaN { y.at[i] = share * net[i] }
    for k in 0..<boundCount {
      let value = side.at[k] * net[Int(item[k])]
      s.at[k] = max(share * limit.at[k] - side.at[k] * items.at[Int(item[k])], 0) + (1 - share)
      z.at[k] = share * max(value, 0) + (1 - share)
    }
    kappa = 1 - share
  }

  /// The greatest size of a bound or an equality's right-hand side.
  var greatestLimit: Double {
    let ofBounds = (0..<boundCount).reduce(0) { max($0, abs(limit.at[$1])) }
    return form.equality.reduce(ofBounds) { $1.isNaN ? $0 : max($0, abs($1)) }
  }

  private static let warmShare = 0.99
  /// The scaled distance from which on a bound is far.
  private static let far = 1e5

  /// Solves a program without bounds, whose optimality conditions are one linear system; false when that has no
  /// solution.
  func solveEqualities(_ options: ConvexOptions) -> Bool {
    weigh()
    let right = step.solution.at
    iterations = 1
    for level in AugmentedSystem.levels.indices {
      system.level = level
      guard system.factor(weights: weights.at, dualScale: 1) else { continue }
      form.linear.withUnsafeBufferPointer { linear in
        for j in 0..<n { right[j] = -linear[j] }
      }
      form.equality.withUnsafeBufferPointer { equality in
        for i in 0..<m { right[n + i] = equality[i] }
      }
      _ = system.solve(right)
      x.at.update(from: right, count: n)
      y.at.update(from: right + n, count: m)
      (tau, kappa) = (1, 0)
      update()
      if verdict(options, loosening: 1) == .solved { return true }
    }
    return false
  }

  /// Turns what the linear system's best solution leaves over into a certificate, which it is when the system has no
  /// solution.
  ///
  /// The matrix is symmetric, so what is left over lies in its null space: multipliers of equalities with Aᵀy = 0, or a
  /// direction without curvature that changes no row and no bounded variable.
  func leftoverVerdict(_ options: ConvexOptions) -> ConvexSolution.Status? {
    // Solved for once more, the leftover sheds what rounding had left in it of the matrix' range.
    let leftover = step.solution
    leftover.copy(from: system.residual)
    _ = system.solve(leftover.at)
    leftover.copy(from: system.residual)
    s.at.update(repeating: 0, count: boundCount)
    z.at.update(repeating: 0, count: boundCount)
    (tau, kappa) = (.leastNormalMagnitude, 1)
    x.at.update(repeating: 0, count: n)
    for i in 0..<m { y.at[i] = form.equality[i].isNaN ? 0 : -leftover.at[n + i] }
    update()
    if verdict(options, loosening: 1) == .primalInfeasible { return .primalInfeasible }
    y.at.update(repeating: 0, count: m)
    x.at.update(from: leftover.at, count: n)
    update()
    if verdict(options, loosening: 1) == .dualInfeasible { return .dualInfeasible }
    return nil
  }
}
