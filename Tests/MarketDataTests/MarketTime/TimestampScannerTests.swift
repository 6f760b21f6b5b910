import Testing

@testable import MarketData

@Suite("TimestampScanner")
struct TimestampScannerTests {
  private func scan<Value>(_ text: String, _ body: (Span<UInt8>, Int, Int) -> Value?) -> Value? {
    // Surrounded by digits, so that a scanner which leaves its range shows.
    let bytes = Array("99\(text)99".utf8)
    return body(bytes.span, 2, bytes.count - 2)
  }

  @Test(
    "month first",
    arguments: [
      ("11/2/2025 1:05:00 AM", "2025-11-02T01:05:00"), ("11/2/2025 12:00:00 AM", "2025-11-02T00:00:00"),
      ("1/2/2025 12:00:00 PM", "2025-01-02T12:00:00"), ("1/2/2025 11:59:59 pm", "2025-01-02T23:59:59"),
      ("11/02/2025", "2025-11-02T00:00:00"), ("11/02/2025 13:05", "2025-11-02T13:05:00"),
      ("11/02/2025 13:05:07", "2025-11-02T13:05:07"), ("11/02/2025 24:00", "2025-11-02T24:00:00"),
      ("10-02-2026", "2026-10-02T00:00:00"),
    ])
  func usDateTime(text: String, expected: String) {
    #expect(scan(text, TimestampScanner.usDateTime)?.description == expected)
  }

  @Test(
    "malformed, month first",
    arguments: [
      "13/02/2025", "2/30/2025", "11/02/25", "11/02-2025", "11/02/2025 ", "11/02/2025 13:05 PM", "11/02/2025 0:05 AM",
      "11/02/2025T10:00", "11/02/2025 24:01", "11/02/2025 10:0", "", "/", "11", "11/", "11/02/2025 1:05:00 XM",
    ])
  func malformedUSDateTime(text: String) {
    #expect(scan(text, TimestampScanner.usDateTime) == nil)
  }

  @Test("day first, compact and named months")
  func otherDates() {
    #expect(scan("05.03.2024", TimestampScanner.dayFirstDate) == .on("2024-03-05"))
    #expect(scan("5.3.2024", TimestampScanner.dayFirstDate) == .on("2024-03-05"))
    #expect(scan("31/12/2024 23:30", TimestampScanner.dayFirstDateTime)?.description == "2024-12-31T23:30:00")
    #expect(scan("20250101", TimestampScanner.compactDate) == .on("2025-01-01"))
    #expect(scan("2025010", TimestampScanner.compactDate) == nil)
    #expect(scan("202501010930", TimestampScanner.compactDateTime)?.description == "2025-01-01T09:30:00")
    #expect(scan("20250101093059", TimestampScanner.compactDateTime)?.description == "2025-01-01T09:30:59")
    #expect(scan("27-Jul-2026", TimestampScanner.namedMonthDate) == .on("2026-07-27"))
    #expect(scan("01 Jan 2023", TimestampScanner.namedMonthDate) == .on("2023-01-01"))
    #expect(scan("1-APR-2025", TimestampScanner.namedMonthDate) == .on("2025-04-01"))
    #expect(scan("31-Apr-2025", TimestampScanner.namedMonthDate) == nil)
    #expect(scan("01-Abc-2025", TimestampScanner.namedMonthDate) == nil)
    #expect(scan("01-Jan 2025", TimestampScanner.namedMonthDate) == nil)
    #expect(scan("2025/04/01", TimestampScanner.isoDate) == .on("2025-04-01"))
    #expect(scan("2025-04-01T", TimestampScanner.isoDate) == nil)
    #expect(scan("4/1/2025", TimestampScanner.usDate) == .on("2025-04-01"))
  }

  @Test("times of day")
  func timesOfDay() {
    #expect(scan("0:30", TimestampScanner.timeOfDay) == 1800)
    #expect(scan("24:00", TimestampScanner.timeOfDay) == 86_400)
    #expect(scan("24:00:01", TimestampScanner.timeOfDay) == nil)
    #expect(scan("23:59:59", TimestampScanner.timeOfDay) == 86_399)
    #expect(scan("12:30 AM", TimestampScanner.timeOfDay) == 1800)
    #expect(scan("00:00:00.0", TimestampScanner.timeOfDay) == 0)
    #expect(scan("7", TimestampScanner.timeOfDay) == 25_200)
    #expect(scan("-1:00", TimestampScanner.timeOfDay) == nil)
  }

  @Test("ISO 8601 with and without an offset")
  func isoDateTime() throws {
    let plain = try #require(scan("2026-06-09T04:00:00", TimestampScanner.isoDateTime))
    #expect(plain.utcOffset == nil && plain.instant == nil && plain.instantInUTC == .at("2026-06-09T04:00:00Z"))
    let central = try #require(scan("2024-11-25 00:00:00-0600", TimestampScanner.isoDateTime))
    #expect(central.utcOffset == -21_600 && central.instant == .at("2024-11-25T06:00:00Z"))
    #expect(scan("2024-04-19 03:29:58.480+0000", TimestampScanner.isoDateTime)?.instant == .at("2024-04-19T03:29:58Z"))
    #expect(scan("2025-02-04T18:00:00-00:00", TimestampScanner.isoDateTime)?.instant == .at("2025-02-04T18:00:00Z"))
    #expect(scan("2024-01-01T08", TimestampScanner.isoDateTime)?.instantInUTC == .at("2024-01-01T08:00:00Z"))
    #expect(scan("2025/12/27 00:05:00", TimestampScanner.isoDateTime)?.local.description == "2025-12-27T00:05:00")
    #expect(scan("2025-12-27", TimestampScanner.isoDateTime)?.local.description == "2025-12-27T00:00:00")
  }

  @Test("ranges outside the span give nil")
  func ranges() {
    let bytes = Array("2025-01-01".utf8)
    for (start, end) in [(-1, 10), (0, 11), (5, 5), (8, 3), (.max, .max), (.min, .max), (10, 10)] {
      #expect(TimestampScanner.isoDate(bytes.span, start, end) == nil)
      #expect(TimestampScanner.usDateTime(bytes.span, start, end) == nil)
      #expect(TimestampScanner.isoDateTime(bytes.span, start, end) == nil)
      #expect(TimestampScanner.namedMonthDate(bytes.span, start, end) == nil)
      #expect(HourLabel.scan(bytes.span, start, end) == nil)
    }
  }

  @Test("random bytes never trap")
  func fuzz() {
    var generator = SeededGenerator(seed: 3)
    let alphabet = Array("0123456789/-.: TZamp+J\u{0}\u{7F}".utf8) + [0xFF, 0x80]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...26, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      _ = TimestampScanner.isoDateTime(bytes.span, 0, bytes.count)
      _ = TimestampScanner.usDateTime(bytes.span, 0, bytes.count)
      _ = TimestampScanner.dayFirstDateTime(bytes.span, 0, bytes.count)
      _ = TimestampScanner.namedMonthDate(bytes.span, 0, bytes.count)
      _ = TimestampScanner.compactDateTime(bytes.span, 0, bytes.count)
      _ = TimestampScanner.timeOfDay(bytes.span, 0, bytes.count)
      _ = HourLabel.scan(bytes.span, 0, bytes.count)
    }
  }
}
