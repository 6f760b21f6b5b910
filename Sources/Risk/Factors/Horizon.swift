/// Over how many days a loss may build up, and how a day's changes become those of the horizon.
public struct Horizon: Hashable, Sendable, Codable {
  /// How changes of one day become changes of several.
  public enum Rule: String, Hashable, Sendable, Codable {
    /// The changes of a day times the square root of the days. Exact for normal changes without a mean that are independent.
    case squareRootOfTime
    /// The changes of every run of so many days, each day part of several runs.
    ///
    /// Errors and intervals count no more runs than do not overlap.
    case overlapping
    /// Days put together at random, each day's changes of all factors together; or as many steps of a simulation.
    case simulated
  }

  /// The number of days, one or more.
  public let days: Int
  /// How changes of one day become changes of several; of no account for one day.
  public let rule: Rule

  /// Makes a horizon.
  ///
  /// - Throws: `outOfRange` unless there are 1 to 10,000 days.
  public init(days: Int, rule: Rule = .squareRootOfTime) throws(RiskError) {
    guard (1...10_000).contains(days) else {
      throw RiskError(.outOfRange, found: "a horizon of \(days) days", expected: "1 to 10,000")
    }
    self.days = days
    self.rule = rule
  }

  private init() {
    days = 1
    rule = .squareRootOfTime
  }

  /// One day.
  public static let day = Horizon()

  /// Reads and checks a horizon.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(days: container.decode(Int.self, forKey: .days), rule: container.decode(Rule.self, forKey: .rule))
  }

  /// The horizon in words, for the basis of a result.
  var words: String { days == 1 ? "1 day" : "\(days) days, \(rule.rawValue)" }
}
