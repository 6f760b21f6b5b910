/// Reads little-endian bytes within bounds; what is not there throws, whatever the bytes say.
struct ByteReader {
  /// The bytes end before what was to be read, or say something impossible.
  struct Malformed: Error {
    var message: String
  }

  private let bytes: [UInt8]
  private(set) var position: Int
  private let end: Int

  /// Reads a range of bytes; a range outside the array is cut.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.end = min(max(0, range.upperBound), bytes.count)
    self.position = min(max(0, range.lowerBound), end)
  }

  /// How many bytes are left.
  var remaining: Int { end - position }

  private mutating func advance(_ count: Int) throws(Malformed) -> Int {
    guard count >= 0, count <= remaining else { throw Malformed(message: "the bytes end at \(end)") }
    position += count
    return position - count
  }

  /// Reads an integer.
  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self
  ) throws(Malformed) -> Value {
    let offset = try advance(MemoryLayout<Value>.size)
    return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
  }

  /// Reads a text with its length before it.
  mutating func text() throws(Malformed) -> String {
    let count = Int(try integer(UInt32.self))
    let offset = try advance(count)
    return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
  }

  /// Reads a number.
  mutating func number() throws(Malformed) -> Double { Double(bitPattern: try integer()) }

  /// Reads a count of things of which each takes at least `size` bytes.
  mutating func count(ofSize size: Int) throws(Malformed) -> Int {
    let count = Int(try integer(UInt32.self))
    guard count <= remaining / size else { throw Malformed(message: "a count of \(count) is too large") }
    return count
  }

  /// Reads an array as it stands in memory.
  mutating func array<Value: BitwiseCopyable>(_ type: Value.Type, count: Int) throws(Malformed) -> [Value] {
    guard count >= 0, count <= remaining / MemoryLayout<Value>.stride else {
      throw Malformed(message: "an array of \(count) does not fit")
    }
    guard count > 0 else { return [] }
    let offset = try advance(count * MemoryLayout<Value>.stride)
    return bytes.withUnsafeBytes { source in
      [Value](unsafeUninitializedCapacity: count) { buffer, filled in
        let part = UnsafeRawBufferPointer(rebasing: source[offset..<offset + count * MemoryLayout<Value>.stride])
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: part)
        filled = count
      }
    }
  }

  /// Skips zeros up to the next multiple of eight bytes, counted from `origin`.
  mutating func pad(from origin: Int) throws(Malformed) {
    _ = try advance((8 - (position - origin) % 8) % 8)
  }
}
