/// Bells: second derivatives that a spline is made of, parabolas between knots, each over three neighbouring covered pieces.
///
/// A bell w is the double integral of a combination of covered pieces that is blind to straight lines, so that it vanishes outside and ∫ w f″ = ∫ w″ f is a
/// combination of sums. With a flat end one more, blind to constants only, goes up to the end of the curve.
struct SplineBells {
  let knots: [Double]
  let covered: [Int]
  let flatEnd: Bool
  private(set) var combinations = SumCombinations()
  /// The first piece of each bell, and its values at the left, the middle and the right of each of its pieces.
  private(set) var firstPieces: [Int] = []
  private(set) var values: [[(left: Double, middle: Double, right: Double)]] = []

  init(_ knots: [Double], _ covered: [Int], flatEnd: Bool) {
    (self.knots, self.covered, self.flatEnd) = (knots, covered, flatEnd)
    for k in covered.indices.dropLast(2) {
      let moments = (0..<3).map { moment(k + $0, from: knots[covered[k]]) }
      func cross(_ a: Int, _ b: Int) -> Double { moments[a].0 * moments[b].1 - moments[a].1 * moments[b].0 }
      add([cross(1, 2), cross(2, 0), cross(0, 1)], at: k, to: covered[k + 2])
    }
    if flatEnd, covered.count > 1 {
      let k = covered.count - 2
      let (one, two) = (moment(k, from: 0).0, moment(k + 1, from: 0).0)
      add([two, -one], at: k, to: knots.count - 2)
    }
    let (values, first) = (values, firstPieces)
    combinations.factor = EnvelopeFactor(
      order: values.count,
      first: { row in
        var column = row
        while column > 0, first[column - 1] + values[column - 1].count > first[row] { column -= 1 }
        return column
      },
      { row, column in
        var sum = 0.0
        for piece in first[row]..<min(first[row] + values[row].count, first[column] + values[column].count) {
          sum += Self.integral(
            of: values[row][piece - first[row]], values[column][piece - first[column]], knots[piece + 1] - knots[piece])
        }
        return sum
      })
  }

  /// The sum and the first moment of a covered piece's unit vector.
  private func moment(_ k: Int, from origin: Double) -> (Double, Double) {
    let (left, right) = (knots[covered[k]], knots[covered[k] + 1])
    let size = (right - left).squareRoot()
    return (size, size * ((left - origin) + (right - left) / 2))
  }

  /// Adds the bell of a combination of covered pieces from the `k`-th on, up to a piece, with ∫ w² one.
  private mutating func add(_ combination: [Double], at k: Int, to last: Int) {
    var (value, slope) = (0.0, 0.0)
    var parts: [(left: Double, middle: Double, right: Double)] = []
    var norm = 0.0
    for piece in covered[k]...last {
      let length = knots[piece + 1] - knots[piece]
      var curvature = 0.0
      for offset in combination.indices where covered[k + offset] == piece {
        curvature = combination[offset] / length.squareRoot()
      }
      let middle = value + length / 2 * (slope + length / 4 * curvature)
      let right = value + length * (slope + length / 2 * curvature)
      parts.append((value, middle, right))
      norm += Self.integral(of: (value, middle, right), (value, middle, right), length)
      slope += length * curvature
      value = right
    }
    let size = norm.squareRoot()
    firstPieces.append(covered[k])
    values.append(parts.map { ($0.left / size, $0.middle / size, $0.right / size) })
    for offset in combination.indices { combinations.add(combination[offset] / size, of: k + offset) }
    combinations.close()
  }

  /// ∫ of the product of two parabolas over a piece, by their values at left, middle and right.
  static func integral(
    of a: (left: Double, middle: Double, right: Double), _ b: (left: Double, middle: Double, right: Double),
    _ length: Double
  ) -> Double {
    // The Gram matrix of the three Lagrange parabolas, times 30.
    let left = 4 * b.left + 2 * b.middle - b.right
    let middle = 2 * b.left + 16 * b.middle + 2 * b.right
    let right = -b.left + 2 * b.middle + 4 * b.right
    return length / 30 * (a.left * left + a.middle * middle + a.right * right)
  }

  /// The combination that holds the slope where periods do not see it, or none: where their middles differ, they do.
  func slopeUnless(seenBy periods: [Range<Double>]) -> [[Double]] {
    let middles = periods.map { $0.lowerBound + ($0.upperBound - $0.lowerBound) / 2 }
    let reach = knots[knots.count - 1] - knots[0]
    guard covered.count > 1, middles.allSatisfy({ abs($0 - middles[0]) <= 1e-9 * reach }) else { return [] }
    return [covered.indices.map { moment($0, from: middles[0]).1 }]
  }

  /// The coefficients of f on each piece, for the weights of the bells in f″ and the sums of f over covered pieces.
  func coefficients(_ shape: [Double], _ sums: [Double]) -> [Double] {
    let count = knots.count - 1
    var second = [(left: Double, middle: Double, right: Double)](repeating: (0, 0, 0), count: count)
    for (bell, weight) in shape.enumerated() {
      for (offset, part) in values[bell].enumerated() {
        second[firstPieces[bell] + offset].left += weight * part.left
        second[firstPieces[bell] + offset].middle += weight * part.middle
        second[firstPieces[bell] + offset].right += weight * part.right
      }
    }
    var coefficients = [Double](repeating: 0, count: 5 * count)
    var slope = 0.0
    // From the right, so that a flat end is exactly flat.
    for piece in stride(from: count - 1, through: 0, by: -1) {
      let length = knots[piece + 1] - knots[piece]
      let part = second[piece]
      slope -= length / 6 * (part.left + 4 * part.middle + part.right)
      let linear = (4 * part.middle - 3 * part.left - part.right) / length
      let square = 2 * (part.left - 2 * part.middle + part.right) / (length * length)
      coefficients[5 * piece + 1] = slope
      coefficients[5 * piece + 2] = part.left / 2
      coefficients[5 * piece + 3] = linear / 6
      coefficients[5 * piece + 4] = square / 12
    }
    var value = 0.0
    for piece in 0..<count {
      let length = knots[piece + 1] - knots[piece]
      coefficients[5 * piece] = value
      for power in 1...4 { value += coefficients[5 * piece + power] * Self.power(length, power) }
    }
    addLine(to: &coefficients, sums)
    return coefficients
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent { result *= base }
    return result
  }

  /// Adds the line, or with a flat end the constant, that gives f its sums.
  private func addLine(to coefficients: inout [Double], _ sums: [Double]) {
    let middle = knots[0] + (knots[knots.count - 1] - knots[0]) / 2
    var (levels, slopes, rest): ([Double], [Double], [Double]) = ([], [], [])
    for (k, piece) in covered.enumerated() {
      let length = knots[piece + 1] - knots[piece]
      let (level, slope) = moment(k, from: middle)
      var integral = 0.0
      for power in 0...4 {
        integral += coefficients[5 * piece + power] * Self.power(length, power + 1) / Double(power + 1)
      }
      levels.append(level)
      slopes.append(flatEnd ? 0 : slope)
      rest.append(sums[k] - integral / length.squareRoot())
    }
    let fit = LineFit(levels, slopes)
    let (level, slope) = fit.fitted(rest)
    for piece in knots.indices.dropLast() {
      coefficients[5 * piece] += level + slope * (knots[piece] - middle)
      coefficients[5 * piece + 1] += slope
    }
  }
}
