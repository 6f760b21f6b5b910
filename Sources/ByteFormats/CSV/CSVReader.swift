/// A reader of delimited text (RFC 4180 and the habits of market operators), one record at a time.
///
/// The reader holds offsets only; the caller passes the same bytes to each call.
///
///     var reader = CSVReader()
///     while try reader.next(in: bytes) {
///       print(reader.line, reader.string(0, in: bytes))
///     }
///
/// Records end in LF or CR LF, mixed as they may be; the last may have no end. A byte order mark is skipped. A quote
/// that does not open a field is literal text. A defective record throws, and the next call goes on with the line after
/// it.
@usableFromInline
package struct CSVReader: Sendable {
  /// The physical line, from 1, at which the present record starts.
  package private(set) var line = 0
  /// The offset of the first byte of the present record.
  package private(set) var recordStart = 0
  /// The offset behind the last byte of the present record, its line end not counted.
  package private(set) var recordEnd = 0
  /// The number of fields of the present record; a blank line has one empty field.
  @inlinable
  package var fieldCount: Int { storedFieldCount }

  @usableFromInline var storedFieldCount = 0
  /// Where the fields lie; entries from `storedFieldCount` on are left over from longer records.
  @usableFromInline var fields: [ByteRange]
  /// Indices of the fields of the present record that hold doubled quotes, ascending.
  var escapedFields: [Int] = []

  let delimiter: UInt8
  let limits: FormatLimits
  var cursor = 0
  var nextLine = 1
  var recordCount = 0
  private var mustRecover = false

  /// Makes a reader of records whose fields stand between `delimiter`, by default a comma.
  package init(delimiter: UInt8 = UInt8(ascii: ","), limits: FormatLimits = .default) {
    self.delimiter = delimiter
    self.limits = limits
    fields = Array(repeating: ByteRange(0, 0), count: max(0, min(32, limits.maxFields)))
  }

  /// Reads the next record; false at the end.
  ///
  /// - Complexity: linear in the length of the record; about a nanosecond a byte or less when nothing is quoted.
  /// - Throws: ``FormatError`` with the code `unterminatedQuote`, `malformed`, `fieldTooLong`, `tooManyFields` or
  ///   `tooManyRecords`. After the last of these the reader is at its end; after any other the next call resumes as
  ///   ``recover(in:)`` tells.
  package mutating func next(in bytes: Span<UInt8>) throws(FormatError) -> Bool {
    if mustRecover { recover(in: bytes) }
    if cursor == 0, bytes.hasBytes("\u{FEFF}", at: 0) { cursor = 3 }
    storedFieldCount = 0
    escapedFields.removeAll(keepingCapacity: true)
    recordStart = cursor
    recordEnd = cursor
    line = nextLine
    guard cursor < bytes.count else { return false }
    guard recordCount < limits.maxRecords else {
      cursor = bytes.count
      throw FormatError(.tooManyRecords, at: recordStart, line: line, expected: "at most \(limits.maxRecords) records")
    }
    recordCount &+= 1
    do throws(FormatError) {
      recordEnd = try readPlainRecord(in: bytes)
    } catch {
      storedFieldCount = 0
      cursor = error.byteOffset
      mustRecover = true
      throw error
    }
    return true
  }

  /// Passes over the rest of a defective record: goes to the line after the place that the error named.
  ///
  /// Does nothing unless the last call to ``next(in:)`` threw, and need not be called, since ``next(in:)`` does so.
  package mutating func recover(in bytes: Span<UInt8>) {
    guard mustRecover else { return }
    mustRecover = false
    nextLine = line &+ bytes.lineFeeds(in: ByteRange(recordStart, cursor)) &+ 1
    cursor = bytes.firstOffset(of: Ascii.lineFeed, from: cursor).map { $0 &+ 1 } ?? bytes.count
  }

  /// Reads a record without quotes; at the first field that opens with a quote, hands over to the slower reader.
  ///
  /// - Returns: The offset behind the record, without its line end.
  private mutating func readPlainRecord(in bytes: Span<UInt8>) throws(FormatError) -> Int {
    let raw = bytes.bytes
    let count = bytes.count
    let delimiters = EightBytes.repeating(delimiter)
    let lineFeeds = EightBytes.repeating(Ascii.lineFeed)
    let quotes = EightBytes.repeating(Ascii.quote)
    var start = cursor
    var offset = cursor
    while count &- offset >= 8 {
      let word = EightBytes.load(raw, at: offset)
      var hits = EightBytes.hits(
        EightBytes.differing(word, from: delimiters) & EightBytes.differing(word, from: lineFeeds)
          & EightBytes.differing(word, from: quotes))
      while hits != 0 {
        let place = offset &+ EightBytes.first(hits)
        hits &= hits &- 1
        let byte = bytes[place]
        if byte == delimiter {
          try append(start, place)
          start = place &+ 1
        } else if byte == Ascii.lineFeed {
          return try finish(start, place, in: bytes)
        } else if place == start {
          return try readQuotedRecord(from: start, in: bytes)
        }
      }
      offset &+= 8
    }
    while offset < count {
      let byte = bytes[offset]
      if byte == delimiter {
        try append(start, offset)
        start = offset &+ 1
      } else if byte == Ascii.lineFeed {
        return try finish(start, offset, in: bytes)
      } else if byte == Ascii.quote, offset == start {
        return try readQuotedRecord(from: start, in: bytes)
      }
      offset &+= 1
    }
    return try finish(start, count, in: bytes)
  }

  /// Stores the field from `start` to `end`.
  @inline(__always)
  mutating func append(_ start: Int, _ end: Int) throws(FormatError) {
    guard end &- start <= limits.maxFieldBytes else { throw tooLong(at: start) }
    if storedFieldCount == fields.count { try growFields(at: start) }
    fields[storedFieldCount] = ByteRange(start, end)
    storedFieldCount &+= 1
  }

  /// Stores the last field of a record, which ends at a line feed at `end` or at the end of the input.
  mutating func finish(_ start: Int, _ end: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    let hasReturn = end > start && bytes[end &- 1] == Ascii.carriageReturn
    let fieldEnd = hasReturn ? end &- 1 : end
    try append(start, fieldEnd)
    cursor = min(end &+ 1, bytes.count)
    nextLine &+= 1
    return fieldEnd
  }

  /// Doubles the room for fields, up to the limit.
  private mutating func growFields(at offset: Int) throws(FormatError) {
    guard fields.count < limits.maxFields else {
      throw FormatError(.tooManyFields, at: offset, line: line, expected: "at most \(limits.maxFields) fields")
    }
    let room = min(fields.count, limits.maxFields &- fields.count)
    fields.append(contentsOf: repeatElement(ByteRange(0, 0), count: room))
  }

  func tooLong(at offset: Int) -> FormatError {
    FormatError(.fieldTooLong, at: offset, line: line, expected: "a field of at most \(limits.maxFieldBytes) bytes")
  }
}
