import MarketData
import Nodal
import Testing
import Valuation

@Suite("What a congestion right pays")
struct RightsValueTests {
  private static func panel() throws -> NodalPanel {
    try Panels.panel([("a", [1, 4, 0, .nan]), ("b", [6, 0, 2, 1])])  // differences 5, -4, 2, missing
  }

  @Test("An obligation nets good hours with bad ones; an option is paid hour by hour, never on the sum")
  func kinds() throws {
    let obligation = try CongestionRight("o", from: "a", to: "b", megawatts: 10).value(in: Self.panel(), by: .pjm)
    #expect(obligation.total == 30 && obligation.hours == 3 && obligation.missingHours == 1)
    #expect(obligation.payouts.prefix(3) == [50, -40, 20] && obligation.payouts[3].isNaN)
    #expect(obligation.hoursInTheMoney == 2)
    #expect(obligation.meanPerMegawattHour == 1)
    let option = try CongestionRight("o", from: "a", to: "b", megawatts: 10, kind: .option)
      .value(in: Self.panel(), by: .pjm)
    #expect(option.total == 70 && option.payouts.prefix(3) == [50, 0, 20])
  }

  @Test(
    "NYISO's components have their sign turned; ERCOT pays on prices; a cut takes payments, and charges where it is said"
  )
  func settlements() throws {
    let right = CongestionRight("o", from: "a", to: "b", megawatts: 1)
    let panel = try Self.panel()
    #expect(try right.value(in: panel, by: .nyiso).total == -3)
    for rules in [RightsSettlement.pjm, .miso, .spp, .isoNewEngland, .caiso] {
      #expect(try right.value(in: panel, by: rules).total == 3)
      #expect(rules.component == .congestion)
    }
    #expect(RightsSettlement.ercot.component == nil)
    #expect(RightsSettlement(market: "NYISO")?.pathSign == -1 && RightsSettlement(market: "EPEX") == nil)
    #expect(try right.value(in: panel, by: .pjm.funded(0.5)).total == 3.5 - 4)
    #expect(try right.value(in: panel, by: .pjm.funded(0.5, cutsCharges: true)).total == 1.5)
    #expect(code { () throws(NodalError) in try right.value(in: panel, by: .pjm.funded(1.5)) } == .outOfRange)
  }

  @Test("On-peak rights pay in their block's hours, and cash flows go by local month over the change of clocks")
  func blocksAndMonths() throws {
    let grid = try Panels.hours(2025, 10, 1, days: 61, in: .eastern)  // October and November: 1465 hours
    let panel = try Panels.panel(
      [("a", [Double](repeating: 0, count: grid.count)), ("b", [Double](repeating: 1, count: grid.count))], on: grid)
    let peak = try CongestionRight("p", from: "a", to: "b", megawatts: 1, hours: .block(.nercOnPeak, .pjm))
      .value(in: panel, by: .pjm)
    #expect(peak.total == Double((23 + 19) * 16))  // Thanksgiving is a holiday
    let all = try CongestionRight("p", from: "a", to: "b", megawatts: 1).value(in: panel, by: .pjm)
    #expect(all.cashFlows.flows.map(\.amount) == [744, 721])
    #expect(
      all.cashFlows.flows.map(\.date) == [
        LocalDate(year: 2025, month: 11, day: 1), LocalDate(year: 2025, month: 12, day: 1),
      ])
    let off = try CongestionRight("p", from: "a", to: "b", megawatts: 1, hours: .block(.nercOffPeak, .pjm))
      .value(in: panel, by: .pjm)
    #expect(peak.total + off.total == all.total)
    let days = try #require(DeliveryGrid.days(from: LocalDate(year: 2025, month: 10, day: 1)!, count: 61, in: .eastern))
    let distribution = try all.distribution(by: days)
    #expect(distribution.quantile(1) == 25 && distribution.quantile(0) == 24 && distribution.count == 61)
    #expect(try all.tail(by: days).quantile == -24)
    let term = DeliveryInterval(start: grid.start, seconds: 5400)
    let short = CongestionRight("t", from: "a", to: "b", megawatts: 1, term: term)
    #expect(try short.value(in: panel, by: .pjm).total == 1.5)
  }

  @Test("On paths an option is worth the mean of max(0, ·) of each hour")
  func paths() throws {
    let grid = try Panels.hours(2)
    // Two hours, four paths, hour by hour: b - a is 3, -3, 1, -1 and then 2, 2, -2, -2.
    let values: [Double] = [0, 0, 0, 0, 0, 0, 0, 0, 3, -3, 1, -1, 2, 2, -2, -2]
    let unit = Panels.price
    let paths = try PathSet.physical(
      factors: [.init(name: "a", unit: unit), .init(name: "b", unit: unit)], grid: grid, pathCount: 4, values: values,
      seed: 3)
    let obligation = try CongestionRight("o", from: "a", to: "b", megawatts: 2).value(on: paths, by: .pjm)
    #expect(obligation.payouts == [10, -2, -2, -6] && obligation.mean == 0)
    let option = try CongestionRight("o", from: "a", to: "b", megawatts: 2, kind: .option).value(on: paths, by: .pjm)
    #expect(option.payouts == [10, 4, 2, 0] && option.mean == 4)
    #expect(option.cashFlows.total.amount == 4)
    // Deviation² of 10, 4, 2, 0 is 56/3; over four paths.
    #expect(abs(option.standardError - (56.0 / 12).squareRoot()) < 1e-12)
    #expect(
      try CongestionRight("o", from: "a", to: "b", megawatts: 2, kind: .option).value(on: paths, by: .nyiso).mean == 4)
  }

  @Test("Quarters of an hour settle as the hour: an option is paid on their mean, as are payments that are cut alone")
  func quarters() throws {
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_767_225_600), seconds: 900, count: 12))
    // The first hour's differences add up to -4, those of the second to 8, and the third lacks one.
    let b: [Double] = [8, -4, -4, -4, 12, 4, -12, 4, 1, 1, .nan, 1]
    let panel = try Panels.panel([("a", [Double](repeating: 0, count: 12)), ("b", b)], on: grid)
    let option = try CongestionRight("o", from: "a", to: "b", megawatts: 10, kind: .option).value(in: panel, by: .pjm)
    #expect(option.total == 20 && option.hours == 2 && option.missingHours == 1 && option.hoursInTheMoney == 1)
    #expect(Array(option.payouts.prefix(8)) == [0, 0, 0, 0, 5, 5, 5, 5])
    #expect(option.payouts.suffix(4).allSatisfy { $0.isNaN })
    let obligation = CongestionRight("o", from: "a", to: "b", megawatts: 10)
    let full = try obligation.value(in: panel, by: .pjm)
    #expect(full.payouts.prefix(4) == [20, -10, -10, -10] && full.missingHours == 0.25)
    #expect(try obligation.value(in: panel, by: .pjm.funded(0.5)).total == -10 + 10)
    // A term that begins at a quarter past counts what is left of the hour.
    var late = CongestionRight("o", from: "a", to: "b", megawatts: 10, kind: .option)
    late.term = DeliveryInterval(start: grid[5].start, seconds: 2700)
    #expect(try late.value(in: panel, by: .pjm).total == 0)
    let paths = try PathSet.physical(
      factors: [.init(name: "a", unit: Panels.price), .init(name: "b", unit: Panels.price)],
      grid: try #require(grid.slice(0..<8)), pathCount: 1,
      values: [Double](repeating: 0, count: 8) + b.prefix(8), seed: 1)
    let simulated = CongestionRight("o", from: "a", to: "b", megawatts: 10, kind: .option)
    #expect(try simulated.value(on: paths, by: .pjm).payouts == [20])
  }

  @Test("What cannot be valued is refused")
  func refusals() throws {
    let panel = try Self.panel()
    let right = CongestionRight("o", from: "a", to: "b", megawatts: 1)
    #expect(
      code { () throws(NodalError) in
        try CongestionRight("o", from: "x", to: "b", megawatts: 1).value(in: panel, by: .pjm)
      }
        == .unknownElement)
    #expect(
      code { () throws(NodalError) in
        try CongestionRight("o", from: "a", to: "b", megawatts: -1).value(in: panel, by: .pjm)
      }
        == .outOfRange)
    let days = try #require(DeliveryGrid(start: Instant(secondsSince1970: 0), seconds: 86_400, count: 2))
    let daily = try Panels.panel([("a", [0, 0]), ("b", [1, -1])], on: days)
    var option = right
    option.kind = .option
    let refused = option
    #expect(code { () throws(NodalError) in try refused.value(in: daily, by: .pjm) } == .outOfRange)
    #expect(try right.value(in: daily, by: .pjm).total == 0)
    // A day's mean hides hours that would have been paid for in part.
    #expect(code { () throws(NodalError) in try right.value(in: daily, by: .pjm.funded(0.5)) } == .outOfRange)
    #expect(try right.value(in: daily, by: .pjm.funded(0.5, cutsCharges: true)).total == 0)
  }
}
