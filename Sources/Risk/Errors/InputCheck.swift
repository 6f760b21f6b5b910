/// What every type of this module asks of its input.
enum InputCheck {
  /// Refuses the first number that is NaN or infinite.
  static func finite(_ values: some Collection<Double>, _ what: String) throws(RiskError) {
    var index = 0
    for value in values {
      guard value.isFinite else {
        throw RiskError(.notFinite, found: "\(what) \(value)", expected: "a finite number", index: index)
      }
      index += 1
    }
  }

  /// Refuses a number that is NaN or infinite.
  static func finite(_ value: Double, _ what: String) throws(RiskError) {
    guard value.isFinite else {
      throw RiskError(.notFinite, found: "\(what) \(value)", expected: "a finite number")
    }
  }

  /// Refuses a number outside a range; NaN lies in none.
  static func within(_ range: ClosedRange<Double>, _ value: Double, _ what: String) throws(RiskError) {
    guard range.contains(value) else {
      throw RiskError(
        .outOfRange, found: "\(what) \(value)", expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Refuses a probability of 0 or less, or of 1 or more.
  static func level(_ value: Double, _ what: String = "level") throws(RiskError) {
    guard value > 0, value < 1 else {
      throw RiskError(.outOfRange, found: "\(what) \(value)", expected: "a probability between 0 and 1")
    }
  }

  /// Refuses times that do not rise strictly from zero on.
  static func times(_ times: [Double], includingZero: Bool) throws(RiskError) {
    guard !times.isEmpty else { throw RiskError(.empty, found: "no times", expected: "at least one") }
    try finite(times, "time")
    var last = includingZero ? -1.0 : 0
    for (index, time) in times.enumerated() {
      guard time > last, time >= 0 else {
        throw RiskError(
          .outOfRange, found: "time \(time) after \(last)", expected: "times that rise strictly from 0 on", index: index
        )
      }
      last = time
    }
  }

  /// Refuses a count that is not the one expected.
  static func count(_ count: Int, _ expected: Int, _ what: String) throws(RiskError) {
    guard count == expected else {
      throw RiskError(.countMismatch, found: "\(count) \(what)", expected: "\(expected)")
    }
  }

  /// Refuses a name that is given twice.
  static func distinct(_ names: some Sequence<String>, _ what: String) throws(RiskError) {
    var seen: Set<String> = []
    var index = 0
    for name in names {
      guard seen.insert(name).inserted else {
        throw RiskError(.mismatch, found: "\(what) \(name) twice", expected: "different names", index: index)
      }
      index += 1
    }
  }

  /// Runs something of a module below and wraps what it throws.
  static func wrapped<Value, Failure: Error>(
    _ code: RiskError.Code = .outOfRange, _ what: String, _ body: () throws(Failure) -> Value
  ) throws(RiskError) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      throw RiskError(code, found: what, expected: "input that the calculation can use", cause: error)
    }
  }
}
