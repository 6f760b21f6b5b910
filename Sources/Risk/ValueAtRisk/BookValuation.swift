import NumericalKernels

/// A portfolio ready to be valued on many sets of moves: what is linear or quadratic added up over the positions, options that are
/// revalued one by one.
struct BookValuation: Sendable {
  let exposures: Exposures
  let method: ValuationMethod
  /// The days that pass, for theta.
  let days: Double
  /// The valuers of the options in `exposures.valued`; empty unless they are revalued.
  let valuers: [Revaluation]
  /// The value of one unit of each without a move.
  let bases: [Double]
  /// The sum of the deltas of what is not revalued, by factor, and the deltas on the present value of what is.
  let deltas: [Double]
  /// The factors whose delta is not zero, and those deltas.
  let active: [Int]
  let activeDeltas: [Double]
  /// The sums of the second derivatives of what is not revalued, each pair of factors once.
  let pairs: [Exposures.Curvature]
  /// The gain of what is not revalued by the passing of the days.
  let theta: Double
  /// For each position whether it is revalued.
  let isValued: [Bool]

  /// - Throws: `unknownName` for a valuer that is not there, `notFinite` where one has no value.
  init(
    _ exposures: Exposures, _ method: ValuationMethod, days: Double, _ revaluations: [String: Revaluation]
  ) throws(RiskError) {
    self.exposures = exposures
    self.method = method
    self.days = days
    var isValued = [Bool](repeating: false, count: exposures.positionCount)
    var valuers: [Revaluation] = []
    var bases: [Double] = []
    if method == .full {
      for option in exposures.valued {
        let valuer = try Exposures.valuer(option, in: revaluations)
        let base = valuer.value(option.factors.map { _ in 0 })
        guard base.isFinite else {
          throw RiskError(
            .notFinite, found: "a value of \(base) by \(option.valuer)", expected: "a finite one",
            index: option.position)
        }
        isValued[option.position] = true
        valuers.append(valuer)
        bases.append(base)
      }
    }
    self.valuers = valuers
    self.bases = bases
    self.isValued = isValued
    var deltas = [Double](repeating: 0, count: exposures.factorCount)
    var sums: [Pair: Double] = [:]
    var theta = 0.0
    for position in 0..<exposures.positionCount where !isValued[position] {
      for place in exposures.starts[position]..<exposures.starts[position + 1] {
        deltas[exposures.columns[place]] += exposures.deltas[place]
      }
      guard method != .delta else { continue }
      for place in exposures.curvatureStarts[position]..<exposures.curvatureStarts[position + 1] {
        let curvature = exposures.curvatures[place]
        sums[Pair(curvature), default: 0] += curvature.gamma
      }
      theta += exposures.thetas[position] * days
    }
    if !valuers.isEmpty {
      for option in exposures.valued {
        if let exchange = option.conversion.exchange { deltas[exchange] += option.presentDelta }
      }
    }
    self.deltas = deltas
    active = deltas.indices.filter { deltas[$0] != 0 }
    activeDeltas = active.map { deltas[$0] }
    pairs = sums.map { Exposures.Curvature(first: $0.key.first, second: $0.key.second, gamma: $0.value) }
      .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    self.theta = theta
  }

  /// Two factors, the one of the lower place first.
  struct Pair: Hashable {
    let first: Int
    let second: Int

    init(_ curvature: Exposures.Curvature) {
      first = curvature.first
      second = curvature.second
    }
  }

  /// Whether a gain is no more than a sum of deltas and a constant.
  var isLinear: Bool { pairs.isEmpty && valuers.isEmpty }
}
