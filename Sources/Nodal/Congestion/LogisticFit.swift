import NumericalKernels

/// Ridge logistic regression by Newton's method with halved steps; the intercept comes first.
struct LogisticFit {
  private(set) var coefficients: [Double]
  private(set) var isConverged = false

  init(_ features: Matrix, _ outcomes: [Bool], _ samples: [Int], ridge: Double) {
    let size = features.columns + 1
    coefficients = [Double](repeating: 0, count: size)
    let happened = samples.count { outcomes[$0] }
    // One class alone has no finite odds: half a sample of the other one is added.
    guard happened > 0, happened < samples.count else {
      let share = (Double(happened) + 0.5) / (Double(samples.count) + 1)
      coefficients[0] = VectorMath.log(share / (1 - share))
      isConverged = true
      return
    }
    coefficients[0] = VectorMath.log(Double(happened) / Double(samples.count - happened))
    var loss = objective(features, outcomes, samples, ridge, coefficients)
    for _ in 0..<100 {
      var gradient = [Double](repeating: 0, count: size)
      var hessian = Matrix(rows: size, columns: size)
      for sample in samples {
        let probability = Self.probability(logOdds(features, sample))
        let (error, weight) = (probability - (outcomes[sample] ? 1 : 0), max(1e-12, probability * (1 - probability)))
        for row in 0..<size {
          let value = row == 0 ? 1 : features[sample, row - 1]
          gradient[row] += error * value
          for column in 0...row {
            hessian[row, column] += weight * value * (column == 0 ? 1 : features[sample, column - 1])
          }
        }
      }
      for row in 0..<size {
        for column in 0..<row { hessian[column, row] = hessian[row, column] }
        guard row > 0 else { continue }
        gradient[row] += ridge * coefficients[row]
        hessian[row, row] += ridge
      }
      guard let factors = try? Cholesky(hessian), let step = try? factors.solve(gradient) else { return }
      var length = 1.0
      var next = coefficients
      var fresh = loss
      for _ in 0..<40 {
        for place in 0..<size { next[place] = coefficients[place] - length * step[place] }
        fresh = objective(features, outcomes, samples, ridge, next)
        if fresh <= loss + 1e-12 * abs(loss) { break }
        length /= 2
      }
      guard fresh <= loss + 1e-12 * abs(loss) else { return }
      (coefficients, loss) = (next, fresh)
      if step.allSatisfy({ abs($0) * length < 1e-10 }) {
        isConverged = true
        return
      }
    }
  }

  func logOdds(_ features: Matrix, _ sample: Int) -> Double { Self.logOdds(features, sample, coefficients) }

  private static func logOdds(_ features: Matrix, _ sample: Int, _ coefficients: [Double]) -> Double {
    var sum = coefficients[0]
    for column in 0..<features.columns { sum += coefficients[column + 1] * features[sample, column] }
    return sum
  }

  static func probability(_ odds: Double) -> Double {
    odds >= 0 ? 1 / (1 + VectorMath.exp(-odds)) : { $0 / (1 + $0) }(VectorMath.exp(odds))
  }

  private func objective(
    _ features: Matrix, _ outcomes: [Bool], _ samples: [Int], _ ridge: Double, _ coefficients: [Double]
  ) -> Double {
    var sum = coefficients.dropFirst().reduce(0) { $0 + 0.5 * ridge * $1 * $1 }
    for sample in samples {
      let odds = Self.logOdds(features, sample, coefficients) * (outcomes[sample] ? 1 : -1)
      sum += odds > 0 ? VectorMath.log1p(VectorMath.exp(-odds)) : VectorMath.log1p(VectorMath.exp(odds)) - odds
    }
    return sum
  }
}
