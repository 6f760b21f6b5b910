import MarketData
import NumericalKernels

/// The rounds by which a shape is estimated; see ``IntradayShape/estimated(from:days:as:slotSeconds:seasons:dayTypes:trend:)``.
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
  /// What each used day's slots lie above its level, or their ratio to it.
  private var deviations: [[Double]] = []

  /// How many days what season and day type say on their own counts for.
  private static let pooledDays = 3.0
  /// The share of the lowest and of the highest deviations that is left out.
  private static let trimmedShare = 0.2
  /// Levels below this share of the median one are too near zero for factors.
  private static let safeLevelShare = 0.1

  init(past: ShapeHistory, kind: SeasonalShape.Kind, seasons: [Int], seasonCount: Int, dayTypes: DayTypes) {
    self.past = past
    self.kind = kind
    self.seasons = seasons
    self.seasonCount = seasonCount
    self.dayTypes = dayTypes
  }

  /// Two rounds: complete days, then all days of which half is known.
  mutating func estimateProfiles() throws(CurveError) {
    let complete = past.dates.indices.filter { past.isComplete[$0] }
    guard !complete.isEmpty else {
      throw CurveError(.empty, found: "\(past.dates.count) days with gaps", expected: "at least one complete day")
    }
    try fill(complete, levels: complete.map { mean(past[$0]) ?? 0 })
    profiles = cells(deviations)
    let known = past.dates.indices.filter { day in past[day].count { !$0.isNaN } * 2 >= past.slots }
    if known.count > complete.count {
      try fill(known, levels: known.map { level(of: $0) })
      profiles = cells(deviations)
    }
    dayCounts = (0..<seasonCount).map { season in
      (0..<dayTypes.count).map { type in used.count { self.season($0) == season && self.type($0) == type } }
    }
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
      let moves = rows[season(day)]
      // Deviations are from the day's mean, which the drifting hours move too.
      let shared = moves.reduce(0, +) / Double(past.slots)
      for slot in 0..<past.slots { still[position][slot] -= (moves[slot] - shared) * years }
    }
    profiles = cells(still)
    return trend
  }

  /// For each slot the median slope a year between pairs of years; `nil` with fewer than three years of five days.
  private func slopes(season: Int) -> [Double]? {
    var years: [Int: [Int]] = [:]
    for (position, day) in used.enumerated() where self.season(day) == season {
      years[past.dates[day].year, default: []].append(position)
    }
    let points = years.values.filter { $0.count >= 5 }.map { positions in
      let time = positions.reduce(0.0) { $0 + Double(past.dates[used[$1]].daysSince1970) } / Double(positions.count)
      let residuals = (0..<past.slots).map { slot in
        trimmedMean(positions.map { deviations[$0][slot] - profiles[season][type(used[$0])][slot] }) ?? 0
      }
      return (years: time / 365.25, residuals: residuals)
    }.sorted { $0.years < $1.years }
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
  private func season(_ day: Int) -> Int { seasons[past.dates[day].month - 1] }
  private func type(_ day: Int) -> Int { dayTypes.index(of: past.kinds[day]) }

  /// The level of a day of which some slots are missing, as the latest profiles have it.
  private func level(of day: Int) -> Double {
    let profile = profiles[season(day)][type(day)]
    var (sum, pattern, count) = (0.0, 0.0, 0.0)
    for (value, part) in zip(past[day], profile) where !value.isNaN {
      sum += value
      pattern += part
      count += 1
    }
    if kind == .additive { return (sum - pattern) / count }
    return pattern > 0 ? sum / pattern : 0
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
    deviations.reserveCapacity(used.count)
    for (day, level) in zip(used, kept) {
      deviations.append(past[day].map { kind == .additive ? $0 - level : $0 / level })
    }
  }

  /// The profile of each season and day type from deviations of the used days.
  private func cells(_ deviations: [[Double]]) -> [[[Double]]] {
    var members = [[Int]](repeating: [], count: seasonCount * dayTypes.count)
    for (position, day) in used.enumerated() { members[season(day) * dayTypes.count + type(day)].append(position) }
    func profile(_ positions: [Int]) -> [Double]? {
      guard !positions.isEmpty else { return nil }
      return (0..<past.slots).map { slot in trimmedMean(positions.map { deviations[$0][slot] }) ?? neutral }
    }
    let all = profile(Array(used.indices)) ?? []
    let bySeason = (0..<seasonCount).map { season in
      profile(members[season * dayTypes.count..<(season + 1) * dayTypes.count].flatMap { $0 }) ?? all
    }
    let byType = (0..<dayTypes.count).map { type in
      profile((0..<seasonCount).flatMap { members[$0 * dayTypes.count + type] }) ?? all
    }
    return (0..<seasonCount).map { season in
      (0..<dayTypes.count).map { type in
        let days = members[season * dayTypes.count + type]
        let weight = Double(days.count) / (Double(days.count) + Self.pooledDays)
        let own = profile(days) ?? all
        return centred(
          (0..<past.slots).map { slot in
            let pooled =
              kind == .additive || all[slot] <= 0
              ? bySeason[season][slot] + byType[type][slot] - all[slot]
              : bySeason[season][slot] * byType[type][slot] / all[slot]
            return weight * own[slot] + (1 - weight) * pooled
          })
      }
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

  private func trimmedMean(_ values: [Double]) -> Double? {
    let known = values.filter { !$0.isNaN }.sorted()
    let cut = Int(Self.trimmedShare * Double(known.count))
    return mean(known[cut..<max(cut, known.count - cut)])
  }
}
