/// One pass over the returns: the log likelihood of parameters, its derivatives, and the products of its scores.
struct LikelihoodPass {
  let model: VolatilityModel
  /// The returns that are present.
  let returns: [Double]
  private let sampleMean: Double
  private let sampleVariance: Double
  private let backcast: Double

  init(_ model: VolatilityModel, _ returns: [Double]) {
    self.model = model
    self.returns = returns
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    sampleMean = mean
    sampleVariance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let centre = model.mean == .zero ? 0 : mean
    var (weight, sum, total) = (1.0, 0.0, 0.0)
    for value in returns.prefix(75) {
      sum += weight * (value - centre) * (value - centre)
      total += weight
      weight *= 0.94
    }
    backcast = sum / total
  }

  /// The variance before the first return, for a mean.
  func start(mean: Double) -> StartingVariance {
    switch model.start.variance {
    case .meanSquare:
      let gap = sampleMean - mean
      return StartingVariance(value: sampleVariance + gap * gap, first: -2 * gap, second: 2)
    case .held(let variance): return StartingVariance(value: variance, first: 0, second: 0)
    case .backcast: return StartingVariance(value: backcast, first: 0, second: 0)
    }
  }

  /// The value and derivatives by all six parameters.
  struct Evaluation {
    var value = 0.0
    var score = Gradient(repeating: 0)
    /// The second derivatives.
    var hessian = InlineArray<6, Gradient>(repeating: Gradient(repeating: 0))
    /// The sum of the outer products of the returns' scores.
    var outer = InlineArray<6, Gradient>(repeating: Gradient(repeating: 0))
  }

  /// The log likelihood and its derivatives, or `nil` where it is not finite.
  func evaluate(_ parameters: VolatilityParameters) -> Evaluation? {
    switch model.dynamics {
    case .garch, .gjr: run(PlainRecursion.self, parameters)
    case .exponential: run(LogRecursion.self, parameters)
    }
  }

  /// The log likelihood alone; `-infinity` where it is not finite.
  func value(_ parameters: VolatilityParameters) -> Double {
    switch model.dynamics {
    case .garch, .gjr: runValue(PlainRecursion.self, parameters)
    case .exponential: runValue(LogRecursion.self, parameters)
    }
  }

  private func run<Recursion: VarianceRecursion>(
    _ recursion: Recursion.Type, _ parameters: VolatilityParameters
  ) -> Evaluation? {
    let density = InnovationDensity(degreesOfFreedom: parameters.degreesOfFreedom)
    var state = Recursion(parameters, start: start(mean: parameters.mean), shock: model.start.shock)
    var total = Evaluation()
    returns.withUnsafeBufferPointer { returns in
      for t in returns.indices {
        let residual = returns[t] - parameters.mean
        let level = state.level
        let terms = density.terms(residual: residual, logVariance: level.log, inverse: level.inverse)
        let slopes = state.chained(terms)
        let first = state.first
        total.value += terms.value

        var score = slopes.s * first
        score[0] -= terms.e
        score[5] = terms.nu
        total.score += score
        for i in 0..<6 { total.outer[i] += score[i] * score }

        let second = state.second
        for i in 0..<5 {
          var row = slopes.s * second[i] + (slopes.ss * first[i]) * first
          row[0] -= slopes.se * first[i]
          total.hessian[i] += row
        }
        total.hessian[0] -= slopes.se * first
        total.hessian[0][0] += terms.ee
        total.hessian[5] += slopes.sNu * first
        total.hessian[5][0] -= terms.eNu
        total.hessian[5][5] += terms.nuNu
        state.advance(after: residual)
      }
    }
    for i in 0..<5 { total.hessian[i][5] = total.hessian[5][i] }
    guard total.value.isFinite, total.score.sum().isFinite, (0..<6).allSatisfy({ total.hessian[$0].sum().isFinite })
    else { return nil }
    return total
  }

  private func runValue<Recursion: VarianceRecursion>(
    _ recursion: Recursion.Type, _ parameters: VolatilityParameters
  ) -> Double {
    let density = InnovationDensity(degreesOfFreedom: parameters.degreesOfFreedom)
    var state = Recursion(parameters, start: start(mean: parameters.mean), shock: model.start.shock)
    var total = 0.0
    for value in returns {
      let residual = value - parameters.mean
      let level = state.level
      total += density.value(residual: residual, logVariance: level.log, inverse: level.inverse)
      state.advanceValue(after: residual)
    }
    return total.isFinite ? total : -.infinity
  }

  /// The variance of each return, and that of the one after the last.
  func variances(_ parameters: VolatilityParameters) -> (each: [Double], next: Double) {
    func run<Recursion: VarianceRecursion>(_: Recursion.Type) -> (each: [Double], next: Double) {
      var state = Recursion(parameters, start: start(mean: parameters.mean), shock: model.start.shock)
      let each = returns.map { value in
        defer { state.advanceValue(after: value - parameters.mean) }
        return state.level.variance
      }
      return (each, state.level.variance)
    }
    return model.dynamics == .exponential ? run(LogRecursion.self) : run(PlainRecursion.self)
  }
}
