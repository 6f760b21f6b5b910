public import MarketData
public import Valuation

/// The basis of nodes to a hub by time of day and season: how far, how often, how surely a node's price lies off its hub's.
///
///     let surface = try BasisSurface(prices.less("WESTERN HUB"), zone: .eastern, seasons: .quarters)
///     surface["NODE 7", part: "17", season: "Q3"]?.mean
///     surface.seasonality(of: "NODE 7")      // the share of its variance that the surface explains
///
/// Hours are those of the local clock: on the day of 25 hours both hours of one label fall into one cell, on the day of 23 the one
/// that the clock skips has none. Missing intervals are counted and left out. Intervals count by their length.
public struct BasisSurface: Hashable, Sendable {
  /// The year cut into seasons, by local months.
  public struct Seasons: Hashable, Sendable {
    /// The names.
    public let names: [String]
    /// The season of each month, January first, as a place among the names.
    public let ofMonth: [Int]

    /// Makes seasons; `nil` unless each of the twelve months has one that is named.
    public init?(names: [String], ofMonth: [Int]) {
      guard ofMonth.count == 12, ofMonth.allSatisfy(names.indices.contains) else { return nil }
      self.init(checked: names, ofMonth)
    }

    private init(checked names: [String], _ ofMonth: [Int]) {
      self.names = names
      self.ofMonth = ofMonth
    }

    /// One season.
    public static let wholeYear = Seasons(checked: ["year"], Array(repeating: 0, count: 12))
    /// Twelve, named 1 to 12.
    public static let months = Seasons(checked: (1...12).map { "\($0)" }, Array(0..<12))
    /// Q1 to Q4.
    public static let quarters = Seasons(checked: (1...4).map { "Q\($0)" }, (0..<12).map { $0 / 3 })
    /// Winter from December on, spring, summer, autumn.
    public static let meteorological = Seasons(
      checked: ["winter", "spring", "summer", "autumn"], [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])
    /// Summer from April to September, and winter: the seasons of gas and power contracts.
    public static let contract = Seasons(checked: ["summer", "winter"], (0..<12).map { (3...8).contains($0) ? 0 : 1 })
  }

  /// The time of day cut into parts.
  public enum DayParts: Hashable, Sendable {
    /// 24 hours of the local clock, named by the hour that begins: 0 to 23.
    case hours
    /// The blocks of a calendar that intervals lie in wholly, the first that fits; what fits none is "other".
    case blocks([Block], BlockCalendar)
  }

  /// What one node does at one time of day in one season.
  public struct Cell: Hashable, Sendable, Codable {
    /// The node.
    public let node: String
    /// The part of the day.
    public let part: String
    /// The season.
    public let season: String
    /// The hours that have a value.
    public let hours: Double
    /// The hours that miss one.
    public let missingHours: Double
    /// The mean by time, in the unit of the panel; `nil` without a value, as all figures below.
    public let mean: Double?
    /// The deviation around the mean by time, with the weight of the sample as divisor.
    public let deviation: Double?
    /// The smallest value.
    public let least: Double?
    /// The largest value.
    public let greatest: Double?
    /// The quantiles at the surface's levels, type 7 or weighted by time where intervals differ in length.
    public let quantiles: [Double]
    /// The share of time at which the node lies above the hub.
    public let shareAbove: Double?
  }

  /// The nodes.
  public let nodes: [String]
  /// The parts of the day.
  public let parts: [String]
  /// The seasons.
  public let seasons: [String]
  /// The levels of the quantiles.
  public let levels: [Double]
  /// What the figures are.
  public let unit: ValueUnit
  /// All cells: node by node, season by season, part by part.
  public let cells: [Cell]
  /// What the surface rests on.
  public let basis: ResultBasis
  let totals: [Total]

  /// Sums over all cells of a node.
  struct Total: Hashable, Sendable {
    var between: Double
    var within: Double
    var square: Double
  }

  /// The cell of a node, a part and a season; `nil` where one of them is not there.
  public subscript(node: String, part part: String, season season: String) -> Cell? {
    guard let row = nodes.firstIndex(of: node), let column = parts.firstIndex(of: part),
      let layer = seasons.firstIndex(of: season)
    else { return nil }
    return cells[(row * seasons.count + layer) * parts.count + column]
  }

  /// The share of a node's variance that lies between the cells and not within them (η²): 0 for a basis that knows neither
  /// hours nor seasons, 1 for one that is nothing else; `nil` for a name that is not there or a basis that does not vary.
  public func seasonality(of node: String) -> Double? {
    guard let total = nodes.firstIndex(of: node).map({ totals[$0] }) else { return nil }
    let sum = total.between + total.within
    // What is left of rounding is no variance.
    return sum > 1e-24 * total.square ? total.between / sum : nil
  }
}
