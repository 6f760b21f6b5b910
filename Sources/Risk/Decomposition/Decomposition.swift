import Valuation

/// What a figure is made of: by position, by factor, by book and market.
///
///     let parts = try losses.decomposition(at: 0.99)
///     parts.valueAtRisk.positions                                // one component for each position
///     try portfolio.books.sums(of: parts.valueAtRisk.positions)  // by book, the root first: the total
///
/// Components are Euler's: the derivative of the figure by the size of a position, times that size. Figure and components are the
/// same weighted sum over the same scenarios, so the components add up to the figure; nothing is scaled to fit.
/// - Source: D. Tasche, "Risk contributions and performance measurement" (1999); the weights of quantile and shortfall are those of
///   the measure's conventions.
public struct Decomposition: Hashable, Sendable, Codable {
  /// The parts of one figure, in the reporting currency.
  public struct Parts: Hashable, Sendable, Codable {
    /// The figure.
    public let total: Double
    /// The component of each position.
    public let positions: [Double]
    /// The component of each factor: what its moves explain through deltas and gammas.
    public let factors: [Double]
    /// The component of the passing of time, through theta.
    public let time: Double
    /// What the full revaluation of options adds to their Greeks.
    public let revaluation: Double
    /// For each factor the change of the figure for one more unit of delta to it, in the reporting currency.
    ///
    /// The first-order effect of a trade with deltas d is the sum of d times these.
    public let marginals: [Double]
    /// The standard error of each position's component; `nil` where the figure has none, in closed form too.
    ///
    /// Of value at risk the asymptotic error of a mean of few scenarios about the quantile: the scatter of the component among
    /// scenarios near it, and the quantile's own error times the component's slope. A single scenario's does not fall with the number of
    /// paths; the smoothed convention's does. Of expected shortfall that between 32 batches of consecutive scenarios (the runs of
    /// Sobol points), each with its own losses beyond the quantile.
    public let positionErrors: [Double]?
    /// The standard error of each factor's component, likewise.
    public let factorErrors: [Double]?

    init(
      total: Double, positions: [Double], factors: [Double], time: Double, revaluation: Double, marginals: [Double],
      positionErrors: [Double]? = nil, factorErrors: [Double]? = nil
    ) {
      self.total = total
      self.positions = positions
      self.factors = factors
      self.time = time
      self.revaluation = revaluation
      self.marginals = marginals
      self.positionErrors = positionErrors
      self.factorErrors = factorErrors
    }
  }

  /// The level of both figures.
  public let level: Double
  /// The positions' names, in the order of the components.
  public let positionNames: [String]
  /// The factors' names, in the order of the components.
  public let factorNames: [String]
  /// The parts of value at risk.
  public let valueAtRisk: Parts
  /// The parts of expected shortfall.
  public let expectedShortfall: Parts

  /// The components of value at risk by the positions' names.
  public var valueAtRiskByPosition: [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(positionNames, valueAtRisk.positions))
  }

  /// The components of expected shortfall by the positions' names.
  public var expectedShortfallByPosition: [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(positionNames, expectedShortfall.positions))
  }
}

extension Decomposition {
  private enum Key: CodingKey { case level, positionNames, factorNames, valueAtRisk, expectedShortfall }

  /// Reads a decomposition; one without a component for each name, or with a name twice, is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    level = try container.decode(Double.self, forKey: .level)
    positionNames = try container.decode([String].self, forKey: .positionNames)
    factorNames = try container.decode([String].self, forKey: .factorNames)
    valueAtRisk = try container.decode(Parts.self, forKey: .valueAtRisk)
    expectedShortfall = try container.decode(Parts.self, forKey: .expectedShortfall)
    let (positions, factors) = (positionNames.count, factorNames.count)
    guard Set(positionNames).count == positions, Set(factorNames).count == factors,
      [valueAtRisk, expectedShortfall].allSatisfy({
        $0.positions.count == positions && $0.factors.count == factors && $0.marginals.count == factors
          && $0.positionErrors?.count ?? positions == positions && $0.factorErrors?.count ?? factors == factors
      })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .positionNames, in: container, debugDescription: "expected one component for each of different names")
    }
  }
}

extension Decomposition.Parts {
  /// The first-order change of the figure by a trade.
  ///
  /// - Throws: `countMismatch` unless there is a delta for each factor.
  public func change(byDeltas deltas: [Double]) throws(RiskError) -> Double {
    guard deltas.count == marginals.count else {
      throw RiskError(.countMismatch, found: "\(deltas.count) deltas", expected: "\(marginals.count)")
    }
    return zip(deltas, marginals).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Decomposition: CustomStringConvertible {
  /// The components by position, the largest first, in a table.
  public var description: String {
    let order = positionNames.indices.sorted {
      (-abs(expectedShortfall.positions[$0]), $0) < (-abs(expectedShortfall.positions[$1]), $1)
    }
    var table = TextTable(["position", "VaR \(ResultPage.percent(level))", "ES"])
    for place in order.prefix(20) {
      table.append(
        [positionNames[place]]
          + [valueAtRisk.positions[place], expectedShortfall.positions[place]].map { TextTable.number($0) })
    }
    let rest = order.dropFirst(20)
    if !rest.isEmpty {
      table.append(
        ["\(rest.count) others"]
          + [valueAtRisk, expectedShortfall].map { parts in
            TextTable.number(rest.reduce(0) { $0 + parts.positions[$1] })
          })
    }
    table.append(["all", TextTable.number(valueAtRisk.total), TextTable.number(expectedShortfall.total)])
    return table.text
  }
}
