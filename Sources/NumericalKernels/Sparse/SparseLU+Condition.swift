extension SparseLU {
  /// An estimate, seldom too large by more than a factor of three, of 1 / (‖A‖₁ ‖A⁻¹‖₁); 1 for an empty matrix.
  ///
  /// It is never smaller than the true value: the estimate of ‖A⁻¹‖₁ is a lower bound.
  ///
  /// Source: N. Higham, "FORTRAN codes for estimating the one-norm of a real or complex matrix", ACM TOMS 14 (1988)
  /// 381-396, after W. Hager (1984).
  ///
  /// - Throws: `invalidArgument` when the last factorisation failed.
  /// - Complexity: at most ten solves.
  public func reciprocalCondition() throws(NumericalError) -> Double {
    guard size > 0 else { return 1 }
    let estimate = try inverseOneNorm()
    return estimate > 0 && oneNorm > 0 ? 1 / oneNorm / estimate : 0
  }

  private func inverseOneNorm() throws(NumericalError) -> Double {
    var x = try solve([Double](repeating: 1 / Double(size), count: size))
    var estimate = Self.norm(x)
    guard size > 1 else { return estimate }
    var signs = x.map { $0 < 0 ? -1.0 : 1.0 }
    var last = -1
    for _ in 0..<4 {
      let gradient = try transposeSolve(signs)
      let j = Self.largest(gradient)
      guard j != last else { break }
      last = j
      x = [Double](repeating: 0, count: size)
      x[j] = 1
      x = try solve(x)
      let fresh = Self.norm(x)
      guard fresh > estimate else { break }
      estimate = fresh
      let turned = x.map { $0 < 0 ? -1.0 : 1.0 }
      guard turned != signs else { break }
      signs = turned
    }
    // The alternating vector catches matrices that are built to fool the climb.
    for i in 0..<size {
      x[i] = (i % 2 == 0 ? 1 : -1) * (1 + Double(i) / Double(size - 1))
    }
    return max(estimate, 2 * Self.norm(try solve(x)) / Double(3 * size))
  }

  private static func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + abs($1) } }

  private static func largest(_ x: [Double]) -> Int {
    var best = 0
    for i in x.indices where abs(x[i]) > abs(x[best]) { best = i }
    return best
  }
}
