/// Brownian paths built from the end backwards, so that the first normals decide the most.
///
/// The first normal sets the path's end, the second its middle, and so on by halving. With a ``SobolSequence`` the
/// best dimensions then carry most of the variance. Fed with independent normals the path has the distribution that
/// summing increments gives. Bit-identical on every machine.
///
/// Glasserman, "Monte Carlo Methods in Financial Engineering" (2004), section 3.1, figure 3.2.
public struct BrownianBridge: Hashable, Sendable {
  /// The times of the path, ascending, in any unit; the path is 0 at time 0 and its variance at t is t.
  public let times: [Double]

  /// One point of the construction: where it stands, which points it lies between, and its conditional moments.
  private struct Step: Hashable, Sendable {
    let place: Int
    /// The neighbour on the left, nil for time 0.
    let left: Int?
    /// The neighbour on the right, nil for the path's end.
    let right: Int?
    let leftWeight: Double
    let rightWeight: Double
    let deviation: Double
  }

  private let steps: [Step]

  /// A bridge over a grid of times, which need not be even.
  ///
  /// - Throws: `notFinite` or `invalidArgument` with the index unless the times are finite, positive and strictly
  ///   ascending.
  public init(times: [Double]) throws(NumericalError) {
    var last = 0.0
    for (index, time) in times.enumerated() {
      guard time.isFinite else { throw NumericalError(.notFinite, "a time is \(time)", index: index) }
      guard time > last else {
        throw NumericalError(.invalidArgument, "times must ascend from above 0, \(time) follows \(last)", index: index)
      }
      last = time
    }
    self.times = times
    guard let end = times.last else {
      steps = []
      return
    }
    let final = times.count - 1
    var steps = [Step(place: final, left: nil, right: nil, leftWeight: 0, rightWeight: 0, deviation: end.squareRoot())]
    // Gaps between points that are set, -1 for time 0, the widest level first.
    var gaps = [(left: -1, right: final)]
    var next = 0
    while next < gaps.count {
      let (left, right) = gaps[next]
      next += 1
      guard right - left > 1 else { continue }
      let place = left + (right - left) / 2
      let before = times[place] - (left < 0 ? 0 : times[left])
      let after = times[right] - times[place]
      let whole = times[right] - (left < 0 ? 0 : times[left])
      steps.append(
        Step(
          place: place, left: left < 0 ? nil : left, right: right, leftWeight: after / whole,
          rightWeight: before / whole,
          deviation: (before / whole * after).squareRoot()))
      gaps.append((left, place))
      gaps.append((place, right))
    }
    self.steps = steps
  }

  /// The path that standard normals give, its value at each time.
  ///
  /// - Parameters:
  ///   - normals: one for each time, the most important first.
  ///   - path: the values, one for each time.
  /// - Throws: `dimensionMismatch` when either has another length than the times.
  /// - Complexity: O(*n*), without allocation.
  public func transform(_ normals: Span<Double>, into path: inout MutableSpan<Double>) throws(NumericalError) {
    guard normals.count == times.count, path.count == times.count else {
      throw NumericalError(
        .dimensionMismatch, "\(times.count) normals and values expected, \(normals.count) and \(path.count) given")
    }
    for (normal, step) in steps.enumerated() {
      var value = step.deviation * normals[normal]
      if let left = step.left { value += step.leftWeight * path[left] }
      if let right = step.right { value += step.rightWeight * path[right] }
      path[step.place] = value
    }
  }

  /// The path that standard normals give, its value at each time.
  ///
  /// - Throws: `dimensionMismatch` when there is not one normal for each time.
  public func transform(_ normals: [Double]) throws(NumericalError) -> [Double] {
    var path = [Double](repeating: 0, count: times.count)
    var span = path.mutableSpan
    try transform(normals.span, into: &span)
    return path
  }
}
