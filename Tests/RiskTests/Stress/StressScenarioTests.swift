import Foundation
import MarketData
import Risk
import Testing

@Suite struct StressScenarioTests {
  private let rounding = 1e-12

  @Test func theLibraryIsDocumented() throws {
    let library = StressScenario.library
    #expect(library.count >= 20)
    #expect(Set(library.map(\.id)).count == library.count)
    for scenario in library {
      #expect(!scenario.shocks.isEmpty && !scenario.summary.isEmpty && scenario.isHistorical, "\(scenario.id)")
      let days = scenario.period.split(separator: "/").compactMap { LocalDate(String($0)) }
      #expect(days.count == 2 && days[0] <= days[1], "\(scenario.id)")
      for shock in scenario.shocks {
        let evidence = try #require(shock.evidence, "\(scenario.id)")
        #expect(!evidence.source.isEmpty && !evidence.when.isEmpty)
      }
      #expect(try StressScenario.named(scenario.id) == scenario)
    }
    #expect(throws: RiskError.self) { _ = try StressScenario.named("nothing") }
  }

  private func relative(_ id: String, _ index: Int) throws -> Double {
    guard case .relative(let part) = try StressScenario.named(id).shocks[index].size else {
      Issue.record("\(id) is not relative")
      return .nan
    }
    return part
  }

  /// Changes that the sources state beside the prices.
  @Test func sizesAgreeWithWhatTheSourcesSay() throws {
    // EIA: "68 percent below the record-high price".
    #expect(abs(try relative("recession-2008", 0) + 0.68) < 0.005)
    // EIA: "the 50% drop in crude oil prices in the second half of 2014".
    #expect(abs(try relative("oil-2014", 0) + 0.50) < 0.005)
    // AEMO: Q2's mean is 177 AUD/MWh above that of Q1.
    #expect(abs(try relative("nem-2022", 0) - 177.0 / 87) < rounding)
    // EIA: $3.45 up in Rita's week to 14.25, and $2.70 up in Katrina's to 12.70.
    #expect(abs(try relative("katrina-2005", 0) - 0.425) < rounding)
    // EEX: base load for 2012 up by seven euros from 53.
    #expect(abs(try relative("moratorium-2011", 0) - 7.0 / 53) < rounding)
    // Canadian prices at the days' rates: 516 and 203 CAD per cubic metre, 6.29 barrels to it.
    let (before, after) = (516 / 1.2965 / 6.29, 203 / 1.4366 / 6.29)
    #expect(abs(try relative("covid-2020", 0) - (after / before - 1)) < 0.001)
    // DTN and CRS: a fall of 55.90 USD a barrel.
    guard
      case .absolute(let fall, let currency, let unit) = try StressScenario.named("negative-oil-2020").shocks[0].size
    else {
      Issue.record("the shock of a price that crosses zero is absolute")
      return
    }
    #expect(abs(fall + 55.90) < 1e-9 && currency == .usd && unit == .barrel)
  }

  @Test func scenariosAreCodable() throws {
    let data = try JSONEncoder().encode(StressScenario.library)
    #expect(try JSONDecoder().decode([StressScenario].self, from: data) == StressScenario.library)
    let wrong = #"{"target":{"commodity":"gas","region":""},"kind":"level","amount":1,"currency":"USD","unit":"cubit"}"#
    #expect(throws: (any Error).self) { try JSONDecoder().decode(Shock.self, from: Data(wrong.utf8)) }
  }

  @Test func scalingLeavesLevels() throws {
    let scenario = StressScenario(
      id: "s", title: "S",
      shocks: [
        Shock(.init(.gas), .relative(0.2)), Shock(.init(.power), .level(9000, .usd, per: .megawattHour)),
        Shock(.init(.oil), .absolute(-5, .usd, per: .barrel)),
        .observed(.gas, "US", from: 2, to: 3, .usd, per: .mmbtu, "2021", as: .relative, source: "EIA"),
        .observed(.gas, "US", from: 2, to: 3, .usd, per: .mmbtu, "2021", as: .absolute, source: "EIA"),
        .observed(.gas, "US", from: 2, to: 3, .usd, per: .mmbtu, "2021", as: .level, source: "EIA"),
      ])
    let half = scenario.scaled(by: 0.5)
    #expect(
      half.shocks.map(\.size) == [
        .relative(0.1), .level(9000, .usd, per: .megawattHour), .absolute(-2.5, .usd, per: .barrel), .relative(0.25),
        .absolute(0.5, .usd, per: .mmbtu), .level(3, .usd, per: .mmbtu),
      ])
    // Nobody observed half the change: the prices are gone, the source and the day stay.
    let scaled = Shock.Evidence(when: "2021", source: "0.5 times the change of: EIA")
    #expect(
      half.shocks.map(\.evidence) == [
        nil, nil, nil, scaled, scaled, Shock.Evidence(before: 2, after: 3, when: "2021", source: "EIA"),
      ])
    #expect(!half.isHistorical)
  }

  @Test func factorsFindTheirShock() throws {
    let factors = [
      RiskFactor("WAHA", unit: .mmbtu, level: 2.5),  // the hub itself
      RiskFactor("HSC", unit: .mmbtu, level: 3),  // another hub of the region
      RiskFactor("HB_NORTH", unit: .megawattHour, level: 30),
      RiskFactor("HENRY_HUB", unit: .mmbtu),  // no level
      RiskFactor("TTF_M1", currency: .eur, unit: .megawattHour, level: 30),  // another continent
      RiskFactor("WIDGETS", level: 1),  // no rule
    ]
    let mapped = try StressScenario.named("texas-2021").mapped(to: factors)
    #expect(abs(mapped.moves[0] - (206.19 - 2.5)) < rounding)
    #expect(abs(mapped.moves[1] - 397) < rounding)
    #expect(mapped.moves[2] == 8970 && mapped.moves[3] == 0 && mapped.moves[4] == 0 && mapped.moves[5] == 0)
    #expect(mapped.applied.map(\.factor) == ["WAHA", "HSC", "HB_NORTH"])
    #expect(mapped.unmapped.map(\.reason) == [.noLevel, .noShock, .unknownFactor])
    #expect(mapped.unused == [2, 3, 5])
    let anywhere = try StressScenario.named("europe-gas-2022").mapped(to: factors, reach: .anywhere)
    #expect(abs(anywhere.moves[0] - 25) < rounding && abs(anywhere.moves[2] - 270) < rounding)
  }

  @Test func unitsAndPartsOfCurrenciesConvert() throws {
    let factors = [
      RiskFactor("JEPX", currency: .jpy, unit: .megawattHour, level: 9000),
      RiskFactor("NBP", currency: .gbp, unit: .therm, level: 0.6),
      RiskFactor("NBP_EUR", currency: .eur, unit: .therm, level: 0.7), RiskFactor("BRENT", unit: .tonne, level: 500),
    ]
    let scenario = StressScenario(
      id: "s", title: "S",
      shocks: [
        Shock(.init(.power, region: "Asia"), .level(154.6, .jpy, per: .kilowattHour)),
        Shock(.init(.gas, region: "Europe/GB"), .absolute(29.4, .pence, per: .therm)),
        Shock(.init(.oil), .absolute(-10, .usd, per: .barrel)),
      ])
    let mapped = try scenario.mapped(to: factors)
    #expect(abs(mapped.moves[0] - 145_600) < 1e-6)
    #expect(abs(mapped.moves[1] - 0.294) < rounding)
    #expect(mapped.unmapped.map(\.reason) == [.otherCurrency, .otherUnit])
  }

  @Test func exchangeRatesAreFoundByTheirCurrencies() throws {
    let factors = [
      RiskFactor.exchangeRate(of: .gbp, in: .usd, level: 1.25), RiskFactor.exchangeRate(of: .eur, in: .usd, level: 1.1),
    ]
    let mapped = try StressScenario.named("brexit-2016").mapped(to: factors, reach: .anywhere)
    #expect(abs(mapped.moves[0] - 1.25 * (1.36 / 1.5 - 1)) < rounding)
    #expect(mapped.moves[1] == 0)
  }

  @Test func aHubsPriceIsNotAnother() throws {
    // EIA: three western hubs 48.12 above the Henry Hub's 6.14: the level of the west is theirs, and nothing was 6.14 there.
    let west = try StressScenario.named("west-gas-2022").shocks[0]
    #expect(west.size == .level(54.26, .usd, per: .mmbtu))
    #expect(west.evidence?.before == nil && west.evidence?.after == 54.26)
    #expect(abs(54.26 - (6.14 + 48.12)) < rounding)
    // A price of California's market is a price of California.
    let california = try StressScenario.named("california-2000")
    #expect(california.shocks.allSatisfy { $0.target.region == "US/West/California" })
  }

  /// Each shock that is taken from two prices, with the prices and the words of its source, or the hub, that say what both are of.
  @Test func twoPricesOfAShockAreOfOneThing() throws {
    let checked: [(shock: String, before: Double, after: Double, of: String)] = [
      ("midwest-1998 power US/Midwest", 25, 2600, "June price spikes"),
      ("california-2000 gas US/West/California", 2.35, 4.65, "SoCal Border"),
      ("katrina-2005 gas US", 10, 14.25, "Henry Hub"),
      ("katrina-2005 oil US", 67.10, 66.96, "WTI"),
      ("polar-vortex-2014 gas US/Northeast", 13.82, 70.80, "Transco Zone 6 NY"),
      ("texas-2021 gas US/Texas", 2.83, 206.19, "Waha"),
      ("texas-2021 gas US/Texas", 2.605, 400, "Houston Ship Channel"),
      ("carbon-2006 carbon Europe", 30.65, 11.40, "December 2006 futures"),
      ("moratorium-2011 power Europe/DE", 53, 60, "base load for 2012"),
      ("moratorium-2011 carbon Europe", 15.77, 17.32, "closes of EU allowances"),
      ("brexit-2016 exchangeRate GBP/USD", 1.50, 1.36, "after the polls closed"),
      ("beast-2018 gas Europe/GB", 56, 350, "within-day NBP"),
      ("europe-relief-2023 gas Europe", 342, 50, "TTF"),
      ("ukraine-2022 oil ", 78, 124, "Brent spot"),
      ("ukraine-2022 carbon Europe", 98.49, 60, "ESMA"),
      ("nem-2022 power Australia", 87, 264, "mean spot prices of two quarters"),
      ("nem-2022 gas Australia", 8.20, 28.40, "east coast markets"),
      ("recession-2008 oil ", 145.31, 46.79, "WTI"),
      ("recession-2008 gas US", 13.31, 6.48, "Henry Hub"),
      ("oil-2014 oil ", 115.06, 57.33, "Brent front month"),
      ("covid-2020 oil ", 63.3, 22.5, "WTI"),
      ("negative-oil-2020 oil US", 18.27, -37.63, "WTI"),
      ("negative-oil-2020 oil Europe", 28.08, 25.57, "Brent"),
    ]
    var open = checked
    for scenario in StressScenario.library {
      for shock in scenario.shocks {
        guard let evidence = shock.evidence, let before = evidence.before, let after = evidence.after else { continue }
        let name = "\(scenario.id) \(shock.target.commodity.rawValue) \(shock.target.region)"
        let place = open.firstIndex { $0.shock == name && $0.before == before && $0.after == after }
        guard let place else {
          Issue.record("\(name) from \(before) to \(after) is not among the shocks whose prices were checked")
          continue
        }
        let what = open.remove(at: place).of
        #expect(shock.target.hub == what || evidence.source.contains(what), "\(name): \(what)")
      }
    }
    #expect(open.isEmpty, "no longer in the library: \(open.map(\.shock))")
  }

  /// What is quoted as a difference, a ratio or a volatility takes no shock of an outright price.
  @Test func spreadsAreNoPrices() throws {
    let rules = FactorRules.standard
    for name in [
      "WTI_BRENT_SPREAD", "WTI_BRENT", "TTF_JKM_SPREAD", "TTF-JKM", "TTF NBP M1", "TTF_THE", "TTF_THE_2027-01",
      "HENRY_HUB_BASIS", "WAHA_BASIS_2027", "WAHA_HENRY", "SOCAL_VS_PGE", "SOCAL_PGE", "BRENT_DIFF", "PJM_HEAT_RATE",
      "PJM_WEST_VOL", "ERCOT_SPARK_SPREAD", "HB_WEST_HB_NORTH", "PJM_WEST_PJM_EAST", "NSW1_QLD1", "PJM_NYISO",
    ] {
      #expect(rules.tag(of: name) == nil, "\(name)")
    }
    for name in [
      "WTI", "WTI_2027-01", "TTF_M1", "NBP_EUR", "PJM_WEST", "ERCOT_HB_NORTH", "HB_NORTH", "NEPOOL_MASS_HUB",
      "CAISO_SP15", "MISO_INDIANA_HUB", "NYMEX_NG_HENRY_HUB", "EPEX_DE_PHELIX", "TRANSCO_ZONE_6", "NEM_NSW1",
    ] {
      #expect(rules.tag(of: name) != nil, "\(name)")
    }
    // The default kind is a hub's: the name alone keeps the record fall off the spread.
    let spread = RiskFactor("WTI_BRENT_SPREAD", unit: .barrel, level: -4)
    let outright = RiskFactor("WTI_M1", unit: .barrel, level: 20)
    let mapped = try StressScenario.named("negative-oil-2020").mapped(to: [spread, outright])
    #expect(mapped.moves[0] == 0 && abs(mapped.moves[1] + 55.90) < 1e-9)
    #expect(mapped.unmapped.map(\.reason) == [.unknownFactor])
    let europe = try StressScenario.named("europe-gas-2022").mapped(
      to: [RiskFactor("TTF_JKM_SPREAD", currency: .eur, level: -3)])
    #expect(europe.moves == [0])
    // A name of thousands of words costs no time.
    #expect(rules.tag(of: "ERCOT" + String(repeating: " HB", count: 30_000)) == nil)
    #expect(rules.tag(of: "ERCOT" + String(repeating: " HB", count: 31)) != nil)
    // A host's rule for the spread itself counts, and one for everything else makes no second place.
    let own = FactorRules([.init(prefix: "TTF JKM SPREAD", FactorTag(.gas, region: "Basin"))]).followed(by: rules)
    #expect(own.tag(of: "TTF_JKM_SPREAD_2027")?.region == "Basin")
    let any = rules.followed(by: FactorRules([.init(prefix: "", FactorTag(.coal))]))
    #expect(any.tag(of: "TTF_M1")?.hub == "TTF" && any.tag(of: "WIDGETS")?.commodity == .coal)
  }

  @Test func plainWordsAreNoHubs() throws {
    let rules = FactorRules.standard
    for name in ["THE", "the_2027-01", "THE M1", "THE-CAL-27", "THE.FRONT.MONTH", "THE_Q1_2027", "PEG_DA", "PUN BASE"] {
      #expect(rules.tag(of: name) != nil, "\(name)")
    }
    #expect(rules.tag(of: "THE_2027-01")?.hub == "THE")
    for name in ["TheThing", "THE_SPREAD", "the big one", "THEBES", "THE THING 2", "PEG LEG", "PUNCH"] {
      #expect(rules.tag(of: name) == nil, "\(name)")
    }
    // A rule of a host may ask for a delivery too, and says so in JSON.
    let own = FactorRules([.init(prefix: "ON", FactorTag(.power, region: "Canada"), needsDelivery: true)])
    #expect(own.tag(of: "ON_2027") != nil && own.tag(of: "ON_HAND") == nil)
    #expect(try JSONDecoder().decode(FactorRules.self, from: JSONEncoder().encode(own)) == own)
  }

  /// A name that says what it prices is not shocked as something else.
  @Test func namesThatSayGasAreNotPower() throws {
    let rules = FactorRules.standard
    let tags: [(name: String, tag: FactorTag?)] = [
      ("GERMAN_GAS", FactorTag(.gas, region: "Europe/DE")), ("german-gas-2027", FactorTag(.gas, region: "Europe/DE")),
      ("DE_GAS_M1", FactorTag(.gas, region: "Europe/DE")), ("FRENCH_GAS", FactorTag(.gas, region: "Europe/FR")),
      ("UK GAS", FactorTag(.gas, region: "Europe/GB")), ("GERMAN_POWER", FactorTag(.power, region: "Europe/DE")),
      ("GERMAN_2027", FactorTag(.power, region: "Europe/DE")),
      ("FRENCH_BASE_2027", FactorTag(.power, region: "Europe/FR")),
      ("PJM_POWER_WEST", FactorTag(.power, region: "US/Northeast/PJM")),
      ("THE_GAS_2027-01", FactorTag(.gas, region: "Europe/DE", hub: "THE")),
      ("WTI_CRUDE_M1", FactorTag(.oil, region: "US", hub: "WTI")),
      ("EUA_CARBON_DEC", FactorTag(.carbon, region: "Europe", hub: "EUA")),
      ("GERMAN_COAL", nil), ("GERMAN_2027_GAS", nil), ("ERCOT_GAS", nil), ("FRENCH_CO2", nil), ("NEM_LNG", nil),
    ]
    for (name, tag) in tags { #expect(rules.tag(of: name) == tag, "\(name)") }
    // A host may know better: the word in its own prefix counts as part of the place.
    let own = FactorRules([.init(prefix: "GERMAN GAS PLANT", FactorTag(.power, region: "Europe/DE"))]).followed(
      by: rules)
    #expect(own.tag(of: "GERMAN_GAS_PLANT_2027")?.commodity == .power)
    #expect(own.tag(of: "GERMAN_GAS_2027")?.commodity == .gas)

    // Gas rises by 1,000 %, power by 900 %.
    let factors = ["GERMAN_GAS", "GERMAN_POWER", "FRENCH_GAS", "FRENCH_2023", "GERMAN_COAL"].map {
      RiskFactor($0, currency: .eur, unit: .megawattHour, level: 20)
    }
    let mapped = try StressScenario.named("europe-gas-2022").mapped(to: factors)
    #expect(zip(mapped.moves, [200, 180, 200, 180, 0.0]).allSatisfy { abs($0 - $1) < rounding })
    #expect(mapped.unmapped.map(\.reason) == [.unknownFactor])
  }

  @Test func ownRulesComeFirst() throws {
    let rules = FactorRules([.init(prefix: "TTF", FactorTag(.power, region: "Mars"))]).followed(by: .standard)
    #expect(rules.tag(of: "ttf-2027")?.region == "Mars")
    #expect(rules.tag(of: "PJM-W.Hub")?.region == "US/Northeast/PJM")
    #expect(rules.tag(of: "TTFX") == nil)
    #expect(rules.tag(of: "") == nil)
    #expect(try JSONDecoder().decode(FactorRules.self, from: JSONEncoder().encode(rules)) == rules)
  }
}
