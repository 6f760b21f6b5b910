public import NumericalKernels
import Valuation

extension MonteCarlo {
  /// The losses of a portfolio on simulated changes, on one thread.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - distribution: How its factors move in a day.
  ///   - revaluations: The valuers that options name.
  /// - Throws: `countMismatch` for a distribution of other factors, `outOfRange` for a number of paths or degrees of freedom
  ///   outside its domain (a multiple of ``sobolRuns``, at least four paths a run, for Sobol points; even for pairs), `mismatch`
  ///   for empirical margins without past changes, overlapping days, or matched and Sobol points over a simulated horizon,
  ///   `unknownName` for a valuer that is not there, `notFinite` for a loss beyond the range of numbers.
  /// - Complexity: O(paths × normals) for a linear book under a normal or t model; O(paths × factors × normals) otherwise.
  public func run(
    _ portfolio: Portfolio, _ distribution: FactorDistribution, revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> SimulatedLosses {
    var engine = try PathEngine(self, portfolio, distribution, revaluations)
    if sampling == .momentMatched {
      var sums = MomentSums(count: engine.normalCount)
      for chunk in engine.chunks { sums.add(try engine.momentSums(chunk)) }
      engine.match(sums)
    }
    var losses: [Double] = []
    losses.reserveCapacity(paths)
    var room = PathRoom(engine)
    for chunk in engine.chunks { losses += try engine.losses(chunk, &room) }
    return try result(engine, losses)
  }

  /// The losses of a portfolio on simulated changes, several paths at the same time: the same bits at any width.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - distribution: How its factors move in a day.
  ///   - revaluations: The valuers that options name; called from several threads.
  ///   - width: How many chunks of paths may run at the same time; the number of processors unless given.
  ///   - progress: Told of each finished chunk.
  /// - Throws: `failed` with the errors of the form on one thread, `cancelled`.
  public func run(
    _ portfolio: Portfolio, _ distribution: FactorDistribution, revaluations: [String: Revaluation] = [:],
    width: Int?, progress: (@Sendable (Parallel.Progress) -> Void)? = nil
  ) async throws(ParallelError<RiskError>) -> SimulatedLosses {
    var engine: PathEngine
    do throws(RiskError) {
      engine = try PathEngine(self, portfolio, distribution, revaluations)
    } catch {
      throw .failed(error, chunk: 0)
    }
    if sampling == .momentMatched {
      let drawing = engine
      let sums = try await Parallel.reduce(
        into: MomentSums(count: engine.normalCount), count: paths, chunkLength: engine.chunkLength, width: width,
        combine: { $0.add($1) }
      ) { (chunk) throws(RiskError) in try drawing.momentSums(chunk) }
      engine.match(sums)
    }
    let ready = engine
    let losses = try await Parallel.map(
      count: paths, chunkLength: engine.chunkLength, width: width, progress: progress
    ) { (chunk) throws(RiskError) in
      var room = PathRoom(ready)
      return try ready.losses(chunk, &room)
    }
    do throws(RiskError) {
      return try result(engine, losses.flatMap { $0 })
    } catch {
      throw .failed(error, chunk: 0)
    }
  }

  private func result(_ engine: PathEngine, _ losses: [Double]) throws(RiskError) -> SimulatedLosses {
    var conventions = ["valuation": method.rawValue, "horizon": horizon.words, "sampling": sampling.rawValue]
    conventions.merge(engine.distribution.conventions) { own, _ in own }
    let dependence: SimulatedLosses.Dependence =
      switch sampling {
      case .independent, .momentMatched: .fixed(independentCount: Double(paths))
      case .antithetic: .pairs
      case .sobol: .runs(MonteCarlo.sobolRuns)
      }
    return try SimulatedLosses(
      portfolio: engine.portfolio, losses: losses, weights: nil,
      basis: ResultBasis(method: words, conventions: conventions, seed: seed), horizon: horizon,
      window: engine.distribution.window, valuation: engine.valuation, source: engine, dependence: dependence)
  }
}
