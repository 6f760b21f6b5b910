public import Valuation

/// The losses of a portfolio in every scenario of a simulation: what figures and their decomposition are read from.
///
///     let losses = try MonteCarlo(paths: 100_000, seed: 1).run(portfolio, distribution)
///     let figures = try losses.figures(at: 0.99)
///     let parts = try losses.decomposition(at: 0.99)
///     let result = try losses.result(at: [0.95, 0.99])        // prints as a table, encodes to JSON
public struct SimulatedLosses: Sendable {
  /// The portfolio.
  public let portfolio: Portfolio
  /// The loss in each scenario, positive where money is lost, in the reporting currency.
  public let losses: [Double]
  /// How much each scenario counts; `nil` where all count alike.
  public let weights: [Double]?
  /// What the losses rest on.
  public private(set) var basis: ResultBasis
  /// The horizon of a loss.
  public let horizon: Horizon
  /// The days that the scenarios come from, where they come from the past.
  public let window: DataWindow?

  let valuation: BookValuation
  let source: any MoveSource
  let dependence: Dependence

  /// How the scenarios depend on each other, which their errors need.
  enum Dependence: Sendable, Hashable {
    /// They count as so many that do not.
    case fixed(independentCount: Double)
    /// Each even one was drawn against the one after it.
    case pairs
    /// So many runs, one after the other, were drawn independently; what is within one was not.
    case runs(Int)
  }

  init(
    portfolio: Portfolio, losses: [Double], weights: [Double]?, basis: ResultBasis, horizon: Horizon,
    window: DataWindow?, valuation: BookValuation, source: any MoveSource, dependence: Dependence
  ) throws(RiskError) {
    if let odd = losses.firstIndex(where: { !$0.isFinite }) {
      throw RiskError(.notFinite, found: "a loss of \(losses[odd])", expected: "a finite one", index: odd)
    }
    self.portfolio = portfolio
    self.losses = losses
    self.weights = weights
    self.basis = basis
    self.basis.dataSpan = window?.span
    self.horizon = horizon
    self.window = window
    self.valuation = valuation
    self.source = source
    self.dependence = dependence
  }

  /// The number of scenarios.
  public var count: Int { losses.count }

  /// Value at risk and expected shortfall at a level, under the default conventions.
  ///
  /// - Throws: `outOfRange` unless the level lies between 0 and 1.
  public func figures(at level: Double) throws(RiskError) -> RiskFigures { try figures(TailMeasure(level: level)) }

  /// Value at risk and expected shortfall under a measure's conventions, with errors and an interval.
  ///
  /// Errors of Sobol points are those between the runs, as long as each run's tail is thick enough for an error of its own. Beyond
  /// (99.9 % of some 32,000 points in all or fewer) errors and interval are those of as many independent paths, from the ranks of all runs
  /// together: wider than points that fill space deserve. A ``RiskResult`` says which in its convention `error`.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(scenarios).
  public func figures(_ measure: TailMeasure) throws(RiskError) -> RiskFigures {
    try figures(measure, try estimate(measure))
  }

  /// The figures of a tail that is known.
  func figures(_ measure: TailMeasure, _ tail: TailEstimate) throws(RiskError) -> RiskFigures {
    try dependence.figures(measure, tail, losses)
  }

  /// The tail of the losses: figures, and which scenarios they are made of.
  ///
  /// Of scenarios drawn against each other in pairs the errors take account (how often both of a pair lie in the tail); of points
  /// that fill space they do not, see ``figures(_:)``.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(scenarios).
  public func estimate(_ measure: TailMeasure) throws(RiskError) -> TailEstimate {
    try dependence.estimate(measure, losses, weights)
  }

  /// The tail as if the losses were worth so many equally weighted ones that do not depend on each other.
  func estimate(_ measure: TailMeasure, effectiveCount: Double) throws(RiskError) -> TailEstimate {
    var share = 1.0
    if let weights {
      let total = weights.reduce(0, +)
      share = 1 / weights.reduce(0) { $0 + ($1 / total) * ($1 / total) } / Double(count)
    }
    let fixed = Dependence.fixed(independentCount: min(effectiveCount / share, 9e11))
    return try fixed.estimate(measure, losses, weights)
  }
}

extension SimulatedLosses.Dependence {
  /// As how many scenarios that do not depend on each other so many count; their number where that depends on the level.
  func independentCount(of count: Int) -> Double {
    if case .fixed(let independent) = self { return independent }
    return Double(count)
  }

  /// The tail of losses in the scenarios.
  func estimate(_ measure: TailMeasure, _ losses: [Double], _ weights: [Double]?) throws(RiskError) -> TailEstimate {
    do throws(ValuationError) {
      switch self {
      case .fixed(let independentCount):
        return try measure.estimate(losses: losses, weights: weights, independentCount: independentCount)
      case .runs:
        return try measure.estimate(losses: losses)
      case .pairs:
        let plain = try measure.estimate(losses: losses)
        let pairs = losses.count / 2
        var both = 0
        for pair in 0..<pairs where losses[2 * pair] > plain.quantile && losses[2 * pair + 1] > plain.quantile {
          both += 1
        }
        // The variance of the share beyond the quantile, for pairs over that for independent scenarios.
        let tail = 1 - measure.level
        let ratio = 1 + (Double(both) / Double(max(1, pairs)) - tail * tail) / (tail * measure.level)
        return try measure.estimate(losses: losses, independentCount: Double(losses.count) / max(ratio, 1e-3))
      }
    } catch {
      throw RiskError(error)
    }
  }

  /// Whether each run's tail is thick enough for an error of its own: the level with two of its errors lies within the run, as
  /// `TailEstimate` asks for.
  private func runsHaveTails(_ level: Double, _ count: Int) -> Bool {
    guard case .runs(let runs) = self else { return false }
    let error = (level * (1 - level) * Double(runs) / Double(count)).squareRoot()
    return level + 2 * error <= 1 && level >= 2 * error
  }

  /// What errors at a level come from, where that is not the scenarios one by one.
  func errorRule(_ level: Double, _ count: Int) -> String? {
    guard case .runs = self else { return nil }
    return runsHaveTails(level, count) ? "between runs" : "as of independent paths"
  }

  /// Figures with their errors, from a tail.
  func figures(_ measure: TailMeasure, _ tail: TailEstimate, _ losses: [Double]) throws(RiskError) -> RiskFigures {
    guard case .runs(let runs) = self, runsHaveTails(measure.level, losses.count) else { return RiskFigures(tail) }
    // How figures differ between runs that were drawn independently.
    var (quantiles, shortfalls): ([Double], [Double]) = ([], [])
    let length = losses.count / runs
    for run in 0..<runs {
      do throws(ValuationError) {
        let part = try measure.estimate(losses: Array(losses[run * length..<(run + 1) * length]))
        quantiles.append(part.quantile)
        shortfalls.append(part.shortfall)
      } catch {
        throw RiskError(error)
      }
    }
    return RiskFigures(tail, RiskFigures.Spread(quantiles: quantiles, shortfalls: shortfalls))
  }
}

extension RiskError {
  /// The error of the module below, in this module's words.
  init(_ error: ValuationError) {
    let codes: [ValuationError.Code: Code] = [
      .empty: .empty, .countMismatch: .countMismatch, .notFinite: .notFinite, .unknownName: .unknownName,
      .mismatch: .mismatch,
    ]
    self.init(
      codes[error.code] ?? .outOfRange, found: error.found, expected: error.expected, index: error.index, cause: error)
  }
}
