/// The energy in a fuel: an amount for each unit of volume or mass, on the higher basis, the lower, or both.
///
///     let gas = try HeatingValue(higher: 1037, .btu, per: .standardCubicFoot)
///     try UnitOfMeasure.mmcf.factor(to: .mmbtu.onBasis(.higher), using: gas)   // 1037
///
/// Converting energy from one basis to the other needs both values.
public struct HeatingValue: Hashable, Sendable {
  /// The higher heating value in joules for each base unit of ``dimension``, or `nil` where it is not known.
  public let higher: Double?
  /// The lower heating value in joules for each base unit of ``dimension``, or `nil` where it is not known.
  public let lower: Double?
  /// What the values are for one unit of: gas volume, volume or mass.
  public let dimension: UnitDimension

  /// Makes a heating value from one number or both, in `energy` for each `fuel` unit.
  ///
  /// Throws ``UnitError`` where `energy` is not an energy or `fuel` not a volume or mass, where neither number is given, where
  /// one is not positive, and where the lower exceeds the higher.
  public init(
    higher: Double? = nil, lower: Double? = nil, _ energy: UnitOfMeasure, per fuel: UnitOfMeasure
  ) throws(UnitError) {
    guard energy.dimension == .energy else {
      throw UnitError(.dimensionMismatch, found: energy.description, expected: "a unit of energy")
    }
    guard [.gasVolume, .volume, .mass].contains(fuel.dimension) else {
      throw UnitError(.dimensionMismatch, found: fuel.description, expected: "a unit of volume or mass")
    }
    guard higher != nil || lower != nil else {
      throw UnitError(.heatingValueNeeded, found: "neither", expected: "a higher or a lower heating value")
    }
    for value in [higher, lower] {
      guard let value else { continue }
      guard value > 0, value.isFinite else {
        throw UnitError(.invalidNumber, found: "\(value)", expected: "a positive heating value")
      }
    }
    if let higher, let lower, lower > higher {
      throw UnitError(.invalidNumber, found: "a lower heating value of \(lower)", expected: "at most \(higher)")
    }
    let scale = energy.scale / fuel.scale
    self.higher = higher.map { $0 * scale }
    self.lower = lower.map { $0 * scale }
    dimension = fuel.dimension
  }

  /// The value on a basis, in joules for each base unit of ``dimension``, or `nil` where it is not known.
  public subscript(basis: HeatingValueBasis) -> Double? {
    switch basis {
    case .higher: higher
    case .lower: lower
    }
  }
}
