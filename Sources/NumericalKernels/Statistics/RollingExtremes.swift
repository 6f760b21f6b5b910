/// The smallest and largest of the last values of a stream.
///
/// By monotone queues: a value leaves as soon as a later one makes it irrelevant. A NaN is a missing value: it takes
/// its place in the window and is left out. Bit-identical on every machine.
public struct RollingExtremes: Sendable {
  private let window: Int
  private var step = 0
  private var rising: MonotoneQueue
  private var falling: MonotoneQueue

  /// Takes the number of values in the window.
  ///
  /// - Throws: `invalidArgument` unless it is positive, `tooLarge` beyond 2^28.
  public init(window: Int) throws(NumericalError) {
    guard window > 0 else { throw NumericalError(.invalidArgument, "a window of 1 or more expected, \(window) given") }
    guard window <= 1 << 28 else { throw NumericalError(.tooLarge, "a window of at most 2^28 expected") }
    self.window = window
    rising = MonotoneQueue(capacity: window)
    falling = MonotoneQueue(capacity: window)
  }

  /// Takes the next value, which may be infinite; the oldest leaves when the window is full.
  ///
  /// - Complexity: O(1), amortised.
  public mutating func push(_ value: Double) {
    rising.dropBefore(step - window + 1)
    falling.dropBefore(step - window + 1)
    if !value.isNaN {
      rising.append(value, at: step)
      falling.append(-value, at: step)
    }
    step += 1
  }

  /// The smallest value present in the window; nil without one.
  public var minimum: Double? { rising.first }

  /// The largest value present in the window; nil without one.
  public var maximum: Double? { falling.first.map { -$0 } }
}

/// Values that rise from the oldest to the newest, with the steps at which they came, in a ring.
private struct MonotoneQueue: Sendable {
  private var values: [Double]
  private var steps: [Int]
  private var head = 0
  private var count = 0

  init(capacity: Int) {
    values = [Double](repeating: 0, count: capacity)
    steps = [Int](repeating: 0, count: capacity)
  }

  var first: Double? { count > 0 ? values[head] : nil }

  mutating func dropBefore(_ step: Int) {
    while count > 0, steps[head] < step {
      head = head + 1 == values.count ? 0 : head + 1
      count -= 1
    }
  }

  mutating func append(_ value: Double, at step: Int) {
    while count > 0, values[place(count - 1)] >= value { count -= 1 }
    let place = place(count)
    values[place] = value
    steps[place] = step
    count += 1
  }

  private func place(_ index: Int) -> Int {
    let place = head + index
    return place < values.count ? place : place - values.count
  }
}
