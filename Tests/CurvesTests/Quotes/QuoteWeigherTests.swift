import MarketData
import Testing

@testable import Curves

private let weightTolerance = 1e-14

@Suite struct QuoteWeigherTests {
  private func weigher(
    _ granularity: MarketDays.Granularity, _ first: String, _ end: String, days: MarketDays = MarketDays(.europeanPeak),
    strands: [Block] = [.base], weighting: QuoteWeighting = .hours, discounting: DiscountCurve? = nil
  ) throws -> QuoteWeigher {
    try QuoteWeigher(
      grid: days.grid(granularity, from: CurveFixtures.date(first), until: CurveFixtures.date(end)), days: days,
      strands: strands, weighting: weighting, discounting: discounting)
  }

  @Test func aMonthWithAClockChangeWeighsItsHours() throws {
    var weigher = try weigher(.day, "2026-03-01", "2026-04-01")
    let row = try weigher.row(for: CurveFixtures.quote("2026-03", 1))
    #expect(row.total == 743)
    #expect(abs(row.weights[28] - 23.0 / 743) < weightTolerance)
    #expect(abs(row.weights[27] - 24.0 / 743) < weightTolerance)
  }

  @Test func aWeekOverTwoMonthsTakesItsDaysFromBoth() throws {
    // 26 January to 1 February: six days of January, one of February.
    var weigher = try weigher(.month, "2026-01-01", "2026-04-01")
    let row = try weigher.row(for: CurveFixtures.quote("W05-26", 1))
    #expect(row.first == 0 && row.weights.count == 2)
    #expect(abs(row.weights[0] - 6.0 / 7) < weightTolerance && abs(row.weights[1] - 1.0 / 7) < weightTolerance)
    #expect(row.cutsInterval)
    var daily = try self.weigher(.day, "2026-01-01", "2026-04-01")
    let days = try daily.row(for: CurveFixtures.quote("W05-26", 1))
    #expect(days.first == 25 && days.weights.count == 7 && !days.cutsInterval)
  }

  @Test func peakAndOffPeakMakeBaseByTheirHours() throws {
    var weigher = try weigher(.month, "2026-03-01", "2026-04-01", strands: [.europeanPeak, .europeanOffPeak])
    // March 2026 has 22 weekdays: 264 hours of peak, and 743 in all.
    let base = try weigher.row(for: CurveFixtures.quote("2026-03", 1))
    let peak = try weigher.row(for: CurveFixtures.quote("2026-03", 1, block: .europeanPeak))
    let offPeak = try weigher.row(for: CurveFixtures.quote("2026-03", 1, block: .europeanOffPeak))
    #expect(peak.total == 264 && offPeak.total == 479 && base.total == 743)
    #expect(peak.first == 0 && peak.weights == [1])
    #expect(offPeak.first == 1 && offPeak.weights == [1])
    #expect(abs(base.weights[0] * 743 - 264) < 1e-9 && abs(base.weights[1] * 743 - 479) < 1e-9)
  }

  @Test func blocksMustBeMadeOfWholeStrands() throws {
    var weigher = try weigher(.day, "2026-03-01", "2026-04-01")
    let error = #expect(throws: CurveError.self) {
      try weigher.row(for: CurveFixtures.quote("2026-03", 1, block: .europeanPeak), index: 3)
    }
    #expect(error?.code == .mismatch && error?.index == 3)
    // Hours are whole: a block on an hourly curve needs no strand of its own.
    var hourly = try self.weigher(.hour, "2026-03-01", "2026-04-01")
    #expect(try hourly.row(for: CurveFixtures.quote("2026-03", 1, block: .europeanPeak)).total == 264)
  }

  @Test func threeStrandsPriceTheBlocksOfTheEast() throws {
    let days = MarketDays(.pjm)
    var weigher = try weigher(
      .month, "2026-01-01", "2026-02-01", days: days, strands: [.nercOnPeak, .eastern2x16, .eastern7x8])
    let offPeak = try weigher.row(for: CurveFixtures.quote("2026-01", 1, block: .nercOffPeak))
    // 21 weekdays without New Year's Day: 336 hours of peak; ten other days of 16 hours; 31 nights of 8.
    #expect(offPeak.total == 744 - 336)
    #expect(offPeak.first == 1)
    #expect(abs(offPeak.weights[0] - 160.0 / 408) < weightTolerance)
    #expect(abs(offPeak.weights[1] - 248.0 / 408) < weightTolerance)
  }

  @Test func strandsThatOverlapOrLeaveHoursOutAreRefused() {
    for strands in [[Block.europeanPeak], [.base, .europeanPeak], [.europeanPeak, .europeanPeak], []] {
      #expect(throws: CurveError.self) { try weigher(.day, "2026-03-02", "2026-03-04", strands: strands) }
    }
  }

  @Test func daysCountAlikeWhateverTheirHours() throws {
    var weigher = try weigher(
      .day, "2026-03-01", "2026-04-01", days: MarketDays(GasDay.northAmerican), weighting: .days)
    let row = try weigher.row(for: CurveFixtures.quote("2026-03", 1))
    #expect(row.total == 31)
    #expect(row.weights.allSatisfy { abs($0 - 1.0 / 31) < weightTolerance })
  }

  @Test func pricingDaysLeaveWeekendsAndHolidaysOut() throws {
    var weigher = try weigher(.day, "2026-04-01", "2026-05-01", weighting: .pricingDays(.target))
    let row = try weigher.row(for: CurveFixtures.quote("2026-04", 1))
    // 22 weekdays, without Good Friday (3 April) and Easter Monday (6 April).
    #expect(row.total == 20)
    #expect(row.weights[2] == 0 && row.weights[5] == 0 && row.weights[0] == 0.05)
  }

  @Test func discountedStripsWeighByTheFactorOfEachMonthsPayment() throws {
    let payments = ["2026-02-20", "2026-03-20"]
    let factors = [0.99, 0.97]
    var pillars: [(date: LocalDate, factor: Double)] = []
    for (payment, factor) in zip(payments, factors) { pillars.append((try CurveFixtures.date(payment), factor)) }
    let discounting = try DiscountCurve(currency: .eur, valueDate: CurveFixtures.date("2026-01-01"), factors: pillars)
    var weigher = try weigher(.month, "2026-01-01", "2026-03-01", discounting: discounting)
    var strip = try CurveFixtures.quote("2026-01-01/2026-03-01", 1)
    strip.settlement = .monthly(lagDays: 19)
    let row = try weigher.row(for: strip)
    let (january, february) = (0.99 * 744, 0.97 * 672)
    #expect(abs(row.weights[0] - january / (january + february)) < weightTolerance)
    #expect(abs(row.weights[1] - february / (january + february)) < weightTolerance)

    var without = try self.weigher(.month, "2026-01-01", "2026-03-01")
    let error = #expect(throws: CurveError.self) { try without.row(for: strip) }
    #expect(error?.code == .empty)
  }

  @Test func volumesWeighBesideTheHours() throws {
    var weigher = try weigher(.month, "2026-01-01", "2026-03-01")
    var shaped = try CurveFixtures.quote("2026-01-01/2026-03-01", 1)
    shaped.volumes = try TimeSeries(grid: weigher.grid, values: [3, 1], unit: .quantity(.megawatt))
    let row = try weigher.row(for: shaped)
    #expect(abs(row.weights[0] - 3 * 744 / (3 * 744 + 672)) < weightTolerance)
    for volumes in [[-1.0, 1], [.nan, 1], [0, 0]] {
      shaped.volumes = try TimeSeries(grid: weigher.grid, values: volumes, unit: .quantity(.megawatt))
      #expect(throws: CurveError.self) { try weigher.row(for: shaped) }
    }
  }

  @Test func quotesOutsideTheGridAreRefused() throws {
    var weigher = try weigher(.month, "2026-01-01", "2026-03-01")
    for name in ["Q1-26", "2025-12", "Cal-30"] {
      let error = #expect(throws: CurveError.self) { try weigher.row(for: CurveFixtures.quote(name, 1)) }
      #expect(error?.code == .outOfRange)
    }
  }
}
