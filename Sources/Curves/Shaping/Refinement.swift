import MarketData

/// A coarse grid cut into finer intervals, and the one rule by which finer values get the coarse averages.
struct Refinement {
  let coarse: DeliveryGrid
  let fine: DeliveryGrid
  /// The first fine interval of each coarse one, then the number of fine intervals.
  let starts: [Int]
  /// The strand of each fine interval; empty where there is but one.
  private var strandOf: [Int] = []
  private var strands = 1

  /// Cuts a grid into intervals of a market.
  init(_ coarse: DeliveryGrid, into granularity: MarketDays.Granularity, _ days: MarketDays) throws(CurveError) {
    let first = days.date(of: coarse.start)
    let last = days.date(of: coarse.end.advanced(bySeconds: -1))
    if granularity == .day || granularity == .month {
      try self.init(coarse, days.grid(granularity, from: first, until: last.advanced(byDays: 1)))
      return
    }
    let seconds: Int64 = granularity == .hour ? 3600 : 900
    guard coarse.span.seconds / seconds <= MarketDays.mostIntervals,
      let fine = DeliveryGrid(covering: coarse.span, seconds: seconds)
    else {
      throw CurveError(
        .outOfRange, found: "\(coarse.span) by \(granularity)",
        expected: "a whole number of them, at most \(MarketDays.mostIntervals)")
    }
    try self.init(coarse, fine)
  }

  /// Joins a grid with a finer one.
  ///
  /// - Throws: `mismatch` with the index of the first interval that does not begin where a finer one does.
  init(_ coarse: DeliveryGrid, _ fine: DeliveryGrid) throws(CurveError) {
    var starts: [Int] = []
    starts.reserveCapacity(coarse.count + 1)
    var position = 0
    for index in 0...coarse.count {
      let edge = index < coarse.count ? coarse[index].start : coarse.end
      while position < fine.count, fine[position].start < edge { position += 1 }
      guard position < fine.count ? fine[position].start == edge : fine.end == edge, index > 0 || position == 0 else {
        throw CurveError(
          .mismatch, found: "an edge at \(edge)", expected: "one of \(fine)", index: min(index, coarse.count - 1))
      }
      starts.append(position)
    }
    guard position == fine.count else {
      throw CurveError(.mismatch, found: "\(fine)", expected: "the same span as \(coarse)")
    }
    self.coarse = coarse
    self.fine = fine
    self.starts = starts
  }

  /// Divides the fine intervals among blocks.
  ///
  /// - Throws: `mismatch` with the index of the first fine interval that lies in none of the blocks, in two, or only in
  ///   part in one.
  mutating func divide(among blocks: [Block], of calendar: BlockCalendar) throws(CurveError) {
    if blocks == [.base] { return }
    var owners = [Int](repeating: -1, count: fine.count)
    for (strand, block) in blocks.enumerated() {
      for (index, isInside) in calendar.mask(of: block, over: fine).enumerated() where isInside {
        guard owners[index] < 0 else {
          throw CurveError(.mismatch, found: "\(fine[index]) in two blocks", expected: "it in one", index: index)
        }
        owners[index] = strand
      }
    }
    if let odd = owners.firstIndex(of: -1) {
      throw CurveError(
        .mismatch, found: "\(fine[odd])", expected: "all of it in one of \(blocks.map(\.name))", index: odd)
    }
    strandOf = owners
    strands = blocks.count
  }

  /// The level of each fine interval's coarse one and strand with the pattern laid over it, so that its mean by hours
  /// stays the level.
  ///
  /// - Parameters:
  ///   - levels: The values of each strand on the coarse grid.
  ///   - pattern: One value for each fine interval.
  ///   - kind: How the pattern is laid over.
  ///   - least: The lowest level that a factor is applied to.
  /// - Throws: `notPositive` with the index of a coarse interval whose level is below `least`, or over which the mean
  ///   factor is not positive.
  func values(
    _ levels: [[Double]], _ pattern: [Double], _ kind: SeasonalShape.Kind, least: Double
  ) throws(CurveError) -> [Double] {
    var result = pattern
    let isUniform = fine.uniformSeconds != nil
    for index in 0..<coarse.count {
      let range = starts[index]..<starts[index + 1]
      for strand in 0..<strands {
        var (sum, weight) = (0.0, 0.0)
        for position in range where strandOf.isEmpty || strandOf[position] == strand {
          let hours = isUniform ? 1 : fine.hours(at: position)
          sum += pattern[position] * hours
          weight += hours
        }
        guard weight > 0 else { continue }
        let (mean, level) = (sum / weight, levels[strand][index])
        if kind == .additive {
          for position in range where strandOf.isEmpty || strandOf[position] == strand {
            result[position] = level + (pattern[position] - mean)
          }
          continue
        }
        guard level >= least, level > 0, mean > 1e-6 else {
          throw CurveError(
            .notPositive, found: "\(level) with a mean factor of \(mean) for \(coarse[index])",
            expected: "a level of at least \(least) and a positive factor; an additive shape takes any level",
            index: index)
        }
        let scale = level / mean
        for position in range where strandOf.isEmpty || strandOf[position] == strand {
          result[position] = pattern[position] * scale
        }
      }
    }
    return result
  }
}
