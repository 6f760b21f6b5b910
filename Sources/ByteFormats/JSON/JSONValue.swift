/// A JSON text read whole, for small documents; large ones are read with ``JSONReader``.
///
///     let value = try JSONValue.parse(bytes)
///     value["response"]?["data"]?.asArray?.count
package enum JSONValue: Sendable, Equatable {
  /// One name and its value in an object.
  package struct Member: Sendable, Equatable {
    /// The name, escapes decoded.
    package let key: String
    /// What stands under the name.
    package let value: JSONValue

    /// Makes a member.
    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// An object; members stand in the order of the text, duplicates kept.
  case object([Member])
  case array([JSONValue])
  case string(String)
  /// A number, with the text it was written as; beyond the range of doubles its value is NaN.
  case number(Double, text: String)
  case bool(Bool)
  case null

  /// Reads the whole of `bytes` as one JSON text.
  ///
  /// - Complexity: linear. Memory is at most a few dozen bytes for each byte of the text.
  /// - Throws: ``FormatError``, with the code `tooManyRecords` for more values than ``FormatLimits/maxRecords``.
  package static func parse(
    _ bytes: Span<UInt8>, limits: FormatLimits = .default
  ) throws(FormatError) -> JSONValue {
    var reader = JSONReader(limits: limits)
    var open: [Builder] = []
    var key = ""
    var root = JSONValue.null
    var count = 0
    while true {
      let value: JSONValue
      switch try reader.next(in: bytes) {
      case .end:
        return root
      case .key(let range):
        key = reader.string(range, in: bytes)
        continue
      case .beginObject:
        open.append(Builder(key: key, isObject: true))
        continue
      case .beginArray:
        open.append(Builder(key: key, isObject: false))
        continue
      case .endObject, .endArray:
        guard let built = open.popLast() else { continue }
        key = built.key
        value = built.value
      case .string(let range):
        value = .string(reader.string(range, in: bytes))
      case .number(let range):
        value = .number(NumberScanner.double(bytes, range) ?? .nan, text: String(bytes, range))
      case .bool(let flag):
        value = .bool(flag)
      case .null:
        value = .null
      }
      count &+= 1
      guard count <= limits.maxRecords else {
        throw FormatError(
          .tooManyRecords, at: reader.offset, line: reader.line(at: reader.offset, in: bytes),
          expected: "at most \(limits.maxRecords) values")
      }
      if open.isEmpty {
        root = value
      } else {
        open[open.count &- 1].append(value, key: key)
      }
    }
  }

  /// An object or array that is not at its end yet, and the key it will stand under.
  private struct Builder {
    let key: String
    let isObject: Bool
    var members: [Member] = []
    var elements: [JSONValue] = []

    init(key: String, isObject: Bool) {
      self.key = key
      self.isObject = isObject
    }

    var value: JSONValue { isObject ? .object(members) : .array(elements) }

    mutating func append(_ value: JSONValue, key: String) {
      if isObject {
        members.append(Member(key: key, value: value))
      } else {
        elements.append(value)
      }
    }
  }
}

extension JSONValue {
  /// The value of the first member called `key`; nil when there is none or this is no object.
  ///
  /// - Complexity: linear in the number of members.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The elements of an array; nil for anything else.
  package var asArray: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object; nil for anything else.
  package var asObject: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The text of a string; nil for anything else.
  package var asString: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The flag of `true` or `false`; nil for anything else.
  package var asBool: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }

  /// The number, or the one that a string holds; nil for anything else, and beyond the range of doubles.
  package var asDouble: Double? {
    switch self {
    case .number(let value, _): value.isNaN ? nil : value
    case .string(let text): NumberScanner.double(text)
    default: nil
    }
  }

  /// The whole number, or the one that a string holds, written without fraction and exponent; else nil.
  package var asInt64: Int64? {
    switch self {
    case .number(_, let text), .string(let text): NumberScanner.integer(text)
    default: nil
    }
  }
}
