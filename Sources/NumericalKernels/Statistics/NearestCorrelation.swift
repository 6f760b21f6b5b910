/// The correlation matrix nearest to a symmetric matrix in the Frobenius norm.
///
/// Mends matrices that are not positive semidefinite: pairwise estimates, stressed or hand-set correlations. The
/// problem is Higham's ("Computing the nearest correlation matrix", IMA Journal of Numerical Analysis 22 (2002));
/// solved by the Newton method of Qi and Sun ("A quadratically convergent Newton method for computing the nearest
/// correlation matrix", SIAM Journal on Matrix Analysis 28 (2006)), with the preconditioner of Borsdorf and Higham
/// (2010). By LAPACK's eigenvectors: equal to rounding across BLAS builds.
///
/// ```swift
/// let nearest = try NearestCorrelation(Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
/// nearest.matrix[0, 1]  // 0.760690
/// nearest.matrix[0, 2]  // 0.157298
/// ```
public struct NearestCorrelation: Sendable {
  /// How the iteration ended; new ways may be added.
  public struct Status: Hashable, Sendable, Codable, CustomStringConvertible {
    private let name: String

    /// The name.
    public var description: String { name }

    /// The optimality conditions hold within the tolerance.
    public static let converged = Status(name: "converged")
    /// The iterations ran out, or rounding stopped progress; the matrix is a correlation matrix, near to the nearest.
    public static let stalled = Status(name: "stalled")
  }

  /// The nearest matrix: symmetric, of unit diagonal, with no eigenvalue below the bound but for rounding.
  public let matrix: Matrix
  /// How the iteration ended.
  public let status: Status
  /// The number of Newton steps.
  public let iterations: Int
  /// The Frobenius norm of the difference from the given matrix.
  public let distance: Double

  /// Finds the nearest correlation matrix.
  ///
  /// - Parameters:
  ///   - given: A symmetric matrix; only its lower triangle is read.
  ///   - minimumEigenvalue: A lower bound on the eigenvalues, at least 0 and below 1; a positive one makes the result
  ///     positive definite.
  ///   - tolerance: The deviation of the dual's diagonal from 1, as a root mean square, at which the iteration ends; no
  ///     smaller than the rounding of the largest element allows.
  ///   - maximumIterations: The number of Newton steps at which it gives up.
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the lower triangle; `invalidArgument`
  ///   for a bound or a tolerance out of range.
  /// - Complexity: O(n³) a step; about 10 steps.
  public init(
    _ given: Matrix, minimumEigenvalue: Double = 0, tolerance: Double = 1e-12, maximumIterations: Int = 100
  ) throws(NumericalError) {
    guard minimumEigenvalue >= 0, minimumEigenvalue < 1, tolerance > 0 else {
      throw NumericalError(.invalidArgument, "an eigenvalue bound from 0 to below 1 and a positive tolerance expected")
    }
    var symmetric = try given.lowerTriangle()
    symmetric.mirrorLower()
    // X = δI + Y with Y positive semidefinite of diagonal 1 - δ: the bound moves into the problem.
    var shifted = symmetric
    for i in 0..<given.rows { shifted.storage[i * (given.rows + 1)] -= minimumEigenvalue }
    var newton = try NearestCorrelationNewton(shifted, diagonal: 1 - minimumEigenvalue)
    (iterations, status) = try newton.run(tolerance, maximumIterations)
    matrix = try newton.projected(shift: minimumEigenvalue)
    distance = try (matrix - symmetric).frobeniusNorm
  }
}

/// The dual of the problem: minimise θ(y) = ½ ‖(A + Diag y)₊‖² - d Σ yᵢ.
private struct NearestCorrelationNewton {
  let order: Int
  let given: Matrix
  let goal: Double
  var dual: [Double]
  var eigen: SymmetricEigen
  var value = 0.0
  var gradient: [Double] = []

  init(_ given: Matrix, diagonal: Double) throws(NumericalError) {
    order = given.rows
    self.given = given
    goal = diagonal
    dual = given.diagonal.map { diagonal - $0 }
    eigen = try SymmetricEigen(given)
    try evaluate(dual)
  }

  /// Sets the eigenvectors, the objective and its gradient at a point.
  private mutating func evaluate(_ point: [Double]) throws(NumericalError) {
    var matrix = given
    for i in 0..<order { matrix.storage[i * (order + 1)] += point[i] }
    eigen = try SymmetricEigen(matrix)
    dual = point
    value = 0.5 * eigen.values.reduce(0) { $0 + ($1 > 0 ? $1 * $1 : 0) } - goal * point.reduce(0, +)
    gradient = (0..<order).map { i in
      var sum = -goal
      for j in 0..<order where eigen.values[j] > 0 {
        let element = eigen.vectors.storage[i * order + j]
        sum += element * element * eigen.values[j]
      }
      return sum
    }
  }

  mutating func run(_ tolerance: Double, _ limit: Int) throws(NumericalError) -> (Int, NearestCorrelation.Status) {
    let rounding = 10 * Double.ulpOfOne * max(1, given.maximumMagnitude)
    let target = max(tolerance, rounding) * Double(max(1, order)).squareRoot()
    for iteration in 0..<max(0, limit) {
      let residual = Vectors.length(gradient)
      if residual <= target { return (iteration, .converged) }
      let direction = try newtonDirection(accuracy: min(0.1, residual))
      let slope = Vectors.dot(gradient, direction)
      guard slope < 0 else { return (iteration, .stalled) }
      let (start, startValue, startResidual) = (dual, value, residual)
      var step = 1.0
      while true {
        try evaluate(zip(start, direction).map { $0 + step * $1 })
        // Near the solution the objective changes by less than its rounding; a smaller gradient is progress too.
        if value <= startValue + 1e-4 * step * slope || Vectors.length(gradient) < 0.5 * startResidual { break }
        step /= 2
        if step < 1e-10 {
          try evaluate(start)
          return (iteration, .stalled)
        }
      }
    }
    return (limit, Vectors.length(gradient) <= target ? .converged : .stalled)
  }

  /// The weights of the generalised Jacobian: 1 between positive eigenvalues, λᵢ / (λᵢ - λⱼ) between signs, 0 between
  /// negative ones.
  private func weight(_ i: Int, _ j: Int) -> Double {
    let (high, low) = (max(eigen.values[i], eigen.values[j]), min(eigen.values[i], eigen.values[j]))
    return low > 0 ? 1 : high > 0 ? high / (high - low) : 0
  }

  /// Solves the Newton system by preconditioned conjugate gradients.
  private func newtonDirection(accuracy: Double) throws(NumericalError) -> [Double] {
    let n = order
    let weights = Matrix(rows: n, columns: n) { weight($0, $1) }
    let squares = eigen.vectors.map { $0 * $0 }
    let spread = try squares * weights
    let preconditioner = (0..<n).map { i in max(1e-8, Vectors.dot(spread.row(i), squares.row(i))) }
    var direction = [Double](repeating: 0, count: n)
    var residual = gradient.map { -$0 }
    let target = accuracy * Vectors.length(residual)
    var scaled = zip(residual, preconditioner).map { $0 / $1 }
    var search = scaled
    var product = Vectors.dot(residual, scaled)
    for _ in 0..<max(50, n) where Vectors.length(residual) > target {
      let image = try jacobian(search, weights)
      let step = product / Vectors.dot(search, image)
      guard step.isFinite, step > 0 else { break }
      for i in 0..<n {
        direction[i] += step * search[i]
        residual[i] -= step * image[i]
      }
      scaled = zip(residual, preconditioner).map { $0 / $1 }
      let next = Vectors.dot(residual, scaled)
      for i in 0..<n { search[i] = scaled[i] + next / product * search[i] }
      product = next
    }
    return direction
  }

  /// diag(P (W ∘ (Pᵀ Diag(h) P)) Pᵀ), and a little of h, which keeps the system definite.
  private func jacobian(_ h: [Double], _ weights: Matrix) throws(NumericalError) -> [Double] {
    let n = order
    var scaled = eigen.vectors
    for i in 0..<n {
      for j in 0..<n { scaled.storage[i * n + j] *= h[i] }
    }
    let inner = try (eigen.vectors.view.transposed * scaled.view).multiplied(elementwiseBy: weights)
    let outer = try eigen.vectors * inner
    return (0..<n).map { i in 1e-10 * h[i] + Vectors.dot(outer.row(i), eigen.vectors.row(i)) }
  }

  /// The positive part at the dual point, scaled to its diagonal, and the bound put back.
  func projected(shift: Double) throws(NumericalError) -> Matrix {
    let positive = try eigen.function { max(0, $0) }
    let scales = positive.diagonal.map { $0 > 0 ? (goal / $0).squareRoot() : 0 }
    return Matrix(rows: order, columns: order) { i, j in
      i == j ? 1 : max(-1, min(1, positive.storage[i * order + j] * scales[i] * scales[j]))
    }
  }
}
