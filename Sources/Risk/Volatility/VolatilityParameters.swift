import NumericalKernels

/// The numbers of a volatility model.
public struct VolatilityParameters: Hashable, Sendable, Codable {
  /// One of the numbers.
  public enum Name: String, Hashable, Sendable, Codable, CaseIterable {
    /// The mean of the returns.
    case mean
    /// The constant of the recursion, in the unit of the variance; of its logarithm in the exponential model.
    case omega
    /// The weight of a shock's size.
    case alpha
    /// The weight of a shock's sign.
    case gamma
    /// The weight of the variance before.
    case beta
    /// The degrees of freedom of Student's t.
    case degreesOfFreedom

    /// The place in the vector of all six.
    var slot: Int {
      switch self {
      case .mean: 0
      case .omega: 1
      case .alpha: 2
      case .gamma: 3
      case .beta: 4
      case .degreesOfFreedom: 5
      }
    }
  }

  /// The mean μ of the returns, in their unit.
  public var mean: Double
  /// The constant ω.
  public var omega: Double
  /// The weight α of a shock's size.
  public var alpha: Double
  /// The weight γ of a shock's sign; 0 for the plain model.
  public var gamma: Double
  /// The weight β of the variance before.
  public var beta: Double
  /// The degrees of freedom of Student's t; `nil` for normal innovations.
  public var degreesOfFreedom: Double?

  /// Makes parameters.
  public init(
    mean: Double = 0, omega: Double, alpha: Double, gamma: Double = 0, beta: Double, degreesOfFreedom: Double? = nil
  ) {
    self.mean = mean
    self.omega = omega
    self.alpha = alpha
    self.gamma = gamma
    self.beta = beta
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The exponential smoothing of RiskMetrics as a model of no mean: α = 1 - λ, β = λ, ω = 0.
  ///
  /// For ``VolatilityModel/filter(_:with:)`` with ``VolatilityModel/Dynamics/garch``; λ = 0.94 for days, 0.97 for
  /// months (J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th ed., 1996, section 5.3).
  public static func exponentialSmoothing(decay: Double = 0.94) -> VolatilityParameters {
    VolatilityParameters(omega: 0, alpha: 1 - decay, beta: decay)
  }

  /// The number of a name; infinite degrees of freedom for normal innovations.
  public subscript(name: Name) -> Double {
    get {
      switch name {
      case .mean: mean
      case .omega: omega
      case .alpha: alpha
      case .gamma: gamma
      case .beta: beta
      case .degreesOfFreedom: degreesOfFreedom ?? .infinity
      }
    }
    set {
      switch name {
      case .mean: mean = newValue
      case .omega: omega = newValue
      case .alpha: alpha = newValue
      case .gamma: gamma = newValue
      case .beta: beta = newValue
      case .degreesOfFreedom: degreesOfFreedom = newValue
      }
    }
  }

  /// The share of a shock to the variance (to its logarithm in the exponential model) that is left a step later.
  ///
  /// α + γ/2 + β, and β in the exponential model. Below 1 the variance returns to its long-run level.
  public func persistence(_ dynamics: VolatilityModel.Dynamics) -> Double {
    dynamics == .exponential ? beta : alpha + 0.5 * gamma + beta
  }

  /// The variance that forecasts tend to; `nil` where there is none, since the persistence is 1 or more.
  ///
  /// For the exponential model with normal innovations it is the mean of the stationary distribution; with Student's t
  /// that mean is infinite unless α and γ are 0, and the result is `nil`.
  ///
  /// - Complexity: O(1); in the exponential model a product of a few hundred factors.
  public func longRunVariance(_ dynamics: VolatilityModel.Dynamics) -> Double? {
    let persistence = persistence(dynamics)
    guard persistence < 1, persistence > -1 else { return nil }
    guard dynamics == .exponential else { return omega / (1 - persistence) }
    guard degreesOfFreedom == nil else { return nil }
    let moments = LogVarianceMoments(self)
    var (level, power) = (omega / (1 - beta), 1.0)
    for _ in 0..<10_000 where abs(power) > 1e-18 {
      level += moments.logMoment(power)
      power *= beta
    }
    return VectorMath.exp(level)
  }

  /// The first of the given numbers that is not finite or makes no sense for the dynamics.
  func check(_ model: VolatilityModel) throws(RiskError) {
    for name in model.parameters where !self[name].isFinite {
      throw RiskError(.notFinite, found: "\(name.rawValue) \(self[name])", expected: "a finite number")
    }
    if let degrees = degreesOfFreedom, model.innovations == .studentT, degrees <= 2 {
      throw RiskError(
        .outOfRange, found: "\(degrees) degrees of freedom", expected: "more than 2, for a variance to exist")
    }
    guard model.dynamics != .exponential else { return }
    guard omega >= 0, alpha >= 0, alpha + gamma >= 0, beta >= 0 else {
      throw RiskError(
        .outOfRange, found: "omega \(omega), alpha \(alpha), gamma \(gamma), beta \(beta)",
        expected: "omega, alpha, alpha + gamma and beta of 0 or more")
    }
  }
}
