/// When and how a store is given new cells, and what that costs.
///
///     // 100 MWh are guaranteed; before a year that would end below, fill up to 110 MWh
///     let plan = try AugmentationPlan(.keep(above: 100, to: 110), costPerMWh: 180_000, yearlyCostChange: -0.03)
///     let life = try plan.life(of: 115, years: 20, fade: fade, use: .init(lifeLost: 0.05))
///     life.years[7].cost
///
/// Cells age from the day they are installed: what is added later is younger.
public struct AugmentationPlan: Hashable, Sendable, Codable {
  /// Cells that are added at the beginning of a year.
  public struct Addition: Hashable, Sendable, Codable {
    /// The year, counted from 1.
    public var year: Int
    /// The new energy, MWh.
    public var energy: Double

    /// Makes an addition.
    public init(year: Int, energy: Double) {
      self.year = year
      self.energy = energy
    }
  }

  /// When cells are added.
  public enum Rule: Hashable, Sendable, Codable {
    /// Never.
    case none
    /// At the beginning of given years.
    case scheduled([Addition])
    /// At the beginning of each year that would otherwise end below `above` MWh: up to `to` MWh, and further where the year would end
    /// below all the same.
    case keep(above: Double, to: Double)
    /// All cells are replaced by new ones of the first size at the beginning of a year that starts below a part of it, 0 to 1.
    case replace(below: Double)
  }

  /// A year of the store's life.
  public struct Year: Hashable, Sendable, Codable {
    /// The year, counted from 1.
    public let year: Int
    /// The energy that was added at its beginning, MWh.
    public let added: Double
    /// What that cost; positive is paid.
    public let cost: Double
    /// The energy capacity at its beginning, after what was added, MWh.
    public let energyAtStart: Double
    /// The energy capacity at its end, MWh.
    public let energyAtEnd: Double
    /// The round-trip efficiency in the middle of the year as a part of the new one, weighted by energy.
    public let efficiency: Double

    /// The energy capacity in the middle of the year, MWh.
    public var energy: Double { 0.5 * energyAtStart + 0.5 * energyAtEnd }
  }

  /// The life of a store under a plan.
  public struct Life: Hashable, Sendable, Codable {
    /// Its years.
    public let years: [Year]

    /// What all additions cost, without discounting.
    public var cost: Double { years.reduce(0) { $0 + $1.cost } }
  }

  /// When cells are added.
  public let rule: Rule
  /// What a MWh of new cells costs in the first year.
  public let costPerMWh: Double
  /// By which part that cost changes each year: −0.03 falls by 3 %.
  public let yearlyCostChange: Double

  /// Makes a plan.
  ///
  /// - Throws: `outOfRange` with the field.
  public init(_ rule: Rule, costPerMWh: Double = 0, yearlyCostChange: Double = 0) throws(StorageError) {
    try InputCheck.within(0...1e12, costPerMWh, "costPerMWh")
    try InputCheck.within(-0.5...1, yearlyCostChange, "yearlyCostChange")
    switch rule {
    case .none: break
    case .scheduled(let additions):
      for (index, addition) in additions.enumerated() {
        try InputCheck.within(1...200, Double(addition.year), "additions.year", index: index)
        try InputCheck.within(0...InputCheck.largestSize, addition.energy, "additions.energy", index: index)
      }
    case .keep(let floor, let target):
      try InputCheck.size(floor, "keep.above")
      try InputCheck.within(floor...InputCheck.largestSize, target, "keep.to")
    case .replace(let below): try InputCheck.within(0...1, below, "replace.below")
    }
    self.rule = rule
    self.costPerMWh = costPerMWh
    self.yearlyCostChange = yearlyCostChange
  }

  /// The years of a store that begins new.
  ///
  /// - Parameters:
  ///   - energy: Its energy capacity when new, MWh.
  ///   - years: The number of years, at most 200.
  ///   - fade: How cells lose capacity.
  ///   - use: How they are used each year.
  /// - Throws: `outOfRange`.
  /// - Complexity: O(years²) where cells are added each year.
  public func life(
    of energy: Double, years: Int, fade: CapacityFade, use: CapacityFade.Use
  ) throws(StorageError) -> Life {
    try InputCheck.size(energy, "energy")
    try InputCheck.within(1...200, Double(years), "years")
    try use.check()
    var tranches: [(energy: Double, age: CapacityFade.Age)] = [(energy, CapacityFade.Age())]
    func capacity(_ tranches: [(energy: Double, age: CapacityFade.Age)]) -> Double {
      tranches.reduce(0) { $0 + $1.energy * $1.age.capacity }
    }
    func aged(_ tranches: [(energy: Double, age: CapacityFade.Age)]) -> [(energy: Double, age: CapacityFade.Age)] {
      tranches.map { ($0.energy, fade.aged($0.age, by: use)) }
    }
    // What is left of new cells after a year.
    let kept = fade.aged(CapacityFade.Age(), by: use).capacity
    var price = costPerMWh
    var result: [Year] = []
    for year in 1...years {
      var added = 0.0
      switch rule {
      case .none: break
      case .scheduled(let additions): for addition in additions where addition.year == year { added += addition.energy }
      case .keep(let floor, let target):
        let left = capacity(aged(tranches))
        if left < floor {
          added = max(0, target - capacity(tranches), kept > 0 ? (floor - left) / kept : 0)
        }
      case .replace(let below):
        if capacity(tranches) < below * energy {
          tranches = []
          added = energy
        }
      }
      if added > 0 { tranches.append((added, CapacityFade.Age())) }
      let start = capacity(tranches)
      let later = aged(tranches)
      var weighted = 0.0
      for (before, after) in zip(tranches, later) {
        let middle = 0.5 * before.age.capacity + 0.5 * after.age.capacity
        weighted += before.energy * middle * fade.efficiency(at: middle)
      }
      let end = capacity(later)
      let middle = 0.5 * start + 0.5 * end
      result.append(
        Year(
          year: year, added: added, cost: added * price, energyAtStart: start, energyAtEnd: end,
          efficiency: middle > 0 ? weighted / middle : 1))
      tranches = later
      price *= 1 + yearlyCostChange
    }
    return Life(years: result)
  }
}

extension AugmentationPlan {
  /// Reads a plan.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(Rule.self, forKey: .rule),
      costPerMWh: container.decode(Double.self, forKey: .costPerMWh),
      yearlyCostChange: container.decode(Double.self, forKey: .yearlyCostChange))
  }
}
