/// The exact dynamic programme of one store whose value function is concave.
///
/// Backward, the marginal value of energy is a ``ValueStaircase``; each step leaves behind one target for each piece of charging and
/// discharging: the energy up to which it pays to charge, and down to which it pays to discharge. Forward, the targets and the state
/// give the powers. Both passes are exact but for rounding; O(steps × segments), where the segments are about the steps that it takes to
/// fill and to empty the store.
struct ConcaveProgramme: ~Copyable {
  let terms: ArbitrageTerms
  private let targets: UnsafeMutablePointer<Double>
  private let stride: Int
  private(set) var staircase: ValueStaircase

  init(_ terms: ArbitrageTerms) {
    self.terms = terms
    stride = terms.charging.count + terms.discharging.count
    targets = .allocate(capacity: max(1, stride * terms.count))
    staircase = ValueStaircase(energy: terms.lower)
  }

  deinit { targets.deallocate() }

  /// Sets the staircase at the end of the steps: the terminal value within the window.
  mutating func end(_ terminal: TerminalValue) {
    switch terminal {
    case .none: end(price: 0)
    case .price(let price): end(price: price)
    case .energy(let energy): staircase.reset(energy: energy)
    case .curve(let points):
      staircase.reset(energy: points[0].energy)
      for (last, point) in zip(points, points.dropFirst()) {
        staircase.append(slope: (point.value - last.value) / (point.energy - last.energy), upTo: point.energy)
      }
      _ = staircase.trim(terms.lower, terms.upper, slack: terms.slack)
    }
  }

  /// Sets the staircase at the end to one price for each MWh.
  mutating func end(price: Double) {
    staircase.reset(energy: terms.lower)
    staircase.append(slope: price, upTo: terms.upper)
  }

  /// Makes the staircase the one state `energy`, to be added to.
  mutating func begin(at energy: Double) { staircase.reset(energy: energy) }

  /// Adds a segment to the staircase.
  mutating func append(slope: Double, upTo edge: Double) { staircase.append(slope: slope, upTo: edge) }

  /// Goes back from the end of step `last − 1` to the beginning of step `first`; false where no dispatch is feasible.
  mutating func backward(_ first: Int, _ last: Int) -> Bool {
    let problem = terms.problem
    let hasParts = !problem.availability.charge.isEmpty || !problem.availability.discharge.isEmpty
    let slack = terms.slack
    let lower = terms.lower
    let upper = terms.upper
    let keepsEnergy = terms.keepsEnergy
    let fullCharge = problem.asset.greatestChargePower
    let fullDischarge = problem.asset.greatestDischargePower
    let charging = terms.charging
    let discharging = terms.discharging
    var step = last
    while step > first {
      step -= 1
      let hours = problem.steps.hours[step]
      var place = stride * step
      // Outermost pieces first, so that targets are those of the value function before the step.
      let chargeLimit = hasParts ? problem.chargeLimit(at: step) : fullCharge
      var index = charging.count
      while index > 0 {
        index -= 1
        let width = terms.width(charging[index], chargeLimit, step) * charging[index].slope * hours
        // What pays beyond a piece pays within it: one that is not there, or is as dear, has the target of the next.
        let beyond = index + 1 < charging.count ? targets[place + index + 1] : -.infinity
        targets[place + index] =
          width > 0 ? max(beyond, staircase.buy(at: terms.cost(charging[index], step), upTo: width)) : beyond
      }
      place += charging.count
      let dischargeLimit = hasParts ? problem.dischargeLimit(at: step) : fullDischarge
      index = discharging.count
      while index > 0 {
        index -= 1
        let width = terms.width(discharging[index], dischargeLimit, step) * discharging[index].slope * hours
        let beyond = index + 1 < discharging.count ? targets[place + index + 1] : .infinity
        targets[place + index] =
          width > 0 ? min(beyond, staircase.sell(at: terms.revenue(discharging[index], step), upTo: width)) : beyond
      }
      if keepsEnergy {
        guard staircase.trim(lower, upper, slack: slack) else { return false }
      } else {
        let retention = terms.retention(step)
        guard staircase.trim(retention * lower, retention * upper, slack: slack) else { return false }
        staircase.scale(by: retention, lower, upper)
      }
    }
    return true
  }

  /// Goes forward through steps from an energy, and writes the powers; returns the energy at the end.
  func forward(
    _ first: Int, _ last: Int, from initial: Double, into path: inout DispatchPath
  ) -> Double {
    let problem = terms.problem
    let hasParts = !problem.availability.charge.isEmpty || !problem.availability.discharge.isEmpty
    let slack = terms.slack
    let fullCharge = problem.asset.greatestChargePower
    let fullDischarge = problem.asset.greatestDischargePower
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    let charging = terms.charging
    let discharging = terms.discharging
    var energy = initial
    for step in first..<last {
      let hours = problem.steps.hours[step]
      let start = energy * terms.retention(step)
      let place = stride * step
      var charge = 0.0
      var discharge = 0.0
      if !charging.isEmpty, start < targets[place] - slack {
        let limit = hasParts ? problem.chargeLimit(at: step) : fullCharge
        var reached = start
        for index in charging.indices {
          let gap = targets[place + index] - reached
          guard gap > slack else { break }
          let power = terms.width(charging[index], limit, step)
          let width = power * charging[index].slope * hours
          guard gap < width - slack else {
            charge += power
            reached += width
            continue
          }
          charge += gap / (charging[index].slope * hours)
          break
        }
        charge = min(charge, limit)
      } else if !discharging.isEmpty, start > targets[place + charging.count] + slack {
        let limit = hasParts ? problem.dischargeLimit(at: step) : fullDischarge
        var reached = start
        for index in discharging.indices {
          let gap = reached - targets[place + charging.count + index]
          guard gap > slack else { break }
          let power = terms.width(discharging[index], limit, step)
          let width = power * discharging[index].slope * hours
          guard gap < width - slack else {
            discharge += power
            reached -= width
            continue
          }
          discharge += gap / (discharging[index].slope * hours)
          break
        }
        discharge = min(discharge, limit)
      }
      path.charge[step] = charge
      path.discharge[step] = discharge
      energy = start + (recurrence.stored(charge) * hours - recurrence.taken(discharge) * hours)
    }
    return energy
  }
}

extension ConcaveProgramme {
  /// What some steps earn on the best path from an energy, and the energy at their end.
  func earnings(_ steps: Range<Int>, from energy: Double, scratch path: inout DispatchPath) -> (Double, Double) {
    let final = forward(steps.lowerBound, steps.upperBound, from: energy, into: &path)
    var sum = CompensatedSum()
    for step in steps { sum.add(terms.earnings(of: path, step)) }
    return (sum.value, final)
  }
}

/// Powers through all steps, and the energies at both ends.
struct DispatchPath {
  var charge: [Double]
  var discharge: [Double]
  var initial: Double
  var final: Double

  init(count: Int) {
    charge = [Double](repeating: 0, count: count)
    discharge = charge
    initial = 0
    final = 0
  }
}
