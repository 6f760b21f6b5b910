/// The variances of a sample under given parameters, and what is left of the returns when they are divided out.
public struct VolatilityPath: Hashable, Sendable {
  /// The variance of each return, known before it; NaN where the return is missing.
  public let variances: [Double]
  /// (return - mean) / √variance; NaN where the return is missing.
  ///
  /// The draws of a filtered historical simulation (G. Barone-Adesi, K. Giannopoulos, L. Vosper, Journal of Futures
  /// Markets 19 (1999)): times today's volatility they are what the past would be worth now.
  public let standardisedResiduals: [Double]
  /// The variance of the return after the last.
  public let nextVariance: Double

  /// Runs the recursion over the returns that are present.
  init(_ model: VolatilityModel, _ parameters: VolatilityParameters, returns: [Double], present: [Double]) {
    let (each, next) = LikelihoodPass(model, present).variances(parameters)
    nextVariance = next
    guard present.count < returns.count else {
      variances = each
      standardisedResiduals = zip(returns, each).map { ($0 - parameters.mean) / $1.squareRoot() }
      return
    }
    var variances: [Double] = []
    var residuals: [Double] = []
    var place = 0
    for value in returns {
      let variance = value.isNaN ? Double.nan : each[place]
      if !value.isNaN { place += 1 }
      variances.append(variance)
      residuals.append((value - parameters.mean) / variance.squareRoot())
    }
    self.variances = variances
    standardisedResiduals = residuals
  }

  /// The returns rescaled to the volatility of the return after the last: residual × √nextVariance, without the mean.
  ///
  /// What a volatility-filtered historical simulation draws from (J. Hull, A. White, Journal of Risk 1 (1998)).
  public var rescaledReturns: [Double] {
    let deviation = nextVariance.squareRoot()
    return standardisedResiduals.map { $0 * deviation }
  }
}

extension VolatilityModel {
  /// Runs the recursion over returns with given parameters, without estimating any.
  ///
  /// ```swift
  /// let model = VolatilityModel(.garch, mean: .zero, start: .init(.backcast))
  /// let path = try model.filter(returns, with: .exponentialSmoothing(decay: 0.94))
  /// ```
  ///
  /// - Throws: `empty` without a return; `notFinite` for an infinity; `outOfRange` for parameters that make no sense,
  ///   or where a variance is not positive or overflows, with the index of its return.
  /// - Complexity: O(returns).
  public func filter(_ returns: [Double], with parameters: VolatilityParameters) throws(RiskError) -> VolatilityPath {
    try parameters.check(self)
    let present = try presentReturns(returns)
    guard !present.isEmpty else { throw RiskError(.empty, found: "no return", expected: "at least one") }
    let path = VolatilityPath(self, parameters, returns: returns, present: present)
    for index in returns.indices where !returns[index].isNaN {
      let variance = path.variances[index]
      guard variance > 0, variance < .infinity else {
        throw RiskError(.outOfRange, found: "a variance of \(variance)", expected: "a positive number", index: index)
      }
    }
    return path
  }
}
