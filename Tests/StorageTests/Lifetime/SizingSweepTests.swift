import Storage
import Testing

@Suite struct SizingSweepTests {
  private func asset() throws -> StorageAsset {
    try StorageAsset(
      power: 1, energyCapacity: 4, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.9))
  }

  private func sweep() throws -> SizingSweep {
    try SizingSweep(
      powers: [10, 20], durations: [1, 2, 4], cost: .init(perMW: 100, perMWh: 50, fixed: 200, yearlyPerMW: 2), years: 2,
      discountRate: 0.25, costGrowth: 0.25)
  }

  @Test func everySizeIsValued() async throws {
    // A MW earns 200 for the first hour, less for each further one: 200·√h.
    let table = try await sweep().run(scaling: asset(), width: 2) { asset in
      200 * asset.chargePower * (asset.energyCapacity / asset.chargePower).squareRoot()
    }
    #expect(table.cells.map(\.power) == [10, 10, 10, 20, 20, 20])
    #expect(table.cells.map(\.energy) == [10, 20, 40, 20, 40, 80])
    let cell = try #require(table[1, 2])
    #expect(cell.revenue == 8000 && cell.capital == 200 + 2000 + 4000 && cell.revenuePerMW == 400)
    // 8,000/1.25 + 8,000/1.25² − 40/1.25·2 − 6,200.
    #expect(abs(cell.netPresentValue - 5256) < 1e-9)
    #expect(table.best == cell && table[2, 0] == nil)
    #expect("\(table)".split(separator: "\n").count == 9)
    let single = try await sweep().run(scaling: asset(), width: 1) { asset in
      200 * asset.chargePower * (asset.energyCapacity / asset.chargePower).squareRoot()
    }
    #expect(single == table)
  }

  @Test func theFirstFailureIsThrown() async throws {
    let (sweep, asset) = (try sweep(), try asset())
    await #expect(throws: StorageError.self) {
      try await sweep.run(scaling: asset) { asset throws(StorageError) in
        throw StorageError(.unsupported, field: "revenue", found: "\(asset.chargePower)", expected: "another")
      }
    }
    #expect(throws: StorageError.self) {
      try SizingSweep(powers: [], durations: [1], cost: .init(perMW: 1, perMWh: 1), years: 1, discountRate: 0)
    }
    #expect(throws: StorageError.self) {
      try SizingSweep(powers: [1], durations: [-1], cost: .init(perMW: 1, perMWh: 1), years: 1, discountRate: 0)
    }
    #expect(throws: StorageError.self) {
      try SizingSweep(
        powers: [Double](repeating: 1, count: 200), durations: [Double](repeating: 1, count: 200),
        cost: .init(perMW: 1, perMWh: 1), years: 1, discountRate: 0)
    }
  }
}
