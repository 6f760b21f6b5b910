import NumericalKernels

/// Means without the lowest and the highest values, one after the other in one piece of memory.
struct TrimmedMean {
  /// The share that is left out at either end, below a half.
  let share: Double
  private var known: [Double] = []

  init(share: Double) { self.share = share }

  /// The mean of what lies between the ends; `nil` where all are missing.
  ///
  /// - Complexity: O(n); O(n log n) at worst.
  mutating func mean(of values: some Sequence<Double>) -> Double? {
    known.removeAll(keepingCapacity: true)
    for value in values where !value.isNaN { known.append(value) }
    guard !known.isEmpty else { return nil }
    let cut = Int(share * Double(known.count))
    let end = known.count - cut
    if cut > 0 {
      _ = known.select(cut)
      _ = known.select(end - 1, from: cut)
    }
    var sum = 0.0
    for index in cut..<end { sum += known[index] }
    return sum / Double(end - cut)
  }
}
