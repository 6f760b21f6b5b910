extension DispatchSchedule {
  /// One way in which a schedule does not keep the terms of a problem.
  public struct Violation: Hashable, Sendable {
    /// The limit: `charge`, `discharge`, `storedEnergy`, `balance`, `simultaneous`, `ramp`, `initial`, `terminal`, ...
    public let limit: String
    /// The step, where the limit is one of a step.
    public let index: Int?
    /// By how much, MW or MWh.
    public let amount: Double
    /// By how much, relative to the size of what is limited.
    public let relative: Double
  }

  /// The worst of all violations relative to the sizes of the store, or `nil` where there is none at all.
  ///
  /// Checked are powers, the window, the balance of energy, charging and discharging at once, least powers, ramp, both ends, and
  /// daily and yearly limits. Services are not looked at. A schedule of this module stays below 1e-9.
  ///
  /// - Complexity: O(steps).
  public func largestViolation(of problem: DispatchProblem) -> Violation? {
    guard charge.count == problem.count else { return nil }
    let asset = problem.asset
    var worst: Violation?
    let powerSize = max(asset.chargePower, asset.dischargePower, 1e-12)
    let energySize = max(asset.energyCapacity, 1e-12)
    func note(_ limit: String, _ index: Int?, _ amount: Double, _ size: Double) {
      guard amount > 0, amount / size > worst?.relative ?? 0 else { return }
      worst = Violation(limit: limit, index: index, amount: amount, relative: amount / size)
    }
    let recurrence = StoreRecurrence(asset, problem.steps)
    var energy = initialEnergy
    var lastPower = 0.0
    for index in charge.indices {
      let hours = steps.hours[index]
      note("charge", index, max(-charge[index], charge[index] - problem.chargeLimit(at: index)), powerSize)
      note("discharge", index, max(-discharge[index], discharge[index] - problem.dischargeLimit(at: index)), powerSize)
      note("simultaneous", index, min(charge[index], discharge[index]), powerSize)
      if charge[index] > 0 { note("minimumChargePower", index, asset.minimumChargePower - charge[index], powerSize) }
      if discharge[index] > 0 {
        note("minimumDischargePower", index, asset.minimumDischargePower - discharge[index], powerSize)
      }
      let flow = recurrence.stored(charge[index]) - recurrence.taken(discharge[index])
      if awards.isEmpty {
        note(
          "balance", index, abs(energy * recurrence.retention(index) + flow * hours - storedEnergy[index]), energySize)
      }
      energy = storedEnergy[index]
      note("storedEnergy", index, max(asset.window.lowerBound - energy, energy - asset.window.upperBound), energySize)
      let power = discharge[index] - charge[index]
      if let ramp = asset.ramp, index > 0 { note("ramp", index, abs(power - lastPower) - ramp * hours, powerSize) }
      lastPower = power
    }
    noteEnds(problem, energySize, note)
    noteBudgets(problem, energySize, note)
    return worst
  }

  private func noteEnds(
    _ problem: DispatchProblem, _ size: Double, _ note: (String, Int?, Double, Double) -> Void
  ) {
    let last = storedEnergy.last ?? initialEnergy
    switch problem.initial {
    case .energy(let energy): note("initial", nil, abs(initialEnergy - energy), size)
    case .cyclic: note("cyclic", nil, abs(initialEnergy - last), size)
    }
    switch problem.terminal {
    case .none, .price: break
    case .energy(let energy): note("terminal", nil, abs(last - energy), size)
    case .curve(let points):
      if let low = points.first, let high = points.last {
        note("terminal", nil, max(low.energy - last, last - high.energy), size)
      }
    }
  }

  private func noteBudgets(
    _ problem: DispatchProblem, _ size: Double, _ note: (String, Int?, Double, Double) -> Void
  ) {
    let limits = problem.asset.cycleLimits
    let recurrence = StoreRecurrence(problem.asset, steps)
    func check(
      _ ranges: [Range<Int>], cycles: Double?, discharge limit: Double?, _ name: String, part: (Range<Int>) -> Double
    ) {
      for range in ranges {
        let share = part(range)
        if let cycles {
          let taken = range.reduce(0) { $0 + recurrence.taken(discharge[$1]) * steps.hours[$1] }
          note("cyclesPer" + name, range.lowerBound, taken - share * cycles * problem.asset.energyCapacity, size)
        }
        if let limit {
          let given = range.reduce(0) { $0 + discharge[$1] * steps.hours[$1] }
          note("dischargePer" + name, range.lowerBound, given - share * limit, size)
        }
      }
    }
    if limits.limitsDays {
      check(steps.days, cycles: limits.cyclesPerDay, discharge: limits.dischargePerDay, "Day") { _ in 1 }
    }
    if limits.limitsYears {
      check(steps.years, cycles: limits.cyclesPerYear, discharge: limits.dischargePerYear, "Year") {
        steps.partOfYear($0)
      }
    }
  }
}
