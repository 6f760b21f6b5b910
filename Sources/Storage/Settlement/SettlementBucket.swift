/// What a sum of money is for: a line of a settlement statement.
///
/// Names are open: a host adds its own. Amounts are positive where the owner of the store receives them.
public struct SettlementBucket: Hashable, Sendable, Codable, RawRepresentable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The name, stable between releases.
  public let rawValue: String

  /// Makes a bucket of a name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes a bucket of a name.
  public init(stringLiteral value: String) { rawValue = value }

  /// The name.
  public var description: String { rawValue }

  /// Energy sold (positive) or bought in the day-ahead market.
  public static let dayAheadEnergy: SettlementBucket = "day-ahead-energy"
  /// The change from the day-ahead position, traded within the day.
  public static let intradayEnergy: SettlementBucket = "intraday-energy"
  /// What was delivered beyond the last position, at the real-time price.
  public static let realTimeEnergy: SettlementBucket = "real-time-energy"
  /// What was delivered beyond the contracted position, at the price of imbalances.
  public static let imbalance: SettlementBucket = "imbalance"
  /// Capacity held ready for a service: paid on award, used or not.
  public static let capacity: SettlementBucket = "capacity"
  /// Movement while following a regulation signal.
  public static let mileage: SettlementBucket = "mileage"
  /// Energy that a service called for.
  public static let deployedEnergy: SettlementBucket = "deployed-energy"
  /// What is paid back or charged for capacity that was not there: zero or negative.
  public static let nonPerformance: SettlementBucket = "non-performance"
  /// Wear of the store: zero or negative.
  public static let degradation: SettlementBucket = "degradation"
  /// Running costs: zero or negative.
  public static let operatingCost: SettlementBucket = "operating-cost"
  /// Fees and taxes: zero or negative.
  public static let charges: SettlementBucket = "charges"
  /// Payments for capacity by the month: resource adequacy, capacity markets.
  public static let capacityPayment: SettlementBucket = "capacity-payment"
  /// Payments under a contract with one counterparty: tolling, floor, revenue share.
  public static let contract: SettlementBucket = "contract"
}
