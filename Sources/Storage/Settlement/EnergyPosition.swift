public import MarketData

/// Energy contracted in one market: the position after it closed, not the trade.
///
/// A day-ahead position of 60 MW and an intraday position of 40 MW mean that 20 MW were bought back within the day.
public struct EnergyPosition: Hashable, Sendable {
  /// The market's name for the product, such as `energy`.
  public let product: String
  /// What its money is for.
  public let bucket: SettlementBucket
  /// The market's intervals.
  public let grid: DeliveryGrid
  /// The mean power of each interval, MW; positive is sold.
  public let power: [Double]
  /// The price of each interval, per MWh.
  public let price: [Double]

  /// Makes a position.
  ///
  /// - Throws: `countMismatch` unless there are a power and a price for each interval, `notFinite` with the index.
  public init(
    _ bucket: SettlementBucket, product: String = "energy", grid: DeliveryGrid, power: [Double], price: [Double]
  ) throws(StorageError) {
    try InputCheck.count(power.count, grid.count, "power")
    try InputCheck.count(price.count, grid.count, "price")
    try InputCheck.finite(power, "power")
    try InputCheck.finite(price, "price")
    self.product = product
    self.bucket = bucket
    self.grid = grid
    self.power = power
    self.price = price
  }
}

/// What the meter measured, and what deviations from the last position are settled at.
public struct MeteredEnergy: Hashable, Sendable {
  /// The price of deviations.
  public enum Prices: Hashable, Sendable {
    /// One price in both directions, per MWh of each interval: real-time prices in North America, single imbalance pricing in Europe.
    case single([Double])
    /// A price paid for surplus and one charged for shortfall, per MWh of each interval: dual imbalance pricing.
    case dual(surplus: [Double], shortfall: [Double])
  }

  /// What its money is for.
  public let bucket: SettlementBucket
  /// The settlement intervals.
  public let grid: DeliveryGrid
  /// The mean power of each interval at the meter, MW; positive is delivered.
  public let power: [Double]
  /// The prices.
  public let prices: Prices

  /// Makes a measurement.
  ///
  /// - Throws: `countMismatch` unless there are a power and prices for each interval, `notFinite` with the index.
  public init(
    _ bucket: SettlementBucket = .realTimeEnergy, grid: DeliveryGrid, power: [Double], prices: Prices
  ) throws(StorageError) {
    try InputCheck.count(power.count, grid.count, "power")
    try InputCheck.finite(power, "power")
    let columns: [[Double]] =
      switch prices {
      case .single(let price): [price]
      case .dual(let surplus, let shortfall): [surplus, shortfall]
      }
    for column in columns {
      try InputCheck.count(column.count, grid.count, "prices")
      try InputCheck.finite(column, "prices")
    }
    self.bucket = bucket
    self.grid = grid
    self.power = power
    self.prices = prices
  }
}
