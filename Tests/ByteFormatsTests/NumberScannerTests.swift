import ByteFormats
import Testing

@Suite struct NumberScannerTests {
  @Test(arguments: [
    ("31.197257", 31.197257), (".15", 0.15), ("-.37", -0.37), ("+5", 5), ("13.", 13), ("0E-8", 0), ("1e5", 1e5),
    ("  30.72", 30.72), ("29\t ", 29), ("-0", -0.0), ("1E+2", 100), ("00012.50", 12.5), ("12345678", 12_345_678),
    ("123456789", 123_456_789), ("0.000000", 0), ("9007199254740993", 9_007_199_254_740_992),
    ("1e22", 1e22), ("1e23", 1e23), ("1e-22", 1e-22), ("1e-23", 1e-23),
    ("1.7976931348623157e308", .greatestFiniteMagnitude),
    ("4.9e-324", .leastNonzeroMagnitude), ("1e-400", 0), ("31.140000000000001", 31.140000000000001),
    ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
  ])
  func `decimal numbers in all the ways that operators write them`(text: String, value: Double) {
    let found = NumberScanner.double(text)
    #expect(found == value)
    #expect(found?.sign == value.sign)
  }

  @Test(arguments: [
    "", " ", "-", "+", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", "1.2.3", "1,234", "1 2", "--5", "+-5", "NaN", "nan",
    "inf", "-Infinity", "0x1F", "0x1p3", "1f", "N/A", "null", "1e5x", "5-", "1e999", "-1e99999999999999999999", "\u{0}",
    "１", "1_000", "$5", "(5)",
  ])
  func `what is not a number is nil`(text: String) {
    #expect(NumberScanner.double(text) == nil)
  }

  @Test func `a number is read from its range only`() {
    let bytes = "11122.75e3".bytes
    #expect(NumberScanner.double(bytes.span, ByteRange(3, 7)) == 22.7)
    #expect(NumberScanner.double(bytes.span, ByteRange(3, 6)) == 22)
    #expect(NumberScanner.double(bytes.span, ByteRange(3, 5)) == 22)
    #expect(NumberScanner.double(bytes.span, ByteRange(3, 4)) == 2)
    #expect(NumberScanner.double(bytes.span, ByteRange(-5, 2)) == 11)
    #expect(NumberScanner.double(bytes.span, ByteRange(5, 99)) == 0.75e3)
    #expect(NumberScanner.double(bytes.span, ByteRange(99, 120)) == nil)
  }

  @Test func `a point stands anywhere among up to nine digits, whatever follows`() {
    let digits = "912345678"
    for length in 1...9 {
      for point in 0...length {
        let text = digits.prefix(point) + "." + digits.prefix(length).dropFirst(point)
        for rest in ["", ",1", "77777777", "........", "xxxxxxxx"] {
          let bytes = (text + rest).bytes
          #expect(NumberScanner.double(bytes.span, ByteRange(0, length + 1)) == Double("0" + text + "0"))
        }
      }
    }
  }

  @Test(arguments: 0..<20) func `every number is rounded as the standard library rounds it`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<10_000 {
      let text = Self.randomDecimal(using: &generator)
      let padded = "7" + text + "70000000"
      let bytes = padded.bytes
      let found = NumberScanner.double(bytes.span, ByteRange(1, bytes.count - 8))
      guard found?.bitPattern == Double(text)?.bitPattern else {
        Issue.record("\(text) read as \(String(describing: found))")
        return
      }
    }
  }

  /// A number of 1 to 21 digits, at times with a point, a sign and an exponent.
  private static func randomDecimal(using generator: inout SeededGenerator) -> String {
    let word = generator.next()
    let digits = 1 + Int(word % 21)
    var text = word & 0x100 == 0 ? "" : "-"
    let point = word & 0x600 == 0 ? -1 : Int((word >> 11) % UInt64(digits))
    for index in 0..<digits {
      if index == point { text += index == 0 ? "0." : "." }
      text += String(generator.next() % 10)
    }
    if word & 0x70000 == 0 { text += "e\(Int((word >> 20) % 80) - 40)" }
    return text
  }

  @Test(arguments: [
    ("0", 0), ("-1", -1), ("+17", 17), (" 42 ", 42), ("9223372036854775807", Int64.max),
    ("-9223372036854775808", Int64.min), ("007", 7),
  ])
  func `whole numbers`(text: String, value: Int64) {
    #expect(NumberScanner.integer(text) == value)
  }

  @Test(arguments: ["", "-", "1.0", "1e3", "9223372036854775808", "-9223372036854775809", "99999999999999999999", "a"])
  func `what is not a whole number is nil`(text: String) {
    #expect(NumberScanner.integer(text) == nil)
  }

  @Test(arguments: [
    ("1,234.5", ",", ".", 1234.5), ("1.234,5", ".", ",", 1234.5), ("-12,345,678", ",", ".", -12_345_678),
    ("999", ",", ".", 999), ("0,5", ".", ",", 0.5), (",5", ".", ",", 0.5), ("1 234,50", " ", ",", 1234.5),
    ("+1,000", ",", ".", 1000), ("1.000e3", ".", ",", 1e6), ("1234.5", ",", ".", 1234.5),
  ])
  func `numbers with marks between thousands`(text: String, thousands: String, mark: String, value: Double) {
    #expect(grouped(text, thousands, mark) == value)
  }

  @Test(arguments: [
    ("1,5", ",", "."), ("1,2345", ",", "."), ("1,,234", ",", "."), (",234", ",", "."), ("1234,567", ",", "."),
    ("1,23.5", ",", "."), ("1.5", ",", ","), ("", ",", "."), ("1,234,", ",", "."), ("1.234.5", ",", "."),
    ("1,234-5", ",", "."), ("x", ",", "."), ("1,234.5,6", ",", "."),
  ])
  func `broken groups are nil`(text: String, thousands: String, mark: String) {
    #expect(grouped(text, thousands, mark) == nil)
  }

  @Test func `without a mark of thousands only the decimal mark counts`() {
    let bytes = "31,19".bytes
    let comma = UInt8(ascii: ",")
    #expect(NumberScanner.double(bytes.span, bytes.range, thousands: nil, decimalMark: comma) == 31.19)
  }

  private func grouped(_ text: String, _ thousands: String, _ mark: String) -> Double? {
    let bytes = text.bytes
    return NumberScanner.double(
      bytes.span, bytes.range, thousands: thousands.utf8.first, decimalMark: mark.utf8.first ?? 0)
  }
}
