/// What is priced or measured: day-ahead energy, regulation up in real time, load, a fuel's generation.
///
/// A product carries the unit of its values, so a column that holds one product has one unit.
public struct Product: Hashable, Sendable {
  /// The family that a product belongs to; open for extension.
  public struct Kind: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The kind's text.
    public let rawValue: String

    /// Makes a kind from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes a kind from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The kind's text.
    public var description: String { rawValue }

    /// The price of energy at a place: locational marginal price, settlement point price, zonal price.
    public static let energy: Kind = "energy"
    /// The clearing price of an ancillary service; the name says which.
    public static let ancillaryService: Kind = "ancillary-service"
    /// A quantity of an ancillary service: required, offered, awarded.
    public static let ancillaryServiceQuantity: Kind = "ancillary-service-quantity"
    /// A scarcity or reliability adder to the price of energy.
    public static let priceAdder: Kind = "price-adder"
    /// The clearing price of capacity.
    public static let capacity: Kind = "capacity"
    /// A quantity of capacity: cleared, offered, required.
    public static let capacityQuantity: Kind = "capacity-quantity"
    /// The shadow price of a transmission constraint.
    public static let shadowPrice: Kind = "shadow-price"
    /// The load that was measured.
    public static let load: Kind = "load"
    /// The load that is expected.
    public static let loadForecast: Kind = "load-forecast"
    /// Load less wind and solar generation.
    public static let netLoad: Kind = "net-load"
    /// The generation that was measured; the name is the fuel or technology.
    public static let generation: Kind = "generation"
    /// The generation that is expected; the name is the fuel or technology.
    public static let generationForecast: Kind = "generation-forecast"
    /// The output that could be reached: high sustained limits, available capacity.
    public static let availableCapacity: Kind = "available-capacity"
    /// Scheduled or measured flow; the name says of what, the location between whom.
    public static let flow: Kind = "flow"
    /// The price of a fuel.
    public static let fuelPrice: Kind = "fuel-price"
    /// The price of an emission allowance.
    public static let carbonPrice: Kind = "carbon-price"
    /// An offer to buy or sell: a price at a quantity.
    public static let offer: Kind = "offer"
    /// A quantity awarded or scheduled to a resource.
    public static let award: Kind = "award"

    /// Whether a value is published for every interval; constraints bind and offers stand only at times, so that an interval
    /// without one is no gap.
    public var isContinuous: Bool { self != .shadowPrice && self != .offer && self != .award }
  }

  /// The run of a market that sets a price, or the horizon at which a quantity is stated; open for extension.
  public struct Run: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The run's text.
    public let rawValue: String

    /// Makes a run from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes a run from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The run's text.
    public var description: String { rawValue }

    /// The day-ahead auction; the ex-post or only price of it.
    public static let dayAhead: Run = "day-ahead"
    /// The day-ahead auction before commitment costs are allocated (MISO ex-ante).
    public static let dayAheadExAnte: Run = "day-ahead-ex-ante"
    /// The hour-ahead scheduling process.
    public static let hourAhead: Run = "hour-ahead"
    /// The fifteen-minute market.
    public static let fifteenMinute: Run = "fifteen-minute"
    /// Real-time dispatch, as settled or verified.
    public static let realTime: Run = "real-time"
    /// Real-time prices before verification.
    public static let realTimePreliminary: Run = "real-time-preliminary"
    /// Continuous or intraday auctions.
    public static let intraday: Run = "intraday"
    /// A capacity auction's base run.
    public static let baseAuction: Run = "base-auction"
    /// A measurement after the fact.
    public static let actual: Run = "actual"
    /// A statement about the future outside a market run.
    public static let forecast: Run = "forecast"
  }

  /// The family.
  public let kind: Kind
  /// The run or horizon.
  public let run: Run
  /// What tells apart products of one family and run: `REGUP`, `Solar`; empty where nothing needs to.
  public let name: String
  /// What its values are counted in.
  public let unit: ValueUnit

  /// Makes a product.
  public init(kind: Kind, run: Run, name: String = "", unit: ValueUnit) {
    self.kind = kind
    self.run = run
    self.name = name
    self.unit = unit
  }

  /// The price of energy in a run, per MWh.
  public static func energy(_ run: Run, in currency: Currency = .usd) -> Product {
    Product(kind: .energy, run: run, unit: .price(currency, per: .megawattHour))
  }

  /// The clearing price of an ancillary service in a run, per MW of capacity held for an hour.
  public static func ancillaryService(_ name: String, _ run: Run, in currency: Currency = .usd) -> Product {
    Product(kind: .ancillaryService, run: run, name: name, unit: .price(currency, per: .megawattOfCapacityHour))
  }

  /// A power in MW, such as load or a fuel's generation.
  public static func power(_ kind: Kind, _ run: Run, _ name: String = "") -> Product {
    Product(kind: kind, run: run, name: name, unit: .quantity(.megawatt))
  }
}

extension Product: CustomStringConvertible {
  /// Run, kind and name, such as `day-ahead energy` or `real-time ancillary-service REGUP`.
  public var description: String {
    name.isEmpty ? "\(run) \(kind)" : "\(run) \(kind) \(name)"
  }
}

/// A part of a price that is published beside it, as a column of its own; open for extension.
///
/// For a locational marginal price the parts add up: LMP = energy + congestion + loss + greenhouse gas, each in the unit
/// of the price, each with the sign that makes the sum true whatever sign the operator prints.
public struct PriceComponent: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The component's text.
  public let rawValue: String

  /// Makes a component from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes a component from a literal.
  public init(stringLiteral value: String) { self.rawValue = value }

  /// The component's text.
  public var description: String { rawValue }

  /// The system marginal price of energy.
  public static let energy: PriceComponent = "energy"
  /// The marginal cost of congestion.
  public static let congestion: PriceComponent = "congestion"
  /// The marginal cost of losses.
  public static let loss: PriceComponent = "loss"
  /// The marginal cost of greenhouse gas.
  public static let greenhouseGas: PriceComponent = "greenhouse-gas"
  /// The part of a regulation price paid for capability.
  public static let capability: PriceComponent = "capability"
  /// The part of a regulation price paid for performance or mileage.
  public static let performance: PriceComponent = "performance"
}
