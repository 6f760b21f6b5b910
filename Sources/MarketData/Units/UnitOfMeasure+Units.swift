extension UnitOfMeasure {
  // MARK: Energy, in joules

  /// Joule.
  public static let joule = UnitOfMeasure(symbol: "J", dimension: .energy, scale: 1)
  /// Megajoule.
  public static let megajoule = UnitOfMeasure(symbol: "MJ", dimension: .energy, scale: 1e6)
  /// Gigajoule.
  public static let gigajoule = UnitOfMeasure(symbol: "GJ", dimension: .energy, scale: 1e9)
  /// Watt-hour, 3,600 J.
  public static let wattHour = UnitOfMeasure(symbol: "Wh", dimension: .energy, scale: 3600)
  /// Kilowatt-hour, 3.6 MJ.
  public static let kilowattHour = UnitOfMeasure(symbol: "kWh", dimension: .energy, scale: 3.6e6)
  /// Megawatt-hour, 3.6 GJ.
  public static let megawattHour = UnitOfMeasure(symbol: "MWh", dimension: .energy, scale: 3.6e9)
  /// Gigawatt-hour.
  public static let gigawattHour = UnitOfMeasure(symbol: "GWh", dimension: .energy, scale: 3.6e12)
  /// Terawatt-hour.
  public static let terawattHour = UnitOfMeasure(symbol: "TWh", dimension: .energy, scale: 3.6e15)
  /// British thermal unit by the International Table: 1,055.05585262 J exactly.
  public static let btu = UnitOfMeasure(symbol: "Btu", dimension: .energy, scale: 1055.05585262)
  /// A million International Table British thermal units: 1.05505585262 GJ exactly.
  public static let mmbtu = UnitOfMeasure(symbol: "MMBtu", dimension: .energy, scale: 1_055_055_852.62)
  /// Dekatherm as North American pipelines use it: one MMBtu.
  public static let dekatherm = UnitOfMeasure(symbol: "Dth", dimension: .energy, scale: 1_055_055_852.62)
  /// Therm (EC), 100,000 International Table Btu or 105,505,585.262 J: the therm of British gas trading.
  public static let therm = UnitOfMeasure(symbol: "therm", dimension: .energy, scale: 105_505_585.262)
  /// Therm (U.S.), 105,480,400 J: NIST SP 811, appendix B.8.
  public static let thermUS = UnitOfMeasure(symbol: "therm(US)", dimension: .energy, scale: 105_480_400)
  /// Tonne of oil equivalent as the IEA defines it: 41.868 GJ.
  public static let tonneOfOilEquivalent = UnitOfMeasure(symbol: "toe", dimension: .energy, scale: 41.868e9)

  // MARK: Power, in watts

  /// Watt.
  public static let watt = UnitOfMeasure(symbol: "W", dimension: .power, scale: 1)
  /// Kilowatt.
  public static let kilowatt = UnitOfMeasure(symbol: "kW", dimension: .power, scale: 1e3)
  /// Megawatt; Brazil's MWmed, a mean over the period, is this unit too.
  public static let megawatt = UnitOfMeasure(symbol: "MW", dimension: .power, scale: 1e6)
  /// Gigawatt.
  public static let gigawatt = UnitOfMeasure(symbol: "GW", dimension: .power, scale: 1e9)
  /// Megawatt-hour for each day of 24 hours: gas flow on European hubs.
  public static let megawattHourPerDay = UnitOfMeasure(symbol: "MWh/d", dimension: .power, scale: 3.6e9 / 86_400)
  /// Gigawatt-hour for each day of 24 hours.
  public static let gigawattHourPerDay = UnitOfMeasure(symbol: "GWh/d", dimension: .power, scale: 3.6e12 / 86_400)
  /// MMBtu for each day of 24 hours.
  public static let mmbtuPerDay = UnitOfMeasure(
    symbol: "MMBtu/d", dimension: .power, scale: 1_055_055_852.62 / 86_400)
  /// Therm (EC) for each day of 24 hours: British gas contracts.
  public static let thermPerDay = UnitOfMeasure(symbol: "therm/d", dimension: .power, scale: 105_505_585.262 / 86_400)
  /// Megavolt-ampere reactive.
  public static let megavar = UnitOfMeasure(symbol: "Mvar", dimension: .reactivePower, scale: 1e6)
  /// Megawatt for each minute.
  public static let megawattPerMinute = UnitOfMeasure(symbol: "MW/min", dimension: .ramp, scale: 1e6 / 60)

  // MARK: Capacity held for a time

  /// A megawatt held available for an hour: reserves and regulation.
  public static let megawattOfCapacityHour = UnitOfMeasure(symbol: "MW-h", dimension: .capacityTime, scale: 1e6)
  /// A megawatt held for a day of 24 hours: PJM and MISO capacity.
  public static let megawattDay = UnitOfMeasure(symbol: "MW-day", dimension: .capacityTime, scale: 24e6)
  /// A kilowatt held for a calendar month: NYISO and ISO-NE capacity.
  public static let kilowattMonth = UnitOfMeasure(symbol: "kW-month", dimension: .capacityMonths, scale: 1e3)
  /// A megawatt held for a calendar month.
  public static let megawattMonth = UnitOfMeasure(symbol: "MW-month", dimension: .capacityMonths, scale: 1e6)
  /// A kilowatt held for twelve calendar months.
  public static let kilowattYear = UnitOfMeasure(symbol: "kW-yr", dimension: .capacityMonths, scale: 12e3)
  /// A megawatt held for twelve calendar months.
  public static let megawattYear = UnitOfMeasure(symbol: "MW-yr", dimension: .capacityMonths, scale: 12e6)

  // MARK: Gas by volume, in normal cubic metres

  /// Normal cubic metre: a cubic metre of dry gas at 0 °C and 101.325 kPa.
  public static let normalCubicMetre = UnitOfMeasure(symbol: "Nm3", dimension: .gasVolume, scale: 1)
  /// Standard cubic metre: at 15 °C and 101.325 kPa (ISO 13443), as an ideal gas.
  public static let standardCubicMetre = UnitOfMeasure(symbol: "Sm3", dimension: .gasVolume, scale: 273.15 / 288.15)
  /// Standard cubic foot of North American gas: at 60 °F and 14.73 psia (EIA), as an ideal gas.
  public static let standardCubicFoot = UnitOfMeasure(symbol: "scf", dimension: .gasVolume, scale: scfInNm3)
  /// A thousand standard cubic feet.
  public static let mcf = UnitOfMeasure(symbol: "Mcf", dimension: .gasVolume, scale: scfInNm3 * 1e3)
  /// A million standard cubic feet.
  public static let mmcf = UnitOfMeasure(symbol: "MMcf", dimension: .gasVolume, scale: scfInNm3 * 1e6)
  /// A billion (1e9) standard cubic feet.
  public static let bcf = UnitOfMeasure(symbol: "Bcf", dimension: .gasVolume, scale: scfInNm3 * 1e9)
  /// A million normal cubic metres.
  public static let millionNormalCubicMetres = UnitOfMeasure(symbol: "mcm", dimension: .gasVolume, scale: 1e6)
  /// A billion standard cubic feet a day.
  public static let bcfPerDay = UnitOfMeasure(symbol: "Bcf/d", dimension: .gasFlow, scale: scfInNm3 * 1e9 / 86_400)
  /// A million standard cubic feet a day.
  public static let mmcfPerDay = UnitOfMeasure(symbol: "MMcf/d", dimension: .gasFlow, scale: scfInNm3 * 1e6 / 86_400)
  /// A million normal cubic metres a day.
  public static let millionNormalCubicMetresPerDay = UnitOfMeasure(
    symbol: "mcm/d", dimension: .gasFlow, scale: 1e6 / 86_400)

  /// The cubic foot (0.3048^3 m3) at 60 °F and 14.73 psia, brought to 0 °C and 101.325 kPa by the ideal gas law.
  private static let scfInNm3 =
    0.028316846592 * (273.15 / ((60 - 32) / 1.8 + 273.15)) * (14.73 * 6894.757293168 / 101_325)

  // MARK: Volume, in cubic metres

  /// Cubic metre; of gas only where no reference conditions were stated, and then convertible to no other gas unit.
  public static let cubicMetre = UnitOfMeasure(symbol: "m3", dimension: .volume, scale: 1)
  /// Barrel of oil: 42 US gallons.
  public static let barrel = UnitOfMeasure(symbol: "bbl", dimension: .volume, scale: 0.158987294928)
  /// US gallon: 231 cubic inches.
  public static let gallon = UnitOfMeasure(symbol: "gal", dimension: .volume, scale: 0.003785411784)
  /// Litre.
  public static let litre = UnitOfMeasure(symbol: "L", dimension: .volume, scale: 0.001)

  // MARK: Mass, in kilograms

  /// Gram.
  public static let gram = UnitOfMeasure(symbol: "g", dimension: .mass, scale: 0.001)
  /// Kilogram.
  public static let kilogram = UnitOfMeasure(symbol: "kg", dimension: .mass, scale: 1)
  /// Avoirdupois pound: 0.45359237 kg exactly.
  public static let pound = UnitOfMeasure(symbol: "lb", dimension: .mass, scale: 0.45359237)
  /// Tonne: 1,000 kg.
  public static let tonne = UnitOfMeasure(symbol: "t", dimension: .mass, scale: 1000)
  /// Short ton: 2,000 lb, 907.18474 kg exactly.
  public static let shortTon = UnitOfMeasure(symbol: "st", dimension: .mass, scale: 907.18474)
  /// Tonne of CO2 or its equivalent: one EU or UK allowance.
  public static let tonneCO2 = UnitOfMeasure(symbol: "tCO2", dimension: .carbonDioxide, scale: 1000)
  /// Short ton of CO2: one RGGI allowance.
  public static let shortTonCO2 = UnitOfMeasure(symbol: "stCO2", dimension: .carbonDioxide, scale: 907.18474)
  /// Kilogram of CO2 or its equivalent.
  public static let kilogramCO2 = UnitOfMeasure(symbol: "kgCO2", dimension: .carbonDioxide, scale: 1)
  /// Pound of CO2.
  public static let poundCO2 = UnitOfMeasure(symbol: "lbCO2", dimension: .carbonDioxide, scale: 0.45359237)
  /// Gram of CO2 for each kilowatt-hour.
  public static let gramCO2PerKilowattHour = UnitOfMeasure(
    symbol: "gCO2/kWh", dimension: .carbonIntensity, scale: 0.001 / 3.6e6)
  /// Tonne of CO2 for each megawatt-hour.
  public static let tonneCO2PerMegawattHour = UnitOfMeasure(
    symbol: "tCO2/MWh", dimension: .carbonIntensity, scale: 1000 / 3.6e9)

  // MARK: Heat rate, time, weather, plain numbers

  /// MMBtu of fuel for each megawatt-hour.
  public static let mmbtuPerMegawattHour = UnitOfMeasure(
    symbol: "MMBtu/MWh", dimension: .heatRate, scale: 1_055_055_852.62 / 3.6e9)
  /// Second.
  public static let second = UnitOfMeasure(symbol: "s", dimension: .time, scale: 1)
  /// Minute.
  public static let minute = UnitOfMeasure(symbol: "min", dimension: .time, scale: 60)
  /// Hour.
  public static let hour = UnitOfMeasure(symbol: "h", dimension: .time, scale: 3600)
  /// Day of 24 hours.
  public static let day = UnitOfMeasure(symbol: "d", dimension: .time, scale: 86_400)
  /// Kelvin.
  public static let kelvin = UnitOfMeasure(symbol: "K", dimension: .temperature, scale: 1)
  /// Degree Celsius.
  public static let celsius = UnitOfMeasure(symbol: "°C", dimension: .temperature, scale: 1, baseOffset: 273.15)
  /// Degree Fahrenheit.
  public static let fahrenheit = UnitOfMeasure(
    symbol: "°F", dimension: .temperature, scale: 5.0 / 9, baseOffset: 459.67 * 5 / 9)
  /// Metre a second.
  public static let metrePerSecond = UnitOfMeasure(symbol: "m/s", dimension: .speed, scale: 1)
  /// Watt a square metre.
  public static let wattPerSquareMetre = UnitOfMeasure(symbol: "W/m2", dimension: .irradiance, scale: 1)
  /// A plain number.
  public static let one = UnitOfMeasure(symbol: "1", dimension: .dimensionless, scale: 1)
  /// One in a hundred.
  public static let percent = UnitOfMeasure(symbol: "%", dimension: .dimensionless, scale: 0.01)
  /// One in a million, by volume: the concentration of a gas.
  public static let partsPerMillion = UnitOfMeasure(symbol: "ppm", dimension: .dimensionless, scale: 1e-6)
}
