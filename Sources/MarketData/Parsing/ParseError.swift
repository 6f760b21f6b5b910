/// What is wrong with a payload, where, and what was expected there.
///
/// Strict parsing throws the first one; lenient parsing returns each as a defect and keeps the good rows.
public struct ParseError: Error, Hashable, Sendable {
  /// The reason, in a form that a program can switch on; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The code's name.
    public var description: String { name }

    /// The payload has no bytes.
    public static let empty = Code(name: "empty")
    /// No connector knows this payload.
    public static let unrecognised = Code(name: "unrecognised")
    /// The container or the encoding is broken: CSV quoting, JSON or XML syntax, ZIP structure.
    public static let malformed = Code(name: "malformed")
    /// The payload ends before it is complete.
    public static let truncated = Code(name: "truncated")
    /// A column, key or element that the feed must have is not there.
    public static let missingField = Code(name: "missing-field")
    /// A number was expected.
    public static let notANumber = Code(name: "not-a-number")
    /// A date or time was expected.
    public static let notATime = Code(name: "not-a-time")
    /// The label names an hour that the local day does not have, or has twice without saying which.
    public static let noSuchInterval = Code(name: "no-such-interval")
    /// A value outside what the field can hold.
    public static let outOfRange = Code(name: "out-of-range")
    /// The record has too few or too many fields.
    public static let fieldCount = Code(name: "field-count")
    /// Components do not add up to the price, or parts of one row are missing.
    public static let inconsistent = Code(name: "inconsistent")
    /// The operator answered with an error document instead of data.
    public static let operatorError = Code(name: "operator-error")
    /// The operator refused because of too many requests.
    public static let throttled = Code(name: "throttled")
    /// The payload exceeds a limit of ``Limits``.
    public static let limitExceeded = Code(name: "limit-exceeded")
  }

  /// The place of an error in a payload; what is not known is `nil`.
  public struct Place: Hashable, Sendable {
    /// The payload's or archive member's name.
    public var source: String?
    /// The line, counted from 1.
    public var line: Int?
    /// The column in the line, in bytes counted from 1, where rows are told apart by more than their fields.
    public var column: Int?
    /// The column's header, JSON key or XML element.
    public var field: String?
    /// The byte offset in the (expanded) payload.
    public var byteOffset: Int?
    /// The index of the record or array element, counted from 0.
    public var index: Int?

    /// Makes a place from what is known of it.
    public init(
      source: String? = nil, line: Int? = nil, field: String? = nil, byteOffset: Int? = nil, index: Int? = nil,
      column: Int? = nil
    ) {
      self.source = source
      self.line = line
      self.column = column
      self.field = field
      self.byteOffset = byteOffset
      self.index = index
    }
  }

  /// The reason.
  public let code: Code
  /// The place.
  public var place: Place
  /// What was found, in words; never more than a short excerpt of the payload.
  public let message: String
  /// What was expected there, where that can be said.
  public let expected: String?
  /// The operator's own error code, such as OASIS `1000`, where the payload is an error document.
  public let operatorCode: String?

  /// Makes an error.
  public init(
    _ code: Code, at place: Place = Place(), _ message: String, expected: String? = nil, operatorCode: String? = nil
  ) {
    self.code = code
    self.place = place
    self.message = message
    self.expected = expected
    self.operatorCode = operatorCode
  }
}

extension ParseError: CustomStringConvertible {
  /// Place, code, message and what was expected, on one line.
  public var description: String {
    var text = ""
    if let source = place.source { text += source + ":" }
    if let line = place.line { text += "\(line):" + (place.column.map { "\($0):" } ?? "") }
    if let index = place.index { text += "[\(index)]:" }
    if let field = place.field { text += field + ":" }
    if place.line == nil, place.index == nil, let offset = place.byteOffset { text += "byte \(offset):" }
    if !text.isEmpty { text += " " }
    text += "\(code): \(message)"
    if let operatorCode { text += " (operator code \(operatorCode))" }
    if let expected { text += "; expected \(expected)" }
    return text
  }
}
