/// A stretch of time in which a zone keeps one offset: `[start, end)` in seconds since 1970.
struct ZoneSegment: Hashable, Sendable {
  var start: Int64
  var end: Int64
  /// Seconds east of Greenwich.
  var offset: Int64

  func contains(_ seconds: Int64) -> Bool { start <= seconds && seconds < end }
}

/// The decoded rules of one zone: segments of constant offset to the end of 2100, and a rule for the years after.
///
/// An index with an entry for every 2^22 seconds (48.5 days) leads to the segment in force at the start of that stretch, so
/// a look-up from 1970 to 2100 costs one or two steps however many transitions the zone has.
final class ZoneRules: Sendable {
  let identifier: String
  let rule: PosixZoneRule
  private let segments: [ZoneSegment]
  private let index: [UInt16]
  /// Where the segments end and the rule takes over: the start of 2101 in UTC.
  private static let tableEnd: Int64 = 4_133_980_800
  private static let indexShift: Int64 = 22

  /// Rules from explicit transitions in order of time, continued by `rule` from the start of `ruleYear` on.
  init(
    identifier: String, initialOffset: Int64, transitions: [(instant: Int64, offset: Int64)], rule: PosixZoneRule,
    ruleYear: Int
  ) {
    var all = transitions
    for year in ruleYear..<max(ruleYear, 2102) {
      for transition in rule.transitions(year: year) where transition.instant > all.last?.instant ?? .min {
        all.append(transition)
      }
    }
    var segments: [ZoneSegment] = []
    var current = ZoneSegment(start: .min, end: .max, offset: initialOffset)
    for transition in all where transition.offset != current.offset {
      current.end = transition.instant
      segments.append(current)
      current = ZoneSegment(start: transition.instant, end: .max, offset: transition.offset)
    }
    segments.append(current)

    var index: [UInt16] = []
    var position = 0
    for stretch in 0...(ZoneRules.tableEnd >> ZoneRules.indexShift) {
      while segments[position].end <= stretch << ZoneRules.indexShift { position += 1 }
      index.append(UInt16(clamping: position))
    }
    self.identifier = identifier
    self.rule = rule
    self.segments = segments
    self.index = index
  }

  /// The segment that holds an instant.
  func segment(at seconds: Int64) -> ZoneSegment {
    guard UInt64(bitPattern: seconds) < UInt64(ZoneRules.tableEnd) else { return segmentOutsideTable(seconds) }
    var position = Int(index[Int(truncatingIfNeeded: seconds >> ZoneRules.indexShift)])
    while segments[position].end <= seconds { position += 1 }
    return segments[position]
  }

  @inline(never)
  private func segmentOutsideTable(_ seconds: Int64) -> ZoneSegment {
    if seconds < 0 {
      var position = 0
      while segments[position].end <= seconds { position += 1 }
      return segments[position]
    }
    // The Gregorian calendar repeats after 400 years, which are a whole number of weeks.
    let cycle: Int64 = 146_097 * 86_400
    let shift = (seconds - ZoneRules.tableEnd) / cycle * cycle
    let reduced = seconds - shift
    let year = LocalDate(daysSince1970: Int32(clamping: reduced / 86_400)).components.year
    var result = ZoneSegment(start: .min, end: .max, offset: rule.standardOffset)
    for transition in (year - 1...year + 1).flatMap(rule.transitions(year:)) {
      let (instant, overflow) = transition.instant.addingReportingOverflow(shift)
      if overflow { break }
      if instant > seconds {
        result.end = instant
        break
      }
      result.start = instant
      result.offset = transition.offset
    }
    return result
  }

  /// The instants, none, one or two, at which the zone's clock shows a time given as seconds since 1970 on that clock.
  func instants(ofLocalSeconds local: Int64) -> LocalInstants {
    // No zone is farther than a day from Greenwich, and none of the table's changes twice within two days.
    let first = segment(at: ZoneRules.clamped(local, minus: 86_400))
    let early = ZoneRules.clamped(local, minus: first.offset)
    if early < first.end {
      guard first.end != .max, local &- first.end > -86_400 * 2 else { return .one(Instant(secondsSince1970: early)) }
      let second = segment(at: first.end)
      let late = ZoneRules.clamped(local, minus: second.offset)
      return second.contains(late)
        ? .two(first: Instant(secondsSince1970: early), second: Instant(secondsSince1970: late))
        : .one(Instant(secondsSince1970: early))
    }
    var next = segment(at: first.end)
    let late = ZoneRules.clamped(local, minus: next.offset)
    if late >= next.end {
      next = segment(at: next.end)
      let last = ZoneRules.clamped(local, minus: next.offset)
      return next.contains(last)
        ? .one(Instant(secondsSince1970: last)) : .none(clockMovesAt: Instant(secondsSince1970: next.start))
    }
    guard next.contains(late) else { return .none(clockMovesAt: Instant(secondsSince1970: next.start)) }
    guard next.end != .max, late &- next.end > -86_400 * 2 else { return .one(Instant(secondsSince1970: late)) }
    let after = segment(at: next.end)
    let repeated = ZoneRules.clamped(local, minus: after.offset)
    return after.contains(repeated)
      ? .two(first: Instant(secondsSince1970: late), second: Instant(secondsSince1970: repeated))
      : .one(Instant(secondsSince1970: late))
  }

  private static func clamped(_ seconds: Int64, minus offset: Int64) -> Int64 {
    let (difference, overflow) = seconds.subtractingReportingOverflow(offset)
    return overflow ? (offset > 0 ? .min : .max) : difference
  }
}

extension ZoneRules: Hashable {
  static func == (lhs: ZoneRules, rhs: ZoneRules) -> Bool {
    lhs === rhs
      || (lhs.identifier == rhs.identifier && lhs.rule == rhs.rule && lhs.segments == rhs.segments)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(identifier)
  }
}
