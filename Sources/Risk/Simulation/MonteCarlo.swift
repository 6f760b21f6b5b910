/// Value at risk and expected shortfall from simulated changes of the factors.
///
///     let losses = try MonteCarlo(paths: 100_000, seed: 1).run(portfolio, distribution)
///     try losses.figures(at: 0.99)                                // with standard errors and an interval
///     try await MonteCarlo(model: .studentT(degreesOfFreedom: 4), paths: 1_000_000, seed: 1)
///       .run(portfolio, distribution, width: 2)                   // the same bits at any width
///
/// Each path draws from the random stream of its own number: paths of interest are made again when components are asked for, and
/// nothing but the losses is kept. A linear book needs no moves of the factors at all, z'(R'δ) with the factor R of the covariance.
/// Losses are positive.
public struct MonteCarlo: Hashable, Sendable {
  /// How the factors' changes are distributed.
  public enum Model: Hashable, Sendable {
    /// Multivariate normal.
    case normal
    /// Multivariate Student t with the same covariances; more than two degrees of freedom.
    case studentT(degreesOfFreedom: Double)
    /// Normal dependence, each factor with its own margin.
    case gaussianCopula(Margins)
    /// The dependence of a multivariate Student t, so that extremes come together, each factor with its own margin.
    case studentCopula(degreesOfFreedom: Double, Margins)
  }

  /// The distribution of each factor by itself under a copula.
  public enum Margins: String, Hashable, Sendable, Codable {
    /// Normal with the factor's mean and standard deviation.
    case normal
    /// That of the factor's past changes, with lines between them (quantiles of type 7): no change beyond the largest one.
    case empirical
  }

  /// How the normals are drawn.
  public enum Sampling: String, Hashable, Sendable, Codable {
    /// Each path independently.
    case independent
    /// In pairs of opposite normals: exact for what is odd in them. Errors take account of the pairs.
    case antithetic
    /// With normals shifted and scaled to mean zero and variance one over all paths.
    ///
    /// Errors are those of independent paths, which it undercuts for smooth books.
    case momentMatched
    /// Eight runs of scrambled Sobol points, as many paths each (a power of two serves best). Errors are those between the runs.
    /// At most 1,023 normals a path.
    case sobol
  }

  /// How changes are distributed.
  public var model: Model
  /// How normals are drawn.
  public var sampling: Sampling
  /// The number of paths.
  public var paths: Int
  /// The seed of the random numbers.
  public var seed: UInt64
  /// The horizon of a loss: scaled by the square root of time, or simulated day by day.
  public var horizon: Horizon
  /// How gains are worked out.
  public var method: ValuationMethod

  /// The number of runs of scrambled points.
  public static let sobolRuns = 8
  /// The most paths.
  public static let maximumPaths = 1 << 28

  /// Makes a simulation: normal, of independent paths over a day, options revalued in full, unless said otherwise.
  public init(
    model: Model = .normal, sampling: Sampling = .independent, paths: Int = 100_000, seed: UInt64,
    horizon: Horizon = .day, method: ValuationMethod = .full
  ) {
    self.model = model
    self.sampling = sampling
    self.paths = paths
    self.seed = seed
    self.horizon = horizon
    self.method = method
  }

  /// The method in words.
  var words: String {
    switch model {
    case .normal: "Monte Carlo, normal"
    case .studentT(let degrees): "Monte Carlo, Student t with \(degrees) degrees of freedom"
    case .gaussianCopula(let margins): "Monte Carlo, Gaussian copula, \(margins.rawValue) margins"
    case .studentCopula(let degrees, let margins):
      "Monte Carlo, Student t copula with \(degrees) degrees of freedom, \(margins.rawValue) margins"
    }
  }
}
