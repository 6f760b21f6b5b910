/// One run of ``LevenbergMarquardt``: where it stands, and its steps.
struct LeastSquaresRun {
  let settings: LevenbergMarquardt
  let start: StartingPoint
  /// The relative error of the derivatives, below which a column counts as dependent.
  let derivativeError: Double
  private(set) var x: [Double]
  private(set) var residuals: [Double]
  private var norm = 0.0
  private var jacobian: Matrix
  private var scale: [Double]
  private var cosine = 0.0
  private var iterations = 0
  private var evaluations = 0
  private var status = OptimizationStatus.iterationLimit

  init(settings: LevenbergMarquardt, start: StartingPoint, residualCount: Int, derivativeError: Double) {
    self.derivativeError = derivativeError
    self.settings = settings
    self.start = start
    x = start.coordinates
    residuals = [Double](repeating: 0, count: residualCount)
    jacobian = Matrix(rows: residualCount, columns: x.count)
    scale = [Double](repeating: 0, count: x.count)
  }

  mutating func solve<Failure: Error>(
    residuals function: ([Double], inout MutableSpan<Double>) throws(Failure) -> Void,
    jacobian derivative: ([Double], [Double], inout Matrix) throws(Failure) -> Int
  ) throws(Failure) {
    try Self.call(function, x, &residuals)
    evaluations += 1
    norm = Vectors.length(residuals)
    guard (norm * norm).isFinite else { return status = .notFinite }
    evaluations += try derivative(x, residuals, &jacobian)
    var radius = 0.0
    var damping = 0.0
    var trial = x
    var trialResiduals = residuals
    while true {
      let gradient = self.gradient()
      guard jacobian.storage.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else {
        return status = .notFinite
      }
      let free = x.indices.filter { isFree($0, gradient[$0]) }
      var lengths = [Double](repeating: 0, count: x.count)
      for column in x.indices {
        lengths[column] = columnNorm(column)
        scale[column] = max(scale[column], lengths[column])
      }
      let weights = scale.map { $0 == 0 ? 1 : $0 }
      cosine = 0
      for column in free where lengths[column] > 0 && norm > 0 {
        cosine = max(cosine, abs(gradient[column] / (unit * norm)) / lengths[column])
      }
      if iterations == 0 {
        radius = settings.initialStep * scaledNorm(x, weights)
        if radius == 0 { radius = settings.initialStep }
      }
      if cosine <= settings.gradientTolerance { return status = .gradientTolerance }
      if iterations >= settings.maximumIterations { return status = .iterationLimit }
      let factors = LeastSquaresQR(jacobian, columns: free, right: residuals)
      let freeWeights = free.map { weights[$0] }

      var ratio = 0.0
      while ratio < 1e-4 {
        guard evaluations < settings.maximumEvaluations else { return status = .evaluationLimit }
        let step = factors.dampedStep(freeWeights, radius: radius, damping: &damping)
        trial = x
        for (order, index) in free.enumerated() { trial[index] = start.clamp(x[index] - step[order], index) }
        let moves = free.map { trial[$0] - x[$0] }
        let length = scaledNorm(moves, freeWeights)
        if iterations == 0 { radius = min(radius, length) }
        try Self.call(function, trial, &trialResiduals)
        evaluations += 1
        let trialNorm = Vectors.length(trialResiduals)
        let actual = 0.1 * trialNorm < norm ? 1 - (trialNorm / norm) * (trialNorm / norm) : -1
        let slope = zip(free, moves).reduce(0) { $0 + gradient[$1.0] / (unit * norm) * $1.1 } / norm
        let bend = factors.normAfter(moves) / norm
        let predicted = -2 * slope - bend * bend
        ratio = predicted > 0 ? actual / predicted : 0
        if ratio <= 0.25 {
          var shrink = actual >= 0 ? 0.5 : 0.5 * slope / (slope + 0.5 * actual)
          if !(0.1 * trialNorm < norm) || !(shrink >= 0.1) { shrink = 0.1 }
          radius = shrink * min(radius, length / 0.1)
          damping /= shrink
        } else if damping == 0 || ratio >= 0.75 {
          radius = length / 0.5
          damping *= 0.5
        }
        if ratio >= 1e-4 {
          swap(&x, &trial)
          swap(&residuals, &trialResiduals)
          norm = trialNorm
          iterations += 1
        }
        let isSmall = abs(actual) <= settings.valueTolerance && predicted <= settings.valueTolerance && ratio <= 2
        let size = scaledNorm(x, weights)
        let end: OptimizationStatus? =
          isSmall
          ? .valueTolerance
          : radius <= settings.stepTolerance * size
            ? .stepTolerance
            : radius <= Double.ulpOfOne * size || norm == 0
              || (abs(actual) <= Double.ulpOfOne && predicted <= Double.ulpOfOne && ratio <= 2) ? .precisionLimit : nil
        if let end {
          status = norm == 0 ? .valueTolerance : trialNorm.isFinite || iterations > 0 ? end : .notFinite
          if ratio >= 1e-4 { evaluations += try derivative(x, residuals, &jacobian) }
          cosine = currentCosine()
          if status != .notFinite { try polish(function, derivative) }
          return
        }
      }
      evaluations += try derivative(x, residuals, &jacobian)
    }
  }

  /// Gauss-Newton steps from a converged point, where the sum of squares no longer tells a better point from a worse one.
  ///
  /// The point with the least gradient is kept; three steps in a row without a lower one end it.
  private mutating func polish<Failure: Error>(
    _ function: ([Double], inout MutableSpan<Double>) throws(Failure) -> Void,
    _ derivative: ([Double], [Double], inout Matrix) throws(Failure) -> Int
  ) throws(Failure) {
    var best = self
    var failures = 0
    for _ in 0..<30 where norm > 0 && cosine > settings.gradientTolerance && evaluations < settings.maximumEvaluations {
      let gradient = self.gradient()
      let free = x.indices.filter { isFree($0, gradient[$0]) }
      let factors = LeastSquaresQR(jacobian, columns: free, right: residuals)
      guard factors.rank(above: 1e-15) == free.count else { break }
      var damping = 0.0
      let step = factors.dampedStep([Double](repeating: 1, count: free.count), radius: .infinity, damping: &damping)
      for (order, index) in free.enumerated() { x[index] = start.clamp(x[index] - step[order], index) }
      try Self.call(function, x, &residuals)
      evaluations += 1
      norm = Vectors.length(residuals)
      evaluations += try derivative(x, residuals, &jacobian)
      cosine = jacobian.storage.allSatisfy(\.isFinite) ? currentCosine() : .nan
      guard norm <= best.norm * (1 + 1e-11), cosine < .infinity else { break }
      if cosine < 0.9 * best.cosine { (best, failures) = (self, 0) } else { failures += 1 }
      if failures == 3 { break }
    }
    let used = evaluations
    self = best
    evaluations = used
  }

  private static func call<Failure: Error>(
    _ function: ([Double], inout MutableSpan<Double>) throws(Failure) -> Void, _ point: [Double],
    _ values: inout [Double]
  ) throws(Failure) {
    var span = values.mutableSpan
    try function(point, &span)
  }

  /// The result at the last point.
  func result() -> LeastSquaresResult {
    let gradient = self.gradient()
    let free = x.indices.filter { isFree($0, gradient[$0]) }
    let lengths = free.map { columnNorm($0) }
    let (rank, inverse) = normalInverse(free, lengths)
    let freedom = residuals.count - free.count
    var covariance: Matrix?
    if let inverse, freedom > 0, norm.isFinite {
      // Deviation over length first: the square of either may vanish or overflow.
      let deviations = lengths.map { norm / Double(freedom).squareRoot() / $0 }
      var matrix = Matrix(rows: x.count, columns: x.count)
      for (i, row) in free.enumerated() {
        for (j, column) in free.enumerated() {
          matrix[row, column] = deviations[i] * (inverse[i, j] * deviations[j])
        }
      }
      if matrix.storage.allSatisfy(\.isFinite) { covariance = matrix }
    }
    return LeastSquaresResult(
      parameters: x, residuals: residuals, sumOfSquares: norm * norm, gradientCosine: cosine, rank: rank,
      covariance: covariance, iterations: iterations, evaluations: evaluations, status: status)
  }

  // MARK: Parts

  private func isFree(_ index: Int, _ slope: Double) -> Bool {
    start.lower.isEmpty
      || !((x[index] <= start.lower[index] && slope > 0) || (x[index] >= start.upper[index] && slope < 0))
  }

  /// The power of two that brings the residuals' length near 1.
  private var unit: Double {
    guard norm > 0, norm.isFinite else { return 1 }
    return Double(sign: .plus, exponent: max(-1000, min(1000, -norm.exponent)), significand: 1)
  }

  /// `unit` times half the gradient of the sum of squares, which neither overflows nor vanishes with the residuals' scale.
  private func gradient() -> [Double] {
    let unit = unit
    var gradient = [Double](repeating: 0, count: x.count)
    for row in residuals.indices {
      let share = unit * residuals[row]
      for column in x.indices { gradient[column] += jacobian[row, column] * share }
    }
    return gradient
  }

  private func currentCosine() -> Double {
    let gradient = self.gradient()
    var cosine = 0.0
    for column in x.indices where isFree(column, gradient[column]) && norm > 0 {
      let length = columnNorm(column)
      if length > 0 { cosine = max(cosine, abs(gradient[column] / (unit * norm)) / length) }
    }
    return cosine
  }

  private func columnNorm(_ column: Int) -> Double {
    Vectors.length(residuals.indices.map { jacobian[$0, column] })
  }

  private func scaledNorm(_ vector: [Double], _ weights: [Double]) -> Double {
    Vectors.length(vector.indices.map { vector[$0] * weights[$0] })
  }

  /// The rank of some columns, scaled to length one, and the inverse of the scaled columns' normal matrix where it is full.
  private func normalInverse(_ free: [Int], _ lengths: [Double]) -> (Int, Matrix?) {
    guard !free.isEmpty, jacobian.storage.allSatisfy(\.isFinite) else { return (0, nil) }
    var scaled = Matrix(rows: residuals.count, columns: free.count)
    for (order, column) in free.enumerated() where lengths[order] > 0 {
      for row in residuals.indices { scaled[row, order] = jacobian[row, column] / lengths[order] }
    }
    let factors = LeastSquaresQR(scaled, columns: Array(free.indices), right: residuals)
    let rank = factors.rank(above: derivativeError)
    return (rank, rank == free.count ? factors.normalInverse() : nil)
  }
}
