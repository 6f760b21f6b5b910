import MarketData
import Nodal
import Testing

@Suite struct MATPOWERDefectTests {
  /// A case with one thing wrong in a matrix, by the lines of the matrices.
  private static func text(
    bus: String = "1 3 0 0 0 0 1 1 0 20 1 1.1 0.9;", gen: String = "1 0 0 10 -10 1 100 1 10 0;",
    branch: String = "1 2 0 0.1 0 0 0 0 0 0 1 -360 360;", more: String = ""
  ) -> String {
    """
    function mpc = small
    mpc.version = '2';
    mpc.baseMVA = 10;
    mpc.bus = [
      2 1 0 0 0 0 1 1 0 20 1 1.1 0.9;
      \(bus)
    ];
    mpc.gen = [
      2 0 0 10 -10 1 100 1 10 0;
      \(gen)
    ];
    mpc.branch = [
      2 1 0 0.1 0 0 0 0 0 0 1 -360 360;
      \(branch)
    ];
    mpc.gencost = [2 0 0 2 1 0; 2 0 0 2 2 0];
    \(more)
    """
  }

  struct Defect: Sendable, CustomTestStringConvertible {
    var text: String
    var code: ParseError.Code
    var line: Int?
    var column: Int?
    var field: String?
    var testDescription: String { "\(code) \(field ?? "") \(line ?? 0):\(column ?? 0)" }
  }

  private static let defects = [
    Defect(text: text(bus: "1 3 x 0 0 0 1 1 0 20 1 1.1 0.9;"), code: .notANumber, line: 6, column: 7, field: "mpc.bus"),
    Defect(text: text(bus: "1 3 0 0 0 0 1 1 0 20 1 1.1;"), code: .fieldCount, line: 6, column: 3, field: "mpc.bus"),
    Defect(
      text: text(bus: "1 3 0 0 0 NaN 1 1 0 20 1 1.1 0.9;"), code: .notANumber, line: 6, column: 13, field: "bus(2,6)"),
    Defect(
      text: text(bus: "1 3 Inf 0 0 0 1 1 0 20 1 1.1 0.9;"), code: .notANumber, line: 6, column: 7, field: "bus(2,3)"),
    Defect(
      text: text(bus: "1.5 3 0 0 0 0 1 1 0 20 1 1.1 0.9;"), code: .notANumber, line: 6, column: 3, field: "bus(2,1)"),
    Defect(
      text: text(bus: "2 3 0 0 0 0 1 1 0 20 1 1.1 0.9;"), code: .inconsistent, line: 6, column: 3, field: "bus(2,1)"),
    Defect(
      text: text(gen: "9 0 0 10 -10 1 100 1 10 0;"), code: .inconsistent, line: 10, column: 3, field: "gen(2,1)"),
    Defect(
      text: text(branch: "1, 1, 0 0.1 0 0 0 0 0 0 1 -360 360;"), code: .inconsistent, line: 14, column: 6,
      field: "branch(2,2)"),
    Defect(
      text: text(branch: "1 2 0 0.1 0 -5 0 0 0 0 1 -360 360;"), code: .outOfRange, line: 14, column: 15,
      field: "branch(2,6)"),
    Defect(
      text: text(more: "mpc.gencost = [2 0 0 9 1 0; 2 0 0 2 2 0];"), code: .fieldCount, line: 17, column: 22,
      field: "gencost(1,4)"),
    Defect(text: text(more: "mpc.gencost = [2 0 0 2 1 0];"), code: .inconsistent, line: 16, column: 1),
    Defect(text: text(more: "mpc.if.map = [1 9]; mpc.if.lims = [1 0 1];"), code: .inconsistent, line: 17, column: 17),
    Defect(text: text(more: "for k = 1:3"), code: .malformed, line: 17, column: 5),
    Defect(text: text(more: "mpc.bus = mpc.bus';"), code: .notANumber, line: 17, column: 11),
    Defect(text: text(more: "mpc.bus(:, 99) = 1;"), code: .outOfRange, line: 17),
    Defect(text: text(more: "mpc.name = 'open"), code: .malformed, line: 17, column: 12),
    Defect(text: text(more: "mpc.x = [1 2"), code: .truncated, line: 17, column: 9, field: "mpc.x"),
    Defect(text: text(more: "mpc.x = 3 4"), code: .malformed, line: 17, column: 11),
  ]

  @Test(arguments: defects) func `a defect has its line and column`(_ defect: Defect) throws {
    let error = try #require(failure { () throws(ParseError) in try .matpower(defect.text) })
    #expect(error.code == defect.code, "\(error)")
    #expect(error.place.source == "case.m")
    if let line = defect.line { #expect(error.place.line == line, "\(error)") }
    if let column = defect.column { #expect(error.place.column == column, "\(error)") }
    if let field = defect.field { #expect(error.place.field == field, "\(error)") }
    // What one mode throws first the other has first in its list.
    let lenient = try ParsedNetwork.matpower(defect.text, .lenient)
    #expect(lenient.defects.first == error)
    #expect(lenient.network.buses.count >= 1)
  }

  @Test func `rows that are left out do not shift the ids and costs of the others`() throws {
    let text = Self.text(gen: "2 0 0 ten -10 1 100 1 10 0; 2 5 0 10 -10 1 100 1 20 0;")
      .replacing("2 0 0 2 2 0]", with: "2 0 0 2 2 0; 2 0 0 2 3 0]")
    let parsed = try ParsedNetwork.matpower(text, .lenient)
    #expect(parsed.network.generators.map(\.id) == ["1", "3"])
    #expect(parsed.network.generators.map(\.cost) == [.linear(1), .linear(3)])
    #expect(parsed.defects.map(\.place.line) == [10])
    #expect(parsed.defects[0].description.hasPrefix("case.m:10:9:[1]:mpc.gen: not-a-number: \"ten\""))
  }

  @Test func `a bus that is left out takes what stands at it along, each with its defect`() throws {
    let parsed = try ParsedNetwork.matpower(Self.text(bus: "1 3 0 0 0 0 1 one 0 20 1 1.1 0.9;"), .lenient)
    #expect(parsed.network.buses.map(\.number) == [2])
    #expect(parsed.network.generators.map(\.id) == ["1"])
    #expect(parsed.network.branches.isEmpty)
    #expect(parsed.defects.count == 4)
  }

  @Test func `a case without a part that every case has is refused in both modes`() {
    for mode in [ParseMode.strict, .lenient] {
      for missing in ["mpc.baseMVA", "mpc.bus", "mpc.gen", "mpc.branch"] {
        let text = Self.text().replacing(missing + " = ", with: "mpc.other = ")
        let error = failure { () throws(ParseError) in try .matpower(text, mode) }
        #expect(error?.code == .missingField, "\(missing)")
      }
      #expect(failure { () throws(ParseError) in try .matpower("", mode) }?.code == .empty)
    }
  }
}
