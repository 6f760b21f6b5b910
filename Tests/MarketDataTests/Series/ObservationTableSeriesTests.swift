import MarketData
import Testing

@Suite struct ObservationTableSeriesTests {
  private let hub = Location(market: "ERCOT", kind: .hub, id: "HB_NORTH")
  private let product = Product.energy(.realTime)
  private let midnight: Int64 = 1_784_005_200

  private struct Row {
    var offset: Int64
    var seconds: Int32
    var value: Double
    var revision: Int32 = 0
  }

  private func table(_ rows: [Row]) throws -> ObservationTable {
    let dictionary = ObservationDictionary()
    var builder = ObservationBuilder(dictionary: dictionary, components: [.congestion])
    for row in rows {
      builder.append(
        start: midnight + row.offset, seconds: row.seconds, location: dictionary.code(for: hub),
        product: dictionary.code(for: product), value: row.value, revision: row.revision)
      builder.setComponent(0, to: -row.value, at: builder.count - 1)
    }
    let provenance = Provenance(feed: "ercot.np6-905-cd", source: "test", publicationBasis: .stated)
    return ObservationTable(
      try #require(builder.seal(provenance: provenance, publication: .stated(Instant(secondsSince1970: midnight)))))
  }

  private func hours(_ count: Int) throws -> DeliveryGrid {
    try #require(DeliveryGrid(start: Instant(secondsSince1970: midnight), seconds: 3600, count: count))
  }

  private let quarters = (0..<8).map { Row(offset: Int64($0) * 900, seconds: 900, value: Double($0)) }

  @Test func quartersBecomeHourlyMeans() throws {
    let series = try table(quarters.reversed()).series(of: product, at: hub, on: hours(3), by: .mean)
    #expect(series.values[0] == 1.5)
    #expect(series.values[1] == 5.5)
    #expect(series.values[2].isNaN)
    #expect(series.unit == product.unit)
  }

  @Test func anHourWithAHoleIsMissingUnlessCoverageIsEnough() throws {
    var rows = quarters
    rows.remove(at: 2)
    let table = try table(rows)
    #expect(try table.series(of: product, at: hub, on: hours(1), by: .mean).values[0].isNaN)
    let lenient = try table.series(
      of: product, at: hub, on: hours(1), by: .mean, missing: .skip(minimumCoverage: 0.75))
    #expect(lenient.values == [(0 + 1 + 3) / 3.0])
  }

  @Test func theHighestRevisionCounts() throws {
    let rows = [
      Row(offset: 0, seconds: 3600, value: 30, revision: 2), Row(offset: 0, seconds: 3600, value: 20, revision: 1),
    ]
    #expect(try table(rows).series(of: product, at: hub, on: hours(1), by: .last).values == [30])
  }

  @Test func readingsCountForTheIntervalInWhichTheyFall() throws {
    let rows = [
      Row(offset: 17, seconds: 0, value: 10), Row(offset: 1800, seconds: 0, value: 20),
      Row(offset: 3599, seconds: 0, value: 60), Row(offset: 3600, seconds: 0, value: 7),
    ]
    let table = try table(rows)
    #expect(try table.series(of: product, at: hub, on: hours(2), by: .mean).values == [30, 7])
    #expect(try table.series(of: product, at: hub, on: hours(2), by: .max).values == [60, 7])
    #expect(try table.series(of: product, at: hub, on: hours(2), by: .last).values == [60, 7])
  }

  @Test func aComponentMayBeTaken() throws {
    let series = try table(quarters).series(of: product, at: hub, on: hours(1), by: .mean, component: .congestion)
    #expect(series.values == [-1.5])
    let absent = try table(quarters).series(of: product, at: hub, on: hours(1), by: .mean, component: .loss)
    #expect(absent.values[0].isNaN)
  }

  @Test func rowsThatOverlapAreRefused() throws {
    let table = try table(quarters + [Row(offset: 1800, seconds: 3600, value: 1)])
    let error = #expect(throws: SeriesError.self) { try table.series(of: product, at: hub, on: hours(1), by: .mean) }
    #expect(error?.code == .overlappingRows)
  }

  @Test func unknownPlacesAreMissingThroughout() throws {
    let other = Location(market: "ERCOT", kind: .hub, id: "HB_WEST")
    let series = try table(quarters).series(of: product, at: other, on: hours(2), by: .mean)
    #expect(series.missingCount == 2)
  }
}

@Suite struct ReserveCostTests {
  /// 20 MW of regulation at 8 USD for a megawatt held for an hour cost 40 USD in a quarter of an hour, and 160 in an hour.
  @Test func capacityIsPaidByTheTimeItIsHeld() throws {
    let start = Instant(secondsSince1970: 1_784_005_200)
    let unit = Product.ancillaryService("REGUP", .realTime).unit
    for (seconds, expected) in [(Int64(900), 40.0), (3600, 160)] {
      let grid = try #require(DeliveryGrid(start: start, seconds: seconds, count: 2))
      let prices = try TimeSeries(grid: grid, values: [8, 8], unit: unit)
      let awards = try TimeSeries(grid: grid, values: [20, 20], unit: .quantity(.megawatt))
      #expect(try prices.cost(of: awards).values == [expected, expected])
    }
  }
}
