/// The second derivative of a function whose means over cells are the values of a strand: ‖R g‖² is ∫ f″² of the smoothest such function.
///
/// Where conditions are sums of means, f″ is a parabola on each cell; three numbers hold it, its coordinates by the orthonormal Legendre polynomials of the cell. Every
/// map is O(n).
struct SplineOperator: Sendable {
  /// The length of each cell, and where it begins; one edge more than cells.
  let lengths: [Double]
  let edges: [Double]
  /// Whether f′ is zero at the end.
  let flatEnd: Bool

  init(lengths: [Double], flatEnd: Bool) {
    self.lengths = lengths
    self.flatEnd = flatEnd
    var edges = [0.0]
    for length in lengths { edges.append(edges[edges.count - 1] + length) }
    self.edges = edges
  }

  /// Takes in weights on the means of cells, and writes the function w with w″ equal to their density.
  @inline(__always)
  func advance(
    _ state: inout SmoothnessOperator.State, _ input: UnsafeBufferPointer<Double>, at first: Int,
    into output: UnsafeMutableBufferPointer<Double>?
  ) {
    var (slope, value) = (state.sum, state.value)
    for i in 0..<input.count {
      let length = lengths[first + i]
      let bend = input[i] * length
      if let output {
        let root = length.squareRoot()
        output[3 * i] = root * (value + slope * length / 2 + bend / 6)
        output[3 * i + 1] = root / 3.0.squareRoot() * (slope * length / 2 + bend / 4)
        output[3 * i + 2] = root / 5.0.squareRoot() * (bend / 12)
      }
      value += slope * length + bend / 2
      slope += input[i]
    }
    (state.sum, state.value) = (slope, value)
  }

  /// The means of the function with second derivative v, whose slope at the end and value at the start are zero.
  func integral(of v: [Double]) -> [Double] {
    var slopes = [Double](repeating: 0, count: lengths.count)
    var slope = 0.0
    for i in stride(from: lengths.count - 1, through: 0, by: -1) {
      slope -= lengths[i].squareRoot() * v[3 * i]
      slopes[i] = slope
    }
    var values = [Double](repeating: 0, count: lengths.count)
    var value = 0.0
    for i in lengths.indices {
      let length = lengths[i]
      let root = length * length.squareRoot()
      let (a, b, c) = (v[3 * i] * root, v[3 * i + 1] * root * 3.0.squareRoot(), v[3 * i + 2] * root * 5.0.squareRoot())
      values[i] = value + slopes[i] * length / 2 + (a / 6 - b / 12 + c / 60)
      value += slopes[i] * length + (a / 2 - b / 6)
    }
    return values
  }

  /// The transpose of ``integral(of:)``.
  func integralTransposed(of values: [Double]) -> [Double] {
    var v = [Double](repeating: 0, count: 3 * lengths.count)
    var slopes = [Double](repeating: 0, count: lengths.count)
    var behind = 0.0
    for i in stride(from: lengths.count - 1, through: 0, by: -1) {
      let length = lengths[i]
      let root = length * length.squareRoot()
      v[3 * i] = root * (values[i] / 6 + behind / 2)
      v[3 * i + 1] = -root * 3.0.squareRoot() * (values[i] / 12 + behind / 6)
      v[3 * i + 2] = root * 5.0.squareRoot() * values[i] / 60
      slopes[i] = length * (values[i] / 2 + behind)
      behind += values[i]
    }
    var carried = 0.0
    for i in lengths.indices {
      carried += slopes[i]
      v[3 * i] -= lengths[i].squareRoot() * carried
    }
    return v
  }
}
