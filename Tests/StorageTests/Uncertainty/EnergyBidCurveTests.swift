import MarketData
import NumericalKernels
import Storage
import Testing

@Suite struct EnergyBidCurveTests {
  private func problem(_ seed: UInt64, terminal: Double = 30) throws -> DispatchProblem {
    try DispatchProblem(
      Sample.battery(), steps: Sample.hours(24), prices: Sample.prices(24, seed: seed), initial: .energy(20),
      terminal: .price(terminal))
  }

  @Test func theCurveClearsWhereTheStoreEarnsMost() throws {
    let problem = try problem(3)
    let value = try StoredEnergyValue(problem)
    for (step, stored) in [(0, 20.0), (7, 3), (12, 39), (18, 25)] {
      let curve = try value.bidCurve(for: problem, step: step, stored: stored)
      for price in stride(from: 5.0, through: 120, by: 5.37) {
        func worth(_ power: Double) -> Double {
          let next = power > 0 ? stored - power / 0.92 : stored - power * 0.92
          guard next >= -1e-9, next <= 40 + 1e-9 else { return -.infinity }
          return price * power - 4 * max(0, power) + value.total(at: step + 1, stored: min(40, max(0, next)))
        }
        let best = stride(from: -10.0, through: 10, by: 0.05).map(worth).max() ?? 0
        #expect(worth(curve.power(at: price)) >= best - 1e-6)
      }
    }
  }

  @Test func offersRiseBidsFallAndNeverCross() throws {
    for seed in UInt64(0)..<12 {
      // A terminal value below nothing makes stored energy a burden, where offers would fall below bids.
      let problem = try problem(seed, terminal: seed % 2 == 0 ? 30 : -60)
      let value = try StoredEnergyValue(problem)
      for step in stride(from: 0, to: 24, by: 5) {
        let curve = try value.bidCurve(for: problem, step: step, stored: Double(seed) * 3)
        #expect(zip(curve.offers, curve.offers.dropFirst()).allSatisfy { $0.price <= $1.price })
        #expect(zip(curve.bids, curve.bids.dropFirst()).allSatisfy { $0.price >= $1.price })
        if let offer = curve.offers.first, let bid = curve.bids.first { #expect(offer.price >= bid.price) }
        #expect(curve.offers.reduce(0) { $0 + $1.power } <= 10 + 1e-9)
        #expect(curve.bids.reduce(0) { $0 + $1.power } <= 10 + 1e-9)
        let points = curve.points
        #expect(zip(points, points.dropFirst()).allSatisfy { $0.price < $1.price && $0.power < $1.power })
      }
    }
  }

  @Test func emptyAndFullStoresOfferOneSideOnly() throws {
    let problem = try problem(1)
    let value = try StoredEnergyValue(problem)
    #expect(try value.bidCurve(for: problem, step: 3, stored: 0).offers.isEmpty)
    #expect(try value.bidCurve(for: problem, step: 3, stored: 40).bids.isEmpty)
    #expect(throws: StorageError.self) { try value.bidCurve(for: problem, step: 24, stored: 5) }
    #expect(throws: StorageError.self) { try value.bidCurve(for: problem, step: 0, stored: 41) }
  }

  @Test func chargesMoveBidsToTheMarketsPrice() throws {
    let charges = try MarketCharges(spread: 1, importFee: 3, exportFee: 2, importTax: 0.1, exportTax: 0.2)
    let problem = try problem(2)
    let value = try StoredEnergyValue(problem)
    let plain = try value.bidCurve(for: problem, step: 5, stored: 20)
    let charged = try value.bidCurve(for: problem, step: 5, stored: 20, charges: charges)
    for (a, b) in zip(plain.offers, charged.offers) { #expect(abs(charges.selling(at: b.price) - a.price) < 1e-9) }
    // The fee is taken off before the tax, as buying adds it after.
    for (a, b) in zip(plain.bids, charged.bids) { #expect(abs(charges.buying(at: b.price) - a.price) < 1e-9) }
    #expect(!plain.offers.isEmpty && !plain.bids.isEmpty)
  }

  @Test func mergingKeepsThePowerAndTheOrder() throws {
    let problem = try problem(5)
    let curve = try StoredEnergyValue(problem).bidCurve(for: problem, step: 0, stored: 20)
    let merged = try curve.merged(to: 2)
    #expect(curve.offers.count > 2 && merged.offers.count == 2)
    func power(_ curve: EnergyBidCurve) -> Double { curve.offers.reduce(0) { $0 + $1.power } }
    #expect(abs(power(curve) - power(merged)) < 1e-9)
    #expect(merged.offers[0].price < merged.offers[1].price)
  }
}
