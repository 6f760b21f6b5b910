extension Network {
  /// A lower and an upper bound; infinite where there is none.
  ///
  ///     Network.Bounds(0, 520)                    // MW of a unit
  ///     Network.Bounds(upper: 30)                 // degrees, no lower bound
  ///     Network.Bounds.none
  ///
  /// Encoded as an object in which an infinite bound is left out, so that every JSON encoder takes it.
  public struct Bounds: Hashable, Sendable {
    /// The lower bound; minus infinity where there is none.
    public var lower: Double
    /// The upper bound; infinity where there is none.
    public var upper: Double

    /// Makes bounds; NaN is refused by the network that they become part of.
    public init(_ lower: Double, _ upper: Double) {
      self.lower = lower
      self.upper = upper
    }

    /// Makes bounds of which one may be absent.
    public init(lower: Double = -.infinity, upper: Double = .infinity) {
      self.init(lower, upper)
    }

    /// No bounds.
    public static let none = Bounds()

    /// Whether the lower bound lies above the upper one, so that nothing lies between them.
    public var isCrossed: Bool { lower > upper }

    /// Whether there is a bound at all.
    public var isBounded: Bool { lower > -.infinity || upper < .infinity }

    /// Whether a value lies within the bounds.
    public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

    /// Whether both can be bounds: no NaN, no lower bound at infinity, no upper one at minus infinity.
    var isMeaningful: Bool { lower < .infinity && upper > -.infinity }
  }
}

extension Network.Bounds: Codable {
  private enum Key: CodingKey { case lower, upper }

  /// Reads the bounds; one that is left out is infinite.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      lower: try container.decodeIfPresent(Double.self, forKey: .lower) ?? -.infinity,
      upper: try container.decodeIfPresent(Double.self, forKey: .upper) ?? .infinity)
  }

  /// Writes the bounds that are finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if lower > -.infinity { try container.encode(lower, forKey: .lower) }
    if upper < .infinity { try container.encode(upper, forKey: .upper) }
  }
}
