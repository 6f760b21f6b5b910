import MarketData
import Testing

@Suite("PJM locational prices")
struct PJMPriceTests {
  @Test("the fall day has 25 hours of distinct instants, by UTC or by row order")
  func fallDay() throws {
    for file in [
      "da_hrl_lmps_20251102.csv", "day_20251102.json", "da_hrl_lmps_ept_20251102.csv",
      "da_hrl_lmps_ept_desc_20251102.csv",
    ] {
      let table = try PJMFixtures.parse(file).table
      let hub = table.observations.filter { $0.location.id == "51288" }
      #expect(hub.count == 25, "\(file)")
      #expect(Set(hub.map(\.start)).count == 25, "\(file)")
    }
  }

  @Test("by row order alone, each hour has the price that it has by UTC")
  func rowOrder() throws {
    func prices(_ file: String) throws -> [Int64: Double] {
      let rows = try PJMFixtures.parse(file).table.observations.filter { $0.location.id == "1" }
      return Dictionary(uniqueKeysWithValues: rows.map { ($0.start.secondsSince1970, $0.value ?? .nan) })
    }
    let byUTC = try prices("da_hrl_lmps_20251102.csv")
    #expect(try prices("da_hrl_lmps_ept_20251102.csv") == byUTC)
    #expect(try prices("da_hrl_lmps_ept_desc_20251102.csv") == byUTC)
  }

  @Test("a local hour that the clock skips is a defect")
  func springGap() throws {
    let text = "datetime_beginning_ept,pnode_id,pnode_name,type,total_lmp_da\r\n3/9/2025 2:00:00 AM,1,A,ZONE,5\r\n"
    let payload = FeedPayload(name: "da_hrl_lmps.csv", bytes: Array(text.utf8))
    let parsed = try PJMFixtures.registry.parse(payload, in: ParseContext(mode: .lenient))
    #expect(parsed.table.isEmpty)
    #expect(parsed.defects.map(\.code) == [.noSuchInterval])
  }

  @Test("components add up, whatever the order of the columns")
  func components() throws {
    let table = try PJMFixtures.parse("da_hrl_lmps_20250715.csv").table
    for row in table.observations {
      let parts = row.components
      let sum = (parts[.energy] ?? .nan) + (parts[.congestion] ?? .nan) + (parts[.loss] ?? .nan)
      #expect(abs(sum - (row.value ?? .nan)) < 1e-6)
    }
    let text =
      "total_lmp_da,version_nbr,marginal_loss_price_da,pnode_id,congestion_price_da,type,system_energy_price_da,"
      + "DATETIME_BEGINNING_UTC,pnode_name\n10,3,1,7,2,HUB,7,7/15/2025 4:00:00 AM,X\n"
    let parsed = try PJMFixtures.registry.parse(
      FeedPayload(name: "any.csv", bytes: Array(text.utf8)), in: ParseContext())
    let row = try #require(parsed.table.observations.first { _ in true })
    #expect(row.value == 10)
    #expect(row.components == [.energy: 7, .congestion: 2, .loss: 1])
    #expect(row.revision == 3)
    #expect(row.location == Location(market: "PJM", kind: .hub, id: "7"))
  }

  @Test("CSV and JSON give the same rows")
  func sameRows() throws {
    let csv = try PJMFixtures.parse("da_hrl_lmps_20250715.csv").table
    let json = try PJMFixtures.parse("da_hrl_lmps_20250715.json").table
    let pairs = zip(csv.observations, json.observations)
    #expect(pairs.allSatisfy { $0.value == $1.value && $0.start == $1.start && $0.location == $1.location })
    #expect(pairs.allSatisfy { $0.components == $1.components && $0.location.name == $1.location.name })
    let names = Set(csv.observations.map(\.location.name))
    #expect(names.contains("SMITHBRG,NORTH"))
  }

  @Test("kinds of places are those of the type column")
  func kinds() throws {
    let table = try PJMFixtures.parse("da_hrl_lmps_20250715.csv").table
    let kinds = Dictionary(
      table.observations.map { ($0.location.id, $0.location.kind) }, uniquingKeysWith: { first, _ in first })
    #expect(kinds["51288"] == .hub && kinds["51291"] == .zone && kinds["5413134"] == .interface)
    #expect(kinds["1097732340"] == .node && kinds["32418611"] == .node)
  }

  @Test("rows that are no longer current are kept under their version")
  func revisions() throws {
    let table = try PJMFixtures.parse("rt_hrl_lmps_20250714.csv").table
    let rto = table.observations.filter { $0.location.id == "1" }
    #expect(rto.map(\.revision).sorted() == Array(repeating: 1, count: 6) + Array(repeating: 2, count: 6))
    for hour in Dictionary(grouping: rto, by: \.start).values {
      let values = hour.sorted { $0.revision < $1.revision }.map { $0.value ?? .nan }
      #expect(abs(values[0] - values[1] - 1) < 1e-9)
    }
    let unnumbered = "datetime_beginning_utc,pnode_id,pnode_name,total_lmp_rt,row_is_current\n7/15/2025,1,A,5,False\n"
    let parsed = try PJMFixtures.registry.parse(
      FeedPayload(name: "rt_hrl_lmps.csv", bytes: Array(unnumbered.utf8)), in: ParseContext())
    #expect(parsed.table.observations.map(\.revision) == [-1])
  }

  @Test("five-minute rows last five minutes, whatever the file is called and asked for as")
  func lengths() throws {
    let asked = try PJMConnector().parse(
      member: FeedPayload(name: "x", bytes: PJMFixtures.bytes("prices.csv")), as: "pjm.rt_hrl_lmps", in: ParseContext())
    #expect(asked.feed == "pjm.rt_fivemin_hrl_lmps")
    #expect(asked.table.observations.allSatisfy { $0.seconds == 300 })
    let hourly = try PJMFixtures.parse("rt_hrl_lmps_20250714.csv")
    #expect(hourly.table.observations.allSatisfy { $0.seconds == 3600 })
  }

  @Test("verified and unverified prices are different products")
  func products() throws {
    let verified = try PJMFixtures.parse("rt_fivemin_hrl_lmps_20251102.csv").table.observations
    let live = try PJMFixtures.parse("rt_unverified_fivemin_lmps_20250715.csv").table.observations
    #expect(verified.allSatisfy { $0.product == .energy(.realTime) })
    #expect(live.allSatisfy { $0.product == .energy(.realTimePreliminary) })
  }

  @Test("a feed without the system price has no energy component, and nothing is made up for it")
  func noEnergy() throws {
    for file in ["rt_unverified_hrl_lmps_20250715.json", "download.csv"] {
      let chunk = try #require(try PJMFixtures.parse(file).table.chunks.first)
      #expect(chunk.components.map(\.component) == [.congestion, .loss])
    }
    #expect(try PJMFixtures.parse("subset.json").table.chunks.allSatisfy(\.components.isEmpty))
  }

  @Test("a blank price is missing, not zero; with parts beside it, it is inconsistent as well")
  func blanks() throws {
    let head = "datetime_beginning_utc,pnode_id,pnode_name,system_energy_price_da,total_lmp_da,congestion_price_da\n"
    let text = head + "7/15/2025 4:00:00 AM,1,A,,,\n7/15/2025 5:00:00 AM,1,A,3,,1\n7/15/2025 6:00:00 AM,1,A,3,4,1\n"
    let parsed = try PJMFixtures.registry.parse(
      FeedPayload(name: "da_hrl_lmps.csv", bytes: Array(text.utf8)), in: ParseContext(mode: .lenient))
    #expect(parsed.table.observations.map(\.value) == [nil, nil, 4])
    #expect(parsed.defects.map(\.code) == [.inconsistent])
    #expect(parsed.defects.first?.place.line == 3)
    #expect(parsed.blanks == 4)
  }

  @Test("good rows of a broken file are kept and every defect says where it is")
  func broken() throws {
    let parsed = try PJMFixtures.parse("broken.csv", mode: .lenient)
    #expect(parsed.table.count == 10)
    #expect(parsed.defects.map(\.code) == [.notANumber, .notATime, .fieldCount])
    #expect(parsed.defects.map(\.place.line) == [2, 4, 10])
    #expect(try PJMFixtures.error("broken.csv")?.code == .notANumber)
  }

  @Test("prices are published by the documented lag unless the listing says when")
  func publication() throws {
    let inferred = try PJMFixtures.parse("da_hrl_lmps_20250715.csv").table.chunks[0]
    // July 14, 13:30 in daylight-saving time.
    #expect(Set(inferred.publishedAt) == [1_752_514_200])
    #expect(inferred.provenance.publicationBasis == .inferred)
    let stated = Instant(secondsSince1970: 1_752_515_000)
    let payload = FeedPayload(
      name: "da_hrl_lmps.csv", bytes: try PJMFixtures.bytes("da_hrl_lmps_20250715.csv"), publishedAt: stated)
    let chunk = try PJMFixtures.registry.parse(payload, in: ParseContext()).table.chunks[0]
    #expect(Set(chunk.publishedAt) == [stated.secondsSince1970])
  }
}
