import MarketData
import Storage
import Testing

struct PriceTableTests {
  static let plain = "energy,reg_up\n47.67,10.08\n-3.5,0\r\n1e2,1\n"
  private static let dated = "Start,energy\n2025-01-01T00:00Z,10\n2025-01-01T01:00Z,20\n2025-01-01T02:00Z,30\n"

  private static func error(_ text: String) -> ParseError? {
    do throws(ParseError) {
      _ = try PriceTable(csv: Array(text.utf8), source: "p.csv")
      return nil
    } catch {
      return error
    }
  }

  @Test func columnsAreReadByName() throws {
    let table = try PriceTable(csv: Array(Self.plain.utf8))
    #expect(table.names == ["energy", "reg_up"])
    #expect(table.count == 3)
    #expect(try table.column("energy") == [47.67, -3.5, 100])
    #expect(try table.column("reg_up") == [10.08, 0, 1])
    #expect(table.starts == nil)
    #expect(throws: StorageError.self) { try table.column("spin") }
    let steps = try table.steps(minutes: 15, from: Instant(secondsSince1970: 900))
    #expect(steps.hours == [0.25, 0.25, 0.25])
    #expect(steps.start(at: 0) == Instant(secondsSince1970: 900))
  }

  @Test func startsAreReadAndCompared() throws {
    let table = try PriceTable(csv: Array(Self.dated.utf8))
    #expect(table.starts?.count == 3)
    let steps = try table.steps(minutes: 60, from: Instant(secondsSince1970: 0))
    #expect(steps.start(at: 0) == Instant(iso8601: "2025-01-01T00:00Z"))
    do throws(StorageError) {
      _ = try table.steps(minutes: 30, from: Instant(secondsSince1970: 0))
      Issue.record("starts an hour apart are no half hours")
    } catch {
      #expect(error.code == .mismatch)
      #expect(error.index == 1)
    }
    #expect(try table.slice(1..<3).column("energy") == [20, 30])
    #expect(throws: StorageError.self) { try table.slice(2..<4) }
  }

  @Test(arguments: [
    ("", "empty", 0), ("energy\n", "empty", 0), ("power\n1\n", "missing-field", 1),
    ("energy,energy\n1,2\n", "inconsistent", 1),
    ("energy,\n1,2\n", "inconsistent", 1), ("energy,a\n1,2\n3\n", "field-count", 3),
    ("energy\n1\nx\n", "not-a-number", 3),
    ("energy,a\n1,\n", "not-a-number", 2), ("energy\nnan\n", "not-a-number", 2), ("energy\ninf\n", "not-a-number", 2),
    ("start,energy\nlater,1\n", "not-a-time", 2),
    ("start,energy\n2025-01-01T01:00Z,1\n2025-01-01T00:00Z,1\n", "inconsistent", 3),
    ("energy\n\"1\n", "malformed", 2),
  ])
  func defectsHaveACodeAndALine(_ text: String, _ code: String, _ line: Int) throws {
    let error = try #require(Self.error(text))
    #expect(error.code.description == code, "\(error)")
    #expect(error.place.source == "p.csv")
    if line > 0 { #expect(error.place.line == line) }
  }

  @Test func aRequestAndATableMakeAProblem() throws {
    let request = try StorageRequest(
      json: Array("{\"powerMW\":1,\"energyMWh\":2,\"services\":[{\"name\":\"reg_up\",\"direction\":\"up\"}]}".utf8))
    let table = try PriceTable(csv: Array(Self.plain.utf8))
    let problem = try request.problem(table, steps: table.steps(minutes: 60, from: Instant(secondsSince1970: 0)))
    #expect(problem.offers[0].prices == [10.08, 0, 1])
    #expect(problem.dispatch.buyPrices == [47.67, -3.5, 100])
    let lacking = try PriceTable(csv: Array("energy\n1\n".utf8))
    #expect(throws: StorageError.self) {
      try request.problem(lacking, steps: lacking.steps(minutes: 60, from: Instant(secondsSince1970: 0)))
    }
  }

  @Test func onlyTheNamedColumnsAreRead() throws {
    let text = "node,start,energy,note,reg_up,\nA,2025-01-01T00:00Z,10,,1,\nB,2025-01-01T01:00Z,20,\"n, b\",2,x\n"
    #expect(Self.error(text)?.code == .inconsistent)
    let table = try PriceTable(csv: Array(text.utf8), columns: ["reg_up"])
    #expect(table.names == ["energy", "reg_up"])
    #expect(try table.column("energy") == [10, 20] && table.column("reg_up") == [1, 2])
    #expect(table.starts?.count == 2)
    #expect(try PriceTable(csv: Array(text.utf8), columns: []).names == ["energy"])
    // A blank in a column that is needed is none in one that is not.
    do throws(ParseError) {
      _ = try PriceTable(csv: Array(text.utf8), columns: ["note"])
      Issue.record("a blank price was taken")
    } catch {
      #expect(error.code == .notANumber && error.place.line == 2 && error.place.field == "note")
    }
    do throws(ParseError) {
      _ = try PriceTable(csv: Array(text.utf8), columns: ["spin"])
      Issue.record("a column that is not there was read")
    } catch {
      #expect(error.code == .missingField && error.place.field == "spin")
    }
  }

  @Test(arguments: [
    "date,time,energy\n2025-01-01,00:00,1\n2025-01-01,01:00,2\n",
    "time,date,energy\n00:00Z,2025-01-01,1\n01:00Z,2025-01-01,2\n",
    "date,time,energy\n2025-01-01,2025-01-01T00:00Z,1\n2025-01-01,2025-01-01T01:00Z,2\n",
    "date,period,start,energy\n2025-01-01,1,2025-01-01T00:00Z,1\n2025-01-01,2,2025-01-01T01:00Z,2\n",
  ])
  func severalColumnsOfStartsAreOne(_ text: String) throws {
    let table = try PriceTable(csv: Array(text.utf8))
    #expect(table.names == ["energy"])
    #expect(table.starts == [Instant(secondsSince1970: 1_735_689_600), Instant(secondsSince1970: 1_735_693_200)])
  }
}
