public import MarketData

/// What a store sells beside energy: power held ready, and what a call on it means.
///
/// It has no prices and solves nothing.
///
///     let up = try AncillaryService("reg_up", .up, durationHours: 1, deployment: 0.15)
///     let reserve = try AncillaryService("spin", .up, durationHours: 0.5)
///
/// An award of x MW keeps x MW of power free in the service's direction, and energy (or room for it) for a call that lasts
/// `durationHours`. Of the award, `deployment` is delivered as energy on average and settled at the energy price.
public struct AncillaryService: Hashable, Sendable, Codable {
  /// Which way a call moves the power at the meter.
  public enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
    /// More delivered, or less drawn.
    case up
    /// More drawn, or less delivered.
    case down
    /// Either way by the whole award, as regulation or containment reserve that is sold in one product.
    case both

    var isUp: Bool { self != .down }
    var isDown: Bool { self != .up }
  }

  /// What of a sustained call the energy held ready must cover.
  public enum Coverage: Hashable, Sendable, Codable {
    /// All of it.
    case full
    /// So much that the activation stays within it with a probability of `level`: the smallest of the observed activations,
    /// as parts of the award over the duration of a call, below or at which that part of them lies.
    case quantile(level: Double, activations: [Double])
    /// What is activated on average.
    case expected(Double)
  }

  /// What it is called, as in prices and results.
  public let name: String
  /// Which way it is called.
  public let direction: Direction
  /// How long a full call lasts at most, hours.
  public let durationHours: Double
  /// Other durations from some instants on, by rising instant.
  public let laterDurations: [DatedDuration]
  /// The part of the award that is delivered as energy on average; of a service in both directions, in each of them.
  public let deployment: Double
  /// The distance that an award of 1 MW is moved in an hour on average, MW: what a mileage price pays.
  public let mileage: Double
  /// The least award other than none, MW.
  public let minimumAward: Double
  /// The most that may be awarded, MW; the power in the service's direction unless given.
  public let maximumAward: Double?
  /// For how many hours an award lasts at least, once there is one; 0 for no such rule.
  public let minimumDuration: Double
  /// Services that name the same group are not awarded in the same step.
  public let exclusiveGroup: String?
  /// What the energy held ready must cover.
  public let coverage: Coverage
  /// The part of a full call that the energy held ready covers: what ``coverage`` comes to.
  public let coveredPart: Double

  /// A duration from an instant on.
  public struct DatedDuration: Hashable, Sendable, Codable {
    /// From when on it holds.
    public let from: Instant
    /// Hours.
    public let hours: Double

    /// Makes a duration.
    public init(from: Instant, hours: Double) {
      self.from = from
      self.hours = hours
    }
  }

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - name: Not empty.
  ///   - direction: Which way it is called.
  ///   - durationHours: 0 to 8,784.
  ///   - laterDurations: By rising instant.
  ///   - deployment: 0 to 1.
  ///   - mileage: MW per MW and hour, not negative.
  ///   - minimumAward: MW.
  ///   - maximumAward: MW, at least `minimumAward`.
  ///   - minimumDuration: Hours.
  ///   - exclusiveGroup: A name that services share of which one at a time is awarded.
  ///   - coverage: Of a sustained call, by the energy held ready.
  /// - Throws: `outOfRange` or `empty` with the field.
  public init(
    _ name: String, _ direction: Direction, durationHours: Double, laterDurations: [DatedDuration] = [],
    deployment: Double = 0, mileage: Double = 0, minimumAward: Double = 0, maximumAward: Double? = nil,
    minimumDuration: Double = 0, exclusiveGroup: String? = nil, coverage: Coverage = .full
  ) throws(StorageError) {
    guard !name.isEmpty else {
      throw StorageError(.empty, field: "service.name", found: "no name", expected: "a name")
    }
    self.name = name
    self.direction = direction
    self.durationHours = durationHours
    self.laterDurations = laterDurations
    self.deployment = deployment
    self.mileage = mileage
    self.minimumAward = minimumAward
    self.maximumAward = maximumAward
    self.minimumDuration = minimumDuration
    self.exclusiveGroup = exclusiveGroup
    self.coverage = coverage
    coveredPart = try coverage.checkedPart()
    try check()
  }

  /// A service of plain figures that are known to be in their domain.
  init(_ name: String, _ direction: Direction, _ durationHours: Double, _ laterDurations: [DatedDuration]) {
    self.name = name
    self.direction = direction
    self.durationHours = durationHours
    self.laterDurations = laterDurations
    (deployment, mileage, minimumAward, minimumDuration) = (0, 0, 0, 0)
    maximumAward = nil
    exclusiveGroup = nil
    coverage = .full
    coveredPart = 1
  }

  /// The same service with the energy and distance that calls come to on average, as parts of the award.
  ///
  /// - Throws: `outOfRange`.
  public func calling(_ deployment: Double, mileage: Double = 0) throws(StorageError) -> AncillaryService {
    try AncillaryService(
      name, direction, durationHours: durationHours, laterDurations: laterDurations, deployment: deployment,
      mileage: mileage, minimumAward: minimumAward, maximumAward: maximumAward, minimumDuration: minimumDuration,
      exclusiveGroup: exclusiveGroup, coverage: coverage)
  }

  private func check() throws(StorageError) {
    let longest = 8784.0
    try InputCheck.within(0...longest, durationHours, "service.durationHours")
    for (index, later) in laterDurations.enumerated() {
      try InputCheck.within(0...longest, later.hours, "service.laterDurations", index: index)
      guard index == 0 || laterDurations[index - 1].from < later.from else {
        throw StorageError(
          .outOfRange, field: "service.laterDurations", found: "\(later.from)", expected: "rising instants",
          index: index)
      }
    }
    try InputCheck.within(0...1, deployment, "service.deployment")
    try InputCheck.size(mileage, "service.mileage")
    try InputCheck.size(minimumAward, "service.minimumAward")
    if let maximumAward {
      try InputCheck.within(minimumAward...InputCheck.largestSize, maximumAward, "service.maximumAward")
    }
    try InputCheck.within(0...longest, minimumDuration, "service.minimumDuration")
  }

  /// How long a full call lasts at most that begins at an instant, hours.
  public func duration(at instant: Instant) -> Double {
    laterDurations.last { $0.from <= instant }?.hours ?? durationHours
  }

  /// Whether awards need decisions of yes or no: a least award, a least duration, an exclusive group.
  public var isDiscrete: Bool { minimumAward > 0 || minimumDuration > 0 || exclusiveGroup != nil }
}

extension AncillaryService.Coverage {
  /// The part of a full call that is covered.
  ///
  /// - Throws: `outOfRange`, `insufficientData` without an activation.
  /// - Complexity: O(activations · log activations).
  fileprivate func checkedPart() throws(StorageError) -> Double {
    switch self {
    case .full: return 1
    case .expected(let part):
      try InputCheck.within(0...1, part, "service.coverage.expected")
      return part
    case .quantile(let level, let activations):
      guard level > 0, level <= 1 else {
        throw StorageError(
          .outOfRange, field: "service.coverage.level", found: "\(level)", expected: "a probability above 0, up to 1")
      }
      for (index, part) in activations.enumerated() {
        try InputCheck.within(0...1, part, "service.coverage.activations", index: index)
      }
      let sorted = activations.sorted()
      guard let greatest = sorted.last else {
        throw StorageError(
          .insufficientData, field: "service.coverage.activations", found: "none", expected: "at least one")
      }
      let rank = max(1, Int((level * Double(sorted.count)).rounded(.up)))
      return rank < sorted.count ? sorted[rank - 1] : greatest
    }
  }
}

extension AncillaryService {
  private enum CodingKeys: CodingKey {
    case name, direction, durationHours, laterDurations, deployment, mileage, minimumAward, maximumAward
    case minimumDuration, exclusiveGroup, coverage
  }

  /// Reads a service.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that make no service.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try container.decode(Double.self, forKey: key) }
    try self.init(
      container.decode(String.self, forKey: .name), container.decode(Direction.self, forKey: .direction),
      durationHours: number(.durationHours),
      laterDurations: container.decode([DatedDuration].self, forKey: .laterDurations),
      deployment: number(.deployment), mileage: number(.mileage), minimumAward: number(.minimumAward),
      maximumAward: container.decodeIfPresent(Double.self, forKey: .maximumAward),
      minimumDuration: number(.minimumDuration),
      exclusiveGroup: container.decodeIfPresent(String.self, forKey: .exclusiveGroup),
      coverage: container.decode(Coverage.self, forKey: .coverage))
  }
}
