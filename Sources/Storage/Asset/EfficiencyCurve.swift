/// How much of the energy at the meter reaches the store, or of the energy in the store the meter.
///
///     let flat = try EfficiencyCurve(0.92)
///     let measured = try EfficiencyCurve([.init(power: 50, efficiency: 0.95), .init(power: 100, efficiency: 0.92)])
///     measured.stored(charging: 75)       // 69.75: half-way from 47.5 to 92
///     measured.taken(discharging: 100)    // 108.69...
///
/// Points give the efficiency at some powers (MW at the meter). Between them the power on the store's side is linear, and below the
/// first point the efficiency is that of the first: so the curve holds exactly at its points and every method of the module
/// works with the same straight pieces. Above the last point the last efficiency's piece goes on.
public struct EfficiencyCurve: Hashable, Sendable {
  /// The efficiency measured at one power.
  public struct Point: Hashable, Sendable, Codable {
    /// The power at the meter, MW, positive.
    public let power: Double
    /// The part that gets through, from 0.01 to 1.
    public let efficiency: Double

    /// Makes a point.
    public init(power: Double, efficiency: Double) {
      self.power = power
      self.efficiency = efficiency
    }
  }

  /// A straight piece: `width` MW at the meter, each moving `slope` MW on the store's side.
  struct Piece: Hashable, Sendable {
    var width: Double
    var slope: Double
  }

  /// The points by rising power; one at infinite power where the efficiency is constant.
  public let points: [Point]

  /// A constant efficiency, from 0.01 to 1.
  ///
  /// - Throws: `outOfRange`.
  public init(_ efficiency: Double) throws(StorageError) {
    try Self.check(efficiency, index: nil)
    points = [Point(power: .infinity, efficiency: efficiency)]
  }

  /// An efficiency that depends on power.
  ///
  /// - Throws: `empty`; `outOfRange` for a power that does not rise, an efficiency outside 0.01 to 1, or a piece along which a MW
  ///   more at the meter moves less than a thousandth of a MW on the store's side, or more than a thousand.
  public init(_ points: [Point]) throws(StorageError) {
    guard let first = points.first else {
      throw StorageError(.empty, field: "efficiency", found: "no points", expected: "at least one")
    }
    guard points.count <= Self.largestCount else {
      throw StorageError(
        .tooLarge, field: "efficiency", found: "\(points.count) points", expected: "at most \(Self.largestCount)")
    }
    if points.count == 1, first.power == .infinity {
      try Self.check(first.efficiency, index: 0)
      self.points = points
      return
    }
    var last = (power: 0.0, stored: 0.0, taken: 0.0)
    for (index, point) in points.enumerated() {
      try Self.check(point.efficiency, index: index)
      guard point.power > last.power, point.power <= InputCheck.largestSize else {
        throw StorageError(
          .outOfRange, field: "efficiency.power", found: "\(point.power)", expected: "powers that rise from 0",
          index: index)
      }
      let stored = point.power * point.efficiency
      let taken = point.power / point.efficiency
      let width = point.power - last.power
      guard Self.slopes.contains((stored - last.stored) / width), Self.slopes.contains((taken - last.taken) / width)
      else {
        throw StorageError(
          .outOfRange, field: "efficiency", found: "\(point.efficiency) at \(point.power) MW",
          expected: "more power to move more energy", index: index)
      }
      last = (point.power, stored, taken)
    }
    self.points = points
  }

  /// The most points of a curve.
  static let largestCount = 64

  /// What no store is worse than: below it a figure is a slip, and filling a store would take any number of steps.
  private static let least = 0.01
  /// The MW on the store's side that one MW more at the meter may move.
  private static let slopes = 1e-3...1e3

  private static func check(_ efficiency: Double, index: Int?) throws(StorageError) {
    try InputCheck.within(least...1, efficiency, "efficiency", index: index)
  }

  /// The efficiency, where it is the same at every power.
  public var constant: Double? {
    guard let first = points.first else { return nil }
    return points.allSatisfy { $0.efficiency == first.efficiency } ? first.efficiency : nil
  }

  /// The straight pieces up to a power, in order: slopes are MW on the store's side for each MW at the meter.
  func pieces(upTo power: Double, isCharging: Bool) -> [Piece] {
    var pieces: [Piece] = []
    var last = Point(power: 0, efficiency: 1)
    func inside(_ point: Point) -> Double {
      isCharging ? point.power * point.efficiency : point.power / point.efficiency
    }
    for (index, point) in points.enumerated() where power > last.power {
      let end = index == points.count - 1 ? power : min(power, point.power)
      let slope: Double =
        index == 0
        ? (isCharging ? point.efficiency : 1 / point.efficiency)
        : (inside(point) - inside(last)) / (point.power - last.power)
      if let previous = pieces.last, previous.slope == slope {
        pieces[pieces.count - 1].width += end - last.power
      } else {
        pieces.append(Piece(width: end - last.power, slope: slope))
      }
      last = point
    }
    return pieces
  }

  /// The power that reaches the store while `power` is drawn at the meter, both MW.
  public func stored(charging power: Double) -> Double { inside(power, isCharging: true) }

  /// The power that leaves the store while `power` is delivered at the meter, both MW.
  public func taken(discharging power: Double) -> Double { inside(power, isCharging: false) }

  private func inside(_ power: Double, isCharging: Bool) -> Double {
    var last = Point(power: 0, efficiency: 1)
    var value = 0.0
    for (index, point) in points.enumerated() {
      let isLast = index == points.count - 1
      let end = isCharging ? point.power * point.efficiency : point.power / point.efficiency
      guard isLast || power <= point.power else {
        value = end
        last = point
        continue
      }
      guard index > 0 else { return isCharging ? power * point.efficiency : power / point.efficiency }
      return value + (power - last.power) * ((end - value) / (point.power - last.power))
    }
    return value
  }

  /// Whether losses rise with power at least in proportion, so that a program with this curve stays convex: charging slopes
  /// fall, discharging slopes rise.
  func isConvex(upTo power: Double, isCharging: Bool) -> Bool {
    let slopes = pieces(upTo: power, isCharging: isCharging).map(\.slope)
    return zip(slopes, slopes.dropFirst()).allSatisfy { isCharging ? $0 > $1 : $0 < $1 }
  }
}

extension EfficiencyCurve: Codable {
  /// Reads a number, or a list of points.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      try self.init(value)
    } else {
      try self.init(container.decode([Point].self))
    }
  }

  /// Writes a number where the efficiency is constant by construction, else a list of points.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if points.count == 1, points[0].power == .infinity {
      try container.encode(points[0].efficiency)
    } else {
      try container.encode(points)
    }
  }
}

extension EfficiencyCurve: CustomStringConvertible {
  /// The efficiency, or the efficiencies with their powers.
  public var description: String {
    constant.map { "\($0)" } ?? points.map { "\($0.efficiency) at \($0.power) MW" }.joined(separator: ", ")
  }
}
