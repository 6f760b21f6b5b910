public import MarketData
public import Valuation

/// A forecast that needs no model: the price of the same local time on days before.
///
/// It is what a real forecast has to beat.
///
///     let yesterday = try NaiveForecaster(history: prices, target: "HB_NORTH", rule: .previousDay, zone: .central)
///     let report = try await policy.regret(problem, forecaster: yesterday, target: "HB_NORTH")
///
/// Only intervals that were published by the request's knowledge time are read; where the day before is not known yet, the day before
/// that is, and so on for up to eight weeks. A local time that a day does not have (the hour that the clocks skip) takes the hour after it,
/// and one that it has twice takes the first. All levels are the same number: the forecast claims no spread.
public struct NaiveForecaster: Forecaster {
  /// Which days before are looked at.
  public enum Rule: Hashable, Sendable, Codable {
    /// The last day that is known.
    case previousDay
    /// The same weekday of the last week that is known.
    case previousWeek
    /// The mean of the last days that are known, of so many.
    case meanOfDays(Int)
  }

  /// The name of the target.
  public let target: String
  /// What is looked up.
  public let history: TimeSeries
  /// Which days.
  public let rule: Rule
  /// The zone of the local time.
  public let zone: MarketTimeZone
  /// How long before the end of its interval a price is published, seconds: 0 when the interval has passed.
  public let publicationLead: Int64

  /// The names of the targets: one.
  public var targets: [String] { [target] }

  /// Makes a forecaster.
  ///
  /// - Throws: `outOfRange` for a mean of fewer than 1 or more than 56 days, or a lead of more than ten years.
  public init(
    history: TimeSeries, target: String, rule: Rule, zone: MarketTimeZone = .utc, publicationLead: Int64 = 0
  ) throws(StorageError) {
    if case .meanOfDays(let days) = rule { try InputCheck.within(1...56, Double(days), "days") }
    try InputCheck.within(-Self.longestLead...Self.longestLead, Double(publicationLead), "publicationLead")
    self.history = history
    self.target = target
    self.rule = rule
    self.zone = zone
    self.publicationLead = publicationLead
  }

  /// Ten years, in seconds.
  private static let longestLead = 315_576_000.0

  /// Looks the days up; an interval without any known day is missing.
  ///
  /// - Throws: `unknownName` for another target.
  public func forecast(_ request: ForecastRequest) async throws -> QuantileForecast {
    guard request.target == target else {
      throw StorageError(.unknownName, field: "target", found: request.target, expected: target)
    }
    var values: [Double] = []
    values.reserveCapacity(request.grid.count * request.levels.count)
    for interval in request.grid {
      let value = value(at: interval.start, knownBy: request.issuedAt)
      for _ in request.levels { values.append(value) }
    }
    return try QuantileForecast(
      grid: request.grid, levels: request.levels, values: values, unit: history.unit, issuedAt: request.issuedAt)
  }

  private func value(at instant: Instant, knownBy issuedAt: Instant) -> Double {
    let local = zone.localDateTime(of: instant)
    let (stride, wanted): (Int, Int) =
      switch rule {
      case .previousDay: (1, 1)
      case .previousWeek: (7, 1)
      case .meanOfDays(let days): (1, days)
      }
    var (sum, count, back) = (0.0, 0, stride)
    while count < wanted, back <= 56 {
      if let value = known(local, daysBack: back, issuedAt) {
        sum += value
        count += 1
      }
      back += stride
    }
    return count > 0 ? sum / Double(count) : .nan
  }

  private func known(_ local: LocalDateTime, daysBack: Int, _ issuedAt: Instant) -> Double? {
    let earlier = LocalDateTime(date: local.date.advanced(byDays: -daysBack), secondsOfDay: local.secondsOfDay)
    let instant =
      zone.instants(of: earlier)[.first]
      ?? zone.startOfDay(earlier.date).advanced(bySeconds: Int64(earlier.secondsOfDay))
    guard let index = history.grid.index(containing: instant),
      history.grid[index].end.advanced(bySeconds: -publicationLead) <= issuedAt
    else { return nil }
    return history.value(at: index)
  }
}
