public import MarketData

/// A price's pattern over the day, by season and kind of day, and how it moves over the years: what makes an hourly
/// curve of a daily one.
///
///     let shape = try IntradayShape.estimated(from: hourlyPrices, days: days, as: .additive, trend: .estimated()).shape
///     let hourly = try daily.shaped(by: shape, into: .hour, days: days)        // every daily average stays
///
/// A day is cut into slots of the clock's face: 24 hours, or 48 or 96 shorter ones. On the day on which the clock is
/// put forward the slot that is skipped has no price; on the day on which it is put back the slot shown twice counts
/// twice. An additive profile is what each slot lies above the day's mean; a multiplicative one is a factor on it.
public struct IntradayShape: Hashable, Sendable {
  /// How the pattern joins the level.
  public let kind: SeasonalShape.Kind
  /// The length of a slot in seconds: 3,600 for hours, 900 for quarter-hours.
  public let slotSeconds: Int
  /// The season of each month, January to December, counted from 0.
  public let seasons: [Int]
  /// The kinds of days that have profiles of their own.
  public let dayTypes: DayTypes
  /// Profiles by season, then day type, then slot from midnight on.
  public let profiles: [[[Double]]]
  /// How the shape moves over the years; `nil` where it stays.
  public let trend: ShapeTrend?

  /// A season for each month.
  public static let monthly = Array(0..<12)
  /// Winter (December to February), spring, summer, autumn.
  public static let quarters = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0]

  /// Makes a shape, as given.
  ///
  /// - Throws: `outOfRange` for slots that do not divide a day, or seasons that leave out a number; `countMismatch`
  ///   unless there is a profile of all slots for each season and day type, and a trend of as many slots; `notFinite`;
  ///   `notPositive` for factors whose mean over the day is not.
  public init(
    _ kind: SeasonalShape.Kind, slotSeconds: Int = 3600, seasons: [Int] = monthly,
    dayTypes: DayTypes = .weekdaySaturdaySunday, profiles: [[[Double]]], trend: ShapeTrend? = nil
  ) throws(CurveError) {
    try Self.check(slotSeconds)
    let slots = 86_400 / slotSeconds
    let count = try Self.seasonCount(seasons)
    guard profiles.count == count, profiles.allSatisfy({ $0.count == dayTypes.count }),
      profiles.allSatisfy({ $0.allSatisfy { $0.count == slots } })
    else {
      throw CurveError(
        .countMismatch, found: "profiles of another shape",
        expected: "\(count) seasons x \(dayTypes.count) day types x \(slots) slots")
    }
    guard profiles.allSatisfy({ $0.allSatisfy { $0.allSatisfy(\.isFinite) } }) else {
      throw CurveError(.notFinite, found: "a profile that is no number", expected: "finite profiles")
    }
    if kind == .multiplicative {
      for (season, types) in profiles.enumerated() where types.contains(where: { $0.reduce(0, +) <= 0 }) {
        throw CurveError(
          .notPositive, found: "factors of season \(season)", expected: "a positive mean over the day", index: season)
      }
    }
    if let trend, trend.slots != slots {
      throw CurveError(.countMismatch, found: "a trend of \(trend.slots) slots", expected: "\(slots)")
    }
    self.kind = kind
    self.slotSeconds = slotSeconds
    self.seasons = seasons
    self.dayTypes = dayTypes
    self.profiles = profiles
    self.trend = trend
  }

  /// The same profiles with another trend, or none.
  ///
  /// - Throws: `countMismatch` for a trend of other slots.
  public func with(trend: ShapeTrend?) throws(CurveError) -> IntradayShape {
    try IntradayShape(
      kind, slotSeconds: slotSeconds, seasons: seasons, dayTypes: dayTypes, profiles: profiles, trend: trend)
  }

  /// The number of slots of a day of 24 hours.
  public var slots: Int { 86_400 / slotSeconds }

  /// The profile of a date of a kind of day (one weekday or `holiday`), as the trend has it by then; factors do not
  /// fall below 0.
  public func profile(on date: LocalDate, kind day: BlockDays) -> [Double] {
    let month = date.month - 1
    let profile = profiles[seasons[month]][dayTypes.index(of: day)]
    guard let trend else { return profile }
    let years = trend.years(at: date)
    let moved = zip(profile, trend.perYear[month]).map { $0 + $1 * years }
    return kind == .additive ? moved : moved.map { max(0, $0) }
  }

  static func check(_ slotSeconds: Int) throws(CurveError) {
    guard slotSeconds >= 300, slotSeconds <= 21_600, 86_400 % slotSeconds == 0 else {
      throw CurveError(
        .outOfRange, found: "slots of \(slotSeconds) s", expected: "a whole number a day, from 300 s to six hours")
    }
  }

  /// The number of seasons.
  static func seasonCount(_ seasons: [Int]) throws(CurveError) -> Int {
    let count = Set(seasons).count
    guard seasons.count == 12, seasons.allSatisfy({ (0..<count).contains($0) }) else {
      throw CurveError(.outOfRange, found: "seasons \(seasons)", expected: "one for each of 12 months, from 0 on")
    }
    return count
  }
}

extension IntradayShape: Codable {
  private enum Key: CodingKey { case kind, slotSeconds, seasons, dayTypes, profiles, trend }

  /// Reads a shape and refuses what ``init(_:slotSeconds:seasons:dayTypes:profiles:trend:)`` refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      container.decode(SeasonalShape.Kind.self, forKey: .kind),
      slotSeconds: container.decode(Int.self, forKey: .slotSeconds),
      seasons: container.decode([Int].self, forKey: .seasons),
      dayTypes: container.decode(DayTypes.self, forKey: .dayTypes),
      profiles: container.decode([[[Double]]].self, forKey: .profiles),
      trend: container.decodeIfPresent(ShapeTrend.self, forKey: .trend))
  }

  /// Writes all parts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(slotSeconds, forKey: .slotSeconds)
    try container.encode(seasons, forKey: .seasons)
    try container.encode(dayTypes, forKey: .dayTypes)
    try container.encode(profiles, forKey: .profiles)
    try container.encodeIfPresent(trend, forKey: .trend)
  }
}
