import ByteFormats
import Testing

@Suite struct TextEncodingTests {
  @Test func `plain UTF-8 stays as it is`() {
    for text in ["", "a,b\n", "Zürich €", "😀"] {
      #expect(TextEncoding.normalised(text.bytes) == text.bytes)
    }
  }

  @Test func `a byte order mark goes`() {
    #expect(TextEncoding.normalised([0xEF, 0xBB, 0xBF, 0x61]) == [0x61])
    #expect(TextEncoding.normalised([0xEF, 0xBB, 0xBF, 0x61, 0xE9]) == "aé".bytes)
  }

  @Test func `UTF-16 of either order becomes UTF-8`() {
    let units = Array("Zürich 😀".utf16)
    let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] as [UInt8] }
    let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] as [UInt8] }
    #expect(TextEncoding.normalised(little) == "Zürich 😀".bytes)
    #expect(TextEncoding.normalised(big) == "Zürich 😀".bytes)
    #expect(TextEncoding.normalised([0xFF, 0xFE]).isEmpty)
    #expect(TextEncoding.normalised([0xFF, 0xFE, 0x3D, 0xD8]) == "\u{FFFD}".bytes)
    #expect(TextEncoding.normalised([0xFF, 0xFE, 0x61, 0x00, 0x62]) == "a\u{FFFD}".bytes)
  }

  @Test func `what is not UTF-8 is Windows-1252`() {
    #expect(TextEncoding.normalised([0x5A, 0xFC, 0x72, 0x69, 0x63, 0x68, 0x20, 0x80]) == "Zürich €".bytes)
    #expect(TextEncoding.normalised([0xB0, 0x43, 0x81]) == "°C\u{81}".bytes)
  }

  @Test func `validity is found at every place`() {
    for length in 1..<40 {
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0x61, count: length)
        #expect(TextEncoding.isValidUTF8(bytes.span) == true)
        bytes[place] = 0xFF
        #expect(TextEncoding.isValidUTF8(bytes.span) == false)
      }
    }
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
      [0xF0, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func `ill-formed sequences are not valid`(bytes: [UInt8]) {
    #expect(TextEncoding.isValidUTF8(bytes.span) == false)
  }
}
