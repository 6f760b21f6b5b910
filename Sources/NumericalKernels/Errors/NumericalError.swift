/// Why a kernel refused its input or could not finish.
///
/// Solvers and fits report how they ended as data (a status); they throw this error for input that cannot be worked on.
public struct NumericalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The code's name.
    public var description: String { name }

    /// Two shapes do not fit, or a count is not what the operation needs.
    public static let dimensionMismatch = Code(name: "dimension-mismatch")
    /// A value is NaN or infinite where a finite one is needed.
    public static let notFinite = Code(name: "not-finite")
    /// An argument lies outside its domain.
    public static let invalidArgument = Code(name: "invalid-argument")
    /// A row or column index lies outside the matrix, or indices are not in the order that the format needs.
    public static let invalidIndex = Code(name: "invalid-index")
    /// A matrix is singular: elimination met a zero pivot.
    public static let singular = Code(name: "singular")
    /// A matrix is not positive definite: elimination met a pivot that is not positive.
    public static let notPositiveDefinite = Code(name: "not-positive-definite")
    /// A matrix that has to be symmetric is not.
    public static let notSymmetric = Code(name: "not-symmetric")
    /// An iteration ended without reaching its tolerance.
    public static let notConverged = Code(name: "not-converged")
    /// A size is beyond what the kernel or the library below it can address.
    public static let tooLarge = Code(name: "too-large")
    /// The data is too short for the quantity, or has no variation where some is needed.
    public static let insufficientData = Code(name: "insufficient-data")
  }

  /// The reason.
  public let code: Code
  /// What is wrong, in words, with what was expected.
  public let message: String
  /// The place: the index of the pivot, row, column or element, counted from 0, where the error has one.
  public let index: Int?

  /// Makes an error.
  public init(_ code: Code, _ message: String, index: Int? = nil) {
    self.code = code
    self.message = message
    self.index = index
  }

  /// Code, place and message.
  public var description: String { "\(code)" + (index.map { " at \($0)" } ?? "") + ": \(message)" }
}
