import Foundation
import MarketData
import Risk
import Testing
import Valuation

@Suite struct PositionLadderTests {
  private let rounding = 1e-9

  private func quarters(_ year: Int) throws -> [DeliveryPeriod] {
    try (1...4).map { try #require(DeliveryPeriod.quarter($0, of: year)) }
  }

  @Test func aYearFallsIntoQuartersByTheirHours() throws {
    let year = try #require(DeliveryPeriod.year(2025))
    let quarters = try quarters(2025)
    let ladder = try PositionLadder(
      of: [.init(id: "a", hub: "PJM", period: year, quantity: .power(10))], in: quarters, calendars: ["PJM": .pjm])
    // 2,160 hours less one in March, 2,184, 2,208, 2,208 and one in November.
    #expect(ladder.cells.map(\.hours) == [2159, 2184, 2208, 2209])
    for cell in ladder.cells { #expect(abs(cell.power - 10) < rounding) }
    #expect(abs(ladder.energy(hub: "PJM") - 87_600) < 1e-6 && ladder.outside.isEmpty)
  }

  @Test func baseFallsIntoPeakAndOffPeak() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let entries: [PositionLadder.Entry] = [
      .init(id: "base", hub: "PJM", period: january, quantity: .energy(7440)),
      .init(id: "peak", hub: "PJM", block: "5x16", period: january, quantity: .power(-25)),
    ]
    let ladder = try PositionLadder(
      of: entries, in: [january], calendars: ["PJM": .pjm], splittingBase: ["PJM": [.nercOnPeak, .nercOffPeak]])
    let peak = try #require(ladder["PJM", "5x16", january])
    // 22 working days of 16 hours.
    #expect(peak.hours == 352 && abs(peak.long - 3520) < rounding && abs(peak.short - 8800) < rounding)
    #expect(abs(peak.power + 15) < rounding)
    let night = try #require(ladder["PJM", "off-peak", january])
    #expect(night.hours == 392 && abs(night.power - 10) < rounding)
    #expect(abs(ladder.energy(hub: "PJM") - (7440 - 8800)) < 1e-6)
    let lines = "\(ladder)".split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2] == "PJM  5x16      2025-01     352  MWh   3520   8800  -5280       -15.00")
  }

  @Test func whatNoBucketTakesIsNamed() throws {
    let year = try #require(DeliveryPeriod.year(2025))
    let quarters = try quarters(2025)
    let ladder = try PositionLadder(
      of: [.init(id: "a", hub: "DE", period: year, quantity: .energy(8760))], in: [quarters[0], quarters[2]],
      calendars: ["DE": .europeanPeak])
    #expect(ladder.outside.count == 1 && ladder.outside[0].id == "a")
    let inside = ladder.energy(hub: "DE")
    #expect(abs(inside + ladder.outside[0].energy - 8760) < rounding)
    #expect(ladder.cells.count == 2)
  }

  @Test func energyAndPowerAgreeOverAClockChange() throws {
    let march = try #require(DeliveryPeriod.month(3, of: 2026))
    let ladder = try PositionLadder(
      of: [
        .init(id: "a", hub: "DE", period: march, quantity: .power(1)),
        .init(id: "b", hub: "DE", period: march, quantity: .energy(-743)),
      ], in: [march], calendars: ["DE": .europeanPeak])
    let cell = try #require(ladder["DE", "base", march])
    #expect(cell.hours == 743 && abs(cell.energy) < rounding)
  }

  @Test func aPortfolioGivesItsEntries() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let delivery = try Position.Delivery(january, .nercOnPeak, in: .pjm)
    let portfolio = try Portfolio(
      factors: [RiskFactor("PJM_2025-01")],
      positions: [
        Position("swap", .linear(.init(factor: "PJM_2025-01", megawatts: 5, delivery: delivery))),
        Position(
          "call",
          .option(
            .init(quantity: 3520, greeks: .init([.init(factor: "PJM_2025-01", delta: 0.5)]), delivery: delivery))),
        Position("cash", .linear("PJM_2025-01", quantity: 1)),
      ], reportingCurrency: .usd)
    let found = try PositionLadder.entries(of: portfolio) { _ in "PJM" }
    #expect(found.leftOut.map(\.id) == ["cash"] && found.leftOut[0].reason == .noDelivery)
    let ladder = try PositionLadder(of: found.entries, in: [january], calendars: ["PJM": .pjm])
    let cell = try #require(ladder["PJM", "5x16", january])
    #expect(abs(cell.power - 10) < rounding)
  }

  @Test func unitsAreNotAddedUp() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let delivery = try Position.Delivery(january, in: .pjm)
    let portfolio = try Portfolio(
      factors: [RiskFactor("PJM_WEST"), RiskFactor("HENRY_HUB", unit: .mmbtu)],
      positions: [
        Position(
          "spark",
          .spread([
            .init(factor: "PJM_WEST", megawatts: 10, delivery: delivery),
            .init(factor: "HENRY_HUB", megawatts: -70, delivery: delivery),
          ]))
      ])
    let entries = try PositionLadder.entries(of: portfolio).entries
    let ladder = try PositionLadder(of: entries, in: [january], calendars: ["PJM_WEST": .pjm, "HENRY_HUB": .pjm])
    let gas = try #require(ladder["HENRY_HUB", "base", january])
    #expect(gas.unit == .mmbtu && abs(gas.energy + 70 * 744) < rounding && abs(gas.power + 70) < rounding)
    #expect(ladder.unit(ofHub: "PJM_WEST") == .megawattHour && ladder.unit(ofHub: "X") == nil)
    // Each position has a limit figure in its own unit.
    let figures = LimitFigure.figures(of: ladder)
    #expect(figures.map(\.scope) == [.hub("HENRY_HUB"), .hub("PJM_WEST")] && figures.map(\.unit) == ["MMBtu", "MWh"])
    #expect(figures.map(\.value) == [-52_080, 7440])
    // One hub for both is refused.
    let one = try PositionLadder.entries(of: portfolio) { _ in "EAST" }.entries
    let error = #expect(throws: RiskError.self) {
      try PositionLadder(of: one, in: [january], calendars: ["EAST": .pjm])
    }
    #expect(error?.code == .mismatch && error?.index == 1)
  }

  /// An option on a price in euros, valued in dollars at 1.25 for a euro: 0.5 dollars for a euro's move is 0.4 MWh.
  @Test func onlyPricesBecomeEnergy() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let delivery = try Position.Delivery(january, in: .pjm)
    func portfolio(_ currency: Currency) throws -> Portfolio {
      try Portfolio(
        factors: [
          RiskFactor("TTF", currency: .eur, level: 40), RiskFactor("TTF_VOL", kind: .volatility, level: 0.6),
          .exchangeRate(of: .eur, in: .usd, level: 1.25),
        ],
        positions: [
          Position(
            "call",
            .option(
              .init(
                quantity: 1000,
                greeks: .init([
                  .init(factor: "TTF", delta: 0.5), .init(factor: "TTF_VOL", delta: 9),
                  .init(factor: "EURUSD", delta: 3),
                ]), delivery: delivery)), currency: currency)
        ])
    }
    let inDollars = try PositionLadder.entries(of: portfolio(.usd))
    #expect(inDollars.entries.map(\.hub) == ["TTF"] && inDollars.entries.map(\.quantity) == [.energy(400)])
    #expect(
      inDollars.leftOut == [
        .init(id: "call", factor: "TTF_VOL", quantity: 9000, reason: .noPrice),
        .init(id: "call", factor: "EURUSD", quantity: 3000, reason: .noPrice),
      ])
    #expect(try PositionLadder.entries(of: portfolio(.eur)).entries.map(\.quantity) == [.energy(500)])
    // The notional is 0.5 × 1,000 dollars for a euro's move at 40 euros; the vega is none of it.
    #expect(try abs(LimitFigure.notional(of: portfolio(.usd)).value - 20_000) < rounding)
  }

  @Test func whatIsLeftOutIsNamedLegByLeg() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let delivery = try Position.Delivery(january, in: .pjm)
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B"), RiskFactor("C")],
      positions: [
        Position(
          "strip",
          .strip([
            .init(factor: "A", quantity: 7, delivery: delivery), .init(factor: "B", quantity: 8),
            .init(factor: "C", quantity: 9, delivery: delivery),
          ])),
        Position("none", .option(.init(quantity: 3, greeks: .init([]), delivery: delivery))),
      ])
    let found = try PositionLadder.entries(of: portfolio)
    #expect(found.entries.map(\.hub) == ["A", "C"])
    #expect(
      found.leftOut == [
        .init(id: "strip", factor: "B", quantity: 8, reason: .noDelivery),
        .init(id: "none", factor: nil, quantity: 0, reason: .noSensitivity),
      ])
  }

  @Test func theBasisHoldsAllThatTheHoursDependOn() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let first = try #require(LocalDate("2025-01-06"))
    func basis(_ calendar: BlockCalendar, _ parts: [Block]? = nil, _ buckets: [DeliveryPeriod]? = nil) throws
      -> [String]
    {
      let ladder = try PositionLadder(
        of: [.init(id: "a", hub: "H", block: parts == nil ? "5x16" : "base", period: january, quantity: .power(1))],
        in: buckets ?? [january], calendars: ["H": calendar], splittingBase: parts.map { ["H": $0] } ?? [:])
      return ladder.basis.inputs.map { "\($0.name) \($0.digest)" }
    }
    func calendar(_ added: Set<LocalDate> = [], zone: MarketTimeZone? = nil) -> BlockCalendar {
      BlockCalendar(
        name: "own", zone: zone ?? BlockCalendar.pjm.zone, holidays: HolidayCalendar(name: "own", added: added),
        blocks: BlockCalendar.pjm.blocks)
    }
    let plain = try basis(calendar())
    #expect(try plain == basis(calendar()))
    // One more holiday takes 16 hours of the peak: another ladder, and another digest of the calendars alone.
    let other = try basis(calendar([first]))
    #expect(zip(plain, other).filter { $0 != $1 }.map { $0.0.prefix(9) } == ["calendars"])
    #expect(try basis(calendar(zone: MarketTimeZone(identifier: "America/Chicago"))) != plain)
    #expect(try basis(calendar(), nil, [#require(DeliveryPeriod.year(2025))]) != plain)
    let whole = try basis(calendar(), [.base])
    let halves = try basis(calendar(), [.nercOnPeak, .nercOffPeak])
    #expect(zip(whole, halves).filter { $0 != $1 }.map { $0.0.prefix(13) } == ["parts of base"])
  }

  @Test func energyBelowZeroIsNotRead() throws {
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    let ladder = try PositionLadder(
      of: [.init(id: "a", hub: "H", period: january, quantity: .energy(744))], in: [january], calendars: ["H": .pjm])
    let data = try JSONEncoder().encode(ladder)
    #expect(try JSONDecoder().decode(PositionLadder.self, from: data) == ladder)
    for side in ["long", "short"] {
      var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      var cells = try #require(object["cells"] as? [[String: Any]])
      cells[0][side] = -1
      object["cells"] = cells
      let broken = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(PositionLadder.self, from: broken) }
    }
  }

  @Test func badInputIsRefused() throws {
    let year = try #require(DeliveryPeriod.year(2025))
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    func ladder(
      _ hub: String = "PJM", _ block: String = "base", _ quantity: PositionLadder.Entry.Quantity = .power(1),
      buckets: [DeliveryPeriod], parts: [String: [Block]] = [:]
    ) throws {
      _ = try PositionLadder(
        of: [.init(id: "a", hub: hub, block: block, period: january, quantity: quantity)], in: buckets,
        calendars: ["PJM": .pjm], splittingBase: parts)
    }
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.empty, { try ladder(buckets: []) }), (.mismatch, { try ladder(buckets: [year, january]) }),
      (.unknownName, { try ladder("X", buckets: [year]) }),
      (.unknownName, { try ladder("PJM", "9x9", buckets: [year]) }),
      (.notFinite, { try ladder("PJM", "base", .power(.nan), buckets: [year]) }),
      (.mismatch, { try ladder(buckets: [year], parts: ["PJM": [.nercOnPeak]]) }),
      (.mismatch, { try ladder(buckets: [year], parts: ["PJM": [.base, .nercOnPeak]]) }),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
