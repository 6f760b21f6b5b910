public import MarketData
public import NumericalKernels

/// How forwards moved from day to day, by time to delivery: what volatilities, correlations and principal components
/// are estimated from.
///
///     let history = versions.map { ($0.id.validOn, $0.curve) }
///     let changes = try ForwardChanges(of: history, contracts: 24, days: days, as: .logarithmic())
///     try PrincipalComponents(of: changes).explained        // [0.91, 0.06, 0.02, ...]
///
/// A change compares the prices of one and the same delivery month on two dates; the column is how many months ahead
/// delivery was on the earlier one. So the slope of the curve, which a series at constant maturity rolls down, is in no
/// change. Each change is divided by the square root of the time between the dates in years: squares of a column
/// average to an annual variance.
public struct ForwardChanges: Hashable, Sendable {
  /// What a change is.
  public enum Kind: Hashable, Sendable {
    /// The difference of the logarithms of price plus shift; all must be positive.
    case logarithmic(shift: Double = 0)
    /// The difference of the prices, in the curve's unit.
    case absolute
  }

  /// How time between two dates is counted.
  public enum TimeCount: Hashable, Sendable {
    /// Days over 365.25: a weekend counts three times as much as a night.
    case calendar
    /// Each pair of dates counts as much as the next: 252 a year for trading days.
    case perYear(Double)
  }

  /// What a change is.
  public let kind: Kind
  /// The later date of each row.
  public let dates: [LocalDate]
  /// The years from a trade date to the start of delivery, on average, for each column.
  public let tenors: [Double]
  /// The changes: a row for each pair of neighbouring dates, a column for each contract ahead, scaled to a year.
  public let values: Matrix
  /// Pairs of dates that were left out, since one of the two curves does not reach all contracts.
  public let skipped: Int

  /// Measures the changes of a history of curves.
  ///
  /// - Parameters:
  ///   - history: Curves with their dates, rising; all in one unit.
  ///   - contracts: How many contracts ahead, from the first that begins after the trade date.
  ///   - period: The kind of the contracts: month, quarter, season or year.
  ///   - days: The market's days.
  ///   - kind: What a change is.
  ///   - time: How time between dates is counted.
  /// - Throws: `empty` with fewer than three usable curves; `outOfRange` for dates out of order (with the index), or
  ///   fewer than one or more than 1,200 contracts; `mismatch` for a curve of another unit, or weekends as contracts;
  ///   `notPositive` with the index of a curve that has no logarithm.
  /// - Complexity: O(curves × contracts), and the intervals under them.
  public init(
    of history: [(date: LocalDate, curve: ForwardCurve)], contracts: Int, of period: DeliveryPeriod.Kind = .month,
    days: MarketDays, as kind: Kind, time: TimeCount = .calendar
  ) throws(CurveError) {
    guard (1...1200).contains(contracts) else {
      throw CurveError(.outOfRange, found: "\(contracts) contracts", expected: "1 to 1,200")
    }
    guard period != .weekend else {
      throw CurveError(.mismatch, found: "weekends", expected: "contracts that adjoin")
    }
    if case .perYear(let count) = time, !(count > 0 && count.isFinite) {
      throw CurveError(.outOfRange, found: "\(count) dates a year", expected: "a positive number")
    }
    var (rows, dates, skipped) = ([[Double]](), [LocalDate](), 0)
    var leads = [Double](repeating: 0, count: contracts)
    for (index, later) in history.enumerated().dropFirst() {
      let earlier = history[index - 1]
      guard later.date > earlier.date else {
        throw CurveError(.outOfRange, found: "\(later.date)", expected: "after \(earlier.date)", index: index)
      }
      guard later.curve.unit == earlier.curve.unit else {
        throw CurveError(
          .mismatch, found: "a curve in \(later.curve.unit)", expected: "\(earlier.curve.unit)", index: index)
      }
      let spans = Self.spans(contracts, period, after: earlier.date, days)
      guard let before = Self.prices(earlier.curve, spans), let after = Self.prices(later.curve, spans) else {
        skipped += 1
        continue
      }
      let years: Double =
        switch time {
        case .calendar: Double(earlier.date.days(until: later.date)) / 365.25
        case .perYear(let count): 1 / count
        }
      let (a, b) = (try Self.transformed(before, kind, index - 1), try Self.transformed(after, kind, index))
      rows.append(zip(a, b).map { ($1 - $0) / years.squareRoot() })
      dates.append(later.date)
      let start = days.start(of: earlier.date)
      for (column, span) in spans.enumerated() { leads[column] += start.years(until: span.start) }
    }
    guard rows.count >= 2 else {
      throw CurveError(.empty, found: "\(rows.count) changes, \(skipped) pairs too short", expected: "two or more")
    }
    self.kind = kind
    self.dates = dates
    self.skipped = skipped
    tenors = leads.map { $0 / Double(rows.count) }
    values = Matrix(rows: rows.count, columns: contracts) { rows[$0][$1] }
  }

  /// The number of changes.
  public var count: Int { values.rows }

  /// The contracts that begin after a date.
  private static func spans(
    _ count: Int, _ kind: DeliveryPeriod.Kind, after date: LocalDate, _ days: MarketDays
  ) -> [DeliveryInterval] {
    guard var period = DeliveryPeriod(kind, containing: date) else { return [] }
    return (0..<count).compactMap { _ in
      period = period.next
      return days.interval(of: QuotePeriod(period))
    }
  }

  /// The prices of the contracts, or `nil` where the curve does not reach them all.
  private static func prices(_ curve: ForwardCurve, _ spans: [DeliveryInterval]) -> [Double]? {
    var prices: [Double] = []
    for span in spans {
      guard let price = try? curve.mean(over: span) else { return nil }
      prices.append(price)
    }
    return prices
  }

  private static func transformed(_ prices: [Double], _ kind: Kind, _ index: Int) throws(CurveError) -> [Double] {
    guard case .logarithmic(let shift) = kind else { return prices }
    guard let low = prices.min(), low + shift > 0 else {
      throw CurveError(
        .notPositive, found: "a price of \(prices.min() ?? 0) shifted by \(shift)",
        expected: "a positive one for logarithms; absolute changes take any prices", index: index)
    }
    return prices.map { VectorMath.log($0 + shift) }
  }
}

extension Instant {
  /// Years of 365.25 days until another instant.
  func years(until other: Instant) -> Double { Double(seconds(until: other)) / 31_557_600 }
}
