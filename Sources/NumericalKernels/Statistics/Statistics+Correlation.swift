/// A measure of how two samples move together, from -1 to 1.
public enum CorrelationMethod: Hashable, Sendable {
  /// The linear correlation.
  case pearson
  /// The linear correlation of ranks, ties getting the mean of theirs.
  case spearman
  /// Kendall's τ-b: concordant less discordant pairs, corrected for ties.
  case kendall
}

extension Statistics {
  /// The covariance of two samples over the pairs present, by n - 1 unless the convention says otherwise.
  ///
  /// - Throws: `dimensionMismatch` when the lengths differ; `insufficientData` with fewer than two pairs (one for the
  ///   population); `notFinite` for an infinity.
  /// - Complexity: O(n).
  public static func covariance(_ x: [Double], _ y: [Double], _ convention: MomentConvention = .sample)
    throws(NumericalError) -> Double
  {
    let pairs = try Pairs(x, y, atLeast: convention == .sample ? 2 : 1)
    let divisor = Double(pairs.x.values.count - (convention == .sample ? 1 : 0))
    return pairs.products / divisor / pairs.x.scale / pairs.y.scale
  }

  /// The correlation of two samples over the pairs present.
  ///
  /// - Throws: `dimensionMismatch` when the lengths differ; `insufficientData` with fewer than two pairs or when a
  ///   sample does not vary (its index is 0 or 1); `notFinite` for an infinity.
  /// - Complexity: O(n) for Pearson, O(n log n) otherwise.
  public static func correlation(_ x: [Double], _ y: [Double], _ method: CorrelationMethod = .pearson)
    throws(NumericalError) -> Double
  {
    let pairs = try Pairs(x, y, atLeast: 2)
    for (index, sample) in [pairs.x, pairs.y].enumerated() where sample.values.allSatisfy({ $0 == sample.values[0] }) {
      throw NumericalError(.insufficientData, "all values are equal", index: index)
    }
    switch method {
    case .pearson: return pairs.correlation
    case .spearman: return try Pairs(ranks(pairs.x.values), ranks(pairs.y.values), atLeast: 2).correlation
    case .kendall: return kendall(pairs.x.values, pairs.y.values)
    }
  }

  /// Kendall's τ-b by counting the exchanges of a merge sort (Knight, "A computer method for calculating Kendall's tau
  /// with ungrouped data", Journal of the American Statistical Association 61 (1966)).
  private static func kendall(_ x: [Double], _ y: [Double]) -> Double {
    let order = x.indices.sorted { x[$0] == x[$1] ? y[$0] < y[$1] : x[$0] < x[$1] }
    let n = x.count
    let (tiedX, tiedBoth) = (
      tiedPairs(n) { x[order[$0]] == x[order[$1]] },
      tiedPairs(n) { x[order[$0]] == x[order[$1]] && y[order[$0]] == y[order[$1]] }
    )
    var sorted = order.map { y[$0] }
    let discordant = sorted.sortCountingInversions()
    let tiedY = tiedPairs(n) { sorted[$0] == sorted[$1] }
    let pairs = n * (n - 1) / 2
    let difference = pairs - tiedX - tiedY + tiedBoth - 2 * discordant
    return Double(difference) / (Double(pairs - tiedX).squareRoot() * Double(pairs - tiedY).squareRoot())
  }

  /// The pairs within runs of equal neighbours.
  private static func tiedPairs(_ count: Int, _ isEqual: (Int, Int) -> Bool) -> Int {
    var (pairs, run) = (0, 0)
    for i in 1..<max(1, count) {
      run = isEqual(i - 1, i) ? run + 1 : 0
      pairs += run
    }
    return pairs
  }
}

/// The pairs of two samples in which both halves are present.
struct Pairs {
  let x: Sample
  let y: Sample

  init(_ x: [Double], _ y: [Double], atLeast minimum: Int) throws(NumericalError) {
    guard x.count == y.count else {
      throw NumericalError(.dimensionMismatch, "samples of one length expected, \(x.count) and \(y.count) given")
    }
    if x.firstNonFinite == nil, y.firstNonFinite == nil {
      self.x = try Sample(x, atLeast: minimum)
      self.y = try Sample(y, atLeast: minimum)
    } else {
      _ = (try x.present(), try y.present())
      let kept = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
      self.x = try Sample(kept.map { x[$0] }, atLeast: minimum)
      self.y = try Sample(kept.map { y[$0] }, atLeast: minimum)
    }
  }

  /// The sum of the products of deviations.
  var products: Double {
    let (xMean, yMean) = (x.mean, y.mean)
    return x.values.withUnsafeBufferPointer { x in
      y.values.withUnsafeBufferPointer { y in
        DoubleDouble.sum(x.count) {
          ((x[$0] - xMean.high) - xMean.low) * ((y[$0] - yMean.high) - yMean.low)
        }.high
      }
    }
  }

  /// The linear correlation of samples that vary.
  var correlation: Double {
    max(-1, min(1, products / (x.squares.squareRoot() * y.squares.squareRoot())))
  }
}

extension [Double] {
  /// Sorts and returns the number of pairs that stood the wrong way round.
  fileprivate mutating func sortCountingInversions() -> Int {
    var (source, target) = (self, self)
    var (inversions, width) = (0, 1)
    while width < count {
      for start in stride(from: 0, to: count, by: 2 * width) {
        let (middle, end) = (Swift.min(start + width, count), Swift.min(start + 2 * width, count))
        var (left, right) = (start, middle)
        for place in start..<end {
          if right >= end || (left < middle && source[left] <= source[right]) {
            target[place] = source[left]
            left += 1
          } else {
            target[place] = source[right]
            right += 1
            inversions += middle - left
          }
        }
      }
      swap(&source, &target)
      width *= 2
    }
    self = source
    return inversions
  }
}
