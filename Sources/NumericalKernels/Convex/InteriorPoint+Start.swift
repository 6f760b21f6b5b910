extension InteriorPoint {
  /// Starts at x = 0 with slacks and multipliers of 1.
  func start() {
    for k in 0..<boundCount {
      s.at[k] = 1
      z.at[k] = 1
    }
    tau = 1
    kappa = 1
    x.at.update(repeating: 0, count: n)
    y.at.update(repeating: 0, count: m)
  }

  /// Starts between the solution of a similar program and the cold start.
  ///
  /// Source: Skajaa, Andersen, Ye, "Warmstarting the homogeneous and self-dual interior point method" (2013), section 3.
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

  private static let warmShare = 0.99

  /// Solves a program without bounds, whose optimality conditions are one linear system; false when that has no solution.
  func solveEqualities(_ options: ConvexOptions) -> Bool {
    guard boundCount == 0 else { return false }
    weigh()
    guard system.factor(weights: weights.at, dualScale: 1) else { return false }
    let right = step.solution.at
    form.linear.withUnsafeBufferPointer { linear in
      for j in 0..<n { right[j] = -linear[j] }
    }
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m { right[n + i] = equality[i] }
    }
    _ = system.solve(right)
    x.at.update(from: right, count: n)
    y.at.update(from: right + n, count: m)
    kappa = 0
    update()
    iterations = 1
    if verdict(options, loosening: 1) == .solved { return true }
    start()
    return false
  }
}
