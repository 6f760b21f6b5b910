import NumericalKernels

/// Volatilities from the past squares of a factor's changes, with weights that fall by a constant factor a day (RiskMetrics).
///
///     let filter = try ExponentialVolatility(decay: 0.94)
///     try HistoricalSimulation(filter: filter, rescalesAll: true).run(portfolio, on: history)
///
/// The recursion σ² = λ σ² + (1 - λ) x², begun with the mean square of the first 75 changes, so that the first days too have a
/// volatility that was not made of themselves alone.
public struct ExponentialVolatility: VolatilityFilter, Hashable {
  /// The factor from one day to the day before: 0.94 for days, 0.97 for months.
  public let decay: Double

  /// A filter.
  ///
  /// - Throws: `outOfRange` unless the decay lies between 0 and 1.
  public init(decay: Double = 0.94) throws(RiskError) {
    try InputCheck.level(decay, "decay")
    self.decay = decay
  }

  /// The decay in words.
  public var name: String { "exponential weights with decay \(decay)" }

  /// The volatility of each change as the changes before it foretell it, and that of tomorrow.
  ///
  /// - Throws: `insufficientData` where all changes are zero, `notFinite` for one that is not.
  public func volatilities(of changes: [Double], factor: String) throws(RiskError) -> [Double] {
    let first = changes.prefix(75)
    let start = first.reduce(0) { $0 + $1 * $1 } / Double(max(1, first.count))
    let variances: [Double]
    do throws(NumericalError) {
      variances = try ExponentialWeights(decay: decay).variances(changes, startingAt: start)
    } catch {
      throw RiskError(.notFinite, found: "changes of \(factor)", expected: "moderate numbers", cause: error)
    }
    guard start > 0, (variances.last ?? 0) > 0 else {
      throw RiskError(.insufficientData, found: "changes of \(factor) without movement", expected: "ones that vary")
    }
    return ([start] + variances).map { $0.squareRoot() }
  }
}

extension VolatilityModel: VolatilityFilter {
  /// The model in words.
  public var name: String { "\(dynamics.rawValue), \(innovations.rawValue) innovations" }

  /// The volatilities of a fit to the factor's changes: filtered historical simulation by GARCH.
  ///
  /// - Throws: As ``fit(_:)``; `insufficientData` where the fit has no variance for tomorrow.
  public func volatilities(of changes: [Double], factor: String) throws(RiskError) -> [Double] {
    let path = try fit(changes).path
    guard path.nextVariance > 0, path.nextVariance.isFinite else {
      throw RiskError(
        .insufficientData, found: "a variance of \(path.nextVariance) for \(factor)", expected: "a positive one")
    }
    return (path.variances + [path.nextVariance]).map { $0.squareRoot() }
  }
}
