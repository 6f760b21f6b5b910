import NumericalKernels

/// The upper part of a sample in order of value, with the weights of its quantiles and tails.
struct RankedSample {
  /// The indices of the values, smallest first, from `firstRank` on; equal values in order of index.
  let order: [Int]
  /// The number of values below those in `order`.
  let firstRank: Int
  /// The number of all values.
  let count: Int
  private let values: [Double]
  /// The weights of the values in `order`, summing to one over the whole sample; `nil` where all are equal.
  private let weights: [Double]?
  /// Where each weighted value stands between 0 and 1.
  private let positions: [Double]

  /// Ranks a checked sample, at least from a probability on; a weighted one as a whole, without values of weight zero.
  init(_ values: [Double], weights: [Double]?, above probability: Double) throws(ValuationError) {
    self.values = values
    count = values.count
    if let weights {
      let total = weights.reduce(0, +)
      let order = values.indices.filter { weights[$0] > 0 }.sorted { (values[$0], $0) < (values[$1], $1) }
      let shares = order.map { weights[$0] / total }
      // Half of two neighbours' weights lies between them: equal weights give the positions k / (n - 1) of type 7.
      var position = 0.0
      var positions = [0.0]
      for (share, next) in zip(shares, shares.dropFirst()) {
        position += 0.5 * (share + next)
        positions.append(position)
      }
      self.positions = position > 0 ? positions.map { $0 / position } : positions
      self.weights = shares
      self.order = order
      firstRank = 0
    } else {
      let rank = max(0, min(count - 1, Int(probability * Double(count - 1))))
      var partitioned = values
      let threshold = partitioned.select(rank)
      var upper: [(value: Double, index: Int)] = []
      upper.reserveCapacity(count - rank)
      for (index, value) in values.enumerated() where value >= threshold { upper.append((value, index)) }
      upper.sort { $0.value < $1.value || ($0.value == $1.value && $0.index < $1.index) }
      order = upper.suffix(count - rank).map(\.index)
      firstRank = rank
      self.weights = nil
      positions = []
    }
  }

  /// The value of a rank counted from 1, for samples without weights.
  func orderStatistic(_ rank: Int) -> Double? {
    let place = rank - 1 - firstRank
    return order.indices.contains(place) ? values[order[place]] : nil
  }

  /// The weights that make up a quantile; `error` is the level's standard error, for the smoothed one.
  func quantile(_ level: Double, _ convention: TailMeasure.QuantileConvention, error: Double) -> PathWeights {
    switch convention {
    case .type7: interpolated(level)
    case .type1: inverse(level)
    case .smoothed: smoothed(level, error)
    }
  }

  private func interpolated(_ level: Double) -> PathWeights {
    guard weights != nil else {
      let place = Double(count - 1) * min(max(level, 0), 1)
      let rank = min(Int(place), count - 1)
      return pair(rank - firstRank, place - Double(rank))
    }
    // The last position that is not above the level.
    var low = 0
    var high = positions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if positions[middle] <= level { low = middle } else { high = middle }
    }
    guard low + 1 < positions.count else { return pair(low, 0) }
    return pair(low, (level - positions[low]) / (positions[low + 1] - positions[low]))
  }

  private func pair(_ place: Int, _ share: Double) -> PathWeights {
    let place = max(0, place)
    guard share > 0, place + 1 < order.count else { return make([order[min(place, order.count - 1)]], [1]) }
    return make([order[place], order[place + 1]], [1 - share, share])
  }

  private func inverse(_ level: Double) -> PathWeights {
    guard let weights else {
      // Rounding in n × level must not push a whole number up to the next.
      let rank = Int((Double(count) * level * (1 - 1e-14)).rounded(.up)) - 1
      return pair(max(0, rank) - firstRank, 0)
    }
    var sum = 0.0
    for (place, weight) in weights.enumerated() {
      sum += weight
      if sum >= level * (1 - 1e-14) { return pair(place, 0) }
    }
    return pair(order.count - 1, 0)
  }

  private func smoothed(_ level: Double, _ error: Double) -> PathWeights {
    var chosen: [Int] = []
    var shares: [Double] = []
    let width = max(error, 1 / Double(max(1, count - 1)))
    for place in order.indices {
      let position = weights == nil ? Double(firstRank + place) / Double(max(1, count - 1)) : positions[place]
      let distance = (position - level) / width
      guard abs(distance) < 1 else { continue }
      chosen.append(order[place])
      shares.append((weights?[place] ?? 1) * (1 - distance * distance))
    }
    let total = shares.reduce(0, +)
    guard total > 0 else { return interpolated(level) }
    return make(chosen, shares.map { $0 / total })
  }

  /// Equal shares of the worst part of the sample, the last value with what is left of its weight.
  func worst(_ share: Double) -> PathWeights {
    var chosen: [Int] = []
    var shares: [Double] = []
    var left = weights == nil ? Double(count) - Double(count) * (1 - share) : share
    let total = left
    for place in order.indices.reversed() where left > 0 {
      let weight = min(weights?[place] ?? 1, left)
      chosen.append(order[place])
      shares.append(weight / total)
      left -= weight
    }
    return make(chosen.reversed(), shares.reversed())
  }

  /// Equal shares of the values that are not below a threshold.
  func atOrBeyond(_ threshold: Double) -> PathWeights {
    let places = order.indices.filter { values[order[$0]] >= threshold }
    guard !places.isEmpty else { return pair(order.count - 1, 0) }
    let total = places.reduce(0) { $0 + (weights?[$1] ?? 1) }
    return make(places.map { order[$0] }, places.map { (weights?[$0] ?? 1) / total })
  }

  /// The mean over the whole sample of what exceeds a threshold, and of its square.
  func excess(over threshold: Double) -> (mean: Double, square: Double) {
    var (mean, square) = (0.0, 0.0)
    for place in order.indices where values[order[place]] > threshold {
      let excess = values[order[place]] - threshold
      let share = weights?[place] ?? 1 / Double(count)
      mean += share * excess
      square += share * excess * excess
    }
    return (mean, square)
  }

  private func make(_ paths: [Int], _ weights: [Double]) -> PathWeights {
    PathWeights(paths: paths, weights: weights, sampleCount: count)
  }
}
