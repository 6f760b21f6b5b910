/// The nine definitions of a sample quantile of Hyndman and Fan, "Sample quantiles in statistical packages", The
/// American Statistician 50 (1996).
public enum QuantileType: Int, CaseIterable, Hashable, Sendable {
  /// The inverse of the empirical distribution function.
  case type1 = 1
  /// As type 1, with averages where it jumps.
  case type2
  /// The nearest order statistic, even ones at ties (SAS).
  case type3
  /// Linear interpolation of the empirical distribution function.
  case type4
  /// Linear between points midway through its steps (hydrologists).
  case type5
  /// Linear with plotting positions k / (n + 1) (Weibull; Minitab, SPSS).
  case type6
  /// Linear with plotting positions (k - 1) / (n - 1): the default of R, NumPy and spreadsheets.
  case type7
  /// Linear, approximately unbiased for the median whatever the distribution.
  case type8
  /// Linear, approximately unbiased for normal samples.
  case type9

  /// The order statistic below (0 to n - 1, clamped) and the weight of the one above it.
  func position(_ p: Double, count n: Int) -> (below: Int, weight: Double) {
    // Products such as 10 * 0.7 miss their integer by rounding; within four units they count as it.
    let fuzz = 4 * Double.ulpOfOne
    let size = Double(n)
    let (place, isStep): (Double, Bool) =
      switch self {
      case .type1, .type2: (size * p, true)
      case .type3: (size * p - 0.5, true)
      case .type4: (size * p, false)
      case .type5: (size * p + 0.5, false)
      case .type6: ((size + 1) * p, false)
      case .type7: ((size - 1) * p + 1, false)
      case .type8: ((size + 1.0 / 3) * p + 1.0 / 3, false)
      case .type9: ((size + 0.25) * p + 0.375, false)
      }
    let whole = (place + fuzz * max(1, abs(place))).rounded(.down)
    var weight = place - whole
    if abs(weight) < fuzz * max(1, abs(place)) { weight = 0 }
    if isStep {
      switch self {
      case .type2: weight = weight > 0 ? 1 : 0.5
      case .type3: weight = weight == 0 && Int(whole) & 1 == 0 ? 0 : 1
      default: weight = weight > 0 ? 1 : 0
      }
    }
    let below = Int(whole) - 1
    if below < 0 { return (0, 0) }
    if below >= n - 1 { return (n - 1, 0) }
    return (below, weight)
  }
}

extension Statistics {
  /// One quantile of the values present, found by selection.
  ///
  /// ```swift
  /// try Statistics.quantile([4, 1, 3, 2], 0.5)  // 2.5
  /// ```
  ///
  /// - Parameters:
  ///   - values: The sample, in any order.
  ///   - probability: The share of values at or below the quantile, from 0 to 1.
  ///   - type: The definition.
  /// - Throws: `invalidArgument` for a probability outside 0...1; `insufficientData` without a value; `notFinite` for
  ///   an infinity.
  /// - Complexity: O(n) on average, O(n log n) at worst.
  public static func quantile(_ values: [Double], _ probability: Double, type: QuantileType = .type7)
    throws(NumericalError) -> Double
  {
    try require(probability)
    var present = try values.present()
    guard !present.isEmpty else { throw NumericalError(.insufficientData, "1 value expected, 0 present") }
    let (below, weight) = type.position(probability, count: present.count)
    let low = present.select(below)
    guard weight > 0 else { return low }
    // Selection leaves everything above the place at or beyond it.
    let high = present[(below + 1)...].reduce(Double.infinity) { min($0, $1) }
    return low.interpolated(to: high, weight)
  }

  /// Several quantiles of the values present, in the order of the probabilities.
  ///
  /// A few are selected one after the other in what the one before left above it; many come from one sort.
  ///
  /// - Throws: As `quantile`.
  /// - Complexity: O(n · probabilities) on average, O(n log n) at most.
  public static func quantiles(_ values: [Double], _ probabilities: [Double], type: QuantileType = .type7)
    throws(NumericalError) -> [Double]
  {
    for probability in probabilities { try require(probability) }
    var present = try values.present()
    guard !present.isEmpty else { throw NumericalError(.insufficientData, "1 value expected, 0 present") }
    let positions = probabilities.map { type.position($0, count: present.count) }
    var ranks = Set(positions.map { $0.below })
    ranks.formUnion(positions.lazy.filter { $0.weight > 0 }.map { $0.below + 1 })
    if ranks.count > 16 {
      present.sort()
    } else {
      var start = 0
      for rank in ranks.sorted() {
        _ = present.select(rank, from: start)
        start = rank + 1
      }
    }
    return positions.map { below, weight in
      weight > 0 ? present[below].interpolated(to: present[below + 1], weight) : present[below]
    }
  }

  /// The middle value of those present, or the mean of the middle two.
  ///
  /// - Throws: `insufficientData` without a value; `notFinite` for an infinity.
  /// - Complexity: O(n) on average.
  public static func median(_ values: [Double]) throws(NumericalError) -> Double {
    try quantile(values, 0.5)
  }

  private static func require(_ probability: Double) throws(NumericalError) {
    guard probability >= 0, probability <= 1 else {
      throw NumericalError(.invalidArgument, "a probability from 0 to 1 expected, \(probability) given")
    }
  }
}

extension Double {
  /// The point at a weight between this and a number not below it, without overflow and never outside the two.
  func interpolated(to high: Double, _ weight: Double) -> Double {
    weight == 1 ? high : Swift.min(high, Swift.max(self, (1 - weight) * self + weight * high))
  }
}

extension [Double] {
  /// Moves the element of rank `k` to its place, smaller ones before it and larger ones after, and returns it.
  ///
  /// Elements before `start` stay; they must be those of the ranks below it.
  /// Hoare's quickselect with the median of three; a run of bad splits falls back to sorting what is left.
  /// - Complexity: O(n) on average, O(n log n) at worst.
  package mutating func select(_ k: Int, from start: Int = 0) -> Double {
    withUnsafeMutableBufferPointer { a in
      var (low, high) = (start, a.count - 1)
      var splitsLeft = 2 * (Int.bitWidth - a.count.leadingZeroBitCount)
      while high - low > 16 {
        guard splitsLeft > 0 else { break }
        splitsLeft -= 1
        let middle = low + (high - low) / 2
        if a[middle] < a[low] { a.swapAt(middle, low) }
        if a[high] < a[low] { a.swapAt(high, low) }
        if a[high] < a[middle] { a.swapAt(high, middle) }
        let pivot = a[middle]
        var (i, j) = (low, high)
        while i <= j {
          while a[i] < pivot { i += 1 }
          while pivot < a[j] { j -= 1 }
          if i <= j {
            a.swapAt(i, j)
            i += 1
            j -= 1
          }
        }
        if k <= j {
          high = j
        } else if k >= i {
          low = i
        } else {
          return a[k]
        }
      }
      a[low...high].sort()
      return a[k]
    }
  }
}
