import MarketData
import NumericalKernels
import Storage
import Testing

@Suite struct SetPointControllerTests {
  private func plan(_ asset: StorageAsset, hours: Int = 24, prices: [Double]? = nil) throws -> StoredEnergyValue {
    try StoredEnergyValue(
      DispatchProblem(
        asset, steps: Sample.hours(hours), prices: prices ?? Sample.prices(hours, seed: 1),
        initial: .energy(asset.window.lowerBound), terminal: .price(35)))
  }

  private func at(_ seconds: Int64) -> Instant { Sample.start.advanced(bySeconds: seconds) }

  @Test func aHighPriceDischargesAndALowOneCharges() throws {
    let asset = try Sample.battery()
    var controller = try SetPointController(asset, plan: plan(asset))
    #expect(controller.handle(.price(500), at: at(0)).reason == .noTelemetry)
    let high = controller.handle(.telemetry(stored: 30, power: 0), at: at(1))
    #expect(high.power == 10 && high.reason == .priceAboveValue && high.binding == .power && high.renewsWatchdog)
    let low = controller.handle(.price(-50), at: at(2))
    #expect(low.power == -10 && low.reason == .priceBelowValue && !low.renewsWatchdog)
    let value = low.marginalValue
    let middle = controller.handle(.price(value), at: at(3))
    #expect(middle.power == 0 && middle.reason == .priceWithinValue && middle.binding == .none)
    #expect("\(high)".contains("price above the value of stored energy; held by power"))
  }

  @Test func aNewPlanCountsFromTheNextEventOn() throws {
    let asset = try Sample.battery()
    let (low, high) = ([Double](repeating: 20, count: 24), [Double](repeating: 300, count: 24))
    var controller = try SetPointController(asset, plan: plan(asset, prices: low))
    _ = controller.handle(.price(100), at: at(0))
    #expect(controller.handle(.telemetry(stored: 20, power: 0), at: at(1)).power == 10)
    try controller.replacePlan(plan(asset, prices: high))
    let later = controller.handle(.telemetry(stored: 20, power: 10), at: at(2))
    #expect(later.power == -10 && later.reason == .priceBelowValue)
    // A plan for another window is refused, and the one before stays.
    let other = try plan(asset.replacing(energyCapacity: 80))
    #expect { try controller.replacePlan(other) } throws: { ($0 as? StorageError)?.code == .mismatch }
    #expect(controller.handle(.telemetry(stored: 20, power: -10), at: at(3)).marginalValue == later.marginalValue)
  }

  @Test func theSetPointIsTheBestPowerForTheStep() throws {
    let asset = try StorageAsset(
      power: 12, dischargePower: 9, energyCapacity: 40,
      chargeEfficiency: EfficiencyCurve([.init(power: 5, efficiency: 0.95), .init(power: 12, efficiency: 0.9)]),
      dischargeEfficiency: EfficiencyCurve([.init(power: 4, efficiency: 0.96), .init(power: 9, efficiency: 0.9)]),
      throughputCost: 2)
    let value = try plan(asset)
    var controller = try SetPointController(asset, plan: value)
    var stream = RandomStream(seed: 5, path: 0)
    for step in 0..<24 {
      let stored = 2 + 36 * stream.uniform()
      let price = 20 + 60 * stream.uniform()
      let now = at(Int64(step) * 3600)
      _ = controller.handle(.price(price), at: now)
      let power = controller.handle(.telemetry(stored: stored, power: 0), at: now).power
      func worth(_ power: Double) -> Double {
        let next =
          power > 0
          ? stored - asset.dischargeEfficiency.taken(discharging: power)
          : stored + asset.chargeEfficiency.stored(charging: -power)
        guard next >= 0, next <= 40 else { return -.infinity }
        return price * power - 2 * max(0, power) + value.total(at: step + 1, stored: next)
      }
      let best = stride(from: -12.0, through: 9, by: 0.01).map(worth).max() ?? 0
      // Telemetry shortly before the window's end may hold it back further than the step would.
      #expect(worth(power) >= best - 1e-6 || power == 0)
      #expect(worth(power) >= best - 1e-2)
    }
  }

  @Test func aDayByTheMinuteEarnsWhatThePlanSays() throws {
    let asset = try Sample.battery()
    let prices = Sample.prices(24, seed: 1)
    let value = try plan(asset)
    var controller = try SetPointController(asset, plan: value)
    var plant = SimulatedPlant(asset, holdSeconds: 60, stored: 20)
    var earned = 0.0
    for minute in 0..<1440 {
      let now = at(Int64(minute) * 60)
      if minute % 5 == 0 { _ = controller.handle(.price(prices[minute / 60]), at: now) }
      let setPoint = controller.handle(.telemetry(stored: plant.stored, power: plant.power), at: now)
      plant.follow(setPoint)
      plant.run(seconds: 60)
      earned += (setPoint.power * prices[minute / 60] - 4 * max(0, setPoint.power)) / 60
    }
    let total = earned + 35 * plant.stored
    let best = value.total(at: 0, stored: 20)
    #expect(total <= best + 1e-6 && total > 0.999 * best)
  }

  @Test func staleThingsAreNotActedOn() throws {
    let asset = try Sample.battery()
    var controller = try SetPointController(asset, plan: plan(asset))
    _ = controller.handle(.price(500), at: at(0))
    #expect(controller.handle(.telemetry(stored: 30, power: 0), at: at(0)).power == 10)
    #expect(controller.handle(.tick, at: at(60)).power == 10)
    let silent = controller.handle(.tick, at: at(61))
    #expect(silent.power == 0 && silent.reason == .noTelemetry && silent.reason.isSafeState)
    #expect(controller.handle(.telemetry(stored: .nan, power: 0), at: at(62)).reason == .noTelemetry)
    #expect(controller.handle(.telemetry(stored: 41, power: 0), at: at(62)).reason == .noTelemetry)
    #expect(controller.handle(.telemetry(stored: 30, power: 0), at: at(63)).power == 10)
    let old = controller.handle(.telemetry(stored: 30, power: 0), at: at(901))
    #expect(old.power == 0 && old.reason == .noPrice)
    _ = controller.handle(.price(.nan), at: at(902))
    #expect(controller.handle(.telemetry(stored: 30, power: 0), at: at(903)).reason == .noPrice)
    let outside = controller.handle(.telemetry(stored: 30, power: 0), at: at(25 * 3600))
    #expect(outside.reason == .noPlan && outside.power == 0 && outside.marginalValue.isNaN)
  }

  @Test func aClockThatGoesBackIsMetByStandingStill() throws {
    let asset = try Sample.battery()
    var controller = try SetPointController(asset, plan: plan(asset))
    _ = controller.handle(.price(500), at: at(1000))
    #expect(controller.handle(.telemetry(stored: 30, power: 0), at: at(1000)).power == 10)
    let back = controller.handle(.telemetry(stored: 30, power: 10), at: at(900))
    #expect(back.power == 0 && back.reason == .clockWentBack && !back.renewsWatchdog)
    #expect(controller.handle(.price(500), at: at(901)).reason == .clockWentBack)
    #expect(controller.handle(.telemetry(stored: 29, power: 0), at: at(902)).power == 10)
    // A jump ahead makes everything old, and telemetry by the new clock serves again.
    #expect(controller.handle(.tick, at: .distantFuture).reason == .noTelemetry)
    #expect(controller.handle(.telemetry(stored: 29, power: 0), at: .distantFuture).reason == .noPlan)
    #expect(controller.handle(.tick, at: .distantPast).reason == .clockWentBack)
  }

  @Test func awardsKeepTheirRoomAndSignalsAreFollowed() throws {
    let asset = try Sample.battery()
    var controller = try SetPointController(asset, plan: plan(asset))
    _ = controller.handle(.price(500), at: at(0))
    _ = controller.handle(.award(up: 4, down: 3), at: at(0))
    let base = controller.handle(.telemetry(stored: 20, power: 0), at: at(1))
    #expect(base.power == 6 && base.binding == .award)
    let up = controller.handle(.regulation(1), at: at(2))
    #expect(up.power == 10 && up.reason == .regulation)
    #expect(controller.handle(.regulation(-0.5), at: at(3)).power == 4.5)
    #expect(controller.handle(.regulation(.nan), at: at(4)).power == 6)
    #expect(controller.handle(.regulation(-.infinity), at: at(5)).power == 3)
    // Without a price the signal is still followed.
    _ = controller.handle(.price(.nan), at: at(6))
    #expect(controller.handle(.regulation(0.5), at: at(7)).power == 2)
    // An empty store has nothing to deliver: the call for more is held by energy.
    let empty = controller.handle(.telemetry(stored: 0, power: 0), at: at(8))
    #expect(empty.power == 0 && empty.binding == .energy && empty.dischargeLimit == 0)
  }

  @Test func outagesDeratingsAndMinimumPowersAreKept() throws {
    let asset = try Sample.battery(minimum: 3)
    var controller = try SetPointController(asset, plan: plan(asset))
    _ = controller.handle(.price(500), at: at(0))
    _ = controller.handle(.availability(charge: 1, discharge: 0.5), at: at(0))
    let derated = controller.handle(.telemetry(stored: 30, power: 0), at: at(1))
    #expect(derated.power == 5 && derated.binding == .availability)
    let small = controller.handle(.availability(charge: 1, discharge: 0.2), at: at(2))
    #expect(small.power == 0 && small.binding == .minimumPower)
    #expect(controller.handle(.availability(charge: .nan, discharge: .nan), at: at(3)).power == 0)
    #expect(controller.handle(.availability(charge: 1, discharge: 7), at: at(4)).power == 10)
  }

  @Test func nearTheWindowPowerFallsWithTheEnergyThatIsLeft() throws {
    let asset = try Sample.battery(window: 4...36)
    var controller = try SetPointController(asset, plan: plan(asset), settings: .init(holdSeconds: 360))
    _ = controller.handle(.price(500), at: at(0))
    // 0.46 MWh above the window's lower end last six minutes at 0.46 · 0.92 / 0.1 MW, and the hour at a tenth of that.
    let early = controller.handle(.telemetry(stored: 4.46, power: 0), at: at(0))
    #expect(abs(early.power - 0.4232) < 1e-9 && abs(early.dischargeLimit - 4.232) < 1e-9 && early.binding == .none)
    _ = controller.handle(.price(500), at: at(3300))
    let late = controller.handle(.telemetry(stored: 4.46, power: 0), at: at(3300))
    #expect(abs(late.power - 4.232) < 1e-9)
    #expect(controller.handle(.telemetry(stored: 3, power: 0), at: at(3301)).power == 0)
    _ = controller.handle(.price(-500), at: at(3302))
    #expect(controller.handle(.telemetry(stored: 3, power: 0), at: at(3303)).power == -10)
    #expect(controller.handle(.telemetry(stored: 36, power: 0), at: at(3304)).chargeLimit == 0)
  }

  @Test func settingsOutsideTheirDomainAreRefused() throws {
    let asset = try Sample.battery()
    let plan = try plan(asset)
    for settings in [
      SetPointController.Settings(holdSeconds: 0), .init(holdSeconds: .nan), .init(priceSeconds: -1),
      .init(storedTolerance: -1),
    ] {
      #expect(throws: StorageError.self) { try SetPointController(asset, plan: plan, settings: settings) }
    }
    #expect(throws: StorageError.self) { try SetPointController(Sample.battery(window: 1...40), plan: plan) }
  }
}
