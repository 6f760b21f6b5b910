import Foundation
import Testing

@testable import MarketData

@Suite("MISO daily price reports")
struct MISOPriceReportTests {
  @Test("numbers without leading zeros; energy is the decimal number that a person would write")
  func energy() throws {
    var report = MISOReportText()
    report.addNode("ALTW.WELLS1", "30.12", "-.37", ".15")
    let rows = try MISOFixtures.parse(report.text).rows
    #expect(rows.count == 24)
    #expect(rows[0].value == 30.12)
    #expect(rows[0].components == [.energy: 30.34, .congestion: -0.37, .loss: 0.15])
    #expect(30.12 - -0.37 - 0.15 != 30.34, "the plain difference is off by a rounding")
    #expect(rows[0].product == .energy(.dayAhead))
  }

  /// A naive reading in Eastern prevailing time skips an hour in March and repeats one in November.
  @Test(
    "24 hours on both days on which clocks change",
    arguments: [("3/9/2025", 1_741_496_400), ("11/02/2025", 1_762_059_600)])
  func clockChanges(date: String, midnight: Int64) throws {
    var report = MISOReportText()
    report.date = date
    report.addNode("ALTW.WELLS1")
    let rows = try MISOFixtures.parse(report.text, name: "prices.csv").rows
    #expect(rows.map(\.start.secondsSince1970) == (0..<24).map { midnight + 3600 * $0 })
    #expect(rows.allSatisfy { $0.seconds == 3600 })
  }

  @Test("the header is found with and without the blank third line")
  func preamble() throws {
    var report = MISOReportText()
    report.addNode("ALTW.WELLS1")
    let three = try MISOFixtures.parse(report.text).table.count
    report.hasEmptyLine = false
    #expect(try MISOFixtures.parse(report.text).table.count == three)
  }

  @Test("rows by node and rows by value give the same table")
  func orders() throws {
    let parts = [("LMP", "20.5"), ("MCC", "-1.25"), ("MLC", ".75")]
    var byNode = MISOReportText()
    var byValue = MISOReportText()
    for node in ["A.HUB", "B.AZ", "C"] { for part in parts { byNode.add(node, "Hub", part.0, part.1) } }
    for part in parts { for node in ["A.HUB", "B.AZ", "C"] { byValue.add(node, "Hub", part.0, part.1) } }
    let left = try MISOFixtures.parse(byNode.text).rows
    let right = try MISOFixtures.parse(byValue.text).rows
    #expect(left.map(\.location) == right.map(\.location))
    #expect(left.map(\.components) == right.map(\.components))
    #expect(left[0].components == [.energy: 21, .congestion: -1.25, .loss: 0.75])
  }

  @Test("plain records and the general reader agree")
  func readersAgree() throws {
    let text = String(decoding: try MISOFixtures.bytes("20250714_da_expost_lmp.csv"), as: UTF8.self)
    let plain = try MISOFixtures.parse(text).rows
    // A quoted name in the first row sends every record to the general reader; quoted in the last, only that one.
    let first = text.replacingOccurrences(of: "ILLINOIS.HUB,Hub,LMP", with: "\"ILLINOIS.HUB\",Hub,LMP")
    let last = text.replacingOccurrences(of: "AMIL.BALDWI51,Gennode,MLC", with: "AMIL.BALDWI51 ,Gennode,\"MLC\"")
    let long = text.replacingOccurrences(of: "ILLINOIS.HUB,Hub,MCC,", with: "ILLINOIS.HUB,Hub,MCC,-000000000")
      .replacingOccurrences(of: "-000000000-", with: "-000000000")
    for other in [first, last, long] {
      #expect(other != text)
      let rows = try MISOFixtures.parse(other).rows
      #expect(rows.map(\.start) == plain.map(\.start))
      #expect(rows.map(\.value) == plain.map(\.value))
      #expect(rows.map(\.location) == plain.map(\.location))
      #expect(rows.map(\.components) == plain.map(\.components))
    }
  }

  @Test("the type column and the name make the kind of place")
  func kinds() throws {
    var report = MISOReportText()
    for (node, type) in [
      ("ILLINOIS.HUB", "Hub"), ("MGE.AZ", "Hub"), ("AECI", "Interface"), ("CIN.PSI", "Loadzone"),
      ("ALTW.WELLS1", "Gennode"),
    ] {
      for part in ["LMP", "MCC", "MLC"] { report.add(node, type, part, "1") }
    }
    let kinds = try MISOFixtures.parse(report.text).rows.prefix(5).map(\.location.kind)
    #expect(kinds == [.hub, .aggregate, .interface, .zone, .node])
  }

  @Test("blank cells make no rows and are counted; a day of blanks is an empty table")
  func blanks() throws {
    var report = MISOReportText()
    for part in ["LMP", "MCC", "MLC"] { report.add("A", "Gennode", part, "5", first: "") }
    report.addNode("B")
    let parsed = try MISOFixtures.parse(report.text)
    #expect(parsed.table.count == 47)
    #expect(parsed.blanks == 3)
    #expect(parsed.rows.contains { $0.value == 0 } == false)

    var empty = MISOReportText()
    empty.addNode("A", "", "", "")
    let nothing = try MISOFixtures.parse(empty.text)
    #expect(nothing.table.isEmpty)
    #expect(nothing.blanks == 72)
  }

  @Test("a blank component is missing, and energy with it")
  func blankComponent() throws {
    var report = MISOReportText()
    report.add("A", "Gennode", "LMP", "5")
    report.add("A", "Gennode", "MCC", "1", first: "")
    report.add("A", "Gennode", "MLC", "1")
    let rows = try MISOFixtures.parse(report.text).rows
    #expect(rows[0].components == [.loss: 1])
    #expect(rows[1].components == [.energy: 3, .congestion: 1, .loss: 1])
  }

  @Test("a node without all three rows is a defect; what there is stays")
  func missingParts() throws {
    var report = MISOReportText()
    report.addNode("A")
    report.add("B", "Gennode", "LMP", "7")
    report.add("C", "Gennode", "MCC", "7")
    #expect(MISOFixtures.failure(report.text)?.code == .inconsistent)
    #expect(MISOFixtures.failure(report.text)?.place.line == 9)
    let parsed = try MISOFixtures.parse(report.text, name: "20250714_da_expost_lmp.csv", .lenient)
    #expect(parsed.defects.map(\.code) == [.inconsistent, .inconsistent])
    let first = parsed.rows.prefix(3)
    #expect(first.map(\.value) == [30.12, 7, nil])
    #expect(first.map(\.components.count) == [3, 0, 1])
  }

  @Test("parts without a price in one hour are a defect and a row without a value")
  func missingPrice() throws {
    var report = MISOReportText()
    report.add("A", "Gennode", "LMP", "5", first: "")
    report.add("A", "Gennode", "MCC", "1")
    report.add("A", "Gennode", "MLC", "1")
    let parsed = try MISOFixtures.parse(report.text, .lenient)
    #expect(parsed.table.count == 24)
    #expect(parsed.rows[0].value == nil)
    #expect(parsed.defects.map(\.code) == [.inconsistent])
    #expect(parsed.defects.first?.place.field == "HE 1")
  }

  @Test("text where a price belongs is a defect and no row")
  func text() throws {
    var report = MISOReportText()
    report.add("A", "Gennode", "LMP", "5", first: "n/a")
    report.add("A", "Gennode", "MCC", "1")
    report.add("A", "Gennode", "MLC", "1")
    let failure = MISOFixtures.failure(report.text)
    #expect(failure?.code == .notANumber)
    #expect(failure?.place.line == 6)
    #expect(failure?.place.field == "HE 1")
    let parsed = try MISOFixtures.parse(report.text, .lenient)
    #expect(parsed.table.count == 23)
    #expect(parsed.defects.count == 1)
  }

  @Test("a repeated row, a row of an unknown part and a short row are defects")
  func brokenRows() throws {
    var report = MISOReportText()
    report.addNode("A")
    report.add("A", "Gennode", "LMP", "99")
    report.add("A", "Gennode", "MXX", "99")
    report.rows.append("B,Gennode,LMP,1,2,3")
    let parsed = try MISOFixtures.parse(report.text, .lenient)
    #expect(parsed.defects.map(\.code) == [.inconsistent, .inconsistent, .fieldCount])
    #expect(parsed.rows.map(\.value) == Array(repeating: 30.12, count: 24))
  }

  @Test("the title wins over the name, and the disagreement is a defect")
  func title() throws {
    var report = MISOReportText()
    report.title = "Day Ahead Market ExAnte LMPs"
    report.addNode("A")
    let failure = MISOFixtures.failure(report.text, name: "20250714_da_expost_lmp.csv")
    #expect(failure?.code == .inconsistent)
    let parsed = try MISOFixtures.parse(report.text, .lenient)
    #expect(parsed.feed == "miso.da_exante_lmp")
    #expect(parsed.rows.first?.product == .energy(.dayAheadExAnte))
    #expect(parsed.defects.map(\.code) == [.inconsistent])
    #expect(try MISOFixtures.parse(report.text, name: "prices.csv").defects.isEmpty)
  }

  @Test("the same title is preliminary or final by the file's name")
  func realTime() throws {
    var report = MISOReportText()
    report.title = "Realtime Market LMPs"
    report.date = "7/14/2025"
    report.addNode("A")
    let prelim = try MISOFixtures.parse(report.text, name: "20250714_rt_lmp_prelim.csv")
    let final = try MISOFixtures.parse(report.text, name: "20250714_rt_lmp_final.csv")
    #expect(prelim.rows.first?.product == .energy(.realTimePreliminary))
    #expect(final.rows.first?.product == .energy(.realTime))
    #expect(prelim.rows.first?.publishedAt.secondsSince1970 == 1_752_580_800)
    #expect(final.rows.first?.publishedAt.secondsSince1970 == 1_752_926_400)
    #expect(prelim.table.chunks.allSatisfy { $0.provenance.publicationBasis == .inferred })
  }

  @Test("the date stands above the header, else in the name; two dates are a defect")
  func dates() throws {
    var report = MISOReportText()
    report.addNode("A")
    #expect(MISOFixtures.failure(report.text, name: "20250715_da_expost_lmp.csv")?.code == .inconsistent)
    report.date = ""
    #expect(try MISOFixtures.parse(report.text).rows.first?.start.secondsSince1970 == 1_752_469_200)
    #expect(MISOFixtures.failure(report.text, name: "da_expost_lmp.csv")?.code == .missingField)
    report.date = "02/30/2025"
    #expect(MISOFixtures.failure(report.text, name: "da_expost_lmp.csv")?.code == .missingField)
  }

  @Test("columns are bound by name")
  func columns() throws {
    var report = MISOReportText()
    report.header = "Comment,Value,Node,Type," + (1...24).reversed().map { "HE \($0)" }.joined(separator: ",")
    for part in ["LMP", "MCC", "MLC"] {
      report.rows.append("x,\(part),A,Gennode," + (1...24).reversed().map(String.init).joined(separator: ","))
    }
    #expect(try MISOFixtures.parse(report.text).rows.map(\.value) == (1...24).map { Double($0) })
    report.header = report.header.replacingOccurrences(of: "HE 7", with: "HE X")
    #expect(MISOFixtures.failure(report.text)?.code == .missingField)
    #expect(MISOFixtures.failure(report.text)?.expected == "he7")
  }

  @Test("error pages and empty files are typed errors")
  func errors() {
    #expect(MISOFixtures.failure("")?.code == .empty)
    #expect(MISOFixtures.failure("\n \n")?.code == .empty)
    let page = MISOFixtures.failure("<!DOCTYPE html><html><body>Not Found</body></html>")
    #expect(page?.code == .operatorError)
    let blob = MISOFixtures.failure(
      "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code><Message>The blob does not exist.</Message></Error>")
    #expect(blob?.code == .operatorError)
    #expect(blob?.operatorCode == "BlobNotFound")
    #expect(MISOFixtures.failure("Day Ahead Market ExPost LMPs\n07/14/2025\n")?.code == .missingField)
  }

  @Test("one chunk an hour, with the locations shared and the rest constant")
  func chunks() throws {
    let parsed = try ConnectorRegistry.standard.parse(
      try MISOFixtures.payload("20250309_rt_lmp_final.csv"), in: ParseContext(mode: .strict))
    #expect(parsed.table.chunks.count == 24)
    #expect(parsed.table.byteCount == 240 * 36)
    #expect(parsed.table.chunks.allSatisfy { $0.order == .series })
    let distinct = Set(
      parsed.table.chunks.map { chunk in
        guard case .values(let codes) = chunk.locations else { return 0 }
        return codes.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
      })
    #expect(distinct.count == 1)
  }
}
