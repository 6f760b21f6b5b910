extension ERCOTReport {
  /// What single participants offered and were awarded, disclosed after sixty days.
  ///
  /// Files are named by the day on which they appear, the sixtieth after the operating day; by its end they are out.
  static let disclosures: [ERCOTReport] = [
    ERCOTReport(
      "np3-966-er", "60-Day DAM Disclosure Reports", .power(.award, .dayAhead, "energy"), seconds: 3600,
      cadence: 86_400,
      lag: .daysAfter(61, in: .central), type: 13051,
      prefixes: ["60d_dam_", "np3-966-er"],
      [
        day(["resourcename", "awardedquantity", "settlementpointname"], at: resource),
        day(["loadresourcename", "maxpowerconsumptionforloadresource"], at: resource),
        .wide(
          ["deliverydate", "hourending", "quantitymw1"], excluding: ["sasmid"], matching: { $0.hasPrefix("price1") },
          ERCOTWideRows(place: resource, column: dayAheadColumn)),
        day(["settlementpoint", "energyonlybidmw1", "energyonlybidprice1"], at: bid("energyonlybidid")),
        day(["settlementpoint", "energyonlyoffermw1", "energyonlyofferprice1"], at: bid("energyonlyofferid")),
        day(["settlementpoint", "energyonlybidawardinmw", "settlementpointprice"], at: bid("bidid")),
        day(["settlementpoint", "energyonlyofferawardinmw", "settlementpointprice"], at: bid("offerid")),
        day(["settlementpointsource", "settlementpointsink", "ptpbidmw", "ptpbidprice"], at: path("bidid")),
        day(["settlementpointsource", "settlementpointsink", "ptpbidawardmw"], at: path("bidid")),
        .wide(
          ["deliverydate", "hourending", "settlementpointsource", "settlementpointsink", "mw", "price"],
          matching: { $0.hasPrefix("multihourblock") },
          ERCOTWideRows(place: path("crrid")) { $0 == "price" ? option(.offer) : nil }),
        .wide(
          ["deliverydate", "hourending", "settlementpointsource", "settlementpointsink", "mw", "price"],
          excluding: ["multihourblockindicator", "multihourblock", "multihourblockflag"],
          ERCOTWideRows(place: path("crrid")) { name in
            name == "mw" ? ERCOTCell(.power(.award, .dayAhead, "PTP option")) : name == "price" ? option(.energy) : nil
          }),
        .wide(
          ["deliverydate", "hourending", "regup", "regdn"], excluding: ["resourcename"],
          ERCOTWideRows(place: entity) { selfArranged($0, .dayAhead) }),
      ]),
    ERCOTReport(
      "np3-965-er", "60-Day SCED Disclosure Reports", .power(.award, .realTime, "base point"), seconds: 0,
      cadence: 86_400, lag: .daysAfter(61, in: .central), type: 13052,
      prefixes: ["60d_sced_", "60d_load_resource_data_in_sced", "60d_hdl_ldl", "60d_esr_data_in_sced", "np3-965-er"],
      [
        run(["resourcename", "basepoint", "telemeterednetoutput"], at: resource),
        run(["resourcename", "realpowerconsumption"], at: resource),
        run(["resourcename", "quantitymw1"], at: resource),
        run(["resourcename", "hdloriginal", "hdlfinal"], at: resource),
        run(["totaltelemetereddsrloads"], at: entity),
        .wide(
          ["scedtimestamp", "regup", "regdn"], excluding: ["resourcename"],
          ERCOTWideRows(place: entity) { selfArranged($0, .realTime) }),
        .wide(
          ["intervaltime", "intervalnumber", "resourcecode", "intervalvalue"],
          ERCOTWideRows(place: .named(.resource, ["resourcecode"])) { name in
            name == "intervalvalue" ? ERCOTCell(meteredEnergy) : nil
          }),
        .long(
          ["deliverydate", "deliveryhour", "resourcename", "countofupdatesduringoperatinghour"],
          ERCOTLongRows(
            value: "countofupdatesduringoperatinghour", product: updates("energy offer"),
            place: .named(.resource, ["resourcename"]))),
        .long(
          ["resourcename", "astype", "countofupdatesduringoperatingperiod"],
          ERCOTLongRows(
            value: "countofupdatesduringoperatingperiod", product: updates(""), productColumn: "astype",
            place: .named(.resource, ["resourcename"]))),
      ]),
  ]

  private static let resource = ERCOTPlace.named(
    .resource, ["resourcename", "loadresourcename", "generationresourcename"])
  private static let entity = ERCOTPlace.named(.schedulingEntity, ["qsename", "qse"])

  private static func bid(_ id: String) -> ERCOTPlace {
    .joined(.bid, ["settlementpoint", "settlementpointname", "qsename", "qse", id])
  }

  private static func path(_ id: String) -> ERCOTPlace {
    .joined(.bid, ["settlementpointsource", "settlementpointsink", "qsename", "qse", "offerid", id])
  }

  /// What a resource's settlement meters counted in a quarter-hour; the report states no unit, its name says energy.
  private static let meteredEnergy = Product(
    kind: .generation, run: .actual, name: "settlement-metered net energy", unit: .quantity(.megawattHour))

  private static func updates(_ name: String) -> Product {
    Product(kind: "offer-updates", run: .realTime, name: name, unit: .dimensionless)
  }

  private static func option(_ kind: Product.Kind) -> ERCOTCell {
    var cell = ERCOTCell(
      Product(kind: kind, run: .dayAhead, name: "PTP option", unit: .price(.usd, per: .megawattHour)))
    if kind == .offer { cell.quantity = "mw" }
    cell.product = cell.product.named(kind == .offer ? "PTP option[1]" : "PTP option")
    return cell
  }

  private static func day(_ columns: [String], at place: ERCOTPlace) -> ERCOTLayout {
    .wide(["deliverydate", "hourending"] + columns, ERCOTWideRows(place: place, column: dayAheadColumn))
  }

  private static func run(_ columns: [String], at place: ERCOTPlace) -> ERCOTLayout {
    .wide(["scedtimestamp"] + columns, ERCOTWideRows(place: place, column: realTimeColumn))
  }

  private static let dayAheadColumn: @Sendable (String) -> ERCOTCell? = { ERCOTDisclosure.cell($0, .dayAhead) }
  private static let realTimeColumn: @Sendable (String) -> ERCOTCell? = { ERCOTDisclosure.cell($0, .realTime) }

  private static func selfArranged(_ name: String, _ run: Product.Run) -> ERCOTCell? {
    let services: Set<String> = [
      "regup", "regdn", "nspin", "nspnm", "rrs", "rrspfr", "rrsffr", "rrsufr", "ecrs", "ecrss", "ecrsm",
    ]
    guard services.contains(name) else { return nil }
    return ERCOTCell(.power(.ancillaryServiceQuantity, run, ERCOTServices.code(name) + " self-arranged"))
  }
}

/// What the columns of the disclosure tables hold, told by the parts of their names.
///
/// The tables of generation, storage and load have up to two hundred columns, which change from year to year; each is
/// understood by itself.
enum ERCOTDisclosure {
  /// The meaning of a column, or `nil` where it holds no observation.
  static func cell(_ name: String, _ run: Product.Run) -> ERCOTCell? {
    if let product = plain(name, run) { return product }
    if let curve = curve(name, run) { return curve }
    if let capacity = capacities[name] { return ERCOTCell(.power(.availableCapacity, run, capacity)) }
    if let service = service(name) { return ERCOTCell(service(run)) }
    return nil
  }

  private static func plain(_ name: String, _ run: Product.Run) -> ERCOTCell? {
    switch name {
    case "awardedquantity": return ERCOTCell(.power(.award, run, "energy"))
    case "energysettlementpointprice", "settlementpointprice": return ERCOTCell(.energy(run))
    case "energyonlybidawardinmw": return ERCOTCell(.power(.award, run, "energy-only bid"))
    case "energyonlyofferawardinmw": return ERCOTCell(.power(.award, run, "energy-only offer"))
    case "ptpbidawardmw": return ERCOTCell(.power(.award, run, "PTP obligation"))
    case "basepoint": return ERCOTCell(.power(.award, run, "base point"))
    case "outputschedule": return optional(.power(.award, run, "output schedule"))
    case "telemeterednetoutput": return ERCOTCell(.power(.generation, .actual, "telemetered"))
    case "realpowerconsumption": return ERCOTCell(.power(.load, .actual, "telemetered"))
    case "totaltelemetereddsrloads": return ERCOTCell(.power(.load, .actual, "dynamically scheduled"))
    case "stateofcharge", "minimumsoc", "maximumsoc":
      let label = name == "stateofcharge" ? "" : name == "minimumsoc" ? "minimum" : "maximum"
      return ERCOTCell(Product(kind: .stateOfCharge, run: run, name: label, unit: .quantity(.megawattHour)))
    case "ramprateup", "rampratedown":
      return ERCOTCell(
        Product(
          kind: .rampRate, run: run, name: name == "ramprateup" ? "up" : "down", unit: .quantity(.megawattPerMinute)))
    case "mingencost":
      return optional(
        Product(kind: .offerCost, run: run, name: "minimum generation", unit: .price(.usd, per: .megawattHour)))
    case "startuphot", "startuphotoffer": return start("hot", run)
    case "startupinter", "startupinteroffer": return start("intermediate", run)
    case "startupcold", "startupcoldoffer": return start("cold", run)
    case "ptpbidprice": return point("PTP obligation[1]", run, .megawattHour, quantity: "ptpbidmw")
    default: return nil
    }
  }

  private static func start(_ state: String, _ run: Product.Run) -> ERCOTCell {
    optional(Product(kind: .offerCost, run: run, name: "start, " + state, unit: .money(.usd)))
  }

  private static func optional(_ product: Product) -> ERCOTCell {
    var cell = ERCOTCell(product)
    cell.isOptional = true
    return cell
  }

  private static func point(
    _ name: String, _ run: Product.Run, _ unit: UnitOfMeasure, quantity: String
  ) -> ERCOTCell {
    var cell = optional(Product(kind: .offer, run: run, name: name, unit: .price(.usd, per: unit)))
    cell.quantity = quantity
    return cell
  }

  // MARK: Curves

  private static let curves = [
    "qsesubmittedcurve": "energy", "sced1curve": "SCED1", "sced2curve": "SCED2", "submittedtpo": "submitted",
    "scedbidtobuycurve": "bid to buy", "energyonlybid": "energy-only bid", "energyonlyoffer": "energy-only offer",
  ]

  /// A point of a curve: `sced1curveprice3` beside `sced1curvemw3`, `price3regup` beside `quantitymw3`.
  private static func curve(_ name: String, _ run: Product.Run) -> ERCOTCell? {
    if name.hasPrefix("price") {
      let rest = name.dropFirst("price".count)
      let digits = rest.prefix { $0.isNumber }
      let service = String(rest.dropFirst(digits.count))
      guard !digits.isEmpty, !service.isEmpty else { return nil }
      return point(
        ERCOTServices.code(service) + "[\(digits)]", run, .megawatt, quantity: "quantitymw" + digits)
    }
    let digits = String(String(name.reversed().prefix { $0.isNumber }).reversed())
    let stem = name.dropLast(digits.count)
    guard !digits.isEmpty, stem.hasSuffix("price") else { return nil }
    let curve = String(stem.dropLast("price".count))
    guard let label = curves[curve] else { return nil }
    return point(label + "[\(digits)]", run, .megawattHour, quantity: curve + "mw" + digits)
  }

  // MARK: Limits and services

  private static let capacities = [
    "hsl": "HSL", "lsl": "LSL", "hasl": "HASL", "lasl": "LASL", "hdl": "HDL", "ldl": "LDL",
    "maxpowerconsumption": "maximum consumption", "lowpowerconsumption": "low consumption",
    "maxpowerconsumptionforloadresource": "maximum consumption",
    "lowpowerconsumptionforloadresource": "low consumption", "hdloriginal": "HDL original", "hdlmanual": "HDL manual",
    "hdlfinal": "HDL final", "ldloriginal": "LDL original", "ldlmanual": "LDL manual", "ldlfinal": "LDL final",
  ]

  /// Awards, clearing prices, responsibilities and capabilities by service.
  private static func service(_ name: String) -> ((Product.Run) -> Product)? {
    func rest(after prefix: String) -> String? {
      name.hasPrefix(prefix) && name.count > prefix.count
        ? ERCOTServices.code(String(name.dropFirst(prefix.count))) : nil
    }
    func rest(before suffix: String) -> String? {
      name.hasSuffix(suffix) && name.count > suffix.count
        ? ERCOTServices.code(String(name.dropLast(suffix.count))) : nil
    }
    if let service = rest(before: "awarded") ?? rest(after: "asawards") { return { .power(.award, $0, service) } }
    if let service = rest(before: "mcpc") { return { .ancillaryService(service, $0) } }
    for (prefix, label) in [
      ("asresponsibilityfor", "responsibility"), ("ancillaryservice", "responsibility"), ("ascapability", "capability"),
      ("selfprovided", "self-provided"),
    ] {
      guard let service = rest(after: prefix) else { continue }
      return { .power(.ancillaryServiceQuantity, $0, service + " " + label) }
    }
    return nil
  }
}
