public import MarketData
import NumericalKernels
public import Valuation

/// A settlement statement: what each market pays for each product, by interval, in named buckets.
///
///     let statement = try Settlement(currency: .usd, lines: Settlement.twoSettlement(
///       market: "CAISO", dayAhead: dayAhead, realTime: realTime))
///     statement.total(of: .dayAheadEnergy)
///     try statement.totals(by: [.product, .month], in: .pacific)
///
/// Amounts are positive where the owner of the store receives them, negative where the owner pays. Power is positive into the
/// grid (discharge), negative out of it. Each line has a grid of its own: an hourly day-ahead market and a real-time market of
/// five minutes stand in one statement without either being spread over the other.
public struct Settlement: Hashable, Sendable {
  /// The amounts of one product in one bucket.
  public struct Line: Hashable, Sendable {
    /// Whose statement it is on: an operator, an exchange, a counterparty.
    public let market: String
    /// What was sold: `energy`, or the name of a service.
    public let product: String
    /// What the money is for.
    public let bucket: SettlementBucket
    /// The intervals.
    public let grid: DeliveryGrid
    /// The amount of each interval.
    public let amounts: [Double]
    /// The sum of the amounts.
    public let total: Double

    /// Makes a line.
    ///
    /// - Throws: `countMismatch` unless there is an amount for each interval, `notFinite`.
    public init(
      market: String, product: String, bucket: SettlementBucket, grid: DeliveryGrid, amounts: [Double]
    ) throws(StorageError) {
      try InputCheck.count(amounts.count, grid.count, "amounts")
      try InputCheck.finite(amounts, "amounts")
      self.market = market
      self.product = product
      self.bucket = bucket
      self.grid = grid
      self.amounts = amounts
      total = Settlement.sum(amounts)
    }
  }

  /// The currency of all amounts.
  public let currency: Currency
  /// The lines.
  public let lines: [Line]
  /// What the statement rests on: its lines.
  public let basis: ResultBasis

  /// Makes a statement.
  public init(currency: Currency, lines: [Line]) {
    basis = ResultBasis(
      method: "settlement statement", conventions: ["sign": "received positive"],
      inputs: [
        .init("lines") { digest in
          digest.add(currency.code)
          for line in lines { digest.add(line) }
        }
      ])
    self.currency = currency
    self.lines = lines
  }

  /// What is left for the owner.
  public var total: Double { Self.sum(lines.map(\.total)) }

  /// What one bucket adds up to, over all products and markets.
  public func total(of bucket: SettlementBucket) -> Double {
    Self.sum(lines.filter { $0.bucket == bucket }.map(\.total))
  }

  /// What one product adds up to, over all buckets and markets.
  public func total(ofProduct product: String) -> Double {
    Self.sum(lines.filter { $0.product == product }.map(\.total))
  }

  /// Both statements as one.
  ///
  /// - Throws: `mismatch` unless both are in one currency.
  public func adding(_ other: Settlement) throws(StorageError) -> Settlement {
    guard other.currency == currency else {
      throw StorageError(.mismatch, field: "currency", found: "\(other.currency)", expected: "\(currency)")
    }
    return Settlement(currency: currency, lines: lines + other.lines)
  }

  /// A sum without the rounding of its order; of amounts that are finite.
  static func sum(_ amounts: [Double]) -> Double {
    do throws(NumericalError) {
      return try Statistics.sum(amounts)
    } catch {
      // Only a sum of totals that have overflowed comes here.
      return amounts.reduce(0, +)
    }
  }
}
