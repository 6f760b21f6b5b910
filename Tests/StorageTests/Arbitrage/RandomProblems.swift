import MarketData
import NumericalKernels
import Storage
import Testing

/// Seeded problems of all kinds for tests that hold one method against another.
struct RandomProblems {
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, path: 0) }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * stream.uniform() }

  mutating func chance(_ part: Double) -> Bool { stream.uniform() < part }

  mutating func prices(_ count: Int, from low: Double, to high: Double, extremes: Double = 0) -> [Double] {
    (0..<count).map { _ in
      let price = chance(extremes) ? uniform(-1000, -20) : uniform(low, high)
      return (price * 100).rounded() / 100
    }
  }

  /// A store with losses, a window, self-discharge and cost as chance has it; a concave problem where `lowest` allows.
  mutating func problem(
    _ count: Int, lowest: Double, pieces: Bool = false, mixed: Bool = true, cyclic: Bool? = nil, extremes: Double = 0,
    leastPower: Double = 0
  ) throws -> DispatchProblem {
    let capacity = uniform(2, 12)
    let inward = uniform(0.8, 1)
    let outward = uniform(0.8, 1)
    let powers = (uniform(1, 5), uniform(1, 5))
    let asset = try StorageAsset(
      power: powers.0, dischargePower: powers.1, energyCapacity: capacity,
      window: chance(0.5) ? 0...capacity : 0.1 * capacity...0.9 * capacity,
      chargeEfficiency: pieces
        ? EfficiencyCurve([.init(power: 2, efficiency: inward), .init(power: 5, efficiency: 0.95 * inward)])
        : EfficiencyCurve(inward),
      dischargeEfficiency: pieces
        ? EfficiencyCurve([.init(power: 2, efficiency: outward), .init(power: 5, efficiency: 0.95 * outward)])
        : EfficiencyCurve(outward),
      selfDischarge: chance(0.5) ? 0 : uniform(0, 0.01), auxiliaryLoad: chance(0.7) ? 0 : 0.05,
      minimumChargePower: leastPower * powers.0, minimumDischargePower: leastPower * powers.1,
      throughputCost: uniform(0, 10))
    var edges = [DispatchProblemTests.start]
    for _ in 0..<count {
      let seconds: Int64 = !mixed || chance(0.5) ? 3600 : chance(0.5) ? 900 : 1800
      edges.append(edges[edges.count - 1].advanced(bySeconds: seconds))
    }
    let steps = try DispatchSteps(grid: #require(DeliveryGrid(edges: edges)))
    let market = prices(count, from: lowest, to: 100, extremes: extremes)
    let charges = try chance(0.5) ? MarketCharges.none : MarketCharges(spread: 1, importFee: 2, exportTax: 0.05)
    let middle = 0.5 * (asset.window.lowerBound + asset.window.upperBound)
    let parts = (0..<count).map { _ in chance(0.9) ? 1 : 0.5 }
    let availability = try chance(0.7) ? Availability.full : Availability(charge: parts, discharge: parts)
    let isCyclic = cyclic ?? chance(0.4)
    let curve = [
      TerminalPoint(energy: asset.window.lowerBound, value: 0), TerminalPoint(energy: middle, value: 200),
      TerminalPoint(energy: asset.window.upperBound, value: 300),
    ]
    let terminal: TerminalValue =
      isCyclic ? .none : chance(0.3) ? .none : chance(0.5) ? .price(uniform(0, 60)) : .curve(curve)
    return try DispatchProblem(
      asset, steps: steps, prices: market, charges: charges, availability: availability,
      initial: isCyclic ? .cyclic : .energy(middle), terminal: terminal)
  }
}
