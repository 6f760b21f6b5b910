/// What smoothness is measured by along one strand: a bidiagonal-by-bidiagonal operator R with ‖R g‖² = Σ (D₂ g)² + tension · Σ (D₁ g)².
///
/// Without tension R is D₂ itself. With tension the matrix D₁ᵀD₁ + tension · I of the slopes u = D₁ g is a tridiagonal L Lᵀ, and R = -Lᵀ D₁. Its pivots are
/// 1 + ε with εᵢ = tension + εᵢ₋₁ / (1 + εᵢ₋₁), a sum of positive terms, so that they keep all their digits however small the tension is. Every map is O(n).
struct DifferenceOperator: Sendable {
  /// The number of points.
  let points: Int
  /// The rows of R: two fewer than points, or one fewer with tension, and never negative.
  let rows: Int
  /// 1 / √pivot for each slope and one for a slope beyond the end; empty without tension, where all are one.
  let scale: [Double]

  init(points: Int, tension: Double) {
    self.points = points
    guard tension > 0 else {
      rows = max(points - 2, 0)
      scale = []
      return
    }
    rows = max(points - 1, 0)
    var scale = [Double](repeating: 1, count: points)
    var excess = 0.0
    for i in 0..<rows {
      excess = tension + excess / (1 + excess)
      let pivot = i == rows - 1 ? excess : 1 + excess
      scale[i] = 1 / pivot.squareRoot()
    }
    self.scale = scale
  }

  /// Whether R g is zero for every straight line, not for constants only.
  var passesLines: Bool { scale.isEmpty }

  /// Takes in `input` at the points from `first` on and writes what Rᵀ w = input gives.
  @inline(__always)
  func advance(
    _ state: inout SmoothnessOperator.State, _ input: UnsafeBufferPointer<Double>, at first: Int,
    into output: UnsafeMutableBufferPointer<Double>? = nil
  ) {
    var (sum, value) = (state.sum, state.value)
    if scale.isEmpty {
      for i in 0..<input.count {
        sum += input[i]
        value += sum
        output?[i] = value
      }
    } else {
      scale.withUnsafeBufferPointer { scale in
        for i in 0..<input.count {
          sum += input[i]
          let before = first + i > 0 ? scale[first + i - 1] : 0
          value = scale[first + i] * (sum + before * value)
          output?[i] = value
        }
      }
    }
    (state.sum, state.value) = (sum, value)
  }

  /// Goes on from point `first` up to `end` without input.
  @inline(__always)
  func coast(_ state: inout SmoothnessOperator.State, from first: Int, to end: Int) {
    guard first < end else { return }
    if scale.isEmpty {
      state.value += Double(end - first) * state.sum
    } else {
      for i in first..<end {
        state.value = scale[i] * (state.sum + (i > 0 ? scale[i - 1] * state.value : 0))
      }
    }
  }

  /// The g with R g = v whose last slope, where v leaves it free, and first value are zero.
  func integral(of v: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: points)
    guard points > 1 else { return values }
    // Slopes first, each at the place of the value that it leads to.
    var slope = 0.0
    for i in stride(from: rows - 1, through: 0, by: -1) {
      slope = scale.isEmpty ? slope - v[i] : scale[i] * (scale[i] * slope - v[i])
      values[i + 1] = slope
    }
    for i in 1..<points { values[i] += values[i - 1] }
    return values
  }

  /// The transpose of ``integral(of:)`` as a map to values.
  func integralTransposed(of values: [Double]) -> [Double] {
    var slopes = [Double](repeating: 0, count: max(points - 1, 0))
    var sum = 0.0
    for i in stride(from: slopes.count - 1, through: 0, by: -1) {
      sum += values[i + 1]
      slopes[i] = sum
    }
    var v = [Double](repeating: 0, count: rows)
    var carried = 0.0
    for i in 0..<rows {
      carried += slopes[i]
      if scale.isEmpty {
        v[i] = -carried
      } else {
        v[i] = -scale[i] * carried
        carried *= scale[i] * scale[i]
      }
    }
    return v
  }
}
