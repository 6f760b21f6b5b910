/// Builds ISO 8601 text byte by byte.
struct ISO8601Text {
  private var bytes: [UInt8] = []

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  mutating func append(_ value: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(truncatingIfNeeded: value / divisor % 10) + UInt8(ascii: "0"))
      divisor /= 10
    }
  }

  /// `2025-11-02`; a year outside 0 to 9999 has a sign and as many digits as it needs.
  mutating func append(date: LocalDate) {
    let (year, month, day) = date.components
    if (0...9999).contains(year) {
      append(year, digits: 4)
    } else {
      bytes.append(contentsOf: (year > 0 ? "+\(year)" : "\(year)").utf8)
    }
    append("-")
    append(month, digits: 2)
    append("-")
    append(day, digits: 2)
  }

  /// `T01:30:00`.
  mutating func append(timeOfDay seconds: Int64) {
    append("T")
    append(Int(seconds / 3600), digits: 2)
    append(":")
    append(Int(seconds / 60 % 60), digits: 2)
    append(":")
    append(Int(seconds % 60), digits: 2)
  }

  /// `-06:00`, with seconds only where there are some.
  mutating func append(offset seconds: Int64) {
    append(seconds < 0 ? "-" : "+")
    let size = abs(seconds)
    append(Int(size / 3600), digits: 2)
    append(":")
    append(Int(size / 60 % 60), digits: 2)
    if size % 60 != 0 {
      append(":")
      append(Int(size % 60), digits: 2)
    }
  }
}
