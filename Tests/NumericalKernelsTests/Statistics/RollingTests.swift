import NumericalKernels
import Testing

@Suite struct RollingTests {
  /// A stream with gaps, a large common part and an outlier.
  private func stream(_ count: Int, _ seed: UInt64, offset: Double = 0) -> [Double] {
    var source = DenseSource(seed)
    return (0..<count).map { i in
      let value = source.next()
      return abs(value) > 0.9 ? .nan : i == count / 3 ? 1e15 : offset + value
    }
  }

  private func close(_ a: Double?, _ b: Double?, _ tolerance: Double) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= tolerance * abs(b)
  }

  @Test(arguments: [1, 2, 7, 40])
  func momentsAgreeWithTheWindow(_ window: Int) throws {
    let values = stream(150, 91, offset: 1e6)
    var rolling = try RollingMoments(window: window)
    for i in values.indices {
      try rolling.push(values[i])
      let inside = Array(values[max(0, i - window + 1)...i])
      #expect(close(rolling.mean, try? Statistics.mean(inside), 1e-15))
      #expect(close(rolling.variance, try? Statistics.variance(inside), 1e-13))
      #expect(rolling.count == inside.count { !$0.isNaN })
      #expect(rolling.span == inside.count)
    }
  }

  @Test func anOutlierLeavesNoTrace() throws {
    var rolling = try RollingMoments(window: 3)
    for value in [1e150, 1, 2, 4] { try rolling.push(value) }
    #expect(close(rolling.mean, 7.0 / 3, 1e-15))
    #expect(close(rolling.variance, 7.0 / 3, 1e-15))
  }

  @Test func levelsFarFromTheStartKeepTheirDigits() throws {
    var rolling = try RollingMoments(window: 50)
    var inside: [Double] = []
    for i in 0..<400 {
      let value = 1e9 * Double(i / 100) + Double(i % 7) * 0.125
      try rolling.push(value)
      inside = Array((inside + [value]).suffix(50))
    }
    #expect(close(rolling.variance, try Statistics.variance(inside), 1e-13))
  }

  @Test func covarianceAgreesWithTheWindow() throws {
    let (x, y) = (stream(120, 92), stream(120, 93, offset: 50).map { $0 + 1e3 })
    var rolling = try RollingCovariance(window: 9)
    for i in x.indices {
      try rolling.push(x[i], y[i])
      let (a, b) = (Array(x[max(0, i - 8)...i]), Array(y[max(0, i - 8)...i]))
      let scale = rolling.covariance.map { abs($0) > 1e6 ? abs($0) : 1 } ?? 1
      let expected = try? Statistics.covariance(a, b)
      #expect((rolling.covariance == nil) == (expected == nil))
      #expect(abs((rolling.covariance ?? 0) - (expected ?? 0)) <= 1e-13 * scale)
      #expect(abs((rolling.correlation ?? 0) - ((try? Statistics.correlation(a, b)) ?? 0)) < 1e-12)
    }
  }

  @Test func betaIsTheRegressionsSlope() throws {
    var rolling = try RollingCovariance(window: 5)
    for i in 0..<12 { try rolling.push(sampleX[i], sampleY[i]) }
    let fit = try LinearRegression(Matrix(columns: [Array(sampleX.suffix(5))]), Array(sampleY.suffix(5)))
    #expect(close(rolling.beta, fit.coefficients[1], 1e-14))
    var flat = try RollingCovariance(window: 2)
    try flat.push(1, 2)
    #expect(flat.beta == nil && flat.covariance == nil && flat.count == 1)
  }

  @Test(arguments: [1, 3, 16])
  func extremesAgreeWithTheWindow(_ window: Int) throws {
    let values = stream(150, 94).map { ($0 * 8).rounded() }
    var rolling = try RollingExtremes(window: window)
    for i in values.indices {
      rolling.push(values[i])
      let inside = values[max(0, i - window + 1)...i].filter { !$0.isNaN }
      #expect(rolling.minimum == inside.min())
      #expect(rolling.maximum == inside.max())
    }
  }

  @Test(arguments: [(1, 0.5), (6, 0.5), (7, 0.5), (25, 0.0), (25, 1.0), (24, 0.1), (25, 0.95), (40, 1.0 / 3)])
  func quantilesAgreeWithTheWindow(_ window: Int, _ probability: Double) throws {
    for values in [stream(160, 95), stream(160, 96).map { ($0 * 4).rounded() }] {
      var rolling = try RollingQuantile(window: window, probability: probability)
      for i in values.indices {
        try rolling.push(values[i])
        let inside = Array(values[max(0, i - window + 1)...i])
        #expect(rolling.quantile == (try? Statistics.quantile(inside, probability)))
      }
    }
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: NumericalError.self) { try RollingMoments(window: 0) }
    #expect(throws: NumericalError.self) { try RollingCovariance(window: -1) }
    #expect(throws: NumericalError.self) { try RollingExtremes(window: 0) }
    #expect(throws: NumericalError.self) { try RollingQuantile(window: 3, probability: .nan) }
    var rolling = try RollingMoments(window: 2)
    try rolling.push(1)
    #expect(throws: NumericalError.self) { try rolling.push(.infinity) }
    #expect(throws: NumericalError.self) { try rolling.push(-1e200) }
    #expect(rolling.mean == 1 && rolling.variance == nil)
  }
}
