/// Adjoining delivery intervals in order of time: the axis of a ``TimeSeries``.
///
///     let hours = DeliveryGrid(start: start, seconds: 3600, count: 25)
///     let days = DeliveryGrid.days(from: november1, count: 30, in: .central)   // one of them has 25 hours
///     days.index(containing: instant)
///
/// A grid of fixed seconds keeps three numbers, any other one its edges. Two grids are equal when their intervals are: local
/// days of a zone without clock changes equal steps of 86,400 seconds.
public struct DeliveryGrid: Hashable, Sendable {
  private enum Storage: Hashable, Sendable {
    case steps(start: Int64, seconds: Int64, count: Int)
    /// At least two edges, not all equally far apart.
    case edges([Int64])
  }

  private let storage: Storage

  /// Makes `count` steps of `seconds` from `start` on; `nil` unless both are positive and the end is an instant.
  public init?(start: Instant, seconds: Int64, count: Int) {
    guard seconds > 0, count > 0, case let (length, overflow) = seconds.multipliedReportingOverflow(by: Int64(count)),
      !overflow, !start.secondsSince1970.addingReportingOverflow(length).overflow
    else { return nil }
    storage = .steps(start: start.secondsSince1970, seconds: seconds, count: count)
  }

  /// Cuts a span into steps of `seconds`; `nil` unless the span is a whole number of them.
  public init?(covering span: DeliveryInterval, seconds: Int64) {
    guard seconds > 0, span.seconds % seconds == 0 else { return nil }
    self.init(start: span.start, seconds: seconds, count: Int(span.seconds / seconds))
  }

  /// Makes the intervals between edges; `nil` unless there are two or more, each later than the one before.
  public init?(edges: [Instant]) {
    guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.init(increasing: edges.map(\.secondsSince1970))
  }

  /// Makes a grid from adjoining intervals; `nil` where there are none, or one does not begin where the last ended.
  public init?(_ intervals: some Collection<DeliveryInterval>) {
    guard let first = intervals.first,
      zip(intervals, intervals.dropFirst()).allSatisfy({ $0.end == $1.start })
    else { return nil }
    self.init(increasing: [first.start.secondsSince1970] + intervals.map(\.end.secondsSince1970))
  }

  /// From two or more edges known to increase.
  init(increasing edges: [Int64]) {
    let step = edges[1].subtractingReportingOverflow(edges[0])
    if !step.overflow, zip(edges, edges.dropFirst()).allSatisfy({ $1 &- $0 == step.partialValue }) {
      storage = .steps(start: edges[0], seconds: step.partialValue, count: edges.count - 1)
    } else {
      storage = .edges(edges)
    }
  }

  /// The first instant of the grid.
  public var start: Instant {
    switch storage {
    case .steps(let start, _, _): Instant(secondsSince1970: start)
    case .edges(let edges): Instant(secondsSince1970: edges[0])
    }
  }

  /// The first instant after the grid.
  public var end: Instant { edge(count) }

  /// The whole span of the grid.
  public var span: DeliveryInterval { DeliveryInterval(uncheckedStart: start, end: end) }

  /// The number of intervals, at least one.
  public var count: Int {
    switch storage {
    case .steps(_, _, let count): count
    case .edges(let edges): edges.count - 1
    }
  }

  /// The length in seconds that all intervals share, or `nil` where they differ.
  public var uniformSeconds: Int64? {
    if case .steps(_, let seconds, _) = storage { seconds } else { nil }
  }

  /// The start of interval `index`, or the end of the grid for `count`.
  private func edge(_ index: Int) -> Instant {
    switch storage {
    case .steps(let start, let seconds, _): Instant(secondsSince1970: start &+ seconds &* Int64(index))
    case .edges(let edges): Instant(secondsSince1970: edges[index])
    }
  }

  /// The index of the interval that holds an instant, or `nil` outside the grid.
  /// - Complexity: O(1) for fixed seconds, O(log n) otherwise.
  public func index(containing instant: Instant) -> Int? {
    guard start <= instant, instant < end else { return nil }
    switch storage {
    case .steps(let start, let seconds, _):
      return Int((instant.secondsSince1970 &- start) / seconds)
    case .edges(let edges):
      var low = 0
      var high = edges.count - 1
      while high - low > 1 {
        let middle = (low + high) / 2
        if edges[middle] <= instant.secondsSince1970 { low = middle } else { high = middle }
      }
      return low
    }
  }

  /// The index of the interval equal to another, or `nil` where the grid has none.
  public func index(of interval: DeliveryInterval) -> Int? {
    index(containing: interval.start).flatMap { self[$0] == interval ? $0 : nil }
  }

  /// The indices of the intervals that share time with a span; empty where none does.
  public func indices(overlapping span: DeliveryInterval) -> Range<Int> {
    guard let common = self.span.intersection(span), let first = index(containing: common.start),
      let last = index(containing: common.end.advanced(bySeconds: -1))
    else { return 0..<0 }
    return first..<last + 1
  }

  /// The indices of the intervals that lie wholly in a span; empty where none does.
  public func indices(within span: DeliveryInterval) -> Range<Int> {
    var range = indices(overlapping: span)
    if let first = range.first, !span.contains(self[first]) { range = first + 1..<range.upperBound }
    if let last = range.last, !span.contains(self[last]) { range = range.lowerBound..<last }
    return range
  }

  /// The part of the grid with some of its indices, or `nil` for an empty or impossible range.
  public func slice(_ range: Range<Int>) -> DeliveryGrid? {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else { return nil }
    switch storage {
    case .steps(_, let seconds, _):
      return DeliveryGrid(start: edge(range.lowerBound), seconds: seconds, count: range.count)
    case .edges(let edges):
      return DeliveryGrid(increasing: Array(edges[range.lowerBound...range.upperBound]))
    }
  }

  /// The length in hours of interval `index`.
  public func hours(at index: Int) -> Double { self[index].hours }
}

extension DeliveryGrid: RandomAccessCollection {
  /// The first index, 0.
  public var startIndex: Int { 0 }
  /// The number of intervals.
  public var endIndex: Int { count }

  /// The interval at an index from 0 to `count - 1`.
  public subscript(position: Int) -> DeliveryInterval {
    precondition(position >= 0 && position < count, "the grid has no interval \(position)")
    return DeliveryInterval(uncheckedStart: edge(position), end: edge(position + 1))
  }
}

extension DeliveryGrid: CustomStringConvertible {
  /// The span, the number of intervals and their length where they share one.
  public var description: String {
    let step = uniformSeconds.map { "\(count) of \($0) s" } ?? "\(count)"
    return "\(span) in \(step)"
  }
}
