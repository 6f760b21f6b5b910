public import MarketData

/// A curve with all it was built from and how well it met it.
///
///     let built = try definition.build(quotes)
///     built.status                       // solved
///     built.curve[instant]               // the forward of an interval
///     built.repricing.first?.error       // 0, or what the curve misses
///
/// Contradictory quotes are no error: the status says so, ``conflict`` names quotes that cannot hold together, and the curve is
/// the best attempt.
public struct BuiltCurve: Sendable {
  /// How a build ended; new ways may be added.
  public struct Status: Hashable, Sendable, CustomStringConvertible {
    /// The status' name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// The smoothest curve that meets every firm quote and bound.
    public static let solved = Status("solved")
    /// Some quotes or bounds cannot hold together; ``BuiltCurve/conflict`` names them.
    public static let contradictory = Status("contradictory")
    /// The solver stopped at its limit of steps.
    public static let iterationLimit = Status("iterationLimit")
    /// Rounding stopped the solver.
    public static let numericalProblems = Status("numericalProblems")
  }

  /// How the build ended.
  public internal(set) var status: Status
  /// The prices over all hours of each interval: of several strands the mean by their hours.
  public internal(set) var curve: ForwardCurve
  /// The prices of each strand, in the definition's order.
  ///
  /// An interval in which a strand has no hours carries the strand's smooth continuation.
  public internal(set) var strands: [ForwardCurve]
  /// How the curve prices each quote, in the order of ``quotes``.
  public internal(set) var repricing: [QuoteRepricing]
  /// ½ Σ (D₂ (f - prior))², of a multiplicative prior ½ Σ (D₂ g)², or ½ ∫ f″² for the spline, with time in days.
  public internal(set) var roughness: Double
  /// The names of quotes and bounds that cannot hold together, while without any one of them they can; empty where all is well.
  public internal(set) var conflict: [String]
  /// The quotes, weighed.
  var plan: CurvePlan
  /// The curve's cells and what holds them.
  var outcome: SmoothingOutcome
  /// The solved conditions on the cells.
  var factor: SmoothingFactor

  /// What was asked for.
  public var definition: CurveDefinition { plan.definition }
  /// What the curve was built from, in the order given, prices in the curve's unit.
  public var quotes: [CurveQuote] { plan.quotes }
  /// The largest distance of the curve from a firm price, or from bid and ask, in the curve's unit.
  public var repricingError: Double { repricing.reduce(0) { max($0, $1.violation) } }
}

/// How a curve prices a quote.
public struct QuoteRepricing: Hashable, Sendable, Codable {
  /// The quote's name.
  public var id: String
  /// The first day of delivery.
  public var start: LocalDate
  /// The day after the last.
  public var end: LocalDate
  /// The name of the quote's block.
  public var block: String
  /// The quoted price, or the middle of bid and ask.
  public var target: Double
  /// The bid, where one is quoted.
  public var bid: Double?
  /// The ask, where one is quoted.
  public var ask: Double?
  /// The curve's price of the quote.
  public var model: Double
  /// ``model`` less ``target``.
  public var error: Double
  /// How far ``model`` lies outside bid and ask, or from a firm price; 0 for a soft quote, which may be missed.
  public var violation: Double
  /// By how much one more unit of price would lower the least roughness: positive where the price holds the curve down, negative where it
  /// holds it up, 0 where it does not hold it.
  public var multiplier: Double
  /// What there is to say about the quote.
  public var flags: [QuoteFlag]
}

/// Something to know about a quote.
public struct QuoteFlag: Hashable, Sendable, Codable {
  /// The kinds of flags.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// It begins or ends inside an interval of the curve, which is flat within.
    case cutsInterval
    /// It cannot hold together with others.
    case conflicting
    /// It was seen too long ago.
    case stale
    /// The other quotes price it far from where it stands.
    case outlier
  }

  /// The kind.
  public var kind: Kind
  /// Why, in words.
  public var reason: String

  /// Makes a flag.
  public init(_ kind: Kind, reason: String) {
    self.kind = kind
    self.reason = reason
  }
}
