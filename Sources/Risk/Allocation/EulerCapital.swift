public import NumericalKernels
public import Valuation

/// The capital of a whole split among its parts so that the shares add up: each part's derivative of the capital.
///
/// ```swift
/// // A row a unit, a column a path.
/// let capital = try EulerCapital(losses: unitLosses, measure: TailMeasure(level: 0.99))
/// capital.total                         // expected shortfall of the sum of the rows
/// capital.shares                        // adding up to it, rounding apart and without rescaling
/// try capital.returnOnCapital(profits)  // of each unit and of the whole
/// ```
///
/// The only split under which a unit with a higher return on its share than the whole raises the whole's return when it
/// grows. D. Tasche, "Risk contributions and performance measurement" (1999).
public struct EulerCapital: DocumentedResult {
  /// The figure that is split.
  public enum Figure: String, Hashable, Sendable, Codable {
    /// Expected shortfall.
    case shortfall
    /// Value at risk.
    case quantile
  }

  /// The capital of the whole.
  public let total: Double
  /// The share of each unit: negative for one that hedges the others.
  public let shares: [Double]
  /// The capital of each unit by itself.
  public let standAlone: [Double]
  /// What the capital rests on.
  public let basis: ResultBasis

  /// The capital saved by holding the units together: 1 - total / Σ stand-alone; `nil` where the latter is not
  /// positive.
  public var diversification: Double? {
    let sum = standAlone.reduce(0, +)
    return sum > 0 ? 1 - total / sum : nil
  }

  /// Splits a shortfall or a quantile over paths.
  ///
  /// - Parameters:
  ///   - losses: A row a unit, a column a path, losses positive.
  ///   - measure: The level and conventions.
  ///   - figure: What is split; the quantile's shares rest on one or two paths unless its convention is the smoothed
  ///     one.
  /// - Throws: `empty`; `notFinite`; `outOfRange` for the measure's level.
  /// - Complexity: O(units × paths).
  public init(losses: Matrix, measure: TailMeasure, figure: Figure = .shortfall) throws(RiskError) {
    guard losses.rows > 0, losses.columns > 0 else {
      throw RiskError(.empty, found: "\(losses.rows) x \(losses.columns) losses", expected: "at least one")
    }
    try InputCheck.finite(losses.storage, "loss")
    var whole = [Double](repeating: 0, count: losses.columns)
    for row in 0..<losses.rows {
      for path in 0..<losses.columns { whole[path] += losses[row, path] }
    }
    do throws(ValuationError) {
      func value(_ tail: TailEstimate) -> Double { figure == .shortfall ? tail.shortfall : tail.quantile }
      let tail = try measure.estimate(losses: whole)
      let weights = figure == .shortfall ? tail.shortfallWeights : tail.quantileWeights
      total = value(tail)
      shares = try weights.applied(to: losses)
      var alone: [Double] = []
      for row in 0..<losses.rows { alone.append(value(try measure.estimate(losses: losses.row(row)))) }
      standAlone = alone
      basis = ResultBasis(
        method: "Euler shares of \(figure == .shortfall ? "expected shortfall" : "value at risk")",
        conventions: [
          "level": "\(measure.level)", "quantile": measure.quantileConvention.rawValue,
          "shortfall": measure.shortfallConvention.rawValue,
        ], inputs: [.init("losses", losses)],
        simulationError: figure == .shortfall ? tail.shortfallStandardError : tail.quantileStandardError)
    } catch {
      throw RiskError(.outOfRange, found: "level \(measure.level)", expected: "a measurable tail", cause: error)
    }
  }

  /// Splits a multiple of the standard deviation.
  ///
  /// - Parameters:
  ///   - covariance: The covariances of the units' results.
  ///   - multiple: How many standard deviations the capital is: 2.326 for a normal value at risk at 99 %.
  /// - Throws: `empty`, `countMismatch` for a matrix that is not square; `notFinite`; `outOfRange` for a multiple that
  ///   is not positive; `invalidExpansion` where the variance of the whole is not positive.
  /// - Complexity: O(units²).
  public init(covariance: Matrix, multiple: Double) throws(RiskError) {
    guard covariance.rows > 0 else { throw RiskError(.empty, found: "no covariance", expected: "at least one") }
    guard covariance.rows == covariance.columns else {
      throw RiskError(
        .countMismatch, found: "\(covariance.rows) x \(covariance.columns) covariances", expected: "a square matrix")
    }
    try InputCheck.finite(covariance.storage, "covariance")
    guard multiple > 0, multiple < .infinity else {
      throw RiskError(.outOfRange, found: "a multiple of \(multiple)", expected: "a positive number")
    }
    let sums = (0..<covariance.rows).map { covariance.row($0).reduce(0, +) }
    let variance = sums.reduce(0, +)
    guard variance > 0, covariance.diagonal.allSatisfy({ $0 >= 0 }) else {
      throw RiskError(.invalidExpansion, found: "a variance of \(variance)", expected: "a positive one")
    }
    let deviation = variance.squareRoot()
    total = multiple * deviation
    shares = sums.map { multiple * $0 / deviation }
    standAlone = covariance.diagonal.map { multiple * $0.squareRoot() }
    basis = ResultBasis(
      method: "Euler shares of a multiple of the standard deviation", conventions: ["multiple": "\(multiple)"],
      inputs: [.init("covariance", covariance)])
  }

  /// The expected profit of each unit by its share of the capital, and of the whole.
  ///
  /// `nil` where the capital is not positive: a hedge earns its keep by what it saves.
  ///
  /// - Throws: `countMismatch`; `notFinite`.
  public func returnOnCapital(_ profits: [Double]) throws(RiskError) -> (units: [Double?], whole: Double?) {
    guard profits.count == shares.count else {
      throw RiskError(.countMismatch, found: "\(profits.count) profits", expected: "\(shares.count)")
    }
    try InputCheck.finite(profits, "profit")
    let units = zip(profits, shares).map { $1 > 0 ? $0 / $1 : nil }
    return (units, total > 0 ? profits.reduce(0, +) / total : nil)
  }
}

extension EulerCapital {
  /// Reads a split; another number of shares than of units is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    total = try container(.total)
    shares = try container(.shares)
    standAlone = try container(.standAlone)
    basis = try container(.basis)
    try container.require(!shares.isEmpty && shares.count == standAlone.count, .shares, "one for each unit")
  }

  /// The share of each unit beside its capital by itself in a table.
  public var description: String {
    let saved = diversification.map { ", \(ResultPage.percent($0)) saved by holding the units together" } ?? ""
    return page(
      ["capital \(TextTable.number(total))\(saved)"], [.list("unit", [("share", shares), ("by itself", standAlone)])])
  }
}
