import ByteFormats

/// Reads decimal numbers of at most seven digits on either side of the point, such as `-31.862345`, where they stand.
///
/// The end of the number is found while it is read. Anything else (a blank, an exponent, more digits) gives `nil` and is left to
/// `NumberScanner`.
///
/// - Complexity: two steps of eight bytes. The digits form a whole number below 2^53 and the power of ten is exact, so the one
///   division rounds correctly (W. Clinger, 1990).
enum ShortDecimal {
  /// The number at `offset`, which is moved behind it; `nil` leaves `offset` where it is.
  @inline(__always)
  static func scan(_ bytes: Span<UInt8>, at offset: inout Int) -> Double? {
    guard bytes.count &- offset >= 24 else { return nil }
    let raw = bytes.bytes
    var at = offset
    // Signs come and go without a pattern: they are handled without a branch.
    let minus: UInt64 = raw.unsafeLoad(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: "-") ? 1 : 0
    at &+= Int(truncatingIfNeeded: minus)
    let whole = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    let wholeDigits = digits(whole)
    guard wholeDigits > 0, wholeDigits < 8 else { return nil }
    var mantissa = value(whole, wholeDigits)
    at &+= wholeDigits
    var scale = 1.0
    let next = raw.unsafeLoad(fromByteOffset: at, as: UInt8.self)
    if next == UInt8(ascii: ".") {
      let fraction = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: at &+ 1, as: UInt64.self))
      let fractionDigits = digits(fraction)
      guard fractionDigits > 0, fractionDigits < 8 else { return nil }
      mantissa = mantissa &* wholePowers[fractionDigits] &+ value(fraction, fractionDigits)
      scale = powers[fractionDigits]
      at &+= 1 &+ fractionDigits
    }
    guard raw.unsafeLoad(fromByteOffset: at, as: UInt8.self) | 0x20 != UInt8(ascii: "e") else { return nil }
    offset = at
    return Double(bitPattern: (Double(mantissa) / scale).bitPattern ^ minus &<< 63)
  }

  /// How many of the eight bytes, from the first on, are digits.
  @inline(__always)
  private static func digits(_ word: UInt64) -> Int {
    let digits = word ^ 0x3030_3030_3030_3030
    let others = (((digits & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount &>> 3
  }

  /// The value of the first `count` bytes, which are digits; `count` is 1 to 7.
  @inline(__always)
  private static func value(_ word: UInt64, _ count: Int) -> UInt64 {
    var value = (word ^ 0x3030_3030_3030_3030) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    value = (value &* 10) &+ (value &>> 8)
    let upper = (value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let lower = ((value &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (upper &+ lower) &>> 32
  }

  private static let wholePowers: InlineArray<8, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
  ]
  private static let powers: InlineArray<8, Double> = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]
}
