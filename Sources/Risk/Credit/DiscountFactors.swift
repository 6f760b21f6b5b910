import MarketData
import NumericalKernels

/// Discount factors by time in years: one rate, or nodes between which the forward rate is constant.
///
///     let flat = try DiscountFactors(rate: 0.05)
///     flat(2)                                                     // exp(-0.10)
///     let curve = try DiscountFactors(times: [1, 2], factors: [0.97, 0.93])
///
/// Rates are continuously compounded, negative ones included. Beyond the last node its forward rate goes on.
public struct DiscountFactors: Hashable, Sendable {
  /// The times of the nodes, in years, without zero.
  let times: [Double]
  /// The logarithm of the factor at each node, negated: the integral of the rate.
  let integrals: [Double]

  /// One continuously compounded rate for all times.
  ///
  /// - Throws: `outOfRange` unless the rate lies between -1 and 1.
  public init(rate: Double) throws(RiskError) {
    try InputCheck.within(-1...1, rate, "rate")
    times = [1]
    integrals = [rate]
  }

  /// Factors at nodes; one at time zero.
  ///
  /// - Throws: `empty`, `countMismatch`, `notFinite`; `outOfRange` for times that do not rise from above 0 on and for a factor
  ///   that is not positive.
  public init(times: [Double], factors: [Double]) throws(RiskError) {
    try InputCheck.times(times, includingZero: false)
    try InputCheck.count(factors.count, times.count, "factors")
    try InputCheck.finite(factors, "factor")
    if let odd = factors.firstIndex(where: { $0 <= 0 }) {
      throw RiskError(.outOfRange, found: "factor \(factors[odd])", expected: "a positive one", index: odd)
    }
    self.times = times
    integrals = factors.map { -VectorMath.log($0) }
  }

  /// The factor for a time; one for times up to zero.
  /// - Complexity: O(log nodes).
  public func callAsFunction(_ time: Double) -> Double { VectorMath.exp(-integral(to: time)) }

  /// The integral of the rate from zero to a time.
  func integral(to time: Double) -> Double { PiecewiseRate.integral(to: time, times: times, integrals: integrals) }
}

/// Rates that are constant between nodes, in terms of their integrals.
enum PiecewiseRate {
  /// The integral from zero to a time, by line between the nodes; zero for times up to zero.
  static func integral(to time: Double, times: [Double], integrals: [Double]) -> Double {
    guard time > 0 else { return 0 }
    let node = index(of: time, in: times)
    let (start, from) = node == 0 ? (0, 0) : (times[node - 1], integrals[node - 1])
    return from + (integrals[node] - from) * (time - start) / (times[node] - start)
  }

  /// The node whose segment holds a time: the first that is not before it, or the last.
  static func index(of time: Double, in times: [Double]) -> Int {
    var low = 0
    var high = times.count - 1
    while low < high {
      let middle = (low + high) / 2
      if times[middle] >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension DeliveryGrid {
  /// The times of the ends of the intervals in years of 365 days from an instant on: when a period's value is known.
  func years(from start: Instant) -> [Double] {
    map { Double(start.seconds(until: $0.end)) / (365 * 86_400) }
  }
}
