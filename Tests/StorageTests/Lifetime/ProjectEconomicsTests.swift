import MarketData
import Storage
import Testing
import Valuation

@Suite struct ProjectEconomicsAgainstDERVETTests {
  /// Of published present values, USD.
  private let presentTolerance = 1e-6

  /// The pro forma of the CAISO reference case of DER-VET (BSD 3-clause, test results): ten years from 2020, growth of 2 % a year,
  /// discounted at 7 %.
  @Test func theReferenceCaseIsWorthWhatWasPublished() throws {
    let start = try #require(LocalDate(year: 2019, month: 12, day: 31))
    var project = try ProjectEconomics(start: start, years: 10, currency: .usd, discountRate: 0.07)
    try project.add("capital", atStart: -1_600_000)
    let rows = [
      ("fixed operation", -10_000, -76_065.00989589884),
      ("variable operation", -9_105.407879618662, -69_260.29404693889),
      ("day-ahead", -17_851.97663200928, -135_791.07791751405),
      ("deployed energy", 92_736.50121077543, 705_400.2882308668),
      ("regulation down", 62_530.80284154618, 475_640.61369407095),
      ("regulation up", 105_887.55208298334, 805_433.7697044631),
    ]
    for (name, first, _) in rows { try project.add(name, yearly: first, growth: 0.02) }
    let value = try project.value()
    for (name, _, present) in rows {
      #expect(abs((try #require(value.presentValue(of: name))) - present) < presentTolerance)
    }
    #expect(abs(value.netPresentValue - 105_358.28976904874) < presentTolerance)
    // The tenth year's net as published.
    #expect(abs(value.cashFlows.flows[10].amount - 267_936.73224136786) < 1e-8)
    #expect(value.cashFlows.flows.map(\.date.description).last == "2029-12-31")
    let rate = try #require(value.internalRate)
    #expect(abs(try FlowSchedule(periodic: value.cashFlows.flows.map(\.amount)).presentValue(rate: rate)) < 1e-6)
    #expect(rate > 0.07 && rate < 0.09)
    // 1.6 million from 224 to 268 thousand a year: within the seventh.
    #expect((6.0...7).contains(try #require(value.payback)))
  }
}

@Suite struct ProjectEconomicsTests {
  private func project(years: Int = 3, rate: Double = 0.1) throws -> ProjectEconomics {
    try ProjectEconomics(
      start: #require(LocalDate(year: 2024, month: 2, day: 29)), years: years, currency: .eur, discountRate: rate)
  }

  @Test func streamsAreDiscountedByWholeYears() throws {
    var project = try project()
    try project.add("capital", atStart: -1000)
    try project.add("revenue", yearly: 500, growth: 0.1)
    try project.add("dismantling", atEnd: -133.1)
    let value = try project.value()
    let expected = 1500 / 1.1
    let revenue = try #require(value.presentValue(of: "revenue"))
    let dismantling = try #require(value.presentValue(of: "dismantling"))
    #expect(abs(revenue - expected) < 1e-10 && abs(dismantling + 100) < 1e-10)
    #expect(abs(value.netPresentValue - (expected - 1100)) < 1e-10)
    #expect(value.presentValue(of: "none") == nil)
    #expect(value.cashFlows.flows.map(\.date.description) == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"])
    #expect("\(value)".contains("net present value") && "\(value)".contains("internal rate"))
  }

  @Test func augmentationIsPaidWhenItIsDone() throws {
    var project = try project()
    let fade = try CapacityFade(calendar: CalendarAgeing(firstYearLoss: 0.1))
    let plan = try AugmentationPlan(
      .scheduled([.init(year: 1, energy: 1), .init(year: 3, energy: 10)]), costPerMWh: 100)
    let life = try plan.life(of: 100, years: 3, fade: fade, use: .init(lifeLost: 0))
    try project.add("augmentation", life: life)
    try project.add("revenue", life: life, growth: 1) { $0.energyAtStart * 10 }
    #expect(project.streams[0].amounts == [-100, 0, -1000, 0])
    // 101, 90.9 and 80.8 + 10 MWh at 10, 20 and 40.
    for (found, expected) in zip(project.streams[1].amounts, [0, 1010, 1818, 3632.0]) {
      #expect(abs(found - expected) < 1e-9)
    }
  }

  @Test func anAgedStoreEarnsWithTheEnergyAndEfficiencyThatAreLeft() throws {
    let flat = try EfficiencyCurve(0.9)
    let battery = try StorageAsset(
      power: 400, energyCapacity: 100, chargeEfficiency: flat, dischargeEfficiency: flat)
    let fade = try CapacityFade(calendar: CalendarAgeing(firstYearLoss: 0.1), endOfLife: 0.8, efficiencyLoss: 0.06)
    let life = try AugmentationPlan(.none).life(of: 100, years: 3, fade: fade, use: .init(lifeLost: 0.2))
    var project = try project()
    let steps = try Sample.hours(2)
    try project.add("energy", life: life) { (year) throws(StorageError) in
      try DispatchProblem(
        battery.aged(in: year), steps: steps, prices: [10, 60], initial: .energy(0)
      ).optimised().objective
    }
    for (year, earned) in zip(life.years, project.streams[0].amounts.dropFirst()) {
      // Filled at 10 through one half of the losses, emptied at 60 through the other.
      let part = 0.9 * year.efficiency.squareRoot()
      #expect(abs(earned - year.energy * (60 * part - 10 / part)) < 1e-9 * earned)
      #expect(year.efficiency < 1 && year.energy < 100)
    }
    #expect(throws: StorageError.self) { try flat.scaled(by: 0) }
    #expect(throws: StorageError.self) { try flat.scaled(by: 1.2) }
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    var project = try project()
    #expect(throws: StorageError.self) { try project.value() }
    try project.add("a", atStart: 1)
    #expect(throws: StorageError.self) { try project.add("a", atEnd: 1) }
    #expect(throws: StorageError.self) { try project.add("b", amounts: [1, 2]) }
    #expect(throws: StorageError.self) { try project.add("b", yearly: .nan) }
    #expect(throws: StorageError.self) { try self.project(years: 0) }
    #expect(throws: StorageError.self) { try self.project(rate: -1) }
    #expect(try self.project(rate: 0).streams.isEmpty)
  }
}
