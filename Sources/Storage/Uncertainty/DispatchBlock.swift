/// The variables and rows of one store in one future: powers by straight pieces, stored energy, limits and both ends.
struct DispatchBlock {
  /// The charging variables of each step, MW at the meter.
  private(set) var charge: [[Int]] = []
  /// The discharging variables of each step.
  private(set) var discharge: [[Int]] = []
  /// The stored energy at the end of each step.
  private(set) var stored: [Int] = []
  private let problem: DispatchProblem

  /// Which prices a block pays, and whether steps that could gain by charging and discharging at once are kept from it.
  struct Terms {
    /// The weight of the block in the objective.
    var weight = 1.0
    /// Whether energy is settled at the problem's prices in the block's own costs.
    var tradesEnergy = true
    /// Whether binaries exclude charging and discharging at once.
    var excludesSimultaneity = false
  }

  /// Adds a store's variables and rows.
  ///
  /// - Throws: `unsupported` for a minimum power, losses that are not convex, or a terminal curve that is not concave.
  init(_ problem: DispatchProblem, _ terms: Terms, into builder: inout LinearBuilder) throws(StorageError) {
    self.problem = problem
    try Self.check(problem)
    let (asset, steps) = (problem.asset, problem.steps)
    let initial: Int?
    switch problem.initial {
    case .energy(let energy): initial = builder.variable(energy, energy)
    case .cyclic: initial = nil
    }
    for step in 0..<problem.count {
      let hours = steps.hours[step]
      let (most, least) = (problem.dischargeLimit(at: step), problem.chargeLimit(at: step))
      let buy = terms.tradesEnergy ? problem.buyPrices[step] : 0
      let sell = terms.tradesEnergy ? problem.sellPrices[step] : 0
      var entries: [(Int, Double)] = []
      charge.append(
        asset.chargeEfficiency.pieces(upTo: least, isCharging: true).map { piece in
          let variable = builder.variable(cost: terms.weight * buy * hours, 0, piece.width)
          entries.append((variable, -piece.slope * hours))
          return variable
        })
      discharge.append(
        asset.dischargeEfficiency.pieces(upTo: most, isCharging: false).map { piece in
          let variable = builder.variable(
            cost: terms.weight * (asset.throughputCost - sell) * hours, 0, piece.width)
          entries.append((variable, piece.slope * hours))
          return variable
        })
      stored.append(builder.variable(asset.window.lowerBound, asset.window.upperBound))
      entries.append((stored[step], 1))
      if step > 0 { entries.append((stored[step - 1], -asset.retention(hours: hours))) }
      balances.append(entries)
      if terms.excludesSimultaneity, Self.paysAtOnce(problem, step), most > 0, least > 0 {
        let isCharging = builder.binary()
        builder.row(-.infinity, 0, charge[step].map { ($0, 1) } + [(isCharging, -least)])
        builder.row(-.infinity, most, discharge[step].map { ($0, 1) } + [(isCharging, most)])
      }
    }
    balances[0].append((initial ?? stored[problem.count - 1], -asset.retention(hours: steps.hours[0])))
    for entries in balances { builder.row(0, 0, entries) }
    addRamp(to: &builder)
    addBudgets(to: &builder)
    try addEnd(terms.weight, to: &builder)
    balances = []
  }

  private var balances: [[(Int, Double)]] = []

  private static func check(_ problem: DispatchProblem) throws(StorageError) {
    let asset = problem.asset
    guard asset.minimumChargePower == 0, asset.minimumDischargePower == 0 else {
      throw StorageError(
        .unsupported, field: "minimumPower",
        found: "\(asset.minimumChargePower) and \(asset.minimumDischargePower) MW",
        expected: "none: decisions under uncertainty are linear programs")
    }
    guard asset.chargeEfficiency.isConvex(upTo: asset.greatestChargePower, isCharging: true),
      asset.dischargeEfficiency.isConvex(upTo: asset.greatestDischargePower, isCharging: false)
    else {
      throw StorageError(
        .unsupported, field: "efficiency", found: "losses that grow less than in proportion to power",
        expected: "convex losses: decisions under uncertainty are linear programs")
    }
  }

  /// Whether a MWh drawn and given back at once could earn something at a step's prices.
  static func paysAtOnce(_ problem: DispatchProblem, _ step: Int) -> Bool {
    let asset = problem.asset
    let into = asset.chargeEfficiency.pieces(upTo: asset.chargePower, isCharging: true).map(\.slope)
    let out = asset.dischargeEfficiency.pieces(upTo: asset.dischargePower, isCharging: false).map(\.slope)
    let trips = [(into.min() ?? 1) / (out.max() ?? 1), (into.max() ?? 1) / (out.min() ?? 1)]
    return trips.contains { (problem.sellPrices[step] - asset.throughputCost) * $0 > problem.buyPrices[step] }
  }

  /// The net power of a step, MW delivered, as entries of a row.
  func net(_ step: Int) -> [(variable: Int, factor: Double)] {
    discharge[step].map { ($0, 1) } + charge[step].map { ($0, -1) }
  }

  private func addRamp(to builder: inout LinearBuilder) {
    guard let ramp = problem.asset.ramp else { return }
    for step in stride(from: 1, to: problem.count, by: 1) {
      let limit = ramp * problem.steps.hours[step]
      builder.row(-limit, limit, net(step) + net(step - 1).map { ($0.variable, -$0.factor) })
    }
  }

  private func addBudgets(to builder: inout LinearBuilder) {
    let (asset, limits) = (problem.asset, problem.asset.cycleLimits)
    func add(_ range: Range<Int>, cycles: Double?, energy: Double?) {
      let hours = problem.steps.hours
      if let energy {
        builder.row(-.infinity, energy, range.flatMap { step in discharge[step].map { ($0, hours[step]) } })
      }
      guard let cycles else { return }
      let entries = range.flatMap { step in
        let pieces = asset.dischargeEfficiency.pieces(upTo: problem.dischargeLimit(at: step), isCharging: false)
        return zip(discharge[step], pieces).map { ($0, $1.slope * hours[step]) }
      }
      builder.row(-.infinity, cycles * asset.energyCapacity, entries)
    }
    if limits.limitsDays {
      for day in problem.steps.days { add(day, cycles: limits.cyclesPerDay, energy: limits.dischargePerDay) }
    }
    if limits.limitsYears {
      for year in problem.steps.years {
        let part = problem.steps.partOfYear(year)
        add(year, cycles: limits.cyclesPerYear.map { $0 * part }, energy: limits.dischargePerYear.map { $0 * part })
      }
    }
  }

  private func addEnd(_ weight: Double, to builder: inout LinearBuilder) throws(StorageError) {
    let last = stored[problem.count - 1]
    switch problem.terminal {
    case .none: break
    case .energy(let energy): builder.row(energy, energy, [(last, 1)])
    case .price(let price): builder.add(cost: -weight * price, to: last)
    case .curve(let points):
      var entries: [(Int, Double)] = [(last, 1)]
      var slope = Double.infinity
      for (left, right) in zip(points, points.dropFirst()) {
        let next = (right.value - left.value) / (right.energy - left.energy)
        guard next <= slope else {
          throw StorageError(
            .unsupported, field: "terminal", found: "marginal values that rise at \(left.energy) MWh",
            expected: "a concave curve")
        }
        slope = next
        entries.append((builder.variable(cost: -weight * slope, 0, right.energy - left.energy), -1))
      }
      builder.row(points[0].energy, points[0].energy, entries)
    }
  }

  /// The powers at a point, MW, and the energy at the beginning.
  func powers(_ x: [Double]) -> (charge: [Double], discharge: [Double], initial: Double) {
    let into = charge.map { $0.reduce(0) { $0 + max(0, x[$1]) } }
    let out = discharge.map { $0.reduce(0) { $0 + max(0, x[$1]) } }
    let initial: Double =
      switch problem.initial {
      case .energy(let energy): energy
      case .cyclic:
        min(max(x[stored[stored.count - 1]], problem.asset.window.lowerBound), problem.asset.window.upperBound)
      }
    return (into, out, initial)
  }
}
