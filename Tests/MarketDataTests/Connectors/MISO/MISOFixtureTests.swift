import Foundation
import Testing

@testable import MarketData

@Suite("MISO fixtures against what their generator drew")
struct MISOFixtureTests {
  @Test("every fixture is expected")
  func complete() throws {
    let folder = try #require(MISOFixtures.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".json") }
    #expect(Set(names) == Set(MISOFixtures.expectations.map(\.name)))
    #expect(names.count == 23)
  }

  @Test("rows, blanks, span and sums, strictly", arguments: MISOFixtures.expectations)
  func figures(_ expected: MISOFixtures.Expectation) throws {
    let parsed = try ConnectorRegistry.standard.parse(
      try MISOFixtures.payload(expected.name), in: ParseContext(mode: .strict))
    let feed = try #require(MISOConnector().feed(expected.feed))
    #expect(parsed.feed == expected.feed)
    #expect(parsed.table.count == expected.rows)
    #expect(parsed.blanks == expected.blanks)
    #expect(parsed.defects.isEmpty)
    #expect(parsed.table.span?.start.secondsSince1970 == expected.start)
    #expect(parsed.table.span?.end.secondsSince1970 == expected.end)
    let rows = parsed.rows
    let main = rows.filter { $0.product.kind == feed.product.kind }.compactMap(\.value).reduce(0, +)
    #expect(abs(main - expected.mainSum) < 1e-6)
    #expect(abs(rows.compactMap(\.value).reduce(0, +) - expected.sum) < 1e-6)
    for row in rows { #expect(row.location.market == "MISO") }
  }

  @Test("each row has its own interval, place and product", arguments: MISOFixtures.expectations)
  func unique(_ expected: MISOFixtures.Expectation) throws {
    let rows = try ConnectorRegistry.standard.parse(
      try MISOFixtures.payload(expected.name), in: ParseContext(mode: .strict)
    ).rows
    struct Key: Hashable {
      let start: Instant
      let seconds: Int64
      let location: Location
      let product: Product
    }
    let keys = Set(rows.map { Key(start: $0.start, seconds: $0.seconds, location: $0.location, product: $0.product) })
    #expect(keys.count == rows.count)
  }

  @Test("energy, congestion and loss add up to the price", arguments: MISOFixtures.expectations)
  func sums(_ expected: MISOFixtures.Expectation) throws {
    let rows = try ConnectorRegistry.standard.parse(
      try MISOFixtures.payload(expected.name), in: ParseContext(mode: .strict)
    ).rows
    for row in rows where row.product.kind == .energy {
      let parts = [PriceComponent.energy, .congestion, .loss].compactMap { row.components[$0] }
      #expect(parts.count == 3)
      #expect(abs(parts.reduce(0, +) - (row.value ?? .nan)) < 1e-9)
    }
  }

  /// Renamed files: the content says enough, but for what a generation forecast is of and for which run a page of the
  /// exchange is.
  @Test("recognised without the name", arguments: MISOFixtures.expectations)
  func renamed(_ expected: MISOFixtures.Expectation) throws {
    let bytes = try MISOFixtures.bytes(expected.name)
    let head = Array(bytes.prefix(8192))
    let found = MISOConnector().recognise(name: "download (3)", head: head.span)
    let needsName: Set<Feed.ID> = [
      "miso.wind_forecast", "miso.solar_actual", "miso.dx_da_lmp_exante", "miso.dx_da_asm_expost",
    ]
    if expected.feed == "miso.rt_lmp_prelim" {
      #expect(found == "miso.rt_lmp_final")
    } else {
      #expect(found == (needsName.contains(expected.feed) ? nil : expected.feed))
    }
  }

  @Test("recognised by the name alone", arguments: MISOFixtures.expectations)
  func nameAlone(_ expected: MISOFixtures.Expectation) {
    let empty: [UInt8] = []
    let found = MISOConnector().recognise(name: expected.name, head: empty.span)
    let generic = ["getfuelmix", "FuelMix_Today", "rollingmarketday"]
    if generic.dropFirst().contains(where: { expected.name.hasPrefix($0) }) {
      #expect(found == nil)
    } else {
      #expect(found == expected.feed)
    }
  }
}
