/// What kind of thing a unit measures; units convert into each other only within one dimension.
///
/// Dimensions that physics would merge are kept apart where a market would be hurt by merging them: gas at stated reference
/// conditions is not a bare cubic metre, a tonne of CO2 is not a tonne of coal, and capacity held for a day is not energy.
public struct UnitDimension: Hashable, Sendable {
  /// The dimension's name, its identity.
  public let name: String
  /// The symbol of the unit that scales refer to.
  public let baseSymbol: String

  /// Makes a dimension of the host's own, with the symbol of the unit to which scales in it refer.
  public init(name: String, baseSymbol: String) {
    self.name = name
    self.baseSymbol = baseSymbol
  }

  /// A plain number.
  public static let dimensionless = UnitDimension(name: "dimensionless", baseSymbol: "1")
  /// Energy, in joules.
  public static let energy = UnitDimension(name: "energy", baseSymbol: "J")
  /// Power, and energy per time such as MWh/d, in watts.
  public static let power = UnitDimension(name: "power", baseSymbol: "W")
  /// Reactive power, in volt-amperes reactive.
  public static let reactivePower = UnitDimension(name: "reactive power", baseSymbol: "var")
  /// Capacity held for a span of fixed length, in watt-hours of availability.
  public static let capacityTime = UnitDimension(name: "capacity for a time", baseSymbol: "W·h")
  /// Capacity held for calendar months, whose length varies, in watt-months.
  public static let capacityMonths = UnitDimension(name: "capacity for months", baseSymbol: "W-month")
  /// Change of power with time, in watts per second.
  public static let ramp = UnitDimension(name: "ramp", baseSymbol: "W/s")
  /// Gas by volume at stated reference conditions, in normal cubic metres (0 °C, 101.325 kPa).
  public static let gasVolume = UnitDimension(name: "gas volume", baseSymbol: "Nm3")
  /// Gas volume per time, in normal cubic metres a second.
  public static let gasFlow = UnitDimension(name: "gas flow", baseSymbol: "Nm3/s")
  /// Volume of a liquid, or of gas at conditions that nobody stated, in cubic metres.
  public static let volume = UnitDimension(name: "volume", baseSymbol: "m3")
  /// Mass, in kilograms.
  public static let mass = UnitDimension(name: "mass", baseSymbol: "kg")
  /// Mass of carbon dioxide, or of other gases by their equivalent, in kilograms.
  public static let carbonDioxide = UnitDimension(name: "carbon dioxide", baseSymbol: "kgCO2")
  /// Emission for an amount of energy, in kilograms of CO2 per joule.
  public static let carbonIntensity = UnitDimension(name: "carbon intensity", baseSymbol: "kgCO2/J")
  /// Fuel energy for an amount of electric energy.
  public static let heatRate = UnitDimension(name: "heat rate", baseSymbol: "J/J")
  /// Time, in seconds.
  public static let time = UnitDimension(name: "time", baseSymbol: "s")
  /// Temperature, in kelvin.
  public static let temperature = UnitDimension(name: "temperature", baseSymbol: "K")
  /// Speed, in metres a second.
  public static let speed = UnitDimension(name: "speed", baseSymbol: "m/s")
  /// Radiant power on an area, in watts a square metre.
  public static let irradiance = UnitDimension(name: "irradiance", baseSymbol: "W/m2")
}
