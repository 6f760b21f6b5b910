import NumericalKernels
import Testing

@testable import Curves

/// Power futures of 13 May 2013, and what the R package etrm 1.0.1 (CRAN) prints for them in its vignette.
///
/// The package departs from the paper: its quadratic form has (t₁ - t₀)ᵖ where the paper has t₁ᵖ - t₀ᵖ, and a contract's last day is left out of its mean. The
/// exact spline is held to an independent dense solve, the package's numbers to a dense solve with its quadratic form.
@Suite struct MaximumSmoothnessAgainstPublishedTests {
  /// First and last day of delivery since 13 May 2013, and the closing price in EUR/MWh, of the 21 contracts that the vignette uses.
  static let contracts: [(first: Int, last: Int, price: Double)] = [
    (7, 13, 33.65), (14, 20, 35.77), (21, 27, 36.58), (28, 34, 35.93), (35, 41, 33.14), (42, 48, 34.16),
    (49, 79, 33.14), (80, 110, 35.72), (111, 140, 38.41), (141, 171, 38.81), (172, 201, 40.94), (141, 232, 40.53),
    (233, 322, 42.4), (323, 413, 33.39), (414, 505, 31.78), (506, 597, 38.25), (598, 687, 40.73), (688, 778, 32.64),
    (779, 870, 30.87), (871, 962, 37.22), (963, 1328, 34.1),
  ]
  /// What the dense solve loses by its condition: with powers of t in the place of local ones it would be a hundred times more.
  static let densePointTolerance = 1e-7
  static let denseRoughnessTolerance = 1e-7
  /// The first fifteen days as printed.
  static let printed = [
    29.54905, 29.96485, 30.38054, 30.79674, 31.21359, 31.63077, 32.04745, 32.46234, 32.87354, 33.27815, 33.67247,
    34.05208, 34.41187, 34.74600, 35.05074,
  ]
  /// Half a unit of the last digit, and what the dense solve loses.
  static let printedTolerance = 1e-5
  /// The exact curve of the same means, by a dense solve in the powers of t.
  static let exact = [
    29.84717, 30.22884, 30.61050, 30.99216, 31.37382, 31.75549, 32.13715, 32.51881, 32.90042, 33.28129, 33.65949,
    34.03183, 34.39385, 34.73979, 35.06267,
  ]
  static let exactRoughness = 9_789_030.35
  static let packageRoughness = 12_267_492.80

  /// The means over [first, last) in years of 365 days, as the package takes them.
  static let conditions = contracts.map { PeriodAverage(Double($0.first) / 365..<Double($0.last) / 365, $0.price) }

  @Test func exactSpline() throws {
    let fit = try MaximumSmoothnessSpline.fit(Self.conditions, from: 0)
    #expect(fit.status == .solved)
    #expect(fit.spline.knots.count - 1 == 41)
    #expect(abs(fit.spline.roughness - Self.exactRoughness) < 1e-7 * Self.exactRoughness, "\(fit.spline.roughness)")
    for (day, value) in Self.exact.enumerated() {
      #expect(abs(fit.spline.value(at: Double(day) / 365) - value) <= 0.6e-5, "day \(day)")
    }
    for condition in Self.conditions {
      #expect(abs(fit.spline.average(over: condition.period) - condition.average) < 1e-11)
    }
  }

  @Test func publishedValues() throws {
    let package = try DenseSpline(Self.conditions, exactForm: false)
    for (day, value) in Self.printed.enumerated() {
      // The package prints the mean over the first ten thousandth of the day.
      let from = Double(day) / 365
      #expect(abs(package.average(from, from + 1e-4 / 365) - value) <= Self.printedTolerance, "day \(day)")
    }
    #expect(abs(package.roughness - Self.packageRoughness) < 1e-6 * Self.packageRoughness)
    let own = try MaximumSmoothnessSpline.fit(Self.conditions, from: 0)
    #expect(own.spline.roughness < 0.8 * package.roughness)
  }

  @Test func exactFormAgreesWithDenseSolve() throws {
    let dense = try DenseSpline(Self.conditions, exactForm: true)
    let own = try MaximumSmoothnessSpline.fit(Self.conditions, from: 0)
    #expect(abs(dense.roughness - own.spline.roughness) < Self.denseRoughnessTolerance * dense.roughness)
    let days = stride(from: 0.0, to: 1328, by: 3.5)
    let farthest = days.reduce(0) { max($0, abs(dense.value($1 / 365) - own.spline.value(at: $1 / 365))) }
    #expect(farthest < Self.densePointTolerance)
  }
}

/// The textbook solve: five coefficients for each piece, and the whole system of Lagrange's conditions, dense.
///
/// Powers are of t with the package's form, which depends on it, and of the time since the knot with the exact one, which loses fewer digits.
struct DenseSpline {
  let knots: [Double]
  let coefficients: [Double]
  private let form: Matrix
  private let origins: [Double]

  init(_ conditions: [PeriodAverage], exactForm: Bool) throws {
    let edges = Set([0] + conditions.flatMap { [$0.period.lowerBound, $0.period.upperBound] }).sorted()
    let pieces = edges.count - 1
    let size = 5 * pieces
    let origins = edges.map { exactForm ? $0 : 0 }
    var (given, exact) = (Matrix(rows: size, columns: size), Matrix(rows: size, columns: size))
    for j in 0..<pieces {
      let (from, to) = (edges[j] - origins[j], edges[j + 1] - origins[j])
      // Coefficients of t⁴, t³, t² in f″.
      let second: [(factor: Double, power: Int)] = [(12, 2), (6, 1), (2, 0)]
      for (x, a) in second.enumerated() {
        for (y, b) in second.enumerated() {
          let power = a.power + b.power + 1
          let factor = a.factor * b.factor / Double(power)
          exact[5 * j + x, 5 * j + y] = factor * (Self.power(to, power) - Self.power(from, power))
          given[5 * j + x, 5 * j + y] = exactForm ? exact[5 * j + x, 5 * j + y] : factor * Self.power(to - from, power)
        }
      }
    }
    var (rows, targets): ([[Double]], [Double]) = ([], [])
    func derivative(_ t: Double, _ order: Int) -> [Double] {
      (0..<5).map { k in
        let power = 4 - k
        guard power >= order else { return 0 }
        return (0..<order).reduce(1.0) { $0 * Double(power - $1) } * Self.power(t, power - order)
      }
    }
    for j in 1..<pieces {
      for order in 0...2 {
        var row = [Double](repeating: 0, count: size)
        for (k, value) in derivative(edges[j] - origins[j - 1], order).enumerated() { row[5 * (j - 1) + k] = -value }
        for (k, value) in derivative(edges[j] - origins[j], order).enumerated() { row[5 * j + k] = value }
        rows.append(row)
        targets.append(0)
      }
    }
    var end = [Double](repeating: 0, count: size)
    for (k, value) in derivative(edges[pieces] - origins[pieces - 1], 1).enumerated() { end[size - 5 + k] = value }
    rows.append(end)
    targets.append(0)
    for condition in conditions {
      var row = [Double](repeating: 0, count: size)
      for j in 0..<pieces {
        let from = max(edges[j], condition.period.lowerBound) - origins[j]
        let to = min(edges[j + 1], condition.period.upperBound) - origins[j]
        guard from < to else { continue }
        for k in 0..<5 {
          row[5 * j + k] = (Self.power(to, 5 - k) - Self.power(from, 5 - k)) / Double(5 - k)
        }
      }
      rows.append(row)
      targets.append(condition.average * (condition.period.upperBound - condition.period.lowerBound))
    }
    var whole = Matrix(rows: size + rows.count, columns: size + rows.count)
    for i in 0..<size {
      for j in 0..<size { whole[i, j] = 2 * given[i, j] }
    }
    for (k, row) in rows.enumerated() {
      for j in 0..<size {
        whole[size + k, j] = row[j]
        whole[j, size + k] = row[j]
      }
    }
    let found = try LU(whole).solve([Double](repeating: 0, count: size) + targets)
    (knots, coefficients, form, self.origins) = (edges, Array(found[..<size]), exact, origins)
  }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }

  var roughness: Double {
    var sum = 0.0
    for j in 0..<knots.count - 1 {
      for x in 0..<3 {
        for y in 0..<3 { sum += coefficients[5 * j + x] * form[5 * j + x, 5 * j + y] * coefficients[5 * j + y] }
      }
    }
    return sum
  }

  private func piece(_ t: Double) -> Int {
    min(max((knots.firstIndex { $0 > t } ?? knots.count) - 1, 0), knots.count - 2)
  }

  func value(_ t: Double) -> Double {
    let j = piece(t)
    return (0..<5).reduce(0) { $0 + coefficients[5 * j + $1] * Self.power(t - origins[j], 4 - $1) }
  }

  func average(_ from: Double, _ to: Double) -> Double {
    let j = piece(from)
    let (from, to) = (from - origins[j], to - origins[j])
    let sum = (0..<5).reduce(0) {
      $0 + coefficients[5 * j + $1] * (Self.power(to, 5 - $1) - Self.power(from, 5 - $1)) / Double(5 - $1)
    }
    return sum / (to - from)
  }
}
