import NumericalKernels
import Valuation

/// An estimated volatility model: parameters, their errors, and the variances and residuals of the sample.
///
/// ```swift
/// let fit = try VolatilityModel(.garch).fit(returns)
/// fit.parameters.alpha                       // 0.153134 for the mark/pound benchmark
/// try fit.standardErrors(.robust)            // in the order of fit.model.parameters
/// fit.path.nextVariance                      // of the return after the last
/// ```
public struct VolatilityFit: Sendable {
  /// The model.
  public let model: VolatilityModel
  /// How the estimation ended.
  public let status: FitStatus
  /// The estimates.
  public let parameters: VolatilityParameters
  /// The parameters held at one of their bounds, each with others where the bound is on a sum.
  ///
  /// The mean, too, where the exponential model's likelihood is largest at one of its kinks: it then equals a return.
  public let atBounds: [VolatilityParameters.Name]
  /// The log likelihood at the estimates, constants included.
  public let logLikelihood: Double
  /// The number of returns that counted.
  public let count: Int
  /// The number of Newton steps.
  public let iterations: Int
  /// The sample's variances and residuals under the estimates.
  public let path: VolatilityPath

  /// What identifies the returns.
  let input: ResultBasis.Input

  /// Covariances of the estimates.
  let covariances: [ErrorMethod: Matrix]

  /// Akaike's criterion, 2 k - 2 log L: smaller is better.
  public var akaike: Double { 2 * Double(model.parameters.count) - 2 * logLikelihood }

  /// Schwarz's criterion, k log n - 2 log L: smaller is better.
  public var schwarz: Double { Double(model.parameters.count) * VectorMath.log(Double(count)) - 2 * logLikelihood }

  init(
    _ model: VolatilityModel, _ returns: [Double], present: [Double], _ outcome: BoundedNewton.Outcome,
    names: [VolatilityParameters.Name], bounds: LinearBounds, unit: Double
  ) {
    self.model = model
    status = outcome.status
    count = present.count
    input = .init("returns", returns)
    iterations = outcome.iterations
    logLikelihood = outcome.evaluation.value - Double(present.count) * VectorMath.log(unit)
    parameters = VolatilityParameters(names, outcome.point).within(model.dynamics).scaled(by: unit, model.dynamics)
    let slacks = bounds.slacks(at: outcome.point)
    let held = outcome.active.filter { abs(slacks[$0]) <= 1e-9 }
    atBounds = names.indices.filter { place in held.contains { bounds.rows[$0][place] != 0 } }.map { names[$0] }
    path = VolatilityPath(model, parameters, returns: returns, present: present)
    covariances = ErrorMethod.covariances(
      outcome, held: held.map { bounds.rows[$0] },
      jacobian: VolatilityParameters.scaling(names, by: unit, model.dynamics))
  }
}

extension VolatilityParameters {
  /// The parameters without what rounding left outside their bounds.
  func within(_ dynamics: VolatilityModel.Dynamics) -> VolatilityParameters {
    guard dynamics != .exponential else { return self }
    var result = self
    result.alpha = max(0, alpha)
    result.beta = max(0, beta)
    if alpha + gamma < 0 { result.gamma = -result.alpha }
    return result
  }

  /// The parameters for returns in units that are `unit` times smaller.
  func scaled(by unit: Double, _ dynamics: VolatilityModel.Dynamics) -> VolatilityParameters {
    var result = self
    result.mean *= unit
    if dynamics == .exponential {
      result.omega += (1 - beta) * 2 * VectorMath.log(unit)
    } else {
      result.omega *= unit * unit
    }
    return result
  }

  /// The derivatives of `scaled`.
  static func scaling(_ names: [Name], by unit: Double, _ dynamics: VolatilityModel.Dynamics) -> Matrix {
    Matrix(rows: names.count, columns: names.count) { i, j in
      let isOmega = names[i] == .omega
      if i != j { return isOmega && names[j] == .beta && dynamics == .exponential ? -2 * VectorMath.log(unit) : 0 }
      if names[i] == .mean { return unit }
      return isOmega && dynamics != .exponential ? unit * unit : 1
    }
  }
}
