/// A cycle or half cycle of a series.
public struct RainflowCycle: Hashable, Sendable, Codable {
  /// The value at which it begins.
  public let from: Double
  /// The place of that value in the series, counted from 0.
  public let start: Int
  /// The value at which it turns back, or ends.
  public let to: Double
  /// The place of that value.
  public let end: Int
  /// Whether it is half a cycle: one way only.
  public let isHalf: Bool

  init(from: Double, at start: Int, to: Double, at end: Int, isHalf: Bool) {
    self.from = from
    self.start = start
    self.to = to
    self.end = end
    self.isHalf = isHalf
  }

  /// The distance between its extremes, not negative.
  public var range: Double { abs(to - from) }

  /// Half-way between its extremes.
  public var mean: Double { 0.5 * from + 0.5 * to }

  /// 1, or 0.5 for a half.
  public var weight: Double { isHalf ? 0.5 : 1 }

  /// How many of its halves go down: 1 for a full cycle and for a falling half, 0 for a rising half.
  public var fallingHalves: Double { !isHalf || to < from ? 1 : 0 }

  /// How often each range occurs, smallest range first; equal ranges together.
  ///
  /// - Complexity: O(n log n).
  public static func counts(of cycles: [RainflowCycle]) -> [(range: Double, count: Double)] {
    var counts: [Double: Double] = [:]
    for cycle in cycles { counts[cycle.range, default: 0] += cycle.weight }
    return counts.sorted { $0.key < $1.key }.map { (range: $0.key, count: $0.value) }
  }

  /// The full cycles of some range that move as much: Σ weight × range / size.
  ///
  /// - Returns: Zero unless the size is positive.
  public static func equivalentFullCycles(_ cycles: [RainflowCycle], size: Double) -> Double {
    guard size > 0 else { return 0 }
    return cycles.reduce(0) { $0 + $1.weight * $1.range } / size
  }
}
