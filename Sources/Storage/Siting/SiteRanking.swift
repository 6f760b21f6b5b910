public import Valuation

/// What a store earns at a place, and what about its prices makes it so.
public struct SiteValue: Hashable, Sendable, Codable {
  /// The place.
  public let name: String
  /// Whether the store has a schedule there; a place without one earns 0 here and ranks behind all others.
  public let hasSchedule: Bool
  /// What the store earns over the steps, wear and auxiliary load taken off.
  public let revenue: Double
  /// The same for each MW of discharge power.
  public let revenuePerMegawatt: Double
  /// Full equivalent cycles.
  public let equivalentCycles: Double
  /// The mean price, weighted by hours.
  public let meanPrice: Double
  /// The mean over days of what the dearest hours cost more than the cheapest, as many hours of each as the store lasts.
  public let dailySpread: Double
  /// The mean price at which the store charges; NaN-free: 0 where it never does.
  public let chargePrice: Double
  /// The mean price at which it discharges; 0 where it never does.
  public let dischargePrice: Double
  /// The steps without a price.
  public let missingCount: Int
  /// How the solve ended.
  public let status: DispatchStatus

  /// The part of the daily spread that is captured between charging and discharging; 0 where there is no spread.
  public var capturedPart: Double { dailySpread > 0 ? (dischargePrice - chargePrice) / dailySpread : 0 }

  init(
    _ name: String, _ schedule: DispatchSchedule, _ prices: [Double], _ problem: DispatchProblem, _ days: [Range<Int>]
  ) {
    self.name = name
    status = schedule.status
    hasSchedule = schedule.hasSchedule
    revenue = schedule.hasSchedule ? schedule.objective : 0
    revenuePerMegawatt = problem.asset.dischargePower > 0 ? revenue / problem.asset.dischargePower : 0
    equivalentCycles = schedule.equivalentCycles
    missingCount = prices.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    let hours = problem.steps.hours
    var (weighted, time, bought, sold) = (0.0, 0.0, (0.0, 0.0), (0.0, 0.0))
    for step in prices.indices {
      if !prices[step].isNaN {
        weighted += prices[step] * hours[step]
        time += hours[step]
      }
      guard schedule.hasSchedule else { continue }
      let charged = schedule.charge[step] * hours[step]
      let discharged = schedule.discharge[step] * hours[step]
      bought = (bought.0 + charged * problem.buyPrices[step], bought.1 + charged)
      sold = (sold.0 + discharged * problem.sellPrices[step], sold.1 + discharged)
    }
    meanPrice = time > 0 ? weighted / time : 0
    chargePrice = bought.1 > 0 ? bought.0 / bought.1 : 0
    dischargePrice = sold.1 > 0 ? sold.0 / sold.1 : 0
    dailySpread = Self.spread(prices, hours, days, lasting: problem.asset.duration)
  }

  private static func spread(
    _ prices: [Double], _ hours: [Double], _ days: [Range<Int>], lasting duration: Double
  ) -> Double {
    var sum = 0.0
    var counted = 0
    for day in days {
      let order = day.filter { !prices[$0].isNaN }.sorted { prices[$0] < prices[$1] }
      let total = order.reduce(0) { $0 + hours[$1] }
      let wanted = min(duration, 0.5 * total)
      guard wanted > 0 else { continue }
      func mean(_ steps: some Sequence<Int>) -> Double {
        var (left, value) = (wanted, 0.0)
        for step in steps {
          let part = min(left, hours[step])
          value += part * prices[step]
          left -= part
          if left <= 0 { break }
        }
        return value / wanted
      }
      sum += mean(order.reversed()) - mean(order)
      counted += 1
    }
    return counted > 0 ? sum / Double(counted) : 0
  }
}

/// A place that could not be valued, and why.
public struct SiteFailure: Hashable, Sendable, Codable {
  /// The place.
  public let name: String
  /// The reason.
  public let code: StorageError.Code
  /// The reason in words: what was found where, and what was expected.
  public let reason: String

  init(_ name: String, _ error: StorageError) {
    self.name = name
    code = error.code
    reason = "\(error)"
  }
}

/// Places by what a store earns there, the best first, and those that could not be valued.
public struct SiteRanking: Hashable, Sendable {
  /// The places, the best first; those without a schedule last.
  public let sites: [SiteValue]
  /// The places without a value, in the order in which they were given.
  public let failures: [SiteFailure]
  /// What the ranking rests on.
  public let basis: ResultBasis
}

extension SiteRanking: DocumentedResult {
  private enum Key: CodingKey { case sites, failures, basis }

  /// Reads a ranking.
  ///
  /// - Throws: A `DecodingError` unless the best places come first and those without a schedule last.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(sites: try container(.sites), failures: try container(.failures), basis: try container(.basis))
    let isRanked = zip(sites, sites.dropFirst()).allSatisfy { better, next in
      better.hasSchedule == next.hasSchedule ? better.revenue >= next.revenue : better.hasSchedule
    }
    try container.require(isRanked, .sites, "the best places first, those without a schedule last")
  }

  /// Writes a ranking.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sites, forKey: .sites)
    try container.encode(failures, forKey: .failures)
    try container.encode(basis, forKey: .basis)
  }

  /// A table of the fifty best places, then the first twenty of those that could not be valued.
  public var description: String {
    var table = TextTable(["rank", "site", "revenue", "per MW", "cycles", "mean", "spread", "buys at", "sells at"])
    for (index, site) in sites.prefix(50).enumerated() {
      table.append([
        "\(index + 1)", site.name, TextTable.number(site.revenue), TextTable.number(site.revenuePerMegawatt),
        TextTable.number(site.equivalentCycles, decimals: 1), TextTable.number(site.meanPrice),
        TextTable.number(site.dailySpread), TextTable.number(site.chargePrice), TextTable.number(site.dischargePrice),
      ])
    }
    if sites.count > 50 { table.append(["… \(sites.count)"] + [String](repeating: "-", count: 8)) }
    let failed = TextTable(["no value", "reason"], failures.prefix(20).map { [$0.name, $0.reason] })
    let counts = "\(sites.count) places" + (failures.isEmpty ? "" : ", \(failures.count) without a value")
    return page([counts], failures.isEmpty ? [table] : [table, failed])
  }
}
