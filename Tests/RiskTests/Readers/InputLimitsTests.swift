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
