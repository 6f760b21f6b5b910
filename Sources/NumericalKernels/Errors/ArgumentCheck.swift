/// Checks of single parameters.
enum ArgumentCheck {
  static func requireFinite(_ value: Double, _ name: String) throws(NumericalError) {
    guard value.isFinite else { throw NumericalError(.notFinite, "\(name) has to be finite, not \(value)") }
  }

  static func requirePositive(_ value: Double, _ name: String) throws(NumericalError) {
    try requireFinite(value, name)
    guard value > 0 else { throw NumericalError(.invalidArgument, "\(name) has to be positive, not \(value)") }
  }

  /// A tolerance, where one is given, of at least 0.
  static func requireTolerance(_ value: Double?) throws(NumericalError) {
    guard let value, !(value >= 0) else { return }
    throw NumericalError(.invalidArgument, "a tolerance of at least 0 expected, \(value) given")
  }

  /// A positive number whose products and quotients with its like neither overflow nor vanish.
  static func requireShape(_ value: Double, _ name: String) throws(NumericalError) {
    try requirePositive(value, name)
    guard value >= 1e-100, value <= 1e100 else {
      throw NumericalError(.invalidArgument, "\(name) has to lie between 1e-100 and 1e100, not \(value)")
    }
  }
}
