/// A place that a market prices or measures: a market plus the operator's own name and identifier.
///
/// Identity is market, kind and identifier; the name is for people. ERCOT publishes a load zone twice at different prices (`LZ`
/// and `LZEW`), which is why the kind belongs to identity.
public struct Location: Sendable {
  /// What sort of place it is; open for extension.
  public struct Kind: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The kind's text.
    public let rawValue: String

    /// Makes a kind from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes a kind from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The kind's text.
    public var description: String { rawValue }

    /// A trading hub: a fixed basket of nodes.
    public static let hub: Kind = "hub"
    /// A load, price or settlement zone.
    public static let zone: Kind = "zone"
    /// A load zone whose price is weighted by energy rather than by load (ERCOT `LZEW`).
    public static let energyWeightedZone: Kind = "energy-weighted-zone"
    /// A pricing node.
    public static let node: Kind = "node"
    /// An aggregate of nodes that is neither a hub nor a zone.
    public static let aggregate: Kind = "aggregate"
    /// An interface or tie with a neighbour.
    public static let interface: Kind = "interface"
    /// A zone in which reserves are procured.
    public static let reserveZone: Kind = "reserve-zone"
    /// A balancing or transmission access charge area.
    public static let area: Kind = "area"
    /// The market as a whole.
    public static let system: Kind = "system"
    /// A transmission constraint: a monitored facility under a contingency.
    public static let constraint: Kind = "constraint"
    /// A generating or storage resource.
    public static let resource: Kind = "resource"
    /// A region for which fuel or emission prices are stated.
    public static let fuelRegion: Kind = "fuel-region"
  }

  /// The market that prices it.
  public let market: Market.ID
  /// What sort of place it is.
  public let kind: Kind
  /// The operator's own identifier, as published.
  public let id: String
  /// The operator's own name; the identifier where there is no other.
  public let name: String

  /// Makes a location; `name` defaults to `id`.
  public init(market: Market.ID, kind: Kind, id: String, name: String? = nil) {
    self.market = market
    self.kind = kind
    self.id = id
    self.name = name ?? id
  }
}

extension Location: Hashable {
  /// Two locations are the same when market, kind and identifier are.
  public static func == (lhs: Location, rhs: Location) -> Bool {
    lhs.id == rhs.id && lhs.kind == rhs.kind && lhs.market == rhs.market
  }

  /// Hashes market, kind and identifier.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(kind)
    hasher.combine(market)
  }
}

extension Location: CustomStringConvertible {
  /// Market and name, such as `MISO ILLINOIS.HUB`.
  public var description: String { "\(market) \(name)" }
}
