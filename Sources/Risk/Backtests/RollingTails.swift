public import MarketData
public import Valuation

/// What historical simulation foretold day by day: value at risk and expected shortfall of the window of losses before each day.
///
///     let foretold = try RollingTails(losses: losses, window: 250, levels: [0.95, 0.99])
///     let record = try foretold.valueAtRiskRecord(at: 0.99)
///     try record.proportionOfFailures().pValue
///     try foretold.shortfallRecord(at: 0.99).z2
///
/// Quantiles are of type 7, shortfalls the mean of exactly the tail, as of a ``SimulatedLosses`` without weights. Losses are positive.
public struct RollingTails: Hashable, Sendable {
  /// The number of losses in a window.
  public let window: Int
  /// The levels.
  public let levels: [Double]
  /// The losses that were foretold: those after the first window.
  public let losses: [Double]
  /// For each level the value at risk of the window before each of those losses.
  public let valuesAtRisk: [[Double]]
  /// For each level the expected shortfall likewise.
  public let shortfalls: [[Double]]
  /// The days that were foretold, the first and the last; `nil` for losses without dates.
  public let dataSpan: ResultBasis.DataSpan?

  /// Slides a window over losses, oldest first, at all levels together.
  ///
  /// - Parameters:
  ///   - losses: The losses.
  ///   - window: The number of losses in a window.
  ///   - levels: The levels.
  ///   - dates: The day of each loss, where they are known: records say which days they judge.
  /// - Throws: `countMismatch` unless there is a date for each loss, `outOfRange` for a window of no loss or a level outside 0 to 1, `empty` without a level, `insufficientData` unless there
  ///   are more losses than the window has, `notFinite`.
  /// - Complexity: O(losses × (window + levels)): of the window one move of memory, and one sum down to the lowest level.
  public init(
    losses: [Double], window: Int, levels: [Double], dates: [LocalDate]? = nil
  ) throws(RiskError) {
    if let dates { try InputCheck.count(dates.count, losses.count, "dates") }
    guard window >= 1 else {
      throw RiskError(.outOfRange, found: "a window of \(window)", expected: "one loss or more")
    }
    guard !levels.isEmpty else { throw RiskError(.empty, found: "no levels", expected: "one or more") }
    for level in levels { try InputCheck.level(level) }
    guard losses.count > window else {
      throw RiskError(.insufficientData, found: "\(losses.count) losses", expected: "more than the window's \(window)")
    }
    try InputCheck.finite(losses, "loss")
    let days = losses.count - window
    var sorted = losses[..<window].sorted()
    let places = levels.enumerated().map { Place($0.offset, $0.element, window) }.sorted { $0.mass < $1.mass }
    var values = levels.map { _ in [Double](repeating: 0, count: days) }
    var shortfalls = values
    for day in 0..<days {
      if day > 0 { RollingTails.replace(losses[day - 1], by: losses[day + window - 1], in: &sorted) }
      // Sums from the largest loss down serve every level on the way.
      var (sum, taken) = (0.0, 0)
      for place in places {
        while taken < place.whole {
          taken += 1
          sum += sorted[window - taken]
        }
        let rest = place.fraction > 0 && taken < window ? place.fraction * sorted[window - taken - 1] : 0
        shortfalls[place.level][day] = (sum + rest) / place.mass
        let lower = sorted[place.rank]
        values[place.level][day] =
          place.share > 0 ? (1 - place.share) * lower + place.share * sorted[place.rank + 1] : lower
      }
    }
    self.window = window
    self.levels = levels
    self.losses = Array(losses[window...])
    valuesAtRisk = values
    self.shortfalls = shortfalls
    let judged = dates?[window...]
    dataSpan = judged?.min().flatMap { first in judged?.max().map { ResultBasis.DataSpan(from: first, through: $0) } }
  }

  /// Whether each loss stayed within what was foretold of it.
  ///
  /// - Throws: `unknownName` for a level that is none of the levels.
  public func valueAtRiskRecord(at level: Double) throws(RiskError) -> VaRBacktest {
    let place = try place(of: level)
    let record = try VaRBacktest(losses: losses, valuesAtRisk: valuesAtRisk[place], level: level)
    return dataSpan.map(record.covering) ?? record
  }

  /// How large the losses beyond were.
  ///
  /// - Throws: `unknownName` for a level that is none of the levels; `outOfRange` for a shortfall that was a gain on some day.
  public func shortfallRecord(at level: Double) throws(RiskError) -> ShortfallBacktest {
    let place = try place(of: level)
    let record = try ShortfallBacktest(
      losses: losses, valuesAtRisk: valuesAtRisk[place], shortfalls: shortfalls[place], level: level)
    return dataSpan.map(record.covering) ?? record
  }

  private func place(of level: Double) throws(RiskError) -> Int {
    guard let place = levels.firstIndex(of: level) else {
      throw RiskError(.unknownName, found: "level \(level)", expected: "one of \(levels)")
    }
    return place
  }

  /// Where a level's figures stand in a sorted window.
  private struct Place {
    let level: Int
    let rank: Int
    let share: Double
    let mass: Double
    let whole: Int
    let fraction: Double

    init(_ index: Int, _ level: Double, _ window: Int) {
      self.level = index
      let place = Double(window - 1) * level
      rank = min(Int(place), window - 1)
      share = rank + 1 < window ? place - Double(rank) : 0
      mass = Double(window) - Double(window) * level
      whole = min(window, Int(mass))
      fraction = mass - Double(whole)
    }
  }

  /// Takes one loss out of a sorted window and puts another one in.
  private static func replace(_ old: Double, by new: Double, in sorted: inout [Double]) {
    func firstPlace(notBelow value: Double) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var (from, to) = (firstPlace(notBelow: old), firstPlace(notBelow: new))
    sorted.withUnsafeMutableBufferPointer { sorted in
      if from < to {
        to -= 1
        while from < to {
          sorted[from] = sorted[from + 1]
          from += 1
        }
      } else {
        while from > to {
          sorted[from] = sorted[from - 1]
          from -= 1
        }
      }
      sorted[to] = new
    }
  }
}
