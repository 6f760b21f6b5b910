import NumericalKernels

/// The cumulants of a gain θ + δ'x + x'Γx/2 in normal changes x, and their derivatives by every delta and gamma.
///
/// Source: C. Alexander, Market Risk Analysis IV (2008), section IV.5.4; D. Duffie, J. Pan, Finance and Stochastics 5 (2001).
struct GainMoments {
  /// The standard deviation of the gain.
  let deviation: Double
  /// The skewness of the loss.
  let skewness: Double
  /// The excess kurtosis of the loss.
  let excessKurtosis: Double

  private let exposures: Exposures
  private let withCurvature: Bool
  private let days: Double
  /// The mean gain.
  private let mean: Double
  /// The means of the factors over the horizon.
  private let means: [Double]
  /// For each factor Σδ and, with curvature, ΣΓΣδ and ΣΓΣΓΣδ.
  private let first: [Double]
  private let second: [Double]
  private let third: [Double]
  /// The factors with a second derivative, and their place among those.
  private let curved: [Int]
  private let place: [Int: Int]
  /// Σ and Σ(ΓΣ), Σ(ΓΣ)², Σ(ΓΣ)³ between them.
  private let chain: [Matrix]

  init(
    _ exposures: Exposures, _ distribution: FactorDistribution, days: Double, withCurvature: Bool
  ) throws(RiskError) {
    self.exposures = exposures
    self.withCurvature = withCurvature
    self.days = days
    let means = distribution.means.map { $0 * days }
    self.means = means
    let curvatures = withCurvature ? exposures.curvatures : []
    let curved = Set(curvatures.flatMap { [$0.first, $0.second] }).sorted()
    let place = Dictionary(uniqueKeysWithValues: curved.enumerated().map { ($0.element, $0.offset) })
    self.curved = curved
    self.place = place
    var gamma = Matrix(rows: curved.count, columns: curved.count)
    for curvature in curvatures {
      guard let i = place[curvature.first], let j = place[curvature.second] else { continue }
      gamma[i, j] += curvature.gamma
      if i != j { gamma[j, i] += curvature.gamma }
    }
    // About the means the deltas are δ + Γμ.
    let shift = curved.indices.map { i in
      curved.indices.reduce(0) { $0 + gamma[i, $1] * means[curved[$1]] }
    }
    var deltas = exposures.total
    for (i, factor) in curved.enumerated() { deltas[factor] += shift[i] }
    do throws(NumericalError) {
      let root = days.squareRoot() * distribution.root.factor
      let part = Matrix(rows: curved.count, columns: root.columns) { root[curved[$0], $1] }
      let own = root.view.transposed
      let direction = try own * deltas
      var sigma = Matrix(rows: curved.count, columns: curved.count)
      if !curved.isEmpty { try sigma.syrk(part.view) }
      var chain = [sigma]
      let product = try gamma * sigma
      for power in 0..<3 where !curved.isEmpty { chain.append(try chain[power] * product) }
      self.chain = chain
      let first = try root * direction
      let at = curved.map { first[$0] }
      let gammaFirst = try gamma * at
      let second = curved.isEmpty ? [] : try root * (part.view.transposed * gammaFirst)
      let gammaSecond = try gamma * curved.map { second[$0] }
      third = curved.isEmpty ? [] : try root * (part.view.transposed * gammaSecond)
      self.first = first
      self.second = second
      // The trace of Γ times a symmetric matrix is the sum of products of their elements.
      let traces =
        curved.isEmpty ? [0, 0, 0, 0] : chain.map { zip(gamma.storage, $0.storage).reduce(0) { $0 + $1.0 * $1.1 } }
      let linear = zip(exposures.total, means).reduce(0) { $0 + $1.0 * $1.1 }
      let bent = zip(shift, curved).reduce(0) { $0 + 0.5 * $1.0 * means[$1.1] }
      let theta = withCurvature ? exposures.thetas.reduce(0, +) * days : 0
      mean = theta + linear + bent + 0.5 * traces[0]
      let variance = direction.reduce(0) { $0 + $1 * $1 } + 0.5 * traces[1]
      let gammaGamma = zip(gammaSecond, at).reduce(0) { $0 + $1.0 * $1.1 }
      let thirdCumulant = 3 * zip(gammaFirst, at).reduce(0) { $0 + $1.0 * $1.1 } + traces[2]
      let fourthCumulant = 12 * gammaGamma + 3 * traces[3]
      let deviation = max(0, variance).squareRoot()
      self.deviation = deviation
      skewness = deviation > 0 ? -thirdCumulant / (deviation * variance) : 0
      excessKurtosis = deviation > 0 ? fourthCumulant / (variance * variance) : 0
    } catch {
      throw RiskError(.notFinite, found: "moments of the gain", expected: "finite numbers", cause: error)
    }
    try InputCheck.finite([mean, deviation, skewness, excessKurtosis], "moment of the gain")
  }

  /// A figure of the loss.
  func figure(_ tail: TailFactor) -> Double {
    deviation * tail.value(skewness: skewness, excessKurtosis: excessKurtosis) - mean
  }

  /// The figure's Euler components: its derivatives are linear in the positions' deltas, gammas and thetas.
  func parts(_ tail: TailFactor) -> Decomposition.Parts {
    let (s, k) = (skewness, excessKurtosis)
    let slope = tail.bySkewness + 2 * tail.bySkewnessSquare * s
    // The derivatives of the figure by the second to fourth cumulant of the gain.
    let value = tail.value(skewness: s, excessKurtosis: k)
    let isFlat = deviation == 0
    let bySecond = isFlat ? 0 : (value - 3 * s * slope - 4 * k * tail.byKurtosis) / (2 * deviation)
    let byThird = isFlat ? 0 : -slope / (deviation * deviation)
    let byFourth = isFlat ? 0 : tail.byKurtosis / (deviation * deviation * deviation)
    var spread = first.map { 2 * bySecond * $0 }
    if !curved.isEmpty {
      for f in spread.indices { spread[f] += 6 * byThird * second[f] + 24 * byFourth * third[f] }
    }
    let byDelta = zip(spread, means).map { $0 - $1 }

    /// The derivative by the element (i, j) of Γ alone.
    func byElement(_ i: Int, _ j: Int) -> Double {
      guard let a = place[i], let b = place[j] else { return 0 }
      var sum = -0.5 * (means[i] * means[j] + chain[0][a, b]) + means[i] * spread[j]
      sum += bySecond * chain[1][a, b] + 3 * byThird * (first[i] * first[j] + chain[2][a, b])
      return sum + byFourth * (24 * first[i] * second[j] + 12 * chain[3][a, b])
    }
    var factors = zip(exposures.total, byDelta).map { 0 + $0 * $1 }
    var positions: [Double] = []
    var time = 0.0
    for position in 0..<exposures.positionCount {
      var sum = 0.0
      for entry in exposures.starts[position]..<exposures.starts[position + 1] {
        sum += exposures.deltas[entry] * byDelta[exposures.columns[entry]]
      }
      if withCurvature {
        let theta = exposures.thetas[position] * days
        sum -= theta
        time -= theta
        for entry in exposures.curvatureStarts[position]..<exposures.curvatureStarts[position + 1] {
          let (i, j) = (exposures.curvatures[entry].first, exposures.curvatures[entry].second)
          let derivative = i == j ? byElement(i, i) : byElement(i, j) + byElement(j, i)
          let component = exposures.curvatures[entry].gamma * derivative
          sum += component
          factors[i] += 0.5 * component
          factors[j] += 0.5 * component
        }
      }
      positions.append(sum)
    }
    return Decomposition.Parts(
      total: figure(tail), positions: positions, factors: factors, time: time, revaluation: 0, marginals: byDelta)
  }
}
