import NumericalKernels
import Valuation

/// A simulation made ready: draws any path by its number, values a portfolio on it, and makes it again when it is asked for.
struct PathEngine: Sendable {
  let settings: MonteCarlo
  let portfolio: Portfolio
  let distribution: FactorDistribution
  let valuation: BookValuation

  /// The normals of one step of a path.
  let normalCount: Int
  /// The number of steps that are added up.
  let steps: Int
  /// What a step's changes about their means are multiplied by.
  let scale: Double
  /// The days whose means a path has.
  let days: Double
  /// The factors whose moves the book feels.
  let felt: FactorRows
  /// The same for all factors: for parts of the book, whose moves may cancel in the whole, and for trades that it does not hold.
  let all: FactorRows
  /// The gain by each normal of a linear book.
  let direction: [Double]
  /// Where each normal is and how wide, over all paths, where that is made good.
  var shifts: [Double] = []
  var widths: [Double] = []
  let sequences: [SobolSequence]
  let chiSquare: ChiSquaredDistribution?
  let table: StudentTTable?

  /// - Throws: As `MonteCarlo.run` says.
  init(
    _ settings: MonteCarlo, _ portfolio: Portfolio, _ distribution: FactorDistribution,
    _ revaluations: [String: Revaluation]
  ) throws(RiskError) {
    guard distribution.factorCount == portfolio.factors.count else {
      throw RiskError(
        .countMismatch, found: "a distribution of \(distribution.factorCount) factors",
        expected: "\(portfolio.factors.count)")
    }
    try settings.check(distribution)
    self.settings = settings
    self.portfolio = portfolio
    self.distribution = distribution
    days = Double(settings.horizon.days)
    let isStepped = settings.horizon.rule == .simulated
    steps = isStepped ? settings.horizon.days : 1
    scale = isStepped ? 1 : days.squareRoot()
    let valuation = try BookValuation(portfolio.exposures, settings.method, days: days, revaluations)
    self.valuation = valuation
    let whole = distribution.root
    normalCount = whole.factor.columns
    var isFelt = valuation.deltas.map { $0 != 0 }
    for pair in valuation.pairs { (isFelt[pair.first], isFelt[pair.second]) = (true, true) }
    for option in portfolio.exposures.valued where !valuation.valuers.isEmpty {
      for factor in option.factors { isFelt[factor] = true }
      if let exchange = option.conversion.exchange { isFelt[exchange] = true }
    }
    let rows = isFelt.indices.filter { isFelt[$0] }
    do throws(NumericalError) {
      let deviations = settings.usesMargins ? distribution.standardDeviations : nil
      felt = try FactorRows(rows, of: whole, scaledBy: deviations)
      all = try FactorRows(Array(isFelt.indices), of: whole, scaledBy: deviations)
      direction = (0..<whole.factor.columns).map { column in
        rows.reduce(0) { $0 + valuation.deltas[$1] * whole.factor[$1, column] }
      }
      let dimensions = whole.factor.columns + (settings.degreesOfFreedom == nil ? 0 : 1)
      var sequences: [SobolSequence] = []
      if settings.sampling == .sobol, dimensions > 0 {
        for run in 0..<MonteCarlo.sobolRuns {
          sequences.append(
            try SobolSequence(dimensions: dimensions, scramblingSeed: settings.seed &+ UInt64(run) &* 0x9e37_79b9))
        }
      }
      self.sequences = sequences
      chiSquare = try settings.degreesOfFreedom.map { degrees throws(NumericalError) in
        try ChiSquaredDistribution(degreesOfFreedom: degrees)
      }
      table =
        settings.usesMargins
        ? try settings.degreesOfFreedom.map { degrees throws(NumericalError) in
          try StudentTTable(degreesOfFreedom: degrees)
        } : nil
    } catch {
      throw RiskError(.outOfRange, found: "\(settings.words)", expected: "a model that can be drawn", cause: error)
    }
  }

  /// Whether a path's gain is a sum over its normals.
  var isLinear: Bool { valuation.isLinear && !settings.usesMargins }

  /// The number of paths of a chunk, whatever the machine.
  var chunkLength: Int {
    let (cells, most) = isLinear ? (1 << 19, 4096) : (1 << 17, 1024)
    return max(8, min(most, cells / max(1, max(normalCount, felt.factors.count)) / 8 * 8))
  }

  /// The chunks of all paths.
  var chunks: [Range<Int>] {
    stride(from: 0, to: settings.paths, by: chunkLength).map { $0..<min($0 + chunkLength, settings.paths) }
  }
}

/// Some factors, and the factor of their covariances or, under a copula, of their correlations.
struct FactorRows: Sendable {
  let factors: [Int]
  let root: CorrelatedNormals

  init(_ factors: [Int], of whole: CorrelatedNormals, scaledBy deviations: [Double]?) throws(NumericalError) {
    self.factors = factors
    guard deviations != nil || factors.count < whole.factor.rows else {
      root = whole
      return
    }
    root = try CorrelatedNormals(
      factor: Matrix(rows: factors.count, columns: whole.factor.columns) { row, column in
        let element = whole.factor[factors[row], column]
        guard let deviation = deviations?[factors[row]] else { return element }
        return deviation > 0 ? element / deviation : 0
      })
  }
}

extension MonteCarlo {
  /// The degrees of freedom of a t model or copula.
  var degreesOfFreedom: Double? {
    switch model {
    case .normal, .gaussianCopula: nil
    case .studentT(let degrees), .studentCopula(let degrees, _): degrees
    }
  }

  /// Whether each factor's normal goes through a margin; normal margins of a Gaussian copula are the normal model.
  var usesMargins: Bool {
    switch model {
    case .normal, .studentT, .gaussianCopula(.normal): false
    case .gaussianCopula(.empirical), .studentCopula: true
    }
  }

  fileprivate func check(_ distribution: FactorDistribution) throws(RiskError) {
    guard (1...MonteCarlo.maximumPaths).contains(paths) else {
      throw RiskError(.outOfRange, found: "\(paths) paths", expected: "1 to \(MonteCarlo.maximumPaths)")
    }
    if sampling == .antithetic, paths % 2 != 0 {
      throw RiskError(.outOfRange, found: "\(paths) paths", expected: "an even number for pairs")
    }
    if sampling == .sobol, paths % MonteCarlo.sobolRuns != 0 || paths < 4 * MonteCarlo.sobolRuns {
      throw RiskError(
        .outOfRange, found: "\(paths) paths", expected: "a multiple of \(MonteCarlo.sobolRuns), four or more a run")
    }
    guard horizon.rule != .overlapping || horizon.days == 1 else {
      throw RiskError(.mismatch, found: "overlapping days", expected: "the root of time, or simulated days")
    }
    if sampling == .sobol || sampling == .momentMatched, horizon.rule == .simulated, horizon.days > 1 {
      throw RiskError(
        .mismatch, found: "\(sampling.rawValue) over simulated days", expected: "independent or antithetic paths")
    }
    if sampling == .momentMatched, paths < 2 {
      throw RiskError(.outOfRange, found: "1 path", expected: "two or more to be matched")
    }
    if case .studentT(let degrees) = model, !(degrees > 2 && degrees <= 1e6) {
      throw RiskError(
        .outOfRange, found: "\(degrees) degrees of freedom", expected: "more than 2 for a variance, at most 1e6")
    }
    if case .studentCopula(let degrees, _) = model, !(degrees >= 0.5 && degrees <= 1e6) {
      throw RiskError(.outOfRange, found: "\(degrees) degrees of freedom", expected: "0.5 to 1e6")
    }
    switch model {
    case .gaussianCopula(.empirical), .studentCopula(_, .empirical):
      guard distribution.margins != nil else {
        throw RiskError(
          .mismatch, found: "empirical margins of a given covariance", expected: "a distribution of past changes")
      }
    default: break
    }
  }
}
