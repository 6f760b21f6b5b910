public import MarketData
import NumericalKernels

/// An inflation curve: the level of a price index month by month, with the seasons that prices rise in.
///
///     let hicp = try PriceIndex(
///       name: "HICP", baseMonth: january2026, baseLevel: 128.4, levels: [(january2031, 142.1)], seasonality: seasonality)
///     try hicp.ratio(from: january2026, to: july2028)
///     try realPrices.nominal(by: hicp, from: january2026, in: .centralEurope)
///
/// Between given levels the logarithm of the trend is linear in months; after the last its slope goes on. Seasonality
/// moves a month off the trend and leaves given levels where they are. A date has the level between its month's and the
/// next month's, by days.
public struct PriceIndex: Hashable, Sendable {
  /// The index's name.
  public let name: String
  /// The first month with a level, as its first day.
  public let baseMonth: LocalDate
  /// Months after the base month, 0 in front.
  private let months: [Double]
  /// Logarithms of the trend at those months.
  private let trend: [Double]
  /// What each calendar month lies off the trend, in logarithms; mean 0.
  private let seasonal: [Double]

  /// Makes an index.
  ///
  /// - Parameters:
  ///   - name: The index's name.
  ///   - baseMonth: A day of the first month.
  ///   - baseLevel: The level of that month, positive.
  ///   - levels: Levels of later months, rising in time: from published values, or zero-coupon inflation swaps.
  ///   - seasonality: By how much each calendar month, January to December, lies above the trend, as a fraction above
  ///     -1; none unless given. Only differences count.
  /// - Throws: `empty` without a later level; `notPositive` with the index of a level that is not (the base level is
  ///   -1); `outOfRange` with the index of a month that is not after the one before; `countMismatch` unless there are
  ///   twelve parts of seasonality, `outOfRange` for one of -1 or less.
  public init(
    name: String, baseMonth: LocalDate, baseLevel: Double, levels: [(month: LocalDate, level: Double)],
    seasonality: [Double] = [Double](repeating: 0, count: 12)
  ) throws(CurveError) {
    guard !levels.isEmpty else { throw CurveError(.empty, found: "no levels", expected: "one or more after the base") }
    guard seasonality.count == 12 else {
      throw CurveError(.countMismatch, found: "\(seasonality.count) parts of seasonality", expected: "12")
    }
    guard seasonality.allSatisfy({ $0 > -1 && $0.isFinite }) else {
      throw CurveError(.outOfRange, found: "seasonality \(seasonality)", expected: "fractions above -1")
    }
    let raw = seasonality.map { VectorMath.log1p($0) }
    let mean = raw.reduce(0, +) / 12
    let seasonal = raw.map { $0 - mean }
    var (months, trend) = ([Double](), [Double]())
    for (index, pillar) in ([(month: baseMonth, level: baseLevel)] + levels).enumerated() {
      guard pillar.level > 0, pillar.level.isFinite else {
        throw CurveError(.notPositive, found: "\(pillar.level)", expected: "a positive level", index: index - 1)
      }
      let month = Double(Self.months(from: baseMonth, to: pillar.month))
      guard index == 0 || month > months[index - 1] else {
        throw CurveError(
          .outOfRange, found: "\(pillar.month)", expected: "a month after the one before", index: index - 1)
      }
      months.append(month)
      trend.append(VectorMath.log(pillar.level) - seasonal[pillar.month.month - 1])
    }
    self.name = name
    self.baseMonth = baseMonth.startOfMonth()
    self.months = months
    self.trend = trend
    self.seasonal = seasonal
  }

  /// Makes an index that rises at a rate a year from a base level of 100.
  ///
  /// - Throws: `outOfRange` for a rate of -1 or less.
  public static func flat(
    name: String, baseMonth: LocalDate, rate: Double, seasonality: [Double] = [Double](repeating: 0, count: 12)
  ) throws(CurveError) -> PriceIndex {
    guard rate > -1, rate.isFinite else {
      throw CurveError(.outOfRange, found: "inflation of \(rate)", expected: "a finite rate above -1")
    }
    return try PriceIndex(
      name: name, baseMonth: baseMonth, baseLevel: 100,
      levels: [(baseMonth.startOfMonth(advancedBy: 12), 100 * (1 + rate))], seasonality: seasonality)
  }

  /// The level on a date.
  ///
  /// - Throws: `outOfRange` before the base month.
  public func level(on date: LocalDate) throws(CurveError) -> Double {
    guard date >= baseMonth else {
      throw CurveError(.outOfRange, found: "\(date)", expected: "a date from \(baseMonth) on, where \(name) begins")
    }
    let first = date.startOfMonth()
    let next = first.startOfMonth(advancedBy: 1)
    let level = monthLevel(first)
    let share = Double(first.days(until: date)) / Double(max(1, first.days(until: next)))
    return share == 0 ? level : level + share * (monthLevel(next) - level)
  }

  /// By what prices rise from one date to another: the ratio of their levels.
  ///
  /// - Throws: `outOfRange` before the base month.
  public func ratio(from start: LocalDate, to end: LocalDate) throws(CurveError) -> Double {
    try level(on: end) / level(on: start)
  }

  private func monthLevel(_ first: LocalDate) -> Double {
    let month = Double(Self.months(from: baseMonth, to: first))
    var low = 0
    var high = months.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if months[middle] <= month { low = middle } else { high = middle }
    }
    let share = (month - months[low]) / (months[high] - months[low])
    let logarithm = share == 1 ? trend[high] : trend[low] + share * (trend[high] - trend[low])
    return VectorMath.exp(logarithm + seasonal[first.month - 1])
  }

  private static func months(from start: LocalDate, to end: LocalDate) -> Int {
    let (a, b) = (start.components, end.components)
    return (b.year - a.year) * 12 + b.month - a.month
  }
}

extension ForwardCurve {
  /// Prices of a base date's money as prices of each interval's own: each value times the index's rise from the base to
  /// the interval's first day.
  ///
  /// - Throws: `outOfRange` before the index begins.
  public func nominal(
    by index: PriceIndex, from base: LocalDate, in zone: MarketTimeZone
  ) throws(CurveError) -> ForwardCurve {
    let ratios = try ratios(index, base, zone)
    return try mapped { $1 * ratios[$0] }
  }

  /// Prices of each interval's own money as prices of a base date's: the inverse of ``nominal(by:from:in:)``.
  ///
  /// - Throws: `outOfRange` before the index begins.
  public func real(
    by index: PriceIndex, from base: LocalDate, in zone: MarketTimeZone
  ) throws(CurveError) -> ForwardCurve {
    let ratios = try ratios(index, base, zone)
    return try mapped { $1 / ratios[$0] }
  }

  private func ratios(
    _ index: PriceIndex, _ base: LocalDate, _ zone: MarketTimeZone
  ) throws(CurveError) -> [Double] {
    let start = try index.level(on: base)
    var ratios: [Double] = []
    ratios.reserveCapacity(count)
    for interval in grid { ratios.append(try index.level(on: zone.localDate(of: interval.start)) / start) }
    return ratios
  }
}
