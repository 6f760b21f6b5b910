import Foundation
import MarketData
import Nodal
import Testing

/// Published prices by component and by constraint.
@Suite struct ObservedPricesTests {
  static let rounding = 1e-9

  static func table(
    _ components: [PriceComponent], _ rows: [(String, Double, [Double])]
  ) throws -> ObservationTable {
    let table = ObservationTable()
    var builder = ObservationBuilder(dictionary: table.dictionary, components: components)
    let product = table.dictionary.code(for: .energy(.dayAhead))
    for (id, price, parts) in rows {
      let place = table.dictionary.code(for: Location(market: "MISO", kind: .node, id: id))
      builder.append(start: 0, seconds: 3600, location: place, product: product, value: price)
      for (component, part) in parts.enumerated() { builder.setComponent(component, to: part, at: builder.count - 1) }
    }
    let provenance = Provenance(
      feed: "made", source: "made", publicationBasis: .stated)
    var copy = table
    copy.append(try #require(builder.seal(provenance: provenance, publication: .stated(Instant(secondsSince1970: 0)))))
    return copy
  }

  @Test func `parts that are all published are checked`() throws {
    let table = try Self.table(
      [.energy, .congestion, .loss],
      [("a", 31, [30, 0.5, 0.5]), ("b", 28.01, [30, -1.5, -0.5]), ("c", .nan, [1, 1, 1])])
    let observed = ObservedPrices(table, product: .energy(.dayAhead))
    #expect(observed.prices.count == 2 && observed.incompleteCount == 1)
    #expect(abs(observed.worstResidual - 0.01) < Self.rounding)
    #expect(observed.prices.allSatisfy { $0.derived == nil } && observed.energySpread == 0)
    #expect(ObservedPrices(table, product: .energy(.realTime)).prices.isEmpty)
  }

  @Test func `the one part that is not published is what the others leave`() throws {
    let table = try Self.table(
      [.congestion, .loss], [("a", 31, [0.5, 0.5]), ("b", 28, [-1.5, -0.5]), ("c", 1, [1])])
    let observed = ObservedPrices(table, product: .energy(.dayAhead))
    #expect(observed.prices.map(\.energy) == [30, 30])
    #expect(observed.prices.allSatisfy { $0.derived == .energy && $0.residual == 0 })
    #expect(observed.incompleteCount == 1)
  }

  @Test func `congestion splits by constraint, with what is left stated`() throws {
    let table = try Self.table([.energy, .congestion, .loss], [("a", 21, [30, -9.5, 0.5])])
    let price = try #require(ObservedPrices(table, product: .energy(.dayAhead)).prices.first)
    let constraints = [
      ObservedConstraint("north", published: -20, sign: try #require(.init(market: "MISO")), factors: ["a": 0.4]),
      ObservedConstraint("south", published: 5, sign: try #require(.init(market: "ERCOT")), factors: ["a": 0.2]),
      ObservedConstraint("west", published: 7, sign: .saving, factors: ["b": 0.2]),
    ]
    let split = price.congestion(by: constraints)
    #expect(split.terms.map(\.name) == ["north", "south"])
    #expect(
      abs(split.terms[0].contribution + 8) < Self.rounding && abs(split.terms[1].contribution + 1) < Self.rounding)
    #expect(abs(split.residual + 0.5) < Self.rounding)
    #expect(split.unknown == ["west"])
  }

  @Test func `signs are those of the files that were seen, and nothing elsewhere`() throws {
    for market: Market.ID in ["PJM", "MISO", "SPP", "ISONE"] {
      #expect(ObservedConstraint.Sign(market: market) == .cost)
    }
    for market: Market.ID in ["ERCOT", "NYISO"] { #expect(ObservedConstraint.Sign(market: market) == .saving) }
    for market: Market.ID in ["CAISO", "NEM"] { #expect(ObservedConstraint.Sign(market: market) == nil) }
  }

  /// PJM's own file: every constraint that binds has a price below zero.
  @Test(.enabled(if: Fixtures.captures != nil)) func `PJM prints the cost`() throws {
    let folder = try #require(Fixtures.captures)
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/na/pjm/da_marginal_value_2023-11-05_dst-fall.json"))
    struct File: Decodable {
      struct Item: Decodable { var shadow_price: Double }
      var items: [Item]
    }
    let sign = try #require(ObservedConstraint.Sign(market: "PJM"))
    let items = try JSONDecoder().decode(File.self, from: data).items
    #expect(items.count > 300)
    #expect(items.allSatisfy { ObservedConstraint("", published: $0.shadow_price, sign: sign).signedPrice > 0 })
  }

  /// The decomposition of a dispatch is explained by its own limits, as a published one would be.
  @Test func `a dispatch explains itself`() throws {
    let network = try PublicNetworks.fiveBus()
    let parts = try DCOPFTests.solve(network).decomposed(in: network, reference: .load)
    let term = try #require(parts.terms.first)
    for bus in 0..<5 {
      let table = try Self.table(
        [.energy, .congestion, .loss],
        [("\(bus)", parts.price(atBus: bus), [parts.energy[bus], parts.congestion[bus], 0])])
      let price = try #require(ObservedPrices(table, product: .energy(.dayAhead)).prices.first)
      let constraint = ObservedConstraint(
        "\(term.limit)", published: -term.signedPrice, sign: .cost, factors: ["\(bus)": term.factors[bus]])
      #expect(abs(price.congestion(by: [constraint]).residual) < Self.rounding)
    }
  }
}
