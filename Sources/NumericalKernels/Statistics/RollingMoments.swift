/// The mean and variance of the last values of a stream.
///
/// Values leave the window without being subtracted, so nothing is lost to cancellation and an outlier leaves no trace
/// behind it. A NaN is a missing value: it takes its place in the window and is left out. Bit-identical everywhere.
///
/// ```swift
/// var rolling = try RollingMoments(window: 24)
/// for value in series {
///   try rolling.push(value)
///   print(rolling.mean ?? .nan, rolling.variance ?? .nan)
/// }
/// ```
public struct RollingMoments: Sendable {
  private var queue: WindowQueue<MomentSummary>

  /// Takes the number of values in the window.
  ///
  /// - Throws: `invalidArgument` unless it is positive, `tooLarge` beyond 2^28.
  public init(window: Int) throws(NumericalError) {
    guard window > 0 else { throw NumericalError(.invalidArgument, "a window of 1 or more expected, \(window) given") }
    guard window <= 1 << 28 else { throw NumericalError(.tooLarge, "a window of at most 2^28 expected") }
    queue = WindowQueue(window: window)
  }

  /// Takes the next value; the oldest leaves when the window is full.
  ///
  /// - Throws: `notFinite` for an infinity, `tooLarge` above a magnitude of 1e150; such a value is not taken.
  /// - Complexity: O(1), amortised.
  public mutating func push(_ value: Double) throws(NumericalError) {
    try value.requireSquareable()
    queue.push(value)
  }

  /// The number of values present in the window.
  public var count: Int { Int(queue.summary.count) }

  /// The number of values in the window, missing ones included: it rises to the window's length.
  public var span: Int { queue.count }

  /// The mean of the values present; nil without one.
  public var mean: Double? {
    let summary = queue.summary
    return summary.count > 0 ? summary.origin + summary.mean : nil
  }

  /// The variance by n - 1 of the values present; nil with fewer than two.
  public var variance: Double? {
    let summary = queue.summary
    return summary.count > 1 ? summary.squares / (summary.count - 1) : nil
  }

  /// The square root of `variance`.
  public var standardDeviation: Double? { variance?.squareRoot() }
}

/// Count, mean and sum of squares about it (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for
/// computing sample variances", 1979), relative to the first value, which keeps large common parts out of the rounding.
struct MomentSummary: WindowSummary {
  var count = 0.0
  var origin = 0.0
  var mean = 0.0
  var squares = 0.0

  mutating func append(_ value: Double) {
    guard !value.isNaN else { return }
    if count == 0 { origin = value }
    count += 1
    let relative = value - origin
    let step = relative - mean
    mean += step * (1 / count)
    squares += step * (relative - mean)
  }

  func merged(with later: MomentSummary) -> MomentSummary {
    guard count > 0 else { return later }
    guard later.count > 0 else { return self }
    var result = self
    result.count = count + later.count
    let step = (later.origin - origin) + (later.mean - mean)
    let share = later.count / result.count
    result.mean = mean + step * share
    result.squares = squares + later.squares + step * step * (count * share)
    return result
  }
}
