import NumericalKernels
public import Valuation

/// Ratios and losses of a series of simple returns, each under a convention that is named.
///
/// ```swift
/// let metrics = try PerformanceMetrics(returns, periodsPerYear: 252)
/// metrics.sharpe              // mean over standard deviation (n - 1), times √252
/// metrics.maximumDrawdown.depth
/// ```
///
/// Returns are simple: 0.01 is one percent a period. A missing return (NaN) is left out. A ratio whose denominator is
/// zero is `nil`, never an infinity. Bit-identical everywhere.
///
/// | figure | convention |
/// |---|---|
/// | ``volatility`` | divisor n - 1, × √periods a year |
/// | ``sharpe`` | mean excess over its standard deviation (n - 1), × √periods |
/// | ``downsideDeviation`` | root of the mean over *all* periods of min(0, return - target)², × √periods |
/// | ``sortino`` | mean over the target × periods, over the downside deviation |
/// | ``annualReturn`` | compound: final value ^ (1 / ``years``) - 1 |
/// | ``calmar`` | annual return over the depth of the worst drawdown |
/// | ``omega`` | gains over losses, both measured from the target a period |
/// | ``tailRatio`` | 95 % over 5 % quantile, in magnitude, both of type 7 |
public struct PerformanceMetrics: Hashable, Sendable {
  /// The returns that are present.
  public let returns: [Double]
  /// The number of periods of a year: 252 trading days, 365 days, 12 months.
  public let periodsPerYear: Double
  /// The riskless return of one period, taken off by the Sharpe ratio.
  public let riskFreeRate: Double
  /// The return of one period that Sortino and Omega ratios measure from.
  public let target: Double
  /// The length of the series in years, over which returns compound.
  public let years: Double
  /// What the ratios rest on.
  public internal(set) var basis: ResultBasis

  /// Takes a series of returns.
  ///
  /// The series spans `years`; unless given as many as the returns that are present make. Programs that count missing
  /// periods too, or the days of the calendar, get other annual returns and Calmar ratios from the same numbers.
  ///
  /// - Throws: `empty` without a return; `notFinite` for an infinity, `outOfRange` for a return below -1 (more than
  ///   everything lost), each with its index; `outOfRange` for a number of periods that is not positive, or a rate that
  ///   is not finite.
  public init(
    _ returns: [Double], periodsPerYear: Double = 252, riskFreeRate: Double = 0, target: Double = 0,
    years: Double? = nil
  ) throws(RiskError) {
    try self.init(
      returns, periodsPerYear: periodsPerYear, riskFreeRate: riskFreeRate, target: target, years: years,
      basis: ResultBasis(
        method: "ratios of simple returns", conventions: ["ddof": "1", "quantile": "type7", "missing": "left out"],
        inputs: [.init("returns", returns)]))
  }

  init(
    _ returns: [Double], periodsPerYear: Double, riskFreeRate: Double, target: Double, years: Double?,
    basis: ResultBasis
  ) throws(RiskError) {
    for (index, value) in returns.enumerated() where !value.isNaN {
      guard value < .infinity, value >= -1 else {
        throw RiskError(
          value.isInfinite ? .notFinite : .outOfRange, found: "a return of \(value)",
          expected: "a finite number of at least -1", index: index)
      }
    }
    let present = returns.filter { !$0.isNaN }
    guard !present.isEmpty else { throw RiskError(.empty, found: "no return", expected: "at least one") }
    guard periodsPerYear > 0, periodsPerYear < .infinity else {
      throw RiskError(.outOfRange, found: "\(periodsPerYear) periods a year", expected: "a positive number")
    }
    self.years = years ?? Double(present.count) / periodsPerYear
    guard self.years > 0, self.years < .infinity else {
      throw RiskError(.outOfRange, found: "\(self.years) years", expected: "a positive number")
    }
    guard riskFreeRate.isFinite, target.isFinite else {
      throw RiskError(.notFinite, found: "rates \(riskFreeRate) and \(target)", expected: "finite numbers")
    }
    self.basis = basis
    self.returns = present
    self.periodsPerYear = periodsPerYear
    self.riskFreeRate = riskFreeRate
    self.target = target
  }

  private var count: Double { Double(returns.count) }
  private var mean: Double { (try? Statistics.mean(returns)) ?? 0 }

  /// The compound return of the whole series.
  public var totalReturn: Double { returns.reduce(1) { $0 * (1 + $1) } - 1 }

  /// The compound return a year: (1 + total return)^(1 / years) - 1.
  ///
  /// Infinite where a few large returns compound beyond any number.
  public var annualReturn: Double {
    let logarithm = returns.reduce(0) { $0 + VectorMath.log1p($1) }
    return VectorMath.expm1(logarithm / years)
  }

  /// The standard deviation a year: divisor n - 1, times √periods; `nil` of a single return.
  public var volatility: Double? {
    (try? Statistics.standardDeviation(returns)).map { $0 * periodsPerYear.squareRoot() }
  }

  /// The Sharpe ratio a year: the mean excess over the riskless rate by the standard deviation, times √periods.
  public var sharpe: Double? {
    guard let deviation = volatility else { return nil }
    return ratio((mean - riskFreeRate) * periodsPerYear, deviation, against: returns)
  }

  /// The downside deviation a year, over all periods: those at or above the target count as zeros.
  public var downsideDeviation: Double {
    let squares = returns.reduce(0) { sum, value in
      let shortfall = min(0, value - target)
      return sum + shortfall * shortfall
    }
    return (squares / count).squareRoot() * periodsPerYear.squareRoot()
  }

  /// The Sortino ratio: the mean over the target a year by the downside deviation; `nil` where no period is below the
  /// target.
  public var sortino: Double? { ratio((mean - target) * periodsPerYear, downsideDeviation, against: []) }

  /// The Omega ratio: the sum of gains over the target by the sum of losses below it; `nil` without a loss.
  public var omega: Double? {
    let excess = returns.map { $0 - target }
    return ratio(excess.reduce(0) { $0 + max(0, $1) }, -excess.reduce(0) { $0 + min(0, $1) }, against: [])
  }

  /// The magnitude of the 95 % quantile by that of the 5 % quantile, both of type 7; `nil` where the latter is zero.
  public var tailRatio: Double? {
    guard let tails = try? Statistics.quantiles(returns, [0.95, 0.05]) else { return nil }
    return ratio(abs(tails[0]), abs(tails[1]), against: [])
  }

  /// The Calmar ratio: the compound return a year by the depth of the worst drawdown; `nil` without a drawdown.
  public var calmar: Double? { ratio(annualReturn, maximumDrawdown.depth, against: []) }

  /// The worst drawdown of compound wealth.
  public var maximumDrawdown: Drawdown { drawdowns.max { $0.depth < $1.depth } ?? .none }

  /// A quotient, `nil` where the denominator is zero but for the rounding of the values that it comes from.
  private func ratio(_ numerator: Double, _ denominator: Double, against values: [Double]) -> Double? {
    let size = values.reduce(0) { max($0, abs($1)) }
    guard denominator > 4 * .ulpOfOne * size else { return nil }
    return numerator / denominator
  }
}
