import MarketData
import Testing

@Suite("CAISO services, load, schedules, fuels and bids")
struct CAISOSeriesTests {
  private func products(_ file: String) throws -> Set<Product> {
    Set(try CAISOFixtures.parse(file).rows.map(\.product))
  }

  @Test func ancillaryServices() throws {
    let rows = try CAISOFixtures.parse("20251102_20251103_PRC_AS_DAM_20251101_13_05_00_v12.csv").rows
    #expect(
      Set(rows.map(\.product))
        == Set(["RU", "RD", "SR", "NR", "RMU", "RMD"].map { .ancillaryService($0, .dayAhead) }))
    #expect(Set(rows.map(\.location.kind)) == [.reserveZone])
    // 01:00 stands twice, an hour apart.
    #expect(
      Set(rows.map(\.start.secondsSince1970)) == [1_762_066_800, 1_762_070_400, 1_762_074_000, 1_762_077_600])
  }

  @Test func servicesInXMLAreNamedAsInCSV() throws {
    #expect(try products("prc_as.xml") == [.ancillaryService("SR", .dayAhead), .ancillaryService("RMU", .dayAhead)])
  }

  @Test func horizonsOfLoadAreProducts() throws {
    #expect(
      try products("20251102_20251103_SLD_FCST_DAM_20251101_09_00_00_v1.csv") == [.power(.loadForecast, .dayAhead)])
    #expect(
      try products("20250601_20250609_SLD_FCST_7DA_20250601_09_00_00_v1.csv") == [
        .power(.loadForecast, "seven-day-ahead")
      ]
    )
    #expect(
      try products("20250309_20250310_SLD_FCST_ACTUAL_20250310_09_00_00_v1.csv") == [.power(.load, .actual)])
    #expect(
      try products("sld_fcst.xml") == [.power(.loadForecast, .realTime), .power(.loadForecast, .fifteenMinute)])
  }

  @Test func aBlankLoadIsARowWithoutAValue() throws {
    let rows = try CAISOFixtures.parse("20250309_20250310_SLD_FCST_ACTUAL_20250310_09_00_00_v1.csv").rows
    #expect(rows.count { $0.value == nil } == 1)
  }

  @Test func theISOIsTheSystemAndOthersAreAreas() throws {
    let rows = try CAISOFixtures.parse("20250601_20250609_SLD_FCST_7DA_20250601_09_00_00_v1.csv").rows
    #expect(
      Set(rows.map(\.location)) == [
        Location(market: "CAISO", kind: .system, id: "CAISO"), Location(market: "CAISO", kind: .area, id: "AZPS"),
        Location(market: "CAISO", kind: .area, id: "BANC"),
      ])
  }

  @Test func windAndSun() throws {
    #expect(
      try products("20251102_20251103_SLD_REN_FCST_DAM_20251101_09_00_00_v1.csv")
        == [.power(.generationForecast, .dayAhead, "Solar"), .power(.generationForecast, .dayAhead, "Wind")])
    #expect(
      try products("20250309_20250310_SLD_REN_FCST_ACTUAL_20250310_09_00_00_v1.csv")
        == [.power(.generation, .actual, "Solar"), .power(.generation, .actual, "Wind")])
    #expect(
      try products("sld_ren_fcst.xml")
        == [.power(.generationForecast, .dayAhead, "Solar"), .power(.generationForecast, .dayAhead, "Wind")])
  }

  @Test func schedulesAreNoMeasurements() throws {
    #expect(
      try products("20251102_20251103_ENE_SLRS_DAM_20251101_13_10_00_v1.csv")
        == Set(["Export", "Import", "Generation", "Load"].map { .power(.award, .dayAhead, $0) }))
    #expect(
      try products("ene_slrs.xml") == [.power(.award, .dayAhead, "Export"), .power(.award, .dayAhead, "Load")])
  }

  @Test func fuelsAndAllowances() throws {
    let fuel = try CAISOFixtures.parse("20250601_20250602_PRC_FUEL_N_20250531_22_00_00_v1.csv").rows
    #expect(Set(fuel.map(\.location.id)) == ["FRPGE1", "FRPGE1GHG", "FRSCE1"])
    #expect(fuel.allSatisfy { $0.product.unit == .price(.usd, per: .mmbtu) })
    let carbon = try CAISOFixtures.parse("20250601_20250602_PRC_GHG_ALLOWANCE_N_20250531_22_00_00_v1.csv").rows
    #expect(carbon.allSatisfy { $0.value == 27.41 && $0.product.unit == .price(.usd, per: .tonneCO2) })
  }

  @Test(arguments: [
    "20260501_20260501_DAM_CAP_PRC_GRP_N_N_v1.csv", "20261101_20261101_DAM_CAP_PRC_GRP_N_N_v1.csv",
  ])
  func capacityPricesAddUp(_ file: String) throws {
    let rows = try CAISOFixtures.parse(file).rows
    #expect(
      Set(rows.map(\.product)) == Set(["IRU", "IRD", "RCU", "RCD"].map { .ancillaryService($0, .dayAhead) }))
    for row in rows {
      #expect(abs(row.components.values.reduce(0, +) - (row.value ?? .nan)) < 1e-4)
      #expect((row.components[.loss] != nil) == row.product.name.hasPrefix("RC"))
    }
  }

  @Test func capacityRequirementsAreByBalancingArea() throws {
    let rows = try CAISOFixtures.parse("20260501_20260501_DAM_CAP_REQ_AWRD_GRP_N_N_v1.csv").rows
    #expect(Set(rows.map(\.location.id)) == ["CISO", "PACE"])
    #expect(
      Set(rows.map(\.product.name)) == [
        "IRU requirement", "IRU award", "IRD requirement", "IRD award", "RCU award", "RCD award",
      ])
    let early = try CAISOFixtures.parse("20260501_20260501_2DA_CAP_REQ_AWRD_GRP_N_N_v1.csv").rows
    #expect(Set(early.map(\.product.run)) == ["two-day-ahead"])
  }

  @Test func bids() throws {
    let rows = try CAISOFixtures.parse("20251102_20251102_PUB_BID_DAM_v3.csv").rows
    let first = Instant(secondsSince1970: 1_762_066_800)
    let curve = rows.filter { $0.start == first && $0.location.id == "952796" && $0.product.name.hasPrefix("EN") }
    #expect(curve.map(\.product.name) == ["EN 1", "EN 2", "EN 3"])
    #expect(curve.map(\.value) == [-14.22, 21.5, 35.75])
    #expect(curve.map { $0.components["quantity"] } == [0, 50, 120])
    #expect(curve.allSatisfy { $0.product.unit == .price(.usd, per: .megawattHour) })
    let mileage = rows.first { $0.product.name == "RMU 1" }
    #expect(mileage?.value == 0)
    #expect(mileage?.components.isEmpty == true)
    #expect(mileage?.product.unit == .price(.usd, per: .megawatt))
    let schedules = rows.filter { $0.start == first && $0.product.kind == "self-schedule" }
    #expect(schedules.map(\.product.name) == ["EN 1", "EN 2", "EN 1"])
    #expect(schedules.map(\.value) == [103, 17.5, nil])
  }
}
