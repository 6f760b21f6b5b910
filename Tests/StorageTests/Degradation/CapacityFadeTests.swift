import Storage
import Testing

@Suite struct CapacityFadeTests {
  /// Of sums of a few numbers.
  private let tolerance = 1e-14

  @Test func lossesByTimeAndCyclesAddUp() throws {
    // 1 % a year by time; a cycle life of ten years takes 20 %.
    let fade = try CapacityFade(calendar: CalendarAgeing(firstYearLoss: 0.01), endOfLife: 0.8, efficiencyLoss: 0.04)
    let years = try fade.years([CapacityFade.Use](repeating: .init(lifeLost: 0.1), count: 5))
    #expect(years.map(\.year) == [1, 2, 3, 4, 5])
    for year in years {
      #expect(abs(year.capacityAtStart - (1 - 0.03 * Double(year.year - 1))) < tolerance)
      #expect(abs(year.capacityAtEnd - (1 - 0.03 * Double(year.year))) < tolerance)
      // The efficiency has lost 4 % when a fifth of the capacity is gone.
      #expect(abs(year.efficiency - (1 - 0.2 * (1 - year.capacity))) < tolerance)
    }
  }

  @Test func nothingFallsBelowZero() throws {
    let fade = try CapacityFade(endOfLife: 0, efficiencyLoss: 1)
    let age = fade.aged(.init(), by: .init(lifeLost: 3))
    #expect(age.capacity == 0 && fade.efficiency(at: 0) == 0)
    #expect(throws: StorageError.self) { try CapacityFade(endOfLife: 1) }
    #expect(throws: StorageError.self) { try CapacityFade(endOfLife: .nan) }
  }

  /// Cells lose 5 % of their first capacity each year.
  private func fade() throws -> (CapacityFade, CapacityFade.Use) {
    (try CapacityFade(calendar: CalendarAgeing(firstYearLoss: 0.05)), CapacityFade.Use(lifeLost: 0))
  }

  @Test func additionsAgeFromTheirOwnDay() throws {
    let (fade, use) = try fade()
    let plan = try AugmentationPlan(.scheduled([.init(year: 3, energy: 20)]), costPerMWh: 1000, yearlyCostChange: -0.1)
    let life = try plan.life(of: 100, years: 4, fade: fade, use: use)
    // 100, 95, 90 + 20, 85 + 19, 80 + 18.
    for (found, expected) in zip(life.years.map(\.energyAtStart), [100.0, 95, 110, 104]) {
      #expect(abs(found - expected) < 1e-11)
    }
    #expect(abs(life.years[3].energyAtEnd - 98) < 1e-11)
    #expect(abs(life.cost - 20 * 1000 * 0.81) < 1e-9)
    #expect(life.years.map(\.added) == [0, 0, 20, 0])
    #expect(life.years[0].efficiency == 1)
  }

  @Test func aGuaranteeIsKept() throws {
    let (fade, use) = try fade()
    let plan = try AugmentationPlan(.keep(above: 90, to: 100), costPerMWh: 100)
    let life = try plan.life(of: 100, years: 20, fade: fade, use: use)
    #expect(life.years.allSatisfy { $0.energyAtEnd >= 90 - 1e-9 })
    // Year 3 would end with 85 MWh: it begins with 90 and is filled up.
    #expect(life.years[1].added == 0 && abs(life.years[2].added - 10) < 1e-11)
    #expect(abs(life.years[2].cost - 1000) < 1e-9)
  }

  @Test func replacementBeginsAnew() throws {
    let (fade, use) = try fade()
    let life = try AugmentationPlan(.replace(below: 0.8), costPerMWh: 10).life(of: 50, years: 12, fade: fade, use: use)
    #expect(life.years.filter { $0.added > 0 }.map(\.year) == [6, 11])
    #expect(abs(life.years[5].energyAtStart - 50) < 1e-12)
    #expect(abs(life.years[4].energyAtEnd - 37.5) < 1e-11)
    #expect(life.cost == 1000)
  }

  @Test func plansThatMakeNoSenseAreRefused() throws {
    #expect(throws: StorageError.self) { try AugmentationPlan(.keep(above: 100, to: 90)) }
    #expect(throws: StorageError.self) { try AugmentationPlan(.scheduled([.init(year: 0, energy: 1)])) }
    #expect(throws: StorageError.self) { try AugmentationPlan(.none, costPerMWh: -1) }
    let (fade, use) = try fade()
    #expect(throws: StorageError.self) { try AugmentationPlan(.none).life(of: 1, years: 0, fade: fade, use: use) }
    for use in [
      CapacityFade.Use(lifeLost: .nan), .init(lifeLost: -0.1), .init(lifeLost: 0.1, temperature: .infinity),
      .init(lifeLost: 0.1, meanState: 1.5),
    ] {
      #expect(throws: StorageError.self) { try AugmentationPlan(.none).life(of: 1, years: 2, fade: fade, use: use) }
      #expect { try fade.years([.init(lifeLost: 0), use]) } throws: { ($0 as? StorageError)?.index == 1 }
    }
  }
}
