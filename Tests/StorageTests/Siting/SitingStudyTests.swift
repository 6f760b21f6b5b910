import MarketData
import Storage
import Testing
import Valuation

struct SitingStudyTests {
  private func study(_ count: Int) throws -> SitingStudy {
    try SitingStudy(StorageAssetTests.reference(), steps: DispatchProblemTests.steps(count))
  }

  private func prices(_ node: Int, _ count: Int) -> [Double] {
    (0..<count).map { 40 + 4 * Double(node) * Double(($0 / 6) % 2) + Double(($0 * 7) % 5) }
  }

  @Test func ranksByRevenueAtAnyWidth() async throws {
    let study = try study(48)
    let names = (0..<30).map { "node \($0)" }
    var rankings: [SiteRanking] = []
    for width in [1, 2, 5] {
      rankings.append(
        try await study.rank(names, width: width) { [self] (node) throws(StorageError) in prices(node, 48) })
    }
    #expect(rankings[0].sites.map(\.name).prefix(2) == ["node 29", "node 28"])
    for ranking in rankings.dropFirst() { #expect(ranking == rankings[0]) }
    let best = rankings[0].sites[0]
    let alone = try DispatchProblem(
      StorageAssetTests.reference(), steps: DispatchProblemTests.steps(48), prices: prices(29, 48)
    ).optimised()
    #expect(best.revenue == alone.objective && best.revenuePerMegawatt == alone.objective / 100)
    #expect(best.dischargePrice > best.chargePrice && best.dailySpread > 100 && best.capturedPart > 0.5)
    #expect(rankings[0].description.contains("node 29"))
  }

  @Test func failuresStandBesideValues() async throws {
    let study = try study(4)
    let ranking = try await study.rank(["good", "short", "empty"]) { (node) throws(StorageError) in
      node == 0 ? [1, 2, 300, 4] : node == 1 ? [1] : [.nan, .nan, .nan, .nan]
    }
    #expect(ranking.sites.map(\.name) == ["good"])
    #expect(ranking.failures.map(\.name) == ["short", "empty"])
    #expect(ranking.failures.map(\.code) == [.countMismatch, .notFinite])
    #expect(ranking.failures[0].reason.contains("found 1 values, expected 4"))
    #expect(ranking.description.contains("empty") && ranking.basis.inputs.map(\.name) == ["terms", "prices"])
    await #expect(throws: StorageError.self) {
      try await study.rank([]) { (_) throws(StorageError) in [] }
    }
  }

  @Test func aPlaceWithoutAScheduleRanksBehindLosers() async throws {
    // An auxiliary load loses money everywhere; without a price no energy can be brought back against self-discharge.
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 10, window: 5...10, chargeEfficiency: flat, dischargeEfficiency: flat,
      selfDischarge: 0.05, auxiliaryLoad: 0.1)
    let study = try SitingStudy(asset, steps: DispatchProblemTests.steps(4), missing: .idle)
    let ranking = try await study.rank(["idle", "loser"]) { (node) throws(StorageError) in
      node == 0 ? [.nan, .nan, .nan, 50] : [50, 50, 50, 50]
    }
    #expect(ranking.sites.map(\.name) == ["loser", "idle"])
    #expect(ranking.sites.map(\.hasSchedule) == [true, false])
    #expect(ranking.sites[0].revenue < 0 && ranking.sites[1].status == .infeasible)
  }

  @Test func readsATableAndItsRestatements() async throws {
    let study = try study(24)
    let product = Product.energy(.dayAhead)
    let places = ["A", "B"].map { Location(market: "ERCOT", kind: .node, id: $0) }
    let dictionary = ObservationDictionary()
    var builder = ObservationBuilder(dictionary: dictionary)
    let code = dictionary.code(for: product)
    for (number, place) in places.enumerated() {
      for (hour, price) in prices(number + 1, 24).enumerated() {
        func append(_ value: Double, seconds: Int32 = 3600, revision: Int32 = 0) {
          builder.append(
            start: DispatchProblemTests.start.secondsSince1970 + Int64(hour) * 3600, seconds: seconds,
            location: dictionary.code(for: place), product: code, value: value, revision: revision)
        }
        append(price, revision: 1)
        append(9_999)
        append(-5_000, seconds: 900, revision: 7)
      }
    }
    let provenance = Provenance(feed: "t", source: "t", publicationBasis: .stated)
    let chunk = try #require(
      builder.seal(provenance: provenance, publication: .stated(DispatchProblemTests.start)))
    let table = ObservationTable(chunk)
    let ranking = try await study.rank(table, product: product)
    #expect(ranking.sites.map(\.name) == ["B", "A"])
    let alone = try study.value(at: "B", prices: prices(2, 24))
    #expect(ranking.sites[0] == alone)
    await #expect(throws: StorageError.self) { try await study.rank(table, product: .energy(.realTime)) }
    let unknown = Location(market: "ERCOT", kind: .node, id: "C")
    let gone = try await study.rank(table, product: product, at: [unknown])
    #expect(gone.sites.isEmpty && gone.failures.first?.code == .notFinite)
  }

  @Test func chargesAndOutagesHoldEverywhere() async throws {
    let (asset, steps) = (try StorageAssetTests.reference(), try DispatchProblemTests.steps(24))
    let charges = try MarketCharges(spread: 2, importFee: 1)
    let parts = (0..<24).map { $0 < 8 ? 0 : 1.0 }
    let availability = try Availability(charge: parts, discharge: parts)
    let study = try SitingStudy(asset, steps: steps, charges: charges, availability: availability)
    let free = try SitingStudy(asset, steps: steps)
    let ranking = try await study.rank(["x", "y"]) { [self] (node) throws(StorageError) in prices(node + 20, 24) }
    let full = try await free.rank(["x", "y"]) { [self] (node) throws(StorageError) in prices(node + 20, 24) }
    for site in ranking.sites {
      let alone = try DispatchProblem(
        asset, steps: steps, prices: prices(site.name == "x" ? 20 : 21, 24), charges: charges,
        availability: availability
      ).optimised()
      #expect(site.revenue == alone.objective && site.hasSchedule)
    }
    #expect(zip(ranking.sites, full.sites).allSatisfy { $0.revenue < $1.revenue })
    // The terms go into what a ranking rests on, the prices by themselves.
    #expect(ranking.basis.inputs[0] != full.basis.inputs[0] && ranking.basis.inputs[1] == full.basis.inputs[1])
    #expect(throws: StorageError.self) {
      try SitingStudy(asset, steps: steps, availability: Availability(charge: [1, 0]))
    }
  }
}
