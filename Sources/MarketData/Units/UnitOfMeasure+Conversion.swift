extension UnitOfMeasure {
  /// The number by which an amount in this unit is multiplied to give the amount in `other`.
  ///
  ///     try UnitOfMeasure.dekatherm.factor(to: .therm)   // 10
  ///
  /// - Parameters:
  ///   - other: The unit to convert into.
  ///   - heatingValue: The fuel's energy, needed between energy and volume or mass and between two heating-value bases.
  /// - Throws: ``UnitError`` where the dimensions differ and no heating value joins them, where one side leaves its
  ///   heating-value basis unstated and the other does not, and for temperatures, whose zeros differ.
  public func factor(to other: UnitOfMeasure, using heatingValue: HeatingValue? = nil) throws(UnitError) -> Double {
    guard baseOffset == 0, other.baseOffset == 0 else {
      throw UnitError(.shiftedZero, found: "\(self) to \(other)", expected: "units whose zeros coincide")
    }
    return scale / other.scale * (try basisFactor(to: other, using: heatingValue))
  }

  /// An amount in this unit, stated in `other`; unlike ``factor(to:using:)`` it converts temperatures too.
  ///
  ///     try UnitOfMeasure.fahrenheit.convert(212, to: .celsius)   // 100
  public func convert(
    _ value: Double, to other: UnitOfMeasure, using heatingValue: HeatingValue? = nil
  ) throws(UnitError) -> Double {
    if baseOffset == 0, other.baseOffset == 0 { return value * (try factor(to: other, using: heatingValue)) }
    guard dimension == other.dimension else { throw mismatch(other) }
    return (value * scale + baseOffset - other.baseOffset) / other.scale
  }

  /// Whether amounts convert into `other` without a heating value.
  public func isConvertible(to other: UnitOfMeasure) -> Bool {
    dimension == other.dimension && basis == other.basis
  }

  /// What remains of the factor once both units are brought to their base units.
  private func basisFactor(to other: UnitOfMeasure, using heatingValue: HeatingValue?) throws(UnitError) -> Double {
    if dimension == other.dimension {
      if basis == other.basis { return 1 }
      guard let from = basis, let into = other.basis else {
        throw UnitError(
          .heatingBasisUnstated, found: "\(self) to \(other)", expected: "a heating-value basis on both or on neither")
      }
      guard let heatingValue, let start = heatingValue[from], let end = heatingValue[into] else {
        throw UnitError(.heatingValueNeeded, found: "\(self) to \(other)", expected: "both heating values of the fuel")
      }
      return end / start
    }
    // Energy and fuel, or power and fuel flow.
    let fuelOfEnergy: [UnitDimension: UnitDimension] = [.energy: .energy, .power: .energy]
    let fuelOfFlow: [UnitDimension: UnitDimension] = [
      .gasVolume: .gasVolume, .gasFlow: .gasVolume, .volume: .volume, .mass: .mass,
    ]
    let isRate = dimension == .power || other.dimension == .power
    let otherIsRate = dimension == .gasFlow || other.dimension == .gasFlow
    guard isRate == otherIsRate else { throw mismatch(other) }
    let (energySide, fuel) =
      fuelOfEnergy[dimension] != nil ? (self, fuelOfFlow[other.dimension]) : (other, fuelOfFlow[dimension])
    guard fuelOfEnergy[energySide.dimension] != nil, let fuel else { throw mismatch(other) }
    guard energySide.basis != nil || heatingValue != nil else {
      throw UnitError(
        .dimensionMismatch, found: "\(self) (\(dimension.name))",
        expected: "a unit of \(other.dimension.name), or a heating value and its basis")
    }
    guard let basis = energySide.basis else {
      throw UnitError(
        .heatingBasisUnstated, found: energySide.description, expected: "\(energySide.symbol) with HHV or LHV stated")
    }
    guard let heatingValue, heatingValue.dimension == fuel, let energy = heatingValue[basis] else {
      throw UnitError(
        .heatingValueNeeded, found: "\(self) to \(other)",
        expected: "the fuel's \(basis.rawValue) by \(fuel.name)")
    }
    return energySide == self ? 1 / energy : energy
  }

  private func mismatch(_ other: UnitOfMeasure) -> UnitError {
    UnitError(
      .dimensionMismatch, found: "\(self) (\(dimension.name))", expected: "a unit of \(other.dimension.name)")
  }
}
