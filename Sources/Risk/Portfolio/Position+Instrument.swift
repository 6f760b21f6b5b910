extension Position {
  /// What a position holds.
  public enum Instrument: Hashable, Sendable, Codable {
    /// A quantity of one factor: a forward, a future, a swap's floating leg.
    case linear(Leg)
    /// Quantities of consecutive nodes of a curve: a strip of futures, a calendar year.
    case strip([Leg])
    /// Quantities of factors against each other: a spark spread, a basis swap, a time spread.
    case spread([Leg])
    /// Something that is not linear in its factors.
    case option(Option)

    /// A quantity of one factor, positive where it is long.
    public static func linear(_ factor: String, quantity: Double) -> Instrument {
      .linear(Leg(factor: factor, quantity: quantity))
    }
  }

  /// A quantity of one factor.
  public struct Leg: Hashable, Sendable, Codable {
    /// The factor's name.
    public let factor: String
    /// The quantity of the delivery period, in MWh, MMBtu or the factor's other unit; positive = long.
    public let quantity: Double
    /// When it is delivered, where that is known.
    public let delivery: Delivery?

    /// A quantity.
    public init(factor: String, quantity: Double, delivery: Delivery? = nil) {
      self.factor = factor
      self.quantity = quantity
      self.delivery = delivery
    }

    /// A constant power over a block of a delivery period.
    public init(factor: String, megawatts: Double, delivery: Delivery) {
      self.init(factor: factor, quantity: delivery.quantity(megawatts: megawatts), delivery: delivery)
    }
  }

  /// An option, or anything else that is not linear: a quantity of units known by their Greeks, and by a valuer where they are to
  /// be valued in full.
  public struct Option: Hashable, Sendable, Codable {
    /// The number of units held; negative where they are sold.
    public let quantity: Double
    /// How the value of one unit changes, in the position's currency.
    public let greeks: Greeks
    /// The name of the valuer that revalues one unit, see ``Risk/Revaluation``; by Greeks alone where `nil`.
    public let valuer: String?
    /// When the underlying is delivered, where that is known.
    public let delivery: Delivery?

    /// Makes an option.
    public init(quantity: Double, greeks: Greeks, valuer: String? = nil, delivery: Delivery? = nil) {
      self.quantity = quantity
      self.greeks = greeks
      self.valuer = valuer
      self.delivery = delivery
    }
  }

  /// The first and second derivatives of one unit's value by the factors, and its change by the passing of a day.
  public struct Greeks: Hashable, Sendable, Codable {
    /// The derivatives by one factor; vega is the delta by a factor that is a volatility.
    public struct Sensitivity: Hashable, Sendable, Codable {
      /// The factor's name.
      public let factor: String
      /// The change of value for a rise of the factor by one.
      public let delta: Double
      /// The change of delta for a rise of the factor by one.
      public let gamma: Double

      /// Makes the derivatives by one factor.
      public init(factor: String, delta: Double, gamma: Double = 0) {
        self.factor = factor
        self.delta = delta
        self.gamma = gamma
      }
    }

    /// The mixed second derivative by two factors.
    public struct Cross: Hashable, Sendable, Codable {
      /// The one factor's name.
      public let first: String
      /// The other factor's name.
      public let second: String
      /// The change of the one's delta for a rise of the other by one.
      public let gamma: Double

      /// Makes a mixed derivative.
      public init(first: String, second: String, gamma: Double) {
        self.first = first
        self.second = second
        self.gamma = gamma
      }
    }

    /// The derivatives by each factor, in the order in which a valuer gets the factors.
    public let sensitivities: [Sensitivity]
    /// The mixed derivatives that are not zero, each pair once.
    public let crosses: [Cross]
    /// The change of value by the passing of one day.
    public let thetaPerDay: Double

    /// Makes Greeks.
    public init(_ sensitivities: [Sensitivity], crosses: [Cross] = [], thetaPerDay: Double = 0) {
      self.sensitivities = sensitivities
      self.crosses = crosses
      self.thetaPerDay = thetaPerDay
    }
  }
}
