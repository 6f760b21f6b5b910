public import MarketData

/// What a result rests on: enough to repeat it and to judge it.
///
///     let basis = ResultBasis(
///       method: "historical simulation", conventions: ["quantile": "type7"],
///       inputs: [.init(name: "returns", digest: digest)], seed: 1)
public struct ResultBasis: Hashable, Sendable {
  /// Something that went into the result.
  public struct Input: Hashable, Sendable {
    /// What it is: a curve, a table, a path set.
    public let name: String
    /// What identifies its content.
    public let digest: SHA256Digest

    /// Makes an input.
    public init(name: String, digest: SHA256Digest) {
      self.name = name
      self.digest = digest
    }
  }

  /// The days of the past that a result rests on, both included.
  public struct DataSpan: Hashable, Sendable {
    /// The first day.
    public let first: LocalDate
    /// The last day.
    public let last: LocalDate

    /// The days from one to another, in either order.
    public init(from first: LocalDate, through last: LocalDate) {
      self.first = min(first, last)
      self.last = max(first, last)
    }
  }

  /// The name of the method.
  public var method: String
  /// The conventions, by what they are about: quantile, day count, compounding, horizon.
  public var conventions: [String: String]
  /// What went in.
  public var inputs: [Input]
  /// The seed of the random numbers, where there were any.
  public var seed: UInt64?
  /// The days of the past that went in, where they are known.
  public var dataSpan: DataSpan?
  /// The relative gap between primal and dual objective, where a solver was used.
  public var solverGap: Double?
  /// The largest absolute difference to a quote that was to be met, in the quote's unit, where something was calibrated.
  public var repricingError: Double?
  /// The standard error of the headline figure, in its unit, where it was simulated.
  public var simulationError: Double?
  /// The version of the library that made the result.
  public var libraryVersion: String
  /// The version of the result's layout.
  public var schemaVersion: Int

  /// Makes a basis, by this version of the library.
  public init(
    method: String, conventions: [String: String] = [:], inputs: [Input] = [], seed: UInt64? = nil,
    dataSpan: DataSpan? = nil, solverGap: Double? = nil, repricingError: Double? = nil,
    simulationError: Double? = nil, schemaVersion: Int = 1
  ) {
    self.method = method
    self.conventions = conventions
    self.inputs = inputs
    self.seed = seed
    self.dataSpan = dataSpan
    self.solverGap = solverGap
    self.repricingError = repricingError
    self.simulationError = simulationError
    libraryVersion = ResultBasis.thisLibrary
    self.schemaVersion = schemaVersion
  }

  /// The name and version of this library.
  public static let thisLibrary = "carbon254 0.1.0"
}

extension ResultBasis: Codable {
  private enum Key: String, CodingKey {
    case method, conventions, inputs, seed, dataSpan, solverGap, repricingError, simulationError, libraryVersion
    case schemaVersion
  }

  /// Reads a basis.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    method = try container.decode(String.self, forKey: .method)
    conventions = try container.decode([String: String].self, forKey: .conventions)
    inputs = try container.decode([Input].self, forKey: .inputs)
    let text = try container.decodeIfPresent(String.self, forKey: .seed)
    seed = text.flatMap { UInt64($0) }
    if let text, seed == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .seed, in: container, debugDescription: "expected a number from 0 to 2^64 - 1, found \(text)")
    }
    dataSpan = try container.decodeIfPresent(DataSpan.self, forKey: .dataSpan)
    solverGap = try container.decodeIfPresent(Double.self, forKey: .solverGap)
    repricingError = try container.decodeIfPresent(Double.self, forKey: .repricingError)
    simulationError = try container.decodeIfPresent(Double.self, forKey: .simulationError)
    libraryVersion = try container.decode(String.self, forKey: .libraryVersion)
    schemaVersion = try container.decode(Int.self, forKey: .schemaVersion)
  }

  /// Writes a basis; the seed as text, since other languages' numbers do not hold 64 bits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(method, forKey: .method)
    try container.encode(conventions, forKey: .conventions)
    try container.encode(inputs, forKey: .inputs)
    try container.encodeIfPresent(seed.map { "\($0)" }, forKey: .seed)
    try container.encodeIfPresent(dataSpan, forKey: .dataSpan)
    try container.encodeIfPresent(solverGap, forKey: .solverGap)
    try container.encodeIfPresent(repricingError, forKey: .repricingError)
    try container.encodeIfPresent(simulationError, forKey: .simulationError)
    try container.encode(libraryVersion, forKey: .libraryVersion)
    try container.encode(schemaVersion, forKey: .schemaVersion)
  }
}

extension ResultBasis.DataSpan: Codable {
  private enum Key: CodingKey { case first, last }

  /// Reads the first and the last day; days in the wrong order are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let (first, last): (LocalDate, LocalDate) = (try container(.first), try container(.last))
    try container.require(first <= last, .last, "a day from \(first) on")
    self.init(from: first, through: last)
  }

  /// Writes the first and the last day.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
  }
}

extension ResultBasis.Input: Codable {
  private enum Key: CodingKey { case name, digest }

  /// Reads the name and the digest in hexadecimal.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let text = try container.decode(String.self, forKey: .digest)
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    guard text.utf8.count == 64, digits.count == 64, let digest = SHA256Digest(bytes: bytes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .digest, in: container, debugDescription: "expected 64 hexadecimal digits, found \(text)")
    }
    self.init(name: try container.decode(String.self, forKey: .name), digest: digest)
  }

  /// Writes the name and the digest in hexadecimal.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(digest.description, forKey: .digest)
  }
}
