import MarketData
import Nodal
import Testing
import Valuation

@Suite("A surface of bases")
struct BasisSurfaceTests {
  @Test("Hours are the clock's: the day of 25 hours has two of one label, the day of 23 lacks one")
  func clockChanges() throws {
    let zone = MarketTimeZone.eastern
    let grid = try Panels.hours(2025, 1, 1, days: 365, in: zone)
    // A basis that is the local hour: a cell that mixed hours up would spread.
    let values = grid.map { Double(zone.localDateTime(of: $0.start).hour) }
    let surface = try BasisSurface(Panels.panel([("n", values)], on: grid), zone: zone)
    for cell in surface.cells {
      let hour = try #require(Double(cell.part))
      #expect(cell.mean == hour || abs((cell.mean ?? .nan) - hour) < 1e-12)
      #expect((cell.deviation ?? .nan) < 1e-6)
    }
    #expect(surface["n", part: "1", season: "11"]?.hours == 31)
    #expect(surface["n", part: "2", season: "3"]?.hours == 30)
    #expect(surface["n", part: "3", season: "3"]?.hours == 31)
    #expect(abs(try #require(surface.seasonality(of: "n")) - 1) < 1e-9)
  }

  @Test("A cell has the mean, the deviation and the quantiles of its values")
  func cell() throws {
    let grid = try Panels.hours(2025, 7, 1, days: 5, in: .easternStandard)
    var values = [Double](repeating: 0, count: grid.count)
    for (day, value) in [1.0, 2, 3, 4, .nan].enumerated() { values[24 * day + 17] = value }
    let surface = try BasisSurface(
      Panels.panel([("n", values)], on: grid), zone: .easternStandard, seasons: .quarters, levels: [0.25, 0.5])
    let cell = try #require(surface["n", part: "17", season: "Q3"])
    #expect(cell.mean == 2.5 && cell.hours == 4 && cell.missingHours == 1)
    #expect(abs(try #require(cell.deviation) - 1.25.squareRoot()) < 1e-15)
    #expect(cell.quantiles == [1.75, 2.5])  // type 7
    #expect(cell.least == 1 && cell.greatest == 4 && cell.shareAbove == 1)
    #expect(surface["n", part: "17", season: "Q1"]?.mean == nil)
    #expect(surface["n", part: "17", season: "Q9"] == nil)
  }

  @Test("Blocks cut the day as a calendar says")
  func blocks() throws {
    let grid = try Panels.hours(2025, 7, 3, days: 4, in: .eastern)  // Thursday, a holiday, a weekend
    let values = [Double](repeating: 1, count: grid.count)
    let surface = try BasisSurface(
      Panels.panel([("n", values)], on: grid), zone: .eastern, seasons: .wholeYear,
      parts: .blocks([.nercOnPeak, .eastern2x16], .pjm))
    #expect(surface["n", part: "5x16", season: "year"]?.hours == 16)
    #expect(surface["n", part: "2x16", season: "year"]?.hours == 48)
    #expect(surface["n", part: "other", season: "year"]?.hours == 32)
    #expect(surface.seasonality(of: "n") == nil)
  }

  @Test("Days as intervals have no hour of the day")
  func refusals() throws {
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 0), seconds: 86_400, count: 2))
    let panel = try Panels.panel([("n", [1, 2])], on: grid)
    #expect(code { () throws(NodalError) in try BasisSurface(panel, zone: .utc) } == .outOfRange)
    #expect(
      code { () throws(NodalError) in try BasisSurface(panel, zone: .utc, parts: .blocks([.base], .pjm), levels: [2]) }
        == .outOfRange)
  }
}

@Suite("The risk of a basis")
struct BasisRiskTests {
  private let days = DeliveryGrid(start: Instant(secondsSince1970: 1_767_225_600), seconds: 86_400, count: 4)

  @Test("A node that moves with its hub leaves nothing open; one that moves twice as much needs twice the hedge")
  func hedges() throws {
    let hub = (0..<96).map { Double($0 / 24 * $0 % 17) + 20 }
    let prices = try Panels.panel([
      ("hub", hub), ("same", hub.map { $0 + 3 }), ("twice", hub.map { 2 * $0 - 5 }),
    ])
    let days = try #require(days)
    let same = try BasisRisk(node: "same", hub: "hub", in: prices, megawatts: 10, by: days)
    #expect(same.hedgedGains.allSatisfy { abs($0) < 1e-9 })
    #expect(abs(same.meanBasisIncome - 720) < 1e-9)  // 3 $/MWh, 10 MW, 24 hours
    #expect(abs(try #require(same.effectiveness) - 1) < 1e-12)
    let twice = try BasisRisk(node: "twice", hub: "hub", in: prices, by: days, hedge: .leastVariance)
    #expect(abs(twice.hedgeRatio - 2) < 1e-12)
  }

  @Test("The tail is that of the sums of periods, by hand")
  func tail() throws {
    var (node, hub) = ([Double](), [Double]())
    for day in [0.0, 4, -2, 2] { for _ in 0..<24 { (node, hub) = (node + [20 + day], hub + [20]) } }
    let days = try #require(days)
    let risk = try BasisRisk(
      node: "n", hub: "h", in: Panels.panel([("n", node), ("h", hub)]), megawatts: 2, by: days,
      measure: .init(level: 0.5))
    // Sums 0, 192, -96, 96 less their mean of 48: losses 48, -144, 144, -48; the median is 0, the worse half means 96.
    #expect(abs(risk.hedged.quantile) < 1e-9)
    #expect(abs(risk.hedged.shortfall - 96) < 1e-9)
    #expect(risk.effectiveness.map { abs($0) < 1e-12 } == true)  // the hub does not move
  }

  @Test("A day with a gap is left out, and counted")
  func gaps() throws {
    let values = (0..<96).map { $0 == 30 ? .nan : Double($0) }
    let days = try #require(days)
    let panel = try Panels.panel([("n", values), ("h", (0..<96).map(Double.init))])
    let risk = try BasisRisk(node: "n", hub: "h", in: panel, by: days)
    #expect(risk.incompletePeriods == 1 && risk.periods.count == 3)
    #expect(
      code { () throws(NodalError) in try BasisRisk(node: "x", hub: "h", in: panel, by: days) } == .unknownElement)
    #expect(
      code { () throws(NodalError) in try BasisRisk(node: "n", hub: "h", in: panel, megawatts: .nan, by: days) }
        == .notFinite)
  }
}
