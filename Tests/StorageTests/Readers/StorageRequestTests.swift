import MarketData
import Storage
import Testing

struct StorageRequestTests {
  static let reference = """
    {"powerMW":100,"energyMWh":400,"chargeEfficiency":0.92,"dischargeEfficiency":0.92,"throughputCost":4,"cyclic":true,
    "reservation":"compatibility","services":[
    {"name":"reg_up","direction":"up","deployment":0.15,"durationHours":1},
    {"name":"nonspin","direction":"up","deployment":0,"durationHours":2}]}
    """

  static func error(_ text: String, limits: Limits = .default) -> ParseError? {
    do throws(ParseError) {
      _ = try StorageRequest(json: Array(text.utf8), source: "asset.json", limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func aStoreAndItsServicesAreRead() throws {
    let request = try StorageRequest(json: Array(Self.reference.utf8))
    #expect(request.asset.chargePower == 100)
    #expect(request.asset.dischargePower == 100)
    #expect(request.asset.window == 0...400)
    #expect(request.asset.throughputCost == 4)
    #expect(request.asset.roundTripEfficiency == 0.92 * 0.92)
    #expect(request.initial == .cyclic)
    #expect(request.reservation == .compatibility)
    #expect(request.services.map(\.name) == ["reg_up", "nonspin"])
    #expect(request.services[0].deployment == 0.15)
    #expect(request.services[1].durationHours == 2)
  }

  @Test func everythingThatMayStandThereIsRead() throws {
    let text = """
      {"name": "west", "powerMW": 10, "dischargePowerMW": 12, "energyMWh": 40, "minimumEnergyMWh": 4, "maximumEnergyMWh": 36,
       "chargeEfficiency": [{"power": 5, "efficiency": 0.95}, {"power": 10, "efficiency": 0.9}], "selfDischarge": 0.001,
       "auxiliaryLoadMW": 0.1, "rampMWPerHour": 60, "minimumChargeMW": 1, "minimumDischargeMW": 2, "importLimitMW": 9,
       "exportLimitMW": 11, "throughputCost": 3, "cyclesPerDay": 1.5, "cyclesPerYear": 300,
       "dischargePerDayMWh": 50, "dischargePerYearMWh": 9000, "importTax": 0.5, "exportTax": 0.25, "cyclic": false,
       "initialEnergyMWh": 20, "terminalPrice": 35, "spread": 1, "importFee": 2, "exportFee": 3,
       "services": [{"name": "a", "direction": "both", "mileage": 2, "minimumAwardMW": 1, "maximumAwardMW": 5,
                     "minimumDurationHours": 4, "group": "g"}]}
      """
    let request = try StorageRequest(json: Array(text.utf8))
    #expect(request.asset.name == "west")
    #expect(request.asset.window == 4...36)
    #expect(request.asset.chargeEfficiency.points.count == 2)
    #expect(request.asset.dischargeEfficiency.constant == 1)
    #expect(request.asset.ramp == 60)
    #expect(
      request.asset.cycleLimits
        == CycleLimits(cyclesPerDay: 1.5, cyclesPerYear: 300, dischargePerDay: 50, dischargePerYear: 9000))
    #expect(request.initial == .energy(20))
    #expect(request.terminal == .price(35))
    // 10 less half the spread and a quarter of it, less the fee; 10.5 with half of it, and the fee.
    #expect(request.charges.buying(at: 10) == 17.75)
    #expect(request.charges.selling(at: 10) == 4.125)
    #expect(request.reservation == .sustained)
    #expect(request.services[0].exclusiveGroup == "g")
    #expect(request.services[0].minimumDuration == 4)
  }

  @Test(arguments: [
    ("", "empty"), ("[]", "malformed"), ("{}", "missing-field"), ("{\"powerMW\": 1}", "missing-field"),
    ("{\"powerMW\": \"x\", \"energyMWh\": 1}", "not-a-number"), ("{\"powerMW\": -1, \"energyMWh\": 1}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"powrMW\": 2}", "unrecognised"),
    ("{\"powerMW\": 1, \"powerMW\": 1, \"energyMWh\": 1}", "malformed"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"chargeEfficiency\": 1.2}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"chargeEfficiency\": []}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"reservation\": \"never\"}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"initialEnergyMWh\": 1}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"minimumEnergyMWh\": 2}", "out-of-range"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"services\": [{\"name\": \"a\"}]}", "missing-field"),
    ("{\"powerMW\": 1, \"energyMWh\": 1, \"services\": [{\"name\": \"a\", \"direction\": \"in\"}]}", "out-of-range"),
    ("{\"powerMW\": 1e400, \"energyMWh\": 1}", "not-a-number"),
    ("{\"powerMW\": 1, \"energyMWh\": 1} {}", "malformed"), ("{\"powerMW\": 1, \"energyMWh\"", "truncated"),
  ])
  func defectsHaveACodeAndALine(_ text: String, _ code: String) throws {
    let error = try #require(Self.error(text))
    #expect(error.code.description == code, "\(error)")
    #expect(error.place.source == "asset.json")
    #expect(error.place.line == 1)
  }

  @Test func theFieldAndServiceAreNamed() throws {
    let error = try #require(
      Self.error(
        "{\"powerMW\": 1,\n\"energyMWh\": 1,\n\"services\": [{\"name\": \"a\", \"direction\": \"up\"},\n{\"deployment\": true}]}"
      ))
    #expect(error.place.line == 4)
    #expect(error.place.field == "deployment")
    #expect(error.place.index == 1)
  }
}

/// Texts that are made to hurt.
struct StorageReadersHostileTests {
  @Test func sizesAreBounded() throws {
    var limits = Limits()
    limits.maxPayloadBytes = 50
    #expect(StorageRequestTests.error(StorageRequestTests.reference, limits: limits)?.code == .limitExceeded)
    let many = (0..<200).map { "{\"name\":\"s\($0)\",\"direction\":\"up\"}" }.joined(separator: ",")
    #expect(StorageRequestTests.error("{\"services\":[\(many)]}")?.code == .limitExceeded)
    let deep = String(repeating: "[", count: 100_000)
    #expect(StorageRequestTests.error("{\"name\":\(deep)") != nil)
    let points = (1...100).map { "{\"power\":\($0),\"efficiency\":0.9}" }.joined(separator: ",")
    #expect(StorageRequestTests.error("{\"chargeEfficiency\":[\(points)]}")?.code == .limitExceeded)
  }

  @Test func everyPrefixOfARequestIsRefused() {
    let bytes = Array(StorageRequestTests.reference.utf8)
    for length in 0..<bytes.count - 1 {
      #expect(throws: ParseError.self, "\(length)") { try StorageRequest(json: Array(bytes[..<length])) }
    }
  }

  @Test func changedBytesNeverTrap() {
    let bytes = Array(StorageRequestTests.reference.utf8)
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 3) {
      for byte in [0, 0x22, 0x2C, 0x39, 0x7B, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = byte
        if (try? StorageRequest(json: changed)) == nil { refused += 1 }
      }
    }
    #expect(refused > 100)
  }

  @Test func tablesNeverTrap() {
    let bytes = Array(PriceTableTests.plain.utf8)
    var refused = 0
    for place in bytes.indices {
      for byte in [0, 0x0A, 0x22, 0x2C, 0x2D, 0x65, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = byte
        if (try? PriceTable(csv: changed)) == nil { refused += 1 }
      }
    }
    #expect(refused > 100)
    var limits = Limits()
    limits.maxRows = 2
    #expect(throws: ParseError.self) { try PriceTable(csv: bytes, limits: limits) }
    limits = Limits()
    limits.maxPayloadBytes = 10
    #expect(throws: ParseError.self) { try PriceTable(csv: bytes, limits: limits) }
    #expect(throws: ParseError.self) { try PriceTable(csv: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]) }
  }

  @Test(arguments: [
    #"{"powerMW":1,"energyMWh":2,"powerMW":3}"#,
    #"{"powerMW":1,"energyMWh":2,"services":[{"name":"a","name":"b","direction":"up"}]}"#,
    #"{"powerMW":1,"energyMWh":2,"services":[{"name":"a","direction":"up","mileage":1,"mileage":2}]}"#,
    #"{"powerMW":1,"energyMWh":2,"chargeEfficiency":[{"power":1,"efficiency":0.9,"power":2}]}"#,
  ])
  func aKeyThatIsThereTwiceIsRefused(_ text: String) {
    #expect(StorageRequestTests.error(text)?.code == .malformed)
  }
}
