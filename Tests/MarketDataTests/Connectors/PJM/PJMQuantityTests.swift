import MarketData
import Testing

@Suite("PJM services, constraints, load and generation")
struct PJMQuantityTests {
  @Test("services are told apart by zone, service and unit; a blank value is a row without a value")
  func services() throws {
    let parsed = try PJMFixtures.parse("ancillary_services_20251102.csv")
    let rows = Array(parsed.table.observations)
    let zones = Set(rows.map { $0.location.id })
    #expect(zones == ["RTO", "MAD"])
    #expect(rows.allSatisfy { $0.location.kind == .reserveZone })
    let prices = Set(rows.filter { $0.product.kind == .ancillaryService }.map(\.product.name))
    #expect(prices == ["Synchronized Reserve", "Regulation Mileage"])
    let ratios = rows.filter { $0.product.unit == .dimensionless }
    #expect(ratios.count == 25 && ratios.allSatisfy { $0.product.kind != .ancillaryService })
    #expect(rows.filter { $0.value == nil }.count == 1)
    #expect(parsed.blanks == 1)
  }

  @Test("a unit that nobody described is a defect")
  func unknownUnit() throws {
    let text = "datetime_beginning_utc,ancillary_service,unit,value\n7/15/2025 4:00:00 AM,RTO Reserve,Furlong,5\n"
    let parsed = try PJMFixtures.registry.parse(
      FeedPayload(name: "ancillary_services.csv", bytes: Array(text.utf8)), in: ParseContext(mode: .lenient))
    #expect(parsed.table.isEmpty && parsed.defects.map(\.code) == [.outOfRange])
  }

  @Test("the regulation price carries its two parts; blank cells of other services make no rows")
  func reserves() throws {
    let rows = Array(try PJMFixtures.parse("reserve_market_results_20251102.csv").table.observations)
    #expect(rows.allSatisfy { $0.seconds == 300 })
    let regulation = rows.filter { $0.product == .ancillaryService("REG", .realTime) }
    #expect(regulation.count == 26)
    for row in regulation {
      let parts = (row.components[.capability] ?? .nan) + (row.components[.performance] ?? .nan)
      #expect(abs(parts - (row.value ?? .nan)) < 1e-9)
    }
    #expect(rows.allSatisfy { $0.product.name != "SR" || $0.components.isEmpty })
    #expect(!rows.contains { $0.product.name.hasSuffix("nsr_mw") })
    let quantity = try #require(rows.first { $0.product.name == "REG as_req_mw" })
    #expect(quantity.value == 800 && quantity.product.kind == .ancillaryServiceQuantity)
  }

  @Test("regulation results of half-hours last half an hour")
  func regulation() throws {
    let rows = Array(try PJMFixtures.parse("reg_market_results_20251102.csv").table.observations)
    #expect(rows.allSatisfy { $0.seconds == 1800 })
    #expect(Set(rows.map(\.start)).count == 50)
    #expect(rows.first { $0.product.name == "REG requirement" }?.value == 525)
  }

  @Test("shadow prices belong to a facility under a contingency, names as published")
  func constraints() throws {
    let rows = Array(try PJMFixtures.parse("da_marginal_value_20251102.json").table.observations)
    let names = Set(rows.map(\.location.id))
    #expect(names.contains("NOTTINGH230 KV  2-3 | L500.Conastone-PeachBottom.5012"))
    #expect(names.contains(#"12 DRESDEN "A" \ 345 KV | L345.Lockport-Kendall.10805"#))
    #expect(rows.allSatisfy { $0.location.kind == .constraint && ($0.value ?? 1) <= 0 })
    let real = Array(try PJMFixtures.parse("rt_marginal_value_20250309.csv").table.observations)
    #expect(Set(real.map(\.location.id)) == names)
    #expect(real.filter { $0.product.kind == .shadowPrice }.count == 90)
  }

  @Test("a constraint lasts from its beginning to its end")
  func constrainedHours() throws {
    let rows = Array(try PJMFixtures.parse("da_transconstraints_20250715.json").table.observations)
    #expect(rows.map(\.seconds) == [4, 1, 30, 7].map { $0 * 3600 })
    #expect(rows.allSatisfy { Double($0.seconds) / 3600 == $0.value })
  }

  @Test("instantaneous load is a reading at the second that is printed")
  func instantaneousLoad() throws {
    let rows = Array(try PJMFixtures.parse("inst_load.csv").table.observations)
    #expect(rows.allSatisfy { $0.seconds == 0 })
    #expect(rows.filter { $0.start.secondsSince1970 % 300 == 1 }.count == 200)
    #expect(
      Set(rows.map(\.location)) == [
        Location(market: "PJM", kind: .area, id: "AEP"), Location(market: "PJM", kind: .system, id: "PJM"),
      ])
  }

  @Test("load that a company has verified supersedes load that it has not")
  func verifiedLoad() throws {
    let rows = Array(try PJMFixtures.parse("hrl_load_metered-20250309.csv").table.observations)
    #expect(rows.allSatisfy { $0.revision == ($0.location.id == "DOM" ? 0 : 1) })
    #expect(rows.contains { $0.location.kind == .system })
  }

  @Test("a forecast is known from the moment at which it was evaluated")
  func issues() throws {
    for file in ["load_frcstd_7_day.json", "load_frcstd_hist_20251102.csv", "hourly_solar_power_forecast.csv"] {
      let table = try PJMFixtures.parse(file).table
      #expect(table.chunks.count == 2)
      #expect(Set(table.observations.map { $0.issuedAt?.secondsSince1970 }) == [1_752_486_300, 1_752_507_900])
      #expect(table.observations.allSatisfy { $0.publishedAt == $0.issuedAt })
    }
  }

  @Test("fuels are products of the system")
  func fuels() throws {
    let rows = Array(try PJMFixtures.parse("gen_by_fuel_20251102.json").table.observations)
    let fuels = rows.filter { $0.product.kind == .generation }
    #expect(Set(fuels.map(\.product.name)) == ["Coal", "Gas", "Multiple Fuels", "Solar"])
    #expect(fuels.count == 100 && fuels.allSatisfy { $0.product.unit == .quantity(.megawatt) })
    #expect(rows.allSatisfy { $0.location.kind == .system })
  }

  @Test("capacity prices by area and auction, from June to May of PJM's clock")
  func capacity() throws {
    for name in ["rpm_resource_clearing_prices.csv", "sheet1.csv"] {
      let parsed = try PJMFixtures.parse("rpm_resource_clearing_prices.csv", named: name)
      let rows = Array(parsed.table.observations)
      #expect(parsed.feed == "pjm.rpm_clearing_prices")
      #expect(rows.count == 10 && parsed.blanks == 2)
      let base = rows.filter { $0.product.run == .baseAuction && $0.product.name == "CP" && $0.location.id == "RTO" }
      #expect(base.map(\.value) == [164.77, 333.44])
      // June 1, 2018 and June 1, 2019, midnight in daylight-saving time.
      #expect(base.first?.start.secondsSince1970 == 1_527_825_600)
      #expect(base.first?.end.secondsSince1970 == 1_559_361_600)
      #expect(base.first?.product.unit == .price(.usd, per: .megawattDay))
      // The year with February 29, 2028 has a day more.
      let leapYear: Int64 = 366 * 86_400
      #expect(base.last?.seconds == leapYear)
      let incremental = rows.filter { $0.product.run == "incremental-auction-3IA" }
      #expect(incremental.map(\.value) == [1050, 5])
    }
  }

  private static let sheet =
    "Resource Clearing Prices for RPM Auctions\n,Capacity Product Type *,RTO,MAAC\nDY 25/26\nBRA,CP,269.92,1\n"

  private func capacity(_ text: String) throws -> ParsedPayload {
    try PJMFixtures.registry.parse(
      FeedPayload(name: "sheet1.csv", bytes: Array(text.utf8)), in: ParseContext(mode: .lenient))
  }

  @Test("a short sheet is not taken for a sentence of the operator")
  func shortSheet() throws {
    let parsed = try capacity(PJMQuantityTests.sheet)
    #expect(parsed.table.count == 2 && parsed.defects.isEmpty)
  }

  @Test("a delivery year beyond all numbers is a defect", arguments: ["9223372036854775807/25", "99/00/01", "2100/01"])
  func hugeYear(_ year: String) throws {
    let parsed = try capacity(PJMQuantityTests.sheet + "DY \(year)\nBRA,CP,1,2\n")
    #expect(parsed.table.count == 2)
    #expect(parsed.defects.map(\.code) == [.noSuchInterval])
  }

  @Test("prices beside a name that is no auction are a defect, notes are none")
  func unknownAuction() throws {
    let parsed = try capacity(PJMQuantityTests.sheet + "Transitional,CP,100,100\n,PRD,5\n* see, the notes\n")
    #expect(parsed.table.count == 2)
    #expect(parsed.defects.map(\.code) == [.unrecognised, .unrecognised])
    #expect(parsed.defects.map(\.place.line) == [5, 6])
  }
}
