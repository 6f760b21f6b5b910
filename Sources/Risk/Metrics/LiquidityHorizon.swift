public import Valuation

/// How long a book takes to close at a share of the market's volume, and what that does to a risk figure.
///
/// ```swift
/// let horizon = try LiquidityHorizon(positions: [50_000, -8_000], dailyVolumes: [20_000, 40_000], participation: 0.1)
/// horizon.days                        // [25, 2]
/// horizon.scale(of: 1)                // √(25 (1 + 1/25) (2 + 1/25) / 6) times a one-day risk figure
/// ```
///
/// Each position is sold in equal parts over its days, so what is left falls in equal steps: the variance over the days
/// is the one-day variance times Σ (k / n)², k from 1 to n = n (1 + 1/n) (2 + 1/n) / 6, a third of what holding it all
/// for n days would be.
public struct LiquidityHorizon: DocumentedResult {
  /// For each position the whole number of days that closing it takes, at least 1; `nil` where there is no volume to
  /// sell into.
  public let days: [Int?]
  /// The longest of them; `nil` where a position cannot be closed or takes more than 100,000 days.
  public let longest: Int?
  /// What the days rest on.
  public let basis: ResultBasis

  /// Works out the days.
  ///
  /// - Parameters:
  ///   - positions: Quantities of either sign, in the unit of the volumes.
  ///   - dailyVolumes: What the market trades in each on a day.
  ///   - participation: The share of the volume that one may be without moving the price, above 0 and up to 1.
  /// - Throws: `countMismatch`; `notFinite` for a position, `outOfRange` for a volume below zero or a share out of
  ///   range, with the index where there is one.
  public init(positions: [Double], dailyVolumes: [Double], participation: Double = 0.1) throws(RiskError) {
    guard positions.count == dailyVolumes.count else {
      throw RiskError(.countMismatch, found: "\(dailyVolumes.count) volumes", expected: "\(positions.count)")
    }
    guard participation > 0, participation <= 1 else {
      throw RiskError(.outOfRange, found: "a share of \(participation)", expected: "above 0 and up to 1")
    }
    var days: [Int?] = []
    for (index, position) in positions.enumerated() {
      guard position.isFinite else {
        throw RiskError(.notFinite, found: "a position of \(position)", expected: "a finite number", index: index)
      }
      let volume = dailyVolumes[index]
      guard volume >= 0, volume < .infinity else {
        throw RiskError(.outOfRange, found: "a volume of \(volume)", expected: "0 or more", index: index)
      }
      // A rounded quotient must not cost a day.
      let needed = position == 0 ? 1 : (abs(position) / (participation * volume) * (1 - 1e-12)).rounded(.up)
      days.append(needed <= 100_000 ? Int(max(1, needed)) : nil)
    }
    self.days = days
    longest = days.contains { $0 == nil } ? nil : days.compactMap { $0 }.max()
    basis = ResultBasis(
      method: "days to close in equal parts", conventions: ["participation": "\(participation)"],
      inputs: [.init("positions", positions), .init("daily volumes", dailyVolumes)])
  }

  /// The factor from a one-day risk figure of a position to one over its closing, by the square root of time.
  ///
  /// 1 for a day; `nil` where the position cannot be closed.
  public func scale(of position: Int) -> Double? {
    guard days.indices.contains(position), let count = days[position] else { return nil }
    let n = Double(count)
    return (n * (1 + 1 / n) * (2 + 1 / n) / 6).squareRoot()
  }
}

extension LiquidityHorizon {
  /// Reads the days; ones that no closing takes are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    days = try container(.days)
    longest = try container.decodeIfPresent(Int.self, forKey: .longest)
    basis = try container(.basis)
    let expected = days.contains { $0 == nil } ? nil : days.compactMap { $0 }.max()
    try container.require(
      days.allSatisfy { $0.map { (1...100_000).contains($0) } ?? true } && longest == expected, .days,
      "1 to 100,000 days, and the longest of them")
  }

  /// The days of each position and the factor of its risk in a table; the first forty positions.
  public var description: String {
    var table = TextTable(["position", "days", "times a day's risk"])
    for (place, days) in days.enumerated().prefix(40) {
      table.append(["\(place)", days.map { "\($0)" } ?? "-", TextTable.figure(scale(of: place))])
    }
    return page(["longest: \(longest.map { "\($0) days" } ?? "no end")"], [table])
  }
}
