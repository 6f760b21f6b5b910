public import NumericalKernels

/// Why a valuation refused its input.
public struct ValuationError: Error, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// There is nothing to value: no outcome, no cash flow, no path.
    public static let empty = Code("empty")
    /// Two counts that must agree do not.
    public static let countMismatch = Code("countMismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code("notFinite")
    /// A number lies outside its domain: a level, a weight, a rate, a probability.
    public static let outOfRange = Code("outOfRange")
    /// Values that must rise strictly do not.
    public static let notIncreasing = Code("notIncreasing")
    /// Two things that must have one currency, unit, grid or set of names do not.
    public static let mismatch = Code("mismatch")
    /// No such factor, party or class.
    public static let unknownName = Code("unknownName")
    /// The mean of risk-neutral paths is too far from the forward.
    public static let notMartingale = Code("notMartingale")
  }

  /// The reason.
  public let code: Code
  /// What was found.
  public let found: String
  /// What was expected in its place.
  public let expected: String
  /// The place, counted from 0, where the error has one.
  public let index: Int?
  /// The kernel's own error, where there is one.
  public let cause: NumericalError?

  /// Makes an error.
  public init(_ code: Code, found: String, expected: String, index: Int? = nil, cause: NumericalError? = nil) {
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

/// Refuses the first number that is not finite.
func requireFinite(_ values: [Double], _ what: String) throws(ValuationError) {
  if let odd = values.firstIndex(where: { !$0.isFinite }) {
    throw ValuationError(.notFinite, found: "\(what) \(values[odd])", expected: "a finite number", index: odd)
  }
}
