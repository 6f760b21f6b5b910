import MarketData

/// Reads a ``StorageRequest``.
struct StorageRequestReader: ~Copyable {
  private let limits: Limits
  private var fields: JSONFields
  /// The numbers that were given, by key.
  private var numbers: [String: Double] = [:]
  private var name = "storage"
  private var isCyclic = true
  private var reservation = ServiceProblem.Reservation.sustained
  private var efficiencies: [String: EfficiencyCurve] = [:]
  private var services: [AncillaryService] = []

  private static let numberKeys: Set<String> = [
    "powerMW", "energyMWh", "dischargePowerMW", "minimumEnergyMWh", "maximumEnergyMWh", "selfDischarge",
    "auxiliaryLoadMW", "rampMWPerHour", "minimumChargeMW", "minimumDischargeMW", "importLimitMW", "exportLimitMW",
    "throughputCost", "cyclesPerDay", "cyclesPerYear", "dischargePerDayMWh", "dischargePerYearMWh", "initialEnergyMWh",
    "terminalEnergyMWh", "terminalPrice", "spread", "importFee", "exportFee", "importTax", "exportTax",
  ]
  private static let serviceNumberKeys: Set<String> = [
    "durationHours", "deployment", "mileage", "minimumAwardMW", "maximumAwardMW", "minimumDurationHours",
  ]
  /// The most services of a request.
  private static let mostServices = 100

  init(source: String?, limits: Limits) {
    self.limits = limits
    fields = JSONFields(source: source, limits: limits)
  }

  mutating func read(_ bytes: Span<UInt8>) throws(ParseError) -> StorageRequest {
    guard !bytes.isEmpty else { throw fields.error(.empty, "no bytes", expected: "a JSON object", in: bytes) }
    guard bytes.count <= limits.maxPayloadBytes else {
      throw fields.error(
        .limitExceeded, "\(bytes.count) bytes", expected: "at most \(limits.maxPayloadBytes)", in: bytes)
    }
    try fields.beginObject(in: bytes)
    var seen: Set<String> = []
    while let key = try fields.nextKey(in: bytes) {
      try once(key, &seen, bytes)
      try readField(key, bytes)
    }
    try fields.end(in: bytes)
    for key in ["powerMW", "energyMWh"] where numbers[key] == nil {
      throw fields.error(.missingField, "no \(key)", expected: "a number", field: key, in: bytes)
    }
    do throws(StorageError) {
      return try request()
    } catch {
      throw refusal(error, bytes)
    }
  }

  /// Refuses a key that an object has already: which of the two is meant nobody can tell.
  private func once(_ key: String, _ seen: inout Set<String>, _ bytes: Span<UInt8>) throws(ParseError) {
    guard seen.insert(key).inserted else {
      throw fields.error(.malformed, "twice", expected: "each key once", in: bytes)
    }
  }

  private mutating func readField(_ key: String, _ bytes: Span<UInt8>) throws(ParseError) {
    switch key {
    case "name": name = try fields.text(in: bytes) ?? name
    case "cyclic": isCyclic = try fields.flag(in: bytes) ?? true
    case "reservation":
      guard let text = try fields.text(in: bytes) else { return }
      guard let known = ServiceProblem.Reservation(rawValue: text) else {
        throw fields.error(.outOfRange, "\"\(text.prefix(40))\"", expected: "sustained or compatibility", in: bytes)
      }
      reservation = known
    case "chargeEfficiency", "dischargeEfficiency": efficiencies[key] = try efficiency(bytes)
    case "services": try readServices(bytes)
    default:
      guard Self.numberKeys.contains(key) else { throw unknown(key, bytes) }
      numbers[key] = try fields.number(in: bytes)
    }
  }

  private func unknown(_ key: String, _ bytes: Span<UInt8>) -> ParseError {
    fields.error(.unrecognised, "\"\(key.prefix(40))\"", expected: "a key of a store or service", in: bytes)
  }

  private func refusal(_ error: StorageError, _ bytes: Span<UInt8>) -> ParseError {
    fields.error(
      .outOfRange, "\(error.field) \(error.found)", expected: error.expected, field: error.field, in: bytes)
  }

  /// A constant efficiency, or one with points.
  private mutating func efficiency(_ bytes: Span<UInt8>) throws(ParseError) -> EfficiencyCurve {
    let number = try fields.numberOrBeginArray(in: bytes)
    let points = number == nil ? try readPoints(bytes) : []
    do throws(StorageError) {
      if let number { return try EfficiencyCurve(number) }
      return try EfficiencyCurve(points)
    } catch {
      throw refusal(error, bytes)
    }
  }

  private mutating func readPoints(_ bytes: Span<UInt8>) throws(ParseError) -> [EfficiencyCurve.Point] {
    var points: [EfficiencyCurve.Point] = []
    while try fields.nextObject(in: bytes) {
      guard points.count < EfficiencyCurve.largestCount else {
        throw fields.error(
          .limitExceeded, "more points", expected: "at most \(EfficiencyCurve.largestCount)", in: bytes)
      }
      var (power, efficiency) = (Double.nan, Double.nan)
      var seen: Set<String> = []
      while let key = try fields.nextKey(in: bytes) {
        try once(key, &seen, bytes)
        switch key {
        case "power": power = try fields.number(in: bytes) ?? .nan
        case "efficiency": efficiency = try fields.number(in: bytes) ?? .nan
        default: throw unknown(key, bytes)
        }
      }
      points.append(EfficiencyCurve.Point(power: power, efficiency: efficiency))
    }
    return points
  }

  private mutating func readServices(_ bytes: Span<UInt8>) throws(ParseError) {
    guard try fields.beginArrayOrNull(in: bytes) else { return }
    fields.index = 0
    while try fields.nextObject(in: bytes) {
      guard services.count < Self.mostServices else {
        throw fields.error(.limitExceeded, "more services", expected: "at most \(Self.mostServices)", in: bytes)
      }
      services.append(try readService(bytes))
      fields.index = services.count
    }
    fields.index = nil
  }

  private mutating func readService(_ bytes: Span<UInt8>) throws(ParseError) -> AncillaryService {
    var (name, group): (String?, String?) = (nil, nil)
    var direction: AncillaryService.Direction?
    var numbers: [String: Double] = [:]
    var seen: Set<String> = []
    while let key = try fields.nextKey(in: bytes) {
      try once(key, &seen, bytes)
      switch key {
      case "name": name = try fields.text(in: bytes)
      case "group": group = try fields.text(in: bytes)
      case "direction":
        guard let text = try fields.text(in: bytes) else { continue }
        guard let known = AncillaryService.Direction(rawValue: text) else {
          throw fields.error(.outOfRange, "\"\(text.prefix(40))\"", expected: "up, down or both", in: bytes)
        }
        direction = known
      default:
        guard Self.serviceNumberKeys.contains(key) else { throw unknown(key, bytes) }
        numbers[key] = try fields.number(in: bytes)
      }
    }
    guard let name else { throw fields.error(.missingField, "no name", expected: "a text", field: "name", in: bytes) }
    guard let direction else {
      throw fields.error(.missingField, "no direction", expected: "up, down or both", field: "direction", in: bytes)
    }
    do throws(StorageError) {
      return try AncillaryService(
        name, direction, durationHours: numbers["durationHours"] ?? 1, deployment: numbers["deployment"] ?? 0,
        mileage: numbers["mileage"] ?? 0, minimumAward: numbers["minimumAwardMW"] ?? 0,
        maximumAward: numbers["maximumAwardMW"], minimumDuration: numbers["minimumDurationHours"] ?? 0,
        exclusiveGroup: group)
    } catch {
      throw refusal(error, bytes)
    }
  }

  private func request() throws(StorageError) -> StorageRequest {
    let energy = numbers["energyMWh"] ?? 0
    let (least, most) = (numbers["minimumEnergyMWh"] ?? 0, numbers["maximumEnergyMWh"] ?? energy)
    guard least <= most else {
      throw StorageError(
        .outOfRange, field: "minimumEnergyMWh", found: "\(least)", expected: "at most the greatest energy, \(most)")
    }
    let lossless = try EfficiencyCurve(1)
    let asset = try StorageAsset(
      name: name, power: numbers["powerMW"] ?? 0, dischargePower: numbers["dischargePowerMW"], energyCapacity: energy,
      window: least...most, chargeEfficiency: efficiencies["chargeEfficiency"] ?? lossless,
      dischargeEfficiency: efficiencies["dischargeEfficiency"] ?? lossless,
      selfDischarge: numbers["selfDischarge"] ?? 0,
      auxiliaryLoad: numbers["auxiliaryLoadMW"] ?? 0, ramp: numbers["rampMWPerHour"],
      minimumChargePower: numbers["minimumChargeMW"] ?? 0, minimumDischargePower: numbers["minimumDischargeMW"] ?? 0,
      importLimit: numbers["importLimitMW"], exportLimit: numbers["exportLimitMW"],
      throughputCost: numbers["throughputCost"] ?? 0,
      cycleLimits: CycleLimits(
        cyclesPerDay: numbers["cyclesPerDay"], cyclesPerYear: numbers["cyclesPerYear"],
        dischargePerDay: numbers["dischargePerDayMWh"], dischargePerYear: numbers["dischargePerYearMWh"]))
    let charges = try MarketCharges(
      spread: numbers["spread"] ?? 0, importFee: numbers["importFee"] ?? 0, exportFee: numbers["exportFee"] ?? 0,
      importTax: numbers["importTax"] ?? 0, exportTax: numbers["exportTax"] ?? 0)
    let ends = try ends(least)
    return StorageRequest(
      asset: asset, initial: ends.initial, terminal: ends.terminal, charges: charges, reservation: reservation,
      services: services)
  }

  private func ends(_ least: Double) throws(StorageError) -> (initial: InitialState, terminal: TerminalValue) {
    let (energy, price) = (numbers["terminalEnergyMWh"], numbers["terminalPrice"])
    guard !isCyclic else {
      for key in ["initialEnergyMWh", "terminalEnergyMWh", "terminalPrice"] where numbers[key] != nil {
        throw StorageError(.mismatch, field: key, found: "an end of its own", expected: "\"cyclic\": false beside it")
      }
      return (.cyclic, .none)
    }
    guard energy == nil || price == nil else {
      throw StorageError(
        .mismatch, field: "terminalPrice", found: "a price and an energy at the end", expected: "one of them")
    }
    return (
      .energy(numbers["initialEnergyMWh"] ?? least),
      energy.map { .energy($0) } ?? price.map { .price($0) } ?? .none
    )
  }
}
