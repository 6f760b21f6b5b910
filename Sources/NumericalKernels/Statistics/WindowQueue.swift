/// A summary of values that another one can be appended to, and that two neighbours merge into one.
protocol WindowSummary: Sendable {
  associatedtype Element: Sendable
  init()
  mutating func append(_ element: Element)
  func merged(with later: Self) -> Self
}

/// The summary of the last values of a stream, without ever subtracting one.
///
/// Two stacks: the older values are held as summaries of everything from each of them to the newest of their stack, the
/// newer ones as one running summary. When the older stack is used up, the newer values are turned over into it. No
/// rounding error or outlier outlives its value.
struct WindowQueue<Summary: WindowSummary>: Sendable {
  private let window: Int
  private var older: [Summary] = []
  private var newer: [Summary.Element] = []
  private var newerSummary = Summary()

  init(window: Int) {
    self.window = window
    older.reserveCapacity(window)
    newer.reserveCapacity(window)
  }

  /// The number of values held, at most the window.
  var count: Int { older.count + newer.count }

  var summary: Summary { older.last?.merged(with: newerSummary) ?? newerSummary }

  mutating func push(_ element: Summary.Element) {
    if count == window { dropOldest() }
    newer.append(element)
    newerSummary.append(element)
  }

  private mutating func dropOldest() {
    if older.isEmpty {
      var summary = Summary()
      for element in newer.reversed() {
        summary.append(element)
        older.append(summary)
      }
      newer.removeAll(keepingCapacity: true)
      newerSummary = Summary()
    }
    older.removeLast()
  }
}
