public import MarketData

/// A published constraint that binds, its shadow price in the sign of this library.
///
///     let line = ObservedConstraint("6437__F", published: -25.61, sign: .init(market: "MISO"), factors: ["HUB": 0.31])
///     line.signedPrice                        // 25.61
///     line.contribution(at: "HUB")            // -7.94
public struct ObservedConstraint: Hashable, Sendable {
  /// The sign in which an operator prints the shadow price of a constraint that binds in its own direction.
  public enum Sign: String, Hashable, Sendable, Codable {
    /// What one MW more of the limit saves: positive.
    case saving
    /// What one MW more of the limit adds to the cost: negative.
    case cost

    /// The sign of a market.
    ///
    /// PJM, MISO, SPP and ISO-NE print the change of the cost, so that constraints that bind have negative prices; ERCOT, CAISO,
    /// NYISO, and any other market, the saving.
    public init(market: Market.ID) {
      let printsCost: Set<String> = ["PJM", "MISO", "SPP", "ISONE", "ISO-NE"]
      self = printsCost.contains("\(market)") ? .cost : .saving
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
