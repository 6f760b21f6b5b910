import MarketData

/// Finds with which weights the points of a curve make the price of a quote.
///
/// Cells are the hours of one strand in one interval; cell (i, s) is number i · strands + s. What many quotes share, the hours of a
/// block in every cell and the days in every interval, is counted once.
struct QuoteWeigher: Sendable {
  /// The weights of a quote.
  struct Row: Hashable, Sendable {
    /// The first cell that takes part.
    var first: Int
    /// The weights of the cells from there on, which add up to 1.
    var weights: [Double]
    /// The sum of the weights before they were scaled: hours, days, or hours times volume, each times its discount factor.
    var total: Double
    /// Whether the quote begins or ends inside an interval.
    var cutsInterval: Bool

    /// The price of the quote on a curve.
    func price(of values: [Double]) -> Double {
      var sum = 0.0
      for (offset, weight) in weights.enumerated() { sum += weight * values[first + offset] }
      return sum
    }
  }

  let grid: DeliveryGrid
  let days: MarketDays
  let strands: [Block]
  let weighting: QuoteWeighting
  let discounting: DiscountCurve?
  /// The hours of each cell.
  let cellHours: [Double]
  private var blockHours: [Block: [Double]] = [:]
  private var dayCounts: [QuoteWeighting: [Double]] = [:]

  /// Counts the hours of each cell.
  ///
  /// - Throws: `empty` without a strand, `mismatch` where strands overlap or leave hours out.
  init(
    grid: DeliveryGrid, days: MarketDays, strands: [Block] = [.base], weighting: QuoteWeighting = .hours,
    discounting: DiscountCurve? = nil
  ) throws(CurveError) {
    guard !strands.isEmpty, strands.count <= 24 else {
      throw CurveError(.empty, found: "\(strands.count) strands", expected: "1 to 24")
    }
    self.grid = grid
    self.days = days
    self.strands = strands
    self.weighting = weighting
    self.discounting = discounting
    if strands == [.base] {
      cellHours = grid.map(\.hours)
      return
    }
    var hours = [Double](repeating: 0, count: grid.count * strands.count)
    for (s, strand) in strands.enumerated() {
      for (i, count) in days.calendar.hours(of: strand, over: grid).enumerated() {
        hours[i * strands.count + s] = count
      }
    }
    cellHours = hours
    let union = Block(name: "all strands", windows: strands.flatMap(\.windows))
    for (i, covered) in days.calendar.hours(of: union, over: grid).enumerated() {
      let sum = hours[i * strands.count..<(i + 1) * strands.count].reduce(0, +)
      let all = grid.hours(at: i)
      guard abs(sum - all) < 1e-9, abs(covered - all) < 1e-9 else {
        throw CurveError(
          .mismatch, found: "strands \(strands.map(\.name)) with \(sum) hours in \(grid[i])",
          expected: "each of its \(all) hours in one strand", index: i)
      }
    }
  }

  /// The weights of a quote.
  ///
  /// - Throws: `outOfRange` for a quote that is not within the grid, `mismatch` for a block that takes a part of a cell, or a weighting by
  ///   days of a block, `emptyPeriod` where nothing counts.
  mutating func row(for quote: CurveQuote, index: Int? = nil) throws(CurveError) -> Row {
    guard let span = days.interval(of: quote.period), grid.span.contains(span) else {
      throw CurveError(.outOfRange, found: "\(quote.id)", expected: "delivery within \(grid.span)", index: index)
    }
    var parts: [(period: QuotePeriod, factor: Double)] = [(quote.period, 1)]
    if case .monthly(let lagDays) = quote.settlement {
      guard let discounting else {
        throw CurveError(.empty, found: "\(quote.id) without a discount curve", expected: "one", index: index)
      }
      parts = []
      for part in quote.period.monthlyParts {
        let payment = part.first.startOfMonth(advancedBy: 1).advanced(byDays: lagDays)
        parts.append((part, discounting.factor(at: payment)))
      }
    }
    let all = grid.indices(overlapping: span)
    let width = strands.count
    let first = all.lowerBound * width
    var weights = [Double](repeating: 0, count: all.count * width)
    var cuts = false
    for part in parts {
      guard let span = days.interval(of: part.period) else { continue }
      let range = grid.indices(overlapping: span)
      let volumes = try volumes(of: quote, in: span, range, index)
      for i in range {
        let cell = grid[i]
        let isWhole = span.contains(cell)
        // A part of a strip may end inside an interval; the strip itself does not on that account.
        let scale = part.factor * (volumes?[i - range.lowerBound] ?? 1)
        guard scale != 0 else { continue }
        for s in 0..<width {
          let hours: Double
          if isWhole {
            hours = try self.hours(of: quote, cell: i * width + s, index)
          } else if let common = cell.intersection(span) {
            hours = try self.hours(of: quote, strand: s, in: common, index)
          } else {
            continue
          }
          weights[(i - all.lowerBound) * width + s] += scale * hours
        }
      }
    }
    if let start = all.first, let end = all.last {
      cuts = !span.contains(grid[start]) || !span.contains(grid[end])
    }
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else {
      throw CurveError(
        .emptyPeriod, found: "\(quote.id) with a total weight of \(total)", expected: "hours or days that count",
        index: index)
    }
    let begin = weights.firstIndex { $0 != 0 } ?? 0
    let end = weights.lastIndex { $0 != 0 } ?? 0
    return Row(
      first: first + begin, weights: weights[begin...end].map { $0 / total }, total: total, cutsInterval: cuts)
  }

  /// What a whole cell counts.
  private mutating func hours(of quote: CurveQuote, cell: Int, _ index: Int?) throws(CurveError) -> Double {
    let weighting = quote.weighting ?? self.weighting
    let interval = cell / strands.count
    guard case .hours = weighting else {
      try requireBase(quote, index)
      if dayCounts[weighting] == nil { dayCounts[weighting] = grid.map { days.count(in: $0, by: weighting) } }
      let count = dayCounts[weighting]?[interval] ?? 0
      return strands.count == 1 ? count : count * cellHours[cell] / grid.hours(at: interval)
    }
    if quote.block == .base { return cellHours[cell] }
    if strands.contains(quote.block) { return strands[cell % strands.count] == quote.block ? cellHours[cell] : 0 }
    if blockHours[quote.block] == nil { blockHours[quote.block] = sharedHours(of: quote.block) }
    let shared = blockHours[quote.block]?[cell] ?? 0
    try requireWhole(shared, of: cellHours[cell], quote, cell, index)
    return shared
  }

  /// What a part of a cell counts.
  private func hours(
    of quote: CurveQuote, strand: Int, in span: DeliveryInterval, _ index: Int?
  ) throws(CurveError) -> Double {
    let weighting = quote.weighting ?? self.weighting
    let strand = strands[strand]
    let all = strand == .base ? span.hours : days.calendar.hours(of: strand, in: span)
    guard case .hours = weighting else {
      try requireBase(quote, index)
      return days.count(in: span, by: weighting) * all / span.hours
    }
    if quote.block == .base { return all }
    if strands.contains(quote.block) { return strand == quote.block ? all : 0 }
    let shared = days.calendar.hours(of: quote.block, and: strand, in: span)
    try requireWhole(shared, of: all, quote, grid.index(containing: span.start) ?? 0, index)
    return shared
  }

  private func requireBase(_ quote: CurveQuote, _ index: Int?) throws(CurveError) {
    guard quote.block == .base else {
      throw CurveError(
        .mismatch, found: "\(quote.id): block \(quote.block.name) weighted by days", expected: "base", index: index)
    }
  }

  private func requireWhole(
    _ shared: Double, of all: Double, _ quote: CurveQuote, _ cell: Int, _ index: Int?
  ) throws(CurveError) {
    guard shared == 0 || abs(shared - all) < 1e-9 else {
      throw CurveError(
        .mismatch,
        found: "\(quote.id): block \(quote.block.name), \(shared) of \(all) hours of a strand's interval",
        expected: "a block made of whole strands \(strands.map(\.name))", index: index)
    }
  }

  /// The hours of a block in each cell.
  private func sharedHours(of block: Block) -> [Double] {
    var hours = [Double](repeating: 0, count: cellHours.count)
    for (s, strand) in strands.enumerated() {
      let parts = days.calendar.intervals(of: block, and: strand, in: grid.span)
      for part in parts {
        for i in grid.indices(overlapping: part) {
          guard let common = grid[i].intersection(part) else { continue }
          hours[i * strands.count + s] += common.hours
        }
      }
    }
    return hours
  }

  /// The mean volumes of a quote in the intervals of a part, or `nil` for a quote of constant volume.
  private func volumes(
    of quote: CurveQuote, in span: DeliveryInterval, _ range: Range<Int>, _ index: Int?
  ) throws(CurveError) -> [Double]? {
    guard let volumes = quote.volumes else { return nil }
    var edges = [span.start]
    for i in range { edges.append(min(grid[i].end, span.end)) }
    guard let target = DeliveryGrid(edges: edges) else { return nil }
    let means = volumes.resampled(to: target, by: .mean).values
    guard means.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw CurveError(
        .outOfRange, found: "\(quote.id) with volumes that do not cover it, or negative ones",
        expected: "a volume of at least 0 for all its delivery", index: index)
    }
    return means
  }
}

extension MarketDays {
  /// The market days in a span that count, parts of days in proportion.
  func count(in span: DeliveryInterval, by weighting: QuoteWeighting) -> Double {
    var total = 0.0
    var date = date(of: span.start)
    var start = start(of: date)
    while start < span.end {
      let next = date.advanced(byDays: 1)
      let end = self.start(of: next)
      guard start < end else { break }
      if weighting.counts(date), let day = DeliveryInterval(start: start, end: end),
        let common = day.intersection(span)
      {
        total += Double(common.seconds) / Double(day.seconds)
      }
      date = next
      start = end
    }
    return total
  }
}

extension QuoteWeighting {
  /// Whether a day counts.
  func counts(_ date: LocalDate) -> Bool {
    switch self {
    case .hours, .days: true
    case .pricingDays(let holidays): !date.isWeekend && !holidays.contains(date)
    }
  }
}

extension BlockCalendar {
  /// The parts of a span that lie in two blocks, in order of time.
  func intervals(of block: Block, and other: Block, in span: DeliveryInterval) -> [DeliveryInterval] {
    let left = intervals(of: block, in: span)
    if other == .base { return left }
    let right = intervals(of: other, in: span)
    var common: [DeliveryInterval] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if let both = left[i].intersection(right[j]) { common.append(both) }
      if left[i].end < right[j].end { i += 1 } else { j += 1 }
    }
    return common
  }

  /// The hours of a span that lie in two blocks.
  func hours(of block: Block, and other: Block, in span: DeliveryInterval) -> Double {
    Double(intervals(of: block, and: other, in: span).reduce(0) { $0 + $1.seconds }) / 3600
  }
}
