/// The covariance, correlation and regression slope of the last pairs of a stream.
///
/// Pairs leave the window without being subtracted, so nothing is lost to cancellation. A pair with a NaN takes its
/// place in the window and is left out. Bit-identical everywhere.
public struct RollingCovariance: Sendable {
  private var queue: WindowQueue<PairSummary>

  /// Takes the number of pairs in the window.
  ///
  /// - Throws: `invalidArgument` unless it is positive, `tooLarge` beyond 2^28.
  public init(window: Int) throws(NumericalError) {
    guard window > 0 else { throw NumericalError(.invalidArgument, "a window of 1 or more expected, \(window) given") }
    guard window <= 1 << 28 else { throw NumericalError(.tooLarge, "a window of at most 2^28 expected") }
    queue = WindowQueue(window: window)
  }

  /// Takes the next pair; the oldest leaves when the window is full.
  ///
  /// - Throws: `notFinite` for an infinity, `tooLarge` above a magnitude of 1e150, with the index 0 or 1; such a pair
  ///   is not taken.
  /// - Complexity: O(1), amortised.
  public mutating func push(_ x: Double, _ y: Double) throws(NumericalError) {
    try x.requireSquareable(index: 0)
    try y.requireSquareable(index: 1)
    queue.push((x, y))
  }

  /// The number of complete pairs in the window.
  public var count: Int { Int(queue.summary.count) }

  /// The covariance by n - 1; nil with fewer than two pairs.
  public var covariance: Double? {
    let summary = queue.summary
    return summary.count > 1 ? summary.products / (summary.count - 1) : nil
  }

  /// The linear correlation; nil with fewer than two pairs or when a half does not vary.
  public var correlation: Double? {
    let summary = queue.summary
    guard summary.xSquares > 0, summary.ySquares > 0 else { return nil }
    return max(-1, min(1, summary.products / (summary.xSquares.squareRoot() * summary.ySquares.squareRoot())))
  }

  /// The slope of the least-squares line of y on x; nil with fewer than two pairs or when x does not vary.
  public var beta: Double? {
    let summary = queue.summary
    return summary.xSquares > 0 ? summary.products / summary.xSquares : nil
  }
}

/// Counts, means, and sums of squares and products about them, relative to the first pair.
struct PairSummary: WindowSummary {
  var count = 0.0
  var (xOrigin, yOrigin) = (0.0, 0.0)
  var (xMean, yMean) = (0.0, 0.0)
  var (xSquares, ySquares, products) = (0.0, 0.0, 0.0)

  mutating func append(_ pair: (Double, Double)) {
    let (x, y) = pair
    guard !x.isNaN, !y.isNaN else { return }
    if count == 0 { (xOrigin, yOrigin) = (x, y) }
    count += 1
    let (xRelative, yRelative) = (x - xOrigin, y - yOrigin)
    let (xStep, yStep) = (xRelative - xMean, yRelative - yMean)
    let share = 1 / count
    xMean += xStep * share
    yMean += yStep * share
    xSquares += xStep * (xRelative - xMean)
    ySquares += yStep * (yRelative - yMean)
    products += xStep * (yRelative - yMean)
  }

  func merged(with later: PairSummary) -> PairSummary {
    guard count > 0 else { return later }
    guard later.count > 0 else { return self }
    var result = self
    result.count = count + later.count
    let xStep = (later.xOrigin - xOrigin) + (later.xMean - xMean)
    let yStep = (later.yOrigin - yOrigin) + (later.yMean - yMean)
    let share = later.count / result.count
    let weight = count * share
    result.xMean = xMean + xStep * share
    result.yMean = yMean + yStep * share
    result.xSquares = xSquares + later.xSquares + xStep * xStep * weight
    result.ySquares = ySquares + later.ySquares + yStep * yStep * weight
    result.products = products + later.products + xStep * yStep * weight
    return result
  }
}
