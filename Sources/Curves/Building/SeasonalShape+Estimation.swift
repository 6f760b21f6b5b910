public import MarketData
import NumericalKernels

extension SeasonalShape {
  /// Estimates the pattern of the year and the week from a history of prices.
  ///
  /// Daily means y are fitted by least squares as a straight trend plus a part for each month plus a part for each weekday (and for
  /// holidays, with three or more of them); of a multiplicative pattern the logarithms of the daily means are. The parts are then
  /// shifted so that over a year the months (by their days) and over a week the weekdays have mean 0, or their factors mean 1.
  /// Days with missing hours are left out.
  ///
  /// - Parameters:
  ///   - history: Prices on hours, days or any grid not longer than days, which may have gaps.
  ///   - days: The market's days and holidays.
  ///   - kind: How the pattern joins the level.
  /// - Throws: `empty` where a month or a weekday never occurs, or all lie within a year (400 days at least are needed);
  ///   `notPositive` for a daily mean of 0 or less under a multiplicative pattern.
  /// - Complexity: O(history + days · 20²).
  public static func estimated(
    from history: TimeSeries, days: MarketDays, as kind: Kind
  ) throws(CurveError) -> SeasonalShape {
    let daily = try history.marketDays(days)
    guard let first = daily.first?.date, let last = daily.last?.date, first.days(until: last) >= 400 else {
      throw CurveError(.empty, found: "\(daily.count) whole days of history", expected: "400 days or more")
    }
    let holidays = days.calendar.holidays
    let kinds = daily.map { holidays.contains($0.date) ? 8 : $0.date.isoWeekday }
    let hasHolidays = kinds.count { $0 == 8 } >= 3
    for month in 1...12 where !daily.contains(where: { $0.date.month == month }) {
      throw CurveError(.empty, found: "no day of month \(month)", expected: "days of every month")
    }
    for weekday in 1...7 where !kinds.contains(weekday) {
      throw CurveError(.empty, found: "no day of weekday \(weekday)", expected: "days of every weekday")
    }
    var response: [Double] = []
    var predictors: [[Double]] = []
    for (index, day) in daily.enumerated() where kinds[index] != 8 || hasHolidays {
      if kind == .multiplicative, !(day.mean > 0) {
        throw CurveError(
          .notPositive, found: "\(day.mean) on \(day.date)", expected: "positive prices, or an additive pattern",
          index: index)
      }
      response.append(kind == .additive ? day.mean : VectorMath.log(day.mean))
      // January and Monday are what the others differ from.
      var row = [Double](repeating: 0, count: hasHolidays ? 19 : 18)
      row[0] = Double(first.days(until: day.date)) / 365.25
      if day.date.month > 1 { row[day.date.month - 1] = 1 }
      if kinds[index] > 1 { row[10 + kinds[index]] = 1 }
      predictors.append(row)
    }
    let parts: [Double]
    do throws(NumericalError) {
      parts = Array(try LinearRegression(Matrix(predictors), response).coefficients.dropFirst(2))
    } catch {
      throw CurveError(
        .empty, found: "a history that does not tell months, weekdays and trend apart", expected: "more days",
        cause: error)
    }
    return try SeasonalShape(
      kind, monthParts: [0] + parts[0..<11], weekdayParts: [0] + parts[11..<17],
      holidayPart: hasHolidays ? parts[17] : nil)
  }

  /// Makes a shape from parts of any level, of logarithms for a multiplicative one.
  private init(
    _ kind: Kind, monthParts: [Double], weekdayParts: [Double], holidayPart: Double?
  ) throws(CurveError) {
    let daysOfMonths = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (months, weekdays) = (monthParts, weekdayParts)
    var holiday = holidayPart
    if kind == .multiplicative {
      months = months.map { VectorMath.exp($0) }
      weekdays = weekdays.map { VectorMath.exp($0) }
      holiday = holiday.map { VectorMath.exp($0) }
    }
    let year = zip(months, daysOfMonths).reduce(0) { $0 + $1.0 * $1.1 } / daysOfMonths.reduce(0, +)
    let week = weekdays.reduce(0, +) / 7
    let isAdditive = kind == .additive
    try self.init(
      kind, months: months.map { isAdditive ? $0 - year : $0 / year },
      weekdays: weekdays.map { isAdditive ? $0 - week : $0 / week },
      holidays: holiday.map { isAdditive ? $0 - week : $0 / week })
  }
}

extension TimeSeries {
  /// The means of the market days that the series covers without a gap.
  fileprivate func marketDays(_ days: MarketDays) throws(CurveError) -> [(date: LocalDate, mean: Double)] {
    let first = days.date(of: grid.start)
    let last = days.date(of: grid.end.advanced(bySeconds: -1))
    let grid = try days.grid(.day, from: first, until: last.advanced(byDays: 1))
    let means = resampled(to: grid, by: .mean).values
    return means.enumerated().compactMap { index, mean in
      mean.isFinite ? (first.advanced(byDays: index), mean) : nil
    }
  }
}
