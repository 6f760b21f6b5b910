public import MarketData
public import Valuation

/// Figures at several levels with their decomposition and what they rest on: a value to print, to store and to compare.
public struct RiskResult: Hashable, Sendable {
  /// The method, its conventions, the seed and the library's version.
  public let basis: ResultBasis
  /// The currency of every figure.
  public let currency: Currency
  /// The horizon of a loss.
  public let horizon: Horizon
  /// The days that the figures rest on, where they rest on the past.
  public let window: DataWindow?
  /// The number of scenarios, where there were any.
  public let scenarioCount: Int?
  /// The figures, one for each level.
  public let figures: [RiskFigures]
  /// The components, one for each level; empty where none were asked for.
  public let decompositions: [Decomposition]

  /// Puts a result together.
  public init(
    basis: ResultBasis, currency: Currency, horizon: Horizon, window: DataWindow? = nil, scenarioCount: Int? = nil,
    figures: [RiskFigures], decompositions: [Decomposition] = []
  ) {
    self.basis = basis
    self.currency = currency
    self.horizon = horizon
    self.window = window
    self.scenarioCount = scenarioCount
    self.figures = figures
    self.decompositions = decompositions
  }

  /// The figures at a level.
  ///
  /// - Throws: `unknownName` where the result has none.
  public func figures(at level: Double) throws(RiskError) -> RiskFigures {
    guard let found = figures.first(where: { $0.level == level }) else {
      throw RiskError(.unknownName, found: "level \(level)", expected: "one of \(figures.map(\.level))")
    }
    return found
  }
}

extension SimulatedLosses {
  /// Figures and their components at some levels, with what they rest on.
  ///
  /// - Parameters:
  ///   - levels: The levels, 0.90 to 0.999 in most uses.
  ///   - decomposing: Whether components are worked out.
  /// - Throws: `outOfRange` unless each level lies between 0 and 1.
  public func result(at levels: [Double], decomposing: Bool = true) throws(RiskError) -> RiskResult {
    try result(levels.map { TailMeasure(level: $0) }, decomposing: decomposing)
  }

  /// Figures and their components under some measures; the conventions of each are in the basis, with its level where they differ.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  public func result(_ measures: [TailMeasure], decomposing: Bool = true) throws(RiskError) -> RiskResult {
    var figures: [RiskFigures] = []
    var parts: [Decomposition] = []
    for measure in measures {
      figures.append(try self.figures(measure))
      if decomposing { parts.append(try decomposition(measure)) }
    }
    var basis = basis
    basis.state(measures, dependence, count)
    basis.simulationError = figures.last?.valueAtRiskError
    basis.inputs = [.init(portfolio)] + source.inputs
    return RiskResult(
      basis: basis, currency: portfolio.reportingCurrency, horizon: horizon, window: window, scenarioCount: count,
      figures: figures, decompositions: parts)
  }
}

extension ResultBasis {
  /// Writes down the conventions of some measures of so many scenarios.
  mutating func state(_ measures: [TailMeasure], _ dependence: SimulatedLosses.Dependence, _ count: Int) {
    conventions["quantile"] = words(measures) { $0.quantileConvention.rawValue }
    conventions["shortfall"] = words(measures) { $0.shortfallConvention.rawValue }
    conventions["confidence"] = words(measures) { "\($0.confidence)" }
    conventions["error"] = words(measures) { dependence.errorRule($0.level, count) }
  }

  /// One word where the measures agree, else one for each of them with its level.
  private func words(_ measures: [TailMeasure], _ word: (TailMeasure) -> String?) -> String? {
    let words = measures.map(word)
    guard let first = words.first, words.contains(where: { $0 != first }) else { return words.first ?? nil }
    return zip(measures, words).map { "\($1 ?? "none") at \($0.level)" }.joined(separator: ", ")
  }
}

extension RiskResult: DocumentedResult {
  private enum Key: CodingKey { case basis, currency, horizon, window, scenarioCount, figures, decompositions }

  /// Reads a result.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      basis: try container.decode(ResultBasis.self, forKey: .basis),
      currency: try container.decode(CurrencyText.self, forKey: .currency).currency,
      horizon: try container.decode(Horizon.self, forKey: .horizon),
      window: try container.decodeIfPresent(DataWindow.self, forKey: .window),
      scenarioCount: try container.decodeIfPresent(Int.self, forKey: .scenarioCount),
      figures: try container.decode([RiskFigures].self, forKey: .figures),
      decompositions: try container.decode([Decomposition].self, forKey: .decompositions))
    try container.require(
      decompositions.isEmpty || decompositions.map(\.level) == figures.map(\.level), .decompositions,
      "components of each level, or of none")
  }

  /// Writes a result, the currency by its code.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(basis, forKey: .basis)
    try container.encode(CurrencyText(currency), forKey: .currency)
    try container.encode(horizon, forKey: .horizon)
    try container.encodeIfPresent(window, forKey: .window)
    try container.encodeIfPresent(scenarioCount, forKey: .scenarioCount)
    try container.encode(figures, forKey: .figures)
    try container.encode(decompositions, forKey: .decompositions)
  }
}
