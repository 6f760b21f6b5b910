/// What the steps before a problem's first one leave of the limits that reach beyond a step: the ramp, and what a local day and a year may give.
struct CarriedLimits: Hashable, Sendable {
  /// Energy that was given, MWh.
  struct Use: Hashable, Sendable {
    /// Taken out of the store.
    var taken = 0.0
    /// Discharged at the meter.
    var discharged = 0.0
  }

  /// The net power of the step before, MW; `nil` where there is none.
  var netPower: Double?
  /// What was given before in the local day of the first step.
  var day = Use()
  /// What was given before in its calendar year.
  var year = Use()
  /// The part of that year that the steps before cover.
  var partOfYear = 0.0

  /// A problem that stands alone.
  static let none = CarriedLimits()
}

extension CarriedLimits {
  /// What the steps of a schedule before a gate leave to those behind it.
  ///
  /// - Complexity: O(steps).
  init(_ schedule: DispatchSchedule, of asset: StorageAsset, before gate: Int) {
    guard gate > 0 else { return }
    let steps = schedule.steps
    let recurrence = StoreRecurrence(asset, steps)
    netPower = schedule.discharge[gate - 1] - schedule.charge[gate - 1]
    func earlier(_ ranges: [Range<Int>]) -> Range<Int> {
      ranges.first { $0.contains(gate) }.map { $0.lowerBound..<gate } ?? gate..<gate
    }
    func use(_ range: Range<Int>) -> Use {
      var (taken, discharged) = (CompensatedSum(), CompensatedSum())
      for step in range {
        taken.add(recurrence.taken(schedule.discharge[step]) * steps.hours[step])
        discharged.add(schedule.discharge[step] * steps.hours[step])
      }
      return Use(taken: taken.value, discharged: discharged.value)
    }
    if asset.cycleLimits.limitsDays { day = use(earlier(steps.days)) }
    if asset.cycleLimits.limitsYears {
      let range = earlier(steps.years)
      year = use(range)
      partOfYear = range.isEmpty ? 0 : steps.partOfYear(range)
    }
  }
}

/// A limit on what a store gives in some steps together.
struct EnergyBudget {
  /// The field of ``CycleLimits``.
  let name: String
  /// The steps.
  let steps: Range<Int>
  /// What is left of it, MWh.
  let energy: Double
  /// MWh for one unit of the limit.
  let energyPerUnit: Double
  /// Whether the energy counts inside the store, before the losses of discharging, or at the meter.
  let isInside: Bool
}

extension DispatchProblem {
  /// The limits by day and year, less what was given before the first step.
  var budgets: [EnergyBudget] {
    let limits = asset.cycleLimits
    var budgets: [EnergyBudget] = []
    func add(_ range: Range<Int>, _ cycles: Double?, _ discharge: Double?, _ name: String, part: Double) {
      let isFirst = range.lowerBound == 0
      let used = !isFirst ? CarriedLimits.Use() : name == "Day" ? carried.day : carried.year
      if let cycles {
        let unit = part * asset.energyCapacity
        budgets.append(
          EnergyBudget(
            name: "cyclesPer" + name, steps: range, energy: max(0, cycles * unit - used.taken), energyPerUnit: unit,
            isInside: true))
      }
      if let discharge {
        budgets.append(
          EnergyBudget(
            name: "dischargePer" + name, steps: range, energy: max(0, part * discharge - used.discharged),
            energyPerUnit: part, isInside: false))
      }
    }
    for day in limits.limitsDays ? steps.days : [] {
      add(day, limits.cyclesPerDay, limits.dischargePerDay, "Day", part: 1)
    }
    for year in limits.limitsYears ? steps.years : [] {
      let part = min(1, steps.partOfYear(year) + (year.lowerBound == 0 ? carried.partOfYear : 0))
      add(year, limits.cyclesPerYear, limits.dischargePerYear, "Year", part: part)
    }
    return budgets
  }
}
