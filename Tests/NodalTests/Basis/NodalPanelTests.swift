import MarketData
import Nodal
import NumericalKernels
import Testing

@Suite("A panel of nodes")
struct NodalPanelTests {
  @Test("The basis is node less hub, and missing where either is")
  func less() throws {
    let panel = try Panels.panel([("hub", [10, 20, .nan]), ("n", [12, .nan, 5]), ("m", [9, 25, 7])])
    let basis = try panel.less("hub")
    #expect(basis.names == ["n", "m"])
    #expect(basis["n"]?.value(at: 0) == 2)
    #expect(basis["m"]?.values.prefix(2) == [-1, 5])
    #expect(basis.missingCount == 3)
    #expect(basis["hub"] == nil)
  }

  @Test("Rows of market data become a panel of a component, with what no row covers missing")
  func fromTable() throws {
    let hub = Location(market: "PJM", kind: .hub, id: "1", name: "HUB")
    let node = Location(market: "PJM", kind: .node, id: "2", name: "NODE")
    let product = Product.energy(.dayAhead)
    let grid = try Panels.hours(3)
    let dictionary = ObservationDictionary()
    var rows = ObservationBuilder(dictionary: dictionary, components: [.congestion])
    for (hour, interval) in grid.enumerated() where hour < 2 {
      for (location, value, part) in [(hub, 30.0, 1.0), (node, 40, Double(hour))] {
        rows.append(
          start: interval.start.secondsSince1970, seconds: 3600, location: dictionary.code(for: location),
          product: dictionary.code(for: product), value: value)
        rows.setComponent(0, to: part, at: rows.count - 1)
      }
    }
    let provenance = Provenance(feed: "test", source: "test", publicationBasis: .stated)
    let chunk = try #require(rows.seal(provenance: provenance, publication: .stated(Instant(secondsSince1970: 0))))
    let table = ObservationTable(chunk)
    let prices = try NodalPanel(table, of: product, at: [hub, node], on: grid)
    #expect(prices["NODE"]?.values.prefix(2) == [40, 40])
    let congestion = try NodalPanel(table, of: product, at: [hub, node], on: grid, component: .congestion)
    #expect(try congestion.less("HUB")["NODE"]?.values.prefix(2) == [-1, 0])
    #expect(congestion.missingCount == 2)
  }

  @Test("Shadow prices that are only there while they bind fill up and average to hours")
  func averages() throws {
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_767_225_600), seconds: 900, count: 8))
    let panel = try Panels.panel(
      [("c", [.nan, 40, .nan, .nan, 8, 8, 8, 8]), ("d", [1, 1, 1, 2, 3, 3, 3, 4])], on: grid)
    let hours = try Panels.hours(2)
    #expect(try panel.averaged(over: hours)["c"]?.value(at: 0) == nil)
    let filled = try panel.filled(with: 0)
    #expect(filled.missingCount == 0 && panel.missingCount == 3)
    #expect(try filled.averaged(over: hours).values == [10, 8, 1.25, 3.25])
    #expect(code { () throws(NodalError) in try panel.filled(with: .infinity) } == .notFinite)
  }

  @Test("What makes no panel is refused")
  func refusals() throws {
    let grid = try Panels.hours(2)
    #expect(
      code { () throws(NodalError) in try NodalPanel(names: [], grid: grid, unit: Panels.price, values: []) } == .empty)
    #expect(
      code { () throws(NodalError) in
        try NodalPanel(names: ["a", "a"], grid: grid, unit: Panels.price, values: [1, 2, 3, 4])
      }
        == .duplicateElement)
    #expect(
      code { () throws(NodalError) in try NodalPanel(names: ["a"], grid: grid, unit: Panels.price, values: [1]) }
        == .countMismatch)
    #expect(
      code { () throws(NodalError) in
        try NodalPanel(names: ["a"], grid: grid, unit: Panels.price, values: [1, .infinity])
      }
        == .notFinite)
    let panel = try Panels.panel([("a", [1, 2])])
    #expect(code { () throws(NodalError) in try panel.less("b") } == .unknownElement)
    #expect(code { () throws(NodalError) in try panel.less("a") } == .empty)
  }

  @Test("Correlations agree with the closed form; rows that do not vary belong together")
  func correlations() throws {
    let panel = try Panels.panel([
      ("a", [1, 2, 3, .nan]), ("b", [2, 4, 6, 9]), ("c", [-1, -2, -3, 0]), ("flat", [5, 5, 5, 5]),
      ("zero", [0, 0, 0, 0]),
      ("d", [1, 0, 1, 4]),
    ])
    let matrix = try panel.correlations()
    let rounding = 1e-12
    #expect(abs(matrix[0, 1] - 1) < rounding && abs(matrix[0, 2] + 1) < rounding)
    #expect(abs(matrix[0, 5]) < rounding)
    #expect(matrix[3, 4] == 1 && matrix[3, 0] == 0 && matrix[0, 0] == 1)
  }
}
