import Curves
import MarketData
import Testing
import Valuation

/// Prices may differ from what they should be by rounding only.
private let priceTolerance = 1e-10
private let flatTolerance = 1e-12

@Suite struct CurveDefinitionTests {
  @Test func flatQuotesGiveAFlatCurve() throws {
    let definition = try CurveFixtures.definition(.day, "2026-01-01", "2028-01-01")
    let built = try definition.build(["2026-01", "Q1-26", "Sum-26", "Cal-27"].map { try CurveFixtures.quote($0, 50) })
    #expect(built.status == .solved)
    #expect(built.curve.values.allSatisfy { abs($0 - 50) < flatTolerance * 50 })
    #expect(built.conflict.isEmpty && built.roughness < flatTolerance)
  }

  @Test func oneQuoteGivesAFlatCurve() throws {
    let definition = try CurveFixtures.definition(.day, "2026-01-01", "2028-01-01")
    let built = try definition.build([CurveFixtures.quote("Q1-26", 50)])
    #expect(built.status == .solved)
    #expect(built.curve.values.allSatisfy { abs($0 - 50) < flatTolerance * 50 })
  }

  @Test func linearDailyQuotesGiveTheLine() throws {
    let definition = try CurveFixtures.definition(.day, "2026-01-01", "2026-07-01", days: MarketDays(.utc))
    var quotes: [CurveQuote] = []
    for (i, name) in ["2026-01-03", "2026-02-10", "2026-03-29", "2026-06-15"].enumerated() {
      let day = try CurveFixtures.date(name)
      let index = try Double(CurveFixtures.date("2026-01-01").days(until: day))
      quotes.append(try CurveFixtures.quote(name, 40 + 0.25 * index))
      quotes[i].id = "day \(i)"
    }
    let built = try definition.build(quotes)
    for (i, value) in built.curve.values.enumerated() {
      #expect(abs(value - (40 + 0.25 * Double(i))) < flatTolerance * 100)
    }
  }

  @Test func averagesComeBackOverClockChanges() throws {
    let definition = try CurveFixtures.definition(.day, "2026-01-01", "2027-01-01")
    let quotes = try [("2026-03", 61.3), ("2026-10", 72.9), ("W44-26", 75.0), ("Cal-26", 66.0)]
      .map { try CurveFixtures.quote($0, $1) }
    let built = try definition.build(quotes)
    #expect(built.status == .solved)
    for (quote, line) in zip(quotes, built.repricing) {
      let span = try #require(definition.days.interval(of: quote.period))
      var (sum, hours) = (0.0, 0.0)
      for i in built.curve.grid.indices(within: span) {
        sum += built.curve.values[i] * built.curve.grid[i].hours
        hours += built.curve.grid[i].hours
      }
      #expect(abs(sum / hours - quote.price.mid) < priceTolerance)
      #expect(abs(line.error) < priceTolerance && line.violation < priceTolerance && line.flags.isEmpty)
    }
    // March has 743 hours, October 745.
    #expect(try built.prices(of: quotes).elementsEqual(built.repricing.map(\.model)))
  }

  @Test func peakOffPeakAndBaseAgreeByTheirHours() throws {
    var definition = try CurveFixtures.definition(.day, "2026-01-01", "2026-07-01")
    definition.strands = [.europeanPeak, .europeanOffPeak]
    var quotes = try [("2026-01", 90.0), ("Q1-26", 84.0), ("Q2-26", 70.0)].map { try CurveFixtures.quote($0, $1) }
    quotes += try [("2026-01", 105.0), ("Q1-26", 97.0), ("Q2-26", 72.0)]
      .map { try CurveFixtures.quote($0, $1, block: .europeanPeak) }
    let built = try definition.build(quotes)
    #expect(built.status == .solved)
    #expect(built.repricingError < priceTolerance)
    let calendar = definition.days.calendar
    for name in ["2026-01", "Q1-26", "Q2-26"] {
      let period = try CurveFixtures.period(name)
      let span = try #require(definition.days.interval(of: period))
      let contracts = [Block.base, .europeanPeak, .europeanOffPeak].map { CurveQuote(period, block: $0, .firm(0)) }
      let prices = try built.prices(of: contracts)
      let hours = contracts.map { calendar.hours(of: $0.block, in: span) }
      #expect(abs(hours[0] * prices[0] - hours[1] * prices[1] - hours[2] * prices[2]) < priceTolerance * hours[0])
    }
    // The curve over all hours is the base of the strands, also hour by hour.
    let hourly = try built.resolved(on: #require(DeliveryGrid(covering: definition.grid.span, seconds: 3600)))
    let daily = hourly.series.resampled(to: definition.grid, by: .mean)
    for (day, value) in zip(daily.values, built.curve.values) { #expect(abs(day - value) < priceTolerance) }
    let january = try #require(definition.days.interval(of: CurveFixtures.period("2026-01")))
    var (sum, count) = (0.0, 0.0)
    for i in hourly.grid.indices(within: january) where calendar.contains(hourly.grid[i].start, in: .europeanPeak) {
      sum += hourly.values[i]
      count += 1
    }
    #expect(abs(sum / count - 105) < priceTolerance)
  }

  @Test func theCurveLiesBetweenBidAndAskAndAboveTheFloor() throws {
    var definition = try CurveFixtures.definition(.day, "2026-01-01", "2026-07-01")
    definition.floor = 0
    let quotes = try [("2026-01", 40.0, 41.0), ("2026-02", 20.0, 21.0), ("2026-03", 0.5, 1.0), ("Q2-26", 1.0, 1.2)]
      .map { CurveQuote(try CurveFixtures.period($0.0), .bidAsk(bid: $0.1, ask: $0.2)) }
    let built = try definition.build(quotes)
    #expect(built.status == .solved)
    #expect(built.repricing.allSatisfy { $0.violation < 1e-9 })
    #expect(built.curve.values.allSatisfy { $0 > -1e-9 })
    #expect(built.repricing[0].bid == 40 && built.repricing[0].ask == 41 && built.repricing[0].target == 40.5)
  }

  @Test func softQuotesPullByTheirWeight() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01")
    func june(_ weight: Double) throws -> Double {
      var quotes = try [("2026-01", 50.0), ("2026-12", 50.0)].map { try CurveFixtures.quote($0, $1) }
      quotes.append(CurveQuote(try CurveFixtures.period("2026-06"), .soft(60, weight: weight)))
      return try definition.build(quotes).curve.values[5]
    }
    let (weak, strong) = (try june(1e-6), try june(1e6))
    #expect(weak > 50 && weak < 50.1)
    #expect(strong < 60 && strong > 59.9)
  }

  @Test func quotesThatRepeatEachOtherAreAccepted() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01", days: MarketDays(.utc))
    let months = [60.0, 58, 55]
    let hours = [744.0, 672, 744]
    let quarter = zip(months, hours).reduce(0) { $0 + $1.0 * $1.1 } / hours.reduce(0, +)
    var quotes = try zip(["2026-01", "2026-02", "2026-03"], months).map { try CurveFixtures.quote($0, $1) }
    quotes.append(try CurveFixtures.quote("Q1-26", quarter))
    let built = try definition.build(quotes)
    #expect(built.status == .solved && built.repricingError < priceTolerance)
  }

  @Test func contradictionsAreNamedQuoteByQuote() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01")
    var quotes = try [("2026-01", 60.0), ("2026-02", 58.0), ("2026-03", 55.0), ("Q1-26", 59.0), ("Q2-26", 50.0)]
      .map { try CurveFixtures.quote($0, $1) }
    let built = try definition.build(quotes)
    #expect(built.status == .contradictory)
    #expect(Set(built.conflict) == ["2026-01", "2026-02", "2026-03", "Q1-26"])
    for line in built.repricing { #expect(line.flags.contains { $0.kind == .conflicting } == (line.id != "Q2-26")) }
    // Without any one of them the rest can hold.
    for name in built.conflict {
      quotes = try [("2026-01", 60.0), ("2026-02", 58.0), ("2026-03", 55.0), ("Q1-26", 59.0), ("Q2-26", 50.0)]
        .map { try CurveFixtures.quote($0, $1) }.filter { $0.id != name }
      #expect(try definition.build(quotes).status == .solved)
    }
  }

  @Test func spreadLimitsHoldTheCurve() throws {
    var definition = try CurveFixtures.definition(.month, "2026-04-01", "2027-04-01", days: MarketDays(GasDay.european))
    let quotes = try [("2026-04", 29.0), ("Sum-26", 28.0), ("Win-26", 31.0)].map { try CurveFixtures.quote($0, $1) }
    let steepest = { (built: BuiltCurve) -> Double in
      zip(built.curve.values.dropFirst(), built.curve.values).map { $0 - $1 }.max() ?? 0
    }
    #expect(steepest(try definition.build(quotes)) > 0.65)
    definition.spreadLimits = SpreadLimit.carry(
      costPerMonth: 0.65, in: try CurveFixtures.period("2026-04-01/2027-04-01"))
    let held = try definition.build(quotes)
    #expect(held.status == .solved && held.repricingError < 1e-9)
    #expect(steepest(held) < 0.65 + 1e-9)
    // From May on at 0.45 a month, the winter is at most 2.5 above a summer mean of 27.8.
    definition.spreadLimits = SpreadLimit.carry(
      costPerMonth: 0.45, in: try CurveFixtures.period("2026-04-01/2027-04-01"))
    let impossible = try definition.build(quotes)
    #expect(impossible.status == .contradictory)
    #expect(Set(impossible.conflict).isSuperset(of: ["Sum-26", "Win-26"]))
  }

  @Test func pricesConvertToTheCurvesUnit() throws {
    let definition = try CurveFixtures.definition(
      .month, "2026-01-01", "2026-07-01", unit: .price(.gbp, per: .megawattHour))
    var quote = try CurveFixtures.quote("Q1-26", 100)
    quote.unit = .price(.pence, per: .therm)
    let factor = try ValueUnit.price(.pence, per: .therm).factor(to: definition.unit)
    #expect(abs(try definition.build([quote]).curve.values[0] - 100 * factor) < priceTolerance)
    quote.unit = .price(.eur, per: .megawattHour)
    let error = #expect(throws: CurveError.self) { try definition.build([quote]) }
    #expect(error?.code == .mismatch)
  }

  @Test func aDiscountedStripIsWorthItsDiscountedMean() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2029-01-01")
    let today = try CurveFixtures.date("2026-01-01")
    let far = try CurveFixtures.date("2029-06-01")
    let discounting = try DiscountCurve(
      currency: .eur, valueDate: today, zeroRates: [(far, 0.04)], compounding: .annual, dayCount: .act365Fixed)
    var strip = CurveQuote(try CurveFixtures.period("2026-01-01/2029-01-01"), .firm(61))
    strip.settlement = .monthly(lagDays: 20)
    let quotes = try [CurveFixtures.quote("2026-02", 75), CurveFixtures.quote("Cal-27", 62), strip]
    let built = try definition.build(quotes, discounting: discounting)
    #expect(built.status == .solved && built.repricingError < priceTolerance)
    var (paid, weight) = (0.0, 0.0)
    for (i, month) in definition.grid.enumerated() {
      let payment = definition.days.date(of: month.end).advanced(byDays: 20)
      let discounted = discounting.factor(at: payment) * month.hours
      paid += discounted * built.curve.values[i]
      weight += discounted
    }
    #expect(abs(paid / weight - 61) < priceTolerance)
    #expect(abs(try built.prices(of: [strip])[0] - 61) < priceTolerance)
    let dollars = try DiscountCurve(currency: .usd, valueDate: today, factors: [(far, 0.9)])
    let error = #expect(throws: CurveError.self) { try definition.build(quotes, discounting: dollars) }
    #expect(error?.code == .mismatch)
  }

  @Test func gasMonthsAreMeansOfTheirGasDays() throws {
    var definition = try CurveFixtures.definition(
      .day, "2026-10-01", "2026-12-01", days: MarketDays(.northAmerican), unit: .price(.usd, per: .mmbtu))
    definition.weighting = .days
    let built = try definition.build([CurveFixtures.quote("2026-10", 3), CurveFixtures.quote("2026-11", 3.8)])
    // The last gas day of October has 25 hours, and counts as the others do.
    #expect(built.curve.grid.hours(at: 30) == 25)
    #expect(abs(built.curve.values[..<31].reduce(0, +) / 31 - 3) < priceTolerance)
    #expect(abs(built.curve.values[31...].reduce(0, +) / 30 - 3.8) < priceTolerance)
    #expect(built.basis.conventions["days"] == "NAESB" && built.basis.conventions["weighting"] == "days")
  }

  @Test func tooManyQuotesAreRefused() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-03-01")
    let period = try CurveFixtures.period("2026-01")
    let quotes = (0...CurveDefinition.mostQuotes).map { CurveQuote(period, .firm(50), id: "\($0)") }
    let error = #expect(throws: CurveError.self) { try definition.build(quotes) }
    #expect(error?.code == .outOfRange)
  }

  @Test func senselessInputIsRefused() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-07-01")
    func code(_ prices: [QuotedPrice], _ change: (inout CurveDefinition) -> Void = { _ in }) throws -> CurveError.Code?
    {
      var changed = definition
      change(&changed)
      let quotes = try prices.enumerated().map { CurveQuote(try CurveFixtures.period("2026-0\($0 + 1)"), $1) }
      do throws(CurveError) {
        _ = try changed.build(quotes)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(try code([]) == .empty)
    #expect(try code([.firm(.nan)]) == .notFinite)
    #expect(try code([.firm(1e300)]) == .outOfRange)
    #expect(try code([.bidAsk(bid: 2, ask: 1)]) == .outOfRange)
    #expect(try code([.bidAsk(bid: -.infinity, ask: .infinity)]) == .notFinite)
    #expect(try code([.bidAsk(bid: .nan, ask: 1)]) == .notFinite)
    #expect(try code([.soft(1, weight: 0)]) == .outOfRange)
    #expect(try code([.firm(1)]) { $0.tension = -1 } == .outOfRange)
    #expect(try code([.firm(1)]) { $0.floor = .nan } == .notFinite)
    #expect(try code([.firm(1)]) { ($0.floor, $0.ceiling) = (2, 1) } == .outOfRange)
    #expect(try code([.firm(1)]) { $0.prior = .values([1]) } == .countMismatch)
    let twice = try [1.0, 2].map { try CurveFixtures.quote("2026-01", $0) }
    let error = #expect(throws: CurveError.self) { try definition.build(twice) }
    #expect(error?.code == .mismatch && error?.index == 1)
  }
}
