/// What smoothness is measured by along one strand: an operator R whose ‖R g‖² is least, inverted in one pass over the points.
enum SmoothnessOperator: Sendable {
  case differences(DifferenceOperator)
  case spline(SplineOperator)

  /// The state of the recurrence that inverts Rᵀ: the sum of what came in, and the value that follows from it.
  struct State {
    var sum = 0.0
    var value = 0.0
  }

  /// The operator of a program's strands.
  init(_ program: SmoothingProgram) {
    switch program.measure {
    case .differences: self = .differences(DifferenceOperator(points: program.points, tension: program.tension))
    case .spline(let lengths, let flatEnd): self = .spline(SplineOperator(lengths: lengths, flatEnd: flatEnd))
    }
  }

  var points: Int {
    switch self {
    case .differences(let operation): operation.points
    case .spline(let operation): operation.lengths.count
    }
  }

  /// How many numbers of R g stand for a point.
  var width: Int {
    switch self {
    case .differences: 1
    case .spline: 3
    }
  }

  /// The length of R g.
  var rows: Int {
    switch self {
    case .differences(let operation): operation.rows
    case .spline(let operation): 3 * operation.lengths.count
    }
  }

  /// Whether R g is zero for every straight line, not for constants only.
  var passesLines: Bool {
    switch self {
    case .differences(let operation): operation.passesLines
    case .spline(let operation): !operation.flatEnd
    }
  }

  /// The place of a point between -1 and 1.
  @inline(__always)
  func time(_ point: Int) -> Double {
    switch self {
    case .differences(let operation):
      let last = operation.points - 1
      return last > 0 ? Double(2 * point - last) / Double(last) : 0
    case .spline(let operation):
      let reach = operation.edges[operation.edges.count - 1]
      return (operation.edges[point] + operation.edges[point + 1]) / reach - 1
    }
  }

  /// The length of a stretch of points.
  func stretch(from first: Int, to end: Int) -> Double {
    switch self {
    case .differences: Double(end - first)
    case .spline(let operation): operation.edges[end] - operation.edges[first]
    }
  }

  /// The places of R g that a combination of points reaches which R does not see as a whole, or which ends only with the strand.
  func support(from first: Int, to end: Int?) -> Range<Int> {
    switch self {
    case .differences(let operation): first..<max(first, min(end.map { $0 - 2 } ?? operation.rows, operation.rows))
    case .spline(let operation): 3 * first..<3 * (end ?? operation.lengths.count)
    }
  }

  /// Takes in `input` at the points from `first` on and writes what Rᵀ w = input gives.
  @inline(__always)
  func advance(
    _ state: inout State, _ input: UnsafeBufferPointer<Double>, at first: Int,
    into output: UnsafeMutableBufferPointer<Double>? = nil
  ) {
    switch self {
    case .differences(let operation): operation.advance(&state, input, at: first, into: output)
    case .spline(let operation): operation.advance(&state, input, at: first, into: output)
    }
  }

  /// Goes on from point `first` up to `end` without input.
  func coast(_ state: inout State, from first: Int, to end: Int) {
    switch self {
    case .differences(let operation): operation.coast(&state, from: first, to: end)
    case .spline: if first < end { state.value += stretch(from: first, to: end) * state.sum }
    }
  }

  /// Values g with R g = v, up to what R does not see.
  func integral(of v: [Double]) -> [Double] {
    switch self {
    case .differences(let operation): operation.integral(of: v)
    case .spline(let operation): operation.integral(of: v)
    }
  }

  /// The transpose of ``integral(of:)``.
  func integralTransposed(of values: [Double]) -> [Double] {
    switch self {
    case .differences(let operation): operation.integralTransposed(of: values)
    case .spline(let operation): operation.integralTransposed(of: values)
    }
  }
}
