import MarketData

/// What a risk factor prices and where: what a stress scenario finds it by.
///
///     FactorTag(.gas, region: "US/Texas", hub: "Waha")
///
/// A region is a path from the continent or country down; a hub is a place by the name under which the market knows it.
public struct FactorTag: Hashable, Sendable, Codable {
  /// What is priced; a host may name its own.
  public struct Commodity: RawRepresentable, Hashable, Sendable, Codable {
    /// The name.
    public let rawValue: String

    /// Names a commodity.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Natural gas.
    public static let gas = Commodity(rawValue: "gas")
    /// Electricity.
    public static let power = Commodity(rawValue: "power")
    /// Emission allowances.
    public static let carbon = Commodity(rawValue: "carbon")
    /// Crude oil.
    public static let oil = Commodity(rawValue: "oil")
    /// Coal.
    public static let coal = Commodity(rawValue: "coal")
    /// A rate of exchange; its region is the currency that is priced, then the one that prices it: `GBP/USD`.
    public static let exchangeRate = Commodity(rawValue: "exchangeRate")
  }

  /// What is priced.
  public let commodity: Commodity
  /// Where, from the large to the small, with slashes; empty for nowhere in particular.
  public let region: String
  /// The place by name, or `nil`.
  public let hub: String?

  /// Tags a factor.
  public init(_ commodity: Commodity, region: String = "", hub: String? = nil) {
    self.commodity = commodity
    self.region = region
    self.hub = hub
  }

  /// Whether two tags may be of one place: of the same commodity, one region in the other, and not of different hubs.
  func isCompatible(with other: FactorTag) -> Bool {
    commodity == other.commodity && (hub == nil || other.hub == nil || hub == other.hub)
      && (FactorTag.lies(region, in: other.region) || FactorTag.lies(other.region, in: region))
  }

  /// Whether one region lies in another, or is it.
  static func lies(_ region: String, in other: String) -> Bool {
    other.isEmpty || region == other || region.hasPrefix(other + "/")
  }
}

/// Rules by which the names of factors become tags; the first that fits counts.
///
///     let rules = FactorRules([.init(prefix: "DESK1_NBP", FactorTag(.gas, region: "Europe/GB", hub: "NBP"))])
///       .followed(by: .standard)
///     rules.tag(of: "TTF_2027-01")        // gas in Europe/NL
///
/// Names are compared word by word in upper case, with every character that is no letter or digit as a break: `PJM-W.Hub` begins with
/// `PJM W`, `TTFX` does not begin with `TTF`. A rule whose words are also plain English asks for a delivery behind them, so that the hub
/// `THE_2027-01` is gas and the factor `THE_SPREAD` is not.
///
/// A rule also does not fit a name that says behind its prefix that it is of another commodity: `GERMAN_2027` and
/// `GERMAN_POWER` are power, `GERMAN_GAS` is gas, `GERMAN_COAL` is nothing that ``standard`` knows. A host whose name
/// says one thing and means another writes the word into its own prefix, where nothing is asked of it.
///
/// What is no price itself has no tag: where a word behind the rule's own says that it is a difference, a ratio or a volatility (spread,
/// basis, vs, heat, vol ...), or the name of another place follows. `WTI_BRENT` and `TTF_JKM_SPREAD` take no shock of an outright
/// price, `ERCOT_HB_NORTH` is one. A rule whose own words have them (`TTF JKM SPREAD`) tags them.
public struct FactorRules: Hashable, Sendable {
  /// One rule.
  public struct Rule: Hashable, Sendable, Codable {
    /// The words with which a factor's name begins.
    public let prefix: String
    /// What such a factor is.
    public let tag: FactorTag
    /// Whether nothing but a delivery may follow: words with a digit (2027-01, M1, Q3), or names of a tenor (cal, front, month, spot ...).
    public let needsDelivery: Bool

    /// Makes a rule.
    public init(prefix: String, _ tag: FactorTag, needsDelivery: Bool = false) {
      self.prefix = prefix
      self.tag = tag
      self.needsDelivery = needsDelivery
    }

    private enum Key: CodingKey { case prefix, tag, needsDelivery }

    /// Reads a rule; `needsDelivery` is false unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      self.init(
        prefix: try container.decode(String.self, forKey: .prefix), try container.decode(FactorTag.self, forKey: .tag),
        needsDelivery: try container.decodeIfPresent(Bool.self, forKey: .needsDelivery) ?? false)
    }

    /// Writes a rule.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(prefix, forKey: .prefix)
      try container.encode(tag, forKey: .tag)
      if needsDelivery { try container.encode(true, forKey: .needsDelivery) }
    }
  }

  /// The rules, the first that fits counts.
  public let rules: [Rule]
  /// The words of each rule.
  private let words: [[Substring]]

  /// Makes a list of rules.
  public init(_ rules: [Rule]) {
    self.rules = rules
    words = rules.map { FactorRules.words($0.prefix) }
  }

  /// These rules first, then others.
  public func followed(by other: FactorRules) -> FactorRules { FactorRules(rules + other.rules) }

  /// What a factor is, or `nil` where no rule fits, or for a name of more than 32 words.
  /// - Complexity: O(rules × words of the name).
  public func tag(of name: String) -> FactorTag? {
    let given = FactorRules.words(name)
    guard given.count <= FactorRules.mostWords else { return nil }
    guard let place = rule(for: given[...]) else { return nil }
    let tag = rules[place].tag
    var rest = given.dropFirst(words[place].count)
    while let word = rest.first {
      if FactorRules.differences.contains(String(word)) { return nil }
      // A rule without words fits everything, and names no place.
      if let other = rule(for: rest), let name = words[other].first {
        // The same market named again is a second place in it, as in HB_WEST_HB_NORTH.
        guard rules[other].tag.isCompatible(with: tag), name != words[place].first else { return nil }
      }
      rest = rest.dropFirst()
    }
    return tag
  }

  /// The first rule that fits words from their first on.
  private func rule(for given: ArraySlice<Substring>) -> Int? {
    rules.indices.first { place in
      given.starts(with: words[place])
        && (!rules[place].needsDelivery || given.dropFirst(words[place].count).allSatisfy(FactorRules.isDelivery))
        && !given.dropFirst(words[place].count).contains { word in
          FactorRules.commodities[String(word)].map { $0 != rules[place].tag.commodity } ?? false
        }
    }
  }

  /// The most words of a name: each is held against every rule.
  private static let mostWords = 32

  /// The words of what is quoted beside prices, and is none.
  private static let differences: Set<String> = [
    "SPREAD", "SPREADS", "BASIS", "VS", "VERSUS", "DIFF", "DIFFERENTIAL", "HEAT", "RATE", "SPARK", "DARK", "CRACK",
    "VOL", "VOLA", "VOLATILITY",
  ]

  /// Whether a word of a name says when something is delivered.
  private static func isDelivery(_ word: Substring) -> Bool {
    word.contains(where: \.isNumber) || tenors.contains(String(word))
  }

  /// Words that say what is priced.
  private static let commodities: [String: FactorTag.Commodity] = [
    "GAS": .gas, "NATGAS": .gas, "LNG": .gas, "POWER": .power, "ELECTRICITY": .power, "ELEC": .power, "CARBON": .carbon,
    "CO2": .carbon, "EUA": .carbon, "OIL": .oil, "CRUDE": .oil, "COAL": .coal,
  ]

  /// The names of tenors and of what is quoted for them.
  private static let tenors: Set<String> = [
    "DA", "WD", "WE", "BOW", "BOM", "BOY", "CAL", "GY", "SUM", "WIN", "SUMMER", "WINTER", "SPOT", "FRONT", "PROMPT",
    "DAY", "AHEAD",
    "WEEK", "WEEKEND", "MONTH", "QUARTER", "SEASON", "YEAR", "NEXT", "BASE", "GAS", "HUB", "VTP", "DE", "EUR", "JAN",
    "FEB", "MAR",
    "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// What a factor of a portfolio is: by the rules, and a rate of exchange by its currencies.
  public func tag(of factor: RiskFactor) -> FactorTag? {
    if factor.kind == .exchangeRate, let priced = factor.pricedCurrency {
      return FactorTag(.exchangeRate, region: "\(priced.majorCode)/\(factor.currency.majorCode)")
    }
    guard factor.kind != .volatility, factor.kind != .basis else { return nil }
    return tag(of: factor.name)
  }

  private static func words(_ name: String) -> [Substring] {
    name.uppercased().split { !$0.isLetter && !$0.isNumber }
  }

  /// Rules for the hubs of the large markets by their usual names.
  public static let standard: FactorRules = {
    let table: [(String, FactorTag.Commodity, String, String?)] = [
      ("HENRY HUB", .gas, "US/Gulf", "Henry Hub"), ("HENRY", .gas, "US/Gulf", "Henry Hub"),
      ("NYMEX NG", .gas, "US/Gulf", "Henry Hub"), ("WAHA", .gas, "US/Texas", "Waha"),
      ("HSC", .gas, "US/Texas", "Houston Ship Channel"), ("HOUSTON SHIP", .gas, "US/Texas", "Houston Ship Channel"),
      ("KATY", .gas, "US/Texas", "Katy"), ("SOCAL", .gas, "US/West/California", "SoCal"),
      ("PG E", .gas, "US/West/California", "PG&E Citygate"), ("PGE", .gas, "US/West/California", "PG&E Citygate"),
      ("SUMAS", .gas, "US/West/Northwest", "Sumas"), ("MALIN", .gas, "US/West/Northwest", "Malin"),
      ("ALGONQUIN", .gas, "US/Northeast", "Algonquin Citygate"),
      ("TRANSCO Z6", .gas, "US/Northeast", "Transco Zone 6 NY"),
      ("TRANSCO ZONE 6", .gas, "US/Northeast", "Transco Zone 6 NY"),
      ("CHICAGO", .gas, "US/Midwest", "Chicago"), ("DOMINION", .gas, "US/Northeast", "Dominion South"),
      ("AECO", .gas, "Canada", "AECO"),
      ("TTF", .gas, "Europe/NL", "TTF"), ("NBP", .gas, "Europe/GB", "NBP"), ("THE", .gas, "Europe/DE", "THE"),
      ("PEG", .gas, "Europe/FR", "PEG"), ("PSV", .gas, "Europe/IT", "PSV"), ("PVB", .gas, "Europe/ES", "PVB"),
      ("ZTP", .gas, "Europe/BE", "ZTP"), ("JKM", .gas, "Asia/Japan", "JKM"),
      ("WALLUMBILLA", .gas, "Australia", "Wallumbilla"),
      ("GERMAN GAS", .gas, "Europe/DE", nil), ("DE GAS", .gas, "Europe/DE", nil),
      ("FRENCH GAS", .gas, "Europe/FR", nil), ("FR GAS", .gas, "Europe/FR", nil),
      ("UK GAS", .gas, "Europe/GB", nil), ("GB GAS", .gas, "Europe/GB", nil),
      ("ERCOT", .power, "US/Texas", nil), ("HB NORTH", .power, "US/Texas", nil),
      ("HB HOUSTON", .power, "US/Texas", nil),
      ("HB WEST", .power, "US/Texas", nil), ("HB SOUTH", .power, "US/Texas", nil), ("HB", .power, "US/Texas", nil),
      ("SP15", .power, "US/West/California", "SP15"), ("NP15", .power, "US/West/California", "NP15"),
      ("CAISO", .power, "US/West/California", nil), ("MIDC", .power, "US/West/Northwest", "Mid-Columbia"),
      ("MID C", .power, "US/West/Northwest", "Mid-Columbia"), ("PALO VERDE", .power, "US/West/Southwest", "Palo Verde"),
      ("PJM", .power, "US/Northeast/PJM", nil), ("MISO", .power, "US/Midwest", nil),
      ("INDIANA", .power, "US/Midwest", nil), ("CINERGY", .power, "US/Midwest", "Cinergy"),
      ("NYISO", .power, "US/Northeast/NYISO", nil), ("ISONE", .power, "US/Northeast/New England", nil),
      ("MASS HUB", .power, "US/Northeast/New England", "Mass Hub"), ("NEPOOL", .power, "US/Northeast/New England", nil),
      ("SPP", .power, "US/Plains", nil),
      ("DE POWER", .power, "Europe/DE", nil), ("PHELIX", .power, "Europe/DE", nil),
      ("EEX DE", .power, "Europe/DE", nil),
      ("EPEX DE", .power, "Europe/DE", nil), ("GERMAN", .power, "Europe/DE", nil),
      ("FR POWER", .power, "Europe/FR", nil),
      ("EPEX FR", .power, "Europe/FR", nil), ("FRENCH", .power, "Europe/FR", nil),
      ("UK POWER", .power, "Europe/GB", nil),
      ("GB POWER", .power, "Europe/GB", nil), ("N2EX", .power, "Europe/GB", nil),
      ("NORD POOL", .power, "Europe/Nordic", nil),
      ("NORDPOOL", .power, "Europe/Nordic", nil), ("PUN", .power, "Europe/IT", nil), ("OMIE", .power, "Europe/ES", nil),
      ("JEPX", .power, "Asia/Japan", "JEPX"), ("NEM", .power, "Australia", nil), ("NSW1", .power, "Australia/NSW", nil),
      ("QLD1", .power, "Australia/QLD", nil), ("VIC1", .power, "Australia/VIC", nil),
      ("SA1", .power, "Australia/SA", nil),
      ("TAS1", .power, "Australia/TAS", nil),
      ("EUA", .carbon, "Europe", "EUA"), ("UKA", .carbon, "Europe/GB", "UKA"),
      ("RGGI", .carbon, "US/Northeast", "RGGI"),
      ("CCA", .carbon, "US/West/California", "CCA"),
      ("WTI", .oil, "US", "WTI"), ("BRENT", .oil, "Europe", "Brent"), ("DUBAI", .oil, "Asia", "Dubai"),
      ("API2", .coal, "Europe", "API 2"), ("NEWCASTLE", .coal, "Australia", "Newcastle"),
    ]
    return FactorRules(
      table.map {
        Rule(prefix: $0.0, FactorTag($0.1, region: $0.2, hub: $0.3), needsDelivery: plainWords.contains($0.0))
      })
  }()
}

/// The names of hubs that are words of their own.
private let plainWords: Set<String> = ["THE", "PEG", "PUN"]

extension FactorRules: Codable {
  /// Reads a list of rules.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([Rule].self))
  }

  /// Writes a list of rules.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rules)
  }
}
