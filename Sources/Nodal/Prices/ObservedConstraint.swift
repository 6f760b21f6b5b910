public import MarketData

/// A published constraint that binds, its shadow price in the sign of this library.
///
///     let line = ObservedConstraint("6437__F", published: -25.61, sign: .cost, factors: ["HUB": 0.31])
///     line.signedPrice                        // 25.61
///     line.contribution(at: "HUB")            // -7.94
public struct ObservedConstraint: Hashable, Sendable {
  /// The sign in which an operator prints the shadow price of a constraint that binds in its own direction.
  public enum Sign: String, Hashable, Sendable, Codable {
    /// What one MW more of the limit saves: positive.
    case saving
    /// What one MW more of the limit adds to the cost: negative.
    case cost

    /// The sign in which a market prints; `nil` where its files have either sign or nothing is known of them.
    ///
    /// | market | sign | seen in |
    /// |---|---|---|
    /// | PJM | cost | Data Miner's `da_marginal_value` of 2023-11-05 and 06: 387 prices of -666.26 to -0.09 |
    /// | MISO | cost | `rt_bc_HIST` of 2026-01-01, which has -20.93 as `($20.93)`; readers of its files say the same |
    /// | ISO-NE | cost | day-ahead constraints of 2017-01-01 (SHFHGE, -7.31) and 2017-12-31 (BNGW, -69.34) |
    /// | SPP | cost | real-time binding constraints of 2023 to 2025; a sample of the day-ahead file of 2026-01-29 has a positive price |
    /// | ERCOT | saving | NP6-86-CD of 2026-09-21, where prices above 0 and flows at their limits are the same 105 rows of 332; NP4-191-CD of 2024-02-01 |
    /// | NYISO | saving | a day-ahead price of 20.26 at Central East in a reader of the files; the tariff's "reduction in system cost" for a relaxed constraint. One other reader calls the cost negative |
    /// | CAISO | neither | readers report negative prices of ties and positive ones of others in the same report |
    ///
    /// Of these PJM's file was read for this library, and a tariff, files and readers of others are quoted by what others print of them: hold a
    /// file of one's own against this table. The price of a constraint that binds in the direction of its factors has one sign in a file.
    public init?(market: Market.ID) {
      switch "\(market)" {
      case "PJM", "MISO", "SPP", "ISONE", "ISO-NE": self = .cost
      case "ERCOT", "NYISO": self = .saving
      default: return nil
      }
    }
  }

  /// The name of the constraint, with its contingency.
  public let name: String
  /// The shadow price in $/MWh: positive where the constraint binds in the direction of its factors, negative in the other one.
  public let signedPrice: Double
  /// The shift factors by the id of the location: the change of the constrained flow for 1 MW put in there.
  public let factors: [String: Double]

  /// Makes a constraint of what is published.
  public init(_ name: String, published: Double, sign: Sign, factors: [String: Double] = [:]) {
    self.name = name
    signedPrice = sign == .saving ? published : -published
    self.factors = factors
  }

  /// What it adds to the congestion at a location; `nil` where no factor is published.
  public func contribution(at id: String) -> Double? { factors[id].map { -signedPrice * $0 } }
}

/// The congestion of a published price by constraint.
public struct ObservedCongestion: Hashable, Sendable {
  /// What each constraint adds, the largest first.
  public let terms: [(name: String, contribution: Double)]
  /// The published congestion less all terms: rounding, and constraints or factors that are not published.
  public let residual: Double
  /// The constraints without a factor for the location.
  public let unknown: [String]

  /// Whether both say the same.
  public static func == (left: ObservedCongestion, right: ObservedCongestion) -> Bool {
    left.residual == right.residual && left.unknown == right.unknown && left.terms.count == right.terms.count
      && zip(left.terms, right.terms).allSatisfy { $0 == $1 }
  }

  /// Hashes the residual and the names.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(residual)
    for term in terms { hasher.combine(term.name) }
  }
}

extension ObservedPrices.Price {
  /// Splits the published congestion by the constraints that bound in the interval.
  ///
  /// Congestion is relative to the operator's reference, and factors have to be too.
  ///
  /// - Complexity: O(constraints log constraints).
  public func congestion(by constraints: [ObservedConstraint]) -> ObservedCongestion {
    var terms: [(name: String, contribution: Double)] = []
    var unknown: [String] = []
    for constraint in constraints {
      if let contribution = constraint.contribution(at: location.id) {
        terms.append((constraint.name, contribution))
      } else {
        unknown.append(constraint.name)
      }
    }
    terms.sort { (abs($1.contribution), $0.name) < (abs($0.contribution), $1.name) }
    return ObservedCongestion(
      terms: terms, residual: congestion - terms.reduce(0) { $0 + $1.contribution }, unknown: unknown)
  }
}
