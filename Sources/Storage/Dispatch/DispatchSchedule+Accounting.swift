public import Valuation

extension DispatchSchedule {
  /// Works out what powers that are given do to a store and what they earn.
  ///
  /// The stored energy follows from the recurrence e' = e·(1 − loss)^h + h·(into the store − out of it); buckets are energy,
  /// degradation, and auxiliary and terminal where there are any, then those given. Nothing is clipped:
  /// ``largestViolation(of:)-(DispatchProblem)`` tells whether the powers keep the limits.
  ///
  /// - Parameters:
  ///   - problem: The problem whose answer this is.
  ///   - charge: MW at the meter, one for each step.
  ///   - discharge: MW at the meter, one for each step.
  ///   - initialEnergy: MWh in the store at the beginning.
  ///   - awards: What is sold as services.
  ///   - serviceRevenue: What services earn beside energy, by name; the cost of wear by deployment included as the caller means it.
  ///   - serviceEnergy: The energy that the deployment of services puts into the store in each step, MWh, negative where it
  ///     takes some out; none where empty.
  ///   - serviceThroughput: The energy that the deployment of services takes out of the store in all, MWh: it counts as cycles.
  ///   - status: How the solve ended.
  ///   - method: How the powers were found.
  ///   - bound: What no schedule exceeds; what this one earns unless given.
  ///   - marginalValues: What one more MWh in the store is worth when each step ends.
  ///   - limitPrices: What limits over many steps cost.
  ///   - basis: What the result rests on; the method's name unless given.
  /// - Throws: `countMismatch`, `notFinite`.
  /// - Complexity: O(steps).
  public init(
    _ problem: DispatchProblem, charge: [Double], discharge: [Double], initialEnergy: Double,
    awards: [ServiceAward] = [], serviceRevenue: [Revenue.Bucket] = [], serviceEnergy: [Double] = [],
    serviceThroughput: Double = 0, status: DispatchStatus = .solved, method: DispatchMethod, bound: Double? = nil,
    marginalValues: [Double] = [],
    limitPrices: [LimitPrice] = [], basis: ResultBasis? = nil
  ) throws(StorageError) {
    let asset = problem.asset
    let count = problem.count
    try InputCheck.count(charge.count, count, "charge")
    try InputCheck.count(discharge.count, count, "discharge")
    try InputCheck.finite(charge, "charge")
    try InputCheck.finite(discharge, "discharge")
    try InputCheck.finite(initialEnergy, "initialEnergy")
    if !serviceEnergy.isEmpty {
      try InputCheck.count(serviceEnergy.count, count, "serviceEnergy")
      try InputCheck.finite(serviceEnergy, "serviceEnergy")
    }
    let recurrence = StoreRecurrence(asset, problem.steps)
    var stored = [Double](repeating: 0, count: count)
    var energy = initialEnergy
    var traded = CompensatedSum()
    var discharged = CompensatedSum()
    var taken = CompensatedSum()
    taken.add(serviceThroughput)
    for index in 0..<count {
      let hours = problem.steps.hours[index]
      let out = recurrence.taken(discharge[index]) * hours
      energy = energy * recurrence.retention(index) + (recurrence.stored(charge[index]) * hours - out)
      if !serviceEnergy.isEmpty { energy += serviceEnergy[index] }
      stored[index] = energy
      if problem.position.isEmpty {
        traded.add(problem.sellPrices[index] * discharge[index] * hours)
        traded.add(-problem.buyPrices[index] * charge[index] * hours)
      } else {
        traded.add(problem.trade(to: discharge[index] - charge[index], at: index) * hours)
      }
      discharged.add(discharge[index] * hours)
      taken.add(out)
    }
    var revenue = Revenue([.init(name: Revenue.energy, amount: traded.value)])
    revenue.add(0 - asset.throughputCost * discharged.value, to: Revenue.degradation)
    if asset.auxiliaryLoad > 0, problem.position.isEmpty {
      revenue.add(-problem.auxiliaryCost, to: Revenue.auxiliary)
    }
    switch problem.terminal {
    case .none, .energy: break
    case .price, .curve: revenue.add(problem.terminal.value(of: energy), to: Revenue.terminal)
    }
    for bucket in serviceRevenue { revenue.add(bucket.amount, to: bucket.name) }
    let objective = revenue.total
    self.init(
      steps: problem.steps, charge: charge, discharge: discharge, storedEnergy: stored, initialEnergy: initialEnergy,
      awards: awards, revenue: revenue, status: status, method: method, objective: objective,
      bound: max(bound ?? objective, objective), marginalValues: marginalValues, limitPrices: limitPrices,
      equivalentCycles: asset.energyCapacity > 0 ? taken.value / asset.energyCapacity : 0,
      basis: (basis ?? ResultBasis(method: method.rawValue, conventions: Self.conventions)).resting(on: [.init(problem)]
      ))
  }

  /// The result of a problem that no dispatch solves, or of a search that ended without one.
  init(_ problem: DispatchProblem, without status: DispatchStatus, method: DispatchMethod, bound: Double = -.infinity) {
    self.init(
      steps: problem.steps, charge: [], discharge: [], storedEnergy: [], initialEnergy: 0, awards: [],
      revenue: Revenue(), status: status, method: method, objective: -.infinity, bound: bound, marginalValues: [],
      limitPrices: [], equivalentCycles: 0,
      basis: ResultBasis(method: method.rawValue, conventions: Self.conventions, inputs: [.init(problem)]))
  }

  /// The signs and units of every schedule, for its basis.
  static let conventions = [
    "sign": "revenue positive, cost negative", "power": "MW at the meter, charge and discharge not negative",
    "energy": "MWh in the store at the end of the step",
    "cycle": "energy taken out of the store over its capacity",
  ]
}

/// The energy recurrence of a store, with what is the same in every step worked out once.
struct StoreRecurrence {
  private let asset: StorageAsset
  private let chargeEfficiency: Double?
  private let dischargeEfficiency: Double?
  private let shared: Double?
  private let steps: DispatchSteps

  init(_ asset: StorageAsset, _ steps: DispatchSteps) {
    self.asset = asset
    self.steps = steps
    chargeEfficiency = asset.chargeEfficiency.constant
    dischargeEfficiency = asset.dischargeEfficiency.constant
    shared = asset.selfDischarge == 0 ? 1 : steps.uniformHours.map { asset.retention(hours: $0) }
  }

  /// The part of the energy that is left when step `index` ends.
  func retention(_ index: Int) -> Double { shared ?? asset.retention(hours: steps.hours[index]) }

  /// The power into the store, MW.
  func stored(_ charge: Double) -> Double {
    chargeEfficiency.map { $0 * charge } ?? asset.chargeEfficiency.stored(charging: charge)
  }

  /// The power out of the store, MW.
  func taken(_ discharge: Double) -> Double {
    dischargeEfficiency.map { discharge / $0 } ?? asset.dischargeEfficiency.taken(discharging: discharge)
  }
}

/// A sum that keeps what rounding takes off (Neumaier): the order of its terms does not matter to the digits that are printed.
struct CompensatedSum {
  private var sum = 0.0
  private var rest = 0.0

  var value: Double { sum + rest }

  mutating func add(_ term: Double) {
    let next = sum + term
    rest += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
