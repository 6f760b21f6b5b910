import NumericalKernels
import Valuation

/// How the components of a book go with its loss near a quantile: means, slopes and what scatters about them.
///
/// A component's gain in the scenarios about the quantile is regressed on the loss, with Epanechnikov weights over half the tail to
/// either side, or over two standard errors of the level where that is more. The level of the line at the quantile is the component
/// given that loss, E[Lᵢ | L = q]; the scatter about it is what a single scenario's component is off by.
///
/// Source: the conditional expectation is that of D. Tasche (1999) and C. Gouriéroux, J. Laurent, O. Scaillet, Journal of Empirical
/// Finance 7 (2000); errors by the delta method.
struct ComponentErrors {
  /// The gain of each component where the loss is the quantile; positions first, then factors.
  let levels: [Double]
  /// The change of each for a unit of the loss.
  private let slopes: [Double]
  /// The variance of each about its line.
  private let scatters: [Double]
  private let positionCount: Int
  private let quantileError: Double

  /// `nil` where the tail is too thin for a standard error.
  init?(_ losses: SimulatedLosses, _ tail: TailEstimate) throws(RiskError) {
    guard let quantileError = try losses.figures(tail.measure, tail).valueAtRiskError else { return nil }
    let level = tail.measure.level
    // Half the tail, or twice the error of a small sample: in a narrower window the slope would be that of chance.
    let error = (level * (1 - level) / tail.effectiveCount).squareRoot()
    let width = max(2 * error, 0.5 * min(level, 1 - level))
    var smooth = tail.measure
    smooth.quantileConvention = .smoothed
    let near = try losses.estimate(smooth, effectiveCount: level * (1 - level) / (width * width)).quantileWeights
    // No more than 256 scenarios are needed, evenly by rank.
    let ranked = near.paths.indices.sorted {
      (losses.losses[near.paths[$0]], $0) < (losses.losses[near.paths[$1]], $1)
    }
    let kept = (0..<min(256, ranked.count)).map { ranked[(2 * $0 + 1) * ranked.count / (2 * min(256, ranked.count))] }
      .sorted()
    guard kept.count >= 4 else { return nil }
    let paths = kept.map { near.paths[$0] }
    let line = Line(
      weights: kept.map { near.weights[$0] }, losses: paths.map { losses.losses[$0] }, at: tail.quantile)
    let moves = try losses.source.moves(of: paths)
    let valuation = losses.valuation
    positionCount = valuation.exposures.positionCount
    self.quantileError = quantileError
    var (levels, slopes, scatters): ([Double], [Double], [Double]) = ([], [], [])
    func fit(_ gains: [Double]) {
      for start in stride(from: 0, to: gains.count, by: paths.count) {
        let (level, slope, scatter) = line.fit(gains[start..<start + paths.count])
        levels.append(level)
        slopes.append(slope)
        scatters.append(scatter)
      }
    }
    let group = max(1, (1 << 21) / paths.count)
    for first in stride(from: 0, to: positionCount, by: group) {
      fit(valuation.positionGains(moves, count: paths.count, of: first..<min(first + group, positionCount)))
    }
    fit(valuation.factorGains(moves, count: paths.count))
    self.levels = levels
    self.slopes = slopes
    self.scatters = scatters
  }

  /// The errors of a figure that is a weighted sum of scenarios near the quantile.
  func quantileErrors(_ weights: PathWeights) -> (positions: [Double], factors: [Double]) {
    let squares = weights.weights.reduce(0) { $0 + $1 * $1 }
    return split(
      scatters.indices.map { place in
        let slope = slopes[place] * quantileError
        return (squares * scatters[place] + slope * slope).squareRoot()
      })
  }

  /// Numbers for positions and for factors.
  func split(_ values: [Double]) -> (positions: [Double], factors: [Double]) {
    (Array(values[..<positionCount]), Array(values[positionCount...]))
  }

  /// A line through weighted points.
  private struct Line {
    let weights: [Double]
    private let centred: [Double]
    private let spread: Double
    private let distance: Double
    private let freedom: Double

    init(weights: [Double], losses: [Double], at quantile: Double) {
      let total = weights.reduce(0, +)
      let shares = weights.map { $0 / total }
      let mean = zip(shares, losses).reduce(0) { $0 + $1.0 * $1.1 }
      self.weights = shares
      centred = losses.map { $0 - mean }
      spread = zip(shares, centred).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      distance = quantile - mean
      let count = 1 / shares.reduce(0) { $0 + $1 * $1 }
      freedom = count / max(1, count - 2)
    }

    func fit(_ values: ArraySlice<Double>) -> (level: Double, slope: Double, scatter: Double) {
      let start = values.startIndex
      var (mean, product) = (0.0, 0.0)
      for i in weights.indices {
        mean += weights[i] * values[start + i]
        product += weights[i] * centred[i] * values[start + i]
      }
      let slope = spread > 0 ? product / spread : 0
      var scatter = 0.0
      for i in weights.indices {
        let rest = values[start + i] - mean - slope * centred[i]
        scatter += weights[i] * rest * rest
      }
      return (mean + slope * distance, slope, scatter * freedom)
    }
  }
}

/// How the components of a shortfall differ between batches of scenarios.
///
/// A batch's contribution is the sum of the losses of its scenarios beyond the quantile, each less the component at the quantile, so
/// that the error of the quantile itself is in it: the influence function of the shortfall, batch by batch.
struct ShortfallSpread {
  private let quantile: ComponentErrors?
  private var contributions: [[Double]] = []
  private var weights: [Double] = []

  init(_ quantile: ComponentErrors?) { self.quantile = quantile }

  /// Adds the shares of a batch's scenarios in the tail, which have a mass in it.
  mutating func add(_ shares: BookValuation.Shares, mass: Double, weightOfBatch: Double) {
    guard let quantile else { return }
    contributions.append(zip(shares.positions + shares.factors, quantile.levels).map { $0 - $1 * mass })
    weights.append(weightOfBatch)
  }

  /// The standard errors; `nil` without a tail or with fewer than two batches.
  var errors: (positions: [Double], factors: [Double])? {
    guard let quantile, contributions.count >= 2 else { return nil }
    let count = Double(contributions.count)
    return quantile.split(
      quantile.levels.indices.map { place in
        let total = contributions.reduce(0) { $0 + $1[place] }
        var sum = 0.0
        for (contribution, weight) in zip(contributions, weights) {
          let rest = contribution[place] - weight * total
          sum += rest * rest
        }
        return (sum * count / (count - 1)).squareRoot()
      })
  }
}
