import MarketData
import Nodal
import NumericalKernels
import Testing

@Suite("Shift factors read out of prices")
struct ImpliedShiftFactorsTests {
  private let exact = ImpliedShiftFactors.Options(penalty: 0, folds: 5)

  /// Shadow prices of some constraints, each of which binds in a third of the hours.
  private static func prices(_ constraints: Int, _ hours: Int, seed: UInt64) throws -> NodalPanel {
    var stream = RandomStream(seed: seed, path: 0)
    return try Panels.panel(
      (0..<constraints).map { constraint in
        ("c\(constraint)", (0..<hours).map { _ in stream.uniform() < 0.33 ? 5 + 40 * stream.uniform() : 0 })
      })
  }

  private static func congestion(_ factors: [[Double]], _ prices: NodalPanel, noise: Double = 0, seed: UInt64 = 1)
    throws
    -> NodalPanel
  {
    var stream = RandomStream(seed: seed, path: 1)
    let hours = prices.grid.count
    return try Panels.panel(
      factors.enumerated().map { node, row in
        (
          "n\(node)",
          (0..<hours).map { hour in
            row.indices.reduce(noise * stream.normal()) { $0 - row[$1] * prices.values[$1 * hours + hour] }
          }
        )
      })
  }

  @Test("The factors of a network are recovered exactly from what its constraints did to prices")
  func recovery() throws {
    let network = try PublicNetworks.random(buses: 20, seed: 5)
    let factors = try DCModel(network).ptdf()
    let rows = (0..<20).map { bus in (0..<6).map { factors[branch: $0 * 3, bus: bus] } }
    let prices = try Self.prices(6, 200, seed: 3)
    let implied = try ImpliedShiftFactors(
      congestion: Self.congestion(rows, prices), shadowPrices: prices, options: exact)
    for (node, row) in rows.enumerated() { #expect(PublicNetworks.distance(implied.factors.row(node), row) < 1e-11) }
    #expect(implied["n4", constraint: "c2"].map { abs($0 - rows[4][2]) < 1e-11 } == true)
    #expect(implied["n4", constraint: "x"] == nil)
    #expect(try #require(implied.overallR2) > 1 - 1e-12)
    #expect(implied.bindingCounts.allSatisfy { (40...95).contains($0) })
    let again = try implied.congestion(of: prices)
    #expect(PublicNetworks.distance(again.values, try Self.congestion(rows, prices).values) < 1e-9)
    let parts = try implied.congestion(of: prices, at: "n4")
    #expect(parts.names == implied.constraints)
    let sums = (0..<200).map { hour in (0..<6).reduce(0) { $0 + parts.row(at: $1)[$1 * 200 + hour] } }
    #expect(PublicNetworks.distance(sums, Array(again.row(at: 4))) < 1e-9)
    #expect(abs(parts.values[2 * 200 + 7] + rows[4][2] * prices.values[2 * 200 + 7]) < 1e-9)
    #expect(code { () throws(NodalError) in try implied.congestion(of: prices, at: "x") } == .unknownElement)
  }

  @Test("With noise the score out of sample is below the one in sample and near the noise's share")
  func noise() throws {
    let rows = [[0.4, -0.2, 0.1], [-0.3, 0.6, 0]]
    let prices = try Self.prices(3, 400, seed: 9)
    let panel = try Self.congestion(rows, prices, noise: 2)
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices)
    for (node, row) in rows.enumerated() {
      let deviation = 2 / (0.33 * 400 * 700).squareRoot()  // noise over the root of the sum of squared prices
      #expect(PublicNetworks.distance(implied.factors.row(node), row) < 5 * deviation)
      let (inside, outside) = (implied.inSampleR2["n\(node)"] ?? 0, implied.outOfSampleR2["n\(node)"] ?? 0)
      let values = panel.row(at: node)
      let mean = values.reduce(0, +) / 400
      let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
      #expect(outside < inside && abs(outside - (1 - 4 / total)) < 0.05)
    }
  }

  @Test("A topology that changes has factors of its own, and one rarely seen leans on all hours")
  func regimes() throws {
    let (normal, outage) = ([[0.5, -0.1]], [[0.1, 0.4]])
    let prices = try Self.prices(2, 300, seed: 4)
    let regimes = (0..<300).map { $0 % 10 < 3 ? 1 : 0 }
    let (before, after) = (try Self.congestion(normal, prices), try Self.congestion(outage, prices))
    let values = regimes.indices.map { regimes[$0] == 1 ? after.values[$0] : before.values[$0] }
    let panel = try Panels.panel([("n0", values)])
    var options = exact
    options.regimePenalty = 0
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, regimes: regimes, options: options)
    #expect(PublicNetworks.distance(try #require(implied.byRegime[0]).row(0), normal[0]) < 1e-11)
    #expect(PublicNetworks.distance(try #require(implied.byRegime[1]).row(0), outage[0]) < 1e-11)
    let blind = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, options: exact)
    #expect(try #require(implied.overallR2) > 1 - 1e-11)
    #expect(try #require(blind.overallR2) < 0.95)
    options.regimePenalty = 1e9
    let drawn = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, regimes: regimes, options: options)
    #expect(PublicNetworks.distance(try #require(drawn.byRegime[1]).row(0), drawn.factors.row(0)) < 1e-6)
  }

  @Test("Bounds hold, and the bounded point is the best one within them")
  func bounds() throws {
    let prices = try Self.prices(2, 120, seed: 8)
    let panel = try Self.congestion([[1.6, 0.3]], prices)
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, options: exact)
    let found = implied.factors.row(0)
    #expect(found[0] == 1)
    // With the first factor held at 1 the second is a regression of its own.
    var (product, square) = (0.0, 0.0)
    for hour in 0..<120 {
      let (a, b) = (prices.values[hour], prices.values[120 + hour])
      product -= b * (panel.values[hour] + a)
      square += b * b
    }
    #expect(abs(found[1] - min(1, product / square)) < 1e-10)
  }

  @Test("A share of absolute values makes small factors zero and shrinks one alone by the closed form")
  func absolute() throws {
    let prices = try Panels.panel([("c", [10, 0, 20, 30])])
    let panel = try Panels.panel([("n", [-4, 0, -8, -12])])
    let options = ImpliedShiftFactors.Options(penalty: 0.25, absoluteShare: 1, folds: 0)
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, options: options)
    // One column: s is its mean square, so the factor is 0.4 - 0.25.
    #expect(abs(implied.factors[0, 0] - 0.15) < 1e-12)
    #expect(implied.outOfSampleR2.isEmpty && implied.overallR2 == nil)
    let ridge = try ImpliedShiftFactors(
      congestion: panel, shadowPrices: prices, options: .init(penalty: 0.25, folds: 0))
    #expect(abs(ridge.factors[0, 0] - 0.4 / 1.25) < 1e-12)
  }

  @Test("Gaps of a node are left out, missing shadow prices do not bind, and a constraint that never does has zero")
  func gaps() throws {
    let prices = try Panels.panel([("a", [10, .nan, 20, 5]), ("never", [0, .nan, 0, 0])])
    let panel = try Panels.panel([("n", [-5, 0, .nan, -2.5]), ("m", [1, 0, 2, 0.5])])
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, options: .init(penalty: 0, folds: 0))
    #expect(PublicNetworks.distance(implied.factors.row(0), [0.5, 0]) < 1e-12)
    #expect(PublicNetworks.distance(implied.factors.row(1), [-0.1, 0]) < 1e-12)
    #expect(implied.bindingCounts == [3, 0])
  }

  @Test("A node that does not vary has no score, whatever rounding leaves of it")
  func flat() throws {
    let prices = try Panels.panel([("a", [10, 0, 20, 5, 7, 0])])
    let panel = try Panels.panel([("n", [-5, 0, -10, -2.5, -3.5, 0]), ("flat", [Double](repeating: 0.1, count: 6))])
    let implied = try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, options: .init(folds: 2))
    #expect(implied.inSampleR2.keys.sorted() == ["n"] && implied.outOfSampleR2.keys.sorted() == ["n"])
    let alone = try ImpliedShiftFactors(
      congestion: Panels.panel([("flat", [Double](repeating: 0.1, count: 6))]), shadowPrices: prices,
      options: .init(folds: 2))
    #expect(alone.overallR2 == nil && alone.inSampleR2.isEmpty)
  }

  @Test("What makes no regression is refused")
  func refusals() throws {
    let panel = try Panels.panel([("n", [1, 2])])
    func code(_ prices: NodalPanel, _ regimes: [Int]? = nil, _ options: ImpliedShiftFactors.Options = .init(folds: 0))
      -> NodalError.Code?
    {
      NodalTests.code { () throws(NodalError) in
        try ImpliedShiftFactors(congestion: panel, shadowPrices: prices, regimes: regimes, options: options)
      }
    }
    #expect(code(try Panels.panel([("c", [1, -2])])) == .outOfRange)
    #expect(code(try Panels.panel([("c", [0, .nan])])) == .empty)
    #expect(code(try Panels.panel([("c", [1, 2, 3])])) == .countMismatch)
    #expect(code(try Panels.panel([("c", [1, 2])]), [1]) == .countMismatch)
    #expect(code(try Panels.panel([("c", [1, 2])]), nil, .init(penalty: -1)) == .outOfRange)
    #expect(code(try Panels.panel([("c", [1, 2])]), nil, .init(folds: 9)) == .outOfRange)
  }
}
