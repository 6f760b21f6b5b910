import MarketData
import Testing

@Suite("Quantity, Price and Money")
struct PriceTests {
  @Test("quantities convert and add")
  func quantities() throws {
    #expect(try Quantity(1500, .kilowattHour).converted(to: .megawattHour).value == 1.5)
    #expect(try Quantity(1, .megawattHour).adding(Quantity(500, .kilowattHour)).value == 1.5)
    #expect(try Quantity(250, .megawatt).energy(hours: 0.5) == Quantity(125, .megawattHour))
    #expect(throwsUnitError(.dimensionMismatch) { try Quantity(1, .megawattHour).energy(hours: 1) })
    #expect(throwsUnitError(.dimensionMismatch) { try Quantity(1, .megawattHour).adding(Quantity(1, .tonne)) })
    #expect((Quantity(2, .tonneCO2) * 3).description == "6.0 tCO2")
  }

  // 80 p/th = 0.8 GBP/th; 34.1214163 th make a MWh.
  @Test("British gas: pence a therm to pounds a megawatt-hour")
  func britishGas() throws {
    let price = try Price(80, .pence, per: .therm).converted(per: .megawattHour).converted(to: .gbp)
    #expect(agrees(price.value, 27.297_133_065_023_54))
    #expect(price.description.hasSuffix("GBP/MWh"))
    #expect(throwsUnitError(.currencyMismatch) { try price.converted(to: .eur) })
    #expect(throwsUnitError(.dimensionMismatch) { try price.converted(per: .tonne) })
  }

  @Test("an amount at a price costs money")
  func cost() throws {
    let price = Price(50, .usd, per: .megawattHour)
    #expect(try price.cost(of: Quantity(2500, .kilowattHour)) == Money(125, .usd))
    #expect(throwsUnitError(.dimensionMismatch) { try price.cost(of: Quantity(1, .megawatt)) })
    #expect(try Money(1, .gbp).adding(Money(50, .pence)) == Money(1.5, .gbp))
    #expect(throwsUnitError(.currencyMismatch) { try Money(1, .gbp).adding(Money(1, .usd)) })
  }

  @Test("factors between what columns hold")
  func valueUnits() throws {
    let pence = ValueUnit.price(.pence, per: .therm)
    #expect(try agrees(pence.factor(to: .price(.gbp, per: .megawattHour)), 0.341_214_163_312_794_2))
    #expect(try ValueUnit.quantity(.gigawatt).factor(to: .quantity(.megawatt)) == 1000)
    #expect(try ValueUnit.dimensionless.factor(to: .dimensionless) == 1)
    #expect(throwsUnitError(.kindMismatch) { try ValueUnit.dimensionless.factor(to: .quantity(.megawatt)) })
    #expect(throwsUnitError(.currencyMismatch) { try ValueUnit.money(.eur).factor(to: .money(.usd)) })
    let rates = try ExchangeRates(base: .eur, [(.on("2024-01-05"), .usd, 1.0921)])
    let factor = try ValueUnit.price(.eur, per: .megawattHour).factor(
      to: .price(.usd, per: .mmbtu), with: rates, on: .on("2024-01-05"))
    #expect(agrees(factor, 1.0921 / 3.412_141_633_127_942))
  }
}
