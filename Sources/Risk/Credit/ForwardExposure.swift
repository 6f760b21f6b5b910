import NumericalKernels
import Valuation

/// The exposure of one forward contract in closed form, under normal or lognormal prices.
///
///     let forward = try ForwardExposure(
///       forward: 50, strike: 48, quantity: 8_760, volatility: 0.35, dynamics: .lognormal, delivery: 2, discount: rates)
///     let profile = try forward.profile(at: [0.25, 0.5, 1, 1.5, 2], level: 0.95)
///     try CreditValuation(of: profile, counterparty: hazard, recovery: 0.4, discount: rates).counterparty
///
/// At a time t up to the delivery the contract is worth quantity × (F(t) - strike), discounted from the delivery, with F(t) a
/// martingale: its mean exposure is an option on the forward price. What simulated exposures are held against; fast where a counterparty
/// has one trade.
/// Source: F. Black, Journal of Financial Economics 3 (1976); L. Bachelier, Théorie de la spéculation (1900).
public struct ForwardExposure: Hashable, Sendable {
  /// How the forward price moves.
  public enum Dynamics: String, Hashable, Sendable, Codable {
    /// By independent normal changes; the volatility is in the price's unit for the square root of a year. For prices that may
    /// be negative.
    case normal
    /// By independent normal changes of its logarithm; the volatility is relative.
    case lognormal
  }

  /// The forward price now.
  public let forward: Double
  /// The agreed price.
  public let strike: Double
  /// What is bought (positive) or sold (negative) in units of the price's denominator.
  public let quantity: Double
  /// The volatility, see ``Dynamics``.
  public let volatility: Double
  /// How the price moves.
  public let dynamics: Dynamics
  /// Years to delivery and payment.
  public let delivery: Double
  /// The discount factors.
  public let discount: DiscountFactors

  /// Describes a forward.
  ///
  /// - Throws: `notFinite`; `outOfRange` for a negative volatility, a delivery at or before zero, and a forward price that is not
  ///   positive under lognormal dynamics.
  public init(
    forward: Double, strike: Double, quantity: Double, volatility: Double, dynamics: Dynamics, delivery: Double,
    discount: DiscountFactors
  ) throws(RiskError) {
    try InputCheck.finite([forward, strike, quantity, volatility, delivery], "number")
    guard volatility >= 0, delivery > 0 else {
      throw RiskError(
        .outOfRange, found: "a volatility of \(volatility), a delivery in \(delivery) years",
        expected: "from 0 on, above 0"
      )
    }
    guard dynamics == .normal || forward > 0 else {
      throw RiskError(.outOfRange, found: "a forward price of \(forward)", expected: "a positive one")
    }
    self.forward = forward
    self.strike = strike
    self.quantity = quantity
    self.volatility = volatility
    self.dynamics = dynamics
    self.delivery = delivery
    self.discount = discount
  }

  /// The mean at a time of what the counterparty owes; zero after the delivery.
  public func expected(at time: Double) -> Double { abs(quantity) * option(at: time, call: quantity > 0) }

  /// The mean at a time of what we owe, as a number from 0 on.
  public func expectedNegative(at time: Double) -> Double { abs(quantity) * option(at: time, call: quantity < 0) }

  /// The quantile of the exposure at a time.
  public func potentialFuture(at time: Double, level: Double) -> Double {
    guard time <= delivery else { return 0 }
    let z = VectorMath.normalQuantile(quantity > 0 ? level : 1 - level)
    let width = volatility * max(0, time).squareRoot()
    let price =
      switch dynamics {
      case .normal: forward + width * z
      case .lognormal: forward * VectorMath.exp(width * z - 0.5 * width * width)
      }
    return max(0, quantity * (price - strike)) * factor(at: time)
  }

  /// The exposure at some times, without simulation error.
  ///
  /// - Throws: `outOfRange` for times that do not rise from 0 on and for the level, `empty`, `notFinite`.
  public func profile(at times: [Double], level: Double = 0.95) throws(RiskError) -> ExposureProfile {
    try InputCheck.times(times, includingZero: true)
    try InputCheck.level(level)
    let none = [Double](repeating: 0, count: times.count)
    return ExposureProfile(
      times: times, level: level, expected: times.map(expected(at:)), expectedStandardErrors: none,
      expectedNegative: times.map(expectedNegative(at:)), expectedNegativeStandardErrors: none,
      potentialFuture: times.map { potentialFuture(at: $0, level: level) }, pathCount: 0,
      basis: ResultBasis(
        method: "exposure of a forward in closed form, \(dynamics.rawValue) prices",
        conventions: ["level": "\(level)"],
        inputs: [
          .init("forward") { digest in
            digest.add([forward, strike, quantity, volatility, delivery])
            digest.add(times.map { discount($0) } + [discount(delivery)])
          }
        ]))
  }

  private func factor(at time: Double) -> Double { discount(delivery) / discount(time) }

  /// The option on the forward price that an exposure is, for one unit.
  private func option(at time: Double, call: Bool) -> Double {
    guard time <= delivery else { return 0 }
    let sign = call ? 1.0 : -1.0
    let width = volatility * max(0, time).squareRoot()
    let intrinsic = max(0, sign * (forward - strike))
    guard width > 0 else { return intrinsic * factor(at: time) }
    let value: Double
    switch dynamics {
    case .normal:
      let d = sign * (forward - strike) / width
      let density = VectorMath.exp(-0.5 * d * d) * 0.398_942_280_401_432_7
      value = width * (d * VectorMath.normalCDF(d) + density)
    case .lognormal where strike > 0:
      let d = VectorMath.log(forward / strike) / width
      value =
        sign
        * (forward * VectorMath.normalCDF(sign * (d + 0.5 * width)) - strike
          * VectorMath.normalCDF(sign * (d - 0.5 * width)))
    case .lognormal:
      value = intrinsic  // A positive price never falls to a strike of zero or less.
    }
    return max(0, value) * factor(at: time)
  }
}
