/// The codes of locations or products that a query asks for.
struct CodeSelection: Sendable {
  /// The codes in ascending order.
  let sorted: [UInt32]
  private let bits: [UInt64]

  /// Makes a selection from codes in any order.
  init(_ codes: some Sequence<UInt32>) {
    let sorted = codes.sorted()
    var bits = [UInt64](repeating: 0, count: sorted.last.map { Int($0) / 64 + 1 } ?? 0)
    for code in sorted { bits[Int(code) / 64] |= 1 << UInt64(code % 64) }
    self.sorted = sorted
    self.bits = bits
  }

  /// Whether a code is selected.
  func contains(_ code: UInt32) -> Bool {
    let word = Int(code) / 64
    return word < bits.count && bits[word] & (1 << UInt64(code % 64)) != 0
  }

  /// Whether some selected code lies in `low...high`.
  func intersects(_ low: UInt32, _ high: UInt32) -> Bool {
    let index = firstIndex(notBelow: low)
    return index < sorted.count && sorted[index] <= high
  }

  /// The position of the first selected code that is not below `code`.
  func firstIndex(notBelow code: UInt32) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
