import MarketData
import NumericalKernels
import Testing
import Valuation

@testable import Curves

private let priceTolerance = 1e-9

@Suite struct CurveSplineTests {
  /// Closing prices of Nordic power futures on 13 May 2013 with first and last day of delivery, from the data of the R package etrm
  /// (CRAN), whose example smooths them as Benth, Koekebakker and Ollmar (2007) do.
  private static let futures: [(first: String, last: String, price: Double)] = [
    ("2013-05-20", "2013-05-26", 33.65), ("2013-05-27", "2013-06-02", 35.77), ("2013-06-03", "2013-06-09", 36.58),
    ("2013-06-10", "2013-06-16", 35.93), ("2013-06-17", "2013-06-23", 33.14), ("2013-06-24", "2013-06-30", 34.16),
    ("2013-07-01", "2013-07-31", 33.14), ("2013-08-01", "2013-08-31", 35.72), ("2013-09-01", "2013-09-30", 38.41),
    ("2013-10-01", "2013-10-31", 38.81), ("2013-11-01", "2013-11-30", 40.94), ("2013-10-01", "2013-12-31", 40.53),
    ("2014-01-01", "2014-03-31", 42.40), ("2014-04-01", "2014-06-30", 33.39), ("2014-07-01", "2014-09-30", 31.78),
    ("2014-10-01", "2014-12-31", 38.25), ("2015-01-01", "2015-03-31", 40.73), ("2015-04-01", "2015-06-30", 32.64),
    ("2015-07-01", "2015-09-30", 30.87), ("2015-10-01", "2015-12-31", 37.22), ("2016-01-01", "2016-12-31", 34.10),
  ]

  private func definition(flatEnd: Bool = true) throws -> CurveDefinition {
    var definition = try CurveFixtures.definition(.day, "2013-05-13", "2017-01-01")
    definition.method = .spline(flatEnd: flatEnd)
    return definition
  }

  private func quotes() throws -> [CurveQuote] {
    try Self.futures.map { future in
      let first = try CurveFixtures.date(future.first)
      let end = try CurveFixtures.date(future.last).advanced(byDays: 1)
      return CurveQuote(try #require(QuotePeriod(from: first, until: end)), .firm(future.price))
    }
  }

  @Test func averagesComeBackAndTheCurveIsSmooth() throws {
    let built = try definition().build(quotes())
    #expect(built.status == .solved)
    #expect(built.repricingError < priceTolerance)
    // The slope is zero at the end.
    let values = built.curve.values
    let last = values.count - 1
    #expect(abs(values[last] - values[last - 1]) < 1e-3)
    #expect(built.basis.method == "maximum-smoothness quartic spline, flat end")
  }

  @Test func pointsAreTheMeansOfTheSplineOfPeriods() throws {
    let definition = try definition()
    let built = try definition.build(quotes())
    let start = definition.grid.start
    func days(_ instant: Instant) -> Double { Double(start.seconds(until: instant)) / 86_400 }
    let conditions = try quotes().map { quote in
      let span = try #require(definition.days.interval(of: quote.period))
      return PeriodAverage(days(span.start)..<days(span.end), quote.price.mid)
    }
    let fit = try MaximumSmoothnessSpline.fit(conditions, from: 0, to: days(definition.grid.end))
    #expect(fit.status == .solved)
    for (interval, value) in zip(definition.grid, built.curve.values) {
      #expect(abs(fit.spline.average(over: days(interval.start)..<days(interval.end)) - value) < priceTolerance)
    }
    #expect(abs(fit.spline.roughness - 2 * built.roughness) < 1e-9 * built.roughness)
  }

  @Test func flatAndRisingQuotesGiveALine() throws {
    let flat = try definition().build(quotes().map { CurveQuote($0.period, .firm(40)) })
    #expect(flat.curve.values.allSatisfy { abs($0 - 40) < priceTolerance })
    #expect(flat.roughness < 1e-12)
    let alone = try definition(flatEnd: false).build([quotes()[3]])
    #expect(alone.curve.values.allSatisfy { abs($0 - 35.93) < priceTolerance })

    let free = try definition(flatEnd: false)
    let start = free.grid.start
    let rising = try quotes().map { quote -> CurveQuote in
      let span = try #require(free.days.interval(of: quote.period))
      let middle = Double(start.seconds(until: span.start) + start.seconds(until: span.end)) / 2 / 86_400
      return CurveQuote(quote.period, .firm(30 + 0.01 * middle))
    }
    let line = try free.build(rising)
    for (interval, value) in zip(free.grid, line.curve.values) {
      let middle = Double(start.seconds(until: interval.start) + start.seconds(until: interval.end)) / 2 / 86_400
      #expect(abs(value - (30 + 0.01 * middle)) < priceTolerance * 10)
    }
  }

  @Test func bidAndAskSoftQuotesAndPriorsWorkToo() throws {
    var definition = try definition()
    definition.prior = .seasonal(
      try SeasonalShape(
        .additive, months: [4, 3, 1, -2, -4, -5, -5, -4, 0, 3, 4, 5], weekdays: [1, 1, 1, 1, 0, -2, -2]))
    let quotes = try quotes().enumerated().map { index, quote in
      var quote = quote
      if index % 3 == 1 { quote.price = .bidAsk(bid: quote.price.mid - 0.2, ask: quote.price.mid + 0.2) }
      if index == 20 { quote.price = .soft(34.1, weight: 100) }
      return quote
    }
    let built = try definition.build(quotes)
    #expect(built.status == .solved && built.repricingError < priceTolerance)
    let firm = zip(quotes, built.repricing).filter { if case .firm = $0.0.price { true } else { false } }
    #expect(firm.allSatisfy { abs($0.1.error) < priceTolerance })
    let exact = try definition.build(self.quotes())
    #expect(built.roughness < exact.roughness)
  }

  @Test func sensitivitiesAreThoseOfBumps() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    definition.method = .spline(flatEnd: true)
    var quotes = try [("2026-01", 60.0), ("Q2-26", 51.0), ("Cal-27", 55.0)].map { try CurveFixtures.quote($0, $1) }
    quotes.append(CurveQuote(try CurveFixtures.period("Q4-26"), .bidAsk(bid: 40, ask: 80)))
    let built = try definition.build(quotes)
    let table = try built.sensitivities()
    let gradient = try built.quoteDeltas(of: [Double](repeating: 1, count: 24))
    for column in quotes.indices {
      var changed = quotes
      changed[column].price = quotes[column].price.map { $0 + 1 }
      let again = try definition.build(changed)
      for row in 0..<24 {
        let slope = again.curve.values[row] - built.curve.values[row]
        #expect(abs(slope - table.jacobian[row, column]) < 1e-6)
      }
      #expect(abs((0..<24).reduce(0) { $0 + table.jacobian[$1, column] } - gradient[column]) < 1e-9)
    }
  }

  @Test func contradictionsAreNamedAndTensionIsRefused() throws {
    var quotes = try quotes()
    quotes.append(CurveQuote(quotes[12].period, .firm(50), id: "broker"))
    let built = try definition().build(quotes)
    #expect(built.status == .contradictory && Set(built.conflict) == [quotes[12].id, "broker"])
    var changed = try definition()
    changed.tension = 1
    let error = #expect(throws: CurveError.self) { try changed.build(self.quotes()) }
    #expect(error?.code == .outOfRange)
  }

  @Test func strandsAndFloorsHoldTheSplineToo() throws {
    var definition = try CurveFixtures.definition(.day, "2026-01-01", "2026-07-01")
    definition.method = .spline(flatEnd: false)
    definition.strands = [.europeanPeak, .europeanOffPeak]
    definition.floor = 0
    var quotes = try [("2026-01", 60.0), ("Q1-26", 30.0), ("Q2-26", 5.0)].map { try CurveFixtures.quote($0, $1) }
    quotes.append(try CurveFixtures.quote("Q1-26", 36, block: .europeanPeak))
    let built = try definition.build(quotes)
    #expect(built.status == .solved && built.repricingError < priceTolerance)
    #expect(built.strands.allSatisfy { strand in strand.values.allSatisfy { $0 >= -priceTolerance } })
  }
}
