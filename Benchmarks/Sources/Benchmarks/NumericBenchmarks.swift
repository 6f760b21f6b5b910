import NumericalKernels

/// Kernels beside the arrays and solvers of ``KernelBenchmarks``: transforms, draws, distributions, statistics, dense matrices, searches.
enum NumericBenchmarks {
  static let all = transforms + draws + distributions + statistics + dense + searches

  // MARK: Transforms and splines

  private static let transforms = [
    work("fft-8760", unit: "number", repeats: 200) {
      let x = normals(8760)
      let transform = try RealFourierTransform(count: x.count)
      return (x.count, { try transform.forward(x).real.count })
    },
    work("fft-65536", unit: "number", repeats: 50) {
      let x = normals(65536)
      let transform = try RealFourierTransform(count: x.count)
      return (x.count, { try transform.forward(x).real.count })
    },
    work("spline-build-evaluate", unit: "point") {
      let (knots, values) = ((0..<1000).map(Double.init), normals(1000))
      let points = sorted(uniforms(million).map { 999 * $0 })
      return (million, { try PiecewiseCubic.spline(knots: knots, values: values).values(at: points).count })
    },
  ]

  // MARK: Random numbers

  private static let draws = [
    fill("draws-student-t") { try $0.studentT(degreesOfFreedom: 4) },
    fill("draws-gamma") { try $0.gamma(shape: 2.5) },
    fill("draws-beta") { try $0.beta(2, 3.5) },
    fill("draws-poisson") { Double(try $0.poisson(mean: 12)) },
    work("draws-exponential", unit: "number") {
      (
        million,
        {
          var stream = RandomStream(seed: 7, path: 0)
          return Int(stream.exponentials(million)[0])
        }
      )
    },
    work("draws-sobol-scrambled", unit: "number") {
      (
        32 * 65536,
        {
          var sequence = try SobolSequence(dimensions: 32, scramblingSeed: 1)
          return try sequence.uniforms(65536).rows
        }
      )
    },
    work("draws-correlated", unit: "number") {
      let factor = Matrix(rows: 50, columns: 50) { row, column in column <= row ? 1 / Double(1 + row - column) : 0 }
      let vectors = try CorrelatedNormals(factor: factor)
      return (
        50 * 100_000,
        {
          var stream = RandomStream(seed: 3, path: 0)
          return try vectors.samples(100_000, from: &stream).rows
        }
      )
    },
  ]

  /// A million variates, one call each.
  private static func fill(_ name: String, _ draw: @escaping @Sendable (inout RandomStream) throws -> Double)
    -> Benchmark
  {
    work(name, unit: "number") {
      (
        million,
        {
          var stream = RandomStream(seed: 7, path: 0)
          var sum = 0.0
          for _ in 0..<million { sum += try draw(&stream) }
          return Int(sum)
        }
      )
    }
  }

  // MARK: Distributions

  private static let distributions = [
    map("gamma-cdf", from: 0, to: 12) { try GammaDistribution(shape: 2.5).cdf },
    map("gamma-quantile", from: 0, to: 1) { try GammaDistribution(shape: 2.5).quantile },
    map("beta-cdf", from: 0, to: 1) { try BetaDistribution(alpha: 2, beta: 3.5).cdf },
    map("beta-quantile", from: 0, to: 1) { try BetaDistribution(alpha: 2, beta: 3.5).quantile },
    map("student-t-cdf", from: -6, to: 6) { try StudentTDistribution(degreesOfFreedom: 4.5).cdf },
    map("student-t-quantile", from: 0, to: 1) { try StudentTDistribution(degreesOfFreedom: 4.5).quantile },
    map("erfc", from: -4, to: 8) { SpecialFunctions.erfc },
  ]

  /// A function of 100,000 numbers, one call each.
  private static func map(
    _ name: String, from least: Double, to most: Double, _ make: @escaping @Sendable () throws -> (Double) -> Double
  ) -> Benchmark {
    work(name, unit: "number") {
      let input = uniforms(100_000).map { least + (most - least) * $0 }
      return (
        input.count,
        {
          let function = try make()
          return Int(input.reduce(0) { $0 + function($1) })
        }
      )
    }
  }

  // MARK: Statistics

  private static let statistics = [
    work("quantiles", unit: "number") {
      let x = normals(million)
      return (million, { Int(try Statistics.quantiles(x, [0.01, 0.05, 0.5, 0.95, 0.99])[0] * 1e6) })
    },
    work("moments", unit: "number") {
      let x = normals(million)
      return (million, { Int(try Statistics.variance(x) * 1e6) })
    },
    work("kendall", unit: "pair") {
      let (x, y) = (normals(50_000), normals(50_000, path: 1))
      return (x.count, { Int(try Statistics.correlation(x, y, .kendall) * 1e6) })
    },
    work("spearman", unit: "pair") {
      let (x, y) = (normals(100_000), normals(100_000, path: 1))
      return (x.count, { Int(try Statistics.correlation(x, y, .spearman) * 1e6) })
    },
    rolling("rolling-deviation") {
      var window = try RollingMoments(window: 168)
      return { value in
        try window.push(value)
        return window.standardDeviation
      }
    },
    rolling("rolling-median") {
      var window = try RollingQuantile(window: 168)
      return { value in
        try window.push(value)
        return window.quantile
      }
    },
    work("covariance-2500x500", unit: "number") {
      let data = matrix(2500, 500)
      return (2500 * 500, { try Statistics.covarianceMatrix(data).rows })
    },
    work("regression-5000x20", unit: "number") {
      let (data, response) = (matrix(5000, 20), normals(5000, path: 1))
      return (5000 * 20, { try LinearRegression(data, response).coefficients.count })
    },
  ]

  /// A statistic of a window that moves over a million numbers.
  private static func rolling(
    _ name: String, _ make: @escaping @Sendable () throws -> (Double) throws -> Double?
  ) -> Benchmark {
    work(name, unit: "number") {
      let x = normals(million)
      return (
        million,
        {
          let push = try make()
          var sum = 0.0
          for value in x { sum += try push(value) ?? 0 }
          return Int(sum)
        }
      )
    }
  }

  // MARK: Dense matrices, over whatever BLAS and LAPACK the system has

  private static let dense = [
    work("dense-product-1000", unit: "entry") {
      let (a, b) = (matrix(1000, 1000), matrix(1000, 1000, path: 1))
      return (million, { try (a * b).rows })
    },
    work("dense-cholesky-1000", unit: "entry") {
      let a = matrix(1000, 1000)
      var square = Matrix(rows: 1000, columns: 1000)
      for i in 0..<1000 { square[i, i] = 1000 }
      try square.syrk(a.view, beta: 1)
      let definite = square
      return (million, { Int(try Cholesky(definite).logDeterminant) })
    },
    work("dense-lu-1000", unit: "entry") {
      let a = matrix(1000, 1000)
      return (million, { try LU(a).solve([Double](repeating: 1, count: 1000)).count })
    },
    work("dense-eigen-300", unit: "entry") {
      let a = matrix(300, 300)
      let symmetric = Matrix(rows: 300, columns: 300) { a[min($0, $1), max($0, $1)] }
      return (90_000, { try SymmetricEigen(symmetric).values.count })
    },
    work("dense-svd-300", unit: "entry") {
      let a = matrix(300, 300)
      return (90_000, { try SVD(a).singularValues.count })
    },
    work("dense-least-squares-5000x50", unit: "entry") {
      let (a, b) = (matrix(5000, 50), normals(5000, path: 1))
      return (250_000, { try LeastSquares(a, b).rank })
    },
  ]

  // MARK: Roots, minima, integrals; the peers' calls go through Python

  private static let searches = [
    work("root", unit: "search", repeats: 1000) {
      (1, { Brent.root(from: 0, to: 1) { -100 + 60 / (1 + $0) + 60 / ((1 + $0) * (1 + $0)) }.evaluations })
    },
    work("integral", unit: "integral", repeats: 1000) {
      (
        1,
        {
          try AdaptiveQuadrature(absoluteTolerance: 1.49e-8, relativeTolerance: 1.49e-8)
            .integrate(from: 0, to: .infinity) { VectorMath.exp(-0.5 * $0 * $0) }.evaluations
        }
      )
    },
    work("lbfgs-rosenbrock-100", unit: "search", repeats: 20) {
      let start = try StartingPoint((0..<100).map { $0 % 2 == 0 ? -1.2 : 1 })
      return (
        1,
        {
          LBFGS().minimise(from: start) { x, gradient in
            var sum = 0.0
            for i in gradient.indices { gradient[i] = 0 }
            for i in 0..<99 {
              let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
              sum += 100 * a * a + b * b
              gradient[i] += -400 * a * x[i] - 2 * b
              gradient[i + 1] += 200 * a
            }
            return sum
          }.iterations
        }
      )
    },
    work("levenberg-marquardt", unit: "fit", repeats: 100) {
      let times = (0..<200).map { 0.05 * Double($0) }
      let noise = normals(200)
      let quotes = zip(times, noise).map { 3 * VectorMath.exp(-0.7 * $0) + 1 + 0.01 * $1 }
      let start = try StartingPoint([1, 1, 0])
      return (
        1,
        {
          LevenbergMarquardt().minimise(from: start, residualCount: 200) { p, residuals in
            for i in residuals.indices { residuals[i] = p[0] * VectorMath.exp(-p[1] * times[i]) + p[2] - quotes[i] }
          }.iterations
        }
      )
    },
    work("nelder-mead-rosenbrock-4", unit: "search", repeats: 100) {
      let start = try StartingPoint([-1.2, 1, -1.2, 1])
      return (
        1,
        {
          NelderMead().minimise(from: start) { x in
            (0..<3).reduce(0.0) { sum, i in
              let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
              return sum + 100 * a * a + b * b
            }
          }.evaluations
        }
      )
    },
  ]

  // MARK: Helpers

  private static let million = 1_000_000

  /// A benchmark whose work is repeated within the clock.
  private static func work(
    _ name: String, unit: String, repeats: Int = 1,
    _ prepare: @escaping @Sendable () throws -> (units: Int, once: @Sendable () throws -> Int)
  ) -> Benchmark {
    Benchmark(name: name, unit: unit, repeats: repeats) { _ in
      let (units, once) = try prepare()
      return (
        units,
        {
          var sum = 0
          for _ in 0..<repeats { sum &+= try once() }
          return sum
        }
      )
    }
  }

  private static func normals(_ count: Int, path: UInt64 = 0) -> [Double] {
    var stream = RandomStream(seed: 1, path: path)
    return stream.normals(count)
  }

  private static func uniforms(_ count: Int) -> [Double] {
    var stream = RandomStream(seed: 1, path: 0)
    return stream.uniforms(count)
  }

  private static func sorted(_ values: [Double]) -> [Double] { values.sorted() }

  private static func matrix(_ rows: Int, _ columns: Int, path: UInt64 = 0) -> Matrix {
    let values = normals(rows * columns, path: path)
    return Matrix(rows: rows, columns: columns) { values[$0 * columns + $1] }
  }
}
