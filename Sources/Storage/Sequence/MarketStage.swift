/// One market of several that trade the same delivery after each other.
///
///     let intraday = try MarketStage(
///       name: "intraday", prices: prices, firstOpenStep: 24, charges: MarketCharges(spread: 2, exportFee: 0.1),
///       availability: Availability(outages: [outage], steps: steps))        // what is known of the power by then
public struct MarketStage: Hashable, Sendable, Codable {
  /// What it is called: day-ahead, intraday, real-time.
  public let name: String
  /// The price of each step, per MWh; of closed steps any number.
  public let prices: [Double]
  /// The first step that the market still trades: what lies before its gate is settled.
  public let firstOpenStep: Int
  /// What stands between the market's price and what is paid for a MWh bought or sold more.
  public let charges: MarketCharges
  /// The power that is there in each step, as it is known when the market is traded; of closed steps any.
  public let availability: Availability

  /// Makes a stage; its counts are checked with the sequence that it joins.
  public init(
    name: String, prices: [Double], firstOpenStep: Int = 0, charges: MarketCharges = .none,
    availability: Availability = .full
  ) {
    self.name = name
    self.prices = prices
    self.firstOpenStep = firstOpenStep
    self.charges = charges
    self.availability = availability
  }
}
