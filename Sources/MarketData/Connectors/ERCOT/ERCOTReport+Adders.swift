extension ERCOTReport {
  /// Adders to the real-time price and the reserves behind them, before and since ancillary services are co-optimised with
  /// energy in real time (5 December 2025).
  static let adders: [ERCOTReport] = [
    ERCOTReport(
      "np6-323-cd", "Real-Time Price Adders by SCED Interval", Product(adder: "", per: .megawattHour), seconds: 0,
      cadence: 300, lag: dispatchLag, type: 13221, endpoint: "np6-323-cd/rt_price_adder_sced", span: .dispatchRun,
      prefixes: ["rtordcreldeppriceaddernp6323"],
      runLayouts),
    ERCOTReport(
      "np6-324-cd", "Real-Time Price Adders for 15-Minute Settlement Interval", Product(adder: "", per: .megawattHour),
      seconds: 900, cadence: 900, lag: settlementLag, type: 13220, endpoint: "np6-324-cd/rt_15min_price_adders",
      [
        .wide(["deliverydate", "deliveryhour", "deliveryinterval", "rtrsvpor"], columns),
        .wide(["deliverydate", "deliveryhour", "deliveryinterval", "rtrdpa"], columns),
      ]),
    ERCOTReport(
      "np6-792-er", "Historical Real-Time Price Adders by SCED Interval", Product(adder: "", per: .megawattHour),
      seconds: 0, cadence: 2_592_000,
      // Files of a year are posted anew as months are added; no lag is documented, so one month is allowed for.
      lag: .afterInterval(seconds: 2_678_400), type: 13231,
      prefixes: ["rtm_ordc_rel_dply_prc_addr_rsrv", "hist_rt_sced_prc_addr"],
      runLayouts),
  ]

  private static let runLayouts: [ERCOTLayout] = [
    .wide(["scedtimestamp", "systemlambda", "rtorpa"], columns),
    .wide(["scedtimestamp", "systemlamda", "rtorpa"], columns),
    .wide(["scedtimestamp", "systemlambda", "rtrdpa"], columns),
    .wide(["scedtimestamp", "systemlamda", "rtrdpa"], columns),
  ]

  private static let columns = ERCOTWideRows(place: .system) { name in
    if name == "systemlambda" || name == "systemlamda" { return ERCOTCell(lambda(.realTime)) }
    if energyAdders.contains(name) { return ERCOTCell(Product(adder: name.uppercased(), per: .megawattHour)) }
    if capacityAdders.contains(name) {
      return ERCOTCell(Product(adder: name.uppercased(), per: .megawattOfCapacityHour))
    }
    if capacities.contains(name) {
      return ERCOTCell(.power(.availableCapacity, .realTime, name.uppercased()))
    }
    return nil
  }

  /// Adders to the price of energy: online and offline reserves, reliability deployment, and their names for quarter-hours.
  private static let energyAdders: Set<String> = [
    "rtorpa", "rtoffpa", "rtordpa", "rtrdpa", "rtrsvpor", "rtrsvpoff", "rtrdp",
  ]

  /// Adders to the prices of ancillary services: regulation up and down, responsive, contingency and non-spinning reserve.
  private static let capacityAdders: Set<String> = [
    "rtrdparus", "rtrdpards", "rtrdparrs", "rtrdpaecrs", "rtrdpanss", "rtrdpru", "rtrdprd", "rtrdprrs", "rtrdpecrs",
    "rtrdpns",
  ]

  /// Capacities and deployments in MW that the adders are computed from.
  private static let capacities: Set<String> = [
    "prc", "rtolcap", "rtoffcap", "rtolhsl", "rtbp", "rtclrcap", "rtclrreg", "rtclrbp", "rtclrlsl", "rtclrns",
    "rtnclrrrs", "rtolnsrs", "rtcst30hsl", "rtoffnshsl", "rtruccst30hsl", "rtrruc", "rtrrmr", "rtdnclr", "rtders",
    "rtdctieimport", "rtdctieexport", "rtbltimport", "rtbltexport", "rtollasl", "rtolhasl", "rtnclrnscap",
    "rtnclrecrs", "rtollsl", "rtdll",
  ]
}

extension Product {
  /// A real-time adder to the price of energy, or of capacity held.
  fileprivate init(adder name: String, per unit: UnitOfMeasure) {
    self.init(kind: .priceAdder, run: .realTime, name: name, unit: .price(.usd, per: unit))
  }
}
