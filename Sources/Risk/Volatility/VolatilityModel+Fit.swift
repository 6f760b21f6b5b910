import NumericalKernels

extension VolatilityModel {
  /// Estimates the parameters by maximum likelihood.
  ///
  /// Newton's method with exact first and second derivatives of the whole recursion, from the best of seven starting
  /// points; the mixed scheme of G. Fiorentini, G. Calzolari and L. Panattoni, Journal of Applied Econometrics 11
  /// (1996), whose benchmark it meets to ten digits. Bounds: ω > 0, α ≥ 0, α + γ ≥ 0, β ≥ 0 and ``persistenceLimit``;
  /// abs(β) < 1 in the exponential model; 2.05 to 500 degrees of freedom. Bit-identical on one machine and BLAS build.
  ///
  /// - Parameter returns: In time order; a NaN is passed over.
  /// - Returns: The fit, converged or not: see ``VolatilityFit/status``.
  /// - Throws: `insufficientData` with fewer than ten returns more than parameters or where all are equal; `notFinite`
  ///   for an infinity; `outOfRange` for a held starting variance or a persistence limit that is not positive.
  /// - Complexity: O(returns) an iteration, some 10 to 20 of them.
  public func fit(_ returns: [Double]) throws(RiskError) -> VolatilityFit {
    let present = try presentReturns(returns)
    let count = parameters.count
    guard present.count >= count + 10 else {
      throw RiskError(.insufficientData, found: "\(present.count) returns", expected: "at least \(count + 10)")
    }
    let deviation: Double
    do throws(NumericalError) {
      deviation = try Statistics.standardDeviation(present, .population)
    } catch {
      throw RiskError(.notFinite, found: "returns", expected: "finite numbers", cause: error)
    }
    guard deviation > 1e-140, deviation < 1e140 else {
      throw RiskError(
        .insufficientData, found: "returns with a standard deviation of \(deviation)",
        expected: "one from 1e-140 to 1e140")
    }
    // In units of the standard deviation all parameters are of the order of one.
    let scaled = present.map { $0 / deviation }
    var unit = self
    if case .held(let variance) = start.variance {
      unit.start.variance = .held(variance / deviation / deviation)
    }
    let pass = LikelihoodPass(unit, scaled)
    let names = parameters
    let newton = BoundedNewton(bounds: bounds(names))
    func objective(_ point: [Double]) -> BoundedNewton.Evaluation? {
      pass.evaluate(VolatilityParameters(names, point)).map { $0.reduced(to: names) }
    }
    let starts = startingPoints(pass).sorted { $0.value > $1.value }
    var best: BoundedNewton.Outcome?
    for start in starts.prefix(2) {
      guard let outcome = newton.maximise(from: start.point, objective) else { continue }
      if outcome.evaluation.value > (best?.evaluation.value ?? -.infinity) { best = outcome }
      if outcome.status == .converged { break }
    }
    guard let best else {
      throw RiskError(.insufficientData, found: "returns of no finite likelihood", expected: "returns that vary")
    }
    let kink = maximumAtKink(near: best, pass, bounds: newton.bounds, objective)
    return VolatilityFit(
      self, returns, present: present, kink?.outcome ?? best, names: names, bounds: kink?.bounds ?? newton.bounds,
      unit: deviation)
  }

  /// The returns that are present.
  func presentReturns(_ returns: [Double]) throws(RiskError) -> [Double] {
    if let infinity = returns.firstIndex(where: { $0.isInfinite }) {
      throw RiskError(.notFinite, found: "\(returns[infinity])", expected: "a finite return or NaN", index: infinity)
    }
    if case .held(let variance) = start.variance, !(variance > 0 && variance < .infinity) {
      throw RiskError(.outOfRange, found: "a starting variance of \(variance)", expected: "a positive number")
    }
    if let limit = persistenceLimit, !(limit > 0 && limit < .infinity) {
      throw RiskError(.outOfRange, found: "a persistence limit of \(limit)", expected: "a positive number")
    }
    return returns.filter { !$0.isNaN }
  }

  /// The bounds of the parameters, for returns of unit variance.
  private func bounds(_ names: [VolatilityParameters.Name]) -> LinearBounds {
    var bounds = LinearBounds()
    func row(_ weights: [VolatilityParameters.Name: Double]) -> [Double] { names.map { weights[$0] ?? 0 } }
    if dynamics == .exponential {
      bounds.require(row([.beta: 1]), atLeast: -0.9999999)
      bounds.require(row([.beta: -1]), atLeast: -0.9999999)
    } else {
      bounds.require(row([.omega: 1]), atLeast: 1e-12)
      bounds.require(row([.alpha: 1]), atLeast: 0)
      bounds.require(row([.beta: 1]), atLeast: 0)
      if let limit = persistenceLimit {
        bounds.require(row([.alpha: -1, .gamma: -0.5, .beta: -1]), atLeast: -limit)
      }
      if dynamics == .gjr { bounds.require(row([.alpha: 1, .gamma: 1]), atLeast: 0) }
    }
    if innovations == .studentT {
      bounds.require(row([.degreesOfFreedom: 1]), atLeast: 2.05)
      bounds.require(row([.degreesOfFreedom: -1]), atLeast: -500)
    }
    return bounds
  }

  /// A grid of plausible parameters with their likelihoods.
  private func startingPoints(_ pass: LikelihoodPass) -> [(point: [Double], value: Double)] {
    let centre = mean == .zero ? 0 : pass.returns.reduce(0, +) / Double(pass.returns.count)
    // The sample's variance is 1.
    let level = mean == .zero ? pass.returns.reduce(0) { $0 + $1 * $1 } / Double(pass.returns.count) : 1
    var points: [(point: [Double], value: Double)] = []
    let grid: [(share: Double, alpha: Double)] = [
      (0.98, 0.03), (0.98, 0.08), (0.98, 0.16), (0.9, 0.08), (0.9, 0.2), (0.7, 0.12), (0.7, 0.3),
    ]
    for (share, size) in grid {
      let persistence = share * min(1, persistenceLimit ?? 1)
      let alpha = min(size, persistence)
      var guess: VolatilityParameters
      if dynamics == .exponential {
        guess = VolatilityParameters(
          mean: centre, omega: (1 - persistence) * VectorMath.log(level), alpha: 2 * alpha, beta: persistence)
      } else {
        let gamma = dynamics == .gjr ? 0.5 * alpha : 0
        guess = VolatilityParameters(
          mean: centre, omega: (1 - persistence) * level, alpha: alpha - 0.5 * gamma, gamma: gamma,
          beta: persistence - alpha)
      }
      if innovations == .studentT { guess.degreesOfFreedom = 8 }
      points.append((parameters.map { guess[$0] }, pass.value(guess)))
    }
    return points
  }
}

extension VolatilityParameters {
  /// The parameters of a vector in the order of the names.
  init(_ names: [Name], _ values: [Double]) {
    self.init(omega: 0, alpha: 0, beta: 0)
    for (name, value) in zip(names, values) { self[name] = value }
  }
}

extension LikelihoodPass.Evaluation {
  /// The parts that belong to the parameters that are estimated.
  func reduced(to names: [VolatilityParameters.Name]) -> BoundedNewton.Evaluation {
    let slots = names.map(\.slot)
    let count = slots.count
    return BoundedNewton.Evaluation(
      value: value, gradient: slots.map { score[$0] },
      curvature: Matrix(rows: count, columns: count) { -hessian[slots[$0]][slots[$1]] },
      outer: Matrix(rows: count, columns: count) { outer[slots[$0]][slots[$1]] })
  }
}
