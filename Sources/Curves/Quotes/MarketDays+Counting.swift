import MarketData

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
