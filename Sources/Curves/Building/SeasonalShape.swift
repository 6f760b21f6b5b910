/// A price's pattern over the year and the week, added to a level or multiplied with it.
///
///     let shape = try SeasonalShape.estimated(from: history, days: days, as: .additive)
///     definition.prior = .seasonal(shape)
///
/// The value of a day is that of its month plus (or times) that of its weekday, or of holidays. Over whole years the pattern
/// moves no level: additive parts have mean 0, factors mean 1.
public struct SeasonalShape: Hashable, Sendable, Encodable {
  /// How the pattern joins the level.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// Level plus pattern; for any level.
    case additive
    /// Level times pattern; for levels safely above zero.
    case multiplicative
  }

  /// How the pattern joins the level.
  public let kind: Kind
  /// January to December.
  public let months: [Double]
  /// Monday to Sunday.
  public let weekdays: [Double]
  /// Holidays, in place of their weekday; `nil` where they count as it.
  public let holidays: Double?

  /// Makes a shape, as given.
  ///
  /// - Throws: `countMismatch` unless there are 12 months and 7 weekdays, `notFinite`, `notPositive` for a factor that is not.
  public init(
    _ kind: Kind, months: [Double], weekdays: [Double]? = nil, holidays: Double? = nil
  ) throws(CurveError) {
    let weekdays = weekdays ?? [Double](repeating: kind == .additive ? 0 : 1, count: 7)
    guard months.count == 12, weekdays.count == 7 else {
      throw CurveError(
        .countMismatch, found: "\(months.count) months and \(weekdays.count) weekdays", expected: "12 and 7")
    }
    let all = months + weekdays + [holidays].compactMap { $0 }
    guard all.allSatisfy(\.isFinite) else {
      throw CurveError(.notFinite, found: "\(all)", expected: "finite parts of a shape")
    }
    guard kind == .additive || all.allSatisfy({ $0 > 0 }) else {
      throw CurveError(.notPositive, found: "\(all)", expected: "positive factors")
    }
    self.kind = kind
    self.months = months
    self.weekdays = weekdays
    self.holidays = holidays
  }
}

extension SeasonalShape: Decodable {
  private enum CodingKeys: CodingKey { case kind, months, weekdays, holidays }

  /// Reads a shape and refuses what ``init(_:months:weekdays:holidays:)`` refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(Kind.self, forKey: .kind), months: container.decode([Double].self, forKey: .months),
      weekdays: container.decode([Double].self, forKey: .weekdays),
      holidays: container.decodeIfPresent(Double.self, forKey: .holidays))
  }
}
