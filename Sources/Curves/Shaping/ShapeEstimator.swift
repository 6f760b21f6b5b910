import MarketData
import NumericalKernels

/// The rounds by which a shape is estimated; see
/// ``IntradayShape/estimated(from:days:as:slotSeconds:seasons:dayTypes:trend:)``.
struct ShapeEstimator {
  let past: ShapeHistory
  let kind: SeasonalShape.Kind
  let seasons: [Int]
  let seasonCount: Int
  let dayTypes: DayTypes

  /// The profiles of the latest round, by season, day type and slot.
  private(set) var profiles: [[[Double]]] = []
  /// Days by season and day type.
  private(set) var dayCounts: [[Int]] = []
  /// The days of the history that take part.
  private(set) var used: [Int] = []
  /// What each used day's slots lie above its level, or their ratio to it, day after day.
  private var deviations: [Double] = []
  /// The season and day type of each day of the history as one number.
  private let cellOf: [Int]
  private var centre = TrimmedMean(share: 0.2)

  /// How many days what season and day type say on their own counts for.
  private static let pooledDays = 3.0
  /// Levels below this share of the median one are too near zero for factors.
  private static let safeLevelShare = 0.1

  init(past: ShapeHistory, kind: SeasonalShape.Kind, seasons: [Int], seasonCount: Int, dayTypes: DayTypes) {
    self.past = past
    self.kind = kind
    self.seasons = seasons
    self.seasonCount = seasonCount
    self.dayTypes = dayTypes
    cellOf = zip(past.dates, past.kinds).map { date, kind in
      seasons[date.month - 1] * dayTypes.count + dayTypes.index(of: kind)
    }
  }

  /// Three rounds: complete days around their means, then twice all days of which half is known around robust levels.
  mutating func estimateProfiles() throws(CurveError) {
    let complete = past.dates.indices.filter { past.isComplete[$0] }
    guard !complete.isEmpty else {
      throw CurveError(.empty, found: "\(past.dates.count) days with gaps", expected: "at least one complete day")
    }
    try fill(complete, levels: complete.map { mean(past[$0]) ?? 0 })
    profiles = cells(deviations)
    let known = past.dates.indices.filter { day in past[day].count { !$0.isNaN } * 2 >= past.slots }
    for _ in 0..<2 {
      let levels = known.map { level(of: $0) }
      try fill(known, levels: levels)
      profiles = cells(deviations)
    }
    dayCounts = [[Int]](repeating: [Int](repeating: 0, count: dayTypes.count), count: seasonCount)
    for day in used { dayCounts[cellOf[day] / dayTypes.count][cellOf[day] % dayTypes.count] += 1 }
  }

  /// The drift of some hours, and the profiles around it.
  mutating func estimateTrend(_ rule: IntradayShape.TrendRule, _ slotSeconds: Int) throws(CurveError) -> ShapeTrend {
    guard 0 <= rule.startHour, rule.startHour < rule.endHour, rule.endHour <= 24 else {
      throw CurveError(
        .outOfRange, found: "hours \(rule.startHour) to \(rule.endHour)", expected: "hours in order from 0 to 24")
    }
    let middle = used.reduce(0) { $0 + Int(past.dates[$1].daysSince1970) } / max(1, used.count)
    let reference = LocalDate(daysSince1970: Int32(clamping: middle))
    let drifting = (rule.startHour * 3600 / slotSeconds)..<(rule.endHour * 3600 / slotSeconds)
    var rows = [[Double]](repeating: [Double](repeating: 0, count: past.slots), count: seasonCount)
    var estimable = 0
    for season in 0..<seasonCount {
      guard let slopes = slopes(season: season) else { continue }
      estimable += 1
      for slot in drifting { rows[season][slot] = slopes[slot] }
    }
    guard estimable > 0 else {
      throw CurveError(
        .empty, found: "no season with three years of five days", expected: "three years or more for a trend")
    }
    let trend = try ShapeTrend(reference: reference, perYear: seasons.map { rows[$0] }, limit: rule.limit)
    var still = deviations
    for (position, day) in used.enumerated() {
      let years = trend.years(at: past.dates[day])
      let moves = rows[cellOf[day] / dayTypes.count]
      // Deviations are from the day's mean, which the drifting hours move too.
      let shared = moves.reduce(0, +) / Double(past.slots)
      for slot in 0..<past.slots { still[position * past.slots + slot] -= (moves[slot] - shared) * years }
    }
    profiles = cells(still)
    return trend
  }

  /// For each slot the median slope a year between pairs of years; `nil` with fewer than three years of five days.
  private mutating func slopes(season: Int) -> [Double]? {
    var years: [Int: [Int]] = [:]
    for (position, day) in used.enumerated() where cellOf[day] / dayTypes.count == season {
      years[past.dates[day].year, default: []].append(position)
    }
    var points: [(years: Double, residuals: [Double])] = []
    for (_, positions) in years.sorted(by: { $0.key < $1.key }) where positions.count >= 5 {
      let time = positions.reduce(0.0) { $0 + Double(past.dates[used[$1]].daysSince1970) } / Double(positions.count)
      let types = positions.map { cellOf[used[$0]] % dayTypes.count }
      var residuals: [Double] = []
      for slot in 0..<past.slots {
        let own = zip(positions, types).map { position, type in
          deviations[position * past.slots + slot] - profiles[season][type][slot]
        }
        residuals.append(centre.mean(of: own) ?? 0)
      }
      points.append((time / 365.25, residuals))
    }
    guard points.count >= 3 else { return nil }
    return (0..<past.slots).map { slot in
      var slopes: [Double] = []
      for (index, later) in points.enumerated() {
        for earlier in points[..<index] {
          slopes.append((later.residuals[slot] - earlier.residuals[slot]) / (later.years - earlier.years))
        }
      }
      return (try? Statistics.median(slopes)) ?? 0
    }
  }
}

extension ShapeEstimator {
  /// The level of a day by its known slots, as the latest profiles have them; a few spikes do not move it.
  private mutating func level(of day: Int) -> Double {
    let profile = profiles[cellOf[day] / dayTypes.count][cellOf[day] % dayTypes.count]
    let kind = kind
    let levels = zip(past[day], profile).lazy.map { value, part in
      kind == .additive ? value - part : part > Self.safeLevelShare ? value / part : .nan
    }
    return centre.mean(of: levels) ?? 0
  }

  /// Takes days and their levels, less those whose level is too near zero for factors.
  private mutating func fill(_ days: [Int], levels: [Double]) throws(CurveError) {
    used = days
    deviations = []
    var kept: [Double] = levels
    if kind == .multiplicative {
      let median = (try? Statistics.median(levels)) ?? 0
      let isSafe = levels.map { $0 > 0 && $0 >= Self.safeLevelShare * median }
      let unsafe = isSafe.count { !$0 }
      guard median > 0, unsafe * 10 < levels.count else {
        throw CurveError(
          .notPositive, found: "\(unsafe) of \(levels.count) days near zero or below it",
          expected: "fewer than a tenth for factors; an additive shape takes any prices")
      }
      used = zip(days, isSafe).filter(\.1).map(\.0)
      kept = zip(levels, isSafe).filter(\.1).map(\.0)
    }
    deviations.reserveCapacity(used.count * past.slots)
    for (day, level) in zip(used, kept) {
      for value in past[day] { deviations.append(kind == .additive ? value - level : value / level) }
    }
  }

  /// The profile of each season and day type from deviations of the used days.
  private mutating func cells(_ deviations: [Double]) -> [[[Double]]] {
    var members = [[Int]](repeating: [], count: seasonCount * dayTypes.count)
    for (position, day) in used.enumerated() { members[cellOf[day]].append(position) }
    var profiles = [[[Double]]](
      repeating: [[Double]](repeating: [], count: dayTypes.count), count: seasonCount)
    let counts = members.map { Double($0.count) }
    let slots = past.slots
    for slot in 0..<slots {
      let own = members.map { days in centre.mean(of: days.lazy.map { deviations[$0 * slots + slot] }) ?? neutral }
      let pooled = additiveFit(own, counts)
      for cell in members.indices {
        let days = Double(members[cell].count)
        let weight = days / (days + Self.pooledDays)
        profiles[cell / dayTypes.count][cell % dayTypes.count].append(
          weight * own[cell] + (1 - weight) * pooled[cell])
      }
    }
    return profiles.map { $0.map(centred) }
  }

  /// The nearest table that is a part of the season plus a part of the day type, weighted by days, for the cells of one
  /// slot.
  private func additiveFit(_ cells: [Double], _ days: [Double]) -> [Double] {
    let types = dayTypes.count
    let size = cells.reduce(0) { max($0, abs($1)) }
    var bySeason = [Double](repeating: 0, count: seasonCount)
    var byType = [Double](repeating: 0, count: types)
    // Each pass gives seasons what day types leave, then day types what seasons leave.
    for _ in 0..<30 {
      var change = 0.0
      for season in 0..<seasonCount {
        var (sum, weight) = (0.0, 0.0)
        for type in 0..<types {
          let count = days[season * types + type]
          sum += count * (cells[season * types + type] - byType[type])
          weight += count
        }
        guard weight > 0 else { continue }
        change = max(change, abs(sum / weight - bySeason[season]))
        bySeason[season] = sum / weight
      }
      for type in 0..<types {
        var (sum, weight) = (0.0, 0.0)
        for season in 0..<seasonCount {
          let count = days[season * types + type]
          sum += count * (cells[season * types + type] - bySeason[season])
          weight += count
        }
        guard weight > 0 else { continue }
        change = max(change, abs(sum / weight - byType[type]))
        byType[type] = sum / weight
      }
      if change <= 1e-15 * size { break }
    }
    // Seasons and day types without a day take the mean of those that have some.
    let seen = (0..<seasonCount).filter { season in
      (0..<dayTypes.count).contains { days[season * dayTypes.count + $0] > 0 }
    }
    let seenTypes = (0..<dayTypes.count).filter { type in
      (0..<seasonCount).contains { days[$0 * dayTypes.count + type] > 0 }
    }
    let meanSeason = seen.reduce(0) { $0 + bySeason[$1] } / Double(max(1, seen.count))
    let meanType = seenTypes.reduce(0) { $0 + byType[$1] } / Double(max(1, seenTypes.count))
    return cells.indices.map { cell in
      let (season, type) = (cell / dayTypes.count, cell % dayTypes.count)
      return (seen.contains(season) ? bySeason[season] : meanSeason)
        + (seenTypes.contains(type) ? byType[type] : meanType)
    }
  }

  /// What a slot without data deviates by.
  private var neutral: Double { kind == .additive ? 0 : 1 }

  private func centred(_ profile: [Double]) -> [Double] {
    guard let mean = mean(profile[...]) else { return profile }
    if kind == .additive { return profile.map { $0 - mean } }
    return mean > 0 ? profile.map { $0 / mean } : [Double](repeating: 1, count: profile.count)
  }

  private func mean(_ values: ArraySlice<Double>) -> Double? {
    let known = values.filter { !$0.isNaN }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
