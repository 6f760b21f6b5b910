/// Why a curve could not be described, read or built.
///
/// How a build ended (solved, contradictory quotes ...) is data of its result and no error: an error says that the input makes no sense.
public struct CurveError: Error, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// There is nothing to work on: no point, no quote, no curve.
    public static let empty = Code("empty")
    /// Two counts that must agree do not.
    public static let countMismatch = Code("countMismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code("notFinite")
    /// A number or a date lies outside its domain.
    public static let outOfRange = Code("outOfRange")
    /// A period covers nothing of the curve, or ends before it begins.
    public static let emptyPeriod = Code("emptyPeriod")
    /// Two things that must have one grid, currency, unit or calendar do not.
    public static let mismatch = Code("mismatch")
    /// The level is too near zero, or below it, for a method that divides by it.
    public static let notPositive = Code("notPositive")
    /// No such curve, version, quote or block.
    public static let unknownName = Code("unknownName")
    /// Text that cannot be read as what it should be.
    public static let malformed = Code("malformed")
    /// The mean of simulated paths is too far from the forward.
    public static let notMartingale = Code("notMartingale")
    /// The task was cancelled before there was a result.
    public static let cancelled = Code("cancelled")
  }

  /// The reason.
  public let code: Code
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The place, counted from 0, where the error has one: of a quote, a point, a row.
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
