extension CSVReader {
  /// Reads the rest of a record in which the field at `start` opens with a quote.
  ///
  /// - Returns: The offset behind the record, without its line end.
  mutating func readQuotedRecord(from start: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    var start = start
    while true {
      let end: Int
      if start < bytes.count, bytes[start] == Ascii.quote {
        end = try readQuotedField(from: start, in: bytes)
      } else {
        end = endOfPlainField(from: start, in: bytes)
        if end == bytes.count || bytes[end] == Ascii.lineFeed {
          return try finish(start, end, in: bytes)
        }
        try append(start, end)
      }
      if end == bytes.count || bytes[end] == Ascii.lineFeed {
        cursor = min(end &+ 1, bytes.count)
        nextLine &+= 1
        return end &- (bytes[end &- 1] == Ascii.carriageReturn ? 1 : 0)
      }
      start = end &+ 1
    }
  }

  /// The offset of the delimiter, line feed or end of input that ends the plain field at `start`.
  private func endOfPlainField(from start: Int, in bytes: Span<UInt8>) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != delimiter, bytes[end] != Ascii.lineFeed {
      end &+= 1
    }
    return end
  }

  /// Stores the contents of the field whose opening quote stands at `start`.
  ///
  /// - Returns: The offset of the delimiter, line feed or end of input behind the field.
  private mutating func readQuotedField(from start: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    let contents = start &+ 1
    var search = contents
    var isEscaped = false
    while true {
      guard let quote = bytes.firstOffset(of: Ascii.quote, from: search) else {
        throw FormatError(.unterminatedQuote, at: start, line: line(at: start, in: bytes), expected: "a closing quote")
      }
      if quote &+ 1 < bytes.count, bytes[quote &+ 1] == Ascii.quote {
        isEscaped = true
        search = quote &+ 2
        continue
      }
      if isEscaped { escapedFields.append(storedFieldCount) }
      try append(contents, quote)
      nextLine &+= bytes.lineFeeds(in: ByteRange(contents, quote))
      return try endOfQuotedField(from: quote &+ 1, in: bytes)
    }
  }

  /// Passes over blanks, and a carriage return before a line end, behind a closing quote.
  private func endOfQuotedField(from offset: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    var end = offset
    while end < bytes.count, bytes[end].isBlank, bytes[end] != delimiter {
      end &+= 1
    }
    if end < bytes.count, bytes[end] == Ascii.carriageReturn {
      if end &+ 1 == bytes.count || bytes[end &+ 1] == Ascii.lineFeed { return end &+ 1 }
    }
    guard end == bytes.count || bytes[end] == delimiter || bytes[end] == Ascii.lineFeed else {
      throw FormatError(
        .malformed, at: end, line: line(at: end, in: bytes),
        expected: "a delimiter or a line end after the closing quote")
    }
    return end
  }

  /// The physical line of `offset`, which lies in the present record.
  func line(at offset: Int, in bytes: Span<UInt8>) -> Int {
    line &+ bytes.lineFeeds(in: ByteRange(recordStart, offset))
  }
}
