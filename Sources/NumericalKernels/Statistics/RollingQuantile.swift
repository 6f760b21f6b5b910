/// A quantile (type 7) of the last values of a stream, such as the running median.
///
/// Two heaps meet at the quantile: the values below it with the largest on top, the values above it with the smallest
/// on top. A NaN is a missing value: it takes its place in the window and is left out. Bit-identical on every machine.
public struct RollingQuantile: Sendable {
  /// The share of values at or below the quantile.
  public let probability: Double
  private let window: Int
  private var next = 0
  /// The values up to the quantile, negated, so that the largest is on top.
  private var below: PlaceHeap
  private var above: PlaceHeap

  /// Takes the number of values in the window and the probability, from 0 to 1; 0.5 is the median.
  ///
  /// - Throws: `invalidArgument` for a window below 1 or a probability outside 0...1.
  public init(window: Int, probability: Double = 0.5) throws(NumericalError) {
    guard window > 0 else { throw NumericalError(.invalidArgument, "a window of 1 or more expected, \(window) given") }
    guard window <= 1 << 28 else { throw NumericalError(.tooLarge, "a window of at most 2^28 expected") }
    guard probability >= 0, probability <= 1 else {
      throw NumericalError(.invalidArgument, "a probability from 0 to 1 expected, \(probability) given")
    }
    self.probability = probability
    self.window = window
    below = PlaceHeap(capacity: window)
    above = PlaceHeap(capacity: window)
  }

  /// The number of values present in the window.
  public var count: Int { below.count + above.count }

  /// The quantile of the values present; nil without one.
  public var quantile: Double? {
    guard let low = below.first.map({ -$0.key }) else { return nil }
    let (_, weight) = QuantileType.type7.position(probability, count: count)
    guard weight > 0, let high = above.first?.key else { return low }
    return low.interpolated(to: high, weight)
  }

  /// Takes the next value; the oldest leaves when the window is full.
  ///
  /// - Throws: `notFinite` for an infinity, which is not taken.
  /// - Complexity: O(log window).
  public mutating func push(_ value: Double) throws(NumericalError) {
    guard !value.isInfinite else { throw NumericalError(.notFinite, "the value is infinite") }
    below.remove(next)
    above.remove(next)
    if let bound = below.first.map({ -$0.key }) ?? above.first?.key, value > bound {
      above.insert(next, key: value)
    } else if !value.isNaN {
      below.insert(next, key: -value)
    }
    next = next + 1 == window ? 0 : next + 1
    balance()
  }

  /// Moves tops until `below` ends with the order statistic that the quantile starts from.
  private mutating func balance() {
    guard count > 0 else { return }
    let wanted = QuantileType.type7.position(probability, count: count).below + 1
    while below.count > wanted, let top = below.first {
      below.remove(top.place)
      above.insert(top.place, key: -top.key)
    }
    while below.count < wanted, let top = above.first {
      above.remove(top.place)
      below.insert(top.place, key: -top.key)
    }
  }
}

/// A binary heap with the smallest key on top, whose entries are found by their place in a ring.
private struct PlaceHeap: Sendable {
  private var heap: [Int] = []
  private var keys: [Double]
  /// Where each place stands in the heap; -1 when it does not.
  private var positions: [Int]

  init(capacity: Int) {
    heap.reserveCapacity(capacity)
    keys = [Double](repeating: 0, count: capacity)
    positions = [Int](repeating: -1, count: capacity)
  }

  var count: Int { heap.count }

  var first: (place: Int, key: Double)? { heap.first.map { ($0, keys[$0]) } }

  mutating func insert(_ place: Int, key: Double) {
    keys[place] = key
    heap.append(place)
    rise(from: heap.count - 1)
  }

  mutating func remove(_ place: Int) {
    let position = positions[place]
    guard position >= 0 else { return }
    positions[place] = -1
    let last = heap.removeLast()
    guard position < heap.count else { return }
    heap[position] = last
    rise(from: position)
    sink(from: positions[last])
  }

  private mutating func rise(from start: Int) {
    var position = start
    let place = heap[start]
    while position > 0 {
      let parent = (position - 1) / 2
      guard keys[place] < keys[heap[parent]] else { break }
      heap[position] = heap[parent]
      positions[heap[position]] = position
      position = parent
    }
    heap[position] = place
    positions[place] = position
  }

  private mutating func sink(from start: Int) {
    var position = start
    let place = heap[start]
    while true {
      var child = 2 * position + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, keys[heap[child + 1]] < keys[heap[child]] { child += 1 }
      guard keys[heap[child]] < keys[place] else { break }
      heap[position] = heap[child]
      positions[heap[position]] = position
      position = child
    }
    heap[position] = place
    positions[place] = position
  }
}
