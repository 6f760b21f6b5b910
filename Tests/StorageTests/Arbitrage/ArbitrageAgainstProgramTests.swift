import Foundation
import MarketData
import Storage
import Testing

/// The dynamic programme against linear and mixed-integer programs, and against a search over whole numbers.
struct ArbitrageAgainstProgramTests {
  /// How far the program's own schedule and bound may be apart: the width within which the optimum is known from it.
  static let programGap = 1e-6
  /// How far the optimum may lie beyond the program's schedule and bound: what its interior point leaves of feasibility.
  static let programTolerance = 1e-8
  /// Feasibility and proof of the dynamic programme.
  static let exactness = 1e-10

  #if DEBUG
    static let instances = 24
  #else
    static let instances = 1000
  #endif

  /// Holds the dynamic programme between the program's schedule, which it must not fall below, and its bound.
  private func compare(_ problem: DispatchProblem, _ number: Int) throws {
    let exact = try problem.optimised()
    var options = DispatchOptions()
    options.approach = .program
    let reference = try problem.optimised(options)
    #expect((exact.status == .infeasible) == (reference.status == .infeasible), "instance \(number)")
    guard exact.hasSchedule, reference.hasSchedule else { return }
    let scale = max(1, abs(reference.objective))
    #expect(reference.gap <= Self.programGap, "instance \(number)")
    #expect(exact.objective >= reference.objective - Self.programTolerance * scale, "instance \(number)")
    #expect(exact.objective <= reference.bound + Self.programTolerance * scale, "instance \(number)")
    // Only where energy is lost with time and least powers give a step several peaks may a cycle's search end with a gap, which it states.
    let asset = problem.asset
    let isOpen = problem.initial == .cyclic && asset.selfDischarge > 0 && asset.minimumChargePower > 0
    #expect(exact.status == .solved || isOpen, "instance \(number)")
    #expect((exact.status == .solved) == (exact.gap <= DispatchOptions().gap), "instance \(number)")
    #expect((exact.largestViolation(of: problem)?.relative ?? 0) < Self.exactness, "instance \(number)")
  }

  @Test func concaveProblemsEqualTheLinearProgram() throws {
    var random = RandomProblems(seed: 11)
    for number in 0..<Self.instances { try compare(random.problem(16, lowest: 0), number) }
  }

  @Test func negativePricesEqualTheMixedIntegerProgram() throws {
    var random = RandomProblems(seed: 12)
    for number in 0..<Self.instances {
      // Some of them with a few prices below zero, some with most of them.
      try compare(random.problem(number % 2 == 0 ? 6 : 8, lowest: number % 3 == 0 ? -20 : -150), number)
    }
  }

  @Test func cyclesEqualTheMixedIntegerProgram() throws {
    var random = RandomProblems(seed: 15)
    for number in 0..<Self.instances {
      let problem = try random.problem(
        number % 2 == 0 ? 6 : 8, lowest: -150, pieces: number % 5 == 0, cyclic: true,
        extremes: number % 3 == 0 ? 0.3 : 0)
      try compare(problem, number)
    }
  }

  @Test func cyclesWithLeastPowersEqualTheMixedIntegerProgram() throws {
    var random = RandomProblems(seed: 16)
    for number in 0..<Self.instances / 4 {
      try compare(random.problem(6, lowest: -100, cyclic: true, leastPower: 0.4), number)
    }
  }

  @Test func efficienciesByPowerEqualTheProgram() throws {
    var random = RandomProblems(seed: 13)
    for number in 0..<Self.instances / 4 {
      try compare(random.problem(5, lowest: number % 2 == 0 ? 0 : -100, pieces: true), number)
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
