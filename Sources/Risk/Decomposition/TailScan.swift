import Valuation

/// Quantile and shortfall of many samples of the same size, without ranking more of each than its tail.
///
/// Gives the numbers that the measure's estimate gives, up to the order of a sum.
struct TailScan {
  private let measures: [TailMeasure]
  private let count: Int
  /// How the scenarios depend on each other: the width of a smoothed quantile hangs on it.
  private let dependence: SimulatedLosses.Dependence
  /// The number of the largest losses that are needed.
  private let needed: Int
  private var tail: [Double]
  /// A guess of the loss from which on the tail begins, from the sample before.
  private var threshold = -Double.infinity

  /// - Throws: `outOfRange` for a level outside 0 to 1.
  init(_ measure: TailMeasure, _ count: Int, _ dependence: SimulatedLosses.Dependence) throws(RiskError) {
    try self.init([measure], count, dependence)
  }

  /// Scans for several measures, which share one tail.
  ///
  /// - Throws: `outOfRange` for a level outside 0 to 1.
  init(_ measures: [TailMeasure], _ count: Int, _ dependence: SimulatedLosses.Dependence) throws(RiskError) {
    var needed = 1
    for measure in measures {
      try InputCheck.level(measure.level)
      let place = Double(count - 1) * measure.level
      let mass = Double(count) * (1 - measure.level)
      needed = max(needed, count - max(0, min(Int(place), count - Int(mass.rounded(.up)) - 1)))
    }
    self.measures = measures
    self.count = count
    self.dependence = dependence
    self.needed = needed
    tail = [Double](repeating: 0, count: count)
  }

  /// The figures of one sample under the first measure.
  mutating func figures(of losses: [Double]) throws(RiskError) -> TailPair {
    try allFigures(of: losses).first ?? TailPair(valueAtRisk: 0, expectedShortfall: 0)
  }

  /// The figures of one sample under each measure.
  mutating func allFigures(of losses: [Double], _ weights: [Double]? = nil) throws(RiskError) -> [TailPair] {
    let isPlain = measures.allSatisfy { $0.quantileConvention == .type7 && $0.shortfallConvention == .fractional }
    guard isPlain, weights == nil else {
      var pairs: [TailPair] = []
      for measure in measures { pairs.append(try slow(measure, losses, weights)) }
      return pairs
    }
    var found = collect(losses, from: threshold)
    if found < needed || found > 8 * needed {
      found = collect(losses, from: guess(losses))
      if found < needed { found = collect(losses, from: -.infinity) }
    }
    tail[..<found].sort()
    // Half as many again as are needed leave room for the next sample to differ.
    threshold = tail[max(0, found - needed - needed / 2 - 8)]
    return measures.map { pair($0.level, found) }
  }

  /// The figures of samples that are written one by one into a buffer of the size.
  mutating func scan(
    rows: Int, _ write: (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws(RiskError) -> [TailPair] {
    var losses = [Double](repeating: 0, count: count)
    var pairs: [TailPair] = []
    pairs.reserveCapacity(rows)
    for row in 0..<rows {
      losses.withUnsafeMutableBufferPointer { write(row, $0) }
      pairs.append(try figures(of: losses))
    }
    return pairs
  }

  /// A loss from which on the tail and some more will lie, from every eighth loss.
  private func guess(_ losses: [Double]) -> Double {
    var few = stride(from: 0, to: losses.count, by: 8).map { losses[$0] }
    few.sort()
    return few[max(0, few.count - 1 - (needed / 4 + 4))]
  }

  /// Copies the losses from a threshold on, and says how many there are.
  private mutating func collect(_ losses: [Double], from threshold: Double) -> Int {
    losses.withUnsafeBufferPointer { losses in
      tail.withUnsafeMutableBufferPointer { tail in
        var found = 0
        var first = 0
        // Eight at a time: most groups hold none.
        let limit = SIMD8<Double>(repeating: threshold)
        let bytes = UnsafeRawBufferPointer(losses)
        while first + 8 <= losses.count {
          let group = bytes.loadUnaligned(fromByteOffset: 8 * first, as: SIMD8<Double>.self)
          if any(group .>= limit) {
            for lane in 0..<8 where group[lane] >= threshold {
              tail[found] = group[lane]
              found += 1
            }
          }
          first += 8
        }
        for place in first..<losses.count where losses[place] >= threshold {
          tail[found] = losses[place]
          found += 1
        }
        return found
      }
    }
  }

  /// The figures from the tail in rising order.
  private func pair(_ level: Double, _ found: Int) -> TailPair {
    let place = Double(count - 1) * level
    let rank = min(Int(place), count - 1)
    let share = place - Double(rank)
    func ranked(_ rank: Int) -> Double { tail[found - (count - rank)] }
    let quantile = share > 0 && rank + 1 < count ? (1 - share) * ranked(rank) + share * ranked(rank + 1) : ranked(rank)
    var left = Double(count) - Double(count) * level
    let mass = left
    var sum = 0.0
    var next = found - 1
    while left > 0, next >= 0 {
      let weight = min(1, left)
      sum += weight * tail[next]
      left -= weight
      next -= 1
    }
    return TailPair(valueAtRisk: quantile, expectedShortfall: sum / mass)
  }

  private func slow(_ measure: TailMeasure, _ losses: [Double], _ weights: [Double]?) throws(RiskError) -> TailPair {
    let tail = try dependence.estimate(measure, losses, weights)
    return TailPair(valueAtRisk: tail.quantile, expectedShortfall: tail.shortfall)
  }
}
