import ByteFormats

/// Reads the fields of JSON objects one by one, with errors that say where.
package struct JSONFields: ~Copyable {
  /// A value that is no object and no array.
  private enum Scalar {
    case text(String)
    case number(Double)
    case flag(Bool)
    case null
  }

  private var reader: JSONReader
  private let source: String?
  /// The field that is read.
  private var field: String?
  /// The index of the array's element that is read, for errors.
  package var index: Int?
  /// The place that errors name instead of that which was read last.
  package var rememberedOffset: Int?

  /// The place behind what was read last.
  package var offset: Int { reader.offset }

  /// Makes a reader that is at the beginning of a text.
  package init(source: String?, limits: Limits) {
    reader = JSONReader(limits: limits.format)
    self.source = source
  }

  /// An error at the present place.
  package func error(
    _ code: ParseError.Code, _ found: String, expected: String, field: String? = nil, in bytes: Span<UInt8>
  ) -> ParseError {
    let offset = min(rememberedOffset ?? reader.offset, bytes.count)
    var line = 1
    for place in 0..<offset where bytes[place] == UInt8(ascii: "\n") { line += 1 }
    let place = ParseError.Place(
      source: source, line: line, field: field ?? self.field, byteOffset: offset, index: index)
    return ParseError(code, at: place, found, expected: expected)
  }

  private mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> JSONReader.Token {
    do throws(FormatError) {
      return try reader.next(in: bytes)
    } catch {
      var error = ParseError(error, source: source)
      error.place.index = index
      throw error
    }
  }

  /// Enters an object.
  package mutating func beginObject(in bytes: Span<UInt8>) throws(ParseError) {
    guard case .beginObject = try next(in: bytes) else {
      throw error(.malformed, "another value", expected: "an object", in: bytes)
    }
  }

  /// The name of the next field, or `nil` at the object's end.
  package mutating func nextKey(in bytes: Span<UInt8>) throws(ParseError) -> String? {
    guard case .key(let range) = try next(in: bytes) else {
      field = nil
      return nil
    }
    let name = reader.string(range, in: bytes)
    field = name.count <= 40 ? name : String(name.prefix(40))
    return name
  }

  /// Enters an array.
  package mutating func beginArray(in bytes: Span<UInt8>) throws(ParseError) {
    guard case .beginArray = try next(in: bytes) else {
      throw error(.malformed, "another value", expected: "an array", in: bytes)
    }
  }

  /// Enters an array; false for null.
  package mutating func beginArrayOrNull(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    switch try next(in: bytes) {
    case .beginArray: return true
    case .null: return false
    default: throw error(.malformed, "another value", expected: "an array", in: bytes)
    }
  }

  /// The value of a field that is a number, or `nil` when it is an array, which is entered.
  package mutating func numberOrBeginArray(in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    switch try next(in: bytes) {
    case .beginArray: return nil
    case .number(let range): return try number(range, in: bytes)
    default: throw error(.notANumber, "another value", expected: "a number, or an array", in: bytes)
    }
  }

  /// Enters the next object of an array; false at the array's end.
  package mutating func nextObject(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    switch try next(in: bytes) {
    case .beginObject: return true
    case .endArray: return false
    default: throw error(.malformed, "another value", expected: "an object", in: bytes)
    }
  }

  /// The next number of an array, or `nil` at its end.
  package mutating func nextNumber(in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    switch try next(in: bytes) {
    case .endArray: return nil
    case .number(let range): return try number(range, in: bytes)
    default: throw error(.notANumber, "another value", expected: "a number", in: bytes)
    }
  }

  /// The value of a field, which must be text, or `nil` for null.
  package mutating func text(in bytes: Span<UInt8>) throws(ParseError) -> String? {
    switch try scalar(in: bytes) {
    case .text(let text): return text
    case .null: return nil
    default: throw error(.malformed, "another value", expected: "a text", in: bytes)
    }
  }

  /// The value of a field, which must be a number, or `nil` for null.
  package mutating func number(in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    switch try scalar(in: bytes) {
    case .number(let number): return number
    case .null: return nil
    default: throw error(.notANumber, "another value", expected: "a number", in: bytes)
    }
  }

  /// The value of a field, which must be true or false, or `nil` for null.
  package mutating func flag(in bytes: Span<UInt8>) throws(ParseError) -> Bool? {
    switch try scalar(in: bytes) {
    case .flag(let flag): return flag
    case .null: return nil
    default: throw error(.malformed, "another value", expected: "true or false", in: bytes)
    }
  }

  /// Passes over the value of a field.
  package mutating func skip(in bytes: Span<UInt8>) throws(ParseError) {
    let depth = reader.depth
    repeat { _ = try next(in: bytes) } while reader.depth > depth
  }

  /// Checks that nothing follows.
  package mutating func end(in bytes: Span<UInt8>) throws(ParseError) { _ = try next(in: bytes) }

  private mutating func scalar(in bytes: Span<UInt8>) throws(ParseError) -> Scalar {
    switch try next(in: bytes) {
    case .string(let range): return .text(reader.string(range, in: bytes))
    case .number(let range): return .number(try number(range, in: bytes))
    case .bool(let flag): return .flag(flag)
    case .null: return .null
    default: throw error(.malformed, "an object or array", expected: "one value", in: bytes)
    }
  }

  private func number(_ range: ByteRange, in bytes: Span<UInt8>) throws(ParseError) -> Double {
    guard let number = NumberScanner.double(bytes, range), number.isFinite else {
      throw error(.notANumber, "a number beyond all bounds", expected: "a finite number", in: bytes)
    }
    return number
  }
}
