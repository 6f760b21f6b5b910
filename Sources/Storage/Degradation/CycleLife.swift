import NumericalKernels

/// How much of a store's cycle life one cycle takes, by its depth.
///
///     let life = try CycleLife(coefficient: 5.24e-4, exponent: 2.03)     // Φ(δ) = 5.24e-4 δ^2.03
///     life.lifeLost(depth: 1)                                           // 5.24e-4
///     life.cycles(depth: 0.5)                                           // 7,794
///     let sheet = try CycleLife(table: [(0.5, 8000), (0.8, 5000), (1, 3500)])
///
/// A depth is the range of a cycle as a part of the energy capacity, 0 to 1; a cycle goes down and up again. Losses of cycles add up
/// (Palmgren-Miner). The life that is lost says nothing about capacity by itself: see ``CapacityFade``.
public struct CycleLife: Hashable, Sendable, Codable {
  /// A depth and how many cycles of it the store lives for.
  public struct Point: Hashable, Sendable, Codable {
    /// The depth, above 0 and at most 1.
    public let depth: Double
    /// The cycles.
    public let cycles: Double

    /// Makes a point.
    public init(depth: Double, cycles: Double) {
      self.depth = depth
      self.cycles = cycles
    }
  }

  /// The points; between them, and beyond them, the loss is a power of the depth.
  public let points: [Point]
  let exponents: [Double]

  /// A loss that is a power of the depth: coefficient × depth^exponent.
  ///
  /// - Throws: `outOfRange` unless the coefficient is positive and at most 1 and the exponent from 0.1 to 20.
  public init(coefficient: Double, exponent: Double) throws(StorageError) {
    try InputCheck.within(1e-12...1, coefficient, "coefficient")
    try self.init(cycles: 1 / coefficient, exponent: exponent)
  }

  private init(cycles: Double, exponent: Double) throws(StorageError) {
    try InputCheck.within(1...1.000_001e12, cycles, "cycles")
    try InputCheck.within(0.1...20, exponent, "exponent")
    points = [Point(depth: 1, cycles: cycles)]
    exponents = [exponent]
  }

  /// A loss through the points of a data sheet: the cycles to the end of life at some depths.
  ///
  /// - Throws: `empty` with less than two points, `outOfRange` for depths that do not rise within 0 to 1 and for cycles that do not fall.
  public init(points: [Point]) throws(StorageError) {
    guard points.count >= 2 else {
      throw StorageError(.empty, field: "points", found: "\(points.count) points", expected: "two or more")
    }
    for (index, point) in points.enumerated() {
      guard point.depth > (index > 0 ? points[index - 1].depth : 0), point.depth <= 1 else {
        throw StorageError(
          .outOfRange, field: "points.depth", found: "\(point.depth)", expected: "depths that rise from above 0 to 1",
          index: index)
      }
      guard point.cycles >= 1, point.cycles < (index > 0 ? points[index - 1].cycles : 1e12) else {
        throw StorageError(
          .outOfRange, field: "points.cycles", found: "\(point.cycles)",
          expected: "cycles from 1 on that fall with the depth", index: index)
      }
    }
    self.points = points
    exponents = zip(points, points.dropFirst()).map { left, right in
      VectorMath.log(left.cycles / right.cycles) / VectorMath.log(right.depth / left.depth)
    }
  }

  /// A loss through depths and cycles.
  ///
  /// - Throws: As ``init(points:)``.
  public init(table: [(depth: Double, cycles: Double)]) throws(StorageError) {
    try self.init(points: table.map { Point(depth: $0.depth, cycles: $0.cycles) })
  }

  /// The part of the cycle life that a full cycle takes: Φ.
  ///
  /// Depths outside 0 to 1 count as the nearer end.
  ///
  /// - Complexity: O(points).
  public func lifeLost(depth: Double) -> Double {
    guard depth > 0 else { return 0 }
    let depth = min(depth, 1)
    let place = min(points.firstIndex { $0.depth >= depth }.map { max(0, $0 - 1) } ?? points.count, exponents.count - 1)
    let anchor = points[place]
    return VectorMath.exp(exponents[place] * VectorMath.log(depth / anchor.depth)) / anchor.cycles
  }

  /// The cycles of a depth to the end of life; infinite for a depth of zero.
  public func cycles(depth: Double) -> Double {
    let lost = lifeLost(depth: depth)
    return lost > 0 ? 1 / lost : .infinity
  }

  /// Whether a deeper cycle costs more than in proportion everywhere, so that costs by segments of depth rise.
  public var isConvex: Bool {
    exponents.allSatisfy { $0 >= 1 } && zip(exponents, exponents.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// The part of the life that counted cycles take; the ranges are in the unit of a capacity.
  ///
  /// - Parameters:
  ///   - cycles: The cycles of a series of stored energy.
  ///   - capacity: The energy capacity, in the unit of the series.
  /// - Throws: `outOfRange` unless the capacity is positive.
  public func lifeLost(_ cycles: [RainflowCycle], capacity: Double) throws(StorageError) -> Double {
    try InputCheck.within(1e-9...InputCheck.largestSize, capacity, "capacity")
    return cycles.reduce(0) { $0 + $1.weight * lifeLost(depth: $1.range / capacity) }
  }
}

extension CycleLife {
  private enum Key: CodingKey { case coefficient, exponent, cycles, points }

  /// Reads a coefficient, or the cycles of full depth, with an exponent; or points.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialisers refuse.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let cycles = try container.decodeIfPresent(Double.self, forKey: .cycles) {
      try self.init(cycles: cycles, exponent: container.decode(Double.self, forKey: .exponent))
    } else if let points = try container.decodeIfPresent([Point].self, forKey: .points) {
      try self.init(points: points)
    } else {
      try self.init(
        coefficient: container.decode(Double.self, forKey: .coefficient),
        exponent: container.decode(Double.self, forKey: .exponent))
    }
  }

  /// Writes the cycles of full depth and the exponent, or points: what was read is the same to the last bit.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if points.count == 1 {
      try container.encode(points[0].cycles, forKey: .cycles)
      try container.encode(exponents[0], forKey: .exponent)
    } else {
      try container.encode(points, forKey: .points)
    }
  }
}
