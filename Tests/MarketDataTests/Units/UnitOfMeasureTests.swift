import MarketData
import Testing

@Suite("UnitOfMeasure")
struct UnitOfMeasureTests {
  // NIST SP 811 (2008), appendix B.8, and the International Table Btu of the 1956 conference.
  @Test("published factors of energy")
  func energy() throws {
    #expect(try agrees(UnitOfMeasure.mmbtu.factor(to: .gigajoule), 1.055_055_852_62))
    #expect(try agrees(UnitOfMeasure.megawattHour.factor(to: .mmbtu), 3.412_141_633_127_942))
    #expect(try UnitOfMeasure.dekatherm.factor(to: .mmbtu) == 1)
    #expect(try agrees(UnitOfMeasure.mmbtu.factor(to: .therm), 10))
    #expect(try UnitOfMeasure.thermUS.factor(to: .joule) == 105_480_400)
    #expect(try UnitOfMeasure.therm.factor(to: .joule) == 105_505_585.262)
    #expect(try agrees(UnitOfMeasure.megawattHour.factor(to: .therm), 34.121_416_331_279_42))
    #expect(try UnitOfMeasure.megawattHour.factor(to: .gigajoule) == 3.6)
    #expect(try UnitOfMeasure.terawattHour.factor(to: .megawattHour) == 1e6)
    #expect(try agrees(UnitOfMeasure.tonneOfOilEquivalent.factor(to: .megawattHour), 11.63))
  }

  @Test("published factors of mass, volume and temperature")
  func others() throws {
    #expect(try UnitOfMeasure.shortTon.factor(to: .kilogram) == 907.184_74)
    #expect(try agrees(UnitOfMeasure.shortTon.factor(to: .pound), 2000))
    #expect(try agrees(UnitOfMeasure.barrel.factor(to: .gallon), 42))
    #expect(try agrees(UnitOfMeasure.fahrenheit.convert(212, to: .celsius), 100))
    #expect(try agrees(UnitOfMeasure.celsius.convert(-40, to: .fahrenheit), -40, within: 1e-12))
    #expect(try agrees(UnitOfMeasure.celsius.convert(0, to: .kelvin), 273.15))
    #expect(try agrees(UnitOfMeasure.megawattHourPerDay.factor(to: .kilowatt), 1000.0 / 24))
    #expect(try agrees(UnitOfMeasure.kilowattMonth.factor(to: .kilowattYear), 1.0 / 12))
    #expect(throwsUnitError(.shiftedZero) { try UnitOfMeasure.fahrenheit.factor(to: .celsius) })
  }

  // ISO 13443: a cubic metre at 15 degrees is 0.9479 of one at 0 degrees; about 35.2 cubic feet at 60 F and 14.73 psia.
  @Test("gas volumes at their reference conditions")
  func gasVolume() throws {
    #expect(try agrees(UnitOfMeasure.bcf.factor(to: .mmcf), 1000))
    #expect(try agrees(UnitOfMeasure.standardCubicMetre.factor(to: .normalCubicMetre), 0.947_944, within: 1e-6))
    // 1 / 0.3048^3 * (288.7056 / 288.15) * (101.325 / 101.5598)
    #expect(try agrees(UnitOfMeasure.standardCubicMetre.factor(to: .standardCubicFoot), 35.3009, within: 1e-5))
    #expect(try agrees(UnitOfMeasure.bcfPerDay.factor(to: .mmcfPerDay), 1000))
  }

  @Test("what does not convert throws")
  func mismatches() {
    let pairs: [(UnitOfMeasure, UnitOfMeasure)] = [
      (.megawattHour, .megawatt), (.tonne, .tonneCO2), (.cubicMetre, .normalCubicMetre), (.megawattDay, .megawattHour),
      (.megawattMonth, .megawattDay), (.megavar, .megawatt), (.one, .megawatt), (.megawatt, .mcf),
      (.tonne, .mmcfPerDay),
    ]
    for (from, into) in pairs {
      #expect(throwsUnitError(.dimensionMismatch) { try from.factor(to: into) }, "\(from) to \(into)")
      #expect(throwsUnitError(.dimensionMismatch) { try into.factor(to: from) }, "\(into) to \(from)")
    }
  }

  // EIA: natural gas delivered to consumers in 2023 held 1,036 Btu a cubic foot.
  @Test("volume to energy needs a heating value and a stated basis")
  func heatingValue() throws {
    let gas = try HeatingValue(higher: 1036, lower: 933, .btu, per: .standardCubicFoot)
    let higher = UnitOfMeasure.mmbtu.onBasis(.higher)
    let lower = UnitOfMeasure.mmbtu.onBasis(.lower)
    #expect(try agrees(UnitOfMeasure.mcf.factor(to: higher, using: gas), 1.036))
    #expect(try agrees(higher.factor(to: .mcf, using: gas), 1 / 1.036))
    #expect(try agrees(UnitOfMeasure.mcf.factor(to: lower, using: gas), 0.933))
    #expect(
      try agrees(UnitOfMeasure.bcfPerDay.factor(to: .mmbtuPerDay.onBasis(.higher), using: gas), 1.036e6))
    #expect(try agrees(higher.factor(to: lower, using: gas), 933.0 / 1036))
    #expect(try agrees(lower.factor(to: higher, using: gas), 1036.0 / 933))
    #expect(throwsUnitError(.heatingBasisUnstated) { try UnitOfMeasure.mcf.factor(to: .mmbtu, using: gas) })
    #expect(throwsUnitError(.heatingBasisUnstated) { try UnitOfMeasure.mmbtu.factor(to: lower, using: gas) })
    #expect(throwsUnitError(.heatingValueNeeded) { try UnitOfMeasure.mcf.factor(to: higher) })
    #expect(throwsUnitError(.heatingValueNeeded) { try UnitOfMeasure.tonne.factor(to: higher, using: gas) })
    #expect(throwsUnitError(.dimensionMismatch) { try UnitOfMeasure.bcfPerDay.factor(to: higher, using: gas) })
    let onlyHigher = try HeatingValue(higher: 1036, .btu, per: .standardCubicFoot)
    #expect(throwsUnitError(.heatingValueNeeded) { try higher.factor(to: lower, using: onlyHigher) })
  }

  @Test("impossible heating values throw")
  func badHeatingValues() {
    #expect(throwsUnitError(.invalidNumber) { try HeatingValue(higher: -1, .btu, per: .standardCubicFoot) })
    #expect(throwsUnitError(.invalidNumber) { try HeatingValue(lower: .nan, .btu, per: .standardCubicFoot) })
    #expect(throwsUnitError(.invalidNumber) { try HeatingValue(higher: 1, lower: 2, .btu, per: .standardCubicFoot) })
    #expect(throwsUnitError(.heatingValueNeeded) { try HeatingValue(.btu, per: .standardCubicFoot) })
    #expect(throwsUnitError(.dimensionMismatch) { try HeatingValue(higher: 1, .megawatt, per: .standardCubicFoot) })
    #expect(throwsUnitError(.dimensionMismatch) { try HeatingValue(higher: 1, .btu, per: .megawatt) })
  }

  @Test("units are written by symbol and basis")
  func description() {
    #expect(UnitOfMeasure.megawattHour.description == "MWh")
    #expect(UnitOfMeasure.mmbtu.onBasis(.higher).description == "MMBtu(HHV)")
    #expect(ValueUnit.price(.usd, per: .megawattHour).description == "USD/MWh")
    #expect(ValueUnit.dimensionless.description == "1")
  }
}
