public import Valuation

/// The cash that variation margin may take before it comes back: the tail of its peak over simulated days.
///
///     let risk = try account.liquidityAtRisk(on: paths, from: levels, measure: TailMeasure(level: 0.99))
///     risk.atRisk                     // what is out at most on 99 % of the paths
///     risk.peak.quantileStandardError
///     print(risk)
///
/// Cash paid is positive, in the currency of the account's prices.
public struct LiquidityAtRisk: DocumentedResult {
  /// The tail of the most that is out at the end of any day, from 0 on.
  public let peak: TailEstimate
  /// What the figures rest on: the account, today's levels, the paths and their seed.
  public internal(set) var basis: ResultBasis

  /// The peak that is not exceeded with the level's probability.
  public var atRisk: Double { peak.quantile }
  /// The mean of the worst peaks.
  public var shortfall: Double { peak.shortfall }

  /// Both figures with their errors and intervals in a table.
  public var description: String {
    func number(_ value: Double?) -> String { value.map { TextTable.number($0) } ?? "-" }
    return page(
      ["peak of variation margin at \(ResultPage.percent(peak.measure.level))"],
      [
        TextTable(
          ["figure", "cash", "+/-", "from", "to"],
          [
            ["at risk", number(atRisk), number(peak.quantileStandardError), number(peak.lower), number(peak.upper)],
            [
              "shortfall", number(shortfall), number(peak.shortfallStandardError), number(peak.shortfallLower),
              number(peak.shortfallUpper),
            ],
          ])
      ])
  }
}

extension MarginAccount {
  /// The distribution of the peak of variation margin on simulated daily prices.
  ///
  /// - Parameters:
  ///   - paths: Prices day by day under the physical measure.
  ///   - levels: Today's price of each of the account's factors.
  ///   - measure: The level and the conventions of the tail.
  /// - Returns: The tail of the peak cash need over the paths, with what it rests on.
  /// - Throws: `mismatch` for risk-neutral paths, `unknownName` for a factor without a path or a level, `notFinite`, `outOfRange` for the
  ///   measure.
  /// - Complexity: O(factors × days × paths).
  public func liquidityAtRisk(
    on paths: PathSet, from levels: [String: Double], measure: TailMeasure
  ) throws(RiskError) -> LiquidityAtRisk {
    guard paths.measure == .physical else {
      throw RiskError(.mismatch, found: "paths under the risk-neutral measure", expected: "the physical one")
    }
    let columns = try columns(in: paths.factors.map(\.name))
    var starts: [Double] = []
    for position in net {
      guard let level = levels[position.factor] else {
        throw RiskError(.unknownName, found: "no level of \(position.factor)", expected: "one for each factor")
      }
      starts.append(level)
    }
    try InputCheck.finite(starts, "level")
    var peaks = [Double](repeating: 0, count: paths.pathCount)
    for day in 0..<paths.grid.count {
      // The cash paid up to a day is what the position has lost since the start.
      var paid = [Double](repeating: 0, count: paths.pathCount)
      for (index, position) in net.enumerated() {
        let prices = paths.values(factor: columns[index], period: day)
        let first = prices.startIndex
        for path in paid.indices { paid[path] -= position.quantity * (prices[first + path] - starts[index]) }
      }
      for path in paid.indices { peaks[path] = max(peaks[path], paid[path]) }
    }
    let tail = try Tails.estimate(peaks, measure)
    let own = Set(net.map(\.factor))
    let known = levels.filter { own.contains($0.key) }
    return LiquidityAtRisk(
      peak: tail,
      basis: ResultBasis(
        method: "peak of variation margin on physical paths",
        conventions: [
          "level": "\(measure.level)", "quantile": measure.quantileConvention.rawValue,
          "shortfall": measure.shortfallConvention.rawValue, "initial margin": "as posted",
        ],
        inputs: [input, .init("levels") { $0.add(known) }, .init(name: "paths", digest: paths.contentID())],
        seed: paths.seed, simulationError: tail.quantileStandardError))
  }
}
