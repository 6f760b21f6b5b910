import NumericalKernels
public import Valuation

/// How returns move with those of a benchmark: the regression of one excess return on the other.
///
/// ```swift
/// let model = try MarketModel(returns, benchmark: index)
/// model.beta               // covariance over variance
/// model.annualAlpha        // (1 + alpha)^252 - 1
/// ```
///
/// Periods with either return missing (NaN) are left out of both.
public struct MarketModel: DocumentedResult {
  /// The slope: the covariance by the benchmark's variance.
  public let beta: Double
  /// The mean excess return of a period that the benchmark does not explain.
  public let alpha: Double
  /// The correlation of the two; `nil` where the returns do not vary.
  public let correlation: Double?
  /// The standard deviation a year of what is left, divisor n - 2; `nil` of two periods.
  public let residualVolatility: Double?
  /// The mean difference of the two returns by its standard deviation (n - 1), for one period; `nil` where they differ
  /// by a constant.
  ///
  /// Times √periods it is the information ratio a year.
  public let informationRatio: Double?
  /// The number of periods that have both returns.
  public let count: Int
  /// The number of periods of a year.
  public let periodsPerYear: Double
  /// What the regression rests on.
  public internal(set) var basis: ResultBasis

  /// The unexplained return compounded over a year, (1 + alpha)^periods - 1; `nil` where alpha is below -1.
  public var annualAlpha: Double? {
    alpha >= -1 ? VectorMath.expm1(VectorMath.log1p(alpha) * periodsPerYear) : nil
  }

  /// Fits the regression.
  ///
  /// - Throws: `countMismatch`; `notFinite` for an infinity; `insufficientData` with fewer than two common periods or a
  ///   benchmark that does not vary; `outOfRange` for a number of periods that is not positive.
  /// - Complexity: O(n).
  public init(_ returns: [Double], benchmark: [Double], riskFreeRate: Double = 0, periodsPerYear: Double = 252)
    throws(RiskError)
  {
    guard periodsPerYear > 0, periodsPerYear < .infinity, riskFreeRate.isFinite else {
      throw RiskError(
        .outOfRange, found: "\(periodsPerYear) periods a year, riskless rate \(riskFreeRate)",
        expected: "a positive number, a finite one")
    }
    let places = try presentPlaces(returns, benchmark)
    let (y, x) = (places.map { returns[$0] - riskFreeRate }, places.map { benchmark[$0] - riskFreeRate })
    do throws(NumericalError) {
      let variance = try Statistics.variance(x)
      guard variance > 0 else { throw NumericalError(.insufficientData, "the benchmark does not vary") }
      let slope = try Statistics.covariance(x, y) / variance
      let level = try Statistics.mean(y) - slope * Statistics.mean(x)
      (beta, alpha) = (slope, level)
      let rest = zip(x, y).reduce(0.0) { sum, pair in
        let residual = pair.1 - level - slope * pair.0
        return sum + residual * residual
      }
      residualVolatility = x.count > 2 ? (rest / Double(x.count - 2) * periodsPerYear).squareRoot() : nil
      let difference = zip(y, x).map { $0 - $1 }
      let tracking = try Statistics.standardDeviation(difference)
      informationRatio = tracking > 0 ? try Statistics.mean(difference) / tracking : nil
    } catch {
      throw RiskError(
        .insufficientData, found: "\(places.count) common periods", expected: "two, of a benchmark that varies",
        cause: error)
    }
    correlation = try? Statistics.correlation(x, y)
    count = places.count
    self.periodsPerYear = periodsPerYear
    basis = ResultBasis(
      method: "regression on a benchmark", conventions: ["ddof": "1", "riskFreeRate": "\(riskFreeRate)"],
      inputs: [.init("returns", returns), .init("benchmark", benchmark)])
  }
}

extension MarketModel {
  /// The figures in a table.
  public var description: String {
    let rows: [(String, Double?)] = [
      ("beta", beta), ("alpha of a period", alpha), ("alpha of a year", annualAlpha), ("correlation", correlation),
      ("residual volatility", residualVolatility), ("information ratio of a period", informationRatio),
    ]
    return page(["\(count) periods"], [TextTable(["figure", "value"], rows.map { [$0.0, TextTable.figure($0.1)] })])
  }
}
