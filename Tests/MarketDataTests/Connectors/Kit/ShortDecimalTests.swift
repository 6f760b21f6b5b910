import ByteFormats
import Testing

@testable import MarketData

@Suite("Short decimals")
struct ShortDecimalTests {
  private func scan(_ text: String) -> (value: Double, end: Int)? {
    let bytes = Array((text + String(repeating: ",", count: 24)).utf8)
    var offset = 0
    guard let value = ShortDecimal.scan(bytes.span, at: &offset) else { return nil }
    return (value, offset)
  }

  @Test("equal to the standard library to the last bit")
  func exact() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let whole = Int.random(in: 0...9_999_999, using: &generator) >> Int.random(in: 0...22, using: &generator)
      let digits = Int.random(in: 0...7, using: &generator)
      var text = (Bool.random(using: &generator) ? "-" : "") + "\(whole)"
      if digits > 0 { text += "." }
      for _ in 0..<digits { text += "\(Int.random(in: 0...9, using: &generator))" }
      let found = try #require(scan(text))
      #expect(found.value.bitPattern == Double(text)?.bitPattern, "\(text)")
      #expect(found.end == text.utf8.count, "\(text)")
    }
  }

  @Test("anything else is left to the general scanner", arguments: [
    "", "-", ".5", "5.", "+5", "12345678", "1.23456789", "1e5", "1.5E3", "NaN", " 5", "--5",
  ])
  func others(_ text: String) {
    #expect(scan(text) == nil)
  }

  @Test("nothing is read near the end of the bytes")
  func end() {
    let bytes = Array("12.5,".utf8)
    var offset = 0
    let found = ShortDecimal.scan(bytes.span, at: &offset)
    #expect(found == nil)
    #expect(offset == 0)
  }

  @Test("equal bytes of every length and place")
  func equalBytes() {
    let bytes = Array("abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    for count in 0...36 {
      let same = EqualBytes.equal(0, 36, count: count, in: bytes.span)
      #expect(same)
      for place in 0..<count {
        var other = bytes
        other[36 + place] ^= 1
        let stillSame = EqualBytes.equal(0, 36, count: count, in: other.span)
        #expect(!stillSame)
      }
    }
  }
}
