import Foundation
import MarketData
import Storage
import Testing

/// The dynamic programme against linear and mixed-integer programs, and against a search over whole numbers.
struct ArbitrageAgainstProgramTests {
  /// What the interior point of the linear program leaves.
  static let programTolerance = 1e-6
  /// Feasibility and proof of the dynamic programme.
  static let exactness = 1e-10

  #if DEBUG
    static let instances = 24
  #else
    static let instances = 1000
  #endif

  private func compare(_ problem: DispatchProblem, _ tolerance: Double, _ number: Int) throws {
    let exact = try problem.optimised()
    var options = DispatchOptions()
    options.approach = .program
    let reference = try problem.optimised(options)
    #expect((exact.status == .infeasible) == (reference.status == .infeasible), "instance \(number)")
    guard exact.hasSchedule, reference.hasSchedule else { return }
    let scale = max(1, abs(reference.objective), 100 * problem.asset.chargePower)
    #expect(abs(exact.objective - reference.objective) < tolerance * scale, "instance \(number)")
    #expect(exact.gap < Self.exactness * scale, "instance \(number)")
    #expect((exact.largestViolation(of: problem)?.relative ?? 0) < Self.exactness, "instance \(number)")
  }

  @Test func concaveProblemsEqualTheLinearProgram() throws {
    var random = RandomProblems(seed: 11)
    for number in 0..<Self.instances { try compare(random.problem(10, lowest: 0), Self.programTolerance, number) }
  }

  @Test func negativePricesEqualTheMixedIntegerProgram() throws {
    var random = RandomProblems(seed: 12)
    for number in 0..<Self.instances / 4 { try compare(random.problem(6, lowest: -150), Self.programTolerance, number) }
  }

  @Test func efficienciesByPowerEqualTheProgram() throws {
    var random = RandomProblems(seed: 13)
    for number in 0..<Self.instances / 4 {
      try compare(random.problem(5, lowest: number % 2 == 0 ? 0 : -100, pieces: true), Self.programTolerance, number)
    }
  }

  @Test func weakDualityProvesEachProblem() throws {
    var random = RandomProblems(seed: 14)
    for number in 0..<10 * Self.instances {
      let problem = try random.problem(24, lowest: 0)
      let schedule = try problem.optimised()
      guard schedule.hasSchedule else { continue }
      #expect(schedule.method == .concaveProgramme, "instance \(number)")
      #expect(schedule.gap < Self.exactness, "instance \(number)")
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < Self.exactness, "instance \(number)")
    }
  }
}
