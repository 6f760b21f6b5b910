import NumericalKernels
import Valuation

/// Value at risk and expected shortfall in closed form.
///
///     let result = try ParametricRisk().result(portfolio, distribution, at: [0.95, 0.99])
///     try result.figures(at: 0.99).valueAtRisk            // z σ - μ
///
/// Losses are positive. Means grow with the horizon, deviations with its root; the horizon's rule must be that one.
public struct ParametricRisk: Hashable, Sendable {
  /// How the portfolio's gain is distributed.
  public enum Model: Hashable, Sendable {
    /// Normal, by the positions' deltas.
    case deltaNormal
    /// Student t with the deviation of the deltas' gain; more than two degrees of freedom.
    case studentT(degreesOfFreedom: Double)
    /// The first four cumulants of a gain of second order in normal changes, through the expansion of Cornish and Fisher.
    ///
    /// Refused where the expansion is not monotone, see ``CornishFisher``: short gamma without much delta is no case for it.
    case deltaGamma
  }

  /// How the gain is distributed.
  public var model: Model
  /// The horizon of a loss.
  public var horizon: Horizon

  /// Makes a method: delta-normal over one day unless said otherwise.
  public init(model: Model = .deltaNormal, horizon: Horizon = .day) {
    self.model = model
    self.horizon = horizon
  }

  /// Figures with their components at some levels.
  ///
  /// Components are derivatives by the size of each position, for the expansion too, and add up without scaling. Under `deltaNormal`
  /// with a distribution of past changes figures have the standard errors of a normal sample's mean and deviation.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - distribution: How its factors move in a day.
  ///   - levels: The levels.
  ///   - confidence: The probability with which the intervals hold the value at risk.
  /// - Throws: `countMismatch` for a distribution of other factors, `outOfRange` for a level, a confidence or degrees of freedom
  ///   outside their domain, `mismatch` for another rule of the horizon, `invalidExpansion` where the expansion is not monotone.
  /// - Complexity: O(factors × normals + derivatives); with second derivatives by g factors O(g³ + g² normals).
  public func result(
    _ portfolio: Portfolio, _ distribution: FactorDistribution, at levels: [Double], confidence: Double = 0.95
  ) throws(RiskError) -> RiskResult {
    guard distribution.factorCount == portfolio.factors.count else {
      throw RiskError(
        .countMismatch, found: "a distribution of \(distribution.factorCount) factors",
        expected: "\(portfolio.factors.count)")
    }
    guard horizon.days == 1 || horizon.rule == .squareRootOfTime else {
      throw RiskError(.mismatch, found: "a horizon of \(horizon.words)", expected: "the root of time")
    }
    guard confidence > 0, confidence < 1 else {
      throw RiskError(.outOfRange, found: "confidence \(confidence)", expected: "a probability between 0 and 1")
    }
    let moments = try GainMoments(
      portfolio.exposures, distribution, days: Double(horizon.days), withCurvature: model == .deltaGamma)
    if model == .deltaGamma {
      for level in levels { try InputCheck.level(level) }
      _ = try CornishFisher(
        skewness: moments.skewness, excessKurtosis: moments.excessKurtosis, upTo: max(0.9999, levels.max() ?? 0))
    }
    var figures: [RiskFigures] = []
    var parts: [Decomposition] = []
    for level in levels {
      let (quantile, shortfall) = try factors(level)
      figures.append(self.figures(level, moments, quantile, shortfall, distribution.sampleCount, confidence))
      parts.append(
        Decomposition(
          level: level, positionNames: portfolio.positions.map(\.id), factorNames: portfolio.factors.map(\.name),
          valueAtRisk: moments.parts(quantile), expectedShortfall: moments.parts(shortfall)))
    }
    return RiskResult(
      basis: ResultBasis(
        method: name,
        conventions: distribution.conventions.merging(["horizon": horizon.words]) { _, horizon in horizon },
        inputs: [.init(portfolio), distribution.input], dataSpan: distribution.window?.span),
      currency: portfolio.reportingCurrency, horizon: horizon, window: distribution.window, figures: figures,
      decompositions: parts)
  }

  private var name: String {
    switch model {
    case .deltaNormal: "delta-normal"
    case .studentT(let degrees): "parametric, Student t with \(degrees) degrees of freedom"
    case .deltaGamma: "delta-gamma, Cornish-Fisher"
    }
  }

  private func factors(_ level: Double) throws(RiskError) -> (quantile: TailFactor, shortfall: TailFactor) {
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    switch model {
    case .deltaNormal:
      return (
        TailFactor(fixed: TailFactor.quantile(level).normal), TailFactor(fixed: TailFactor.shortfall(level).normal)
      )
    case .deltaGamma: return (.quantile(level), .shortfall(level))
    case .studentT(let degrees):
      guard degrees > 2, degrees <= 1e6, let student = try? StudentTDistribution(degreesOfFreedom: degrees) else {
        throw RiskError(
          .outOfRange, found: "\(degrees) degrees of freedom", expected: "more than 2 for a variance, at most 1e6")
      }
      let scale = ((degrees - 2) / degrees).squareRoot()
      let t = student.upperQuantile(1 - level)
      let tail = student.pdf(t) / (1 - level) * (degrees + t * t) / (degrees - 1)
      return (TailFactor(fixed: scale * t), TailFactor(fixed: scale * tail))
    }
  }

  /// Figures, with the errors of a normal sample's moments: σ² (1/n + c²/(2 (n - 1))) for a figure c σ - μ.
  private func figures(
    _ level: Double, _ moments: GainMoments, _ quantile: TailFactor, _ shortfall: TailFactor, _ count: Int?,
    _ confidence: Double
  ) -> RiskFigures {
    let (value, mean) = (moments.figure(quantile), moments.figure(shortfall))
    guard model == .deltaNormal, let count, count >= 2 else {
      return RiskFigures(level: level, valueAtRisk: value, expectedShortfall: mean)
    }
    let n = Double(count)
    // The mean grows with the days, so its error does too; the deviation's with their root.
    func error(_ c: Double) -> Double {
      moments.deviation * (Double(horizon.days) / n + 0.5 * c * c / (n - 1)).squareRoot()
    }
    let z = NormalDistribution.standard.upperQuantile(0.5 * (1 - confidence))
    let (width, shortfallWidth) = (z * error(quantile.normal), z * error(shortfall.normal))
    return RiskFigures(
      level: level, valueAtRisk: value, expectedShortfall: mean, valueAtRiskError: error(quantile.normal),
      expectedShortfallError: error(shortfall.normal), lower: value - width, upper: value + width, coverage: confidence,
      expectedShortfallLower: mean - shortfallWidth, expectedShortfallUpper: mean + shortfallWidth,
      expectedShortfallConfidence: confidence)
  }
}
