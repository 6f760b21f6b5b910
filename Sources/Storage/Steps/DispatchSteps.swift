public import MarketData

/// The steps in which a store is dispatched: adjoining intervals of any lengths, and the zone whose days and years they fall in.
///
///     let hours = try DispatchSteps(start: january1, minutes: 60, count: 8760, zone: .central)
///     let mixed = try DispatchSteps(grid: DeliveryGrid(edges: edges)!, zone: .central)
///     hours.days                                              // 0..<24, 24..<48, ...: 23 or 25 where the clock changes
///
/// Power is constant within a step. A step belongs to the local day and year in which it begins.
public struct DispatchSteps: Hashable, Sendable {
  /// The intervals.
  public let grid: DeliveryGrid
  /// The zone of daily and yearly limits.
  public let zone: MarketTimeZone
  /// The length of each step in hours.
  public let hours: [Double]

  /// Takes the intervals of a grid.
  ///
  /// - Throws: `tooLarge` for more than 20 million steps, `outOfRange` for a step longer than a year.
  public init(grid: DeliveryGrid, zone: MarketTimeZone = .utc) throws(StorageError) {
    guard grid.count <= Self.largestCount else {
      throw StorageError(
        .tooLarge, field: "steps", found: "\(grid.count) steps", expected: "at most \(Self.largestCount)")
    }
    self.grid = grid
    self.zone = zone
    if let seconds = grid.uniformSeconds {
      hours = [Double](repeating: Double(seconds) / 3600, count: grid.count)
    } else {
      hours = grid.map(\.hours)
    }
    if let long = hours.firstIndex(where: { $0 > 8784 }) {
      throw StorageError(
        .outOfRange, field: "steps", found: "\(hours[long]) hours", expected: "at most a year", index: long)
    }
  }

  /// Makes `count` steps of some minutes from `start` on.
  ///
  /// - Throws: `outOfRange` unless both are positive, `tooLarge`.
  public init(start: Instant, minutes: Int, count: Int, zone: MarketTimeZone = .utc) throws(StorageError) {
    guard minutes > 0, minutes <= 527_040, count > 0, count <= Self.largestCount,
      let grid = DeliveryGrid(start: start, seconds: Int64(minutes) * 60, count: count)
    else {
      throw StorageError(
        .outOfRange, field: "steps", found: "\(count) steps of \(minutes) minutes from \(start)",
        expected: "1 to \(Self.largestCount) steps of 1 to 527040 minutes")
    }
    try self.init(grid: grid, zone: zone)
  }

  static let largestCount = 20_000_000

  /// The number of steps, at least one.
  public var count: Int { hours.count }

  /// The first instant of step `index`.
  public func start(at index: Int) -> Instant { grid[index].start }

  /// The length that all steps share, in hours, or `nil`.
  public var uniformHours: Double? { grid.uniformSeconds.map { Double($0) / 3600 } }

  /// The steps of each local day, in order.
  /// - Complexity: O(days · log steps).
  public var days: [Range<Int>] {
    grid.ranges { zone.startOfDay(zone.localDate(of: $0).advanced(byDays: 1)) }
  }

  /// The steps of each calendar month of the zone, in order.
  public var months: [Range<Int>] { grid.months(in: zone) }

  /// The steps of each calendar year of the zone, in order.
  public var years: [Range<Int>] {
    grid.ranges { instant in
      let year = zone.localDate(of: instant).components.year
      return LocalDate(year: year + 1, month: 1, day: 1).map { zone.startOfDay($0) } ?? .distantFuture
    }
  }

  /// The part of its calendar year that a range of ``years`` covers, from 0 to 1; what lies beyond the steps covers nothing.
  public func partOfYear(_ range: Range<Int>) -> Double {
    let range = range.clamped(to: 0..<count)
    guard let first = range.first else { return 0 }
    let year = zone.localDate(of: start(at: first)).components.year
    guard let january = LocalDate(year: year, month: 1, day: 1), let next = LocalDate(year: year + 1, month: 1, day: 1)
    else { return 1 }
    let whole = zone.startOfDay(january).seconds(until: zone.startOfDay(next))
    let covered = start(at: first).seconds(until: grid[range.upperBound - 1].end)
    return min(1, Double(covered) / Double(whole))
  }

  /// Some of the steps.
  ///
  /// - Throws: `outOfRange` for an empty range or one beyond the steps.
  public func slice(_ range: Range<Int>) throws(StorageError) -> DispatchSteps {
    guard let part = grid.slice(range) else {
      throw StorageError(.outOfRange, field: "steps", found: "\(range)", expected: "a part of 0..<\(count)")
    }
    return try DispatchSteps(grid: part, zone: zone)
  }
}

extension DispatchSteps: Codable {
  private enum Key: CodingKey { case start, seconds, count, edges, zone }

  /// Reads steps: start, length and number, or edges in seconds since 1970; the zone by its identifier.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decodeIfPresent(String.self, forKey: .zone) ?? "UTC"
    guard let zone = MarketTimeZone(identifier: name) else {
      throw StorageError(.unknownName, field: "zone", found: name, expected: "a zone of the table, or UTC")
    }
    let grid: DeliveryGrid?
    if let edges = try container.decodeIfPresent([Int64].self, forKey: .edges) {
      grid = DeliveryGrid(edges: edges.map { Instant(secondsSince1970: $0) })
    } else {
      grid = DeliveryGrid(
        start: Instant(secondsSince1970: try container.decode(Int64.self, forKey: .start)),
        seconds: try container.decode(Int64.self, forKey: .seconds),
        count: try container.decode(Int.self, forKey: .count))
    }
    guard let grid else {
      throw StorageError(.malformed, field: "steps", found: "no steps", expected: "adjoining intervals")
    }
    try self.init(grid: grid, zone: zone)
  }

  /// Writes start, length and number where all steps are as long, else the edges.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(zone.identifier, forKey: .zone)
    if let seconds = grid.uniformSeconds {
      try container.encode(grid.start.secondsSince1970, forKey: .start)
      try container.encode(seconds, forKey: .seconds)
      try container.encode(count, forKey: .count)
    } else {
      try container.encode(grid.map(\.start.secondsSince1970) + [grid.end.secondsSince1970], forKey: .edges)
    }
  }
}
