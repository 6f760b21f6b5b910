import Curves
import MarketData
import NumericalKernels
import Testing

@Suite struct CurveDynamicsTests {
  /// How many standard errors an estimate may lie from the truth.
  private static let most = 4.0

  @Test func volatilitiesComeBackWithinSamplingError() throws {
    let history = SimulatedHistory(dates: 500)
    let curves = try history.curves(seed: 1) { [0.15 + 0.6 * VectorMath.exp(-2.5 * $0)] }
    let changes = try ForwardChanges(of: curves, contracts: 8, days: history.days, as: .logarithmic())
    #expect(changes.count == 499 && changes.skipped == 0)
    let structure = try VolatilityTermStructure(of: changes)
    for sample in structure.samples {
      let truth = 0.15 + 0.6 * VectorMath.exp(-2.5 * sample.tenor)
      #expect(abs(sample.volatility - truth) < Self.most * sample.standardError)
      #expect(abs(structure.volatility(at: sample.tenor) - truth) < Self.most * sample.standardError)
    }
    // One factor moves all contracts alike.
    let components = try PrincipalComponents(of: changes)
    #expect(components.explained[0] > 0.99)
    #expect(components.count(explaining: 0.95) == 1)
  }

  @Test func samuelsonsParametersComeBackExactlyFromMovesOfThatSize() throws {
    // Ten dates of one month: each contract moves up and down by its own volatility.
    let first = try #require(LocalDate(year: 2025, month: 6, day: 2))
    let grid = try #require(DeliveryGrid.months(from: first, count: 40, in: .utc))
    func history(_ volatility: (Int) -> Double) throws -> [(date: LocalDate, curve: ForwardCurve)] {
      try (0...10).map { day in
        let values = grid.indices.map { 40 + (day % 2 == 0 ? 0 : volatility($0 - 1) * (1 / 365.25).squareRoot()) }
        return (first.advanced(byDays: day), try ForwardCurve(grid: grid, values: values, unit: SimulatedHistory.unit))
      }
    }
    let days = MarketDays(.utc)
    let tenors = try ForwardChanges(of: history { _ in 1 }, contracts: 36, days: days, as: .absolute).tenors
    #expect(abs(tenors[0] - 24.5 / 365.25) < 1e-12)
    let changes = try ForwardChanges(
      of: history { tenors.indices.contains($0) ? 3 + 9 * VectorMath.exp(-1.7 * tenors[$0]) : 0 }, contracts: 36,
      days: days, as: .absolute)
    let structure = try VolatilityTermStructure(of: changes)
    // The sample's deviation is that of ten moves of one size: √(10/9) of it.
    let scale = (10.0 / 9).squareRoot()
    #expect(abs(structure.decay - 1.7) < 1e-5)
    #expect(abs(structure.floor - 3 * scale) < 1e-5)
    #expect(abs(structure.amplitude - 9 * scale) < 1e-5)
    #expect(structure.fitError < 1e-6)
  }

  @Test func componentsComeBackWithinSamplingError() throws {
    let history = SimulatedHistory(dates: 600)
    // A level of 30 % and a slope that turns from +20 % to -20 % over two years.
    let curves = try history.curves(seed: 7) { [0.3, 0.2 * (1 - min(2, $0))] }
    let changes = try ForwardChanges(of: curves, contracts: 9, days: history.days, as: .logarithmic())
    let components = try PrincipalComponents(of: changes)
    let truth = Matrix(rows: 9, columns: 9) { row, column in
      0.09 + 0.04 * (1 - changes.tenors[row]) * (1 - changes.tenors[column])
    }
    let expected = try SymmetricEigen(truth).values.reversed().map { $0 }
    let error = (2 / Double(changes.count)).squareRoot()
    #expect(abs(components.variances[0] / expected[0] - 1) < Self.most * error)
    #expect(abs(components.variances[1] / expected[1] - 1) < Self.most * error)
    // Two factors leave next to nothing: contracts move by their own maturity, columns by a month's mean of it.
    #expect(components.explained[0] + components.explained[1] > 0.999)
    let model = try ForwardModel(components, factors: 2)
    for (index, tenor) in changes.tenors.enumerated() {
      let volatility = truth[index, index].squareRoot()
      #expect(abs(model.volatility(at: tenor) / volatility - 1) < Self.most * error / 2)
    }
    let correlation = truth[0, 8] / (truth[0, 0] * truth[8, 8]).squareRoot()
    let own = model.correlation(changes.tenors[0], changes.tenors[8])
    let correlationError = (1 - correlation * correlation) / Double(changes.count).squareRoot()
    #expect(abs(own - correlation) < Self.most * correlationError)
  }

  @Test func correlationsFitAndStayValid() throws {
    let history = SimulatedHistory(dates: 500)
    let given = try CorrelationSurface(far: 0.3, decay: 1.2, flattening: 0.4)
    let flat = try VolatilityTermStructure(floor: 0.4, amplitude: 0, decay: 1)
    let tenors = (0...30).map { Double($0) / 12 }
    let model = try ForwardModel(.logNormal(), volatility: flat, correlation: given, tenors: tenors, factors: 31)
    #expect(abs(model.correlation(0.25, 1.5) - given.correlation(0.25, 1.5)) < 1e-10)
    let curves = try history.curves(seed: 3) { tenor in
      model.factors.map { $0[min(30, max(0, Int((tenor * 12).rounded())))] }
    }
    let changes = try ForwardChanges(of: curves, contracts: 10, days: history.days, as: .logarithmic())
    let surface = try CorrelationSurface(of: changes)
    let error = 1 / Double(changes.count).squareRoot()
    for (a, b) in [(0, 3), (0, 9), (4, 8)] {
      let (tenor, other) = (changes.tenors[a], changes.tenors[b])
      #expect(abs(surface.correlation(tenor, other) - given.correlation(tenor, other)) < Self.most * error)
    }
    for surface in [given, surface, try CorrelationSurface(far: 0, decay: 40, flattening: 30)] {
      let values = try SymmetricEigen.values(of: surface.matrix((0..<25).map { Double($0) * 0.4 }))
      #expect(values.allSatisfy { $0 > -1e-12 })
    }
  }

  @Test func shapesOfCurvesAreInNoChange() throws {
    // A steep curve that does not move has no volatility, though each month rolls down to a lower price.
    let history = SimulatedHistory(dates: 40)
    let curves = try history.curves(seed: 1) { _ in [0] }
    let changes = try ForwardChanges(of: curves, contracts: 6, days: history.days, as: .absolute)
    #expect(changes.values.storage.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func senselessHistoriesAreRefused() throws {
    let history = SimulatedHistory(dates: 6)
    let curves = try history.curves(seed: 1) { _ in [0.2] }
    func code(
      _ curves: [(date: LocalDate, curve: ForwardCurve)], contracts: Int = 3, of kind: DeliveryPeriod.Kind = .month,
      as changes: ForwardChanges.Kind = .logarithmic()
    ) -> CurveError.Code? {
      #expect(throws: CurveError.self) {
        try ForwardChanges(of: curves, contracts: contracts, of: kind, days: history.days, as: changes)
      }?.code
    }
    #expect(code([]) == .empty)
    #expect(code(Array(curves.prefix(2))) == .empty)
    #expect(code(curves.reversed()) == .outOfRange)
    #expect(code(curves, contracts: 0) == .outOfRange)
    #expect(code(curves, contracts: 100) == .empty)
    #expect(code(curves, of: .weekend) == .mismatch)
    #expect(code(curves, as: .logarithmic(shift: -1000)) == .notPositive)
    let other = try ForwardCurve(
      grid: curves[0].curve.grid, values: curves[0].curve.values, unit: .price(.usd, per: .megawattHour))
    #expect(code(curves.dropLast() + [(curves[5].date, other)]) == .mismatch)
    #expect(throws: CurveError.self) { try CorrelationSurface(far: 1.1, decay: 1) }
    #expect(throws: CurveError.self) { try VolatilityTermStructure(floor: -0.1, amplitude: 1, decay: 1) }
    #expect(throws: CurveError.self) { try ForwardModel(.normal, tenors: [1, 1], factors: [[1, 1]]) }
    #expect(throws: CurveError.self) { try ForwardModel(.normal, tenors: [0, 1], factors: [[1]]) }
  }
}
