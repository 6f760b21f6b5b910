import Foundation

extension LevenbergMarquardtTests {
  @Sendable static func saturation(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let e = exp(-b[1] * x)
    slopes = [1 - e, b[0] * x * e]
    return b[0] * (1 - e)
  }

  @Sendable static func hyperbola(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = 1 + b[1] * x
    slopes = [b[1] * x / d, b[0] * x / (d * d)]
    return b[0] * b[1] * x / d
  }

  @Sendable static func decayOverLine(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = b[1] + b[2] * x
    let value = exp(-b[0] * x) / d
    slopes = [-x * value, -value / d, -x * value / d]
    return value
  }

  @Sendable static func threeDecays(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    var sum = 0.0
    for k in 0..<3 {
      let e = exp(-b[2 * k + 1] * x)
      sum += b[2 * k] * e
      slopes[2 * k] = e
      slopes[2 * k + 1] = -x * b[2 * k] * e
    }
    return sum
  }

  @Sendable static func twoDecays(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let (e, f) = (exp(-b[3] * x), exp(-b[4] * x))
    slopes = [1, e, f, -x * b[1] * e, -x * b[2] * f]
    return b[0] + b[1] * e + b[2] * f
  }

  @Sendable static func logistic(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let e = exp(b[1] - b[2] * x)
    let d = 1 + e
    slopes = [1 / d, -b[0] * e / (d * d), b[0] * x * e / (d * d)]
    return b[0] / d
  }

  @Sendable static func meyer(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let d = x + b[2]
    let e = exp(b[1] / d)
    slopes = [e, b[0] * e / d, -b[0] * b[1] * e / (d * d)]
    return b[0] * e
  }

  @Sendable static func kowalik(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let (n, d) = (x * x + x * b[1], x * x + x * b[2] + b[3])
    slopes = [n / d, b[0] * x / d, -b[0] * n * x / (d * d), -b[0] * n / (d * d)]
    return b[0] * n / d
  }

  @Sendable static func cubicRatio(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let n = b[0] + x * (b[1] + x * (b[2] + x * b[3]))
    let d = 1 + x * (b[4] + x * (b[5] + x * b[6]))
    let value = n / d
    slopes = [1 / d, x / d, x * x / d, x * x * x / d, -value * x / d, -value * x * x / d, -value * x * x * x / d]
    return value
  }

  @Sendable static func richards(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let e = exp(b[1] - b[2] * x)
    let power = pow(1 + e, -1 / b[3])
    let inner = -b[0] * power * e / (b[3] * (1 + e))
    slopes = [power, inner, -x * inner, b[0] * power * log(1 + e) / (b[3] * b[3])]
    return b[0] * power
  }

  @Sendable static func peak(_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double {
    let u = (x - b[2]) / b[1]
    let e = exp(-0.5 * u * u) / b[1]
    slopes = [e, b[0] * e * (u * u - 1) / b[1], b[0] * e * u / b[1]]
    return b[0] * e
  }
}
