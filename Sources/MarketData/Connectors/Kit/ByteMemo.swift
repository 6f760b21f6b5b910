import ByteFormats

/// Remembers what byte strings of one payload were decoded to: node names to codes, time stamps to seconds.
///
/// Published files repeat a few thousand strings in much the same order, so the memo first tries the string that followed last
/// time and hashes only when that fails. Keys are ranges of the payload itself: nothing is copied.
///
/// - Complexity: O(length of the string) a look-up; O(distinct strings) memory.
struct ByteMemo<Value: Sendable> {
  private struct Entry {
    var start: Int
    var end: Int
    var value: Value
    var successor: Int
  }

  private var entries: [Entry] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var last = -1

  /// The values decoded so far, in the order in which their bytes were met.
  var values: [Value] { entries.map(\.value) }
  /// The number of distinct strings so far.
  var count: Int { entries.count }

  /// The value of the bytes in `range`, decoded by `decode` when they are met for the first time.
  ///
  /// `decode` returns `nil` for bytes that cannot be decoded; that is not remembered.
  @inline(__always)
  mutating func value(for range: ByteRange, in bytes: Span<UInt8>, decode: () -> Value?) -> Value? {
    if last >= 0 {
      let guess = entries[last].successor
      if guess >= 0, ByteMemo.equal(entries[guess].start, entries[guess].end, range, bytes) {
        last = guess
        return entries[guess].value
      }
    }
    return searched(range, bytes, decode)
  }

  /// The value of the string that followed the last one before, and its length, when it stands at `offset` again.
  @inline(__always)
  mutating func expected(at offset: Int, in bytes: Span<UInt8>) -> (value: Value, length: Int)? {
    guard last >= 0 else { return nil }
    let guess = entries[last].successor
    guard guess >= 0 else { return nil }
    let start = entries[guess].start
    let length = entries[guess].end &- start
    guard bytes.count &- offset >= length,
      ByteMemo.equal(start, start &+ length, ByteRange(offset, offset &+ length), bytes)
    else { return nil }
    last = guess
    return (entries[guess].value, length)
  }

  @inline(never)
  private mutating func searched(_ range: ByteRange, _ bytes: Span<UInt8>, _ decode: () -> Value?) -> Value? {
    var slot = ByteMemo.hash(range, bytes) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if ByteMemo.equal(entries[index].start, entries[index].end, range, bytes) {
        follow(index)
        return entries[index].value
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard let value = decode() else { return nil }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(start: range.start, end: range.end, value: value, successor: -1))
    follow(entries.count - 1)
    if entries.count * 2 > slots.count { grow(bytes) }
    return value
  }

  private mutating func follow(_ index: Int) {
    if last >= 0 { entries[last].successor = index }
    last = index
  }

  private mutating func grow(_ bytes: Span<UInt8>) {
    slots = Array(repeating: -1, count: slots.count * 4)
    for index in entries.indices {
      var slot = ByteMemo.hash(ByteRange(entries[index].start, entries[index].end), bytes) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// FNV-1a over eight bytes at a time, folded; begun with ``HashSeed``, so that no file is made to collide.
  private static func hash(_ range: ByteRange, _ bytes: Span<UInt8>) -> Int {
    var hash: UInt64 = HashSeed.value ^ UInt64(range.count)
    var offset = range.start
    let raw = bytes.bytes
    while range.end - offset >= 8 {
      hash = (hash ^ raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      offset += 8
    }
    while offset < range.end {
      hash = (hash ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01b3
      offset += 1
    }
    hash ^= hash >> 32
    return Int(truncatingIfNeeded: hash & 0x7fff_ffff)
  }

  @inline(__always)
  private static func equal(_ start: Int, _ end: Int, _ range: ByteRange, _ bytes: Span<UInt8>) -> Bool {
    end - start == range.count && EqualBytes.equal(start, range.start, count: range.count, in: bytes)
  }
}
