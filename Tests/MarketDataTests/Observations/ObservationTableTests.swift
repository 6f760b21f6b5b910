import MarketData
import Testing

@Suite struct ObservationTableTests {
  private let west = Location(market: "PJM", kind: .hub, id: "51288", name: "WESTERN HUB")
  private let east = Location(market: "PJM", kind: .hub, id: "51217", name: "EASTERN HUB")

  private func chunk(
    _ values: [Double], at location: Location, start: Int64 = 1_762_056_000,
    in dictionary: ObservationDictionary = ObservationDictionary(), congestion: [Double] = []
  ) throws -> ObservationChunk {
    var rows = ObservationBuilder(dictionary: dictionary, components: [.energy, .congestion])
    let place = dictionary.code(for: location)
    let product = dictionary.code(for: Product.energy(.dayAhead))
    for (hour, value) in values.enumerated() {
      rows.append(
        start: start + Int64(hour) * 3600, seconds: 3600, location: place, product: product, value: value)
      if hour < congestion.count { rows.setComponent(1, to: congestion[hour], at: hour) }
    }
    let provenance = Provenance(feed: "pjm.da_hrl_lmps", source: "test", publicationBasis: .stated)
    return try #require(
      rows.seal(provenance: provenance, publication: .stated(Instant(secondsSince1970: start - 40_000))))
  }

  @Test func columnsThatHoldOneValueTakeNoSpace() throws {
    let chunk = try chunk([1, 2, 3], at: west)
    #expect(Array(chunk.lengths) == [3600, 3600, 3600])
    #expect(chunk.lengths.byteCount == 0)
    #expect(chunk.locations.byteCount == 0)
    #expect(chunk.publishedAt.byteCount == 0)
    #expect(chunk.byteCount == 3 * (8 + 8))
  }

  @Test func componentsWithoutAnyValueAreLeftOut() throws {
    let chunk = try chunk([1, 2], at: west, congestion: [.nan, -0.5])
    #expect(chunk.components.map(\.component) == [.congestion])
    #expect(chunk.values(of: .energy) == nil)
    let rows = ObservationTable(chunk).observations.map(\.components)
    #expect(rows[0] == [:])
    #expect(rows[1] == [.congestion: -0.5])
  }

  @Test func missingIsNaNInTheColumnAndNilAtTheEdge() throws {
    let chunk = try chunk([1, .nan], at: west)
    #expect(chunk.values[1].isNaN)
    #expect(chunk.observation(at: 1).value == nil)
    #expect(chunk.observation(at: 0).value == 1)
  }

  @Test func orderIsFoundOut() throws {
    #expect(try chunk([1, 2, 3], at: west).order == .series)
    let table = ObservationTable(try chunk([1, 2, 3], at: west))
    let shuffled = try #require(table.chunks[0].gathering([2, 0, 1]))
    #expect(shuffled.order == .none)
    #expect(shuffled.values == [3, 1, 2])
  }

  @Test func chunksOfOtherDictionariesAreTranslated() throws {
    var table = ObservationTable()
    table.append(try chunk([1], at: west))
    table.append(try chunk([2], at: east))
    table.append(try chunk([3], at: west))
    #expect(table.dictionary.locations == [west, east])
    #expect(table.chunks.allSatisfy { $0.dictionary === table.dictionary })
    #expect(table.observations.map(\.location) == [west, east, west])
    #expect(table.observations.map(\.value) == [1, 2, 3])
  }

  @Test func spanReachesFromTheFirstStartToTheLastEnd() throws {
    var table = ObservationTable(try chunk([1, 2], at: west, start: 7200))
    table.append(try chunk([1], at: east, start: 0))
    #expect(table.span?.start.secondsSince1970 == 0)
    #expect(table.span?.end.secondsSince1970 == 14_400)
    #expect(ObservationTable().span == nil)
  }

  @Test func columnsOfDifferentLengthAreRefused() {
    let dictionary = ObservationDictionary()
    let provenance = Provenance(feed: "a.b", source: "test", publicationBasis: .stated)
    let chunk = ObservationChunk(
      starts: .values([0, 1]), lengths: .constant(1, count: 1), locations: .constant(0, count: 1),
      products: .constant(0, count: 1), values: [1], publishedAt: .constant(0, count: 1), dictionary: dictionary,
      provenance: provenance)
    #expect(chunk == nil)
  }

  @Test func dictionaryCodesAreStableUnderConcurrentUse() async {
    let dictionary = ObservationDictionary()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for number in 0..<200 {
            _ = dictionary.code(for: Location(market: "PJM", kind: .node, id: "\((number * 7 + worker) % 200)"))
          }
        }
      }
    }
    let locations = dictionary.locations
    #expect(locations.count == 200)
    for (code, location) in locations.enumerated() { #expect(dictionary.code(for: location) == UInt32(code)) }
  }
}
