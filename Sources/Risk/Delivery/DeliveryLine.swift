import Valuation

/// One line of the earnings to delivery: a volume times a price, period by period.
///
///     let output = DeliveryLine("output", .physical, volume: .factor("WIND_MWH"), price: [.init("HUB", 1)])
///     let hedge = DeliveryLine("swap", .hedge, volume: .fixed([-700, -680]), price: [.init("HUB", 1)], fixedPrice: [-41, -41])
///     let plant = DeliveryLine("plant", .physical, volume: .factor("DISPATCH"), price: [.init("HUB", 1), .init("GAS", -7.1)])
///
/// Earnings of a period on a path are volume × (fixed price + Σ coefficient × factor). Volumes are MWh (or MMBtu) of the period,
/// positive for what is sold at the price; a hedge that sells forward at 41 earns -volume × (price - 41).
public struct DeliveryLine: Hashable, Sendable {
  /// What a line belongs to.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// Production and supply at market, and what they burn: part of the gross margin.
    case physical
    /// A contract that fixes a price: part of the gross margin.
    case hedge
    /// What is paid in any case: part of the earnings, not of the gross margin.
    case fixedCost
  }

  /// How much is delivered.
  public enum Volume: Hashable, Sendable {
    /// The same on all paths, one number for each period.
    case fixed([Double])
    /// A factor of the paths, which may go along with the prices, times a number.
    case factor(String, times: Double = 1)
  }

  /// A part of the price that follows a factor of the paths.
  public struct Term: Hashable, Sendable, Codable {
    /// The factor's name.
    public let factor: String
    /// How much of it: 1 for the price itself, minus the heat rate for a fuel, minus the intensity for carbon.
    public let coefficient: Double

    /// Makes a term.
    public init(_ factor: String, _ coefficient: Double) {
      self.factor = factor
      self.coefficient = coefficient
    }
  }

  /// The line's name, one of a kind in a book.
  public let name: String
  /// What it belongs to.
  public let kind: Kind
  /// How much is delivered.
  public let volume: Volume
  /// The parts of the price that follow factors.
  public let price: [Term]
  /// The fixed part of the price for each period; empty for zero.
  public let fixedPrice: [Double]
  /// The periods between the delivery and its payment: 0 for the same period.
  public let paymentLag: Int

  /// Makes a line.
  public init(
    _ name: String, _ kind: Kind, volume: Volume, price: [Term] = [], fixedPrice: [Double] = [], paymentLag: Int = 0
  ) {
    self.name = name
    self.kind = kind
    self.volume = volume
    self.price = price
    self.fixedPrice = fixedPrice
    self.paymentLag = paymentLag
  }
}

extension DeliveryLine {
  /// Adds all that the line's earnings depend on.
  func add(to digest: inout ContentDigest) {
    digest.add(name)
    digest.add(kind.rawValue)
    switch volume {
    case .fixed(let values): digest.add(values)
    case .factor(let factor, let times):
      digest.add(factor)
      digest.add(times)
    }
    for term in price {
      digest.add(term.factor)
      digest.add(term.coefficient)
    }
    digest.add(fixedPrice)
    digest.add(paymentLag)
  }
}
