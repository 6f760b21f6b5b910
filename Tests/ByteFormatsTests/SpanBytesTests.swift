import ByteFormats
import Testing

@Suite struct SpanBytesTests {
  private let bytes = "  HB_North,\tx \n".bytes

  @Test func `ranges are half-open and never turn round`() {
    #expect(ByteRange(3, 7).count == 4)
    #expect(ByteRange(3, 3).isEmpty)
    #expect(ByteRange(7, 3) == ByteRange(7, 7))
    #expect(ByteRange(-4, 99).clamped(to: 10) == ByteRange(0, 10))
    #expect(ByteRange(50, 99).clamped(to: 10).isEmpty)
  }

  @Test func `text is compared with and without case`() {
    #expect(bytes.span.equals(ByteRange(2, 10), "HB_North") == true)
    #expect(bytes.span.equals(ByteRange(2, 10), "HB_NORTH") == false)
    #expect(bytes.span.equalsIgnoringCase(ByteRange(2, 10), "hb_NORTH") == true)
    #expect(bytes.span.equalsIgnoringCase(ByteRange(2, 9), "hb_NORTH") == false)
    #expect("@[`{".bytes.span.equalsIgnoringCase(ByteRange(0, 4), "`{@[") == false)
    #expect(bytes.span.equals(ByteRange(0, 0), "") == true)
    #expect(bytes.span.equals(ByteRange(90, 98), "HB_North") == false)
  }

  @Test func `blanks and tabs are trimmed at both ends`() {
    #expect(bytes.span.trimmed(ByteRange(0, 10)) == ByteRange(2, 10))
    #expect(bytes.span.trimmed(ByteRange(11, 14)) == ByteRange(12, 13))
    #expect(bytes.span.trimmed(ByteRange(0, 2)).isEmpty == true)
    #expect(bytes.span.trimmed(ByteRange(-3, 400)) == ByteRange(2, 15))
  }

  @Test func `a byte is found wherever it stands`() {
    for length in 0..<40 {
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0x61, count: length)
        bytes[place] = 0xE1
        #expect(bytes.span.firstOffset(of: 0xE1, from: 0) == place)
        #expect(bytes.span.firstOffset(of: 0xE1, from: place + 1) == nil)
        #expect(bytes.span.firstOffset(of: 0xE1, in: ByteRange(0, place)) == nil)
        #expect(bytes.span.firstOffset(of: 0x62, from: -1) == nil)
      }
    }
  }

  @Test func `strings are cut to the bytes and repaired`() {
    #expect(String(bytes.span, ByteRange(2, 10)) == "HB_North")
    #expect(String(bytes.span, ByteRange(-1, 4)) == "  HB")
    #expect(String([0x61, 0xFF].span, ByteRange(0, 9)) == "a\u{FFFD}")
  }
}
