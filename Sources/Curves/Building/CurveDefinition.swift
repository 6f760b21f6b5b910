public import MarketData

/// How a curve is asked for: its points, its market's days, its unit and the rules by which quotes become a curve.
///
///     var definition = CurveDefinition(
///       grid: try days.grid(.month, from: start, until: end), days: days, unit: .price(.eur, per: .megawattHour))
///     definition.strands = [.europeanPeak, .europeanOffPeak]
///     let curve = try definition.build(quotes)
///
/// A definition is a value without prices: it builds a curve day after day.
public struct CurveDefinition: Hashable, Sendable {
  /// How the points between the quotes are found.
  public enum Method: Hashable, Sendable {
    /// The least ½ Σ (second difference of neighbouring points)².
    case secondDifference
    /// The least ∫ f″(t)² dt of a twice differentiable f, a quartic between the edges of the quotes; a point is the mean of f
    /// over its interval. With `flatEnd` f′ is zero at the end of the curve. Takes no tension.
    ///
    /// Source: F. E. Benth, S. Koekebakker, F. Ollmar, "Extracting and Applying Smooth Forward Curves From Average-Based Commodity
    /// Contracts with Seasonal Variation", Journal of Derivatives 15 (2007).
    case spline(flatEnd: Bool)
  }

  /// The intervals of the curve.
  public var grid: DeliveryGrid
  /// The market's days, holidays and blocks.
  public var days: MarketDays
  /// What the curve's values are.
  public var unit: ValueUnit
  /// The blocks into which the hours of each interval fall, none of them twice: the curve has a line of prices for each.
  ///
  /// One strand, base, unless set; peak and off-peak make base from both by their hours. A quote's block must be made of whole strands.
  public var strands: [Block] = [.base]
  /// How the points between the quotes are found.
  public var method = Method.secondDifference
  /// What the curve keeps where no quote speaks.
  public var prior = CurvePrior.none
  /// The weight of squared first differences beside the second ones, not negative: high values pull the curve flat, or to its prior.
  public var tension = 0.0
  /// A price below which no point lies.
  public var floor: Double?
  /// A price above which no point lies.
  public var ceiling: Double?
  /// What the mean of a quote is taken over, where the quote does not say.
  public var weighting = QuoteWeighting.hours
  /// Bounds on differences between periods, such as the cost of storing gas from summer to winter.
  public var spreadLimits: [SpreadLimit] = []

  /// Makes a definition with one strand, the second-difference method and no prior; set what should differ.
  public init(grid: DeliveryGrid, days: MarketDays, unit: ValueUnit) {
    self.grid = grid
    self.days = days
    self.unit = unit
  }
}

/// A bound on the difference of the curve between two periods: the mean of `later` is at most `most` above that of `earlier`.
///
/// What may be bought early, stored and sold late cannot be worth more than it costs to carry.
public struct SpreadLimit: Hashable, Sendable {
  /// The bound's name, one of a kind among the quotes and bounds of a curve.
  public var id: String
  /// The period in which is bought.
  public var earlier: QuotePeriod
  /// The period in which is sold.
  public var later: QuotePeriod
  /// The block of both.
  public var block: Block
  /// The greatest difference, in the curve's unit.
  public var most: Double

  /// Makes a bound; its name is made of the periods'.
  public init(
    from earlier: QuotePeriod, to later: QuotePeriod, block: Block = .base, atMost most: Double, id: String? = nil
  ) {
    self.id = id ?? "\(later.name) - \(earlier.name) ≤ \(most)"
    self.earlier = earlier
    self.later = later
    self.block = block
    self.most = most
  }
}
