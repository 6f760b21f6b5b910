import ByteFormats
import Testing

@Suite struct CSVHeaderTests {
  private func header(_ text: String) throws -> CSVHeader {
    let bytes = text.bytes
    var reader = CSVReader()
    _ = try reader.next(in: bytes.span)
    return CSVHeader(reader, in: bytes.span)
  }

  @Test func `columns are found whatever their case and punctuation`() throws {
    let header = try header("\u{FEFF}SCEDTimeStamp,Settlement Point Name,SETTLEMENT_POINT_TYPE,DSTFlag    ,HE 1\n")
    #expect(header.index(of: "scedtimestamp") == 0)
    #expect(header.index(of: "settlementpointname") == 1)
    #expect(header.index(of: "settlementPointType") == 2)
    #expect(header.index(of: "DST_FLAG") == 3)
    #expect(header.index(of: "he1") == 4)
    #expect(header.index(of: "he2") == nil)
  }

  @Test func `names are kept as they stand`() throws {
    #expect(try header(" RegUpMile, \"Say \"\"x\"\"\",\n").names == ["RegUpMile", "\"Say \"\"x\"\"\"", ""])
    #expect(try header("\"Say \"\"x\"\"\"").names == ["Say \"x\""])
  }

  @Test func `of equal names the first is found`() throws {
    #expect(try header("MW,mw,M.W.").index(of: "mw") == 0)
    #expect(CSVHeader(names: ["a", "A"]).index(of: "a") == 0)
  }
}
