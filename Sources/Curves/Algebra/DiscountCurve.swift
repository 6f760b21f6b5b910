public import MarketData
import NumericalKernels

/// What money on a later date is worth on the value date: discount factors at pillar dates, log-linear in between.
///
///     let curve = try DiscountCurve(
///       currency: .eur, valueDate: today, zeroRates: [(nextYear, 0.021), (inTenYears, 0.026)],
///       compounding: .annual, dayCount: .act365Fixed)
///     curve.factor(at: nextYear)                                // 1 / 1.021 for a year of 365 days
///
/// Between two dates the logarithm of the factor is linear in calendar days, which makes the overnight forward rate
/// constant; after the last pillar that of the last pair goes on. On the value date and before it a factor is 1: what
/// has been paid needs no discounting. Source: Hagan and West, "Methods for constructing a yield curve", 2008, section
/// 3 (raw interpolation).
public struct DiscountCurve: Hashable, Sendable {
  /// The currency of the money that is discounted.
  public let currency: Currency
  /// The date for which factors are 1.
  public let valueDate: LocalDate
  /// The dates at which factors are given, rising, all after the value date.
  public let dates: [LocalDate]
  /// The factors at the pillar dates, positive; above 1 where rates are negative.
  public let factors: [Double]
  /// Days after the value date, with 0 in front.
  let days: [Double]
  /// Logarithms of the factors, with 0 in front.
  let logarithms: [Double]

  /// Makes a curve from discount factors.
  ///
  /// - Throws: `empty` without a pillar, `outOfRange` with the index of a date that does not come after the one before,
  ///   or of a factor that is not positive and finite.
  public init(
    currency: Currency, valueDate: LocalDate, factors: [(date: LocalDate, factor: Double)]
  ) throws(CurveError) {
    guard !factors.isEmpty else {
      throw CurveError(.empty, found: "no discount factors", expected: "one or more")
    }
    var previous = valueDate
    for (index, pillar) in factors.enumerated() {
      guard pillar.date > previous else {
        throw CurveError(.outOfRange, found: "\(pillar.date)", expected: "a date after \(previous)", index: index)
      }
      guard pillar.factor > 0, pillar.factor.isFinite else {
        throw CurveError(
          .outOfRange, found: "a discount factor of \(pillar.factor)", expected: "a positive one", index: index)
      }
      previous = pillar.date
    }
    self.currency = currency
    self.valueDate = valueDate
    dates = factors.map(\.date)
    self.factors = factors.map(\.factor)
    days = [0] + factors.map { Double(valueDate.days(until: $0.date)) }
    logarithms = [0] + factors.map { VectorMath.log($0.factor) }
  }

  /// Makes a curve from zero rates.
  ///
  /// - Parameters:
  ///   - currency: The currency.
  ///   - valueDate: The date that rates count from.
  ///   - zeroRates: Rates a year, as fractions, from the value date to each date.
  ///   - compounding: How often interest is added.
  ///   - dayCount: How days become years.
  /// - Throws: As ``init(currency:valueDate:factors:)``; `outOfRange` with the index of a rate that has no discount
  ///   factor under the compounding.
  public init(
    currency: Currency, valueDate: LocalDate, zeroRates: [(date: LocalDate, rate: Double)], compounding: Compounding,
    dayCount: DayCount
  ) throws(CurveError) {
    var factors: [(date: LocalDate, factor: Double)] = []
    for (index, pillar) in zeroRates.enumerated() {
      let years = dayCount.years(from: valueDate, to: pillar.date)
      guard let factor = compounding.factor(rate: pillar.rate, years: years), factor > 0, factor.isFinite else {
        throw CurveError(
          .outOfRange, found: "a rate of \(pillar.rate) for \(years) years",
          expected: "one that has a discount factor", index: index)
      }
      factors.append((pillar.date, factor))
    }
    try self.init(currency: currency, valueDate: valueDate, factors: factors)
  }

  /// Makes a curve with one rate for all dates; simple interest, whose forward rates fall, for a century.
  ///
  /// - Throws: `outOfRange` for a rate that is not finite, or that leaves nothing to discount: -1 a year compounded,
  ///   -0.01 of simple interest.
  public static func flat(
    currency: Currency, valueDate: LocalDate, rate: Double, compounding: Compounding = .continuous,
    dayCount: DayCount = .act365Fixed
  ) throws(CurveError) -> DiscountCurve {
    let pillars = compounding == .simple ? 1...100 : 1...1
    return try DiscountCurve(
      currency: currency, valueDate: valueDate,
      zeroRates: pillars.map { (valueDate.advanced(byDays: $0 * 365), rate) },
      compounding: compounding, dayCount: dayCount)
  }

  /// The discount factor for a payment on a date; 1 on the value date and before.
  /// - Complexity: O(log n) for n pillars.
  public func factor(at date: LocalDate) -> Double {
    VectorMath.exp(logFactor(daysAhead: Double(valueDate.days(until: date))))
  }

  /// The discount factor for a payment at an instant, by the day that it falls on in a zone.
  public func factor(at instant: Instant, in zone: MarketTimeZone) -> Double {
    factor(at: zone.localDate(of: instant))
  }

  /// The logarithm of the factor so many days after the value date.
  func logFactor(daysAhead: Double) -> Double {
    guard daysAhead > 0 else { return 0 }
    var low = 0
    var high = days.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if days[middle] <= daysAhead { low = middle } else { high = middle }
    }
    let share = (daysAhead - days[low]) / (days[high] - days[low])
    return share == 1 ? logarithms[high] : logarithms[low] + share * (logarithms[high] - logarithms[low])
  }
}
