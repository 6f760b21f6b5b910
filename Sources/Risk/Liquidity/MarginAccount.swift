/// Cleared or margined positions and what the clearing house asks for them.
///
///     let account = try MarginAccount(
///       positions: [.init("TTF_2027", quantity: -876_000)], initialMargin: ["TTF_2027": .init(long: 9.5, short: 11)])
///
/// Initial margin is the host's to know: an amount for one unit of the net position in each factor, published by the clearing
/// house. Variation margin is the day's change of the position's value in cash.
public struct MarginAccount: Hashable, Sendable, Codable {
  /// A margined position.
  public struct Position: Hashable, Sendable, Codable {
    /// The factor by which it is margined.
    public let factor: String
    /// The quantity in the factor's unit, positive for long.
    public let quantity: Double

    /// Makes a position.
    public init(_ factor: String, quantity: Double) {
      self.factor = factor
      self.quantity = quantity
    }
  }

  /// The initial margin for one unit of a net position.
  public struct Rate: Hashable, Sendable, Codable {
    /// For one unit bought.
    public let long: Double
    /// For one unit sold.
    public let short: Double

    /// Makes a rate; the same for both sides unless given.
    public init(long: Double, short: Double? = nil) {
      self.long = long
      self.short = short ?? long
    }
  }

  /// The positions.
  public let positions: [Position]
  /// The rate of each factor.
  public let initialMargin: [String: Rate]
  /// The net quantity of each factor, in the order in which factors first appear.
  public let net: [Position]

  /// Makes an account.
  ///
  /// - Throws: `unknownName` for a factor without a rate, `notFinite`, `outOfRange` for a negative rate.
  public init(positions: [Position], initialMargin: [String: Rate]) throws(RiskError) {
    var order: [String] = []
    var sums: [String: Double] = [:]
    for (index, position) in positions.enumerated() {
      guard initialMargin[position.factor] != nil else {
        throw RiskError(
          .unknownName, found: "no initial margin for \(position.factor)", expected: "a rate for each factor",
          index: index)
      }
      guard position.quantity.isFinite else {
        throw RiskError(
          .notFinite, found: "quantity \(position.quantity)", expected: "a finite number", index: index)
      }
      if sums[position.factor] == nil { order.append(position.factor) }
      sums[position.factor, default: 0] += position.quantity
    }
    for (factor, rate) in initialMargin {
      guard rate.long >= 0, rate.short >= 0, rate.long < .infinity, rate.short < .infinity else {
        throw RiskError(
          .outOfRange, found: "a rate of \(rate.long) and \(rate.short) for \(factor)", expected: "numbers from 0 on")
      }
    }
    self.positions = positions
    self.initialMargin = initialMargin
    net = order.map { Position($0, quantity: sums[$0] ?? 0) }
  }

  private enum Key: CodingKey { case positions, initialMargin }

  /// Reads positions and rates.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      positions: container.decode([Position].self, forKey: .positions),
      initialMargin: container.decode([String: Rate].self, forKey: .initialMargin))
  }

  /// Writes positions and rates.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(positions, forKey: .positions)
    try container.encode(initialMargin, forKey: .initialMargin)
  }

  /// The initial margin of all net positions, with rates so many times as high.
  public func initialMargin(times scale: Double = 1) -> Double {
    scale
      * net.reduce(0) { sum, position in
        guard let rate = initialMargin[position.factor] else { return sum }
        return sum + (position.quantity >= 0 ? rate.long : rate.short) * abs(position.quantity)
      }
  }
}
