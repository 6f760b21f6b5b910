import Foundation
import Risk
import Testing

@Suite struct ForwardExposureTests {
  private let closedForm = 1e-12

  /// Bachelier, F = 100 and a deviation of 20 over the year: independent values at three strikes.
  @Test(arguments: [(100.0, 7.9788456080286538), (90, 13.955931148026121), (110, 3.9559311480261217)])
  func normalExposureIsBacheliersOption(_ strike: Double, _ value: Double) throws {
    let forward = try ForwardExposure(
      forward: 100, strike: strike, quantity: 1, volatility: 20, dynamics: .normal, delivery: 1,
      discount: DiscountFactors(rate: 0))
    #expect(abs(forward.expected(at: 1) - value) < closedForm * 100)
    // What we are owed less what we owe is the value of the forward.
    #expect(abs(forward.expected(at: 1) - forward.expectedNegative(at: 1) - (100 - strike)) < closedForm * 100)
  }

  /// Haug, The Complete Guide to Option Pricing Formulas: Black-76 with F = X = 19, T = 0.75, r = 0.10, v = 0.28.
  @Test func lognormalExposureIsBlacksOption() throws {
    let forward = try ForwardExposure(
      forward: 19, strike: 19, quantity: 1, volatility: 0.28, dynamics: .lognormal, delivery: 0.75,
      discount: DiscountFactors(rate: 0.10))
    let discounted = forward.expected(at: 0.75) * exp(-0.075)
    #expect(abs(discounted - 1.701050725236268) < closedForm)
  }

  @Test func exposureIsDiscountedFromTheDelivery() throws {
    let forward = try ForwardExposure(
      forward: 50, strike: 40, quantity: -1000, volatility: 0, dynamics: .normal, delivery: 2,
      discount: DiscountFactors(rate: 0.05))
    #expect(forward.expected(at: 1) == 0)
    #expect(abs(forward.expectedNegative(at: 1) - 10_000 * exp(-0.05)) < 1e-9)
    #expect(forward.expectedNegative(at: 2.5) == 0)
  }

  @Test func quantilesAreThoseOfThePrice() throws {
    let sold = try ForwardExposure(
      forward: 50, strike: 50, quantity: -10, volatility: 8, dynamics: .normal, delivery: 1,
      discount: DiscountFactors(rate: 0))
    #expect(abs(sold.potentialFuture(at: 0.25, level: 0.95) - 10 * 8 * 0.5 * 1.6448536269514722) < 1e-9)
    #expect(sold.potentialFuture(at: 0.25, level: 0.4) == 0)
  }

  @Test func aPositivePriceNeverReachesANegativeStrike() throws {
    let forward = try ForwardExposure(
      forward: 10, strike: -5, quantity: 1, volatility: 0.5, dynamics: .lognormal, delivery: 1,
      discount: DiscountFactors(rate: 0))
    #expect(forward.expected(at: 1) == 15 && forward.expectedNegative(at: 1) == 0)
  }

  @Test func lognormalPricesArePositive() throws {
    let rates = try DiscountFactors(rate: 0)
    #expect(throws: RiskError.self) {
      _ = try ForwardExposure(
        forward: -1, strike: 1, quantity: 1, volatility: 0.2, dynamics: .lognormal, delivery: 1, discount: rates)
    }
  }
}
