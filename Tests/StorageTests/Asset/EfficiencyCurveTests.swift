import Foundation
import Testing

@testable import Storage

struct EfficiencyCurveTests {
  @Test func exactAtItsPointsAndStraightBetween() throws {
    let curve = try EfficiencyCurve([.init(power: 50, efficiency: 0.95), .init(power: 100, efficiency: 0.92)])
    #expect(curve.stored(charging: 0) == 0)
    #expect(curve.stored(charging: 25) == 23.75)
    #expect(curve.stored(charging: 50) == 47.5)
    #expect(curve.stored(charging: 75) == 69.75)
    #expect(curve.stored(charging: 100) == 92)
    #expect(abs(curve.taken(discharging: 50) - 50 / 0.95) < 1e-12)
    #expect(abs(curve.taken(discharging: 100) - 100 / 0.92) < 1e-12)
    #expect(abs(curve.taken(discharging: 75) - (50 / 0.95 + 100 / 0.92) / 2) < 1e-12)
    // Above the last point the last piece goes on.
    #expect(abs(curve.stored(charging: 110) - (92 + 10 * 0.89)) < 1e-12)
    #expect(curve.constant == nil)
  }

  @Test func piecesAddUpToTheCurve() throws {
    let curve = try EfficiencyCurve([
      .init(power: 10, efficiency: 0.8), .init(power: 40, efficiency: 0.95), .init(power: 100, efficiency: 0.92),
    ])
    for isCharging in [true, false] {
      for power in [3.0, 10, 25, 40, 70, 100, 130] {
        let pieces = curve.pieces(upTo: power, isCharging: isCharging)
        let sum = pieces.reduce(0) { $0 + $1.width * $1.slope }
        let value = isCharging ? curve.stored(charging: power) : curve.taken(discharging: power)
        #expect(abs(sum - value) < 1e-10)
        #expect(abs(pieces.reduce(0) { $0 + $1.width } - power) < 1e-12)
      }
    }
    // The efficiency rises from 10 to 40 MW: there the losses are not convex.
    #expect(!curve.isConvex(upTo: 100, isCharging: true))
    #expect(!curve.isConvex(upTo: 100, isCharging: false))
    #expect(curve.isConvex(upTo: 10, isCharging: true))
  }

  @Test func constantsAreConstant() throws {
    let flat = try EfficiencyCurve(0.92)
    #expect(flat.constant == 0.92)
    #expect(flat.isConvex(upTo: 1e9, isCharging: true))
    #expect(flat.pieces(upTo: 7, isCharging: false) == [.init(width: 7, slope: 1 / 0.92)])
    #expect(flat.pieces(upTo: 0, isCharging: false).isEmpty)
  }

  @Test func badCurvesAreRefused() {
    #expect(throws: StorageError.self) { try EfficiencyCurve(0) }
    #expect(throws: StorageError.self) { try EfficiencyCurve(1.01) }
    #expect(throws: StorageError.self) { try EfficiencyCurve(.nan) }
    #expect(throws: StorageError.self) { try EfficiencyCurve([]) }
    #expect(throws: StorageError.self) {
      try EfficiencyCurve([.init(power: 5, efficiency: 0.9), .init(power: 5, efficiency: 0.9)])
    }
    // 10 MW at 0.9 store more than 11 MW at 0.5.
    #expect(throws: StorageError.self) {
      try EfficiencyCurve([.init(power: 10, efficiency: 0.9), .init(power: 11, efficiency: 0.5)])
    }
    #expect(throws: StorageError.self) {
      try EfficiencyCurve((1...65).map { .init(power: Double($0), efficiency: 0.9) })
    }
  }

  @Test func noStoreIsWorseThanAHundredth() throws {
    for efficiency in [Double.leastNonzeroMagnitude, 1e-307, 1e-12, 0.0099] {
      #expect(throws: StorageError.self) { try EfficiencyCurve(efficiency) }
      #expect(throws: StorageError.self) {
        try EfficiencyCurve([.init(power: 1, efficiency: 0.9), .init(power: 1000, efficiency: efficiency)])
      }
    }
    // From 10 to 11 MW no more than a millionth of a MW gets through.
    #expect(throws: StorageError.self) {
      try EfficiencyCurve([.init(power: 10, efficiency: 0.99), .init(power: 11, efficiency: 9.900001 / 11)])
    }
    // The worst that is taken: 40 MWh are there, and filling 1 MWh takes 100 at the meter.
    let asset = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.01), dischargeEfficiency: EfficiencyCurve(1))
    let problem = try DispatchProblem(
      asset, steps: DispatchProblemTests.steps(200), prices: (0..<200).map { 10 + Double($0 % 7) },
      initial: .energy(40))
    // 28 of the steps cost 16, four of them empty the store.
    #expect(abs(try problem.optimised().objective - 640) < 1e-9)
  }
}
