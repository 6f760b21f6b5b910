extension DispatchSchedule {
  /// One way in which a schedule does not keep the terms of a problem.
  public struct Violation: Hashable, Sendable {
    /// The limit: `charge`, `discharge`, `storedEnergy`, `balance`, `simultaneous`, `ramp`, `initial`, `terminal`, ...; `schedule`
    /// where there is none, `steps` where it is one of other steps.
    public let limit: String
    /// The step, where the limit is one of a step.
    public let index: Int?
    /// By how much, MW or MWh; infinite where schedule and problem cannot be compared.
    public let amount: Double
    /// By how much, relative to the size of what is limited.
    public let relative: Double
  }

  /// The worst of all violations relative to the sizes of the store, or `nil` where there is none at all.
  ///
  /// Checked are powers, the window, the balance of energy, charging and discharging at once, least powers, ramp, both ends, and
  /// daily and yearly limits. A schedule of other steps, or none at all, is an infinite violation. A schedule of this module stays below
  /// 1e-9. Of a schedule with awards neither these nor the balance that their calls move are looked at: that is what
  /// ``largestViolation(of:)-(ServiceProblem)`` does.
  ///
  /// - Complexity: O(steps).
  public func largestViolation(of problem: DispatchProblem) -> Violation? {
    if let mismatch = mismatch(problem) { return mismatch }
    var worst = WorstViolation(problem.asset)
    notePowers(problem, awards.isEmpty ? [Double](repeating: 0, count: problem.count) : nil, &worst)
    noteEnds(problem, &worst)
    noteBudgets(problem, delivered: nil, taken: nil, &worst)
    return worst.violation
  }

  /// Why a schedule cannot be held against a problem.
  func mismatch(_ problem: DispatchProblem) -> Violation? {
    guard hasSchedule else { return WorstViolation.beyondComparison("schedule") }
    let isWhole = discharge.count == charge.count && storedEnergy.count == charge.count
    guard isWhole, charge.count == problem.count, steps.grid == problem.steps.grid else {
      return WorstViolation.beyondComparison("steps")
    }
    return nil
  }

  /// Holds each step against its limits.
  ///
  /// - Parameter calls: The energy that calls on services put into the store in each step, MWh; `nil` where it is not known.
  func notePowers(_ problem: DispatchProblem, _ calls: [Double]?, _ worst: inout WorstViolation) {
    let asset = problem.asset
    let recurrence = StoreRecurrence(asset, problem.steps)
    var energy = initialEnergy
    var lastPower = problem.carried.netPower
    for index in charge.indices {
      let hours = problem.steps.hours[index]
      let (into, out) = (charge[index], discharge[index])
      worst.note("charge", index, power: max(-into, into - problem.chargeLimit(at: index)))
      worst.note("discharge", index, power: max(-out, out - problem.dischargeLimit(at: index)))
      worst.note("simultaneous", index, power: min(into, out))
      if into > 0 { worst.note("minimumChargePower", index, power: asset.minimumChargePower - into) }
      if out > 0 { worst.note("minimumDischargePower", index, power: asset.minimumDischargePower - out) }
      if let calls {
        let flow = recurrence.stored(into) - recurrence.taken(out)
        let expected = energy * recurrence.retention(index) + flow * hours + calls[index]
        worst.note("balance", index, energy: abs(expected - storedEnergy[index]))
      }
      energy = storedEnergy[index]
      worst.note("storedEnergy", index, energy: max(asset.window.lowerBound - energy, energy - asset.window.upperBound))
      if let ramp = asset.ramp, let lastPower {
        worst.note("ramp", index, power: abs(out - into - lastPower) - ramp * hours)
      }
      lastPower = out - into
    }
  }

  func noteEnds(_ problem: DispatchProblem, _ worst: inout WorstViolation) {
    let last = storedEnergy.last ?? initialEnergy
    switch problem.initial {
    case .energy(let energy): worst.note("initial", nil, energy: abs(initialEnergy - energy))
    case .cyclic: worst.note("cyclic", nil, energy: abs(initialEnergy - last))
    }
    switch problem.terminal {
    case .none, .price: break
    case .energy(let energy): worst.note("terminal", nil, energy: abs(last - energy))
    case .curve(let points):
      if let low = points.first, let high = points.last {
        worst.note("terminal", nil, energy: max(low.energy - last, last - high.energy))
      }
    }
  }

  /// Holds what is given in days and years against the limits.
  ///
  /// - Parameters:
  ///   - delivered: What calls on services deliver at the meter in each step, MWh.
  ///   - taken: What they take out of the store for it, MWh.
  func noteBudgets(
    _ problem: DispatchProblem, delivered: [Double]?, taken: [Double]?, _ worst: inout WorstViolation
  ) {
    let hours = problem.steps.hours
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    for budget in problem.budgets {
      let used = budget.steps.reduce(0) { sum, step in
        budget.isInside
          ? sum + recurrence.taken(discharge[step]) * hours[step] + (taken?[step] ?? 0)
          : sum + discharge[step] * hours[step] + (delivered?[step] ?? 0)
      }
      worst.note(budget.name, budget.steps.lowerBound, energy: used - budget.energy)
    }
  }
}

/// The worst of the violations that were noted.
struct WorstViolation {
  private let powerSize: Double
  private let energySize: Double
  private(set) var violation: DispatchSchedule.Violation?

  init(_ asset: StorageAsset) {
    powerSize = max(asset.chargePower, asset.dischargePower, 1e-12)
    energySize = max(asset.energyCapacity, 1e-12)
  }

  /// What no size can measure.
  static func beyondComparison(_ limit: String) -> DispatchSchedule.Violation {
    DispatchSchedule.Violation(limit: limit, index: nil, amount: .infinity, relative: .infinity)
  }

  /// Takes a power beyond its limit, where it is positive or no number, MW.
  mutating func note(_ limit: String, _ index: Int?, power amount: Double) { note(limit, index, amount, powerSize) }

  /// Takes an energy beyond its limit, where it is positive or no number, MWh.
  mutating func note(_ limit: String, _ index: Int?, energy amount: Double) { note(limit, index, amount, energySize) }

  private mutating func note(_ limit: String, _ index: Int?, _ amount: Double, _ size: Double) {
    guard !(amount <= 0) else { return }
    let amount = amount.isNaN ? .infinity : amount
    guard amount / size > violation?.relative ?? 0 else { return }
    violation = DispatchSchedule.Violation(limit: limit, index: index, amount: amount, relative: amount / size)
  }
}
