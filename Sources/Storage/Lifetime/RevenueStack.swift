public import MarketData
import Valuation

/// What a store earns, layer on layer: markets, payments for capacity, contracts.
///
///     var stack = RevenueStack(statement: statement, zone: .pacific)
///     try stack.add(capacity.line(market: "CPUC", sold: 50, months: months, in: .pacific))
///     try stack.add(.floor(level: 60_000, upsideShare: 0.5), power: 100, counterparty: "Insurer", by: .year)
///     stack.merchant; stack.contracted; stack.total
///     print(stack)
///
/// Contracts are settled on the merchant revenue: all lines but those of capacity payments and contracts.
public struct RevenueStack: Hashable, Sendable, CustomStringConvertible {
  /// How often a contract is settled.
  public enum SettlementPeriod: String, Hashable, Sendable, Codable {
    /// By calendar month of the zone.
    case month
    /// By calendar year of the zone.
    case year
  }

  /// All lines.
  public private(set) var statement: Settlement
  /// The zone of months and years.
  public let zone: MarketTimeZone

  /// Makes a stack of what markets pay.
  public init(statement: Settlement, zone: MarketTimeZone) {
    self.statement = statement
    self.zone = zone
  }

  /// What markets pay, less costs.
  public var merchant: Double { merchantLines.reduce(0) { $0 + $1.total } }
  /// What is paid for capacity by the month.
  public var capacityPayments: Double { statement.total(of: .capacityPayment) }
  /// What contracts add, or take.
  public var contracted: Double { statement.total(of: .contract) }
  /// All of it.
  public var total: Double { statement.total }

  private var merchantLines: [Settlement.Line] {
    statement.lines.filter { $0.bucket != .contract && $0.bucket != .capacityPayment }
  }

  /// Adds a line.
  public mutating func add(_ line: Settlement.Line) {
    statement = Settlement(currency: statement.currency, lines: statement.lines + [line])
  }

  /// Adds a contract, settled on the merchant revenue of each month or year that the lines reach into.
  ///
  /// A part of a month or year counts with its part of the calendar year.
  ///
  /// - Parameters:
  ///   - contract: The contract.
  ///   - power: The contracted power, MW.
  ///   - counterparty: With whom.
  ///   - period: How often it is settled.
  ///   - performance: How the store stood up, the same in each period.
  /// - Throws: `empty` without merchant revenue; as ``StorageContract/payment(power:merchant:years:performance:)``.
  /// - Complexity: O(intervals).
  public mutating func add(
    _ contract: StorageContract, power: Double, counterparty: String, by period: SettlementPeriod,
    performance: StorageContract.Performance = .init()
  ) throws(StorageError) {
    let lines = merchantLines
    guard let start = lines.map(\.grid.start).min(), let end = lines.map(\.grid.end).max() else {
      throw StorageError(.empty, field: "statement", found: "no merchant revenue", expected: "a line of a market")
    }
    var edges = [start]
    var payments: [Double] = []
    while let from = edges.last, from < end {
      let date = zone.localDate(of: from)
      guard let whole = DeliveryPeriod(period == .month ? .month : .year, containing: date),
        let year = DeliveryPeriod(.year, containing: date)
      else { break }
      let to = min(zone.startOfDay(whole.end), end)
      guard to > from else { break }
      var revenue: [Double] = []
      for line in lines {
        let first = line.grid.firstIndex(notBefore: from)
        let last = line.grid.firstIndex(notBefore: to)
        if first < last { revenue.append(Settlement.sum(Array(line.amounts[first..<last]))) }
      }
      let part = Double(from.seconds(until: to)) / Double(year.interval(in: zone).seconds)
      payments.append(
        try contract.payment(
          power: power, merchant: Settlement.sum(revenue), years: part, performance: performance))
      edges.append(to)
    }
    guard let grid = DeliveryGrid(edges: edges) else {
      throw StorageError(.outOfRange, field: "statement", found: "\(start) to \(end)", expected: "a span of time")
    }
    add(
      try Settlement.Line(
        market: counterparty, product: "contract", bucket: .contract, grid: grid, amounts: payments))
  }

  /// What each product brings on each market, month by month.
  public var totals: [SettlementTotal] { statement.totals(by: [.market, .product, .bucket, .month], in: zone) }

  /// A table by market, product and bucket.
  public var description: String {
    var table = TextTable(["market", "product", "bucket", "\(statement.currency)"])
    for total in statement.totals(by: [.market, .product, .bucket], in: zone) {
      table.append([
        total.market ?? "", total.product ?? "", total.bucket?.rawValue ?? "", TextTable.number(total.amount),
      ])
    }
    table.append(["total", "", "", TextTable.number(total)])
    return table.text
  }
}
