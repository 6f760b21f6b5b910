import ByteFormats

extension String {
  /// The UTF-8 bytes of this text.
  var bytes: [UInt8] { Array(utf8) }
}

extension [UInt8] {
  /// The range of all bytes.
  var range: ByteRange { ByteRange(0, count) }
}

/// The code of the error that `value` throws; nil when it throws none.
func code<Value>(_ value: @autoclosure () throws(FormatError) -> Value) -> FormatError.Code? {
  failure(try value())?.code
}

/// The error that `value` throws; nil when it throws none.
func failure<Value>(_ value: @autoclosure () throws(FormatError) -> Value) -> FormatError? {
  do throws(FormatError) {
    _ = try value()
    return nil
  } catch {
    return error
  }
}

/// The fields of all records of a table, as strings.
func records(
  _ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), limits: FormatLimits = .default
) throws(FormatError) -> [[String]] {
  var reader = CSVReader(delimiter: delimiter, limits: limits)
  var records: [[String]] = []
  while try reader.next(in: bytes.span) {
    records.append((0..<reader.fieldCount).map { reader.string($0, in: bytes.span) })
  }
  return records
}

/// What a lenient caller gets from a table: the good records and the errors.
func lenientRecords(
  _ bytes: [UInt8], limits: FormatLimits = .default
) -> (records: [[String]], errors: [FormatError]) {
  var reader = CSVReader(limits: limits)
  var records: [[String]] = []
  var errors: [FormatError] = []
  while true {
    do throws(FormatError) {
      guard try reader.next(in: bytes.span) else { return (records, errors) }
      records.append((0..<reader.fieldCount).map { reader.string($0, in: bytes.span) })
    } catch {
      errors.append(error)
    }
  }
}

/// The tokens of a JSON text, one word each.
func tokens(_ bytes: [UInt8], limits: FormatLimits = .default) throws(FormatError) -> [String] {
  var reader = JSONReader(limits: limits)
  var tokens: [String] = []
  while true {
    switch try reader.next(in: bytes.span) {
    case .beginObject: tokens.append("{")
    case .endObject: tokens.append("}")
    case .beginArray: tokens.append("[")
    case .endArray: tokens.append("]")
    case .key(let range): tokens.append(reader.string(range, in: bytes.span) + ":")
    case .string(let range): tokens.append("'" + reader.string(range, in: bytes.span) + "'")
    case .number(let range): tokens.append(String(bytes.span, range))
    case .bool(let flag): tokens.append(flag ? "true" : "false")
    case .null: tokens.append("null")
    case .end: return tokens
    }
  }
}

/// The events of an XML document, one word each: `<name`, `name>` and text.
func events(_ bytes: [UInt8], limits: FormatLimits = .default) throws(FormatError) -> [String] {
  var reader = XMLReader(limits: limits)
  var events: [String] = []
  while true {
    switch try reader.next(in: bytes.span) {
    case .startElement(let name): events.append("<" + String(bytes.span, name))
    case .endElement(let name): events.append(String(bytes.span, name) + ">")
    case .text(let range): events.append(reader.string(range, in: bytes.span))
    case .end: return events
    }
  }
}

/// A small generator whose numbers follow from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word &>> 31)
  }
}
