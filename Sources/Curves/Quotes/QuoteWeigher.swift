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
  private var counts: [Measure: [Double]] = [:]

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
  /// - Complexity: O(cells of the quote); the first quote of a block or of a weighting by days counts the whole grid.
  mutating func row(for quote: CurveQuote, index: Int? = nil) throws(CurveError) -> Row {
    guard let span = days.interval(of: quote.period), grid.span.contains(span) else {
      throw CurveError(.outOfRange, found: "\(quote.id)", expected: "delivery within \(grid.span)", index: index)
    }
    let range = grid.indices(overlapping: span)
    guard let first = range.first, let last = range.last else {
      throw CurveError(.emptyPeriod, found: "\(quote.id)", expected: "delivery within \(grid.span)", index: index)
    }
    var sum = CellSum(first: first * strands.count, weights: Array(repeating: 0, count: range.count * strands.count))
    if case .monthly(let lagDays) = quote.settlement {
      guard let discounting else {
        throw CurveError(.empty, found: "\(quote.id) without a discount curve", expected: "one", index: index)
      }
      for part in quote.period.monthlyParts {
        guard let span = days.interval(of: part) else { continue }
        let payment = part.first.startOfMonth(advancedBy: 1).advanced(byDays: lagDays)
        try add(quote, span, discounting.factor(at: payment), to: &sum, index)
      }
    } else {
      try add(quote, span, 1, to: &sum, index)
    }
    let total = sum.weights.reduce(0, +)
    guard total > 0, total.isFinite else {
      throw CurveError(
        .emptyPeriod, found: "\(quote.id) with a total weight of \(total)", expected: "hours or days that count",
        index: index)
    }
    let begin = sum.weights.firstIndex { $0 != 0 } ?? 0
    let end = sum.weights.lastIndex { $0 != 0 } ?? 0
    return Row(
      first: sum.first + begin, weights: sum.weights[begin...end].map { $0 / total }, total: total,
      cutsInterval: !span.contains(grid[first]) || !span.contains(grid[last]))
  }

  /// Weights that are being added up.
  private struct CellSum {
    let first: Int
    var weights: [Double]
  }

  /// What is counted in a cell.
  private enum Measure: Hashable {
    case block(Block)
    case days(QuoteWeighting)
  }

  /// Adds the weights of a span of a quote's delivery, times a factor.
  private mutating func add(
    _ quote: CurveQuote, _ span: DeliveryInterval, _ factor: Double, to sum: inout CellSum, _ index: Int?
  ) throws(CurveError) {
    let measure = try measure(of: quote, index)
    let whole = cells(of: measure)
    let range = grid.indices(overlapping: span)
    let volumes = try volumes(of: quote, in: span, range, index)
    // Where a quote counts every hour of one strand there is nothing to compare.
    let isPart = if case .block = measure { strands.count > 1 || strands[0] != quote.block } else { false }
    for i in range {
      let scale = factor * (volumes?[i - range.lowerBound] ?? 1)
      // Only the first and the last interval may be cut.
      let isEdge = i == range.lowerBound || i == range.upperBound - 1
      let part = isEdge && !span.contains(grid[i]) ? grid[i].intersection(span) : nil
      for s in strands.indices where scale != 0 {
        let cell = i * strands.count + s
        var (counted, all) = (whole[cell], cellHours[cell])
        if let part { (counted, all) = self.part(of: measure, strand: s, in: part) }
        if isPart, counted != 0, abs(counted - all) >= 1e-9 {
          throw CurveError(
            .mismatch,
            found: "\(quote.id): block \(quote.block.name), \(counted) of \(all) hours of a strand in \(grid[i])",
            expected: "a block made of whole strands \(strands.map(\.name))", index: index)
        }
        sum.weights[cell - sum.first] += scale * counted
      }
    }
  }

  private func measure(of quote: CurveQuote, _ index: Int?) throws(CurveError) -> Measure {
    let weighting = quote.weighting ?? self.weighting
    if case .hours = weighting { return .block(quote.block) }
    guard quote.block == .base else {
      throw CurveError(
        .mismatch, found: "\(quote.id): block \(quote.block.name) weighted by days", expected: "base", index: index)
    }
    return .days(weighting)
  }

  /// What is counted in each cell of the grid.
  private mutating func cells(of measure: Measure) -> [Double] {
    if measure == .block(.base) { return cellHours }
    if let known = counts[measure] { return known }
    var cells = [Double](repeating: 0, count: cellHours.count)
    switch measure {
    case .days(let weighting):
      for (i, interval) in grid.enumerated() {
        let count = days.count(in: interval, by: weighting)
        for s in strands.indices {
          let share = strands.count == 1 ? 1 : cellHours[i * strands.count + s] / interval.hours
          cells[i * strands.count + s] = count * share
        }
      }
    case .block(let block):
      for (s, strand) in strands.enumerated() {
        let parts =
          strand == block
          ? days.calendar.intervals(of: block, in: grid.span)
          : days.calendar.intervals(of: block, and: strand, in: grid.span)
        for part in parts {
          for i in grid.indices(overlapping: part) {
            guard let common = grid[i].intersection(part) else { continue }
            cells[i * strands.count + s] += common.hours
          }
        }
      }
    }
    counts[measure] = cells
    return cells
  }

  /// What is counted in a part of a cell, and the hours of the part.
  private func part(
    of measure: Measure, strand: Int, in span: DeliveryInterval
  ) -> (counted: Double, all: Double) {
    let strand = strands[strand]
    let all = strand == .base ? span.hours : days.calendar.hours(of: strand, in: span)
    switch measure {
    case .days(let weighting): return (days.count(in: span, by: weighting) * all / span.hours, all)
    case .block(let block):
      return (block == .base || strand == block ? all : days.calendar.hours(of: block, and: strand, in: span), all)
    }
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
