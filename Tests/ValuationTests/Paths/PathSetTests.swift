import Foundation
import MarketData
import NumericalKernels
import Testing
import Valuation

@Suite struct PathSetTests {
  private let factors = [
    PathSet.Factor(name: "power", unit: .price(.usd, per: .megawattHour)),
    PathSet.Factor(name: "gas", unit: .price(.usd, per: .mmbtu)),
  ]

  private func grid() throws -> DeliveryGrid {
    let january = try #require(LocalDate(year: 2026, month: 1, day: 1))
    return try #require(DeliveryGrid.months(from: january, count: 3, in: .central))
  }

  /// Lognormal paths around forwards of 30, 31, 32 and 3, 4, 5.
  private func simulated(_ paths: Int, seed: UInt64, drift: Double = 0) -> [Double] {
    var random = SeededNormals(seed: seed)
    return forwards.storage.flatMap { forward in
      (0..<paths).map { _ in forward * exp(drift + 0.2 * random.normal() - 0.02) }
    }
  }

  private let forwards: Matrix

  init() throws { forwards = try Matrix([[30, 31, 32], [3, 4, 5]]) }

  @Test func recentringMakesTheMeansTheForwards() throws {
    for recentring in [Recentring.additive, .multiplicative, .none(limit: 4)] {
      let set = try PathSet.riskNeutral(
        factors: factors, grid: grid(), pathCount: 2000, values: simulated(2000, seed: 1), seed: 1, forwards: forwards,
        recentring: recentring)
      let report = try #require(set.martingale)
      #expect(report.largestScore > 0.1 && report.largestScore < 4)
      #expect(set.measure == .riskNeutral)
      for factor in 0..<2 {
        for period in 0..<3 {
          let mean = set.values(factor: factor, period: period).reduce(0, +) / 2000
          let forward = forwards[factor, period]
          if recentring == .none(limit: 4) {
            #expect(abs(mean - forward) < 4 * report.standardErrors[factor, period])
            #expect(report.adjustments[factor, period] == 0)
          } else {
            #expect(abs(mean / forward - 1) < 1e-13)
            let move = report.adjustments[factor, period]
            let raw = report.means[factor, period]
            #expect(abs((recentring == .additive ? raw + move : raw * move) / forward - 1) < 1e-15)
          }
          // The standard error of a lognormal mean.
          let expected = forward * (exp(0.04) - 1).squareRoot() / 2000.0.squareRoot()
          #expect(abs(report.standardErrors[factor, period] / expected - 1) < 0.1)
        }
      }
    }
  }

  @Test func aDriftIsRefusedOrReported() throws {
    let drifting = simulated(2000, seed: 2, drift: 0.05)
    #expect {
      try PathSet.riskNeutral(
        factors: factors, grid: grid(), pathCount: 2000, values: drifting, seed: 2, forwards: forwards,
        recentring: .none(limit: 4))
    } throws: { ($0 as? ValuationError)?.code == .notMartingale }
    let set = try PathSet.riskNeutral(
      factors: factors, grid: grid(), pathCount: 2000, values: drifting, seed: 2, forwards: forwards,
      recentring: .additive)
    #expect((set.martingale?.largestScore ?? 0) > 8)
    // A forward of the other sign cannot be reached by a factor.
    #expect(throws: ValuationError.self) {
      try PathSet.riskNeutral(
        factors: factors, grid: grid(), pathCount: 2000, values: drifting, seed: 2,
        forwards: Matrix([[30, 31, -32], [3, 4, 5]]), recentring: .multiplicative)
    }
  }

  @Test func viewsReadTheSameNumbers() throws {
    let values = (0..<2 * 3 * 4).map(Double.init)
    let set = try PathSet.physical(factors: factors, grid: grid(), pathCount: 4, values: values, seed: 0)
    #expect(set.martingale == nil && set.measure == .physical)
    #expect(set[1, 2, 3] == 23 && set[0, 1, 2] == 6)
    #expect(Array(set.values(factor: 1, period: 0)) == [12, 13, 14, 15])
    #expect(Array(set.values(factor: 1)) == (12..<24).map(Double.init))
    #expect(Array(set.path(3, factor: 0)) == [3, 7, 11])
    #expect(try set.index(of: "gas") == 1)
    #expect(throws: ValuationError.self) { try set.index(of: "oil") }
  }

  @Test func theContentIDTellsSetsApart() throws {
    func make(_ change: (inout [Double]) -> Void = { _ in }, seed: UInt64 = 5, names: [String] = ["power", "gas"])
      throws -> PathSet
    {
      var values = simulated(50, seed: 5)
      change(&values)
      return try PathSet.physical(
        factors: zip(names, factors).map { .init(name: $0, unit: $1.unit) }, grid: grid(), pathCount: 50,
        values: values,
        seed: seed)
    }
    let id = try make().contentID()
    #expect(try make().contentID() == id)
    #expect(try make({ $0[77] = $0[77].nextUp }).contentID() != id)
    #expect(try make(seed: 6).contentID() != id)
    #expect(try make(names: ["power", "oil"]).contentID() != id)
    #expect(try make({ $0[0] = 0 }).contentID() != make({ $0[0] = -0.0 }).contentID())
    // Fixed for good: layout 2, by an independent program (Python's hashlib and whole numbers).
    let small = try PathSet.physical(
      factors: [.init(name: "f", unit: .dimensionless)],
      grid: #require(DeliveryGrid(start: Instant(secondsSince1970: 0), seconds: 3600, count: 2)), pathCount: 2,
      values: [1, 2, 3, 4], seed: 9)
    #expect(small.contentID().description == "e5be9ff66e44fce0cf814a211b59a6475ab41566d41965a88dcf63f8356ff98b")
  }

  @Test func hostileSets() throws {
    func make(_ values: [Double], paths: Int = 1, factors: [PathSet.Factor]? = nil) throws -> PathSet {
      try PathSet.physical(factors: factors ?? self.factors, grid: grid(), pathCount: paths, values: values, seed: 0)
    }
    #expect(throws: ValuationError.self) { try make([], paths: 0) }
    #expect(throws: ValuationError.self) { try make([1, 2, 3]) }
    #expect(throws: ValuationError.self) { try make([1, 2, 3, 4, 5, .nan]) }
    #expect(throws: ValuationError.self) { try make([1], paths: .max) }
    #expect(throws: ValuationError.self) { try make([1, 2, 3, 4, 5, 6], factors: [factors[0], factors[0]]) }
    #expect(throws: ValuationError.self) {
      try PathSet.riskNeutral(
        factors: factors, grid: grid(), pathCount: 1, values: [1, 2, 3, 4, 5, 6], seed: 0,
        forwards: Matrix(rows: 2, columns: 2), recentring: .additive)
    }
    // One path has no standard error: only a mean that is the forward passes.
    let one = try PathSet.riskNeutral(
      factors: factors, grid: grid(), pathCount: 1, values: [30, 31, 32, 3, 4, 5], seed: 0, forwards: forwards,
      recentring: .none(limit: 3))
    #expect(one.martingale?.largestScore == 0)
  }
}
