import Foundation
import Storage
import Testing

struct StorageAssetTests {
  static func reference() throws -> StorageAsset {
    try StorageAsset(
      name: "reference", power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.92),
      dischargeEfficiency: EfficiencyCurve(0.92), throughputCost: 4)
  }

  @Test func reference() throws {
    let asset = try Self.reference()
    #expect(abs(asset.roundTripEfficiency - 0.8464) < 1e-15)
    #expect(abs(asset.simultaneityPrice - -4 * 0.8464 / 0.1536) < 1e-12)
    #expect(abs(asset.simultaneityPrice - -22.04) < 0.005)
    #expect(abs(asset.duration - 400 / (100 / 0.92)) < 1e-12)
    #expect(asset.window == 0...400)
    #expect(asset.retention(hours: 24) == 1)
  }

  @Test func badFiguresAreRefusedByField() throws {
    let flat = try EfficiencyCurve(0.9)
    func field(_ body: () throws -> StorageAsset) -> String? {
      do {
        _ = try body()
        return nil
      } catch { return (error as? StorageError)?.field }
    }
    func make(
      power: Double = 1, discharge: Double? = nil, energy: Double = 4, window: ClosedRange<Double>? = nil,
      loss: Double = 0, auxiliary: Double = 0, ramp: Double? = nil, least: Double = 0, site: Double? = nil,
      cost: Double = 0, limits: CycleLimits = .none
    ) throws -> StorageAsset {
      try StorageAsset(
        power: power, dischargePower: discharge, energyCapacity: energy, window: window, chargeEfficiency: flat,
        dischargeEfficiency: flat, selfDischarge: loss, auxiliaryLoad: auxiliary, ramp: ramp, minimumChargePower: least,
        importLimit: site, throughputCost: cost, cycleLimits: limits)
    }
    #expect(field { try make() } == nil)
    #expect(field { try make(power: -1) } == "chargePower")
    #expect(field { try make(power: .nan) } == "chargePower")
    #expect(field { try make(discharge: .infinity) } == "dischargePower")
    #expect(field { try make(energy: -4) } == "energyCapacity")
    #expect(field { try make(energy: .nan) } == "energyCapacity")
    #expect(field { try make(window: 0...5) } == "window")
    #expect(field { try make(window: -1...3) } == "window")
    #expect(field { try make(loss: 1) } == "selfDischarge")
    #expect(field { try make(auxiliary: -0.1) } == "auxiliaryLoad")
    #expect(field { try make(ramp: -1) } == "ramp")
    #expect(field { try make(least: 2) } == "minimumChargePower")
    #expect(field { try make(auxiliary: 0.5, site: 0.4) } == "importLimit")
    #expect(field { try make(cost: -1) } == "throughputCost")
    #expect(field { try make(limits: CycleLimits(cyclesPerDay: -1)) } == "cycleLimits.cyclesPerDay")
  }

  @Test func siteLimitsTakeTheAuxiliaryLoadIn() throws {
    let flat = try EfficiencyCurve(1)
    let asset = try StorageAsset(
      power: 10, energyCapacity: 20, chargeEfficiency: flat, dischargeEfficiency: flat, auxiliaryLoad: 1,
      importLimit: 8, exportLimit: 5)
    #expect(asset.greatestChargePower == 7)
    #expect(asset.greatestDischargePower == 6)
    #expect(asset.simultaneityPrice == -.infinity)
  }

  @Test func selfDischargeCompounds() throws {
    let flat = try EfficiencyCurve(1)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 1, chargeEfficiency: flat, dischargeEfficiency: flat, selfDischarge: 0.01)
    #expect(asset.retention(hours: 1) == 0.99)
    #expect(abs(asset.retention(hours: 0.25) - pow(0.99, 0.25)) < 1e-15)
    #expect(abs(asset.retention(hours: 24) - pow(0.99, 24)) < 1e-15)
  }

  @Test func replacingKeepsTheWindowsPlace() throws {
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 4, window: 0.4...4, chargeEfficiency: flat, dischargeEfficiency: flat)
    let bigger = try asset.replacing(dischargePower: 2, energyCapacity: 8)
    #expect(bigger.window == 0.8...8)
    #expect(bigger.chargePower == 1 && bigger.dischargePower == 2)
    #expect(throws: StorageError.self) { try asset.replacing(energyCapacity: -1) }
    #expect(throws: StorageError.self) { try asset.replacing(window: 0...5) }
  }

  @Test func jsonRoundTripAndDefaults() throws {
    let asset = try StorageAsset(
      name: "A", power: 10, dischargePower: 8, energyCapacity: 40, window: 2...38,
      chargeEfficiency: EfficiencyCurve([.init(power: 5, efficiency: 0.95), .init(power: 10, efficiency: 0.93)]),
      dischargeEfficiency: EfficiencyCurve(0.94), selfDischarge: 1e-4, auxiliaryLoad: 0.1, ramp: 20,
      minimumChargePower: 1, minimumDischargePower: 2, importLimit: 9, exportLimit: 7, throughputCost: 3,
      cycleLimits: CycleLimits(cyclesPerDay: 1.5, cyclesPerYear: 365))
    let data = try JSONEncoder().encode(asset)
    #expect(try JSONDecoder().decode(StorageAsset.self, from: data) == asset)

    let short = #"{"chargePower":1,"energyCapacity":2,"chargeEfficiency":0.9,"dischargeEfficiency":0.9}"#
    let small = try JSONDecoder().decode(StorageAsset.self, from: Data(short.utf8))
    #expect(small.dischargePower == 1 && small.window == 0...2 && small.cycleLimits == .none)
    let bad = #"{"chargePower":1,"energyCapacity":2,"chargeEfficiency":1.9,"dischargeEfficiency":0.9}"#
    #expect(throws: StorageError.self) { try JSONDecoder().decode(StorageAsset.self, from: Data(bad.utf8)) }
    let turned = #"{"chargePower":1,"energyCapacity":2,"window":[2,1],"chargeEfficiency":1,"dischargeEfficiency":1}"#
    #expect(throws: StorageError.self) { try JSONDecoder().decode(StorageAsset.self, from: Data(turned.utf8)) }
  }

  @Test func aTinyStoreGrowsToAnySize() throws {
    let flat = try EfficiencyCurve(0.9)
    // Below the normal numbers: 100 MWh over this capacity is infinite.
    let capacity = Double.leastNormalMagnitude / 256
    let tiny = try StorageAsset(
      power: 1, energyCapacity: capacity, window: 0...0.5 * capacity, chargeEfficiency: flat, dischargeEfficiency: flat)
    let grown = try tiny.replacing(energyCapacity: 100)
    #expect(grown.window.lowerBound == 0 && abs(grown.window.upperBound - 50) < 1e-9)
    let empty = try StorageAsset(power: 1, energyCapacity: 0, chargeEfficiency: flat, dischargeEfficiency: flat)
    #expect(try empty.replacing(energyCapacity: 5).window == 0...5)
    #expect(try tiny.replacing(energyCapacity: 0).window == 0...0)
  }

  /// Beside a thousand million hours of its power, what a step moves is lost in rounding.
  @Test func aStoreThatItsPowerCannotChangeIsRefused() throws {
    let flat = try EfficiencyCurve(0.9)
    func store(_ power: Double, _ capacity: Double, importLimit: Double? = nil, exportLimit: Double? = nil) throws
      -> StorageAsset
    {
      try StorageAsset(
        power: power, energyCapacity: capacity, chargeEfficiency: flat, dischargeEfficiency: flat,
        importLimit: importLimit, exportLimit: exportLimit)
    }
    for (power, capacity) in [(1.0, 1e9), (1e-3, 1e6), (0, 1e9)] { _ = try store(power, capacity) }
    do throws(StorageError) {
      _ = try StorageAsset(power: 1e-6, energyCapacity: 1e9, chargeEfficiency: flat, dischargeEfficiency: flat)
      Issue.record("a store of 1e15 hours was taken")
    } catch {
      #expect(
        error.code == .outOfRange && error.field == "energyCapacity" && error.expected.contains("1000000000.0 hours"))
    }
    #expect(throws: StorageError.self) { try store(100, 1e9, importLimit: 1e-6, exportLimit: 1e-6) }
    #expect(throws: StorageError.self) { try store(1, 1e6).replacing(chargePower: 1e-4, dischargePower: 0) }
  }
}
