extension ArbitrageTerms {
  /// What a path earns under these terms: energy, wear, the prices of limits and the terminal value, without the auxiliary load.
  func value(of path: DispatchPath, terminal: TerminalValue) -> Double {
    var sum = CompensatedSum()
    for step in 0..<count {
      let hours = problem.steps.hours[step]
      sum.add((problem.sellPrices[step] - wear - dischargeCost) * path.discharge[step] * hours)
      sum.add(-problem.buyPrices[step] * path.charge[step] * hours)
      if takenCost != 0 { sum.add(-takenCost * taken(path.discharge[step]) * hours) }
      sum.add(saving(of: path, step) * hours)
    }
    sum.add(terminal.value(of: path.final))
    return sum.value
  }

  /// What one step of a path earns under these terms.
  func earnings(of path: DispatchPath, _ step: Int) -> Double {
    let discharge = path.discharge[step]
    var earned =
      (problem.sellPrices[step] - wear - dischargeCost) * discharge - problem.buyPrices[step] * path.charge[step]
    if takenCost != 0 { earned -= takenCost * taken(discharge) }
    return (earned + saving(of: path, step)) * problem.steps.hours[step]
  }

  /// What a path saves in an hour of a step by keeping what is sold already: the spread.
  @inline(__always)
  private func saving(of path: DispatchPath, _ step: Int) -> Double {
    guard !problem.position.isEmpty else { return 0 }
    return (problem.buyPrices[step] - problem.sellPrices[step])
      * problem.kept(charge: path.charge[step], discharge: path.discharge[step], at: step)
  }

  /// The power out of the store, MW.
  private func taken(_ discharge: Double) -> Double {
    discharging.count == 1
      ? discharge * discharging[0].slope : problem.asset.dischargeEfficiency.taken(discharging: discharge)
  }

  /// What no dispatch exceeds, by the Lagrangian with these values of energy as multipliers of the energy balance; without the
  /// auxiliary load.
  ///
  /// Weak duality: whatever the multipliers, no dispatch earns more. With the right ones it is what the best earns, so that a
  /// path which reaches the bound is proven to be optimal.
  func bound(_ values: [Double], isCyclic: Bool, initial: Double, terminal: TerminalValue) -> Double {
    var sum = CompensatedSum()
    let problem = problem
    let hasParts = !problem.availability.charge.isEmpty || !problem.availability.discharge.isEmpty
    for step in 0..<count {
      let value = values[step]
      let hours = problem.steps.hours[step]
      var best = 0.0
      var gain = 0.0
      let chargeLimit = hasParts ? problem.chargeLimit(at: step) : .infinity
      for piece in charging {
        gain += (value - cost(piece, step)) * width(piece, chargeLimit, step) * piece.slope * hours
        best = max(best, gain)
      }
      gain = 0
      let dischargeLimit = hasParts ? problem.dischargeLimit(at: step) : .infinity
      for piece in discharging {
        gain += (revenue(piece, step) - value) * width(piece, dischargeLimit, step) * piece.slope * hours
        best = max(best, gain)
      }
      sum.add(best)
      // The state at the end of the step, priced by the next step's multiplier less this one's.
      if step + 1 < count {
        let rest = values[step + 1] * retention(step + 1) - value
        sum.add(rest * (rest > 0 ? upper : lower))
      }
    }
    guard let first = values.first, let last = values.last else { return 0 }
    let start = first * retention(0)
    if isCyclic {
      sum.add((start - last) * (start > last ? upper : lower))
    } else {
      sum.add(start * initial)
      sum.add(greatest(terminal, less: last))
    }
    return sum.value
  }

  /// The greatest terminal value less a price for each MWh.
  private func greatest(_ terminal: TerminalValue, less price: Double) -> Double {
    switch terminal {
    case .none: return max(-price * lower, -price * upper)
    case .energy(let energy): return -price * energy
    case .price(let worth): return max((worth - price) * lower, (worth - price) * upper)
    case .curve(let points):
      var best = -Double.infinity
      for energy in points.map(\.energy) + [lower, upper] {
        let energy = min(max(energy, max(lower, points[0].energy)), min(upper, points[points.count - 1].energy))
        best = max(best, terminal.value(of: energy) - price * energy)
      }
      return best
    }
  }
}
