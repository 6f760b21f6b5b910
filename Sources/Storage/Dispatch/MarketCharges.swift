/// What stands between a market's price and what a store pays and gets for a MWh.
///
///     let charges = try MarketCharges(spread: 1, importFee: 3.5, importTax: 0.05)
///     charges.buying(at: 40)      // 46.025: (40 + 0.5 + 3.5) and 5 % of 40.5
///     charges.selling(at: 40)     // 39.5
///
/// Fees and the spread are in the currency of the price per MWh; taxes are parts of the price, and are not levied on a negative
/// one. Buying never costs less than selling brings.
public struct MarketCharges: Hashable, Sendable, Codable {
  /// The distance of bid and offer; half of it is lost on each side.
  public let spread: Double
  /// A fee on each MWh bought: grid use, levies.
  public let importFee: Double
  /// A fee on each MWh sold.
  public let exportFee: Double
  /// The part of a positive buying price that is paid on top.
  public let importTax: Double
  /// The part of a positive selling price that is kept back.
  public let exportTax: Double

  /// Makes charges; none unless given.
  ///
  /// - Throws: `outOfRange` for a charge that is negative, or a tax on sales of more than 1.
  public init(
    spread: Double = 0, importFee: Double = 0, exportFee: Double = 0, importTax: Double = 0, exportTax: Double = 0
  ) throws(StorageError) {
    try InputCheck.within(0...1e6, spread, "charges.spread")
    try InputCheck.within(0...1e6, importFee, "charges.importFee")
    try InputCheck.within(0...1e6, exportFee, "charges.exportFee")
    try InputCheck.within(0...100, importTax, "charges.importTax")
    try InputCheck.within(0...1, exportTax, "charges.exportTax")
    self.init(spread, importFee, exportFee, importTax, exportTax)
  }

  private init(
    _ spread: Double, _ importFee: Double, _ exportFee: Double, _ importTax: Double, _ exportTax: Double
  ) {
    self.spread = spread
    self.importFee = importFee
    self.exportFee = exportFee
    self.importTax = importTax
    self.exportTax = exportTax
  }

  /// No charges: a MWh is bought and sold at the market's price.
  public static let none = MarketCharges(0, 0, 0, 0, 0)

  /// What a MWh costs at a market price.
  public func buying(at price: Double) -> Double {
    let offer = price + 0.5 * spread
    return offer + importFee + importTax * max(0, offer)
  }

  /// What a MWh brings at a market price.
  public func selling(at price: Double) -> Double {
    let bid = price - 0.5 * spread
    return bid - exportFee - exportTax * max(0, bid)
  }
}

extension MarketCharges {
  /// Reads charges.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for one that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      spread: container.decode(Double.self, forKey: .spread),
      importFee: container.decode(Double.self, forKey: .importFee),
      exportFee: container.decode(Double.self, forKey: .exportFee),
      importTax: container.decode(Double.self, forKey: .importTax),
      exportTax: container.decode(Double.self, forKey: .exportTax))
  }
}
