/// Why a series cannot be made, or two cannot be joined.
public struct SeriesError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// There are not as many values as intervals.
    public static let countMismatch = Code("countMismatch")
    /// The two series lie on different grids.
    public static let gridMismatch = Code("gridMismatch")
    /// The units do not fit; ``SeriesError/cause`` says why.
    public static let unitMismatch = Code("unitMismatch")
    /// Rows of one product and location share time, so that it is not said which of them counts.
    public static let overlappingRows = Code("overlappingRows")
  }

  /// What kind of failure it is.
  public let code: Code
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The unit's or currency's own error, where there is one.
  public let cause: UnitError?

  /// Makes an error.
  public init(_ code: Code, found: String, expected: String, cause: UnitError? = nil) {
    self.code = code
    self.found = found
    self.expected = expected
    self.cause = cause
  }
}

extension SeriesError: CustomStringConvertible {
  /// One line: the code, what was found, what was expected, and the cause.
  public var description: String {
    "\(code): found \(found), expected \(expected)" + (cause.map { " (\($0))" } ?? "")
  }
}
