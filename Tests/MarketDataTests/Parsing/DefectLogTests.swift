import MarketData
import Testing

@Suite struct DefectLogTests {
  private let defect = ParseError(.notANumber, at: .init(line: 7, field: "LMP"), "\"abc\"", expected: "a number")

  @Test func strictModeThrowsTheFirstDefectWithItsSource() throws {
    var log = DefectLog(context: ParseContext(mode: .strict), source: "a.csv")
    let thrown = #expect(throws: ParseError.self) { try log.record(defect) }
    #expect(thrown?.place.source == "a.csv")
    #expect(thrown?.description == "a.csv:7:LMP: not-a-number: \"abc\"; expected a number")
  }

  @Test func lenientModeKeepsEveryDefectUpToTheLimit() throws {
    var context = ParseContext(mode: .lenient)
    context.limits.maxDefects = 2
    var log = DefectLog(context: context)
    try log.record(defect)
    try log.record(defect)
    #expect(log.defects.count == 2)
    let thrown = #expect(throws: ParseError.self) { try log.record(defect) }
    #expect(thrown?.code == .limitExceeded)
  }
}
