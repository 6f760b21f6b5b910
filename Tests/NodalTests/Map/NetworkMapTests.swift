import Foundation
import Nodal
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("A network laid out")
struct NetworkLayoutTests {
  private func path(_ count: Int) throws -> Network {
    try Network(
      buses: (1...count).map { .init($0) },
      branches: (1..<count).map { .init("\($0)", from: $0, to: $0 + 1, reactance: 0.1) })
  }

  @Test("A line of buses becomes a line, wider than high")
  func line() throws {
    let layout = NetworkLayout(try path(30))
    let x = layout.positions.map(\.x)
    #expect(x == x.sorted() || x == x.sorted(by: >))
    #expect(layout.width == 1 && layout.height < 0.2)
  }

  @Test("Neighbours are near each other, no two buses lie on one point, and the picture is the same each time")
  func random() throws {
    let network = try PublicNetworks.random(buses: 60, seed: 3)
    let layout = NetworkLayout(network)
    #expect(layout == NetworkLayout(network))
    func distance(_ a: Int, _ b: Int) -> Double {
      let (p, q) = (layout.positions[a], layout.positions[b])
      return ((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y)).squareRoot()
    }
    let near = network.branches.indices.map { distance(network.branchFrom[$0], network.branchTo[$0]) }
    var (all, least) = ([Double](), Double.infinity)
    for a in 0..<60 {
      for b in 0..<a {
        all.append(distance(a, b))
        least = min(least, distance(a, b))
      }
    }
    let (nearMean, mean) = (near.reduce(0, +) / Double(near.count), all.reduce(0, +) / Double(all.count))
    #expect(nearMean < 0.6 * mean)
    #expect(least > 1e-3)
    #expect(layout.positions.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
  }

  @Test("Islands and lone buses do not lie on each other")
  func islands() throws {
    let network = try Network(
      buses: (1...9).map { .init($0, $0 == 9 ? .isolated : .pq) },
      branches: [(1, 2), (2, 3), (3, 1), (4, 5), (6, 7)].map { .init("\($0.0)", from: $0.0, to: $0.1, reactance: 0.1) })
    let layout = NetworkLayout(network)
    let places: [[Double]] = layout.positions.map { [($0.x * 1e6).rounded(), ($0.y * 1e6).rounded()] }
    #expect(Set(places).count == 9)
    #expect(NetworkLayout(try Network(buses: [.init(1)])).positions == [.init(0.5, 0.5)])
  }

  @Test("Places that are known are taken, scaled to the sheet")
  func known() throws {
    let network = try path(2)
    let layout = try NetworkLayout(network, positions: [.init(-10, 5), .init(10, 10)])
    #expect(layout.positions == [.init(0, 0), .init(1, 0.25)] && layout.height == 0.25)
    #expect(code { () throws(NodalError) in try NetworkLayout(network, positions: []) } == .countMismatch)
    #expect(
      code { () throws(NodalError) in try NetworkLayout(network, positions: [.init(.nan, 0), .init(0, 0)]) }
        == .notFinite)
  }

  @Test("The largest public networks are laid out", .enabled(if: Fixtures.captures != nil && Fixtures.isOptimised))
  func large() throws {
    for name in [
      "matpower/case118.m", "pglib/pglib_opf_case2869_pegase.m.gz", "pglib/pglib_opf_case9241_pegase.rebuilt.m.gz",
    ] {
      let bytes = try? Fixtures.capture(name)
      guard let bytes else { continue }
      let network = try Network(matpower: bytes.span)
      let layout = NetworkLayout(network)
      #expect(Set(layout.positions).count > network.buses.count * 99 / 100)
      var map = try NetworkMap(network, layout: layout)
      map.flows = try DCModel(network).powerFlow().flows
      #expect(map.svg.utf8.count > 100 * network.buses.count)
    }
  }
}

@Suite("A map of a network")
struct NetworkMapTests {
  /// The elements of a document by name; `nil` unless it is well-formed.
  private func elements(_ svg: String) -> [String: Int]? {
    final class Counter: NSObject, XMLParserDelegate {
      var counts: [String: Int] = [:]
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
      ) { counts[name, default: 0] += 1 }
    }
    let parser = XMLParser(data: Data(svg.utf8))
    let counter = Counter()
    parser.delegate = counter
    return parser.parse() ? counter.counts : nil
  }

  @Test("It is well-formed, has a circle for each bus and a line for each branch, and says prices and flows")
  func fiveBuses() throws {
    let network = try PublicNetworks.fiveBus()
    var map = NetworkMap(network)
    map.title = "Five buses"
    map.busValues = [16.98, 26.38, 30, 39.94, 10]
    map.flows = try DCModel(network).powerFlow().flows
    let counts = try #require(elements(map.svg))
    #expect(counts["circle"] == 5)
    #expect(try #require(counts["line"]) == 6 + 5)  // and those of the legend
    for text in ["Five buses", "39.94", "LMP", "4-5: 4 to 5, -240 MW of 240", "#d55e00", "#440154", "#fde725"] {
      #expect(map.svg.contains(text), "\(text)")
    }
    #expect(map.svg == map.svg)
  }

  @Test("Names that mean something to XML, and numbers that mean nothing, leave it well-formed")
  func hostile() throws {
    let network = try Network(
      buses: [.init(1, name: "<&\"\u{0}\u{ffff}]]>"), .init(2)],
      branches: [.init("<script>", from: 1, to: 2, reactance: 0.1, ratingA: 0)])
    var map = NetworkMap(network)
    map.title = "a < b & \u{1}c"
    map.busValues = [.nan, .greatestFiniteMagnitude]
    map.flows = [.infinity]
    map.size = .nan
    #expect(elements(map.svg)?["circle"] == 2)
    map.busValues = [-.greatestFiniteMagnitude, .greatestFiniteMagnitude, 7]
    map.flows = [1, 2, 3]
    #expect(elements(map.svg)?["circle"] == 2)
    map.busValues = [nil]
    #expect(elements(map.svg) != nil)
    let layout = NetworkLayout(network)
    let other = try PublicNetworks.fiveBus()
    #expect(code { () throws(NodalError) in try NetworkMap(other, layout: layout) } == .countMismatch)
  }
}
