import NumericalKernels
import Testing

@Suite struct StudentTTableTests {
  /// The regularised incomplete beta function by mpmath at 40 digits.
  @Test(arguments: [
    (-1, 3, 0.19550110947788532), (-2.5, 3.5, 0.03784732190474504), (-40, 3.5, 4.3832205546865099e-6),
    (-0.001, 7, 0.49961500862249942), (2, 4, 0.9419417382415922), (-1e6, 0.5, 0.00032070097541419885),
    (-3, 120, 0.0016419508601170816), (-8, 1000.25, 1.712914397967232e-15), (0.3, 1e5, 0.61791111040483118),
    (-5, 1e6, 2.8669989354453708e-7), (-2, 1e9, 0.022750132083156624), (-0.01, 0.1, 0.4985193501389607),
  ]) func agreesWithProvenDigits(_ t: Double, _ degrees: Double, _ expected: Double) throws {
    #expect(abs(try StudentTTable(degreesOfFreedom: degrees).cdf(t) - expected) < 2e-14 * expected)
  }

  @Test(arguments: [1e-3, 0.3, 1, 2.5, 4, 17, 27, 60, 1000, 1e6, 1e40])
  func agreesWithTheDistributionEverywhere(_ degrees: Double) throws {
    let distribution = try StudentTDistribution(degreesOfFreedom: degrees)
    let table = try StudentTTable(degreesOfFreedom: degrees)
    var worst = 0.0
    for i in 0..<600 {
      // From 0.001 to 10,000 and through both sides of the cells' edges.
      let t = -0.001 * VectorMath.exp(Double(i) * (16.2 / 600))
      let expected = distribution.cdf(t)
      // An exponential loses with its argument.
      let error = abs(table.cdf(t) - expected) / max(1, -0.02 * VectorMath.log(expected))
      if expected > 1e-300 { worst = max(worst, error / expected) }
      #expect(abs(table.cdf(-t) - distribution.cdf(-t)) < 4e-15)
    }
    #expect(worst < 2e-14, "\(worst)")
  }

  @Test func manyValuesAreThoseOfOne() throws {
    let table = try StudentTTable(degreesOfFreedom: 4)
    let t = (0..<40).map { Double($0 - 20) * 0.37 }
    var found = [Double](repeating: 0, count: t.count)
    var span = found.mutableSpan
    try table.cdf(t.span, into: &span)
    #expect(found == t.map { table.cdf($0) })
    #expect(throws: NumericalError.self) {
      var short = [0.0]
      var span = short.mutableSpan
      try table.cdf(t.span, into: &span)
    }
  }

  @Test func limits() throws {
    let table = try StudentTTable(degreesOfFreedom: 2.5)
    #expect(abs(table.cdf(0) - 0.5) < 1.2e-16)
    #expect(table.cdf(.infinity) == 1)
    #expect(table.cdf(-.infinity) == 0)
    #expect(table.cdf(.nan).isNaN)
    #expect(table.cdf(-1e200) == 0)
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: NumericalError.self) { try StudentTTable(degreesOfFreedom: bad) }
    }
  }
}
