import Risk
import Testing

@Suite struct InputLimitsTests {
  private let book = #"{"positions":[{"id":"a","factor":"A","quantity":1},{"id":"b","factor":"B","quantity":1}],"#
  private let table = "date,A,B\n2026-01-05,1,2\n\n2026-01-06,2,3\n2026-01-07,2,3\n"

  private func request(_ rest: String, _ change: (inout InputLimits) -> Void = { _ in }) throws -> RiskRequest {
    var limits = InputLimits()
    change(&limits)
    return try RiskRequest(json: Array((book + rest + "}").utf8).span, limits: limits)
  }

  private func history(_ change: (inout InputLimits) -> Void) throws -> FactorHistory {
    var limits = InputLimits()
    change(&limits)
    return try FactorHistory(csv: Array(table.utf8).span, limits: limits)
  }

  private func refused(_ what: String, _ body: () throws -> Void) {
    let error = #expect(throws: RiskError.self) { try body() }
    #expect(error?.code == .outOfRange && error?.found.contains(what) == true, "\(error?.found ?? "nothing")")
  }

  @Test func requestsAreBounded() throws {
    let levels = #""confidence":[0.9,0.95],"paths":1000"#
    _ = try request(levels)
    refused("bytes") { _ = try request(levels) { $0.maxBytes = 50 } }
    refused("3 positions") {
      _ = try RiskRequest(
        json: Array(#"{"positions":[1,2,3]}"#.utf8).span,
        limits: {
          var limits = InputLimits()
          limits.maxPositions = 2
          return limits
        }())
    }
    refused("2 factors") { _ = try request(levels) { $0.maxFactors = 1 } }
    refused("2 levels") { _ = try request(levels) { $0.maxLevels = 1 } }
    refused("1000 paths") { _ = try request(levels) { $0.maxPaths = 999 } }
    refused("1000 paths x 2 levels") { _ = try request(levels) { $0.maxPathsTimesLevels = 1999 } }
    refused("1000 paths x 2 factors") { _ = try request(levels) { $0.maxPathsTimesFactors = 1999 } }
    // More values than positions could have are not even read.
    let many = "[" + [String](repeating: "1", count: 5000).joined(separator: ",") + "]"
    refused("a portfolio") {
      _ = try request(#""note":"# + many) { ($0.maxPositions, $0.maxFactors, $0.maxLevels) = (2, 2, 2) }
    }
  }

  @Test func tablesAreBounded() throws {
    _ = try history { ($0.maxDays, $0.maxFactors, $0.maxCells) = (3, 2, 6) }
    refused("bytes") { _ = try history { $0.maxBytes = 10 } }
    refused("3 days") { _ = try history { $0.maxDays = 2 } }
    refused("2 factors") { _ = try history { $0.maxFactors = 1 } }
    refused("3 days x 2 factors") { _ = try history { $0.maxCells = 5 } }
    refused("a table of changes") {
      var limits = InputLimits()
      limits.maxFactors = 2
      _ = try FactorHistory(csv: Array("date,A,B,C,D,E\n".utf8).span, limits: limits)
    }
  }

  @Test func whatIsTooLargeTogether() throws {
    let request = try request(#""confidence":[0.9,0.95]"#)
    let history = try history { _ in }
    try InputLimits.default.check(request, on: history)
    var limits = InputLimits()
    limits.maxDaysTimesLevels = 5
    refused("3 days x 2 levels") { try limits.check(request, on: history) }
    limits = InputLimits()
    limits.maxDaysTimesPositions = 5
    refused("3 days x 2 positions") { try limits.check(request, on: history) }
  }

  /// What results repeat at each level is bounded before a portfolio is made.
  @Test func levelsTimesWhatIsReportedIsBounded() throws {
    let levels = #""confidence":[0.9,0.95],"paths":1000"#
    refused("2 positions x 2 levels") { _ = try request(levels) { $0.maxPositionsTimesLevels = 3 } }
    // Two trees, each of its root alone; the names are a, b, A and B.
    refused("2 nodes of books and markets x 2 levels") { _ = try request(levels) { $0.maxNodesTimesLevels = 3 } }
    refused("4 bytes of names x 2 levels") { _ = try request(levels) { $0.maxNameBytesTimesLevels = 7 } }
    _ = try request(levels) {
      ($0.maxPositionsTimesLevels, $0.maxNodesTimesLevels, $0.maxNameBytesTimesLevels) = (4, 4, 8)
    }
    // Power, Power/East and Power/West beside the roots, of 5, 10 and 10 bytes; the market US of 2.
    let tagged =
      #"{"positions":[{"id":"a","factor":"A","quantity":1,"book":"Power//East/"},"#
      + #"{"id":"b","factor":"A","quantity":1,"book":"Power/West","market":"US"}],"confidence":[0.95]}"#
    func read(_ change: (inout InputLimits) -> Void) throws {
      var limits = InputLimits()
      change(&limits)
      _ = try RiskRequest(json: Array(tagged.utf8).span, limits: limits)
    }
    refused("6 nodes of books and markets x 1 levels") { try read { $0.maxNodesTimesLevels = 5 } }
    refused("30 bytes of names x 1 levels") { try read { $0.maxNameBytesTimesLevels = 29 } }
    try read { ($0.maxNodesTimesLevels, $0.maxNameBytesTimesLevels) = (6, 30) }
  }

  /// Small files whose results would be large are beyond the defaults.
  @Test func smallFilesOfLargeResultsAreRefused() throws {
    func document(_ positions: Int, levels: Int, _ more: (Int) -> String) -> [UInt8] {
      let listed = (0..<positions).map { #"{"id":"\#($0)","factor":"A","quantity":1\#(more($0))}"# }
      let confidence = (0..<levels).map { "\(0.9 + 0.0009 * Double($0))" }.joined(separator: ",")
      return Array(
        #"{"positions":[\#(listed.joined(separator: ","))],"confidence":[\#(confidence)],"paths":1000}"#.utf8)
    }
    refused("6000 positions x 100 levels") {
      _ = try RiskRequest(json: document(6000, levels: 100) { _ in "" }.span)
    }
    let steps = (1...31).map { "b\($0)" }.joined(separator: "/")
    refused("32002 nodes of books and markets x 20 levels") {
      _ = try RiskRequest(json: document(1000, levels: 20) { #","book":"\#($0)/\#(steps)""# }.span)
    }
    let name = String(repeating: "n", count: 60_000)
    refused("bytes of names") {
      _ = try RiskRequest(json: document(40, levels: 100) { #","book":"\#($0)\#(name)""# }.span)
    }
    _ = try RiskRequest(json: document(2000, levels: 5) { #","book":"\#($0 % 50)/\#($0)""# }.span)
  }

  /// No limit is a limit too.
  @Test func everyLimitMayBeTheLargestNumber() throws {
    func largest(_ limits: inout InputLimits) {
      (limits.maxBytes, limits.maxPositions, limits.maxFactors, limits.maxDays) = (.max, .max, .max, .max)
      (limits.maxCells, limits.maxLevels, limits.maxPaths) = (.max, .max, .max)
      (limits.maxPathsTimesLevels, limits.maxPathsTimesFactors) = (.max, .max)
      (limits.maxDaysTimesLevels, limits.maxDaysTimesPositions) = (.max, .max)
      (limits.maxPositionsTimesLevels, limits.maxNodesTimesLevels) = (.max, .max)
      limits.maxNameBytesTimesLevels = .max
    }
    let request = try request(#""confidence":[0.9,0.95],"paths":1000"#, largest)
    let history = try history(largest)
    #expect(request.portfolio.positions.count == 2 && history.dates.count == 3)
    var limits = InputLimits()
    largest(&limits)
    try limits.check(request, on: history)
    refused("9223372036854775807 paths") {
      _ = try self.request(#""paths":9223372036854775807"#, largest)
    }
    // Nothing is let through, and nothing traps, where the limits are the smallest numbers.
    refused("bytes") { _ = try self.request("") { $0.maxBytes = .min } }
    refused("a portfolio") {
      let many = "[" + [String](repeating: "1", count: 2000).joined(separator: ",") + "]"
      _ = try self.request(#""note":"# + many) { ($0.maxPositions, $0.maxFactors, $0.maxLevels) = (.min, .min, .min) }
    }
  }

  @Test func seedsHave64Bits() throws {
    for seed in [UInt64.max, 1 << 63, 9_007_199_254_740_993, 0] {
      #expect(try request(#""seed":\#(seed)"#).seed == seed)
    }
    #expect(try request(#""seed":1e3"#).seed == 1000)
    for wrong in ["18446744073709551616", "-1", "1.5", "1e18"] {
      refused("seed") { _ = try request(#""seed":\#(wrong)"#) }
    }
  }
}
