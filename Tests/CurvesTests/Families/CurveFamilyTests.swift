import Curves
import Foundation
import MarketData
import Testing

@Suite struct CurveFamilyTests {
  static let unit = ValueUnit.price(.eur, per: .megawattHour)

  static func definition(months: Int, from first: LocalDate) throws -> CurveDefinition {
    let days = MarketDays(.centralEurope)
    let grid = try days.grid(.month, from: first, until: first.startOfMonth(advancedBy: months))
    return CurveDefinition(grid: grid, days: days, unit: unit)
  }

  static func quote(_ name: String, _ price: Double) throws -> CurveQuote {
    CurveQuote(try #require(QuotePeriod(name)), .firm(price))
  }

  @Test func membersAreBuiltDayAfterDay() async throws {
    let definition = try Self.definition(months: 24, from: ShapingTests.day(2026, 1, 1))
    let family = try CurveFamily([
      .init(CurveMetadata("TTF"), definition: definition),
      .init(CurveMetadata("broken", title: "No quotes"), definition: definition),
    ])
    let quotes: [CurveName: [CurveQuote]] = [
      "TTF": [try Self.quote("2026-01", 31), try Self.quote("Q2-26", 28), try Self.quote("Cal-27", 26)]
    ]
    let date = try ShapingTests.day(2026, 2, 1)
    let marks = try await family.build(quotes, on: date)
    #expect(marks.map(\.id) == [CurveID("TTF", on: date), CurveID("broken", on: date)])
    let built = try marks[0].result.get()
    #expect(built.status == .solved)
    #expect(built.curve.count == 23)
    #expect(built.quotes.map(\.id) == ["Q2-26", "Cal-27"])
    #expect(marks[0].rolled.dropped.map(\.quote.id) == ["2026-01"])
    #expect(throws: CurveError.self) { try marks[1].result.get() }
    #expect(family["TTF"]?.metadata.title == "TTF" && family["NBP"] == nil)
    #expect(throws: CurveError.self) {
      try CurveFamily([
        .init(CurveMetadata("a"), definition: definition), .init(CurveMetadata("a"), definition: definition),
      ])
    }
  }

  @Test func definitionsBeginWithTheDay() throws {
    var definition = try Self.definition(months: 3, from: ShapingTests.day(2026, 1, 1))
    definition.prior = .values([1, 2, 3])
    let cut = try definition.starting(on: ShapingTests.day(2026, 2, 10))
    #expect(cut.grid.count == 2)
    #expect(try cut.grid.start == definition.days.start(of: ShapingTests.day(2026, 2, 10)))
    #expect(cut.prior == .values([2, 3]))
    #expect(try definition.starting(on: ShapingTests.day(2025, 1, 1)) == definition)
    #expect(throws: CurveError.self) { try definition.starting(on: ShapingTests.day(2026, 4, 1)) }
  }
}

@Suite struct CurveStoreTests {
  private func version(_ name: CurveName, day: Int, known: Int64, price: Double) throws -> CurveVersion {
    let date = try ShapingTests.day(2026, 1, 1).advanced(byDays: day)
    let grid = try #require(DeliveryGrid.months(from: date, count: 2, in: .centralEurope))
    let curve = try ForwardCurve(grid: grid, values: [price, price + 1], unit: CurveFamilyTests.unit)
    return CurveVersion(
      CurveID(name, on: date), knownAt: Instant(secondsSince1970: known), curve: curve,
      marks: [.init(id: "front", price: price)])
  }

  @Test func theMemoryStoreConforms() async throws {
    #expect(try await CurveStoreConformance.failures(of: InMemoryCurveStore()) == [])
  }

  @Test func aForgetfulStoreIsFoundOut() async throws {
    struct Forgetful: CurveStore {
      func append(_ version: CurveVersion) {}
      func names(knownBy instant: Instant) -> [CurveName] { [] }
      func versions(of name: CurveName, on: ClosedRange<LocalDate>, knownBy: Instant) -> [CurveVersion] { [] }
    }
    #expect(try await CurveStoreConformance.failures(of: Forgetful()).count >= 4)
  }

  @Test func correctionsAreSeenFromTheMomentTheyAreKnown() async throws {
    let store = InMemoryCurveStore()
    let (first, second) = (
      try version("TTF", day: 0, known: 100, price: 30), try version("TTF", day: 0, known: 200, price: 31)
    )
    let next = try version("TTF", day: 3, known: 150, price: 33)
    for version in [next, second, first] { try await store.append(version) }
    #expect(try await store.curve(first.id, knownBy: Instant(secondsSince1970: 199)) == first)
    #expect(try await store.curve(first.id) == second)
    #expect(try await store.curve(first.id, knownBy: Instant(secondsSince1970: 99)) == nil)
    let friday = next.id.validOn.advanced(byDays: 1)
    #expect(try await store.latest("TTF", upTo: friday) == next)
    #expect(try await store.latest("TTF", upTo: friday, within: 0) == nil)
    let dates = first.id.validOn...friday
    #expect(try await store.history(of: "TTF", on: dates) == [second, next])
    #expect(try await store.history(of: "TTF", on: dates, knownBy: Instant(secondsSince1970: 160)) == [first, next])
  }

  @Test func snapshotsAreReadAndWritten() async throws {
    let store = InMemoryCurveStore()
    try await store.append(version("TTF", day: 0, known: 100, price: 30.123456789012345))
    try await store.append(version("NBP", day: 2, known: 200, price: -0.1))
    let snapshot = await store.snapshot()
    let text = try JSONEncoder().encode(snapshot)
    let back = try JSONDecoder().decode(CurveSnapshot.self, from: text)
    #expect(back == snapshot)
    #expect(await (try InMemoryCurveStore(back)).snapshot() == snapshot)
    let later = String(decoding: text, as: UTF8.self).replacing("\"schemaVersion\":1", with: "\"schemaVersion\":2")
    let error = #expect(throws: CurveError.self) {
      try JSONDecoder().decode(CurveSnapshot.self, from: Data(later.utf8))
    }
    #expect(error?.code == .malformed)
  }

  @Test(arguments: [
    ValueUnit.price(.pence, per: .therm), .price(.usd, per: .mmbtu.onBasis(.higher)), .money(.eur),
    .quantity(.megawatt), .dimensionless,
  ])
  func curvesOfAllUnitsAreReadAndWritten(_ unit: ValueUnit) throws {
    let hours = try #require(DeliveryGrid(start: Instant(secondsSince1970: 7200), seconds: 3600, count: 3))
    let curve = try ForwardCurve(grid: hours, values: [0.1, -2, 1e-9], unit: unit)
    let text = try JSONEncoder().encode(curve)
    #expect(try JSONDecoder().decode(ForwardCurve.self, from: text) == curve)
  }

  @Test func brokenCurvesAreRefused() throws {
    for text in [
      #"{"unit":{"kind":"dimensionless"},"edges":[3,2,1],"values":[1,2]}"#,
      #"{"unit":{"kind":"dimensionless"},"edges":[1,2],"values":[1,2]}"#,
      #"{"unit":{"kind":"dimensionless"},"start":0,"seconds":-5,"values":[1,2]}"#,
      #"{"unit":{"kind":"price"},"start":0,"seconds":5,"values":[1,2]}"#,
      #"{"unit":{"kind":"dimensionless"},"start":0,"seconds":5,"values":[]}"#,
    ] {
      #expect(throws: CurveError.self) { try JSONDecoder().decode(ForwardCurve.self, from: Data(text.utf8)) }
    }
  }

  @Test func curvesAreWrittenAsCSV() throws {
    let days = MarketDays(.centralEurope)
    let grid = try days.grid(.hour, from: ShapingTests.day(2026, 1, 1), until: ShapingTests.day(2026, 1, 2))
    let curve = try ForwardCurve(grid: grid, values: grid.indices.map { Double($0) / 4 }, unit: CurveFamilyTests.unit)
    let lines = curve.csv(days: days).split(separator: "\n")
    #expect(lines.count == 25)
    #expect(lines[1] == "2026-01-01T00:00:00+01:00,2026-01-01T01:00:00+01:00,0.0")
    #expect(lines[24] == "2026-01-01T23:00:00+01:00,2026-01-02T00:00:00+01:00,5.75")
  }
}
