/// How the capacity and the efficiency of a store fall with the years it stands and the cycles it does.
///
///     let fade = try CapacityFade(calendar: calendar, endOfLife: 0.8, efficiencyLoss: 0.03)
///     let years = try fade.years([CapacityFade.Use](repeating: .init(lifeLost: 0.05, temperature: 25, meanState: 0.5), count: 15))
///     years[14].capacityAtEnd
///
/// Capacity is a part of the new store's. Losses by time and by cycles add up: a cycle life lived to its end takes the capacity from
/// 1 to the end of life. The efficiency falls in proportion to the capacity.
public struct CapacityFade: Hashable, Sendable, Codable {
  /// A year of use.
  public struct Use: Hashable, Sendable, Codable {
    /// The part of the cycle life that its cycles take: see ``CycleLife/lifeLost(_:capacity:)``.
    public var lifeLost: Double
    /// The mean temperature, °C.
    public var temperature: Double
    /// The mean state of charge, 0 to 1.
    public var meanState: Double

    /// Describes a year.
    public init(lifeLost: Double, temperature: Double = 25, meanState: Double = 0.5) {
      self.lifeLost = lifeLost
      self.temperature = temperature
      self.meanState = meanState
    }

    func check(index: Int? = nil) throws(StorageError) {
      try InputCheck.within(0...1e6, lifeLost, "use.lifeLost", index: index)
      try InputCheck.within(-273.15...1e4, temperature, "use.temperature", index: index)
      try InputCheck.within(0...1, meanState, "use.meanState", index: index)
    }
  }

  /// How much a store has lost.
  public struct Age: Hashable, Sendable, Codable {
    /// The capacity lost by time.
    public var calendarLoss: Double
    /// The capacity lost by cycles.
    public var cycleLoss: Double

    /// Makes an age; a new store unless given.
    public init(calendarLoss: Double = 0, cycleLoss: Double = 0) {
      self.calendarLoss = calendarLoss
      self.cycleLoss = cycleLoss
    }

    /// What is left of the new capacity, 0 to 1.
    public var capacity: Double { min(1, max(0, 1 - calendarLoss - cycleLoss)) }
  }

  /// A year of a store's life.
  public struct Year: Hashable, Sendable, Codable {
    /// The year, counted from 1.
    public let year: Int
    /// The capacity at its beginning, a part of the new one.
    public let capacityAtStart: Double
    /// The capacity at its end.
    public let capacityAtEnd: Double
    /// The round-trip efficiency in the middle of the year, a part of the new one.
    public let efficiency: Double

    /// The capacity in the middle of the year.
    public var capacity: Double { 0.5 * capacityAtStart + 0.5 * capacityAtEnd }
  }

  /// The loss by time; none unless given.
  public let calendar: CalendarAgeing?
  /// The capacity at which a cycle life ends, as a part of the new one.
  public let endOfLife: Double
  /// The part of the round-trip efficiency that is lost by then.
  public let efficiencyLoss: Double

  /// Makes a fade.
  ///
  /// - Throws: `outOfRange` for an end of life outside 0 to below 1 and an efficiency loss outside 0 to 1.
  public init(calendar: CalendarAgeing? = nil, endOfLife: Double = 0.8, efficiencyLoss: Double = 0) throws(StorageError)
  {
    try InputCheck.within(0...0.999_999, endOfLife, "endOfLife")
    try InputCheck.within(0...1, efficiencyLoss, "efficiencyLoss")
    self.calendar = calendar
    self.endOfLife = endOfLife
    self.efficiencyLoss = efficiencyLoss
  }

  /// A store's age after a part of a year of some use; a use or a time that is negative or no number takes nothing.
  public func aged(_ age: Age, by use: Use, years: Double = 1) -> Age {
    var result = age
    if let calendar {
      result.calendarLoss = calendar.loss(
        after: age.calendarLoss, years: years, temperature: use.temperature, state: use.meanState)
    }
    let lost = use.lifeLost > 0 ? use.lifeLost * max(0, years) * (1 - endOfLife) : 0
    result.cycleLoss = min(1, age.cycleLoss + lost)
    return result
  }

  /// The round-trip efficiency at a capacity, as a part of the new one.
  public func efficiency(at capacity: Double) -> Double {
    max(0, 1 - efficiencyLoss * (1 - min(max(capacity, 0), 1)) / (1 - endOfLife))
  }

  /// Each year of a life of given use.
  ///
  /// - Throws: `outOfRange` with the index of a use that makes no sense.
  /// - Complexity: O(years).
  public func years(_ uses: [Use], from age: Age = Age()) throws(StorageError) -> [Year] {
    for (index, use) in uses.enumerated() { try use.check(index: index) }
    var age = age
    return uses.enumerated().map { index, use in
      let start = age.capacity
      age = aged(age, by: use)
      return Year(
        year: index + 1, capacityAtStart: start, capacityAtEnd: age.capacity,
        efficiency: efficiency(at: 0.5 * start + 0.5 * age.capacity))
    }
  }
}

extension CapacityFade {
  /// Reads a fade.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      calendar: container.decodeIfPresent(CalendarAgeing.self, forKey: .calendar),
      endOfLife: container.decode(Double.self, forKey: .endOfLife),
      efficiencyLoss: container.decode(Double.self, forKey: .efficiencyLoss))
  }
}
