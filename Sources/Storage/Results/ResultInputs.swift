import MarketData
import Valuation

/// How the inputs of this module's results are identified.
///
/// Prices of a year of five minutes take half a millisecond.
extension ResultBasis.Input {
  /// A list of numbers.
  init(_ name: String, _ values: [Double]) { self.init(name) { $0.add(values) } }

  /// A store with its steps, prices, availability and both ends.
  init(_ problem: DispatchProblem) { self.init("problem") { $0.add(problem) } }

  /// What a store may sell beside energy.
  init(_ offers: [ServiceOffer]) {
    self.init("services") { digest in
      digest.add(offers.count)
      for offer in offers { digest.add(offer) }
    }
  }

  /// Possible prices and their weights.
  init(_ name: String, _ scenarios: PriceScenarios) {
    self.init(name) { digest in
      digest.add(scenarios.stepCount)
      digest.add(scenarios.values)
      digest.add(scenarios.weights)
    }
  }
}

extension ContentDigest {
  /// Adds everything that a dispatch depends on.
  mutating func add(_ problem: DispatchProblem) {
    add(problem.asset)
    add(problem.steps)
    add(problem.buyPrices)
    add(problem.sellPrices)
    add(problem.availability.charge)
    add(problem.availability.discharge)
    switch problem.initial {
    case .energy(let energy): add(energy as Double?)
    case .cyclic: add(nil as Double?)
    }
    switch problem.terminal {
    case .none: add("none")
    case .energy(let energy):
      add("energy")
      add(energy)
    case .price(let price):
      add("price")
      add(price)
    case .curve(let points):
      add("curve")
      add(points.flatMap { [$0.energy, $0.value] })
    }
    if !problem.position.isEmpty { add(problem.position) }
    let carried = problem.carried
    if carried != .none {
      add(carried.netPower)
      add([carried.day.taken, carried.day.discharged, carried.year.taken, carried.year.discharged, carried.partOfYear])
    }
  }

  /// Adds a store; its name is no part of it.
  mutating func add(_ asset: StorageAsset) {
    add([
      asset.chargePower, asset.dischargePower, asset.energyCapacity, asset.window.lowerBound, asset.window.upperBound,
      asset.selfDischarge, asset.auxiliaryLoad, asset.minimumChargePower, asset.minimumDischargePower,
      asset.throughputCost,
    ])
    let limits = asset.cycleLimits
    for limit in [
      asset.ramp, asset.importLimit, asset.exportLimit, limits.cyclesPerDay, limits.cyclesPerYear,
      limits.dischargePerDay, limits.dischargePerYear,
    ] { add(limit) }
    for curve in [asset.chargeEfficiency, asset.dischargeEfficiency] {
      add(curve.points.flatMap { [$0.power, $0.efficiency] })
    }
  }

  /// Adds steps and their zone.
  mutating func add(_ steps: DispatchSteps) {
    add(steps.grid)
    add(steps.zone.identifier)
  }

  /// Adds intervals.
  mutating func add(_ grid: DeliveryGrid) {
    if let seconds = grid.uniformSeconds {
      add([Int(grid.start.secondsSince1970), Int(seconds), grid.count])
    } else {
      add(grid.map { Int($0.start.secondsSince1970) } + [Int(grid.end.secondsSince1970)])
    }
  }

  /// Adds a bid.
  mutating func add(_ bid: MarketBid) {
    for slices in [bid.offers, bid.bids] { add(slices.flatMap { [$0.price, $0.power] }) }
    add(bid.selfSchedule)
    add(bid.stateBounds?.lowerBound)
    add(bid.stateBounds?.upperBound)
  }

  /// Adds a line of a statement.
  mutating func add(_ line: Settlement.Line) {
    for text in [line.market, line.product, line.bucket.rawValue] { add(text) }
    add(line.grid)
    add(line.amounts)
  }

  /// Adds a service with what it pays and what may be sold of it.
  mutating func add(_ offer: ServiceOffer) {
    let service = offer.service
    for text in [service.name, service.direction.rawValue, service.exclusiveGroup ?? ""] { add(text) }
    add([service.durationHours, service.deployment, service.mileage, service.minimumAward, service.minimumDuration])
    add(service.maximumAward)
    add(service.laterDurations.map { Int($0.from.secondsSince1970) })
    add(service.laterDurations.map(\.hours))
    switch service.coverage {
    case .full: add("full")
    case .quantile(let level, let activations):
      add("quantile")
      add([level] + activations)
    case .expected(let part):
      add("expected")
      add(part)
    }
    for values in [offer.prices, offer.mileagePrices, offer.limits, offer.commitments] { add(values) }
  }
}

extension ResultBasis {
  /// The same basis with what went in, unless it says so already.
  func resting(on inputs: @autoclosure () -> [Input]) -> ResultBasis {
    guard self.inputs.isEmpty else { return self }
    var basis = self
    basis.inputs = inputs()
    return basis
  }
}
