public import Valuation
import NumericalKernels

/// Value at risk and expected shortfall at one level, with how well they are known; losses are positive.
public struct RiskFigures: Hashable, Sendable, Codable {
  /// The probability of a loss no larger than the value at risk.
  public let level: Double
  /// The loss that is not exceeded with the level's probability.
  public let valueAtRisk: Double
  /// The mean loss in the worst 1 - level of the cases.
  public let expectedShortfall: Double
  /// The standard error of the value at risk; `nil` where the tail is too thin for one, see `TailEstimate`.
  public let valueAtRiskError: Double?
  /// The standard error of the expected shortfall; `nil` where the tail is too thin for one.
  public let expectedShortfallError: Double?
  /// The lower end of the value at risk's confidence interval; `nil` where the sample is too small for one.
  public let lower: Double?
  /// The upper end of the interval.
  public let upper: Double?
  /// The probability that the interval holds the value at risk: of ranks of equally weighted scenarios that do not depend on each
  /// other it is exact and at least the one asked for; of closed forms and of runs of Sobol points, whose intervals are those of a
  /// normal or a Student t, it is nominal, the one asked for.
  public let coverage: Double?
  /// The lower end of the expected shortfall's confidence interval, asymptotic; `nil` where the tail is too thin for a standard error.
  public let expectedShortfallLower: Double?
  /// The upper end of the expected shortfall's interval.
  public let expectedShortfallUpper: Double?
  /// The confidence of the expected shortfall's interval, nominal: the one asked for; `nil` without an interval.
  public let expectedShortfallConfidence: Double?

  /// Figures whose errors are not known, or known by the host.
  public init(
    level: Double, valueAtRisk: Double, expectedShortfall: Double, valueAtRiskError: Double? = nil,
    expectedShortfallError: Double? = nil, lower: Double? = nil, upper: Double? = nil, coverage: Double? = nil,
    expectedShortfallLower: Double? = nil, expectedShortfallUpper: Double? = nil,
    expectedShortfallConfidence: Double? = nil
  ) {
    self.level = level
    self.valueAtRisk = valueAtRisk
    self.expectedShortfall = expectedShortfall
    self.valueAtRiskError = valueAtRiskError
    self.expectedShortfallError = expectedShortfallError
    self.lower = lower
    self.upper = upper
    self.coverage = coverage
    self.expectedShortfallLower = expectedShortfallLower
    self.expectedShortfallUpper = expectedShortfallUpper
    self.expectedShortfallConfidence = expectedShortfallConfidence
  }

  /// The figures of a sample's tail.
  public init(_ tail: TailEstimate) {
    self.init(
      level: tail.measure.level, valueAtRisk: tail.quantile, expectedShortfall: tail.shortfall,
      valueAtRiskError: tail.quantileStandardError, expectedShortfallError: tail.shortfallStandardError,
      lower: tail.lower, upper: tail.upper, coverage: tail.coverage, expectedShortfallLower: tail.shortfallLower,
      expectedShortfallUpper: tail.shortfallUpper,
      expectedShortfallConfidence: tail.shortfallUpper == nil ? nil : tail.measure.confidence)
  }

  /// How figures differ between runs that were drawn independently.
  struct Spread {
    let quantiles: [Double]
    let shortfalls: [Double]
  }

  /// The figures of all runs together with errors from the runs: the interval is that of Student's t with one degree less.
  init(_ tail: TailEstimate, _ spread: Spread) {
    func error(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      return (square / Double(values.count)).squareRoot()
    }
    let quantileError = error(spread.quantiles)
    let confidence = tail.measure.confidence
    let student = try? StudentTDistribution(degreesOfFreedom: Double(spread.quantiles.count - 1))
    let quantile = student?.upperQuantile(0.5 * (1 - confidence)) ?? .infinity
    let shortfallError = error(spread.shortfalls)
    let (width, shortfallWidth) = (quantile * quantileError, quantile * shortfallError)
    self.init(
      level: tail.measure.level, valueAtRisk: tail.quantile, expectedShortfall: tail.shortfall,
      valueAtRiskError: quantileError, expectedShortfallError: shortfallError, lower: tail.quantile - width,
      upper: tail.quantile + width, coverage: confidence, expectedShortfallLower: tail.shortfall - shortfallWidth,
      expectedShortfallUpper: tail.shortfall + shortfallWidth, expectedShortfallConfidence: confidence)
  }
}
