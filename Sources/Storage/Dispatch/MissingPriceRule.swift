/// What happens to a step whose price is missing (NaN).
public enum MissingPriceRule: String, Hashable, Sendable, Codable {
  /// The problem is refused with the index of the step.
  case refuse
  /// The last price before it holds on; at the beginning the first that is there holds.
  case carryForward
  /// The store stands still in the step.
  case idle

  /// Prices without gaps, and the steps in which the store stands still.
  func fill(_ prices: [Double], field: String) throws(StorageError) -> (prices: [Double], idle: [Int]) {
    guard let gap = prices.firstIndex(where: \.isNaN) else { return (prices, []) }
    guard self != .refuse, var last = prices.first(where: { !$0.isNaN }) else {
      throw StorageError(.notFinite, field: field, found: "no price", expected: "a number for each step", index: gap)
    }
    var filled = prices
    var idle: [Int] = []
    for index in prices.indices {
      if prices[index].isNaN {
        filled[index] = last
        if self == .idle { idle.append(index) }
      } else {
        last = prices[index]
      }
    }
    return (filled, idle)
  }
}
