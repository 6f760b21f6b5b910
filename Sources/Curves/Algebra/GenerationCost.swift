public import MarketData

/// What a power plant turns into power: fuel by its heat rate, allowances by its emission factor, and other variable
/// costs.
///
///     let plant = try GenerationCost(heatRate: Quantity(7.2, .mmbtuPerMegawattHour))
///     let spark = try power.spread(of: plant, fuel: gas)                          // power - 7.2 x gas
///
///     let ccgt = try GenerationCost(
///       efficiency: 0.52, basis: .higher, fuelEmissions: Quantity(0.182, .tonneCO2PerMegawattHour))
///     let clean = try power.spread(of: ccgt, fuel: ttf, carbon: eua)              // power - ttf / 0.52 - 0.35 x eua
///
/// With gas the spread is a spark spread, with coal a dark spread; with carbon a clean one.
public struct GenerationCost: Hashable, Sendable {
  /// Fuel energy for a unit of power, of the dimension `heatRate`; its unit says the heating-value basis where fuel
  /// prices do.
  public let heatRate: Quantity
  /// Carbon dioxide for a unit of power, of the dimension `carbonIntensity`.
  public let emissionFactor: Quantity
  /// Other variable costs for a unit of power; `nil` for none.
  public let variableCost: Price?

  /// Makes a plant's costs from its heat rate and its emissions for a unit of power.
  ///
  /// - Throws: `mismatch` for quantities of other dimensions or a variable cost that is not for energy, `outOfRange`
  ///   for a heat rate that is not positive and finite or an emission factor that is negative.
  public init(
    heatRate: Quantity, emissionFactor: Quantity = Quantity(0, .tonneCO2PerMegawattHour), variableCost: Price? = nil
  ) throws(CurveError) {
    guard heatRate.unit.dimension == .heatRate, emissionFactor.unit.dimension == .carbonIntensity else {
      throw CurveError(
        .mismatch, found: "\(heatRate) and \(emissionFactor)", expected: "a heat rate and a carbon intensity")
    }
    guard variableCost?.unit.dimension ?? .energy == .energy else {
      throw CurveError(.mismatch, found: "\(variableCost?.unit.description ?? "")", expected: "a cost for energy")
    }
    guard heatRate.value > 0, heatRate.value.isFinite, emissionFactor.value >= 0, emissionFactor.value.isFinite else {
      throw CurveError(
        .outOfRange, found: "\(heatRate), \(emissionFactor)", expected: "a positive heat rate, emissions of 0 or more")
    }
    guard variableCost?.value.isFinite ?? true else {
      throw CurveError(.notFinite, found: "\(variableCost?.value ?? 0)", expected: "a finite cost")
    }
    self.heatRate = heatRate
    self.emissionFactor = emissionFactor
    self.variableCost = variableCost
  }

  /// Makes a plant's costs from its efficiency and its fuel's emissions for a unit of fuel energy.
  ///
  /// - Parameters:
  ///   - efficiency: Power for fuel energy, above 0.
  ///   - basis: The heating value that the efficiency refers to; `nil` where fuel prices state none.
  ///   - fuelEmissions: Carbon dioxide for a unit of fuel energy on that basis.
  ///   - variableCost: Other variable costs for a unit of power.
  /// - Throws: As ``init(heatRate:emissionFactor:variableCost:)``.
  public init(
    efficiency: Double, basis: HeatingValueBasis? = nil,
    fuelEmissions: Quantity = Quantity(0, .tonneCO2PerMegawattHour), variableCost: Price? = nil
  ) throws(CurveError) {
    guard efficiency > 0, efficiency.isFinite else {
      throw CurveError(.outOfRange, found: "an efficiency of \(efficiency)", expected: "one above 0")
    }
    try self.init(
      heatRate: Quantity(
        1 / efficiency, UnitOfMeasure(symbol: "MWh/MWh", dimension: .heatRate, scale: 1, basis: basis)),
      emissionFactor: Quantity(fuelEmissions.value / efficiency, fuelEmissions.unit), variableCost: variableCost)
  }

  /// What a unit of power costs to make, interval by interval: the price at which the plant breaks even.
  ///
  /// - Parameters:
  ///   - fuel: The fuel's prices; a heating value joins them with the heat rate where they are for volume, mass or
  ///     another basis.
  ///   - carbon: Prices of allowances on the fuel's grid; `nil` to leave carbon out.
  ///   - unit: What the result is in: a price for energy in the fuel's currency.
  ///   - heatingValue: The fuel's.
  /// - Throws: `mismatch` where units, currencies or grids do not fit.
  public func marginalCost(
    fuel: ForwardCurve, carbon: ForwardCurve? = nil, in unit: ValueUnit, using heatingValue: HeatingValue? = nil
  ) throws(CurveError) -> ForwardCurve {
    guard case .price(let currency, per: let power) = unit, power.dimension == .energy else {
      throw CurveError(.mismatch, found: "\(unit)", expected: "a price for energy")
    }
    // Fuel energy in units as large as the power's.
    let fuelUnit = UnitOfMeasure(
      symbol: power.symbol, dimension: .energy, scale: power.scale, basis: heatRate.unit.basis)
    let fuel = try fuel.converted(to: .price(currency, per: fuelUnit), using: heatingValue)
    let rate = heatRate.value * heatRate.unit.scale
    let other = try variableCost.map { (cost) throws(CurveError) in try cost.value(in: unit) } ?? 0
    guard let carbon else { return try fuel.mapped(unit: unit) { $1 * rate + other } }
    guard carbon.grid == fuel.grid else {
      throw CurveError(.mismatch, found: "carbon on \(carbon.grid)", expected: "on \(fuel.grid)")
    }
    let allowances = try carbon.converted(to: .price(currency, per: .kilogramCO2)).values
    let emissions = emissionFactor.value * emissionFactor.unit.scale * power.scale
    return try fuel.mapped(unit: unit) { $1 * rate + allowances[$0] * emissions + other }
  }
}

extension Price {
  fileprivate func value(in unit: ValueUnit) throws(CurveError) -> Double {
    do {
      return value * (try valueUnit.factor(to: unit))
    } catch {
      throw CurveError(.mismatch, found: "\(self)", expected: "a price in \(unit)", cause: error)
    }
  }
}

extension ForwardCurve {
  /// What a plant earns for a unit of power over fuel, carbon and other variable costs: spark, dark, clean-spark and
  /// clean-dark spreads.
  ///
  /// - Parameters:
  ///   - plant: The plant.
  ///   - fuel: Fuel prices on this curve's grid, in the currency of power; bring others there by
  ///     ``exchanged(into:at:)`` and ``resampled(to:)``.
  ///   - carbon: Prices of allowances on this curve's grid; `nil` for a spread without carbon.
  ///   - heatingValue: The fuel's, where its prices are for volume, mass or another basis than the heat rate's.
  /// - Throws: `mismatch` where units, currencies or grids do not fit.
  public func spread(
    of plant: GenerationCost, fuel: ForwardCurve, carbon: ForwardCurve? = nil, using heatingValue: HeatingValue? = nil
  ) throws(CurveError) -> ForwardCurve {
    try subtracting(plant.marginalCost(fuel: fuel, carbon: carbon, in: unit, using: heatingValue))
  }

  /// The price less what carbon costs a plant for each unit of power: what is left for fuel and capital.
  ///
  /// - Throws: `mismatch` unless this is a price for energy, the factor a carbon intensity, and carbon a price on this
  ///   grid in this currency.
  public func carbonAdjusted(
    emissionFactor: Quantity, carbon: ForwardCurve
  ) throws(CurveError) -> ForwardCurve {
    guard case .price(let currency, per: let power) = unit, power.dimension == .energy,
      emissionFactor.unit.dimension == .carbonIntensity
    else {
      throw CurveError(
        .mismatch, found: "a curve in \(unit), \(emissionFactor)", expected: "a price for energy, a carbon intensity")
    }
    guard carbon.grid == grid else {
      throw CurveError(.mismatch, found: "carbon on \(carbon.grid)", expected: "on \(grid)")
    }
    let allowances = try carbon.converted(to: .price(currency, per: .kilogramCO2)).values
    let emissions = emissionFactor.value * emissionFactor.unit.scale * power.scale
    return try mapped { $1 - allowances[$0] * emissions }
  }

  /// The heat rate at which a plant breaks even: this curve of power prices over fuel prices, interval by interval.
  ///
  ///     try power.impliedHeatRate(fuel: henryHub)          // 8.4 MMBtu/MWh
  ///
  /// - Parameters:
  ///   - fuel: Fuel prices for energy on this grid in this currency.
  ///   - unit: The unit of the heat rate; a basis in it must be the fuel's.
  /// - Throws: `mismatch` where units, currencies or grids do not fit; `notPositive` with the index of a fuel price
  ///   that is not.
  public func impliedHeatRate(
    fuel: ForwardCurve, in unit: UnitOfMeasure = .mmbtuPerMegawattHour
  ) throws(CurveError) -> ForwardCurve {
    guard unit.dimension == .heatRate, case .price(let currency, per: let power) = self.unit, power.dimension == .energy
    else { throw CurveError(.mismatch, found: "\(self.unit) for \(unit)", expected: "a price for energy, a heat rate") }
    guard fuel.grid == grid else {
      throw CurveError(.mismatch, found: "fuel on \(fuel.grid)", expected: "on \(grid)")
    }
    let fuelUnit = UnitOfMeasure(symbol: power.symbol, dimension: .energy, scale: power.scale, basis: unit.basis)
    let prices = try fuel.converted(to: .price(currency, per: fuelUnit)).values
    if let odd = prices.firstIndex(where: { $0 <= 0 }) {
      throw CurveError(.notPositive, found: "\(fuel.values[odd])", expected: "a positive fuel price", index: odd)
    }
    return try mapped(unit: .quantity(unit)) { $1 / prices[$0] / unit.scale }
  }

  /// Power prices from a heat-rate curve and fuel prices: this curve of heat rates times the fuel, interval by
  /// interval.
  ///
  /// - Parameters:
  ///   - fuel: Fuel prices for energy on this grid.
  ///   - unit: What the result is in: a price for energy in the fuel's currency.
  /// - Throws: `mismatch` where units, currencies or grids do not fit.
  public func power(fromFuel fuel: ForwardCurve, in unit: ValueUnit) throws(CurveError) -> ForwardCurve {
    guard case .quantity(let rate) = self.unit, rate.dimension == .heatRate, fuel.grid == grid,
      case .price(let currency, per: let power) = unit, power.dimension == .energy
    else {
      throw CurveError(
        .mismatch, found: "\(self.unit) for \(unit) with fuel on \(fuel.grid)",
        expected: "a heat rate for a price for energy, on one grid")
    }
    let fuelUnit = UnitOfMeasure(symbol: power.symbol, dimension: .energy, scale: power.scale, basis: rate.basis)
    let prices = try fuel.converted(to: .price(currency, per: fuelUnit)).values
    return try mapped(unit: unit) { $1 * rate.scale * prices[$0] }
  }
}
