import NumericalKernels
import Testing

@testable import Curves

/// The direct solve against a solver that shares nothing with it.
@Suite struct SmoothingAgainstInteriorPointTests {
  /// The interior point stops at 1e-12 of the sizes; its points are less sure than its objective.
  static let objectiveTolerance = 1e-7
  static let pointTolerance = 2e-3
  static let violationTolerance = 1e-10

  static let kinds: [SmoothingProblems.Features] = [
    [], [.dependent], [.tension], [.strands], [.weights, .prior], [.soft], [.soft, .strands, .tension], [.bidAsk],
    [.bidAsk, .dependent], [.bidAsk, .strands, .weights], [.bidAsk, .tension, .prior], [.box], [.box, .bidAsk],
    [.box, .bidAsk, .tension, .prior], [.box, .soft, .strands],
  ]

  @Test(arguments: kinds) func agrees(_ features: SmoothingProblems.Features) throws {
    var compared = 0
    for seed in 1...UInt64(6) {
      let program = SmoothingProblems.random(seed: seed, features)
      let peer = try program.solvedByInteriorPoint()
      let own = try program.solve()
      #expect(own.status == .solved, "seed \(seed)")
      guard peer.status == .solved else { continue }
      compared += 1
      let (mine, other) = (program.objective(of: own.values), program.objective(of: peer.values))
      #expect(abs(mine - other) <= Self.objectiveTolerance * max(1, other), "seed \(seed): \(mine), not \(other)")
      for row in program.rows where row.softness == nil {
        let sum = row.sum(own.values)
        #expect(
          sum >= row.lower - Self.violationTolerance && sum <= row.upper + Self.violationTolerance, "seed \(seed)")
      }
      for value in own.values {
        #expect(value >= program.floor - Self.violationTolerance && value <= program.ceiling + Self.violationTolerance)
      }
      // Where one curve alone is best.
      guard try SmoothingFactor(program).isSmooth else { continue }
      let farthest = zip(own.values, peer.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(farthest <= Self.pointTolerance, "seed \(seed): \(farthest)")
    }
    #expect(compared >= 4, "the peer solved \(compared) of 6")
  }
}
