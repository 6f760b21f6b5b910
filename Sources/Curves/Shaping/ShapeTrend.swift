public import MarketData

/// How a shape moves over the years: what each time of day gains or loses a year, such as midday as solar power is
/// built.
///
///     ShapeTrend.midday(perYear: -1.2, from: january2026)      // 1.2 EUR/MWh deeper each year at 13:00
///
/// The trend is linear in time around its reference date, at which the shape's profiles hold, and stops after ``limit``
/// years to either side. It moves no average: what midday loses, the other hours of the day gain.
public struct ShapeTrend: Hashable, Sendable, Encodable {
  /// The date at which profiles hold without a shift.
  public let reference: LocalDate
  /// The change a year: January to December, then the slots of the day; in the curve's unit, or in parts of the level
  /// for factors.
  public let perYear: [[Double]]
  /// After how many years from the reference the shape moves no more.
  public let limit: Double

  /// Makes a trend.
  ///
  /// - Throws: `countMismatch` unless there are 12 months of equally many slots, `notFinite`, `outOfRange` for a
  ///   negative limit.
  public init(reference: LocalDate, perYear: [[Double]], limit: Double = 10) throws(CurveError) {
    guard perYear.count == 12, let first = perYear.first, perYear.allSatisfy({ $0.count == first.count }) else {
      throw CurveError(
        .countMismatch, found: "\(perYear.count) months of \(Set(perYear.map(\.count)).sorted()) slots",
        expected: "12 of equally many slots")
    }
    guard perYear.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw CurveError(.notFinite, found: "a change that is no number", expected: "finite changes a year")
    }
    guard limit >= 0 else { throw CurveError(.outOfRange, found: "\(limit) years", expected: "0 or more") }
    self.reference = reference
    self.perYear = perYear
    self.limit = limit
  }

  /// A dip that deepens (or a peak that grows) between two hours of the clock: a parabola with its full size in the
  /// middle.
  ///
  /// - Parameters:
  ///   - perYear: The change a year in the middle of the hours, negative for a dip.
  ///   - reference: The date at which profiles hold.
  ///   - startHour: The hour of the clock at which it begins.
  ///   - endHour: The hour at which it ends.
  ///   - months: How much of it each month sees, January to December: 1 for all unless given.
  ///   - slotSeconds: The length of a slot of the shape.
  ///   - limit: After how many years it stops.
  /// - Throws: `outOfRange` unless the hours are in order between 0 and 24 and slots divide a day; as
  ///   ``init(reference:perYear:limit:)``.
  public static func midday(
    perYear: Double, from reference: LocalDate, between startHour: Int = 8, and endHour: Int = 18,
    months: [Double] = [Double](repeating: 1, count: 12), slotSeconds: Int = 3600, limit: Double = 10
  ) throws(CurveError) -> ShapeTrend {
    guard 0 <= startHour, startHour < endHour, endHour <= 24 else {
      throw CurveError(.outOfRange, found: "\(startHour) to \(endHour)", expected: "hours in order from 0 to 24")
    }
    try IntradayShape.check(slotSeconds)
    let wave = (0..<86_400 / slotSeconds).map { slot -> Double in
      let hour = (Double(slot) + 0.5) * Double(slotSeconds) / 3600
      let share = (hour - Double(startHour)) / Double(endHour - startHour)
      // Zero at both ends, 1 in the middle.
      return share > 0 && share < 1 ? 4 * share * (1 - share) : 0
    }
    return try ShapeTrend(
      reference: reference, perYear: months.map { month in wave.map { perYear * month * $0 } }, limit: limit)
  }

  /// The number of slots of a day.
  var slots: Int { perYear.first?.count ?? 0 }

  /// How many years of change a date has seen.
  func years(at date: LocalDate) -> Double {
    min(max(Double(reference.days(until: date)) / 365.25, -limit), limit)
  }
}

extension ShapeTrend: Decodable {
  private enum CodingKeys: CodingKey { case reference, perYear, limit }

  /// Reads a trend and refuses what ``init(reference:perYear:limit:)`` refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      reference: container.decode(LocalDate.self, forKey: .reference),
      perYear: container.decode([[Double]].self, forKey: .perYear),
      limit: container.decode(Double.self, forKey: .limit))
  }
}
