import NumericalKernels

/// The Basel Committee's judgement of a value at risk by its number of failures.
///
/// Green where so many failures or fewer have a cumulative probability below 95 %, red from 99.99 % on, yellow between.
/// For 250 steps at 99 %: green to 4, yellow 5 to 9, red from 10 on. Basel Committee on Banking Supervision,
/// *Supervisory framework for the use of "backtesting"* (1996), tables 1 and 2.
public struct TrafficLight: Hashable, Sendable, Codable {
  /// A zone.
  public enum Zone: String, Hashable, Sendable, Codable, CaseIterable {
    /// No sign of a wrong model.
    case green
    /// The model may be wrong or unlucky.
    case yellow
    /// The model is almost certainly wrong.
    case red
  }

  /// The zone.
  public let zone: Zone
  /// The probability of at most as many failures where the model is right.
  public let cumulativeProbability: Double
  /// The probability of at least as many failures where the model is right: that of a wrong alarm.
  public let typeOneError: Double
  /// What is added to the capital multiplier of 3, from 0 to 1.
  ///
  /// The Committee's table for 250 steps at 99 %. Elsewhere in the yellow zone, by the rule that the table rounds: the
  /// factor that lifts a normal value at risk of the observed rate to the level, less 3, from 0 to 1.
  public let plusFactor: Double

  /// Judges a number of failures.
  ///
  /// - Throws: `empty` without a step; `outOfRange` for a count outside 0...steps or a level that is not between 0 and
  ///   1.
  public init(failures: Int, steps: Int, level: Double = 0.99) throws(RiskError) {
    guard steps > 0 else { throw RiskError(.empty, found: "\(steps) steps", expected: "at least one") }
    guard failures >= 0, failures <= steps else {
      throw RiskError(.outOfRange, found: "\(failures) failures", expected: "0 to \(steps)")
    }
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    let distribution: BinomialDistribution
    do throws(NumericalError) {
      distribution = try BinomialDistribution(trials: steps, probability: 1 - level)
    } catch {
      throw RiskError(
        .outOfRange, found: "\(steps) steps at \(level)", expected: "a binomial distribution", cause: error)
    }
    cumulativeProbability = distribution.cdf(failures)
    typeOneError = failures == 0 ? 1 : distribution.survival(failures - 1)
    zone = cumulativeProbability < 0.95 ? .green : cumulativeProbability < 0.9999 ? .yellow : .red
    switch zone {
    case .green: plusFactor = 0
    case .red: plusFactor = 1
    case .yellow:
      if steps == 250, abs(level - 0.99) < 1e-12, Self.table.indices.contains(failures - 5) {
        plusFactor = Self.table[failures - 5]
      } else {
        let claimed = VectorMath.normalQuantile(level)
        let observed = VectorMath.normalQuantile(1 - Double(failures) / Double(steps))
        plusFactor = claimed > 0 && observed > 0 ? min(1, max(0, 3 * (claimed / observed - 1))) : 1
      }
    }
  }

  /// The Committee's increases for 5 to 9 failures of 250.
  private static let table = [0.40, 0.50, 0.65, 0.75, 0.85]
}

extension VaRBacktest {
  /// The Basel Committee's judgement of the number of failures.
  ///
  /// - Throws: As ``TrafficLight/init(failures:steps:level:)``.
  public func trafficLight() throws(RiskError) -> TrafficLight {
    try TrafficLight(failures: failureCount, steps: stepCount, level: level)
  }
}
