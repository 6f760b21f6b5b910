import Curves
import Foundation
import MarketData
import Testing

@Suite struct CurveShockTests {
  private static let tolerance = 1e-12

  private func curve(_ values: [Double]) throws -> ForwardCurve {
    let grid = try #require(
      DeliveryGrid.months(from: ShapingTests.day(2026, 1, 1), count: values.count, in: .utc))
    return try ForwardCurve(grid: grid, values: values, unit: CurveFamilyTests.unit)
  }

  private func close(_ a: ForwardCurve, _ b: [Double]) -> Bool {
    a.values.count == b.count && a.values.elementsEqual(b) { abs($0 - $1) < Self.tolerance }
  }

  @Test func shocksFollowOneAnother() throws {
    let curve = try curve([50, -20])
    let now = curve.grid.start
    #expect(try close(curve.shocked(by: [.parallel(.absolute(5))], asOf: now, in: .utc), [55, -15]))
    #expect(try close(curve.shocked(by: [.parallel(.relative(0.1))], asOf: now, in: .utc), [55, -18]))
    #expect(
      try close(
        curve.shocked(by: [.parallel(.absolute(50)), .parallel(.relative(0.5))], asOf: now, in: .utc), [150, 45]))
    #expect(try curve.shocked(by: [], asOf: now, in: .utc) == curve)
  }

  @Test func tenorsCountToTheMiddleOfDelivery() throws {
    let curve = try curve([Double](repeating: 10, count: 24))
    let shocked = try curve.shocked(by: [.tenor(from: 0.25, to: 1, .absolute(1))], asOf: curve.grid.start, in: .utc)
    // The middle of March is 0.2 years away, that of April 0.29, that of December 0.96, that of January 1.04.
    let expected = (0..<24).map { (3..<12).contains($0) ? 11.0 : 10 }
    #expect(shocked.values == expected)
  }

  @Test func twistsTurnTheCurve() throws {
    let curve = try curve([Double](repeating: 10, count: 36))
    let twist = CurveShock.twist(front: .absolute(4), at: 0.5, back: .absolute(-2), until: 2)
    let shocked = try curve.shocked(by: [twist], asOf: curve.grid.start, in: .utc)
    #expect(shocked.values[0] == 14 && shocked.values[35] == 8)
    let middle = curve.grid[14]
    let tenor = Double(curve.grid.start.seconds(until: middle.start) + middle.seconds / 2) / 31_557_600
    let expected = 14 - 6 * (tenor - 0.5) / 1.5
    #expect(abs(shocked.values[14] - expected) < Self.tolerance)
  }

  @Test func shapesFollowTheLocalClock() throws {
    let days = MarketDays(.centralEurope)
    let grid = try days.grid(.hour, from: ShapingTests.day(2026, 3, 28), until: ShapingTests.day(2026, 3, 31))
    let flat = try ForwardCurve(
      grid: grid, values: [Double](repeating: 10, count: grid.count), unit: CurveFamilyTests.unit)
    var hours = [Double](repeating: 0, count: 24)
    (hours[2], hours[12]) = (1, -3)
    let shocked = try flat.shocked(by: [.hours(hours, isRelative: false)], asOf: grid.start, in: .centralEurope)
    // The night of 29 March skips two o'clock.
    #expect(shocked.values.count { $0 == 11 } == 2 && shocked.values.count { $0 == 7 } == 3)
    var months = [Double](repeating: 0, count: 12)
    months[2] = 0.5
    let spring = try curve([10, 10, 10, 10]).shocked(
      by: [.months(months, isRelative: true)], asOf: grid.start, in: .utc)
    #expect(spring.values == [10, 10, 15, 10])
    let span = try #require(DeliveryInterval(start: spring.grid[1].start, end: spring.grid[3].start))
    #expect(try spring.shocked(by: [.span(span, .absolute(1))], asOf: grid.start, in: .utc).values == [10, 11, 16, 10])
  }

  @Test func modelsTakeOverFromQuotes() throws {
    let (quotes, model) = (try curve([10, 10, 10, 10, 10, 10]), try curve([20, 20, 20, 20, 20, 20]))
    let (start, end) = (quotes.grid[2].start, quotes.grid[4].start)
    let crossed = try quotes.crossing(over: model, from: start, until: end)
    #expect(crossed.values[..<2] == [10, 10] && crossed.values[4...] == [20, 20])
    // March is the first 31 of 61 days.
    #expect(abs(crossed.values[2] - (10 + 10 * 15.5 / 61)) < Self.tolerance)
    #expect(abs(crossed.values[3] - (10 + 10 * 46.0 / 61)) < Self.tolerance)
    let step = try quotes.crossing(over: model, from: start, until: start)
    #expect(step.values == [10, 10, 20, 20, 20, 20])
    let long = try curve([Double](repeating: 30, count: 9))
    let extended = try quotes.extended(by: long, from: start, until: end)
    #expect(extended.count == 9 && extended.values[..<2] == [10, 10] && extended.values[4...].allSatisfy { $0 == 30 })
    #expect(throws: CurveError.self) { try quotes.extended(by: long, from: start, until: long.grid.end) }
    #expect(throws: CurveError.self) { try long.extended(by: quotes, from: start, until: end) }
    #expect(throws: CurveError.self) { try quotes.crossing(over: model, from: end, until: start) }
  }

  @Test func shocksAreReadAndWritten() throws {
    let span = try #require(DeliveryInterval(start: Instant(secondsSince1970: 0), seconds: 3600))
    let shocks: [CurveShock] = [
      .parallel(.absolute(5)), .tenor(from: 0, to: 0.5, .relative(-0.1)),
      .twist(front: .relative(0.2), at: 0, back: .relative(-0.1), until: 3), .span(span, .absolute(-7)),
      .months([Double](repeating: 0.5, count: 12), isRelative: true),
      .hours([Double](repeating: 2, count: 24), isRelative: false),
    ]
    let text = try JSONEncoder().encode(shocks)
    #expect(try JSONDecoder().decode([CurveShock].self, from: text) == shocks)
    for broken in [
      #"[{"kind":"parallel","size":{}}]"#, #"[{"kind":"parallel","size":{"absolute":1,"relative":1}}]"#,
    ] {
      #expect(throws: CurveError.self) { try JSONDecoder().decode([CurveShock].self, from: Data(broken.utf8)) }
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CurveShock].self, from: Data(#"[{"kind":"bend"}]"#.utf8))
    }
  }

  @Test func senselessShocksAreRefused() throws {
    let curve = try curve([10, 10])
    func code(_ shock: CurveShock) -> CurveError.Code? {
      #expect(throws: CurveError.self) { try curve.shocked(by: [shock], asOf: curve.grid.start, in: .utc) }?.code
    }
    #expect(code(.parallel(.absolute(.nan))) == .notFinite)
    #expect(code(.tenor(from: 2, to: 1, .absolute(1))) == .outOfRange)
    #expect(code(.twist(front: .absolute(1), at: 0, back: .relative(1), until: 1)) == .mismatch)
    #expect(code(.twist(front: .absolute(1), at: 1, back: .absolute(1), until: 1)) == .outOfRange)
    #expect(code(.months([1], isRelative: false)) == .countMismatch)
    #expect(code(.hours([Double](repeating: 1, count: 24), isRelative: false)) == .mismatch)
  }
}
