/// A half-open range of offsets into an input.
@usableFromInline
package struct ByteRange: Sendable, Hashable {
  /// The offset of the first byte.
  @usableFromInline package let start: Int
  /// The offset behind the last byte, not less than ``start``.
  @usableFromInline package let end: Int

  /// Makes the range from `start` up to, but not including, `end`; it is empty when `end` is not above `start`.
  @inlinable
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end < start ? start : end
  }

  /// The number of bytes.
  @inlinable
  package var count: Int { end &- start }

  /// Whether there are no bytes.
  @inlinable
  package var isEmpty: Bool { end == start }

  /// The part of this range that lies in `0..<count`.
  @inlinable
  package func clamped(to count: Int) -> ByteRange {
    let start = min(max(start, 0), count)
    return ByteRange(start, min(end, count))
  }
}
