extension TimeSeries {
  /// Each value through a function, in the same unit or another; a missing value stays missing.
  public func map(unit: ValueUnit? = nil, _ transform: (Double) -> Double) -> TimeSeries {
    TimeSeries(unchecked: grid, values.map { $0.isNaN ? .nan : transform($0) }, unit ?? self.unit)
  }

  /// Each value times a number.
  public func scaled(by factor: Double) -> TimeSeries { map { $0 * factor } }

  /// The values in another unit of the same kind; throws where they do not convert or a currency would be exchanged.
  public func converted(to other: ValueUnit, using heatingValue: HeatingValue? = nil) throws(SeriesError) -> TimeSeries
  {
    if other == unit { return self }
    if case .quantity(let from) = unit, case .quantity(let into) = other, from.dimension == .temperature {
      let values = try joined { () throws(UnitError) in
        let (zero, one) = (try from.convert(0, to: into), try from.convert(1, to: into))
        return self.values.map { zero + $0 * (one - zero) }
      }
      return TimeSeries(unchecked: grid, values, other)
    }
    let factor = try joined { () throws(UnitError) in try unit.factor(to: other, using: heatingValue) }
    return map(unit: other) { $0 * factor }
  }

  /// The sum with another series on the same grid, in this series' unit.
  public func adding(_ other: TimeSeries) throws(SeriesError) -> TimeSeries {
    try combined(with: other) { $0 + $1 }
  }

  /// The difference to another series on the same grid, in this series' unit: a spread.
  public func subtracting(_ other: TimeSeries) throws(SeriesError) -> TimeSeries {
    try combined(with: other) { $0 - $1 }
  }

  /// What amounts cost at this series' prices, interval by interval: money in the prices' currency.
  ///
  /// Amounts in a power become energy, or capacity held for a time, by the length of each interval: MW against USD/MWh and against
  /// USD/MW-h is allowed.
  public func cost(of amounts: TimeSeries) throws(SeriesError) -> TimeSeries {
    try checkGrid(amounts)
    guard case .price(let currency, per: let priced) = unit else {
      throw SeriesError(.unitMismatch, found: "\(unit)", expected: "a price")
    }
    var amounts = try amounts.energy(ifPower: priced.dimension == .energy)
    if priced.dimension == .capacityTime, let held = amounts.heldCapacity() { amounts = held }
    let factor = try joined { () throws(UnitError) in try amounts.unit.factor(to: .quantity(priced)) }
    let values = zip(values, amounts.values).map { $0 * $1 * factor }
    return TimeSeries(unchecked: grid, values, .money(currency))
  }

  /// Capacities in MW as MW-h held over each interval; `nil` unless this is a power.
  private func heldCapacity() -> TimeSeries? {
    guard case .quantity(let power) = unit, let factor = try? power.factor(to: .megawatt) else { return nil }
    return TimeSeries(
      unchecked: grid, zip(values, grid).map { $0 * factor * $1.hours }, .quantity(.megawattOfCapacityHour))
  }

  /// Mean powers as the energy of each interval: MW as MWh by the interval's hours; throws unless this is a power.
  public func energy() throws(SeriesError) -> TimeSeries {
    guard case .quantity(let power) = unit, power.dimension == .power else {
      throw SeriesError(.unitMismatch, found: "\(unit)", expected: "a power")
    }
    let target = UnitOfMeasure.megawatt.withBasis(of: power)
    let factor = try joined { () throws(UnitError) in try power.factor(to: target) }
    return TimeSeries(
      unchecked: grid, zip(values, grid).map { $0 * factor * $1.hours },
      .quantity(.megawattHour.withBasis(of: power)))
  }

  /// Energies of each interval as mean powers: MWh as MW by the interval's hours; throws unless this is an energy.
  public func power() throws(SeriesError) -> TimeSeries {
    guard case .quantity(let energy) = unit, energy.dimension == .energy else {
      throw SeriesError(.unitMismatch, found: "\(unit)", expected: "an energy")
    }
    let target = UnitOfMeasure.megawattHour.withBasis(of: energy)
    let factor = try joined { () throws(UnitError) in try energy.factor(to: target) }
    return TimeSeries(
      unchecked: grid, zip(values, grid).map { $0 * factor / $1.hours },
      .quantity(.megawatt.withBasis(of: energy)))
  }

  private func energy(ifPower wanted: Bool) throws(SeriesError) -> TimeSeries {
    if wanted, case .quantity(let power) = unit, power.dimension == .power { return try energy() }
    return self
  }

  private func combined(
    with other: TimeSeries, _ operation: (Double, Double) -> Double
  ) throws(SeriesError) -> TimeSeries {
    try checkGrid(other)
    let factor = try joined { () throws(UnitError) in try other.unit.factor(to: unit) }
    return TimeSeries(unchecked: grid, zip(values, other.values).map { operation($0, $1 * factor) }, unit)
  }

  private func checkGrid(_ other: TimeSeries) throws(SeriesError) {
    guard grid == other.grid else {
      throw SeriesError(.gridMismatch, found: "\(other.grid)", expected: "\(grid)")
    }
  }

  /// Runs a conversion and wraps its error.
  private func joined<Value>(_ body: () throws(UnitError) -> Value) throws(SeriesError) -> Value {
    do {
      return try body()
    } catch {
      throw SeriesError(.unitMismatch, found: error.found, expected: error.expected, cause: error)
    }
  }
}
