/// A function that is constant between edges: a seasonal shape by days, say.
///
///     let shape = try StepFunction(edges: [0, 31, 59], values: [52, 48])
///     shape.value(at: 31)             // 48
///     shape.average(over: 30..<32)    // 50
///
/// Before the first edge and behind the last it goes on with its first and its last value. Edges are in the time of the spline that uses it.
public struct StepFunction: Hashable, Sendable {
  /// Where the value changes, rising; one more than values.
  public let edges: [Double]
  /// The value from each edge to the next.
  public let values: [Double]
  /// The integral from the first edge up to each.
  private let integrals: [Double]

  /// Makes a step function.
  ///
  /// - Throws: `empty` without a value, `countMismatch` unless there is one edge more than values, `notFinite`, `outOfRange` with the index of an edge that is not
  ///   beyond the one before.
  public init(edges: [Double], values: [Double]) throws(CurveError) {
    guard !values.isEmpty else { throw CurveError(.empty, found: "no value", expected: "at least one") }
    guard edges.count == values.count + 1 else {
      throw CurveError(
        .countMismatch, found: "\(edges.count) edges and \(values.count) values", expected: "one edge more than values")
    }
    if let odd = values.firstIndex(where: { !$0.isFinite }) {
      throw CurveError(.notFinite, found: "\(values[odd])", expected: "a finite value", index: odd)
    }
    var integrals = [0.0]
    for k in values.indices {
      let length = edges[k + 1] - edges[k]
      guard length > 0, length.isFinite else {
        throw CurveError(.outOfRange, found: "\(edges[k + 1])", expected: "more than \(edges[k])", index: k + 1)
      }
      integrals.append(integrals[k] + values[k] * length)
    }
    (self.edges, self.values, self.integrals) = (edges, values, integrals)
  }

  /// The value at a time; at an edge that of the step which begins there.
  ///
  /// - Complexity: O(log steps).
  public func value(at time: Double) -> Double { values[step(at: time)] }

  /// The mean over a span that is not empty.
  ///
  /// - Complexity: O(log steps).
  public func average(over span: Range<Double>) -> Double {
    guard !span.isEmpty else { return value(at: span.lowerBound) }
    return (integral(to: span.upperBound) - integral(to: span.lowerBound)) / (span.upperBound - span.lowerBound)
  }

  private func integral(to time: Double) -> Double {
    let step = step(at: time)
    return integrals[step] + values[step] * (time - edges[step])
  }

  private func step(at time: Double) -> Int {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if edges[middle] <= time { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
