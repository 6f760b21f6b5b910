import Foundation

/// An unconstrained problem of Moré, Garbow and Hillstrom, "Testing unconstrained optimization software", ACM TOMS 7 (1981) 17-41,
/// as residuals; the numbers are theirs.
struct MGHProblem: Sendable {
  var name: String
  var start: [Double]
  var count: Int
  /// The least sum of squares, to the digits published (exact zeros as 0).
  var minimum: Double
  /// A local minimum that is published too.
  var otherMinimum: Double?
  var residuals: @Sendable ([Double]) -> [Double]

  func value(_ x: [Double]) -> Double { residuals(x).reduce(0) { $0 + $1 * $1 } }

  /// The value, and the gradient by central differences of the residuals.
  func value(_ x: [Double], _ gradient: inout MutableSpan<Double>) -> Double {
    let base = residuals(x)
    var shifted = x
    for j in x.indices {
      let step = 6e-6 * max(abs(x[j]), 1e-3)
      shifted[j] = x[j] + step
      let ahead = residuals(shifted)
      shifted[j] = x[j] - step
      let behind = residuals(shifted)
      shifted[j] = x[j]
      gradient[j] = base.indices.reduce(0) { $0 + base[$1] * (ahead[$1] - behind[$1]) / step }
    }
    return base.reduce(0) { $0 + $1 * $1 }
  }

  static let all: [MGHProblem] = [
    MGHProblem(name: "Rosenbrock", start: [-1.2, 1], count: 2, minimum: 0) { x in [10 * (x[1] - x[0] * x[0]), 1 - x[0]]
    },
    MGHProblem(name: "Powell badly scaled", start: [0, 1], count: 2, minimum: 0) { x in
      [1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001]
    },
    MGHProblem(name: "Beale", start: [1, 1], count: 3, minimum: 0) { x in
      zip([1.5, 2.25, 2.625], 1...).map { $0 - x[0] * (1 - pow(x[1], Double($1))) }
    },
    MGHProblem(name: "Jennrich and Sampson", start: [0.3, 0.4], count: 10, minimum: 124.362) { x in
      (1...10).map { 2 + 2 * Double($0) - (exp(Double($0) * x[0]) + exp(Double($0) * x[1])) }
    },
    MGHProblem(name: "Helical valley", start: [-1, 0, 0], count: 3, minimum: 0) { x in
      let angle = atan(x[1] / x[0]) / (2 * .pi) + (x[0] < 0 ? 0.5 : 0)
      return [10 * (x[2] - 10 * angle), 10 * ((x[0] * x[0] + x[1] * x[1]).squareRoot() - 1), x[2]]
    },
    MGHProblem(name: "Bard", start: [1, 1, 1], count: 15, minimum: 8.21487e-3) { x in
      let y = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39]
      return y.indices.map { i in
        let (u, v) = (Double(i + 1), Double(15 - i))
        return y[i] - (x[0] + u / (v * x[1] + min(u, v) * x[2]))
      }
    },
    MGHProblem(name: "Gaussian", start: [0.4, 1, 0], count: 15, minimum: 1.12793e-8) { x in
      let y = [
        0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540, 0.0175, 0.0044,
        0.0009,
      ]
      return y.indices.map { i in
        let t = (8 - Double(i + 1)) / 2
        return x[0] * exp(-x[1] * (t - x[2]) * (t - x[2]) / 2) - y[i]
      }
    },
    MGHProblem(name: "Box three-dimensional", start: [0, 10, 20], count: 10, minimum: 0) { x in
      (1...10).map { i in
        let t = 0.1 * Double(i)
        return exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (exp(-t) - exp(-10 * t))
      }
    },
    MGHProblem(name: "Powell singular", start: [3, -1, 0, 1], count: 4, minimum: 0) { x in
      [
        x[0] + 10 * x[1], 5.0.squareRoot() * (x[2] - x[3]), (x[1] - 2 * x[2]) * (x[1] - 2 * x[2]),
        10.0.squareRoot() * (x[0] - x[3]) * (x[0] - x[3]),
      ]
    },
    MGHProblem(name: "Wood", start: [-3, -1, -3, -1], count: 6, minimum: 0) { x in
      [
        10 * (x[1] - x[0] * x[0]), 1 - x[0], 90.0.squareRoot() * (x[3] - x[2] * x[2]), 1 - x[2],
        10.0.squareRoot() * (x[1] + x[3] - 2), (x[1] - x[3]) / 10.0.squareRoot(),
      ]
    },
    MGHProblem(name: "Kowalik and Osborne", start: [0.25, 0.39, 0.415, 0.39], count: 11, minimum: 3.07505e-4) { x in
      let y = [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246]
      let u = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625]
      return y.indices.map { y[$0] - x[0] * (u[$0] * u[$0] + u[$0] * x[1]) / (u[$0] * u[$0] + u[$0] * x[2] + x[3]) }
    },
    MGHProblem(name: "Brown and Dennis", start: [25, 5, -5, -1], count: 20, minimum: 85822.2) { x in
      (1...20).map { i in
        let t = Double(i) / 5
        let a = x[0] + t * x[1] - exp(t)
        let b = x[2] + x[3] * sin(t) - cos(t)
        return a * a + b * b
      }
    },
    MGHProblem(name: "Biggs EXP6", start: [1, 2, 1, 1, 1, 1], count: 13, minimum: 0, otherMinimum: 5.65565e-3) { x in
      (1...13).map { i in
        let t = 0.1 * Double(i)
        let y: Double = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t)
        let model: Double = x[2] * exp(-t * x[0]) - x[3] * exp(-t * x[1]) + x[5] * exp(-t * x[4])
        return model - y
      }
    },
    MGHProblem(
      name: "Watson, 6", start: [Double](repeating: 0, count: 6), count: 31, minimum: 2.28767e-3, residuals: watson),
    MGHProblem(
      name: "Penalty I, 10", start: (1...10).map(Double.init), count: 11, minimum: 7.08765e-5, residuals: penalty),
    MGHProblem(
      name: "Variably dimensioned, 10", start: (1...10).map { 1 - Double($0) / 10 }, count: 12, minimum: 0,
      residuals: variablyDimensioned),
    MGHProblem(
      name: "Trigonometric, 10", start: [Double](repeating: 0.1, count: 10), count: 10, minimum: 0,
      otherMinimum: 2.79506e-5, residuals: trigonometric),
    MGHProblem(
      name: "Extended Rosenbrock, 20", start: (0..<20).map { $0.isMultiple(of: 2) ? -1.2 : 1 }, count: 20, minimum: 0,
      residuals: extendedRosenbrock),
    MGHProblem(
      name: "Chebyquad, 8", start: (1...8).map { Double($0) / 9 }, count: 8, minimum: 3.51687e-3, residuals: chebyquad),
  ]

  private static let watson: @Sendable ([Double]) -> [Double] = { x in
    (1...29).map { i in
      let t = Double(i) / 29
      var (sum, slope) = (0.0, 0.0)
      for j in x.indices.reversed() { sum = sum * t + x[j] }
      for j in x.indices.dropFirst().reversed() { slope = slope * t + Double(j) * x[j] }
      return slope - sum * sum - 1
    } + [x[0], x[1] - x[0] * x[0] - 1]
  }

  @Sendable private static func penalty(_ x: [Double]) -> [Double] {
    var square = -0.25
    for value in x { square += value * value }
    return x.map { 1e-5.squareRoot() * ($0 - 1) } + [square]
  }

  @Sendable private static func variablyDimensioned(_ x: [Double]) -> [Double] {
    var sum = 0.0
    for (i, value) in x.enumerated() { sum += Double(i + 1) * (value - 1) }
    return x.map { $0 - 1 } + [sum, sum * sum]
  }

  @Sendable private static func extendedRosenbrock(_ x: [Double]) -> [Double] {
    var residuals: [Double] = []
    for i in stride(from: 0, to: x.count, by: 2) { residuals += [10 * (x[i + 1] - x[i] * x[i]), 1 - x[i]] }
    return residuals
  }

  @Sendable private static func chebyquad(_ x: [Double]) -> [Double] {
    (1...8).map { i in
      var mean = i.isMultiple(of: 2) ? 1 / Double(i * i - 1) : 0
      for value in x { mean += chebyshev(i, 2 * value - 1) / 8 }
      return mean
    }
  }

  @Sendable private static func trigonometric(_ x: [Double]) -> [Double] {
    var cosines = 0.0
    for value in x { cosines += cos(value) }
    return x.indices.map { i in
      let own: Double = Double(i + 1) * (1 - cos(x[i])) - sin(x[i])
      return Double(x.count) - cosines + own
    }
  }

  private static func chebyshev(_ order: Int, _ x: Double) -> Double {
    var (before, value) = (1.0, x)
    for _ in 1..<max(order, 1) { (before, value) = (value, 2 * x * value - before) }
    return value
  }
}
