public import Valuation

extension VaRBacktest: DocumentedResult {
  private enum Key: CodingKey { case failures, level, stepCount, failureCount, tests, trafficLight, basis }

  /// Reads a record; tests and traffic light follow from it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    failures = try container(.failures)
    level = try container(.level)
    failureCount = try container(.failureCount)
    basis = try container(.basis)
    try container.require(
      !failures.isEmpty && level > 0 && level < 1 && container(.stepCount) == failures.count
        && failureCount == failures.count { $0 }, .failures,
      "steps with so many failures, and a level between 0 and 1")
  }

  /// Writes the record with the outcome of each test.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(failures, forKey: .failures)
    try container.encode(level, forKey: .level)
    try container.encode(stepCount, forKey: .stepCount)
    try container.encode(failureCount, forKey: .failureCount)
    try container.encode(tests.map(TestRecord.init), forKey: .tests)
    try container.encodeIfPresent(try? trafficLight(), forKey: .trafficLight)
    try container.encode(basis, forKey: .basis)
  }

  private struct TestRecord: Encodable {
    let name: String
    let statistic: Double
    let degreesOfFreedom: Int
    let pValue: Double

    init(_ test: LikelihoodRatioTest) {
      (name, statistic, degreesOfFreedom) = (test.name, test.statistic, test.degreesOfFreedom)
      pValue = test.pValue
    }
  }

  /// All tests, in the order in which they are reported.
  private var tests: [LikelihoodRatioTest] {
    [proportionOfFailures(), timeUntilFirstFailure(), timeBetweenFailures(), timeBetweenFailuresIndependence()]
      + [try? independence(), try? conditionalCoverage()].compactMap { $0 }
  }

  /// The tests with their statistics and p-values in a table.
  public var description: String {
    var table = TextTable(["test", "statistic", "degrees of freedom", "p-value"])
    for test in tests {
      table.append([
        test.name, TextTable.number(test.statistic, decimals: 4), "\(test.degreesOfFreedom)",
        TextTable.number(test.pValue, decimals: 4),
      ])
    }
    let expected = TextTable.number(Double(stepCount) * claimedRate, decimals: 2)
    let light = (try? trafficLight()).map { ", traffic light \($0.zone.rawValue)" } ?? ""
    return page(
      ["\(failureCount) failures in \(stepCount) steps at \(ResultPage.percent(level)), \(expected) expected\(light)"],
      [table])
  }
}
