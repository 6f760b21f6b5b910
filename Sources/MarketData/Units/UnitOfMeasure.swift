/// A unit in which an amount is stated, such as MWh, MW or tCO2.
///
/// A unit belongs to a column, a series or a scalar and is checked once at a boundary; numbers inside a loop carry none.
///
///     try UnitOfMeasure.megawattHour.factor(to: .mmbtu)             // 3.412141633...
///     try UnitOfMeasure.megawattHour.factor(to: .normalCubicMetre)  // throws: a heating value is needed
///
/// A unit of fuel energy may state its heating-value basis with ``onBasis(_:)``. Units without a basis convert among
/// themselves by their scales alone; between a basis and none, or between two bases, a conversion throws unless it is given a
/// ``HeatingValue``.
public struct UnitOfMeasure: Hashable, Sendable {
  /// The unit's symbol, such as `MWh`.
  public let symbol: String
  /// What the unit measures.
  public let dimension: UnitDimension
  /// The size of one unit in the base unit of its dimension, such as 3.6e9 J for one MWh.
  public let scale: Double
  /// The value in base units of this unit's zero: 273.15 for °C, 0 for all but temperatures.
  public let baseOffset: Double
  /// The heating-value basis of fuel energy, or `nil` where none is stated or none applies.
  public let basis: HeatingValueBasis?

  /// Makes a unit of `scale` base units of its dimension.
  public init(
    symbol: String, dimension: UnitDimension, scale: Double, baseOffset: Double = 0, basis: HeatingValueBasis? = nil
  ) {
    self.symbol = symbol
    self.dimension = dimension
    self.scale = scale
    self.baseOffset = baseOffset
    self.basis = basis
  }

  /// The same unit with a stated heating-value basis.
  public func onBasis(_ basis: HeatingValueBasis) -> UnitOfMeasure {
    UnitOfMeasure(symbol: symbol, dimension: dimension, scale: scale, baseOffset: baseOffset, basis: basis)
  }
}

extension UnitOfMeasure: CustomStringConvertible {
  /// The symbol, followed by the basis where one is stated: `MMBtu(HHV)`.
  public var description: String { basis.map { "\(symbol)(\($0.rawValue))" } ?? symbol }
}
