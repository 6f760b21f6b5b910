import MarketData
import NumericalKernels
import Storage
import Testing

/// Tens of thousands of random events, most of them wrong, against plants of several kinds.
@Suite struct SetPointControllerHostileTests {
  /// What rounding may take the stored energy out of the window by, MWh.
  private static let rounding = 1e-9

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let asset: StorageAsset
    let tolerance: Double
    var testDescription: String { name }
  }

  static func cases() throws -> [Case] {
    [
      Case(name: "plain", asset: try Sample.battery(window: 2...38), tolerance: 0),
      Case(name: "imprecise meter", asset: try Sample.battery(window: 2...38), tolerance: 0.4),
      Case(name: "ramp", asset: try Sample.battery(energy: 8, ramp: 120), tolerance: 0),
      Case(name: "slow ramp", asset: try Sample.battery(energy: 8, window: 1...7, ramp: 25), tolerance: 0.05),
      Case(name: "minimum power", asset: try Sample.battery(energy: 10, minimum: 4), tolerance: 0),
      Case(name: "self-discharge", asset: try Sample.battery(energy: 10, window: 1...9, loss: 0.2), tolerance: 0),
      Case(
        name: "site limits",
        asset: try StorageAsset(
          power: 10, dischargePower: 14, energyCapacity: 6, chargeEfficiency: EfficiencyCurve(0.8),
          dischargeEfficiency: EfficiencyCurve(0.7), auxiliaryLoad: 0.5, importLimit: 6, exportLimit: 9), tolerance: 0),
    ]
  }

  @Test(arguments: try cases(), [0, 1, 2] as [UInt64])
  func noSequenceOfEventsLeavesTheLimits(_ `case`: Case, seed: UInt64) throws {
    for path in UInt64(0)..<8 { try run(`case`, RandomStream(seed: seed, path: path)) }
  }

  private func run(_ `case`: Case, _ random: RandomStream) throws {
    var stream = random
    let asset = `case`.asset
    let (low, high) = (asset.window.lowerBound, asset.window.upperBound)
    let plan = try StoredEnergyValue(
      DispatchProblem(
        asset, steps: Sample.hours(12), prices: Sample.prices(12, seed: 3), initial: .energy(low), terminal: .price(30))
    )
    let hold = [5.0, 60, 600][Int(stream.next() % 3)]
    var controller = try SetPointController(
      asset, plan: plan, settings: .init(holdSeconds: hold, priceSeconds: 3600, storedTolerance: `case`.tolerance))
    var plant = SimulatedPlant(asset, holdSeconds: hold, stored: low + (high - low) * stream.uniform())
    var clock = Sample.start
    var availability = (1.0, 1.0)
    var mayLie = false
    for _ in 0..<300 {
      let pause = hold * 1.5 * stream.uniform() * stream.uniform()
      plant.run(seconds: pause)
      #expect(plant.lowestDischarging >= low - Self.rounding)
      #expect(plant.highestCharging <= high + Self.rounding)
      clock = advance(clock, by: pause, &stream)
      let event = event(plant, &stream, tolerance: `case`.tolerance, &mayLie, &availability)
      let setPoint = controller.handle(event, at: clock)
      let power = setPoint.power
      #expect(power.isFinite)
      #expect(power <= min(asset.dischargePower * availability.1, asset.greatestDischargePower))
      #expect(-power <= min(asset.chargePower * availability.0, asset.greatestChargePower))
      #expect(power == 0 || power >= asset.minimumDischargePower || -power >= asset.minimumChargePower)
      #expect(!setPoint.reason.isSafeState || power == 0)
      plant.follow(setPoint)
    }
  }

  /// The clock of the events: mostly right, now and then stopped, far ahead or back.
  private func advance(_ clock: Instant, by seconds: Double, _ stream: inout RandomStream) -> Instant {
    switch stream.next() % 24 {
    case 0: clock
    case 1: clock.advanced(bySeconds: Int64(stream.uniform() * 1e9))
    case 2: clock.advanced(bySeconds: -Int64(stream.uniform() * 1e9))
    case 3: clock.advanced(bySeconds: -1)
    case 4: stream.next() % 8 == 0 ? .distantFuture : Sample.start
    case 5: stream.next() % 8 == 0 ? .distantPast : Sample.start.advanced(bySeconds: 3 * 3600)
    default: clock.advanced(bySeconds: Int64(seconds.rounded()))
    }
  }

  /// The most energy in the store that a watchdog's time at full power and the ramp down can move, MWh.
  private func reach(_ plant: SimulatedPlant) -> Double {
    let power = max(plant.asset.chargePower, plant.asset.dischargePower)
    let meter = power * plant.holdSeconds / 3600 + (plant.asset.ramp.map { power * power / (2 * $0) } ?? 0)
    return meter / (plant.asset.dischargeEfficiency.constant ?? 1)
      + plant.stored * (1 - plant.asset.retention(hours: plant.holdSeconds / 3600))
  }

  private func event(
    _ plant: SimulatedPlant, _ stream: inout RandomStream, tolerance: Double, _ mayLie: inout Bool,
    _ availability: inout (Double, Double)
  ) -> ControlEvent {
    func wild(_ stream: inout RandomStream) -> Double {
      let values = [Double.nan, .infinity, -.infinity, 1e300, -1e300, -0.0, 1e-300]
      return stream.next() % 3 == 0 ? values[Int(stream.next() % 7)] : 200 * (stream.uniform() - 0.4)
    }
    switch stream.next() % 10 {
    case 0, 1, 2, 3:
      // A wrong sample comes by itself, and further off than the plant can move: else no controller could see through it.
      let lie = plant.asset.energyCapacity * stream.uniform()
      let lies = mayLie && stream.next() % 8 == 0 && abs(lie - plant.stored) > 2 * reach(plant) + 4 * tolerance
      mayLie = !lies
      let error = tolerance * (2 * stream.uniform() - 1)
      let stored = lies ? lie : max(0, plant.stored + error)
      return .telemetry(stored: stored, power: stream.next() % 5 == 0 ? .nan : plant.power)
    case 4: return .telemetry(stored: [Double.nan, -1e3, 1e9, .infinity][Int(stream.next() % 4)], power: wild(&stream))
    case 5: return .price(buy: wild(&stream), sell: wild(&stream))
    case 6: return .award(up: wild(&stream), down: wild(&stream))
    case 7: return .regulation(wild(&stream))
    case 8:
      let parts = (stream.next() % 4 == 0 ? wild(&stream) : 1, stream.next() % 4 == 0 ? wild(&stream) : 1)
      func part(_ value: Double) -> Double { value.isNaN ? 0 : min(1, max(0, value)) }
      availability = (part(parts.0), part(parts.1))
      return .availability(charge: parts.0, discharge: parts.1)
    default: return .tick
    }
  }
}
