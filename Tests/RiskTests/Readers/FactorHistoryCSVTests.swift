import MarketData
import Risk
import Testing

@Suite struct FactorHistoryCSVTests {
  private func read(_ text: String) throws -> FactorHistory { try FactorHistory(csv: Array(text.utf8).span) }

  private func code(_ text: String) -> RiskError.Code? {
    do throws(RiskError) {
      _ = try FactorHistory(csv: Array(text.utf8).span)
      return nil
    } catch { return error.code }
  }

  @Test func readsChangesAndGaps() throws {
    let history = try read("date,PJM_WEST,TTF\r\n2026-01-06, 1.5 ,-2e-1\n2026-01-05,,\"0.25\"\n\n")
    #expect(history.names == ["PJM_WEST", "TTF"])
    #expect(history.dates.map(\.description) == ["2026-01-05", "2026-01-06"])
    #expect(try history.changes(of: "TTF") == [0.25, -0.2])
    #expect(history.missingCounts == [1, 0])
    #expect(try history.changes(of: "PJM_WEST").last == 1.5)
  }

  @Test func saysWhereADefectIs() throws {
    let error = #expect(throws: RiskError.self) { try read("date,A,B\n2026-01-05,1,2\n2026-01-06,1,x\n") }
    #expect(error?.code == .malformed)
    #expect("\(try #require(error))".contains("line 3"))
    #expect("\(try #require(error))".contains("a number for B, found x"))
  }

  @Test func refusesWhatIsNoTable() {
    #expect(code("") == .empty)
    #expect(code("date,A\n") == .empty)
    #expect(code("day,A\n2026-01-05,1\n") == .malformed)
    #expect(code("date\n2026-01-05\n") == .malformed)
    #expect(code("date,A,\n2026-01-05,1,2\n") == .malformed)
    #expect(code("date,A,A\n2026-01-05,1,2\n") == .mismatch)
    #expect(code("date,A\n2026-01-05,1\n2026-01-05,2\n") == .mismatch)
    #expect(code("date,A\n05.01.2026,1\n") == .malformed)
    #expect(code("date,A\n2026-01-05,1,2\n") == .malformed)
    #expect(code("date,A\n2026-01-05,1e999\n") == .malformed)
    #expect(code("date,A\n2026-01-05,inf\n") == .malformed)
    #expect(code("date,A\n2026-01-05,\"1\n") == .malformed)
    #expect(code("date,A\n2026-01-05,1\n") == nil)
  }
}
