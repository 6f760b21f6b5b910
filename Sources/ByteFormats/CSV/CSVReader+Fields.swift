extension CSVReader {
  /// Where the contents of a field lie, without enclosing quotes and not trimmed.
  ///
  /// An index outside the record gives an empty range: what a short record lacks reads as blank.
  @inlinable
  package func field(_ index: Int) -> ByteRange {
    index >= 0 && index < storedFieldCount ? fields[index] : ByteRange(0, 0)
  }

  /// Where the contents of a field lie, without the blanks and tabs at both ends.
  @inlinable
  package func trimmed(_ index: Int, in bytes: Span<UInt8>) -> ByteRange {
    bytes.trimmed(field(index))
  }

  /// Whether a field holds doubled quotes, each of which stands for one.
  ///
  /// - Complexity: O(log *n*) in the number of such fields of the record.
  package func needsUnescaping(_ index: Int) -> Bool {
    var low = 0
    var high = escapedFields.count
    while low < high {
      let middle = (low &+ high) / 2
      if escapedFields[middle] < index { low = middle &+ 1 } else { high = middle }
    }
    return low < escapedFields.count && escapedFields[low] == index
  }

  /// The text of a field: trimmed, doubled quotes made single, invalid UTF-8 made U+FFFD.
  package func string(_ index: Int, in bytes: Span<UInt8>) -> String {
    let range = trimmed(index, in: bytes)
    guard needsUnescaping(index) else { return String(bytes, range) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var offset = range.start
    while offset < range.end {
      let byte = bytes[offset]
      text.append(byte)
      offset &+= 1
      if byte == Ascii.quote, offset < range.end, bytes[offset] == Ascii.quote { offset &+= 1 }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the present record is a blank line, or holds nothing but one empty field.
  @inlinable
  package var isBlankRecord: Bool {
    fieldCount == 1 && fields[0].isEmpty
  }
}
