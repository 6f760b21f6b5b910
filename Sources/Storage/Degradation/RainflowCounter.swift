/// Counts the cycles of a series as it arrives, by the rainflow method with three points.
///
///     var counter = RainflowCounter()
///     for value in [-2.0, 1, -3, 5, -1, 3, -4, 4, -2] { counter.add(value) }
///     counter.cycles.map(\.range)        // [3, 4, 4, 8, 9, 8, 6] with the halves that are still open
///
/// A cycle is closed as soon as a later range is at least as large; what is open at the end counts as half cycles. The series may be
/// the state of charge, the stored energy, a temperature or a stress: ranges have its unit.
///
/// - Complexity: O(1) amortised for each value; memory for the closed cycles and the open turning points.
/// - Source: ASTM E1049-85 (2017), section 5.4.4.
public struct RainflowCounter: Hashable, Sendable {
  private struct Turn: Hashable, Sendable {
    var value: Double
    var index: Int
  }

  /// How far a series must come back from an extreme before that counts as a turning point; smaller ripples are no cycles.
  public let ripple: Double
  /// The number of values so far.
  public private(set) var count = 0
  /// The cycles that are closed, in the order in which they closed: full cycles, and halves that contain the beginning.
  public private(set) var closed: [RainflowCycle] = []
  private var turns: [Turn] = []
  /// The last extreme, not yet known to be a turning point.
  private var latest: Turn?

  /// Makes a counter that has seen nothing.
  ///
  /// - Parameter ripple: In the unit of the series; zero unless given, and for a negative one or NaN.
  public init(ripple: Double = 0) { self.ripple = ripple > 0 ? ripple : 0 }

  /// Takes the next value; one that is NaN or infinite is passed over, and keeps its place in the count.
  public mutating func add(_ value: Double) {
    defer { count += 1 }
    guard value.isFinite else { return }
    let new = Turn(value: value, index: count)
    guard let latest else {
      self.latest = new
      return
    }
    guard let anchor = turns.last else {
      // Until the series moves, its first value is where it begins.
      if abs(value - latest.value) > ripple {
        turns.append(latest)
        self.latest = new
      }
      return
    }
    let isRising = latest.value > anchor.value
    if isRising ? value >= latest.value : value <= latest.value {
      if value != latest.value { self.latest = new }
    } else if abs(value - latest.value) > ripple {
      turn(latest)
      self.latest = new
    }
  }

  /// Appends a turning point and closes what it closes.
  private mutating func turn(_ point: Turn) {
    turns.append(point)
    while turns.count >= 3, let cycle = Self.close(&turns) { closed.append(cycle) }
  }

  private static func close(_ turns: inout [Turn]) -> RainflowCycle? {
    let last = turns.count - 1
    let x = abs(turns[last].value - turns[last - 1].value)
    let y = abs(turns[last - 1].value - turns[last - 2].value)
    guard x >= y else { return nil }
    let isHalf = last == 2
    let cycle = RainflowCycle(
      from: turns[last - 2].value, at: turns[last - 2].index, to: turns[last - 1].value, at: turns[last - 1].index,
      isHalf: isHalf)
    if isHalf { turns.removeFirst() } else { turns.removeSubrange((last - 2)...(last - 1)) }
    return cycle
  }

  /// All cycles of the series so far: the closed ones, then the ranges that are open, each as a half.
  ///
  /// - Complexity: O(cycles).
  public var cycles: [RainflowCycle] {
    var result = closed
    var rest = turns
    if let latest { rest.append(latest) }
    while rest.count >= 3, let cycle = Self.close(&rest) { result.append(cycle) }
    for (start, end) in zip(rest, rest.dropFirst()) {
      result.append(RainflowCycle(from: start.value, at: start.index, to: end.value, at: end.index, isHalf: true))
    }
    return result
  }

  /// Hands over the closed cycles and forgets them, so that a series without end needs little memory.
  public mutating func takeClosed() -> [RainflowCycle] {
    defer { closed = [] }
    return closed
  }

  /// The cycles of a whole series.
  ///
  /// - Complexity: O(n).
  public static func cycles(of series: some Sequence<Double>, ripple: Double = 0) -> [RainflowCycle] {
    var counter = RainflowCounter(ripple: ripple)
    for value in series { counter.add(value) }
    return counter.cycles
  }
}
