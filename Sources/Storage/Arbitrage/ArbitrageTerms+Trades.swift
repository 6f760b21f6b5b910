extension ArbitrageTerms {
  /// All trades of a step as concave chains; standing still is part of one of them.
  func trades(_ step: Int) -> [TradeChain] {
    let asset = problem.asset
    let hours = problem.steps.hours[step]
    let charges = chain(
      charging, step, problem.chargeLimit(at: step), from: asset.minimumChargePower, sign: -1, hours
    ) { cost($0, step) }
    let discharges = chain(
      discharging, step, problem.dischargeLimit(at: step), from: asset.minimumDischargePower, sign: 1, hours
    ) {
      revenue($0, step)
    }
    var chains = charges + discharges
    if asset.minimumChargePower > 0 || asset.minimumDischargePower > 0 || chains.isEmpty {
      chains.append(TradeChain(start: 0, value: 0, pieces: []))
    }
    // Charging that costs no less than discharging brings: one chain with standing still in its middle.
    if chains.count == 2, let first = charges.first, let second = discharges.first, charges.count == 1,
      asset.minimumChargePower == 0, asset.minimumDischargePower == 0,
      let inner = first.pieces.last?.slope, let outer = second.pieces.first?.slope, inner >= outer
    {
      return [TradeChain(start: first.start, value: first.value, pieces: first.pieces + second.pieces)]
    }
    return chains
  }

  /// The chains of one direction, by rising energy taken out.
  private func chain(
    _ pieces: [Piece], _ step: Int, _ limit: Double, from least: Double, sign: Double, _ hours: Double,
    _ value: (Piece) -> Double
  ) -> [TradeChain] {
    guard limit > 0, limit >= least else { return [] }
    // From the least power outward: the energy and what it brings at the least power, then the pieces beyond it.
    var energy = 0.0
    var brings = 0.0
    var parts: [TradeChain.Piece] = []
    // No step moves twice what the store holds; beside a power that could, the energies in the store would be rounding.
    var room = 2 * upper
    for piece in pieces {
      var width = width(piece, limit, step)
      if width * piece.slope * hours > room { width = room / (piece.slope * hours) }
      guard width > 0 else { continue }
      room -= width * piece.slope * hours
      let below = min(width, max(0, least - start(piece, step)))
      let slope = value(piece)
      energy += sign * below * piece.slope * hours
      brings += sign * slope * below * piece.slope * hours
      if width > below { parts.append(.init(width: (width - below) * piece.slope * hours, slope: slope)) }
    }
    if parts.isEmpty { return [TradeChain(start: energy, value: brings, pieces: [])] }
    var chains: [TradeChain] = []
    if sign > 0 {
      for part in parts {
        if let last = chains.last?.pieces.last, part.slope <= last.slope {
          chains[chains.count - 1].pieces.append(part)
        } else {
          chains.append(TradeChain(start: energy, value: brings, pieces: [part]))
        }
        energy += part.width
        brings += part.width * part.slope
      }
    } else {
      // Charging goes the other way: the outermost piece has the least energy taken out.
      var reversed: [TradeChain] = []
      for part in parts.reversed() {
        if let last = reversed.last?.pieces.last, part.slope <= last.slope {
          reversed[reversed.count - 1].pieces.append(part)
        } else {
          reversed.append(TradeChain(start: 0, value: 0, pieces: [part]))
        }
      }
      for index in reversed.indices.reversed() {
        for part in reversed[index].pieces {
          energy -= part.width
          brings -= part.width * part.slope
        }
        reversed[index].start = energy
        reversed[index].value = brings
      }
      chains = reversed
    }
    return chains
  }
}
