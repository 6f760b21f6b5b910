/// An amount with its unit, such as 250 MW: for a single number at a boundary, never for the elements of an array.
public struct Quantity: Hashable, Sendable {
  /// The amount in ``unit``.
  public var value: Double
  /// The unit.
  public var unit: UnitOfMeasure

  /// Makes an amount of a unit.
  public init(_ value: Double, _ unit: UnitOfMeasure) {
    self.value = value
    self.unit = unit
  }

  /// The same amount in another unit; throws where the units do not convert, see ``UnitOfMeasure/factor(to:using:)``.
  public func converted(
    to other: UnitOfMeasure, using heatingValue: HeatingValue? = nil
  ) throws(UnitError) -> Quantity {
    Quantity(try unit.convert(value, to: other, using: heatingValue), other)
  }

  /// The sum, in this amount's unit.
  public func adding(_ other: Quantity) throws(UnitError) -> Quantity {
    Quantity(value + (try other.unit.factor(to: unit)) * other.value, unit)
  }

  /// The amount times a number.
  public static func * (quantity: Quantity, number: Double) -> Quantity {
    Quantity(quantity.value * number, quantity.unit)
  }

  /// The energy of a power held for a time, in MWh: 250 MW for half an hour gives 125 MWh.
  public func energy(hours: Double) throws(UnitError) -> Quantity {
    Quantity((try unit.factor(to: .megawatt.withBasis(of: unit))) * value * hours, .megawattHour.withBasis(of: unit))
  }
}

extension UnitOfMeasure {
  func withBasis(of other: UnitOfMeasure) -> UnitOfMeasure {
    other.basis.map { onBasis($0) } ?? self
  }
}

extension Quantity: CustomStringConvertible {
  /// The number and the unit's symbol.
  public var description: String { "\(value) \(unit)" }
}
