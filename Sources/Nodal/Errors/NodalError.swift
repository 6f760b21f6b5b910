/// Why something could not be done with a network.
///
/// How a solve ended is data of its result and no error: an error says that the input makes no sense. What is wrong with a file is a
/// `ParseError` of MarketData.
public struct NodalError: Error, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// There is nothing to work on: no bus, no branch.
    public static let empty = Code("empty")
    /// Two counts that must agree do not.
    public static let countMismatch = Code("countMismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code("notFinite")
    /// A number lies outside its domain: a base power, a factor, an index.
    public static let outOfRange = Code("outOfRange")
    /// No such bus, branch, generator, load, line, interface, area or zone.
    public static let unknownElement = Code("unknownElement")
    /// Two elements of one kind have the same number or id.
    public static let duplicateElement = Code("duplicateElement")
    /// A result would take more memory than it was given.
    public static let tooLarge = Code("tooLarge")
    /// The network is not sound: see ``Network/validate()``.
    public static let unsound = Code("unsound")
  }

  /// The reason.
  public let code: Code
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The place, counted from 0, where the error has one: of a bus, a branch, a generator.
  public let index: Int?
  /// The error of the module below, where there is one.
  public let cause: (any Error)?

  /// Makes an error.
  public init(_ code: Code, found: String, expected: String, index: Int? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.found = found
    self.expected = expected
    self.index = index
    self.cause = cause
  }

  /// One line: the code, the place, what was found, what was expected, and the cause.
  public var description: String {
    let place = index.map { " at \($0)" } ?? ""
    return "\(code)\(place): found \(found), expected \(expected)" + (cause.map { " (\($0))" } ?? "")
  }
}
