public import MarketData

extension SetPointController {
  /// Takes an event and says what the plant should do from now on.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - instant: When, by the host's clock; it may jump in both directions.
  /// - Complexity: O(log segments of the plan), without allocation.
  public mutating func handle(_ event: ControlEvent, at instant: Instant) -> SetPoint {
    let wentBack = now.map { instant < $0 } ?? false
    now = instant
    if wentBack {
      isClockBack = true
      isStateValid = false
      price = nil
    }
    var renews = false
    switch event {
    case .telemetry(let stored, let power): renews = !wentBack && measure(stored, power, at: instant)
    case .price(let buy, let sell):
      price = !wentBack && buy.isFinite && sell.isFinite ? (buy, sell, instant) : nil
    case .award(let up, let down): award = (up: up > 0 ? up : 0, down: down > 0 ? down : 0)
    case .regulation(let value): signal = value.isNaN ? 0 : min(1, max(-1, value))
    case .availability(let charge, let discharge):
      availability = (charge: Self.part(charge), discharge: Self.part(discharge))
    case .tick: break
    }
    let decision = decide(at: instant, renews)
    running = (low: min(running.low, decision.power), high: max(running.high, decision.power))
    return decision
  }

  private static func part(_ value: Double) -> Double { value.isNaN ? 0 : min(1, max(0, value)) }

  /// Takes telemetry, unless it is NaN or outside the capacity; whether it was taken.
  private mutating func measure(_ stored: Double, _ power: Double, at instant: Instant) -> Bool {
    let tolerance = settings.storedTolerance
    let margin = tolerance + 0.01 * asset.energyCapacity
    guard stored >= -margin, stored <= asset.energyCapacity + margin else { return false }
    if power >= -asset.chargePower, power <= asset.dischargePower { running = (power, power) }
    let stored = min(max(0, stored), asset.energyCapacity)
    var (low, high) = (max(0, stored - tolerance), min(asset.energyCapacity, stored + tolerance))
    if let last = state {
      // The most that can have moved since the last sample: the watchdog's time at full power and the ramp down.
      let out = physics.greatestMove(asset.dischargePower) * physics.greatestTaken + physics.lossWhileHeld * last.high
      let into = physics.greatestMove(asset.chargePower) * physics.greatestStored
      if stored < last.measured - out - 2 * tolerance || stored > last.measured + into + 2 * tolerance {
        low = max(0, min(low, last.low - out))
        high = min(asset.energyCapacity, max(high, last.high + into))
      }
    }
    let usable = low * (1 - physics.lossWhileHeld) - asset.window.lowerBound
    let room = asset.window.upperBound - high
    state = State(
      measured: stored, low: low, high: high, at: instant,
      dischargeLimit: physics.limit(energy: usable / physics.greatestTaken, running: max(0, running.high)),
      chargeLimit: physics.limit(energy: room / physics.greatestStored, running: max(0, -running.low)))
    isStateValid = true
    isClockBack = false
    return true
  }

  private func decide(at instant: Instant, _ renews: Bool) -> SetPoint {
    guard let state, isStateValid, !isClockBack,
      Double(state.at.seconds(until: instant)) <= settings.holdSeconds
    else {
      return SetPoint(
        power: 0, reason: isClockBack ? .clockWentBack : .noTelemetry, binding: .none, renewsWatchdog: false,
        marginalValue: .nan, dischargeLimit: 0, chargeLimit: 0)
    }
    let most = (
      charge: min(asset.chargePower * availability.charge, physics.chargePower),
      discharge: min(asset.dischargePower * availability.discharge, physics.dischargePower)
    )
    let limit = (charge: min(most.charge, state.chargeLimit), discharge: min(most.discharge, state.dischargeLimit))
    let wish = wish(at: instant, stored: state.measured)
    let up = min(award.up, limit.discharge)
    let down = min(award.down, limit.charge)
    // Trading keeps the room that the awards need; where both do not fit, each gets half of what is missing.
    let (lowest, highest) = (down - limit.charge, limit.discharge - up)
    let base = lowest <= highest ? min(max(wish.power, lowest), highest) : 0.5 * (lowest + highest)
    let moved = signal > 0 ? up * signal : down * signal
    let called = signal == 0 ? 0 : signal * (signal > 0 ? award.up : award.down)
    let target = min(max(base + moved, -limit.charge), limit.discharge)
    let minimum = target > 0 ? asset.minimumDischargePower : asset.minimumChargePower
    let rounding = 1e-9 * max(physics.chargePower, physics.dischargePower)
    let power = abs(target) < max(minimum, rounding) ? 0 : target
    let reason: SetPoint.Reason = called != 0 ? .regulation : wish.reason
    return SetPoint(
      power: power, reason: reason, binding: binding(wish.power + called, target, power, most, state),
      renewsWatchdog: renews, marginalValue: wish.marginal, dischargeLimit: limit.discharge, chargeLimit: limit.charge)
  }

  /// What the power stands at, or what made it another one than was wanted.
  private func binding(
    _ wanted: Double, _ target: Double, _ power: Double, _ most: (charge: Double, discharge: Double), _ state: State
  ) -> SetPoint.Binding {
    if power == 0, abs(target) >= 1e-9 * max(physics.chargePower, physics.dischargePower) { return .minimumPower }
    let isOut = power > 0 || power == 0 && wanted > 0
    guard power != 0 || wanted != 0 else { return .none }
    let (most, energy) = isOut ? (most.discharge, state.dischargeLimit) : (most.charge, state.chargeLimit)
    if abs(power) >= min(most, energy) {
      if energy < most { return .energy }
      return most < (isOut ? physics.dischargePower : physics.chargePower) ? .availability : .power
    }
    return wanted == power ? .none : .award
  }

  /// The power that the price and the value of stored energy call for, before the plant's limits of the moment.
  private func wish(at instant: Instant, stored: Double) -> (power: Double, reason: SetPoint.Reason, marginal: Double) {
    guard let step = plan.steps.grid.index(containing: instant) else { return (0, .noPlan, .nan) }
    let marginal = plan.marginal(at: step + 1, stored: stored)
    guard let price, Double(price.at.seconds(until: instant)) <= settings.priceSeconds else {
      return (0, .noPrice, marginal)
    }
    let left = Double(instant.seconds(until: plan.steps.grid[step].end)) / 3600
    let hours = max(left, physics.holdHours)
    let out = discharge(stored, sell: price.sell, boundary: step + 1, hours)
    let into = charge(stored, buy: price.buy, boundary: step + 1, hours)
    guard out.power > 0 || into.power > 0 else { return (0, .priceWithinValue, marginal) }
    return out.gain >= into.gain
      ? (out.power, .priceAboveValue, marginal) : (-into.power, .priceBelowValue, marginal)
  }

  /// Discharge down to where what is left is worth what selling brings.
  private func discharge(
    _ stored: Double, sell: Double, boundary: Int, _ hours: Double
  ) -> (power: Double, gain: Double) {
    var (level, power) = (stored, 0.0)
    for piece in physics.discharging {
      let floor = plan.level(
        at: boundary, worth: (sell - asset.throughputCost) / piece.slope, strictly: false)
      let step = min(piece.width, (level - floor) / (piece.slope * hours))
      guard step > 0 else { break }
      power += step
      level -= step * piece.slope * hours
      if step < piece.width { break }
    }
    guard power > 0 else { return (0, 0) }
    let worth = plan.total(at: boundary, stored: level) - plan.total(at: boundary, stored: stored)
    return (power, (sell - asset.throughputCost) * power * hours + worth)
  }

  /// Charge up to where one MWh more is worth no more than buying it costs.
  private func charge(_ stored: Double, buy: Double, boundary: Int, _ hours: Double) -> (power: Double, gain: Double) {
    var (level, power) = (stored, 0.0)
    for piece in physics.charging {
      let ceiling = plan.level(at: boundary, worth: buy / piece.slope, strictly: true)
      let step = min(piece.width, (ceiling - level) / (piece.slope * hours))
      guard step > 0 else { break }
      power += step
      level += step * piece.slope * hours
      if step < piece.width { break }
    }
    guard power > 0 else { return (0, 0) }
    let worth = plan.total(at: boundary, stored: level) - plan.total(at: boundary, stored: stored)
    return (power, worth - buy * power * hours)
  }
}
