import MarketData
public import NumericalKernels
public import Valuation

/// Shift factors read out of what a market publishes: congestion components of nodes regressed on shadow prices of constraints.
///
///     let implied = try ImpliedShiftFactors(congestion: components, shadowPrices: constraints)
///     implied["NODE 7", constraint: "LINE A"]       // flow on LINE A for each MW put in at NODE 7
///     implied.outOfSampleR2["NODE 7"]               // how well it holds where it was not fitted
///     try implied.congestion(of: tomorrow)
///
/// Operators publish what each constraint cost and what each node paid, and nearly nowhere the factors in between. In every interval
/// congestion_i = -Σ SF_ic · μ_c with μ ≥ 0, so the factors are the coefficients of a regression without intercept, between -1 and 1. They are
/// relative to the market's reference. A constraint that does not bind has no row: missing shadow prices count as 0, missing
/// congestion is left out. Published shadow prices have to be turned to μ ≥ 0 first. Real-time ones come by dispatch run, and hours in which
/// a constraint binds in part are missing in hourly panels of them: fill and average those, see ``NodalPanel/averaged(over:)``.
///
/// The estimate minimises (1/2T) Σ (c + M f)² + penalty · s · (½ (1 - share) |f - f₀|² + share |f - f₀|₁), s being the mean square of the shadow
/// prices, subject to |f| ≤ bound; f₀ is 0 or, within a regime, the estimate over all regimes. Without a penalty, and with constraints that bind
/// independently, factors are recovered exactly.
///
/// - Note: Sources: A. Hoerl, R. Kennard, Technometrics 12 (1970) 55-67; J. Friedman, T. Hastie, R. Tibshirani, "Regularization paths for
///   generalized linear models via coordinate descent", J. Stat. Softw. 33 (2010) 1-22.
public struct ImpliedShiftFactors: Hashable, Sendable {
  /// How to estimate.
  public struct Options: Hashable, Sendable {
    /// The weight of the penalty, relative to the mean square of the shadow prices.
    public var penalty: Double
    /// The share of the penalty on absolute values, 0 (ridge) to 1 (lasso).
    public var absoluteShare: Double
    /// The largest size of a factor.
    public var bound: Double
    /// The folds of the test out of sample: blocks of time, each predicted from all others.
    public var folds: Int
    /// The weight of the penalty that draws the factors of a regime to those of all.
    public var regimePenalty: Double

    /// Makes options.
    public init(
      penalty: Double = 1e-6, absoluteShare: Double = 0, bound: Double = 1, folds: Int = 5, regimePenalty: Double = 0.01
    ) {
      self.penalty = penalty
      self.absoluteShare = absoluteShare
      self.bound = bound
      self.folds = folds
      self.regimePenalty = regimePenalty
    }
  }

  /// The nodes.
  public let nodes: [String]
  /// The constraints.
  public let constraints: [String]
  /// The factors over all intervals, one row a node, one column a constraint.
  public let factors: Matrix
  /// The factors of each regime that has intervals, by its number; empty without regimes.
  public let byRegime: [Int: Matrix]
  /// In how many intervals each constraint binds.
  public let bindingCounts: [Int]
  /// 1 - residual / total squares of each node over the intervals of the fit; no entry where nothing varies.
  public let inSampleR2: [String: Double]
  /// The same where each block of time is predicted from the others; no entry without folds.
  public let outOfSampleR2: [String: Double]
  /// The same for all nodes together, out of sample.
  public let overallR2: Double?
  /// What the result rests on.
  public let basis: ResultBasis
  let unit: ValueUnit

  /// The factor of a node for a constraint over all intervals; `nil` for names that are not there.
  public subscript(node: String, constraint constraint: String) -> Double? {
    guard let row = nodes.firstIndex(of: node), let column = constraints.firstIndex(of: constraint) else { return nil }
    return factors[row, column]
  }

  /// Estimates factors.
  ///
  /// - Parameters:
  ///   - congestion: the congestion components of the nodes.
  ///   - shadowPrices: the shadow prices of the constraints, 0 or more, on the same grid.
  ///   - regimes: the number of the regime of each interval, for example of the set of lines that is out; one regime unless given.
  ///   - options: the penalty, the bound, the folds.
  /// - Throws: `countMismatch` for grids or regimes that do not fit; `outOfRange` for a negative shadow price (the index is its place in the panel) or an
  ///   option; `empty` where nothing binds.
  /// - Complexity: O(intervals × constraints²) for each fold and regime, and O(nodes × intervals × constraints); nodes with gaps of their own
  ///   take the first for themselves.
  public init(
    congestion: NodalPanel, shadowPrices: NodalPanel, regimes: [Int]? = nil, options: Options = Options()
  ) throws(NodalError) {
    let fit = try ShiftFactorFit(congestion, shadowPrices, regimes, options)
    nodes = congestion.names
    constraints = shadowPrices.names
    unit = congestion.unit
    factors = fit.pooled
    byRegime = fit.byRegime
    bindingCounts = fit.bindingCounts
    inSampleR2 = fit.scores(of: fit.predictions).byNode
    let tested = options.folds > 1 ? fit.scores(of: fit.crossPredictions()) : (byNode: [:], overall: nil)
    (outOfSampleR2, overallR2) = tested
    basis = ResultBasis(
      method: "implied shift factors",
      conventions: [
        "sign": "congestion = -factor x shadow price", "penalty": "\(options.penalty)",
        "absolute share": "\(options.absoluteShare)", "bound": "\(options.bound)", "folds": "\(options.folds)",
        "regime penalty": "\(options.regimePenalty)",
      ])
  }

  /// The congestion components that shadow prices bring.
  ///
  /// - Parameters:
  ///   - shadowPrices: a panel that has every constraint; missing ones count as 0.
  ///   - regime: the regime whose factors count; those of all where it has none of its own.
  /// - Throws: `unknownElement` for a constraint that is not in the panel.
  /// - Complexity: O(nodes × constraints × intervals).
  public func congestion(of shadowPrices: NodalPanel, regime: Int? = nil) throws(NodalError) -> NodalPanel {
    var rows: [ArraySlice<Double>] = []
    for name in constraints { rows.append(shadowPrices.row(at: try shadowPrices.index(of: name))) }
    let factors = regime.flatMap { byRegime[$0] } ?? factors
    let count = shadowPrices.grid.count
    var values = [Double](repeating: 0, count: nodes.count * count)
    for node in nodes.indices {
      for (column, row) in rows.enumerated() where factors[node, column] != 0 {
        for (interval, price) in row.enumerated() where price > 0 {
          values[node * count + interval] -= factors[node, column] * price
        }
      }
    }
    return try NodalPanel(names: nodes, grid: shadowPrices.grid, unit: unit, values: values)
  }

  /// The congestion component of one node by constraint: one row for each, which add up to ``congestion(of:regime:)``.
  ///
  /// - Parameters:
  ///   - shadowPrices: a panel that has every constraint; missing ones count as 0.
  ///   - node: the node.
  ///   - regime: the regime whose factors count; those of all where it has none of its own.
  /// - Throws: `unknownElement` for a node or a constraint that is not there.
  /// - Complexity: O(constraints × intervals).
  public func congestion(
    of shadowPrices: NodalPanel, at node: String, regime: Int? = nil
  ) throws(NodalError) -> NodalPanel {
    guard let place = nodes.firstIndex(of: node) else {
      throw NodalError(.unknownElement, found: node, expected: "one of the \(nodes.count) nodes")
    }
    let factors = regime.flatMap { byRegime[$0] } ?? factors
    var values: [Double] = []
    for (column, name) in constraints.enumerated() {
      let factor = factors[place, column]
      let prices = shadowPrices.row(at: try shadowPrices.index(of: name))
      values += prices.map { $0 > 0 && factor != 0 ? -factor * $0 : 0 }
    }
    return try NodalPanel(names: constraints, grid: shadowPrices.grid, unit: unit, values: values)
  }
}
