import NumericalKernels

/// The ageing of a lithium-ion cell by time, temperature, state of charge and cycles together, with the fast loss of its first months.
///
///     let cell = CellAgeing.lithiumManganeseOxide
///     let strain = cell.strain(of: cycles, temperature: 25) + cell.strain(years: 1, meanState: 0.5, temperature: 25)
///     cell.capacityLost(strain: strain)
///
/// A strain is what would be lost if ageing went on as it is: strains of years and cycles add up. What is lost follows from them by
/// 1 − α·exp(−β·f) − (1 − α)·exp(−f): the first term is the layer that forms on the anode at the start of life.
///
/// - Source: B. Xu, A. Oudalov, A. Ulbig, G. Andersson, D. S. Kirschen, Modeling of lithium-ion battery degradation for cell life
///   assessment, IEEE Transactions on Smart Grid 9 (2018) 1131-1140, equations for f_d and L, table of coefficients.
public struct CellAgeing: Hashable, Sendable, Codable {
  /// How a cycle's strain falls with a shallower depth: 1 / (k₁·δ^k₂ + k₃).
  public struct DepthStress: Hashable, Sendable, Codable {
    /// The factor k₁.
    public var factor: Double
    /// The exponent k₂, negative.
    public var exponent: Double
    /// The constant k₃.
    public var constant: Double

    /// Makes a stress.
    public init(factor: Double, exponent: Double, constant: Double) {
      self.factor = factor
      self.exponent = exponent
      self.constant = constant
    }
  }

  /// The strain of a cycle by its depth.
  public let depth: DepthStress
  /// The rise of the logarithm of strain from empty to full.
  public let stateSensitivity: Double
  /// The reference state of charge.
  public let referenceState: Double
  /// The rise of the logarithm of strain for a kelvin, at the reference temperature.
  public let temperatureSensitivity: Double
  /// The reference temperature, °C.
  public let referenceTemperature: Double
  /// The strain of a second at the reference conditions.
  public let strainPerSecond: Double
  /// The part α of the capacity that the layer on the anode takes.
  public let layerPart: Double
  /// The speed β at which the layer forms.
  public let layerSpeed: Double

  /// Makes a cell.
  ///
  /// - Throws: `outOfRange`, `notFinite` with the field.
  public init(
    depth: DepthStress, stateSensitivity: Double, referenceState: Double, temperatureSensitivity: Double,
    referenceTemperature: Double, strainPerSecond: Double, layerPart: Double, layerSpeed: Double
  ) throws(StorageError) {
    try InputCheck.within(1e-12...1e12, depth.factor, "depth.factor")
    try InputCheck.within(-20...0, depth.exponent, "depth.exponent")
    try InputCheck.finite(depth.constant, "depth.constant")
    guard depth.factor + depth.constant > 0 else {
      throw StorageError(
        .outOfRange, field: "depth.constant", found: "\(depth.constant)",
        expected: "above \(-depth.factor), so that a full cycle strains")
    }
    try InputCheck.within(-20...20, stateSensitivity, "stateSensitivity")
    try InputCheck.within(0...1, referenceState, "referenceState")
    try InputCheck.within(-1...1, temperatureSensitivity, "temperatureSensitivity")
    try InputCheck.within(-100...200, referenceTemperature, "referenceTemperature")
    try InputCheck.within(0...1, strainPerSecond, "strainPerSecond")
    try InputCheck.within(0...1, layerPart, "layerPart")
    try InputCheck.within(0...1e9, layerSpeed, "layerSpeed")
    self.init(
      unchecked: depth, stateSensitivity, referenceState, temperatureSensitivity, referenceTemperature,
      strainPerSecond, layerPart, layerSpeed)
  }

  private init(
    unchecked depth: DepthStress, _ stateSensitivity: Double, _ referenceState: Double,
    _ temperatureSensitivity: Double, _ referenceTemperature: Double, _ strainPerSecond: Double, _ layerPart: Double,
    _ layerSpeed: Double
  ) {
    self.depth = depth
    self.stateSensitivity = stateSensitivity
    self.referenceState = referenceState
    self.temperatureSensitivity = temperatureSensitivity
    self.referenceTemperature = referenceTemperature
    self.strainPerSecond = strainPerSecond
    self.layerPart = layerPart
    self.layerSpeed = layerSpeed
  }

  /// The cells with a manganese-oxide cathode that the source is fitted to.
  public static let lithiumManganeseOxide = CellAgeing(
    unchecked: DepthStress(factor: 1.40e5, exponent: -0.501, constant: -1.23e5), 1.04, 0.5, 6.93e-2, 25, 4.14e-10,
    5.75e-2, 121)

  /// How much faster the cell ages than at the reference state and temperature; 15 °C and more, as the source's table.
  public func stress(state: Double, temperature: Double) -> Double {
    let kelvin = 273.15 + min(max(temperature, -100), 200)
    let reference = 273.15 + referenceTemperature
    let heat = temperatureSensitivity * (kelvin - reference) * reference / kelvin
    return VectorMath.exp(min(heat + stateSensitivity * (min(max(state, 0), 1) - referenceState), 300))
  }

  /// The strain of standing for some years.
  public func strain(years: Double, meanState: Double, temperature: Double) -> Double {
    strainPerSecond * 31_536_000 * max(0, years) * stress(state: meanState, temperature: temperature)
  }

  /// The strain of cycles of the state of charge, 0 to 1, at one temperature: each by its depth and its mean state.
  ///
  /// - Complexity: O(cycles).
  public func strain(of cycles: [RainflowCycle], temperature: Double) -> Double {
    cycles.reduce(0) { sum, cycle in
      guard cycle.range > 0 else { return sum }
      let resistance =
        depth.factor * CalendarAgeing.power(min(cycle.range, 1), depth.exponent) + depth.constant
      return sum + cycle.weight * stress(state: cycle.mean, temperature: temperature) / resistance
    }
  }

  /// The part of the capacity that is lost at a strain, 0 to 1.
  public func capacityLost(strain: Double) -> Double {
    guard strain > 0 else { return 0 }
    return -layerPart * VectorMath.expm1(-layerSpeed * strain) - (1 - layerPart) * VectorMath.expm1(-strain)
  }
}

extension CellAgeing {
  /// Reads an ageing.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      depth: container.decode(DepthStress.self, forKey: .depth),
      stateSensitivity: container.decode(Double.self, forKey: .stateSensitivity),
      referenceState: container.decode(Double.self, forKey: .referenceState),
      temperatureSensitivity: container.decode(Double.self, forKey: .temperatureSensitivity),
      referenceTemperature: container.decode(Double.self, forKey: .referenceTemperature),
      strainPerSecond: container.decode(Double.self, forKey: .strainPerSecond),
      layerPart: container.decode(Double.self, forKey: .layerPart),
      layerSpeed: container.decode(Double.self, forKey: .layerSpeed))
  }
}
