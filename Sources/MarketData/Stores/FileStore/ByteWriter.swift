#if _endian(big)
  #error("the file store's format is little-endian and written from memory")
#endif

/// Collects the little-endian bytes of a record or a block.
struct ByteWriter {
  var bytes: [UInt8] = []

  /// Appends an integer.
  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Appends a number's bits.
  mutating func append(_ value: Double) { append(value.bitPattern) }

  /// Appends the length of a text in UTF-8 and its bytes.
  mutating func append(_ text: String) {
    append(UInt32(truncatingIfNeeded: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends the elements of an array as they stand in memory.
  mutating func append<Value: BitwiseCopyable>(contentsOf values: [Value]) {
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Appends zeros up to the next multiple of eight bytes.
  mutating func pad() {
    while bytes.count % 8 != 0 { bytes.append(0) }
  }

  /// Replaces four bytes that were appended before.
  mutating func patch(_ value: UInt32, at offset: Int) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
  }
}
