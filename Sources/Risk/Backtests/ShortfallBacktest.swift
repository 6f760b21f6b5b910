public import Valuation

/// The record of an expected shortfall and its value at risk, judged by the statistics of Acerbi and Szekely.
///
/// ```swift
/// let record = try ShortfallBacktest(losses: losses, valuesAtRisk: v, shortfalls: s, level: 0.975)
/// let null = try ShortfallNull(.studentT(degreesOfFreedom: 4), steps: record.stepCount, level: 0.975, seed: 1)
/// record.z2                                 // about 0 where the model is right, negative where it is too low
/// null.pValue(z2: record.z2)
/// ```
///
/// Losses, values at risk and shortfalls are positive. Steps with a missing value (NaN) are left out.
///
/// Source: C. Acerbi, B. Szekely, "Backtesting expected shortfall", Risk (December 2014), tests 1 and 2.
public struct ShortfallBacktest: DocumentedResult {
  /// The number T of steps.
  public let stepCount: Int
  /// The number N of steps whose loss exceeded the value at risk.
  public let failureCount: Int
  /// The level of both measures, such as 0.975.
  public let level: Double
  /// The sum over failures of loss / shortfall.
  public let excessRatioSum: Double
  /// What the record rests on.
  public internal(set) var basis: ResultBasis

  /// Compares losses with what was forecast for them.
  ///
  /// - Throws: `countMismatch`; `empty` without a step; `notFinite` for an infinity and `outOfRange` for a shortfall
  ///   that is not positive or a level that is not between 0 and 1, each with its index where it has one.
  public init(losses: [Double], valuesAtRisk: [Double], shortfalls: [Double], level: Double) throws(RiskError) {
    let places = try presentPlaces(losses, valuesAtRisk, shortfalls)
    guard !places.isEmpty else { throw RiskError(.empty, found: "no step", expected: "at least one") }
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    var (count, sum) = (0, 0.0)
    for place in places {
      guard shortfalls[place] > 0 else {
        throw RiskError(
          .outOfRange, found: "a shortfall of \(shortfalls[place])", expected: "a positive number", index: place)
      }
      guard losses[place] > valuesAtRisk[place] else { continue }
      count += 1
      sum += losses[place] / shortfalls[place]
    }
    stepCount = places.count
    failureCount = count
    excessRatioSum = sum
    self.level = level
    basis = ResultBasis(
      method: "backtest of expected shortfall (Acerbi and Szekely)",
      conventions: ["failure": "a loss above the value at risk"],
      inputs: [
        .init("losses", losses), .init("values at risk", valuesAtRisk), .init("expected shortfalls", shortfalls),
      ])
  }

  /// Z₁ = 1 - Σ (loss / shortfall) / N over failures: the size of failures alone.
  ///
  /// 0 where the shortfall is right, negative where failures are larger. Without a failure there is nothing to say: 0.
  public var z1: Double { failureCount == 0 ? 0 : 1 - excessRatioSum / Double(failureCount) }

  /// Z₂ = 1 - Σ (loss / shortfall) / (T (1 - level)) over failures: their number and size together.
  ///
  /// 0 in the mean where both measures are right, negative where losses are larger or more; 1 without a failure.
  public var z2: Double { 1 - excessRatioSum / (Double(stepCount) * (1 - level)) }
}

extension ShortfallBacktest {
  /// Reads a record; more failures than steps are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    stepCount = try container(.stepCount)
    failureCount = try container(.failureCount)
    level = try container(.level)
    excessRatioSum = try container(.excessRatioSum)
    basis = try container(.basis)
    try container.require(
      stepCount > 0 && (0...max(0, stepCount)).contains(failureCount) && level > 0 && level < 1, .failureCount,
      "failures among one or more steps, and a level between 0 and 1")
  }

  /// Both statistics in a table.
  public var description: String {
    page(
      ["\(failureCount) failures in \(stepCount) steps at \(ResultPage.percent(level))"],
      [
        TextTable(
          ["statistic", "value", "where the model is right"],
          [
            ["Z1, size of failures", TextTable.number(z1, decimals: 4), "0 in the mean, negative for larger losses"],
            [
              "Z2, number and size", TextTable.number(z2, decimals: 4),
              "0 in the mean, negative for more or larger ones",
            ],
          ])
      ])
  }
}
