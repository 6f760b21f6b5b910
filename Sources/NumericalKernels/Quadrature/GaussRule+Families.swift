extension GaussRule {
  /// The Gauss-Legendre rule on [-1, 1], weight function 1.
  ///
  /// - Throws: `invalidArgument` when the count lies outside 1 ... 10,000.
  /// - Complexity: O(count²).
  /// - Note: Source: G. H. Golub and J. H. Welsch, Math. Comp. 23 (1969); nodes polished by Newton's iteration.
  public static func legendre(_ count: Int) throws(NumericalError) -> GaussRule {
    try check(count)
    return legendreRule(count)
  }

  /// The Gauss-Hermite rule on the real line, weight function exp(-x²).
  ///
  /// For an expectation under a normal distribution put x√2 σ + mean into f and divide the sum by √π.
  ///
  /// - Throws: `invalidArgument` when the count lies outside 1 ... 10,000.
  /// - Complexity: O(count²).
  public static func hermite(_ count: Int) throws(NumericalError) -> GaussRule {
    try check(count)
    let recurrence = Recurrence(
      diagonal: [Double](repeating: 0, count: count),
      offDiagonal: (1...count).map { (0.5 * Double($0)).squareRoot() },
      logMass: 0.5 * VectorMath.log(Double.pi)
    )
    return GaussRule(recurrence, isSymmetric: true, bend: { 2 * $0 }) { recurrence.evaluate($0) }
  }

  /// The Gauss-Laguerre rule on [0, ∞), weight function x^alpha exp(-x), with alpha > -1.
  ///
  /// - Throws: `invalidArgument` when the count lies outside 1 ... 10,000 or alpha is not a finite number above -1.
  /// - Complexity: O(count²).
  public static func laguerre(_ count: Int, alpha: Double = 0) throws(NumericalError) -> GaussRule {
    try check(count)
    guard alpha > -1, alpha.isFinite else {
      throw NumericalError(.invalidArgument, "alpha has to be finite and above -1, not \(alpha)")
    }
    let recurrence = Recurrence(
      diagonal: (0..<count).map { 2 * Double($0) + 1 + alpha },
      offDiagonal: (1...count).map { (Double($0) * (Double($0) + alpha)).squareRoot() },
      logMass: SpecialFunctions.logGamma(alpha + 1)
    )
    return GaussRule(recurrence, isSymmetric: false, bend: { ($0 - alpha - 1) / $0 }) {
      laguerrePolynomial(count, alpha, $0)
    }
  }

  static func legendreRule(_ count: Int) -> GaussRule {
    let recurrence = Recurrence(
      diagonal: [Double](repeating: 0, count: count),
      offDiagonal: (1...max(count, 1)).map { place in
        let k = Double(place)
        return k / (4 * k * k - 1).squareRoot()
      },
      logMass: VectorMath.log(2.0)
    )
    return GaussRule(recurrence, isSymmetric: true, bend: { 2 * $0 / ((1 - $0) * (1 + $0)) }) {
      recurrence.evaluate($0)
    }
  }

  /// As `Recurrence.evaluate`, by the differences Lₖ₊₁ - Lₖ, which keep the digits of a small x.
  private static func laguerrePolynomial(
    _ count: Int, _ alpha: Double, _ x: Double
  ) -> (newtonStep: Double, logSum: Double) {
    var (value, step, slope, slopeStep) = (1.0, 1.0, 0.0, 0.0)
    var (norm, sum, logScale) = (1.0, 1.0, 0.0)
    for k in 0..<count {
      let next = Double(k) + 1
      slopeStep = ((Double(k) + alpha) * slopeStep - value - x * slope) / next
      step = ((Double(k) + alpha) * step - x * value) / next
      value += step
      slope += slopeStep
      norm *= (next + alpha) / next
      if k + 1 < count { sum += value * value / norm }
      if sum > 1e200 {
        (value, step, slope, slopeStep) = (value * 1e-100, step * 1e-100, slope * 1e-100, slopeStep * 1e-100)
        sum *= 1e-200
        logScale += 200 * VectorMath.log(10.0)
      }
    }
    return (value / slope, VectorMath.log(sum) + logScale)
  }

  private static func check(_ count: Int) throws(NumericalError) {
    guard (1...10_000).contains(count) else {
      throw NumericalError(.invalidArgument, "1 to 10,000 nodes, not \(count)")
    }
  }
}

/// The orthonormal polynomials of a weight function: b[k] p[k+1] = (x - a[k]) p[k] - b[k-1] p[k-1], and the total mass.
struct Recurrence {
  let diagonal: [Double]
  /// The b[k] for k < n; the last belongs to pₙ, whose roots are the nodes.
  let offDiagonal: [Double]
  let logMass: Double

  /// pₙ/pₙ′ and log Σ_{k<n} pₖ², rescaled on the way so that nothing overflows.
  func evaluate(_ x: Double) -> (newtonStep: Double, logSum: Double) {
    let n = diagonal.count
    var (previous, current, previousSlope, slope) = (0.0, 1.0, 0.0, 0.0)
    var sum = 1.0
    var logScale = 0.0
    var before = 0.0
    for k in 0..<n {
      let b = offDiagonal[k]
      let shifted = x - diagonal[k]
      let next = (shifted * current - before * previous) / b
      let nextSlope = (current + shifted * slope - before * previousSlope) / b
      (previous, current, previousSlope, slope) = (current, next, slope, nextSlope)
      before = b
      if k + 1 < n { sum += current * current }
      if sum > 1e200 {
        let shrink = 1e-100
        previous *= shrink
        current *= shrink
        previousSlope *= shrink
        slope *= shrink
        sum *= 1e-200
        logScale += 200 * VectorMath.log(10.0)
      }
    }
    return (current / slope, VectorMath.log(sum) + logScale)
  }
}

extension GaussRule {
  /// Nodes are the eigenvalues of the recurrence's matrix, then the roots of pₙ; weights are 1/Σ pₖ², a sum without cancellation.
  ///
  /// A weight belongs to the true root: `bend`, pₙ″/pₙ′ there, corrects for the rounding of the node.
  init(
    _ recurrence: Recurrence, isSymmetric: Bool, bend: (Double) -> Double,
    evaluate: (Double) -> (newtonStep: Double, logSum: Double)
  ) {
    let n = recurrence.diagonal.count
    var roots = TridiagonalEigenvalues.ascending(
      diagonal: recurrence.diagonal, offDiagonal: Array(recurrence.offDiagonal.dropLast()))
    var logs = [Double](repeating: 0, count: n)
    let computed = isSymmetric ? (n + 1) / 2 : n
    for i in 0..<computed {
      if isSymmetric, 2 * i + 1 == n { roots[i] = 0 }
      for _ in 0..<2 {
        let step = evaluate(roots[i]).newtonStep
        roots[i] -= step
        if abs(step) <= 1e-16 * abs(roots[i]) { break }
      }
      let (rest, logSum) = evaluate(roots[i])
      logs[i] = recurrence.logMass - logSum + rest * bend(roots[i])
      if isSymmetric {
        if 2 * i + 1 == n { roots[i] = 0 }
        roots[n - 1 - i] = -roots[i]
        logs[n - 1 - i] = logs[i]
      }
    }
    nodes = roots
    logWeights = logs
    weights = logs.map { VectorMath.exp($0) }
  }
}

/// Eigenvalues of a symmetric tridiagonal matrix by the QL iteration with implicit shifts.
enum TridiagonalEigenvalues {
  /// - Note: Source: A. Dubrulle, R. S. Martin and J. H. Wilkinson, Numer. Math. 12 (1968).
  static func ascending(diagonal: [Double], offDiagonal: [Double]) -> [Double] {
    var d = diagonal
    var e = offDiagonal + [0]
    let n = d.count
    for l in 0..<n {
      var sweeps = 0
      while sweeps < 60 {
        var m = l
        while m < n - 1, abs(e[m]) > 0x1p-53 * (abs(d[m]) + abs(d[m + 1])) { m += 1 }
        if m == l { break }
        sweeps += 1
        let half = (d[l + 1] - d[l]) / (2 * e[l])
        let radius = (half * half + 1).squareRoot()
        var g = d[m] - d[l] + e[l] / (half + (half < 0 ? -radius : radius))
        var (s, c, p) = (1.0, 1.0, 0.0)
        var i = m - 1
        var isSplit = false
        while i >= l {
          let f = s * e[i]
          let b = c * e[i]
          let r = (f * f + g * g).squareRoot()
          e[i + 1] = r
          if r == 0 {
            d[i + 1] -= p
            e[m] = 0
            isSplit = true
            break
          }
          s = f / r
          c = g / r
          g = d[i + 1] - p
          let t = (d[i] - g) * s + 2 * c * b
          p = s * t
          d[i + 1] = g + p
          g = c * t - b
          i -= 1
        }
        if isSplit { continue }
        d[l] -= p
        e[l] = g
        e[m] = 0
      }
    }
    return d.sorted()
  }
}
