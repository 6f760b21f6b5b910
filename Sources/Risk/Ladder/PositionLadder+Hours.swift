import MarketData

extension PositionLadder {
  /// How the hours of an entry fall into buckets and blocks.
  struct Split {
    struct Part {
      let block: String
      let bucket: Int
      let hours: Double
      /// The hours of the block in the whole bucket.
      let hoursOfCell: Double
    }

    /// The hours of the entry's block in its period.
    let total: Double
    let parts: [Part]
  }

  /// Counts hours, each combination of hub, block and period once.
  struct BlockHours {
    let buckets: [DeliveryPeriod]
    let calendars: [String: BlockCalendar]
    let parts: [String: [Block]]
    private var known: [Key: Split] = [:]
    private var checkedHubs: Set<String> = []

    private struct Key: Hashable {
      let hub: String
      let block: String
      let period: DeliveryPeriod
    }

    init(buckets: [DeliveryPeriod], calendars: [String: BlockCalendar], parts: [String: [Block]]) {
      self.buckets = buckets
      self.calendars = calendars
      self.parts = parts
    }

    mutating func split(_ entry: Entry, at index: Int) throws(RiskError) -> Split {
      let key = Key(hub: entry.hub, block: entry.block, period: entry.period)
      if let split = known[key] { return split }
      guard let calendar = calendars[entry.hub] else {
        throw RiskError(
          .unknownName, found: "no calendar of hub \(entry.hub)", expected: "one for each hub", index: index)
      }
      guard let block = entry.block == Block.base.name ? .base : calendar[entry.block] else {
        throw RiskError(
          .unknownName, found: "block \(entry.block)", expected: "base or one of \(calendar.blocks.map(\.name))",
          index: index)
      }
      let blocks = block == .base ? parts[entry.hub] ?? [.base] : [block]
      if block == .base, parts[entry.hub] != nil { try checkParts(blocks, calendar, entry.hub) }
      var found: [Split.Part] = []
      let span = calendar.interval(of: entry.period)
      for (place, bucket) in buckets.enumerated()
      where bucket.first < entry.period.end && entry.period.first < bucket.end {
        let whole = calendar.interval(of: bucket)
        guard let common = span.intersection(whole) else { continue }
        for block in blocks {
          let hours = calendar.hours(of: block, in: common)
          guard hours > 0 else { continue }
          found.append(
            .init(
              block: block.name, bucket: place, hours: hours, hoursOfCell: calendar.hours(of: block, in: whole)))
        }
      }
      let split = Split(total: calendar.hours(of: block, in: span), parts: found)
      known[key] = split
      return split
    }

    /// The parts of base must be all hours, each once: checked over the buckets' whole span.
    private mutating func checkParts(_ blocks: [Block], _ calendar: BlockCalendar, _ hub: String) throws(RiskError) {
      guard checkedHubs.insert(hub).inserted else { return }
      for bucket in buckets {
        let span = calendar.interval(of: bucket)
        let together = blocks.reduce(0) { $0 + calendar.hours(of: $1, in: span) }
        let union = DeliveryInterval.merged(blocks.flatMap { calendar.intervals(of: $0, in: span) })
        guard together == span.hours, union == [span] else {
          throw RiskError(
            .mismatch, found: "blocks of \(hub) with \(together) of \(span.hours) hours in \(bucket.name)",
            expected: "parts that are all hours, each once")
        }
      }
    }
  }
}
