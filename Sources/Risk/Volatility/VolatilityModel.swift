/// A model of how the variance of returns changes from step to step, before it has any numbers.
///
/// With e = return - mean and h the variance of e known one step before:
///
/// | dynamics | recursion |
/// |---|---|
/// | ``Dynamics/garch`` | hₜ = ω + α eₜ₋₁² + β hₜ₋₁ |
/// | ``Dynamics/gjr`` | hₜ = ω + (α + γ [eₜ₋₁ < 0]) eₜ₋₁² + β hₜ₋₁ |
/// | ``Dynamics/exponential`` | log hₜ = ω + α (abs(zₜ₋₁) - √(2/π)) + γ zₜ₋₁ + β log hₜ₋₁, z = e / √h |
///
/// ```swift
/// let model = VolatilityModel(.gjr, innovations: .studentT)
/// let fit = try model.fit(returns)
/// fit.status                                // converged
/// try fit.forecast(steps: 10)               // ten variances
/// ```
///
/// Returns are in any unit, relative or absolute (EUR/MWh a day); variances are in its square. A missing return (NaN)
/// is passed over as if its step did not exist: time is counted in steps with a return.
///
/// Sources: T. Bollerslev, Journal of Econometrics 31 (1986); L. Glosten, R. Jagannathan, D. Runkle, Journal of Finance
/// 48 (1993); D. Nelson, Econometrica 59 (1991).
public struct VolatilityModel: Hashable, Sendable, Codable {
  /// The recursion of the variance.
  public enum Dynamics: String, Hashable, Sendable, Codable {
    /// GARCH(1,1).
    case garch
    /// GARCH(1,1) with a further weight γ of negative shocks (Glosten, Jagannathan and Runkle).
    case gjr
    /// EGARCH(1,1): α weighs the size of a shock and γ its sign. Some programs call them the other way round.
    case exponential
  }

  /// The distribution of the standardised residuals.
  public enum Innovations: String, Hashable, Sendable, Codable {
    /// Standard normal; quasi-maximum likelihood where returns are not.
    case normal
    /// Student t scaled to unit variance, its degrees of freedom estimated; GARCH-t of Bollerslev (1987).
    case studentT
  }

  /// The mean of the returns.
  public enum MeanRule: String, Hashable, Sendable, Codable {
    /// Zero, as risk management often takes it for days.
    case zero
    /// A constant, estimated with the rest.
    case constant
  }

  /// What stands before the first return.
  public struct Start: Hashable, Sendable, Codable {
    /// The variance before the first return.
    public enum Variance: Hashable, Sendable, Codable {
      /// The mean of e² over the sample, which moves with the mean while the mean is estimated: Fiorentini, Calzolari
      /// and Panattoni (1996) and their benchmark.
      case meanSquare
      /// A number, held while parameters are estimated.
      case held(Double)
      /// The mean of the first 75 squared deviations from the sample's mean with weights that fall by 0.94 a step, held
      /// while parameters are estimated: what the Python package `arch` does by itself.
      case backcast
    }

    /// The shock before the first return.
    public enum Shock: String, Hashable, Sendable, Codable {
      /// Of the expected size: e² is the variance, half of it on the negative side; nothing in the exponential model.
      case expected
      /// None: e = 0, so that the exponential model's first step loses α √(2/π).
      case zero
    }

    /// The variance.
    public var variance: Variance
    /// The shock.
    public var shock: Shock

    /// Makes a start.
    public init(_ variance: Variance, shock: Shock = .expected) {
      self.variance = variance
      self.shock = shock
    }
  }

  /// The recursion.
  public var dynamics: Dynamics
  /// The distribution of the standardised residuals.
  public var innovations: Innovations
  /// The mean of the returns.
  public var mean: MeanRule
  /// What stands before the first return.
  public var start: Start
  /// The largest persistence α + γ/2 + β that an estimate may have, 1 unless set; `nil` for no limit.
  ///
  /// Above 1 forecasts grow for ever. The exponential model's abs(β) stays below 1 whatever is set.
  public var persistenceLimit: Double?

  /// Makes a model.
  public init(
    _ dynamics: Dynamics = .garch, innovations: Innovations = .normal, mean: MeanRule = .constant,
    start: Start = Start(.meanSquare), persistenceLimit: Double? = 1
  ) {
    self.persistenceLimit = persistenceLimit
    self.dynamics = dynamics
    self.innovations = innovations
    self.mean = mean
    self.start = start
  }

  /// The parameters that are estimated, in the order of every vector and matrix of a fit.
  public var parameters: [VolatilityParameters.Name] {
    var names: [VolatilityParameters.Name] = [.omega, .alpha]
    if mean == .constant { names.insert(.mean, at: 0) }
    if dynamics != .garch { names.append(.gamma) }
    names.append(.beta)
    if innovations == .studentT { names.append(.degreesOfFreedom) }
    return names
  }
}
