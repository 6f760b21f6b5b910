public import MarketData

extension Position {
  /// When a quantity is delivered: a contract's period, the block within it, and how many hours that is.
  ///
  ///     let january = try Position.Delivery(.init("2026-01"), .nercOnPeak, in: .pjm)
  ///     january.quantity(megawatts: 50)      // 50 MW over 336 hours: 16,800 MWh
  ///
  /// Hours are those of the market's clock: the day on which it goes forward has 23, the day on which it goes back 25.
  public struct Delivery: Hashable, Sendable {
    /// The contract's period.
    public let period: DeliveryPeriod
    /// The name of the block: base, 5x16, 7x8.
    public let block: String
    /// The hours of the block within the period.
    public let hours: Double

    /// A delivery whose hours are known.
    ///
    /// - Throws: `outOfRange` unless the hours are positive and finite.
    public init(period: DeliveryPeriod, block: String, hours: Double) throws(RiskError) {
      guard hours > 0, hours < .infinity else {
        throw RiskError(.outOfRange, found: "\(hours) hours", expected: "a positive number")
      }
      self.period = period
      self.block = block
      self.hours = hours
    }

    /// The hours of a block in a period, by a market's calendar.
    ///
    /// - Throws: `outOfRange` where the period holds no hour of the block.
    /// - Complexity: O(days × windows of the block).
    public init(_ period: DeliveryPeriod, _ block: Block = .base, in calendar: BlockCalendar) throws(RiskError) {
      try self.init(period: period, block: block.name, hours: calendar.hours(of: block, in: period))
    }

    /// The quantity of a constant power over the block, in MWh for MW and in MMBtu for MMBtu an hour.
    public func quantity(megawatts: Double) -> Double { megawatts * hours }

    /// The mean power of a quantity over the block.
    public func megawatts(quantity: Double) -> Double { quantity / hours }

    /// The quantity of a profile over the block: power in each interval of a grid, in MW.
    ///
    /// - Throws: `countMismatch` unless there is one value for each interval, `notFinite`.
    public static func quantity(
      profile megawatts: [Double], over grid: DeliveryGrid, block: Block = .base, in calendar: BlockCalendar
    ) throws(RiskError) -> Double {
      guard megawatts.count == grid.count else {
        throw RiskError(.countMismatch, found: "\(megawatts.count) values of a profile", expected: "\(grid.count)")
      }
      try InputCheck.finite(megawatts, "power")
      return zip(megawatts, calendar.hours(of: block, over: grid)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

extension Position.Delivery: Codable {
  private enum Key: CodingKey { case period, block, hours }

  /// Reads the period by its name, the block and the hours.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decode(String.self, forKey: .period)
    guard let period = DeliveryPeriod(name) else {
      throw DecodingError.dataCorruptedError(
        forKey: .period, in: container, debugDescription: "expected a delivery period as 2026-01, found \(name)")
    }
    try self.init(
      period: period, block: container.decode(String.self, forKey: .block),
      hours: container.decode(Double.self, forKey: .hours))
  }

  /// Writes the period by its name, the block and the hours.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(period.name, forKey: .period)
    try container.encode(block, forKey: .block)
    try container.encode(hours, forKey: .hours)
  }
}
