import MarketData
import Testing

@Suite("DeliveryGrid")
struct DeliveryGridTests {
  private static let november = LocalDate.on("2025-11-01")

  private static func grids() -> [DeliveryGrid] {
    [
      DeliveryGrid(start: .at("2025-11-02T05:00:00Z"), seconds: 900, count: 100),
      .days(from: november, count: 30, in: .central),
      .months(from: november, count: 24, in: .centralEurope),
      .gasDays(from: november, count: 30, .northAmerican),
      .periods(.quarter, from: november, count: 9, in: .london),
      .periods(.year, from: november, count: 3, in: .london),
      DeliveryGrid(edges: [.at("2025-01-01T00:00:00Z"), .at("2025-01-01T01:00:00Z"), .at("2025-01-03T00:00:00Z")]),
    ].compactMap { $0 }
  }

  @Test("local days have 23 and 25 hours, months what the calendar gives")
  func lengths() throws {
    let days = try #require(DeliveryGrid.days(from: Self.november, count: 3, in: .central))
    #expect(days.map(\.hours) == [24, 25, 24])
    let months = try #require(DeliveryGrid.months(from: .on("2025-01-20"), count: 12, in: .centralEurope))
    #expect(months.map(\.hours) == [744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744])
    let gas = try #require(DeliveryGrid.gasDays(from: Self.november, count: 2, .northAmerican))
    #expect(gas.map(\.hours) == [25, 24])
    let period = try #require(DeliveryPeriod("2025-03"))
    #expect(DeliveryGrid.steps(of: 3600, in: period, zone: .centralEurope)?.count == 743)
    #expect(DeliveryGrid.steps(of: 7200, in: period, zone: .centralEurope) == nil)
  }

  @Test("index and interval are inverse, intervals adjoin")
  func inverse() {
    #expect(Self.grids().count == 7)
    var generator = SeededGenerator(seed: 11)
    for grid in Self.grids() {
      for (index, interval) in grid.enumerated() {
        #expect(grid.index(containing: interval.start) == index)
        #expect(grid.index(containing: interval.end.advanced(bySeconds: -1)) == index)
        #expect(grid.index(of: interval) == index)
        if index > 0 { #expect(grid[index - 1].end == interval.start) }
      }
      #expect(grid.index(containing: grid.end) == nil)
      #expect(grid.index(containing: grid.start.advanced(bySeconds: -1)) == nil)
      #expect(grid.span.start == grid.start && grid.span.end == grid.end)
      for _ in 0..<200 {
        let seconds = Int64.random(in: 0..<grid.span.seconds, using: &generator)
        let instant = grid.start.advanced(bySeconds: seconds)
        let index = grid.index(containing: instant)
        #expect(index.map { grid[$0].contains(instant) } == true)
      }
    }
  }

  @Test("grids are equal when their intervals are")
  func equality() {
    #expect(
      DeliveryGrid.days(from: Self.november, count: 5, in: .utc)
        == DeliveryGrid(start: .at("2025-11-01T00:00:00Z"), seconds: 86_400, count: 5))
    for grid in Self.grids() {
      #expect(DeliveryGrid(Array(grid)) == grid)
      #expect(DeliveryGrid(edges: grid.map(\.start) + [grid.end]) == grid)
    }
  }

  @Test("slices and index ranges")
  func slices() throws {
    let days = try #require(DeliveryGrid.days(from: Self.november, count: 10, in: .central))
    let span = try #require(
      DeliveryInterval(start: .at("2025-11-02T12:00:00Z"), end: MarketTimeZone.central.startOfDay(.on("2025-11-05"))))
    #expect(days.indices(overlapping: span) == 1..<4)
    #expect(days.indices(within: span) == 2..<4)
    #expect(days.slice(2..<4)?.span.description == "2025-11-03T06:00:00Z/2025-11-05T06:00:00Z")
    #expect(days.slice(2..<2) == nil && days.slice(5..<11) == nil)
    #expect(days.indices(overlapping: MarketTimeZone.central.day(.on("2026-01-01"))).isEmpty)
    let inside = try #require(DeliveryInterval(start: .at("2025-11-02T12:00:00Z"), seconds: 60))
    #expect(days.indices(within: inside).isEmpty)
  }

  @Test("impossible grids are refused")
  func impossible() {
    let start = Instant.at("2025-01-01T00:00:00Z")
    #expect(DeliveryGrid(start: start, seconds: 0, count: 5) == nil)
    #expect(DeliveryGrid(start: start, seconds: 60, count: 0) == nil)
    #expect(DeliveryGrid(start: start, seconds: .max, count: 2) == nil)
    #expect(DeliveryGrid(start: .distantFuture, seconds: 1, count: 1) == nil)
    #expect(DeliveryGrid(edges: [start]) == nil)
    #expect(DeliveryGrid(edges: [start, start]) == nil)
    #expect(DeliveryGrid(edges: [.distantPast, .distantFuture])?.count == 1)
    #expect(DeliveryGrid([DeliveryInterval]()) == nil)
    #expect(DeliveryGrid.days(from: .on("2025-01-01"), count: 0, in: .utc) == nil)
    #expect(DeliveryGrid.periods(.weekend, from: .on("2025-01-04"), count: 2, in: .utc) == nil)
  }

  @Test("merging intervals")
  func merging() throws {
    func interval(_ start: Int64, _ end: Int64) throws -> DeliveryInterval {
      try #require(
        DeliveryInterval(start: Instant(secondsSince1970: start), end: Instant(secondsSince1970: end)))
    }
    let merged = try DeliveryInterval.merged([interval(5, 9), interval(0, 3), interval(3, 4), interval(6, 7)])
    #expect(merged == [try interval(0, 4), try interval(5, 9)])
    #expect(DeliveryInterval.merged([]).isEmpty)
  }
}
