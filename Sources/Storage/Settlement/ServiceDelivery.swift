public import MarketData

/// An ancillary service as it was awarded and delivered: what its settlement is made of.
///
///     var regulation = try ServiceDelivery(product: "reg_up", grid: hours, award: awards, price: prices)
///     regulation.deployment = .init(upward: up, downward: down, price: realTime)
///     let lines = try regulation.lines(market: "CAISO")
///
/// Capacity is paid on award whether it is called or not. Energy that the service calls for is settled at the price of energy.
public struct ServiceDelivery: Hashable, Sendable {
  /// Movement that a regulation signal asked for.
  public struct Mileage: Hashable, Sendable {
    /// The movement asked for in each interval, MW up and down together.
    public var movement: [Double]
    /// The price of a MW of movement.
    public var price: [Double]
    /// How well the signal was followed, 0 to 1; fully unless given.
    public var accuracy: [Double]?

    /// Makes a mileage.
    public init(movement: [Double], price: [Double], accuracy: [Double]? = nil) {
      self.movement = movement
      self.price = price
      self.accuracy = accuracy
    }
  }

  /// Energy that the service called for.
  public struct Deployment: Hashable, Sendable {
    /// Energy delivered beyond the schedule, or not drawn, in each interval: MWh at the meter, not negative.
    public var upward: [Double]
    /// Energy drawn beyond the schedule, or not delivered: MWh at the meter, not negative.
    public var downward: [Double]
    /// The price of energy, per MWh.
    public var price: [Double]

    /// Makes a deployment.
    public init(upward: [Double], downward: [Double], price: [Double]) {
      self.upward = upward
      self.downward = downward
      self.price = price
    }
  }

  /// Awarded capacity that was not there.
  public struct Shortfall: Hashable, Sendable {
    /// The missing capacity of each interval, MW, from 0 to the award.
    public var missing: [Double]
    /// A charge for each missing MW and hour beyond the payment that is taken back; none unless given.
    public var penalty: [Double]?

    /// Makes a shortfall.
    public init(missing: [Double], penalty: [Double]? = nil) {
      self.missing = missing
      self.penalty = penalty
    }
  }

  /// The service's name.
  public let product: String
  /// The intervals.
  public let grid: DeliveryGrid
  /// The capacity awarded, MW.
  public let award: [Double]
  /// The price of capacity, per MW and hour.
  public let price: [Double]
  /// The share of the capacity payment that performance earns, 0 to 1; all of it unless given (as in PJM's regulation market).
  public var performance: [Double]?
  /// Movement, where the service pays for it.
  public var mileage: Mileage?
  /// Energy, where the service called for some.
  public var deployment: Deployment?
  /// Missing capacity.
  public var shortfall: Shortfall?

  /// Makes a delivery that pays for capacity alone.
  ///
  /// - Throws: `countMismatch`, `notFinite`; `outOfRange` for a negative award.
  public init(product: String, grid: DeliveryGrid, award: [Double], price: [Double]) throws(StorageError) {
    try InputCheck.count(award.count, grid.count, "award")
    try InputCheck.count(price.count, grid.count, "price")
    try InputCheck.finite(price, "price")
    try Self.check(award, "award")
    self.product = product
    self.grid = grid
    self.award = award
    self.price = price
  }

  /// The lines of the statement: capacity, and as far as they are given mileage, deployed energy and non-performance.
  ///
  /// - capacity: `award × price × hours × performance`
  /// - mileage: `movement × price × accuracy`
  /// - deployed energy: `(upward − downward) × price`
  /// - non-performance: `−missing × hours × (price × performance + penalty)`: never positive while the price is not negative
  ///
  /// - Throws: `countMismatch`, `notFinite`; `outOfRange` for a share outside 0 to 1, negative movement or energy, and missing
  ///   capacity beyond the award.
  /// - Complexity: O(intervals).
  public func lines(market: String) throws(StorageError) -> [Settlement.Line] {
    let hours = grid.indices.map { grid.hours(at: $0) }
    let earned = try share(performance, "performance")
    var lines = [try line(market, .capacity, award.indices.map { award[$0] * price[$0] * hours[$0] * earned[$0] })]
    if let mileage {
      try column(mileage.movement, "mileage.movement")
      try InputCheck.count(mileage.price.count, grid.count, "mileage.price")
      let accuracy = try share(mileage.accuracy, "mileage.accuracy")
      lines.append(
        try line(market, .mileage, award.indices.map { mileage.movement[$0] * mileage.price[$0] * accuracy[$0] }))
    }
    if let deployment {
      try column(deployment.upward, "deployment.upward")
      try column(deployment.downward, "deployment.downward")
      try InputCheck.count(deployment.price.count, grid.count, "deployment.price")
      lines.append(
        try line(
          market, .deployedEnergy,
          award.indices.map { (deployment.upward[$0] - deployment.downward[$0]) * deployment.price[$0] }))
    }
    if let shortfall {
      try column(shortfall.missing, "shortfall.missing")
      let penalty = shortfall.penalty ?? [Double](repeating: 0, count: grid.count)
      try column(penalty, "shortfall.penalty")
      for index in award.indices where shortfall.missing[index] > award[index] {
        throw StorageError(
          .outOfRange, field: "shortfall.missing", found: "\(shortfall.missing[index]) MW",
          expected: "at most the award, \(award[index]) MW", index: index)
      }
      lines.append(
        try line(
          market, .nonPerformance,
          award.indices.map { index in
            let rate = price[index] * earned[index] + penalty[index]
            let charge = shortfall.missing[index] * hours[index] * rate
            return charge == 0 ? 0 : -charge
          }))
    }
    return lines
  }

  private func line(
    _ market: String, _ bucket: SettlementBucket, _ amounts: [Double]
  ) throws(StorageError) -> Settlement.Line {
    try Settlement.Line(market: market, product: product, bucket: bucket, grid: grid, amounts: amounts)
  }

  private func column(_ values: [Double], _ field: String) throws(StorageError) {
    try InputCheck.count(values.count, grid.count, field)
    try Self.check(values, field)
  }

  private func share(_ values: [Double]?, _ field: String) throws(StorageError) -> [Double] {
    guard let values else { return [Double](repeating: 1, count: grid.count) }
    try InputCheck.count(values.count, grid.count, field)
    for (index, value) in values.enumerated() { try InputCheck.within(0...1, value, field, index: index) }
    return values
  }

  private static func check(_ values: [Double], _ field: String) throws(StorageError) {
    for (index, value) in values.enumerated() {
      try InputCheck.within(0...InputCheck.largestSize, value, field, index: index)
    }
  }
}
