/// Reads decimal numbers from bytes, without a string in between.
///
/// Blanks and tabs around a number are passed over. What is not a decimal number (a blank field, `-`, `N/A`, `NaN`,
/// `inf`, `0x1F`) gives nil: missing is never zero.
package enum NumberScanner {
  /// The number in `range`, correctly rounded, or nil: `31.197257`, `.15`, `-.37`, `+5`, `13.`, `0E-8`.
  ///
  /// A number beyond the largest finite double gives nil; one below the smallest gives zero.
  ///
  /// - Complexity: linear, eight digits a step. Up to 19 digits with a value below 2^53 take one multiplication or
  ///   division by a power of ten that is exact, so the one rounding is the right one (W. Clinger, 1990); the rest
  ///   goes through the standard library.
  package static func double(_ bytes: Span<UInt8>, _ range: ByteRange) -> Double? {
    let number = bytes.trimmed(range)
    var offset = number.start
    let end = number.end
    guard offset < end else { return nil }

    let sign = bytes[offset]
    let isNegative = sign == UInt8(ascii: "-")
    if isNegative || sign == UInt8(ascii: "+") { offset &+= 1 }

    if let magnitude = shortDecimal(bytes, offset, end) { return isNegative ? -magnitude : magnitude }

    var mantissa: UInt64 = 0
    let whole = offset
    offset = appendDigits(bytes, offset, end, to: &mantissa)
    var digits = offset &- whole
    var exponent = 0
    if offset < end {
      if bytes[offset] == UInt8(ascii: ".") {
        let fraction = offset &+ 1
        offset = appendDigits(bytes, fraction, end, to: &mantissa)
        exponent = fraction &- offset
        digits &-= exponent
      }
      if offset < end {
        guard let power = scanExponent(bytes, offset, end) else { return nil }
        exponent &+= power
      }
    }
    guard digits > 0 else { return nil }
    guard digits <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else {
      return roundedByLibrary(bytes, number)
    }
    let magnitude = Double(mantissa)
    let value = exponent < 0 ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
    return isNegative ? -value : value
  }

  /// The whole number in `range`, or nil when it is not one or does not fit.
  package static func integer(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int64? {
    let number = bytes.trimmed(range)
    var offset = number.start
    guard offset < number.end else { return nil }
    let sign = bytes[offset]
    let isNegative = sign == UInt8(ascii: "-")
    if isNegative || sign == UInt8(ascii: "+") { offset &+= 1 }
    guard offset < number.end else { return nil }
    var value: Int64 = 0
    while offset < number.end {
      let byte = bytes[offset]
      guard byte.isDigit else { return nil }
      let digit = Int64(byte &- 0x30)
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      value = sum
      offset &+= 1
    }
    return value
  }

  /// The number that fills `offset..<end` when it has a decimal point and at most eight digits, as most prices have.
  ///
  /// The point is taken out of the word, so that all digits are decoded at once.
  @inline(__always)
  private static func shortDecimal(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Double? {
    let digits = end &- offset &- 1
    guard digits > 0, digits <= 8, bytes.count &- offset > 8 else { return nil }
    let word = EightBytes.load(bytes.bytes, at: offset)
    let point = EightBytes.run(EightBytes.notDigit(word))
    guard point < 8, point <= digits, bytes[offset &+ point] == UInt8(ascii: ".") else { return nil }
    let whole = EightBytes.firstBytes(point)
    let joined = (word & whole) | ((word &>> 8) & ~whole) | UInt64(bytes[offset &+ 8]) &<< 56
    guard EightBytes.run(EightBytes.notDigit(joined)) >= digits else { return nil }
    return Double(EightBytes.decimal(joined, count: digits)) / powersOfTen[digits &- point]
  }

  /// Appends the digits from `offset` on to `value`, which wraps beyond 19 of them.
  ///
  /// - Returns: The offset of the first byte that is no digit, or `end`.
  @inline(__always)
  private static func appendDigits(
    _ bytes: Span<UInt8>, _ offset: Int, _ end: Int, to value: inout UInt64
  ) -> Int {
    var offset = offset
    let raw = bytes.bytes
    while bytes.count &- offset >= 8 {
      let word = EightBytes.load(raw, at: offset)
      let run = min(EightBytes.run(EightBytes.notDigit(word)), end &- offset)
      value = value &* wholePowersOfTen[run] &+ EightBytes.decimal(word, count: run)
      offset &+= run
      if run < 8 { return offset }
    }
    while offset < end, bytes[offset].isDigit {
      value = value &* 10 &+ UInt64(bytes[offset] &- 0x30)
      offset &+= 1
    }
    return offset
  }

  /// The exponent that fills `offset..<end`, `e-8` for example, or nil; held within ±99,999.
  private static func scanExponent(_ bytes: Span<UInt8>, _ offset: Int, _ end: Int) -> Int? {
    guard bytes[offset] | 0x20 == UInt8(ascii: "e") else { return nil }
    var offset = offset &+ 1
    guard offset < end else { return nil }
    let isNegative = bytes[offset] == UInt8(ascii: "-")
    if isNegative || bytes[offset] == UInt8(ascii: "+") { offset &+= 1 }
    guard offset < end else { return nil }
    var power = 0
    while offset < end {
      guard bytes[offset].isDigit else { return nil }
      power = min(power &* 10 &+ Int(bytes[offset] &- 0x30), 99_999)
      offset &+= 1
    }
    return isNegative ? -power : power
  }

  /// The number in `range`, known to be well-formed, by the standard library.
  private static func roundedByLibrary(_ bytes: Span<UInt8>, _ range: ByteRange) -> Double? {
    guard let value = Double(String(bytes, range)), value.isFinite else { return nil }
    return value
  }

  /// 10^0 to 10^22, the powers of ten that a double holds exactly.
  private static let powersOfTen: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// 10^0 to 10^8.
  private static let wholePowersOfTen: InlineArray<9, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]
}

extension NumberScanner {
  /// The number that `text` holds, as ``double(_:_:)`` reads it.
  package static func double(_ text: String) -> Double? {
    let bytes = text.utf8Span
    return double(bytes.span, ByteRange(0, bytes.count))
  }

  /// The whole number that `text` holds, as ``integer(_:_:)`` reads it.
  package static func integer(_ text: String) -> Int64? {
    let bytes = text.utf8Span
    return integer(bytes.span, ByteRange(0, bytes.count))
  }
}
