/// Tests on eight bytes at once, held in a 64-bit word whose lowest byte comes first in memory.
///
/// Each test answers with a word that has the top bit of each *failing* byte set, so that tests combine with `&` and
/// ``hits(_:)`` turns the result into marks of the bytes that passed one of them. All are exact: no byte disturbs its
/// neighbour.
enum EightBytes {
  static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  static let topBits: UInt64 = 0x8080_8080_8080_8080

  /// A word of eight equal bytes.
  @inline(__always)
  static func repeating(_ byte: UInt8) -> UInt64 {
    UInt64(byte) &* 0x0101_0101_0101_0101
  }

  /// The eight bytes at `offset`, which must lie inside `bytes`.
  @inline(__always)
  static func load(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Marks the bytes that differ from those of `pattern`.
  @inline(__always)
  static func differing(_ word: UInt64, from pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return ((difference & lowBits) &+ lowBits) | difference
  }

  /// Marks the bytes that are not below 0x20.
  @inline(__always)
  static func notControl(_ word: UInt64) -> UInt64 {
    ((word & lowBits) &+ repeating(0x60)) | word
  }

  /// One bit for each byte that passed a test: the top bit of its byte.
  @inline(__always)
  static func hits(_ failures: UInt64) -> UInt64 {
    ~failures & topBits
  }

  /// The index, 0 to 7, of the first marked byte of `hits`, which must not be zero.
  @inline(__always)
  static func first(_ hits: UInt64) -> Int {
    hits.trailingZeroBitCount &>> 3
  }

  /// Marks the bytes that are not `0` to `9`.
  @inline(__always)
  static func notDigit(_ word: UInt64) -> UInt64 {
    let digits = word ^ repeating(0x30)
    return ((digits & lowBits) &+ repeating(0x76)) | digits
  }

  /// The number, 0 to 8, of bytes before the first marked one of `failures`.
  @inline(__always)
  static func run(_ failures: UInt64) -> Int {
    (failures & topBits).trailingZeroBitCount &>> 3
  }

  /// The mask of the first `count` bytes, 0 to 8.
  @inline(__always)
  static func firstBytes(_ count: Int) -> UInt64 {
    ~(UInt64.max << UInt64(truncatingIfNeeded: 8 &* count))
  }

  /// The value of the first `count` bytes, 0 to 8, which must be decimal digits.
  @inline(__always)
  static func decimal(_ word: UInt64, count: Int) -> UInt64 {
    // The digits move to the last bytes, zeros fill in before them; then pairs, fours and all eight join in turn.
    var value = (word ^ repeating(0x30)) << UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    value = (value &* 10) &+ (value &>> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let upper = (value & mask) &* 0x000F_4240_0000_0064
    let lower = ((value &>> 16) & mask) &* 0x0000_2710_0000_0001
    return (upper &+ lower) &>> 32
  }
}
