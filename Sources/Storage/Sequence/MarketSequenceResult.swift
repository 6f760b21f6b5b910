public import Valuation

/// What one market of a sequence changed.
public struct MarketTrades: Hashable, Sendable, Codable {
  /// The market.
  public let market: String
  /// The energy sold in each step beyond what was sold before, MWh at the meter; negative where it is bought back.
  public let energy: [Double]
  /// What the changes bring at the market's price, its charges taken off.
  public let revenue: Double
  /// What spread, fees and taxes took of it; not negative.
  public let charges: Double
  /// What the market adds to all that was earned before it: its revenue, and what it changes of wear and terminal value.
  ///
  /// Of the first market all that it earns, the auxiliary load taken off. Negative only where the position before can be kept no longer.
  public let gain: Double

  /// The energy sold beyond what was sold before, MWh.
  public var sold: Double { energy.reduce(0) { $0 + max(0, $1) } }
  /// The energy bought, or bought back, MWh; not negative.
  public var bought: Double { energy.reduce(0) { $0 + max(0, -$1) } }
}

/// A store's way through a sequence of markets.
///
/// The revenue of all markets, wear, auxiliary load and terminal value are what the final schedule is worth; so are the gains together.
public struct MarketSequenceResult: Hashable, Sendable {
  /// How it ended: `solved`, the first status that is not, or `infeasible` where a market has no position that the store can keep.
  public let status: DispatchStatus
  /// What each market changed, in order; those before one that is infeasible.
  public let trades: [MarketTrades]
  /// The position after each market.
  ///
  /// Its `energy` is what the market's trades bring, its objective that with the wear of the whole position, its terminal value and, in
  /// the first market, the auxiliary load.
  public let schedules: [DispatchSchedule]
  /// What is earned: a bucket for each market, then wear, auxiliary load and terminal value of what is delivered in the end.
  public let revenue: Revenue
  /// What the result rests on.
  public let basis: ResultBasis

  /// What is delivered in the end; `nil` where the first market has no position.
  public var delivery: DispatchSchedule? { schedules.last }
  /// How far a market may be from its best, relative to what it earns (or to 1): of all markets the most.
  public var gap: Double { schedules.map(\.gap).max() ?? .infinity }
}

extension MarketSequenceResult: DocumentedResult {
  private enum Key: CodingKey { case status, trades, schedules, revenue, basis }

  /// Reads a result.
  ///
  /// - Throws: A `DecodingError` where markets, positions and steps do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      status: try container(.status), trades: try container(.trades), schedules: try container(.schedules),
      revenue: try container(.revenue), basis: try container(.basis))
    try container.require(trades.count == schedules.count, .trades, "as many markets as positions")
    try container.require(Set(trades.map(\.market)).count == trades.count, .trades, "each market once")
    try container.require(
      schedules.allSatisfy { $0.hasSchedule && $0.steps == schedules[0].steps }, .schedules,
      "positions of the same steps")
    try container.require(
      zip(trades, schedules).allSatisfy { $0.energy.count == $1.steps.count }, .trades, "an energy for each step")
    let names = revenue.buckets.map(\.name)
    try container.require(
      names.starts(with: trades.map(\.market)), .revenue, "a bucket for each market, then those of the delivery")
  }

  /// Writes a result.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(status, forKey: .status)
    try container.encode(trades, forKey: .trades)
    try container.encode(schedules, forKey: .schedules)
    try container.encode(revenue, forKey: .revenue)
    try container.encode(basis, forKey: .basis)
  }

  /// The markets, what is earned, and the net power after each market, of a long delivery the first and the last twelve steps.
  public var description: String {
    let markets = TextTable(
      ["market", "sold MWh", "bought MWh", "revenue", "charges", "gain"],
      trades.map { trade in
        let amounts = [trade.sold, trade.bought, trade.revenue, trade.charges, trade.gain]
        return [trade.market] + amounts.map { TextTable.number($0) }
      })
    let earned = TextTable(["revenue", "amount"], revenue.buckets.map { [$0.name, TextTable.number($0.amount)] })
    let headline = "\(status): \(TextTable.number(revenue.total))"
    guard let delivery else { return page([headline], [markets, earned]) }
    var positions = TextTable(["start"] + trades.map { $0.market + " MW" } + ["stored MWh"])
    let count = delivery.steps.count
    for step in count > 30 ? Array(0..<12) + Array(count - 12..<count) : Array(0..<count) {
      let powers = schedules.map { TextTable.number($0.discharge[step] - $0.charge[step]) }
      positions.append([delivery.zoneTime(step)] + powers + [TextTable.number(delivery.storedEnergy[step])])
    }
    return page([headline], [markets, earned, positions])
  }
}
