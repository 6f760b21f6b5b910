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
      select(cut, 0, known.count - 1)
      select(end - 1, cut, known.count - 1)
    }
    var sum = 0.0
    for index in cut..<end { sum += known[index] }
    return sum / Double(end - cut)
  }

  /// Moves values between two places so that none before place `k` is above the one there, and none after it below
  /// (Hoare).
  private mutating func select(_ k: Int, _ first: Int, _ last: Int) {
    var (low, high) = (first, last)
    var rounds = 0
    while low < high {
      rounds += 1
      // Pivots that keep missing the middle are no accident.
      if rounds > 64 {
        known[low...high].sort()
        return
      }
      let pivot = known[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while known[i] < pivot { i += 1 }
        while known[j] > pivot { j -= 1 }
        if i <= j {
          known.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if k <= j {
        high = j
      } else if k >= i {
        low = i
      } else {
        return
      }
    }
  }
}
