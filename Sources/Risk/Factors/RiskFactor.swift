public import MarketData

/// A number whose change moves the value of positions: a node of a forward curve, a hub, a basis, a rate of exchange.
///
///     let hub = RiskFactor("PJM_WEST", kind: .hub, currency: .usd, unit: .megawattHour, level: 41.20)
///     let euro = RiskFactor.exchangeRate(of: .eur, in: .usd, level: 1.08)
///
/// A factor's change is that of the same contract, in the factor's currency for one unit: the step from one contract to the next on
/// a roll is no change. Positions know a factor by its name.
public struct RiskFactor: Hashable, Sendable {
  /// What a factor stands for; new kinds may be added, by a host too.
  public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
    /// The name of the kind.
    public let rawValue: String

    /// Makes a kind.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// One delivery period of a forward curve.
    public static let curveNode = Kind(rawValue: "curveNode")
    /// The price at a hub.
    public static let hub = Kind(rawValue: "hub")
    /// The difference of two prices: a location against a hub, a peak against a base.
    public static let basis = Kind(rawValue: "basis")
    /// The price of a currency in another one.
    public static let exchangeRate = Kind(rawValue: "exchangeRate")
    /// An implied volatility: positions feel it by their vega.
    public static let volatility = Kind(rawValue: "volatility")

    /// The kinds of this module.
    static let standard: [Kind] = [.curveNode, .hub, .basis, .exchangeRate, .volatility]
  }

  /// How the past changes of a factor become changes of today's level.
  public enum Change: String, Hashable, Sendable, Codable {
    /// Changes are in the factor's unit, and stand as they are. The choice where prices may be negative.
    case absolute
    /// Changes are fractions of the level of their day, applied to today's level.
    case relative
    /// Changes are in the factor's unit, times today's volatility over that of their day.
    case volatilityRescaled
  }

  /// The name, one of a kind among the factors.
  public let name: String
  /// What it stands for.
  public let kind: Kind
  /// The currency of its price.
  public let currency: Currency
  /// What the price is for: positions hold this much for each unit of quantity.
  public let unit: UnitOfMeasure
  /// How past changes are read.
  public let change: Change
  /// Today's level, in currency for one unit; needed for relative changes and rates of exchange.
  public let level: Double?
  /// The currency that a rate of exchange is the price of; `nil` for other factors.
  public let pricedCurrency: Currency?

  /// Makes a factor other than a rate of exchange.
  public init(
    _ name: String, kind: Kind = .hub, currency: Currency = .usd, unit: UnitOfMeasure = .megawattHour,
    change: Change = .absolute, level: Double? = nil
  ) {
    self.init(name, kind, currency, unit, change, level, nil)
  }

  /// Makes a rate of exchange: what one unit of a currency costs in another; named by both codes (EURUSD) unless given a name.
  public static func exchangeRate(
    of priced: Currency, in currency: Currency, level: Double, change: Change = .absolute, name: String? = nil
  ) -> RiskFactor {
    RiskFactor(name ?? priced.code + currency.code, .exchangeRate, currency, .one, change, level, priced)
  }

  init(
    _ name: String, _ kind: Kind, _ currency: Currency, _ unit: UnitOfMeasure, _ change: Change, _ level: Double?,
    _ priced: Currency?
  ) {
    self.name = name
    self.kind = kind
    self.currency = currency
    self.unit = unit
    self.change = change
    self.level = level
    pricedCurrency = priced
  }
}

extension UnitOfMeasure {
  /// The number one: what a rate of exchange is for.
  static let one = UnitOfMeasure(symbol: "1", dimension: .dimensionless, scale: 1)

  /// The units that factors are quoted for, by symbol.
  static let factorUnits: [String: UnitOfMeasure] = {
    let units: [UnitOfMeasure] = [
      .one, .megawattHour, .kilowattHour, .gigawattHour, .mmbtu, .dekatherm, .therm, .gigajoule, .barrel, .tonne,
      .megawattDay, .megawattMonth, .kilowattMonth, .mcf,
    ]
    return Dictionary(uniqueKeysWithValues: units.map { ($0.symbol, $0) })
  }()
}
