import NumericalKernels

extension TailMeasure {
  /// Measures a sample of losses.
  ///
  /// - Parameters:
  ///   - losses: One loss for each path, positive where money is lost. Equal losses rank in the order of their paths.
  ///   - weights: A weight for each path, none negative; equal weights unless given. The interval of a weighted sample is that
  ///     of an unweighted one of the effective count.
  ///   - independentCount: As how many losses that do not depend on each other these count, for errors and interval: fewer where
  ///     they overlap, more where they were drawn against each other. Their number unless given.
  /// - Throws: `outOfRange` for a level, confidence, weight or count outside its domain, `empty` without losses or weight,
  ///   `notFinite`, `countMismatch`.
  /// - Complexity: O(n) and sorting of the tail; O(n log n) with weights.
  public func estimate(
    losses: [Double], weights: [Double]? = nil, independentCount: Double? = nil
  ) throws(ValuationError) -> TailEstimate {
    guard level > 0, level < 1 else {
      throw ValuationError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    guard confidence > 0, confidence < 1 else {
      throw ValuationError(.outOfRange, found: "confidence \(confidence)", expected: "a probability between 0 and 1")
    }
    let independent = independentCount ?? Double(losses.count)
    guard independent > 0, independent < 1e12 else {
      throw ValuationError(.outOfRange, found: "\(independent) independent losses", expected: "a positive number")
    }
    let effective = try effectiveCount(losses, weights) * (independent / Double(losses.count))
    let error = (level * (1 - level) / effective).squareRoot()
    let interval = BinomialInterval(trials: max(1, Int(effective.rounded())), level, confidence: confidence)
    let lowest = min(level - 2 * error, Double(interval.lower - 2) / effective) - 2 / effective
    let sample = try RankedSample(losses, weights: weights, above: max(0, lowest))

    let quantileWeights = sample.quantile(level, quantileConvention, error: error)
    let quantile = quantileWeights.sum { losses[$0] }
    let shortfallWeights: PathWeights =
      switch shortfallConvention {
      case .fractional: sample.worst(1 - level)
      case .atOrBeyond: sample.atOrBeyond(quantile)
      }
    func type7(_ probability: Double) -> Double {
      sample.quantile(probability, .type7, error: 0).sum { losses[$0] }
    }
    func end(_ rank: Int) -> Double? {
      guard rank >= 1, rank <= interval.trials else { return nil }
      return weights == nil && interval.trials == losses.count
        ? sample.orderStatistic(rank) : type7((Double(rank) - 0.5) / Double(interval.trials))
    }
    let excess = sample.excess(over: quantile)
    let shortfall = shortfallWeights.sum { losses[$0] }
    // Two errors of the level must lie within the sample.
    let hasTail = level + 2 * error <= 1
    let shortfallError =
      hasTail
      ? (max(0, excess.square - excess.mean * excess.mean) / effective).squareRoot() / (1 - level) : nil
    let width = shortfallError.flatMap { halfWidth(error: $0, degreesOfFreedom: effective * (1 - level) - 1) }
    return TailEstimate(
      measure: self, quantile: quantile, shortfall: shortfall,
      quantileStandardError: hasTail && level >= 2 * error ? 0.5 * (type7(level + error) - type7(level - error)) : nil,
      shortfallStandardError: shortfallError, lower: end(interval.lower), upper: end(interval.upper),
      coverage: interval.coverage, shortfallLower: width.map { shortfall - $0 },
      shortfallUpper: width.map { shortfall + $0 }, count: losses.count, effectiveCount: effective,
      quantileWeights: quantileWeights, shortfallWeights: shortfallWeights)
  }

  /// Half the width of an interval about a mean.
  private func halfWidth(error: Double, degreesOfFreedom: Double) -> Double? {
    let student = try? StudentTDistribution(degreesOfFreedom: max(1, degreesOfFreedom))
    return student.map { $0.upperQuantile(0.5 * (1 - confidence)) * error }
  }
}

/// Checks a sample and gives its effective count.
func effectiveCount(_ values: [Double], _ weights: [Double]?) throws(ValuationError) -> Double {
  guard !values.isEmpty else { throw ValuationError(.empty, found: "no values", expected: "at least one") }
  try requireFinite(values, "value")
  guard let weights else { return Double(values.count) }
  guard weights.count == values.count else {
    throw ValuationError(.countMismatch, found: "\(weights.count) weights", expected: "\(values.count)")
  }
  if let odd = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
    throw ValuationError(.outOfRange, found: "weight \(weights[odd])", expected: "a number from 0 on", index: odd)
  }
  let total = weights.reduce(0, +)
  guard total > 0, total < .infinity else {
    throw ValuationError(.empty, found: "a total weight of \(total)", expected: "a positive one")
  }
  return 1 / weights.reduce(0) { $0 + ($1 / total) * ($1 / total) }
}

/// Ranks that hold a quantile with a given probability, whatever the distribution: from the binomial number of losses below it.
struct BinomialInterval {
  let trials: Int
  /// The rank of the lower end, counted from 1; 0 where there is none.
  let lower: Int
  /// The rank of the upper end; `trials + 1` where there is none.
  let upper: Int
  /// The probability that the quantile lies between the two.
  let coverage: Double

  /// - Complexity: O(√trials). Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition, section 7.1.
  init(trials: Int, _ level: Double, confidence: Double) {
    let mode = min(trials, Int(Double(trials + 1) * level))
    // Probabilities relative to the mode's, as far as they count.
    var below: [Double] = []
    var term = 1.0
    var k = mode
    while k > 0 {
      term *= Double(k) * (1 - level) / (Double(trials - k + 1) * level)
      if term < 1e-22 { break }
      below.append(term)
      k -= 1
    }
    var above: [Double] = []
    term = 1
    k = mode
    while k < trials {
      term *= Double(trials - k) * level / (Double(k + 1) * (1 - level))
      if term < 1e-22 { break }
      above.append(term)
      k += 1
    }
    let first = mode - below.count
    let terms = below.reversed() + [1] + above
    let total = terms.reduce(0, +)
    let each = 0.5 * (1 - confidence)
    // Lower: the largest rank l with P(B <= l - 1) <= each; upper: the smallest u with P(B >= u) <= each.
    var lower = first
    var missed = 0.0
    while lower - first < terms.count, missed + terms[lower - first] / total <= each {
      missed += terms[lower - first] / total
      lower += 1
    }
    var upper = first + terms.count
    var missedAbove = 0.0
    while upper > first, missedAbove + terms[upper - first - 1] / total <= each {
      missedAbove += terms[upper - first - 1] / total
      upper -= 1
    }
    self.trials = trials
    self.lower = lower
    self.upper = upper
    coverage = (lower == 0 ? 1 : 1 - missed) - (upper > trials ? 0 : missedAbove)
  }
}
