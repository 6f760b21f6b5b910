import Foundation

/// The models of the sets that a fixture holds.
extension LevenbergMarquardtTests {
  @Sendable static func inverseSquare(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = 1 + 0.5 * b[1] * x
    slopes = [1 - 1 / (d * d), b[0] * x / (d * d * d)]
    return b[0] * (1 - 1 / (d * d))
  }

  @Sendable static func inverseRoot(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = 1 + 2 * b[1] * x
    slopes = [1 - 1 / d.squareRoot(), b[0] * x / (d * d.squareRoot())]
    return b[0] * (1 - 1 / d.squareRoot())
  }

  @Sendable static func power(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let power = pow(x, b[1])
    slopes = [power, b[0] * power * log(x)]
    return b[0] * power
  }

  @Sendable static func shiftedPower(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = b[1] + x
    let power = pow(d, -1 / b[2])
    slopes = [power, -b[0] * power / (b[2] * d), b[0] * power * log(d) / (b[2] * b[2])]
    return b[0] * power
  }

  @Sendable static func quadraticRatio(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = 1 + x * (b[3] + x * b[4])
    let value = (b[0] + x * (b[1] + x * b[2])) / d
    slopes = [1 / d, x / d, x * x / d, -value * x / d, -value * x * x / d]
    return value
  }

  @Sendable static func arcTangent(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = x - b[3]
    let share = 1 / (Double.pi * (d * d + b[2] * b[2]))
    slopes = [1, -x, -d * share, -b[2] * share]
    return b[0] - b[1] * x - atan(b[2] / d) / .pi
  }

  @Sendable static func twoPeaks(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let decay = exp(-b[1] * x)
    var value = b[0] * decay
    (slopes[0], slopes[1]) = (decay, -x * b[0] * decay)
    for k in [2, 5] {
      let u = (x - b[k + 1]) / b[k + 2]
      let e = exp(-u * u)
      value += b[k] * e
      (slopes[k], slopes[k + 1], slopes[k + 2]) = (e, 2 * b[k] * e * u / b[k + 2], 2 * b[k] * e * u * u / b[k + 2])
    }
    return value
  }

  @Sendable static func threeCycles(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    var value = b[0]
    slopes[0] = 1
    for (first, period) in [(1, nil), (4, 3), (7, 6)] as [(Int, Int?)] {
      let length = period.map { b[$0] } ?? 12
      let angle = 2 * Double.pi * x / length
      value += b[first] * cos(angle) + b[first + 1] * sin(angle)
      (slopes[first], slopes[first + 1]) = (cos(angle), sin(angle))
      if let period { slopes[period] = (b[first] * sin(angle) - b[first + 1] * cos(angle)) * angle / length }
    }
    return value
  }

  /// The logarithm of a strength that falls with time, the faster the hotter: the predictor is the row's number.
  static func ageing(_ rows: [[Double]]) -> Model {
    { b, row, slopes in
      let (time, heat) = (rows[Int(row)][1], rows[Int(row)][2])
      let e = exp(-b[2] * heat)
      slopes = [1, -time * e, b[1] * time * heat * e]
      return b[0] - b[1] * time * e
    }
  }
}
