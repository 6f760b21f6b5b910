/// What every type of this module asks of its input.
enum InputCheck {
  /// Refuses the first number that is NaN or infinite.
  static func finite(_ values: [Double], _ field: String) throws(StorageError) {
    // A sum is finite only where all terms are, unless it overflows: one pass that vectorises answers nearly every call.
    var zeros = 0.0
    for value in values { zeros += value * 0 }
    guard zeros != 0 || zeros.isNaN else { return }
    for (index, value) in values.enumerated() where !value.isFinite {
      throw StorageError(.notFinite, field: field, found: "\(value)", expected: "a finite number", index: index)
    }
  }

  /// Refuses a number that is NaN or infinite.
  static func finite(_ value: Double, _ field: String) throws(StorageError) {
    guard value.isFinite else {
      throw StorageError(.notFinite, field: field, found: "\(value)", expected: "a finite number")
    }
  }

  /// Refuses a number outside a range, and NaN.
  static func within(
    _ range: ClosedRange<Double>, _ value: Double, _ field: String, index: Int? = nil
  ) throws(StorageError) {
    guard range.contains(value) else {
      throw StorageError(
        .outOfRange, field: field, found: "\(value)",
        expected: "a number from \(range.lowerBound) to \(range.upperBound)", index: index)
    }
  }

  /// Refuses a size that is negative, infinite or NaN, or larger than any plant.
  static func size(_ value: Double, _ field: String) throws(StorageError) {
    try within(0...largestSize, value, field)
  }

  /// Refuses a count that is not the one expected.
  static func count(_ count: Int, _ expected: Int, _ field: String) throws(StorageError) {
    guard count == expected else {
      throw StorageError(.countMismatch, field: field, found: "\(count) values", expected: "\(expected)")
    }
  }

  /// A terawatt or a terawatt-hour in mega-units, times a thousand: beyond it a figure is a slip of units.
  static let largestSize = 1e9
}
