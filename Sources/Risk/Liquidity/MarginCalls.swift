public import NumericalKernels
public import Valuation

/// The cash that margin calls take under a stress, day by day.
///
///     let calls = try account.calls(moves: mapped.moves, factors: names, over: .evenly(days: 5), initialMarginScale: 1.8)
///     calls.peak                      // the most that is out at once
///     calls.byDay                     // variation, initial margin and both together
///
/// Cash paid is positive. A call is paid on the day of its change; the account starts with today's initial margin posted, so
/// that only what comes on top counts.
public struct MarginCalls: DocumentedResult {
  /// The calls of a day.
  public struct Day: Hashable, Sendable, Codable {
    /// The variation margin paid; negative where received.
    public let variation: Double
    /// The initial margin paid on top; negative where returned.
    public let initial: Double
    /// All that has been paid up to this day.
    public let cumulative: Double
  }

  /// The calls, day after day.
  public let byDay: [Day]
  /// The most that is out at the end of any day, from 0 on.
  public let peak: Double
  /// The day of the peak, counted from 0; `nil` where nothing is ever out.
  public let peakDay: Int?
  /// What the calls rest on.
  public internal(set) var basis: ResultBasis

  init(variation: [Double], initial: [Double], basis: ResultBasis) {
    var cumulative = 0.0
    var days: [Day] = []
    var peak = (amount: 0.0, day: Int?.none)
    for (day, (variation, initial)) in zip(variation, initial).enumerated() {
      cumulative += variation + initial
      days.append(Day(variation: variation, initial: initial, cumulative: cumulative))
      if cumulative > peak.amount { peak = (cumulative, day) }
    }
    byDay = days
    self.peak = peak.amount
    peakDay = peak.day
    self.basis = basis
  }
}

/// How a stress comes over some days.
public enum StressTiming: Hashable, Sendable {
  /// All on the first day.
  case atOnce
  /// The same part each day.
  case evenly(days: Int)
  /// A part for each day; they need not add up to one, so that a rebound counts.
  case parts([Double])

  var parts: [Double] {
    switch self {
    case .atOnce: [1]
    case .evenly(let days): (1...10_000).contains(days) ? [Double](repeating: 1 / Double(days), count: days) : []
    case .parts(let parts): parts
    }
  }
}

extension MarginAccount {
  /// The calls when factors move by some amounts over some days.
  ///
  /// - Parameters:
  ///   - moves: The whole change of each factor.
  ///   - factors: The names of the factors, in the order of the moves.
  ///   - timing: How the changes come.
  ///   - initialMarginScale: How many times today's rates the clearing house asks at the end; they rise with the changes.
  /// - Throws: `countMismatch`, `notFinite`, `unknownName` for a factor of the account without a change, `outOfRange` for a negative scale
  ///   and fewer than one day.
  /// - Complexity: O(days × factors).
  public func calls(
    moves: [Double], factors: [String], over timing: StressTiming = .atOnce, initialMarginScale: Double = 1
  ) throws(RiskError) -> MarginCalls {
    try InputCheck.count(moves.count, factors.count, "moves")
    try InputCheck.finite(moves, "move")
    let parts = timing.parts
    try InputCheck.finite(parts, "part")
    guard (1...10_000).contains(parts.count) else {
      throw RiskError(.outOfRange, found: "a stress over \(timing)", expected: "1 to 10000 days")
    }
    var byDay = Matrix(rows: parts.count, columns: factors.count)
    for (day, part) in parts.enumerated() {
      for factor in factors.indices { byDay[day, factor] = part * moves[factor] }
    }
    let days = Double(parts.count)
    return try calls(
      byDay: byDay, factors: factors,
      initialMarginScales: parts.indices.map { 1 + (initialMarginScale - 1) * Double($0 + 1) / days })
  }

  /// The calls when factors move day by day: a replayed window, a hypothetical path.
  ///
  /// - Parameters:
  ///   - byDay: The changes, one row for each day and one column for each factor.
  ///   - factors: The names of the factors, in the order of the columns.
  ///   - initialMarginScales: How many times today's rates the clearing house asks on each day; once unless given.
  /// - Throws: As ``calls(moves:factors:over:initialMarginScale:)``.
  public func calls(
    byDay: Matrix, factors: [String], initialMarginScales: [Double]? = nil
  ) throws(RiskError) -> MarginCalls {
    let scales = initialMarginScales ?? [Double](repeating: 1, count: byDay.rows)
    try InputCheck.count(byDay.columns, factors.count, "columns of changes")
    try InputCheck.count(scales.count, byDay.rows, "margin scales")
    try InputCheck.finite(byDay.storage, "change")
    for scale in scales { try InputCheck.within(0...1e6, scale, "margin scale") }
    let columns = try columns(in: factors)
    let base = initialMargin()
    var before = 1.0
    var variation: [Double] = []
    var initial: [Double] = []
    for day in 0..<byDay.rows {
      variation.append(zip(net, columns).reduce(0) { $0 - $1.0.quantity * byDay[day, $1.1] })
      initial.append(base * (scales[day] - before))
      before = scales[day]
    }
    return MarginCalls(
      variation: variation, initial: initial,
      basis: ResultBasis(
        method: "margin calls day by day", conventions: ["initial margin": "the account's rates times a scale"],
        inputs: [
          input,
          .init("changes") { digest in
            for factor in factors { digest.add(factor) }
            digest.add(byDay)
            digest.add(scales)
          },
        ]))
  }

  /// The place of each net position's factor.
  func columns(in factors: [String]) throws(RiskError) -> [Int] {
    let places = Dictionary(
      factors.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var columns: [Int] = []
    for position in net {
      guard let place = places[position.factor] else {
        throw RiskError(
          .unknownName, found: "factor \(position.factor)", expected: "one of \(factors.prefix(20))")
      }
      columns.append(place)
    }
    return columns
  }

  /// What identifies the account.
  var input: ResultBasis.Input {
    .init("account") { digest in
      for position in net {
        digest.add(position.factor)
        let rate = initialMargin[position.factor]
        digest.add([position.quantity, rate?.long ?? 0, rate?.short ?? 0])
      }
    }
  }
}

extension MarginCalls {
  /// Reads calls; a peak on a day that is not there is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    byDay = try container(.byDay)
    peak = try container(.peak)
    peakDay = try container.decodeIfPresent(Int.self, forKey: .peakDay)
    basis = try container(.basis)
    let isThere = peakDay.map { byDay.indices.contains($0) && byDay[$0].cumulative == peak } ?? (peak == 0)
    try container.require(isThere, .peakDay, "a day on which the peak is out")
  }

  /// The calls of each day in a table; the first sixty days.
  public var description: String {
    var table = TextTable(["day", "variation", "initial margin", "all so far"])
    for (day, calls) in byDay.prefix(60).enumerated() {
      table.append(["\(day + 1)"] + [calls.variation, calls.initial, calls.cumulative].map { TextTable.number($0) })
    }
    return page(["most out at once \(TextTable.number(peak))\(peakDay.map { " on day \($0 + 1)" } ?? "")"], [table])
  }
}
