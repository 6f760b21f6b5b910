/// Why each price is what it is: energy + congestion + loss, and congestion by limit.
///
///     let parts = try result.decomposed(in: network, reference: .bus(4))
///     parts.energy[2] + parts.congestion[2] + parts.loss[2]      // result.prices[2]
///     for term in parts.terms { print(term.limit, term.contribution(atBus: 2)) }
///
/// Signs: a factor is the change of the limited flow, `from` → `to`, for 1 MW put in at the bus and taken out at the reference;
/// congestion is -Σ sign · factor · shadow price; loss is -(price at the reference) · d(losses)/d(injection). The value of a path is
/// the price at its sink less that at its source.
///
/// Prices and shadow prices do not depend on the reference, nor do differences of the congestion between two buses, as long as there are
/// no losses; the level of energy and congestion does. With losses the energy, the split of differences into congestion and loss, and the
/// factors depend on the reference; the sum of the three does not.
///
/// Every part of the network that HVDC lines alone connect is priced from the part with the reference (of several parts with weights the
/// one with most buses): an HVDC line that binds is then a term of congestion, its losses are losses, and its own cost is
/// ``transport``. A part that nothing connects has an energy price of its own.
/// An HVDC line within one part needs no term, since the branches beside it explain the prices at its ends; it is among the result's
/// ``DispatchResult/binding``, and earns ``MarketSurplus/hvdcRent``.
public struct PriceDecomposition: Hashable, Sendable, Codable {
  /// What one limit adds to prices.
  public struct Term: Hashable, Sendable, Codable {
    /// The limit.
    public let limit: DispatchLimit
    /// Its shadow price with the sign of its side, $/MWh: positive at the upper bound.
    public let signedPrice: Double
    /// How the limited flow answers to each bus.
    public let factors: [Double]

    /// The shadow price, $/MWh; never negative.
    public var shadowPrice: Double { abs(signedPrice) }
    /// What the limit adds to the price at a bus, $/MWh.
    public func contribution(atBus place: Int) -> Double { -signedPrice * factors[place] }
  }

  /// The price at the reference, $/MWh, for each bus: one number for all that is connected.
  public let energy: [Double]
  /// The congestion at each bus, $/MWh.
  public let congestion: [Double]
  /// The marginal losses at each bus, $/MWh.
  public let loss: [Double]
  /// The cost of the HVDC lines on the way from the reference, $/MWh; zeros without such lines.
  public let transport: [Double]
  /// The terms of the congestion, the dearest limit first.
  public let terms: [Term]
  /// What arrives at the reference of one MW more put in at each bus: 1 less the marginal losses.
  public let deliveryFactors: [Double]

  /// The sum of all parts at a bus, $/MWh: its price.
  public func price(atBus place: Int) -> Double {
    energy[place] + congestion[place] + loss[place] + transport[place]
  }

  /// The value of a path, $/MWh: what congestion adds at the sink less what it adds at the source.
  public func congestion(fromBus source: Int, toBus sink: Int) -> Double { congestion[sink] - congestion[source] }
}
