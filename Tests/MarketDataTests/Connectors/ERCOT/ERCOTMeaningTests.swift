import MarketData
import Testing

@Suite("ERCOT meaning")
struct ERCOTMeaningTests {
  @Test func aZoneIsPricedTwice() throws {
    let parsed = try ERCOTFixture.parse("np6-905-cd_autumn.json")
    let zones = parsed.table.observations.filter { $0.location.id == "LZ_WEST" }
    #expect(Set(zones.map(\.location.kind)) == [.zone, .energyWeightedZone])
    #expect(Set(zones.map { "\($0.start) \($0.location.kind)" }).count == 16)
    let tie = try ERCOTFixture.parse("cdr.00012301.0000000000000000.20250309.001700.SPPHLZNP6905.csv")
    #expect(
      Set(tie.table.observations.filter { $0.location.id == "DC_N" }.map(\.location.kind)) == [
        .interface, .energyWeightedZone,
      ])
  }

  @Test func pointsWithoutATypeAreToldByTheirPrefix() throws {
    let parsed = try ERCOTFixture.parse("cdr.00012331.0000000000000000.20250602.123222.DAMSPNP4190.csv")
    let kinds = Dictionary(
      parsed.table.observations.map { ($0.location.id, $0.location.kind) }, uniquingKeysWith: { $1 })
    #expect(kinds == ["7RNCHSLR_ALL": .node, "DC_E": .interface, "HB_NORTH": .hub, "LZ_WEST": .zone])
  }

  @Test func blankIsNotZero() throws {
    let parsed = try ERCOTFixture.parse(
      text: "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n06/03/2025,1,HB_NORTH, ,N\n")
    #expect(parsed.table.observations.map(\.value) == [nil])
    #expect(parsed.blanks == 1)
  }

  @Test func nineteenDigits() throws {
    let parsed = try ERCOTFixture.parse(
      text: "DeliveryDate,HourEnding,North,South,West,Houston,SystemTotal,DSTFlag    \n"
        + "03/13/2025,1:00,13005.493749755861875,-.1,0,1e3,43797.76989746094,N\n")
    #expect(
      parsed.table.observations.map { $0.value ?? .nan } == [
        13005.493749755861875, -0.1, 0, 1000, 43797.76989746094,
      ])
  }

  @Test func extraColumnsAreTolerated() throws {
    let parsed = try ERCOTFixture.parse(
      text:
        "Invented,DSTFlag,Settlement Point Price,Hour Ending,Settlement Point,Delivery Date\n?,N,5,1,HB_PAN,06/03/2025\n"
    )
    #expect(parsed.feed == "ercot.np4-190-cd")
    #expect(parsed.table.observations.map { $0.value ?? .nan } == [5])
  }

  @Test func addersInBothLayouts() throws {
    let old = try ERCOTFixture.parse("RTORDCRELDEPpriceAdderNP6323_old.csv")
    let new = try ERCOTFixture.parse("RTSCEDPRICEADDERNP6323_new.csv")
    #expect(old.feed == "ercot.np6-323-cd" && new.feed == old.feed)
    func adders(_ parsed: ParsedPayload) -> Set<String> {
      Set(parsed.table.observations.filter { $0.product.kind == .priceAdder }.map(\.product.name))
    }
    #expect(adders(old) == ["RTORPA", "RTOFFPA", "RTORDPA"])
    #expect(adders(new) == ["RTRDPA", "RTRDPARUS", "RTRDPARDS", "RTRDPARRS", "RTRDPAECRS", "RTRDPANSS"])
    for parsed in [old, new] {
      #expect(parsed.table.observations.contains { $0.product == Product.energy(.realTime).renamed("system lambda") })
    }
    let units = Dictionary(
      new.table.observations.map { ($0.product.name, $0.product.unit) }, uniquingKeysWith: { $1 })
    #expect(units["RTRDPA"] == .price(.usd, per: .megawattHour))
    #expect(units["RTRDPARUS"] == .price(.usd, per: .megawattOfCapacityHour))
    #expect(units["RTOLLSL"] == .quantity(.megawatt))
  }

  @Test func modelsAndTheOneInUse() throws {
    let parsed = try ERCOTFixture.parse("cdr.00014837.0000000000000000.20250603.123000.LFCMODWEATHERNP3565.csv")
    let system = parsed.table.observations.filter {
      $0.location.kind == .system && $0.start.description.hasSuffix("T05:00:00Z")
    }
    #expect(Set(system.map(\.product.name)) == ["A3", "E1", "X", "in use"])
    let values = Dictionary(system.map { ($0.product.name, $0.value) }, uniquingKeysWith: { $1 })
    #expect(values["in use"] == values["E1"])
  }

  @Test func weatherZonesHaveOneNameInEveryReport() throws {
    let forecast = try ERCOTFixture.parse("cdr.00012312.0000000000000000.20250603.123000.LFCWEATHERNP3561.csv")
    let actual = try ERCOTFixture.parse("cdr.00013101.0000000000000000.20251103.055000.ACTUALSYSLOADWZNP6345.csv")
    #expect(Set(forecast.table.observations.map(\.location)) == Set(actual.table.observations.map(\.location)))
  }

  @Test func curvePointsAreNumbered() throws {
    let generation = try ERCOTFixture.parse("60d_DAM_Gen_Resource_Data-02-AUG-25.csv")
    let offers = generation.table.observations.filter { $0.product.kind == .offer }
    #expect(Set(offers.map(\.product.name)) == ["energy[1]", "energy[2]", "energy[3]", "energy[4]"])
    #expect(offers.first?.components["quantity"] == -3)
    let aggregate = try ERCOTFixture.parse("2d_Agg_AS_Offers_ECRSM-05-JUN-25.csv")
    #expect(Set(aggregate.table.observations.map(\.product.name)) == ["ECRSM[1]", "ECRSM[2]", "ECRSM[3]"])
  }

  @Test func resultsOfAResource() throws {
    let parsed = try ERCOTFixture.parse("60d_DAM_Load_Resource_Data-02-AUG-25.csv")
    let rows = parsed.table.observations.filter { $0.start.description == "2025-06-03T05:00:00Z" }
    #expect(Set(rows.map(\.location)) == [Location(market: "ERCOT", kind: .resource, id: "AAPIPLNC_LD3")])
    #expect(
      Set(rows.filter { $0.product.kind == .award }.map(\.product.name)) == [
        "REGUP", "REGDN", "RRSPFR", "RRSFFR", "RRSUFR", "ECRSSD", "NSPIN",
      ])
    #expect(
      Set(rows.filter { $0.product.kind == .ancillaryService }.map(\.product.name)) == [
        "REGUP", "REGDN", "RRS", "ECRS", "NSPIN",
      ])
  }

  @Test func theFileNamesTheServiceWhereTheColumnDoesNot() throws {
    let text = "Delivery Date,Hour Ending,MW Offered,Offer Price\n06/03/2025,1,5,6\n"
    let parsed = try ERCOTFixture.parse(text: text, named: "2d_Agg_AS_Offers_REGUP-05-JUN-25.csv")
    #expect(parsed.table.observations.map(\.product.name) == ["REGUP[1]"])
  }

  @Test func dashboardsKnowTheRepeatedHour() throws {
    for file in ["system-wide-demand.json", "combine-wind-solar.json"] {
      let parsed = try ERCOTFixture.parse(file)
      let autumn = parsed.table.observations.filter {
        "2025-11-02T05:00:00Z" <= $0.start.description && $0.start.description < "2025-11-03T06:00:00Z"
      }
      #expect(Set(autumn.map(\.start)).count == 25)
      #expect(parsed.table.chunks.allSatisfy { $0.provenance.publicationBasis == .stated })
      #expect(parsed.table.observations.allSatisfy { $0.publishedAt.description == "2025-06-03T17:00:00Z" })
    }
  }

  @Test func aDashboardThatStampsTheFlagWronglyIsReadByItsLabel() throws {
    // Both hours stamped with the end of the second.
    let row = #"{"hourEnding": 2, "dstFlag": "%", "systemLoad": 1, "epoch": 1762070400000}"#
    let rows = ["N", "Y"].map { flag in row.split(separator: "%").joined(separator: flag) }.joined(separator: ",")
    let text = #"{"lastUpdated": "2025-11-02 12:00:00-0600", "currentDay": {"dayDate": "", "data": [\#(rows)]}}"#
    let parsed = try ERCOTFixture.parse(text: text, feed: "ercot.system-wide-demand")
    #expect(
      parsed.table.observations.map(\.start.description) == ["2025-11-02T06:00:00Z", "2025-11-02T07:00:00Z"])
  }
}

extension Product {
  fileprivate func renamed(_ name: String) -> Product { Product(kind: kind, run: run, name: name, unit: unit) }
}
