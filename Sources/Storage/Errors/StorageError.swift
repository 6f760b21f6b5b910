/// Why a storage calculation could not begin.
///
/// How a solve ended is data of its result and no error: an error says that the input makes no sense.
public struct StorageError: Error, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// Reads a code by its name.
    public init(from decoder: any Decoder) throws { name = try decoder.singleValueContainer().decode(String.self) }

    /// Writes the code's name.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }

    /// The name.
    public var description: String { name }

    /// There is nothing to work on: no step, no price, no node.
    public static let empty = Code("empty")
    /// Two counts that must agree do not.
    public static let countMismatch = Code("countMismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code("notFinite")
    /// A number lies outside its domain: a power, an efficiency, a state of charge.
    public static let outOfRange = Code("outOfRange")
    /// Two things that must have one currency, unit, grid or set of names do not, or exclude each other.
    public static let mismatch = Code("mismatch")
    /// No such service, node, market or rule.
    public static let unknownName = Code("unknownName")
    /// There are too few observations for what is asked.
    public static let insufficientData = Code("insufficientData")
    /// Text that cannot be read as what it should be.
    public static let malformed = Code("malformed")
    /// More is asked than the limits allow.
    public static let tooLarge = Code("tooLarge")
    /// The method that was asked for cannot hold all terms of the problem.
    public static let unsupported = Code("unsupported")
    /// The surrounding task was cancelled.
    public static let cancelled = Code("cancelled")
  }

  /// The reason.
  public let code: Code
  /// The field or quantity that is wrong, such as `dischargePower`.
  public let field: String
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The place, counted from 0, where the error has one: of a step, a point, a row.
  public let index: Int?
  /// The error of the module below, where there is one.
  public let cause: (any Error)?

  /// Makes an error.
  public init(
    _ code: Code, field: String, found: String, expected: String, index: Int? = nil, cause: (any Error)? = nil
  ) {
    self.code = code
    self.field = field
    self.found = found
    self.expected = expected
    self.index = index
    self.cause = cause
  }

  /// One line: the code, the field and place, what was found, what was expected, and the cause.
  public var description: String {
    let place = index.map { "[\($0)]" } ?? ""
    return "\(code) in \(field)\(place): found \(found), expected \(expected)" + (cause.map { " (\($0))" } ?? "")
  }
}
