import Foundation
import Storage
import Testing

@Suite struct CycleLifeTests {
  /// Of a logarithm and an exponential.
  private let powerTolerance = 1e-14

  @Test func aPowerLawLosesByDepth() throws {
    let life = try CycleLife(coefficient: 5.24e-4, exponent: 2.03)
    #expect(life.lifeLost(depth: 1) == 1 / (1 / 5.24e-4))
    #expect(abs(life.lifeLost(depth: 0.5) / (5.24e-4 * pow(0.5, 2.03)) - 1) < powerTolerance)
    #expect(abs(life.cycles(depth: 0.5) - 7794.0) < 1)
    #expect(life.lifeLost(depth: 0) == 0 && life.cycles(depth: 0) == .infinity)
    #expect(life.lifeLost(depth: 1.5) == life.lifeLost(depth: 1) && life.lifeLost(depth: .nan) == 0)
    #expect(life.isConvex)
    #expect(try !CycleLife(coefficient: 1e-4, exponent: 0.9).isConvex)
  }

  @Test func aTableIsMetAndPowersLieBetween() throws {
    let life = try CycleLife(table: [(0.2, 40_000), (0.5, 8000), (0.8, 4000), (1, 2500)])
    for (depth, cycles) in [(0.2, 40_000.0), (0.5, 8000), (0.8, 4000), (1, 2500)] {
      #expect(abs(life.cycles(depth: depth) / cycles - 1) < powerTolerance)
    }
    // Between 0.5 and 0.8 the exponent is ln 2 / ln 1.6.
    let expected = pow(0.65 / 0.5, log(2) / log(1.6)) / 8000
    #expect(abs(life.lifeLost(depth: 0.65) / expected - 1) < powerTolerance)
    // Below the first point the first exponent goes on.
    let below = pow(0.1 / 0.2, log(5) / log(2.5)) / 40_000
    #expect(abs(life.lifeLost(depth: 0.1) / below - 1) < powerTolerance)
    #expect(!life.isConvex)
  }

  @Test func lossesOfCyclesAddUp() throws {
    let life = try CycleLife(coefficient: 1e-3, exponent: 2)
    // Of 10 MWh: a full cycle of 4 MWh, halves of 10 and 10.
    let cycles = RainflowCounter.cycles(of: [0, 7, 3, 10, 0])
    let lost = try life.lifeLost(cycles, capacity: 10)
    #expect(abs(lost - 1e-3 * (0.16 + 0.5 + 0.5)) < 1e-17)
  }

  @Test func whatMakesNoSenseIsRefused() {
    #expect(throws: StorageError.self) { try CycleLife(coefficient: 0, exponent: 2) }
    #expect(throws: StorageError.self) { try CycleLife(coefficient: .nan, exponent: 2) }
    #expect(throws: StorageError.self) { try CycleLife(points: []) }
    #expect(throws: StorageError.self) { try CycleLife(table: [(0.5, 1000), (0.4, 500)]) }
    #expect(throws: StorageError.self) { try CycleLife(table: [(0.5, 1000), (0.8, 1200)]) }
    #expect(throws: StorageError.self) { try CycleLife(table: [(0.5, 1000), (1.2, 500)]) }
  }

  @Test func livesAreCodable() throws {
    let table = try CycleLife(table: [(0.5, 8000), (1, 2500)])
    #expect(try JSONDecoder().decode(CycleLife.self, from: JSONEncoder().encode(table)) == table)
    let power = try JSONDecoder().decode(CycleLife.self, from: Data(#"{"coefficient":0.0005,"exponent":2}"#.utf8))
    #expect(power.cycles(depth: 1) == 2000)
    #expect(try JSONDecoder().decode(CycleLife.self, from: JSONEncoder().encode(power)) == power)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(CycleLife.self, from: Data(#"{"coefficient":-1,"exponent":2}"#.utf8))
    }
  }
}
