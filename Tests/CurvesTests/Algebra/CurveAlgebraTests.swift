import Curves
import MarketData
import Testing

@Suite struct CurveAlgebraTests {
  private static let tolerance = 1e-12
  private static let euros = ValueUnit.price(.eur, per: .megawattHour)

  private func months(_ count: Int, in zone: MarketTimeZone = .utc) throws -> DeliveryGrid {
    try #require(DeliveryGrid.months(from: ShapingTests.day(2026, 1, 1), count: count, in: zone))
  }

  private func curve(_ values: [Double], _ unit: ValueUnit = euros) throws -> ForwardCurve {
    try ForwardCurve(grid: months(values.count), values: values, unit: unit)
  }

  @Test func spreadsAreInTheFirstCurvesUnit() throws {
    let ttf = try curve([30, 31], .price(.eur, per: .megawattHour))
    let cents = try curve([2.9, 3.2], .price(.euroCents, per: .kilowattHour))
    #expect(try ttf.subtracting(cents).values.elementsEqual([1, -1]) { abs($0 - $1) < Self.tolerance })
    #expect(try ttf.adding(ttf).scaled(by: 0.5) == ttf)
    let dollars = try curve([1, 2], .price(.usd, per: .megawattHour))
    let error = #expect(throws: CurveError.self) { try ttf.subtracting(dollars) }
    #expect(error?.code == .mismatch && error?.cause is UnitError)
    let other = try curve([1, 2, 3])
    #expect(throws: CurveError.self) { try ttf.adding(other) }
  }

  @Test func sparkSpreadOfAHeatRate() throws {
    // 60 USD/MWh - 7 MMBtu/MWh x 4 USD/MMBtu - 2.5 USD/MWh = 29.5 USD/MWh
    let power = try curve([60, 45], .price(.usd, per: .megawattHour))
    let gas = try curve([4, 3], .price(.usd, per: .mmbtu))
    let plant = try GenerationCost(
      heatRate: Quantity(7, .mmbtuPerMegawattHour), variableCost: Price(2.5, .usd, per: .megawattHour))
    let spark = try power.spread(of: plant, fuel: gas)
    #expect(spark.values.elementsEqual([29.5, 21.5]) { abs($0 - $1) < Self.tolerance })
    let rates = try power.impliedHeatRate(fuel: gas)
    #expect(rates.values.elementsEqual([15, 15]) { abs($0 - $1) < Self.tolerance })
    let back = try rates.power(fromFuel: gas, in: power.unit)
    #expect(back.values.elementsEqual(power.values) { abs($0 - $1) < Self.tolerance })
  }

  @Test func cleanSpreadsCountCarbonByFuelAndEfficiency() throws {
    let power = try curve([90])
    let gas = try curve([40])
    let carbon = try curve([80], .price(.eur, per: .tonneCO2))
    let gasPlant = try GenerationCost(efficiency: 0.5, fuelEmissions: Quantity(0.2, .tonneCO2PerMegawattHour))
    // 90 - 40 / 0.5 - 0.2 / 0.5 x 80 = -22
    #expect(try abs(power.spread(of: gasPlant, fuel: gas, carbon: carbon).values[0] + 22) < Self.tolerance)
    #expect(try abs(power.spread(of: gasPlant, fuel: gas).values[0] - 10) < Self.tolerance)
    let adjusted = try power.carbonAdjusted(emissionFactor: Quantity(400, .gramCO2PerKilowattHour), carbon: carbon)
    #expect(abs(adjusted.values[0] - 58) < Self.tolerance)
    // Coal in euro a tonne with 25.12 GJ/t on the lower basis, 36 % efficient on it: 6.9778 MWh/t.
    let coal = try curve([100], .price(.eur, per: .tonne))
    let content = try HeatingValue(lower: 25.12, .gigajoule, per: .tonne)
    let coalPlant = try GenerationCost(
      efficiency: 0.36, basis: .lower, fuelEmissions: Quantity(0.34, .tonneCO2PerMegawattHour))
    let dark = try power.spread(of: coalPlant, fuel: coal, using: content)
    #expect(abs(dark.values[0] - (90 - 100 / (25.12 / 3.6) / 0.36)) < Self.tolerance)
    // A fuel price that states no basis is refused against a heat rate that does.
    #expect(throws: CurveError.self) { try power.spread(of: coalPlant, fuel: gas) }
  }

  @Test func unitsConvertThroughHeatingValues() throws {
    let nbp = try curve([80], .price(.pence, per: .therm))
    let pounds = try nbp.converted(to: .price(.gbp, per: .megawattHour))
    #expect(abs(pounds.values[0] - 80 / 100 / 0.0293071070172222) < 1e-10)
    let error = #expect(throws: CurveError.self) { try nbp.converted(to: .price(.usd, per: .megawattHour)) }
    #expect(error?.code == .mismatch)
  }

  @Test func everyIntervalIsExchangedAtItsOwnRate() throws {
    let gas = try curve([4, 4.2], .price(.usd, per: .mmbtu))
    let rates = try ForwardExchange(base: .eur, quote: .usd, grid: months(2), rates: [1.25, 1.2])
    let euros = try gas.exchanged(into: .eur, at: rates)
    #expect(euros.unit == .price(.eur, per: .mmbtu))
    #expect(euros.values.elementsEqual([3.2, 3.5]) { abs($0 - $1) < Self.tolerance })
    let back = try euros.exchanged(into: .usd, at: rates)
    #expect(back.values.elementsEqual(gas.values) { abs($0 - $1) < Self.tolerance })
    let cents = try euros.exchanged(into: .usCents, at: rates)
    #expect(cents.values.elementsEqual([400, 420]) { abs($0 - $1) < 1e-10 })
    // Hours within the months take the month's rate.
    let days = MarketDays(.utc)
    let hours = try gas.resampled(
      to: days.grid(.hour, from: ShapingTests.day(2026, 1, 31), until: ShapingTests.day(2026, 2, 2)))
    let hourly = try hours.exchanged(into: .eur, at: rates).values
    #expect(hourly.enumerated().allSatisfy { abs($1 - ($0 < 24 ? 3.2 : 3.5)) < Self.tolerance })
    let long = try curve([1, 2, 3], .price(.usd, per: .mmbtu))
    let error = #expect(throws: CurveError.self) { try long.exchanged(into: .eur, at: rates) }
    #expect(error?.code == .outOfRange && error?.index == 2)
    #expect(throws: CurveError.self) { try gas.exchanged(into: .gbp, at: rates) }
    let pounds = try ForwardExchange(base: .pence, quote: .usd, grid: months(2), rates: [0.0125, 0.0125])
    #expect(try gas.exchanged(into: .gbp, at: pounds).values.elementsEqual([3.2, 3.36]) { abs($0 - $1) < 1e-12 })
  }

  @Test func parityFollowsTheRates() throws {
    let today = try ShapingTests.day(2026, 1, 1)
    let euro = try DiscountCurve.flat(currency: .eur, valueDate: today, rate: 0.02)
    let dollar = try DiscountCurve.flat(currency: .usd, valueDate: today, rate: 0.04)
    let grid = try #require(
      DeliveryGrid.days(from: today.advanced(byDays: 365), count: 1, in: .utc))
    let rates = try ForwardExchange.parity(spot: 1.1, base: euro, quote: dollar, over: grid, in: .utc)
    #expect(abs(rates.rates[0] - 1.122221474029431_3) < 1e-12)
  }

  @Test func coarserGridsTakeMeansByHours() throws {
    let days = MarketDays(.centralEurope)
    let (first, end) = (try ShapingTests.day(2026, 3, 1), try ShapingTests.day(2026, 4, 1))
    let grid = try days.grid(.day, from: first, until: end)
    let daily = try ForwardCurve(grid: grid, values: grid.indices.map { $0 == 28 ? 100 : 0 }, unit: Self.euros)
    let month = try daily.resampled(to: days.grid(.month, from: first, until: end))
    #expect(abs(month.values[0] - 2300.0 / 743) < Self.tolerance)
    #expect(try abs(daily.mean(over: month.grid.span) - 2300.0 / 743) < Self.tolerance)
    let hours = try month.resampled(to: days.grid(.hour, from: first, until: end))
    #expect(hours.count == 743 && hours.values.allSatisfy { $0 == month.values[0] })
    let weeks = try #require(DeliveryGrid.periods(.week, from: first, count: 6, in: .centralEurope))
    #expect(throws: CurveError.self) { try month.resampled(to: weeks) }
    #expect(throws: CurveError.self) { try daily.resampled(to: weeks) }
    #expect(throws: CurveError.self) { try daily.mean(over: weeks.span) }
  }

  @Test func blendsAndShifts() throws {
    let (a, b) = (try curve([1, 2, 3]), try curve([11, 12, 13]))
    #expect(try a.blended(with: b, weights: [0, 0.5, 1]).values == [1, 7, 13])
    #expect(throws: CurveError.self) { try a.blended(with: b, weights: [0, 1.5, 1]) }
    #expect(throws: CurveError.self) { try a.blended(with: b, weights: [0]) }
    #expect(try a.shifted(bySteps: 1).values == [1, 1, 2])
    #expect(try a.shifted(bySteps: -2).values == [3, 3, 3])
    #expect(try a.shifted(bySteps: .max).values == [1, 1, 1])
    let later = try a.shifted(bySeconds: 3600)
    #expect(later.grid.start == a.grid.start.advanced(bySeconds: 3600) && later.values == a.values)
    #expect(throws: CurveError.self) { try a.shifted(bySeconds: .max) }
    #expect(throws: CurveError.self) { try a.scaled(by: .infinity) }
  }

  @Test func indicesJoinRealAndNominalPrices() throws {
    let base = try ShapingTests.day(2026, 1, 1)
    let index = try PriceIndex.flat(name: "CPI", baseMonth: base, rate: 0.02)
    #expect(try abs(index.ratio(from: base, to: ShapingTests.day(2036, 1, 1)) - 1.218994419994757) < 1e-12)
    let real = try curve([50, 50, 50])
    let nominal = try real.nominal(by: index, from: base, in: .utc)
    #expect(nominal.values[0] == 50)
    #expect(abs(nominal.values[2] - 50 * 1.00330589032463720) < 1e-10)
    let back = try nominal.real(by: index, from: base, in: .utc)
    #expect(back.values.elementsEqual(real.values) { abs($0 - $1) < Self.tolerance })
  }

  @Test func seasonsLeaveGivenLevelsWhereTheyAre() throws {
    let base = try ShapingTests.day(2026, 1, 1)
    var seasonality = [Double](repeating: 0, count: 12)
    seasonality[6] = 0.01
    let index = try PriceIndex(
      name: "HICP", baseMonth: base, baseLevel: 120, levels: [(try ShapingTests.day(2027, 7, 1), 126)],
      seasonality: seasonality)
    #expect(try abs(index.level(on: ShapingTests.day(2027, 7, 1)) - 126) < 1e-10)
    let (june, july, august) = (
      try index.level(on: ShapingTests.day(2026, 6, 1)), try index.level(on: ShapingTests.day(2026, 7, 1)),
      try index.level(on: ShapingTests.day(2026, 8, 1))
    )
    #expect(july > june && july > august)
    #expect(abs(july / (june * august).squareRoot() - 1.01) < 1e-12)
    #expect(throws: CurveError.self) { try index.level(on: ShapingTests.day(2025, 12, 31)) }
    #expect(throws: CurveError.self) {
      try PriceIndex(name: "x", baseMonth: base, baseLevel: 100, levels: [(base, 101)])
    }
  }
}
