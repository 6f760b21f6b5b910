import Curves
import MarketData
import NumericalKernels
import Testing
import Valuation

/// A curve is linear in its quotes while the same ones hold it, so that a bump is exact but for rounding.
private let bumpTolerance = 1e-8
private let bump = 1e-3

@Suite struct CurveSensitivityTests {
  private func moved(_ price: QuotedPrice) -> QuotedPrice {
    switch price {
    case .firm(let price): .firm(price + bump)
    case .bidAsk(let bid, let ask): .bidAsk(bid: bid + bump, ask: ask + bump)
    case .soft(let price, let weight): .soft(price + bump, weight: weight)
    }
  }

  /// Holds every derivative against a curve that is built from a moved quote.
  private func expectBumps(_ definition: CurveDefinition, _ quotes: [CurveQuote], strand: Int? = nil) throws {
    let built = try definition.build(quotes)
    #expect(built.status == .solved)
    let table = try built.sensitivities(ofStrand: strand)
    let before = strand.map { built.strands[$0] } ?? built.curve
    #expect(table.inputs.map(\.name) == quotes.map(\.id))
    for (column, quote) in quotes.enumerated() {
      var changed = quotes
      changed[column].price = moved(quote.price)
      let again = try definition.build(changed)
      let after = strand.map { again.strands[$0] } ?? again.curve
      for row in 0..<before.count {
        let slope = (after.values[row] - before.values[row]) / bump
        #expect(abs(slope - table.jacobian[row, column]) < bumpTolerance, "\(quote.id), point \(row)")
      }
    }
    // The transpose, without the table.
    let deltas = before.grid.map { 1 + Double($0.start.secondsSince1970 % 7) }
    let gradient = try built.quoteDeltas(of: deltas, ofStrand: strand)
    for column in quotes.indices {
      let sum = deltas.indices.reduce(0) { $0 + deltas[$1] * table.jacobian[$1, column] }
      #expect(abs(sum - gradient[column]) < 1e-7)
    }
  }

  @Test func firmAndSoftQuotesMoveTheCurveAsBumpsDo() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2029-01-01")
    var quotes = try [("2026-01", 60.0), ("2026-02", 57.0), ("Q1-26", 58.0), ("Sum-26", 51.0), ("Cal-27", 55.0)]
      .map { try CurveFixtures.quote($0, $1) }
    quotes.append(CurveQuote(try CurveFixtures.period("Cal-28"), .soft(54, weight: 3)))
    try expectBumps(definition, quotes)
  }

  @Test func quotesInsideTheirSpreadDoNotMoveTheCurve() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    let sides = [("2026-01", 59.9, 60.1), ("2026-03", 50.0, 70.0), ("Q3-26", 56.0, 56.2), ("Cal-27", 55.0, 55.1)]
    let quotes = try sides.map { CurveQuote(try CurveFixtures.period($0.0), .bidAsk(bid: $0.1, ask: $0.2)) }
    try expectBumps(definition, quotes)
    let table = try definition.build(quotes).sensitivities()
    #expect((0..<24).allSatisfy { table.jacobian[$0, 1] == 0 })
  }

  @Test func eachStrandMovesWithBaseAndPeak() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01")
    definition.strands = [.europeanPeak, .europeanOffPeak]
    var quotes = try [("Q1-26", 80.0), ("Cal-26", 75.0)].map { try CurveFixtures.quote($0, $1) }
    quotes += try [("Q1-26", 92.0), ("Cal-26", 84.0)].map { try CurveFixtures.quote($0, $1, block: .europeanPeak) }
    for strand in [nil, 0, 1] { try expectBumps(definition, quotes, strand: strand) }
  }

  @Test func priorsOfBothKindsAreSeen() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    let quotes = try [("2026-02", 60.0), ("Q4-26", 66.0), ("Cal-27", 58.0)].map { try CurveFixtures.quote($0, $1) }
    definition.prior = .values((0..<24).map { 5 * Double($0 % 12 < 6 ? 1 : -1) })
    try expectBumps(definition, quotes)
    definition.prior = .factors((0..<24).map { $0 % 12 < 6 ? 1.1 : 0.9 })
    try expectBumps(definition, quotes)
  }

  @Test(arguments: [CurveDefinition.Method.secondDifference, .spline(flatEnd: true)])
  func multipliersAreTheSlopeOfTheRoughness(_ method: CurveDefinition.Method) throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    definition.method = method
    let quotes = try [("2026-01", 60.0), ("Q2-26", 51.0), ("Q4-26", 57.0), ("Cal-27", 55.0)]
      .map { try CurveFixtures.quote($0, $1) }
    let built = try definition.build(quotes)
    for (column, line) in built.repricing.enumerated() {
      func roughness(_ step: Double) throws -> Double {
        var changed = quotes
        changed[column].price = .firm(quotes[column].price.mid + step)
        return try definition.build(changed).roughness
      }
      // Roughness is quadratic in a price: the central difference is exact.
      let slope = try (roughness(0.5) - roughness(-0.5))
      #expect(abs(slope + line.multiplier) < 1e-8 * (1 + abs(line.multiplier)))
    }
  }

  @Test func aChainGivesAContractsDeltasInQuotes() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01", days: MarketDays(.utc))
    let quotes = try [("Q1-26", 80.0), ("Q2-26", 70.0), ("Q3-26", 72.0), ("Q4-26", 78.0)]
      .map { try CurveFixtures.quote($0, $1) }
    let built = try definition.build(quotes)
    let toQuotes = try built.sensitivities()
    // 10 MW through the second quarter: 21,840 MWh, which is the quarter's contract and nothing else.
    let hours = definition.grid.map(\.hours)
    let deltas = hours.indices.map { (3..<6).contains($0) ? 10 * hours[$0] : 0 }
    let contract = try Sensitivities(
      outputs: [.init(name: "value", unit: .money(.eur))], inputs: toQuotes.outputs,
      jacobian: Matrix(rows: 1, columns: 12, deltas))
    let chained = try contract.chained(with: toQuotes)
    for (quote, wanted) in zip(quotes, [0, 21_840.0, 0, 0]) {
      #expect(abs(try #require(chained["value", by: quote.id]) - wanted) < 1e-6)
    }
    #expect(zip(try built.quoteDeltas(of: deltas), [0, 21_840.0, 0, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(toQuotes.outputs[3].name == "2026-04-01")
  }

  @Test func senselessDeltasAreRefused() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-03-01")
    let built = try definition.build([CurveFixtures.quote("2026-01", 50)])
    #expect(throws: CurveError.self) { try built.quoteDeltas(of: [1]) }
    #expect(throws: CurveError.self) { try built.quoteDeltas(of: [1, .nan]) }
    #expect(throws: CurveError.self) { try built.quoteDeltas(of: [1, 1], ofStrand: 2) }
    #expect(throws: CurveError.self) { try built.sensitivities(ofStrand: -1) }
  }
}
