import Testing

@testable import MarketData

@Suite("MISO daily reports of reserve prices")
struct MISOReserveReportTests {
  @Test("both tables are read: the market's own rows and the nodes'")
  func tables() throws {
    let parsed = try ConnectorRegistry.standard.parse(
      try MISOFixtures.payload("20250714_asm_exante_damcp.csv"), in: ParseContext(mode: .strict))
    let rows = parsed.rows
    #expect(rows.filter { $0.location.kind == .system }.count == 96)
    #expect(rows.filter { $0.location.id == "ALTW.WELLS1" }.count == 72)
    #expect(rows.filter { $0.location.id == "AMIL.BALDWI51" }.count == 71)
    #expect(Set(rows.map(\.product.name)) == ["GENREGMCP", "GENSPINMCP", "GENSUPPMCP", "REGMILEAGEMCP"])
    #expect(
      rows.allSatisfy {
        $0.product.run == .dayAheadExAnte && $0.product.unit == .price(.usd, per: .megawattOfCapacityHour)
      })
  }

  @Test("text in a cell is a defect and no row; a blank is neither")
  func cells() throws {
    let hours = (1...24).map { "HE \($0)" }.joined(separator: ",")
    let ones = Array(repeating: "1", count: 22).joined(separator: ",")
    let text = "ASM Day Ahead Market ExPost MCPs\n07/14/2025\n\n,,MCP Type,\(hours)\nMiso-Wide,-,GENREGMCP,x,,\(ones)\n"
    #expect(MISOFixtures.failure(text, name: "20250714_asm_expost_damcp.csv")?.code == .notANumber)
    let parsed = try MISOFixtures.parse(text, name: "20250714_asm_expost_damcp.csv", .lenient)
    #expect(parsed.feed == "miso.asm_expost_damcp")
    #expect(parsed.table.count == 22)
    #expect(parsed.blanks == 1)
    #expect(parsed.defects.count == 1)
  }
}
