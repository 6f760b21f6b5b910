import NumericalKernels

/// A shock along a forward curve as plain changes of its nodes.
///
///     let prompt = CurveShock.decaying(prompt: 12, halfLife: 0.5)         // 12 at the front, 6 in half a year
///     try test.run(moves: prompt.moves(at: [0.1, 0.5, 1, 2]), id: "prompt up")
///
/// Times are years to delivery. Amounts are in the curve's unit; with levels given they are parts of each node's level.
public enum CurveShock: Hashable, Sendable, Codable {
  /// The same for every node.
  case parallel(Double)
  /// By line from one amount at time zero to another at a horizon in years, and on from there at that amount: a steepening where
  /// the signs differ.
  case tilt(front: Double, back: Double, horizon: Double)
  /// One amount at the front that halves with every half-life in years: the Samuelson effect.
  case decaying(prompt: Double, halfLife: Double)
  /// One amount for the nodes of a stretch of time, both ends included; nothing elsewhere: a cold month, an outage.
  case window(Double, from: Double, through: Double)
  /// An amount for each node.
  case nodes([Double])

  /// The change of each node.
  ///
  /// - Parameters:
  ///   - times: Years to the delivery of each node.
  ///   - levels: The nodes' levels, where amounts are parts of them.
  /// - Throws: `countMismatch` for levels or nodes of another count, `notFinite`, `outOfRange` for a horizon or a half-life that is not
  ///   positive.
  public func moves(at times: [Double], relativeTo levels: [Double]? = nil) throws(RiskError) -> [Double] {
    try InputCheck.finite(times, "time")
    let parts: [Double]
    switch self {
    case .parallel(let amount): parts = times.map { _ in amount }
    case .tilt(let front, let back, let horizon):
      try CurveShock.requirePositive(horizon, "horizon")
      parts = times.map { front + (back - front) * min(max($0 / horizon, 0), 1) }
    case .decaying(let prompt, let halfLife):
      try CurveShock.requirePositive(halfLife, "half-life")
      parts = times.map { prompt * VectorMath.exp(-0.693_147_180_559_945_3 * max($0, 0) / halfLife) }
    case .window(let amount, let start, let end): parts = times.map { $0 >= start && $0 <= end ? amount : 0 }
    case .nodes(let amounts):
      try InputCheck.count(amounts.count, times.count, "amounts")
      parts = amounts
    }
    try InputCheck.finite(parts, "amount")
    guard let levels else { return parts }
    try InputCheck.count(levels.count, times.count, "levels")
    try InputCheck.finite(levels, "level")
    return zip(parts, levels).map { $0 * $1 }
  }

  private static func requirePositive(_ value: Double, _ what: String) throws(RiskError) {
    guard value > 0, value.isFinite else {
      throw RiskError(.outOfRange, found: "a \(what) of \(value)", expected: "a positive number of years")
    }
  }
}
