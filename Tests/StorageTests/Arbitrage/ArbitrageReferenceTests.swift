import ByteFormats
import Foundation
import MarketData
import Storage
import Testing

/// The year of prices against which public solvers were run; read from the folder that CAPTURES_DIR names.
enum ReferenceYear {
  static let folder = ProcessInfo.processInfo.environment["CAPTURES_DIR"]

  static func problem(_ count: Int, minutes: Int) throws -> DispatchProblem {
    let folder = try #require(folder)
    let url = URL(fileURLWithPath: folder + "/storage/prices_\(count).csv.gz")
    let packed = [UInt8](try Data(contentsOf: url))
    let bytes = try Gzip.decompress(packed.span)
    let prices = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().compactMap {
      Double($0.prefix { $0 != "," })
    }
    return try DispatchProblem(
      StorageAssetTests.reference(),
      steps: DispatchSteps(start: DispatchProblemTests.start, minutes: minutes, count: count), prices: prices)
  }
}

@Suite(.enabled(if: ReferenceYear.folder != nil, "CAPTURES_DIR names no folder"))
struct ArbitrageReferenceTests {
  /// The published objectives have five decimals.
  static let publishedDigits = 1e-5

  @Test func hourlyYearAgainstThreeSolvers() throws {
    let problem = try ReferenceYear.problem(8760, minutes: 60)
    let schedule = try problem.optimised()
    #expect(abs(schedule.objective - 3_346_431.70516) < Self.publishedDigits)
    #expect(schedule.gap < 1e-12)
    #expect(schedule.status == .solved && schedule.method == .concaveProgramme)
    #expect((schedule.equivalentCycles * 10).rounded() == 4575)
    #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-12)
  }

  @Test func fiveMinuteYearAgainstClarabel() throws {
    let problem = try ReferenceYear.problem(105_120, minutes: 5)
    let schedule = try problem.optimised()
    #expect(abs(schedule.objective - 2_008_159.94815) < Self.publishedDigits)
    #expect(schedule.gap < 1e-12)
    #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-12)
  }
}
