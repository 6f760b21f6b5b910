import MarketData
import NumericalKernels
import Storage

/// Small stores and random prices that the suites on uncertainty and real time share.
enum Sample {
  static let start = Instant(secondsSince1970: 1_750_000_000 / 3600 * 3600)

  static func battery(
    power: Double = 10, energy: Double = 40, window: ClosedRange<Double>? = nil, charge: Double = 0.92,
    discharge: Double = 0.92, loss: Double = 0, cost: Double = 4, ramp: Double? = nil, minimum: Double = 0
  ) throws -> StorageAsset {
    try StorageAsset(
      name: "sample", power: power, energyCapacity: energy, window: window, chargeEfficiency: EfficiencyCurve(charge),
      dischargeEfficiency: EfficiencyCurve(discharge), selfDischarge: loss, ramp: ramp, minimumChargePower: minimum,
      minimumDischargePower: minimum, throughputCost: cost)
  }

  static func hours(_ count: Int) throws -> DispatchSteps { try DispatchSteps(start: start, minutes: 60, count: count) }

  /// Prices of days with two peaks and noise, to the cent.
  static func prices(_ count: Int, seed: UInt64, noise: Double = 12) -> [Double] {
    var stream = RandomStream(seed: seed, path: 0)
    let shape = [30.0, 26, 24, 23, 25, 30, 42, 55, 52, 40, 30, 22, 18, 17, 20, 28, 40, 58, 72, 68, 55, 45, 38, 33]
    return stream.normals(count).enumerated().map { index, value in
      ((shape[index % 24] + noise * value) * 100).rounded() / 100
    }
  }

  /// The best value of a store by trying every grid level against every other: slow, and independent of the library's methods.
  ///
  /// The grid must hold every state that the powers reach for the result to be exact.
  static func gridValue(
    _ asset: StorageAsset, hours: [Double], prices: [[Double]], weights: [Double], levels: Int,
    final: (Double) -> Double
  ) -> [[Double]] {
    let (low, high) = (asset.window.lowerBound, asset.window.upperBound)
    let states = (0..<levels).map { low + (high - low) * Double($0) / Double(levels - 1) }
    var value = states.map(final)
    var all = [value]
    for step in hours.indices.reversed() {
      let kept = asset.retention(hours: hours[step])
      var earlier = [Double](repeating: 0, count: levels)
      for (outcome, weight) in weights.enumerated() {
        let price = prices[outcome][step]
        for (from, state) in states.enumerated() {
          var best = -Double.infinity
          for (to, next) in states.enumerated() {
            let change = next - state * kept
            let efficiency = (asset.chargeEfficiency.constant ?? 1, asset.dischargeEfficiency.constant ?? 1)
            let power = change > 0 ? change / efficiency.0 : -change * efficiency.1
            guard power <= (change > 0 ? asset.chargePower : asset.dischargePower) * hours[step] + 1e-9 else {
              continue
            }
            let gain = change > 0 ? -price * power : (price - asset.throughputCost) * power
            best = max(best, gain + value[to])
          }
          earlier[from] += weight * best
        }
      }
      value = earlier
      all.append(value)
    }
    return all.reversed()
  }
}
