/// Why a risk figure could not be worked out.
///
/// How a fit or a search ended is data of its result and no error: an error says that the input makes no sense.
public struct RiskError: Error, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// There is nothing to work on: no position, no factor, no return.
    public static let empty = Code("empty")
    /// Two counts that must agree do not.
    public static let countMismatch = Code("countMismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code("notFinite")
    /// A number lies outside its domain: a level, a horizon, a decay, a probability.
    public static let outOfRange = Code("outOfRange")
    /// Two things that must have one currency, unit, grid or set of names do not.
    public static let mismatch = Code("mismatch")
    /// No such factor, position, book, market or scenario.
    public static let unknownName = Code("unknownName")
    /// There are too few observations for what is asked.
    public static let insufficientData = Code("insufficientData")
    /// An expansion or a matrix is outside the region where it means something.
    public static let invalidExpansion = Code("invalidExpansion")
    /// Text that cannot be read as what it should be.
    public static let malformed = Code("malformed")
  }

  /// The reason.
  public let code: Code
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The place, counted from 0, where the error has one: of a position, a factor, a row.
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
