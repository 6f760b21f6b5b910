import Curves
import Foundation
import MarketData
import Testing
import Valuation

@Suite struct CurveReportTests {
  private func built(_ granularity: MarketDays.Granularity, strands: [Block] = [.base]) throws -> BuiltCurve {
    var definition = try CurveFixtures.definition(granularity, "2026-03-28", "2026-04-01")
    definition.strands = strands
    var quotes = try [CurveFixtures.quote("2026-03-28/2026-04-01", 50)]
    quotes[0].id = #"balance, "March""#
    if strands.count > 1 {
      quotes.append(try CurveFixtures.quote("2026-03-28/2026-04-01", 60, block: .europeanPeak))
    }
    return try definition.build(quotes)
  }

  @Test func aReportGoesThroughJSONUnchanged() throws {
    let report = try built(.day, strands: [.europeanPeak, .europeanOffPeak]).report
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = try encoder.encode(report)
    #expect(try JSONDecoder().decode(CurveReport.self, from: bytes) == report)
    let object = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "basis", "conflict", "points", "repricing", "roughness", "schemaVersion", "status", "unit",
      ])
    #expect(report.points.map(\.start) == ["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"])
    #expect(report.points[3].end == "2026-04-01")
    #expect(Set(try #require(report.points[0].blocks).keys) == ["peak", "off-peak"])
    #expect(report.status == "solved" && report.unit == "EUR/MWh")
  }

  @Test func timesWithinADayHaveTheirOffset() throws {
    let built = try built(.day)
    let hours = try #require(DeliveryGrid(covering: built.definition.grid.span, seconds: 3600))
    let report = try built.report(on: hours)
    #expect(report.points.count == 95)
    // One kind of text for all of them, midnight too.
    #expect(report.points[0].start == "2026-03-28T00:00:00+01:00")
    #expect(report.points[0].end == "2026-03-28T01:00:00+01:00")
    #expect(report.points[94].end == "2026-04-01T00:00:00+02:00")
    // On 29 March the clock goes from 02:00 to 03:00.
    #expect(report.points[26].start == "2026-03-29T03:00:00+02:00")
  }

  @Test func fieldsOfCSVAreQuotedWhereTheyMustBe() throws {
    let built = try built(.day)
    let lines = built.csv.split(separator: "\n")
    #expect(lines.count == 5 && lines[0] == "start,end,value")
    #expect(lines[1].hasPrefix("2026-03-28,2026-03-29,"))
    let repricing = built.repricingCSV.split(separator: "\n")
    #expect(repricing[1].hasPrefix(#""balance, ""March""",2026-03-28,2026-04-01,base,50.0,,,"#))
    #expect(
      try self.built(.day, strands: [.europeanPeak, .europeanOffPeak]).csv.hasPrefix("start,end,value,peak,off-peak\n"))
  }

  @Test func theBasisTellsQuotesApart() throws {
    let basis = try built(.day).basis
    #expect(basis.method == "least squared second differences")
    #expect(basis.conventions["zone"] == "Europe/Berlin" && basis.conventions["weighting"] == "hours")
    #expect(try built(.day).basis == basis)
    #expect(try built(.month).basis.inputs == basis.inputs)
    let other = try CurveFixtures.definition(.day, "2026-03-28", "2026-04-01")
      .build([CurveQuote(CurveFixtures.period("2026-03-28/2026-04-01"), .firm(50.000_000_1), id: #"balance, "March""#)])
    #expect(other.basis.inputs != basis.inputs)
  }
}
