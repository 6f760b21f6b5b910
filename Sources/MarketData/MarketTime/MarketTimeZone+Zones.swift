extension MarketTimeZone {
  // MARK: Fixed offsets

  /// Coordinated universal time.
  public static let utc = fixed(seconds: 0, name: "UTC")
  /// Eastern standard time all year, UTC-5: the clock of MISO and IESO files.
  public static let easternStandard = fixed(hours: -5, name: "EST")
  /// Central standard time all year, UTC-6.
  public static let centralStandard = fixed(hours: -6, name: "CST")
  /// Mountain standard time all year, UTC-7.
  public static let mountainStandard = fixed(hours: -7, name: "MST")
  /// Pacific standard time all year, UTC-8.
  public static let pacificStandard = fixed(hours: -8, name: "PST")
  /// Central European standard time all year, UTC+1.
  public static let centralEuropeanStandard = fixed(hours: 1, name: "CET")
  /// The clock of Australia's National Electricity Market: UTC+10 all year, in every region.
  public static let nem = fixed(hours: 10, name: "NEM")
  /// The clock of Western Australia's market: UTC+8 all year.
  public static let westernAustralia = builtIn("Australia/Perth")

  // MARK: North America

  /// Eastern prevailing time: PJM, NYISO, ISO-NE.
  public static let eastern = builtIn("America/New_York")
  /// Central prevailing time: ERCOT, SPP, and the North American gas day.
  public static let central = builtIn("America/Chicago")
  /// Mountain prevailing time.
  public static let mountain = builtIn("America/Denver")
  /// Mountain time of Arizona, without daylight saving.
  public static let arizona = builtIn("America/Phoenix")
  /// Pacific prevailing time: CAISO, and the WECC block products.
  public static let pacific = builtIn("America/Los_Angeles")
  /// Alberta's prevailing time: AESO.
  public static let alberta = builtIn("America/Edmonton")
  /// Ontario's prevailing time (IESO's own files keep ``easternStandard``).
  public static let ontario = builtIn("America/Toronto")
  /// Mexico's central time: CENACE.
  public static let mexicoCity = builtIn("America/Mexico_City")

  // MARK: Latin America

  /// Brasilia time: ONS, CCEE.
  public static let saoPaulo = builtIn("America/Sao_Paulo")
  /// Argentine time: CAMMESA.
  public static let buenosAires = builtIn("America/Argentina/Buenos_Aires")
  /// Chilean time: CEN.
  public static let santiago = builtIn("America/Santiago")
  /// Peruvian time: COES.
  public static let lima = builtIn("America/Lima")
  /// Colombian time: XM.
  public static let bogota = builtIn("America/Bogota")

  // MARK: Europe

  /// Central European prevailing time, from the rules of Berlin: EPEX SPOT, Nord Pool, the single day-ahead coupling.
  public static let centralEurope = builtIn("Europe/Berlin")
  /// British prevailing time: Elexon, EFA blocks.
  public static let london = builtIn("Europe/London")
  /// Irish prevailing time: the single electricity market.
  public static let dublin = builtIn("Europe/Dublin")
  /// Portuguese prevailing time.
  public static let lisbon = builtIn("Europe/Lisbon")
  /// Eastern European prevailing time, from the rules of Helsinki.
  public static let easternEurope = builtIn("Europe/Helsinki")
  /// Turkish time, UTC+3 since 2016: EPIAS.
  public static let istanbul = builtIn("Europe/Istanbul")

  // MARK: Asia and the Pacific

  /// Japan standard time: JEPX.
  public static let japan = builtIn("Asia/Tokyo")
  /// Korea standard time: KPX.
  public static let korea = builtIn("Asia/Seoul")
  /// India standard time: IEX.
  public static let india = builtIn("Asia/Kolkata")
  /// Singapore time: EMC.
  public static let singapore = builtIn("Asia/Singapore")
  /// Taiwan time.
  public static let taipei = builtIn("Asia/Taipei")
  /// Philippine time: WESM.
  public static let manila = builtIn("Asia/Manila")
  /// Sydney's prevailing time (the market itself keeps ``nem``).
  public static let sydney = builtIn("Australia/Sydney")
  /// New Zealand's prevailing time.
  public static let newZealand = builtIn("Pacific/Auckland")

  /// A zone that the generated table holds; the tests hold every name above against the table.
  private static func builtIn(_ identifier: String) -> MarketTimeZone {
    MarketTimeZone(identifier: identifier) ?? .fixed(seconds: 0, name: identifier)
  }
}
