public import MarketData

extension IntradayShape {
  /// Whether and where the shape's drift over the years is estimated.
  public struct TrendRule: Hashable, Sendable {
    /// The first hour of the clock that may drift.
    let startHour: Int
    /// The hour of the clock after the last that may drift.
    let endHour: Int
    /// After how many years from the middle of the history the drift stops.
    let limit: Double

    /// A drift of the midday hours, in which solar power comes: 7:00 to 20:00 unless given.
    ///
    /// - Parameters:
    ///   - startHour: The first hour of the clock that drifts.
    ///   - endHour: The hour of the clock after the last.
    ///   - limit: After how many years from the middle of the history it stops.
    public static func estimated(from startHour: Int = 7, to endHour: Int = 20, limit: Double = 10) -> TrendRule {
      TrendRule(startHour: startHour, endHour: endHour, limit: limit)
    }
  }

  /// A shape and what it was estimated from.
  public struct Estimate: Hashable, Sendable, Codable {
    /// The shape.
    public let shape: IntradayShape
    /// The days that were used for each season (row) and day type (column).
    public let days: [[Int]]
    /// The days of the history that were left out: more than half of their slots are missing, or their level is too
    /// near zero for factors.
    public let daysLeftOut: Int
  }

  /// Estimates a shape from past prices: robustly, with gaps, spikes and negative prices, over clock changes.
  ///
  ///     let estimate = try IntradayShape.estimated(from: history, days: MarketDays(.europeanPeak), as: .additive)
  ///
  /// Estimator. In the first round the level of each complete day is its mean; in the two that follow, the level of
  /// each day of which half is known is the mean of its slots less what the profile of the round before says of them,
  /// without the lowest and the highest fifth: gaps and spikes do not move it. A cell (season, day type, slot) is the
  /// mean of the days' deviations from their levels, or of their ratios to them, without the lowest and the highest
  /// fifth. A cell of n days counts n/(n + 3), the rest being the nearest sum of a part of the season and a part of the
  /// day type, so that a month with one holiday does not take its whole shape from that day. Profiles are centred:
  /// their mean over 24 hours is 0, or 1. A trend is, for each month of the year and slot, the median of the slopes
  /// between all pairs of years (Theil-Sen) of the years' trimmed mean deviations; profiles are then estimated once
  /// more around it, and hold at the middle of the history.
  ///
  /// - Parameters:
  ///   - history: Past prices in steps of a slot or finer; NaN is missing.
  ///   - days: The market's days, clock and holidays.
  ///   - kind: Added to the level, for any prices, or multiplied with it, for positive ones.
  ///   - slotSeconds: The length of a slot.
  ///   - seasons: The season of each month.
  ///   - dayTypes: The kinds of days to tell apart.
  ///   - trend: Whether the shape drifts; `nil` for no.
  /// - Throws: `notFinite` for an infinite price; `outOfRange` for slots or seasons as
  ///   ``init(_:slotSeconds:seasons:dayTypes:profiles:trend:)``, for a history of more than
  ///   ``MarketDays/mostIntervals`` slots, and for drifting hours out of order; `empty` without a complete day, or with
  ///   fewer than three years where a trend is asked for; `notPositive` for factors where a tenth of the days or more
  ///   have a level below a tenth of the median level.
  /// - Complexity: O(n log n) for n prices; about 12 ms for six years of hours.
  public static func estimated(
    from history: TimeSeries, days: MarketDays, as kind: SeasonalShape.Kind, slotSeconds: Int = 3600,
    seasons: [Int] = monthly, dayTypes: DayTypes = .weekdaySaturdaySunday, trend: TrendRule? = nil
  ) throws(CurveError) -> Estimate {
    try check(slotSeconds)
    let seasonCount = try seasonCount(seasons)
    let past = try ShapeHistory(history, days, slotSeconds)
    var estimator = ShapeEstimator(
      past: past, kind: kind, seasons: seasons, seasonCount: seasonCount, dayTypes: dayTypes)
    try estimator.estimateProfiles()
    let drift = try trend.map { (rule) throws(CurveError) in try estimator.estimateTrend(rule, slotSeconds) }
    let shape = try IntradayShape(
      kind, slotSeconds: slotSeconds, seasons: seasons, dayTypes: dayTypes, profiles: estimator.profiles, trend: drift)
    return Estimate(
      shape: shape, days: estimator.dayCounts, daysLeftOut: past.dates.count - estimator.used.count)
  }
}
