/// What a plant should do now, and why.
///
///     print(setPoint)    // 42.5 MW: price above the value of stored energy; held by energy; a stored MWh is worth 31.2
public struct SetPoint: Hashable, Sendable {
  /// Why the power is what it is.
  public enum Reason: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// Selling brings more than the stored energy is worth.
    case priceAboveValue
    /// Buying costs less than the stored energy will be worth.
    case priceBelowValue
    /// Neither selling nor buying pays.
    case priceWithinValue
    /// The operator's signal moves it.
    case regulation
    /// The price is missing or too old: no energy is traded on it.
    case noPrice
    /// The time lies outside the steps of the value of stored energy.
    case noPlan
    /// Safe state: the state of the store is not known, or known no longer.
    case noTelemetry
    /// Safe state: the clock went backwards; telemetry by the new clock ends it.
    case clockWentBack

    /// The reason in words.
    public var words: String {
      switch self {
      case .priceAboveValue: "price above the value of stored energy"
      case .priceBelowValue: "price below the value of stored energy"
      case .priceWithinValue: "price within the losses around the value of stored energy"
      case .regulation: "following the regulation signal"
      case .noPrice: "no price, or one that is too old"
      case .noPlan: "outside the steps of the plan"
      case .noTelemetry: "no telemetry, or telemetry that is too old: safe state"
      case .clockWentBack: "the clock went backwards: safe state until new telemetry"
      }
    }

    /// Whether the plant is told to stand still because something needed is not known.
    public var isSafeState: Bool { self == .noTelemetry || self == .clockWentBack }
  }

  /// What holds the power back.
  public enum Binding: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing: it is what is wanted.
    case none
    /// The power of the converter or the site.
    case power
    /// An outage or a derating.
    case availability
    /// The energy that is in the store, or the room that is left in it.
    case energy
    /// The least power at which the plant runs.
    case minimumPower
    /// The room that an award must keep.
    case award

    /// The limit in words.
    public var words: String {
      switch self {
      case .none: "held by nothing"
      case .power: "held by power"
      case .availability: "held by an outage or a derating"
      case .energy: "held by energy"
      case .minimumPower: "held by the minimum power"
      case .award: "held by the room for an award"
      }
    }
  }

  /// Net power at the meter, MW: positive to discharge.
  public let power: Double
  /// Why.
  public let reason: Reason
  /// What holds it back.
  public let binding: Binding
  /// Whether the plant's watchdog starts anew: only after telemetry.
  public let renewsWatchdog: Bool
  /// What one more stored MWh is worth at the end of the step; NaN without a plan.
  public let marginalValue: Double
  /// The most that may be discharged until the watchdog runs out, MW.
  public let dischargeLimit: Double
  /// The most that may be charged until then, MW.
  public let chargeLimit: Double
}

extension SetPoint: CustomStringConvertible {
  /// Power, reason, limit and marginal value in words.
  public var description: String {
    let rounded = (power * 1e3).rounded() / 1e3 + 0
    let value = marginalValue.isNaN ? "" : "; a stored MWh is worth \((marginalValue * 1e2).rounded() / 1e2)"
    return "\(rounded) MW: \(reason.words); \(binding.words)\(value)"
  }
}
