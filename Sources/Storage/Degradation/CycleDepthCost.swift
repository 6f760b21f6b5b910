/// What cycles cost by their depth: a share of replacing the store.
///
///     let wear = try CycleDepthCost(life: life, replacementCost: 12_000_000, capacity: 40)
///     wear.cost(of: states)                       // of a path of stored energy, by rainflow counting
///     try wear.segments(16, dischargeEfficiency: 0.92)       // the same cost for a linear program
///
/// The cost of a cycle is charged while it discharges, none while it charges: a full cycle costs R·Φ(δ) and so does a half that only
/// discharges. For a path that ends where it began this is what counting both halves at R·Φ(δ)/2 gives.
///
/// - Source: B. Xu, J. Zhao, T. Zheng, E. Litvinov, D. S. Kirschen, Factoring the cycle aging cost of batteries participating in
///   electricity markets, IEEE Transactions on Power Systems 33 (2018) 2248-2259, sections II and III.
public struct CycleDepthCost: Hashable, Sendable, Codable {
  /// An equal part of the energy capacity, with what it costs to discharge it.
  public struct Segment: Hashable, Sendable, Codable {
    /// The stored energy that fits into it, MWh.
    public let energy: Double
    /// The cost of a MWh taken out of it, in the currency of the replacement; per MWh at the meter.
    public let cost: Double
  }

  /// The life by depth.
  public let life: CycleLife
  /// What a new store of this capacity costs.
  public let replacementCost: Double
  /// The energy capacity that depths are parts of, MWh.
  public let capacity: Double

  /// Makes a cost.
  ///
  /// - Throws: `outOfRange` unless the capacity is positive and the cost not negative.
  public init(life: CycleLife, replacementCost: Double, capacity: Double) throws(StorageError) {
    try InputCheck.within(1e-9...InputCheck.largestSize, capacity, "capacity")
    try InputCheck.within(0...1e15, replacementCost, "replacementCost")
    self.life = life
    self.replacementCost = replacementCost
    self.capacity = capacity
  }

  /// The cost of a path of stored energy, MWh, its beginning included: by rainflow counting, charged to what falls.
  ///
  /// - Complexity: O(n).
  public func cost(of states: [Double]) -> Double {
    let lost = RainflowCounter.cycles(of: states).reduce(0.0) {
      $0 + $1.fallingHalves * life.lifeLost(depth: $1.range / capacity)
    }
    return replacementCost * lost
  }

  /// The cost of a deeper cycle by equal segments, the shallowest first: piecewise linear through R·Φ at the segments' ends.
  ///
  /// The j-th of J segments costs R·J/(E·ηd) × (Φ(j/J) − Φ((j − 1)/J)) per MWh at the meter. These rise where the life is convex, so a linear
  /// program takes from the cheapest segment and puts back into it first, which is how rainflow counting nests cycles. The cost
  /// found is then that of rainflow counting with Φ replaced by its chords: exact for depths at the ends of segments, otherwise too
  /// high by at most the chord's distance.
  ///
  /// - Throws: `outOfRange` unless there are 1 to 1,000 segments and the efficiency is above 0 and at most 1.
  public func segments(_ count: Int, dischargeEfficiency: Double) throws(StorageError) -> [Segment] {
    try InputCheck.within(1...1000, Double(count), "count")
    try InputCheck.within(1e-6...1, dischargeEfficiency, "dischargeEfficiency")
    let parts = Double(count)
    // A MWh at the meter is 1/ηd MWh of the store.
    let scale = replacementCost * parts / capacity / dischargeEfficiency
    return (1...count).map { j in
      let rise = life.lifeLost(depth: Double(j) / parts) - life.lifeLost(depth: Double(j - 1) / parts)
      return Segment(energy: capacity / parts, cost: scale * rise)
    }
  }

  /// What a path of stored energy costs by segments.
  ///
  /// Each MWh is taken from the cheapest segment that holds some, and put back into the cheapest that has room. What is stored at
  /// the beginning lies in the cheapest segments.
  ///
  /// - Parameters:
  ///   - states: MWh, the beginning included; within 0 to the capacity.
  ///   - count: The number of segments.
  /// - Throws: As ``segments(_:dischargeEfficiency:)``; `outOfRange` for a state outside the capacity, with its index.
  /// - Complexity: O(states × segments).
  public func cost(of states: [Double], segments count: Int) throws(StorageError) -> Double {
    // Per MWh of the store: the meter's efficiency plays no part.
    let segments = try segments(count, dischargeEfficiency: 1)
    guard let first = states.first else { return 0 }
    let slack = 1e-9 * capacity
    for (index, state) in states.enumerated() {
      try InputCheck.within(-slack...capacity + slack, state, "states", index: index)
    }
    var held = [Double](repeating: 0, count: count)
    func fill(_ energy: Double) {
      var left = energy
      for j in held.indices where left > 0 {
        let part = min(left, segments[j].energy - held[j])
        held[j] += part
        left -= part
      }
    }
    fill(first)
    var total = 0.0
    for (before, after) in zip(states, states.dropFirst()) {
      if after >= before {
        fill(after - before)
        continue
      }
      var left = before - after
      for j in held.indices where left > 0 {
        let part = min(left, held[j])
        held[j] -= part
        left -= part
        total += part * segments[j].cost
      }
    }
    return total
  }
}

extension CycleDepthCost {
  /// Reads a cost.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      life: container.decode(CycleLife.self, forKey: .life),
      replacementCost: container.decode(Double.self, forKey: .replacementCost),
      capacity: container.decode(Double.self, forKey: .capacity))
  }
}
