/// A result to keep and to show: it says what it rests on, prints as a table, and goes through JSON and back unchanged.
///
///     print(result)                                              // a table of at most 100 columns
///     let bytes = try JSONEncoder().encode(result)               // with method, inputs, seed and version under "basis"
///     try JSONDecoder().decode(RiskResult.self, from: bytes) == result
///
/// Reading throws where parts do not fit together; what was read can be used like what was worked out.
public protocol DocumentedResult: Codable, Hashable, Sendable, CustomStringConvertible {
  /// What the result rests on: method, conventions, digests of the inputs, seed, versions of the library and of the layout.
  var basis: ResultBasis { get }
}

/// A number that may be infinite: in JSON infinity is null, which has no other word for it.
///
///     @Unbounded public internal(set) var distance: Double      // .infinity where nothing was found
@propertyWrapper
public struct Unbounded: Hashable, Sendable, Codable {
  /// The number.
  public var wrappedValue: Double

  /// Takes a number, which may be infinite.
  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  /// Reads a number, or null for infinity.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? .infinity : try container.decode(Double.self)
  }

  /// Writes a number, infinity as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue == .infinity { try container.encodeNil() } else { try container.encode(wrappedValue) }
  }
}

extension KeyedDecodingContainer {
  /// Reads the member of a key as what is expected there.
  package func callAsFunction<Value: Decodable>(_ key: Key) throws -> Value { try decode(Value.self, forKey: key) }

  /// Refuses parts that do not fit together.
  package func require(_ holds: Bool, _ key: Key, _ expected: String) throws {
    guard holds else {
      throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "expected \(expected)")
    }
  }
}
