/// A problem as the dynamic programmes see it: everything for each MWh in the store.
///
/// In step t the straight pieces of charging cost `buyPrice / slope` for a MWh stored, those of discharging bring
/// `(sellPrice − wear) / slope − takenCost` for a MWh taken out. Where power is sold already each piece is two, as wide as a step's
/// position makes them: what is kept of the position has the price of the other side, since undoing it would cost or bring that.
struct ArbitrageTerms {
  /// A straight piece of an efficiency curve: from `start` MW on for `width` MW, `slope` MW on the store's side each.
  struct Piece {
    let start: Double
    let width: Double
    let slope: Double
    let inverse: Double
    let isCharging: Bool
    let part: Part

    /// What of the piece is meant: all of it, what a position holds of it, or what goes beyond that.
    enum Part { case whole, kept, beyond }
  }

  let problem: DispatchProblem
  let charging: [Piece]
  let discharging: [Piece]
  let lower: Double
  let upper: Double
  /// What wear costs, per MWh discharged at the meter.
  let wear: Double
  /// What a MWh taken out of the store costs beside wear: the price of a limit on cycles.
  var takenCost: Double
  /// What a MWh discharged at the meter costs beside wear: the price of a limit on throughput.
  var dischargeCost: Double
  /// The energy below which two amounts in the store count as the same: little beside the capacity and beside what a step moves.
  let slack: Double
  private let sharedRetention: Double?

  init(_ problem: DispatchProblem, takenCost: Double = 0, dischargeCost: Double = 0) {
    self.problem = problem
    let asset = problem.asset
    let parts: [Piece.Part] = problem.position.isEmpty ? [.whole] : [.kept, .beyond]
    func pieces(_ curve: EfficiencyCurve, _ power: Double, isCharging: Bool) -> [Piece] {
      var start = 0.0
      return curve.pieces(upTo: power, isCharging: isCharging).flatMap { piece in
        defer { start += piece.width }
        return parts.map { part in
          Piece(
            start: start, width: piece.width, slope: piece.slope, inverse: 1 / piece.slope, isCharging: isCharging,
            part: part)
        }
      }
    }
    charging = pieces(asset.chargeEfficiency, asset.greatestChargePower, isCharging: true)
    discharging = pieces(asset.dischargeEfficiency, asset.greatestDischargePower, isCharging: false)
    lower = asset.window.lowerBound
    upper = asset.window.upperBound
    wear = asset.throughputCost
    let size = max(upper, asset.energyCapacity, 1e-9)
    let inward = asset.chargeEfficiency.stored(charging: asset.greatestChargePower)
    let outward = asset.dischargeEfficiency.taken(discharging: asset.greatestDischargePower)
    let moved = max(inward, outward) * (problem.steps.hours.max() ?? 0)
    // Not less than rounding of the capacity.
    slack = moved > 0 ? max(4e-16 * size, min(1e-12 * size, 1e-7 * moved)) : 1e-12 * size
    self.takenCost = takenCost
    self.dischargeCost = dischargeCost
    sharedRetention =
      asset.selfDischarge == 0 ? 1 : problem.steps.uniformHours.map { asset.retention(hours: $0) }
  }

  var count: Int { problem.count }

  /// The part of the energy that is left when a step ends.
  @inline(__always)
  func retention(_ step: Int) -> Double {
    sharedRetention ?? problem.asset.retention(hours: problem.steps.hours[step])
  }

  /// Whether nothing is lost with time.
  var keepsEnergy: Bool { sharedRetention == 1 }

  /// What a MWh stored costs by a piece of charging.
  @inline(__always)
  func cost(_ piece: Piece, _ step: Int) -> Double {
    (piece.part == .kept ? problem.sellPrices[step] : problem.buyPrices[step]) * piece.inverse
  }

  /// What a MWh taken out brings by a piece of discharging.
  @inline(__always)
  func revenue(_ piece: Piece, _ step: Int) -> Double {
    let price = piece.part == .kept ? problem.buyPrices[step] : problem.sellPrices[step]
    return (price - wear - dischargeCost) * piece.inverse - takenCost
  }

  /// How much of a piece there is in a step while `limit` MW are, MW; it may be nothing between pieces that are there.
  @inline(__always)
  func width(_ piece: Piece, _ limit: Double, _ step: Int) -> Double {
    switch piece.part {
    case .whole: return Self.width(piece, limit)
    case .kept: return Self.width(piece, min(limit, held(piece, step)))
    case .beyond:
      let held = held(piece, step)
      return held <= piece.start ? Self.width(piece, limit) : max(0, min(limit, piece.start + piece.width) - held)
    }
  }

  /// Where a piece begins in a step, MW.
  func start(_ piece: Piece, _ step: Int) -> Double {
    piece.part == .beyond ? max(piece.start, held(piece, step)) : piece.start
  }

  /// The power that a position holds in a piece's direction, MW.
  @inline(__always)
  private func held(_ piece: Piece, _ step: Int) -> Double {
    max(0, piece.isCharging ? -problem.position[step] : problem.position[step])
  }

  @inline(__always)
  private static func width(_ piece: Piece, _ limit: Double) -> Double {
    limit >= piece.start + piece.width ? piece.width : max(0, limit - piece.start)
  }

  /// Whether what a step earns by a change of the stored energy is a concave function of it.
  ///
  /// It is not where charging and discharging at once would pay, where losses grow less than in proportion to power, where more losses
  /// are paid for (a negative price), and where there is a least power.
  func isConcave(_ step: Int) -> Bool {
    let asset = problem.asset
    let chargeLimit = problem.chargeLimit(at: step)
    let dischargeLimit = problem.dischargeLimit(at: step)
    if asset.minimumChargePower > 0, chargeLimit > 0 { return false }
    if asset.minimumDischargePower > 0, dischargeLimit > 0 { return false }
    var last = Double.infinity
    for piece in charging.reversed() where width(piece, chargeLimit, step) > 0 {
      let value = cost(piece, step)
      guard value <= last else { return false }
      last = value
    }
    for piece in discharging where width(piece, dischargeLimit, step) > 0 {
      let value = revenue(piece, step)
      guard value <= last else { return false }
      last = value
    }
    return true
  }

  /// Whether every step is concave; what is asked first, since it nearly always is.
  var isConcave: Bool {
    let asset = problem.asset
    if let first = charging.first, let second = discharging.first, charging.count == 1, discharging.count == 1,
      asset.minimumChargePower == 0, asset.minimumDischargePower == 0
    {
      for step in 0..<count where cost(first, step) < revenue(second, step) {
        guard isConcave(step) else { return false }
      }
      return true
    }
    return (0..<count).allSatisfy { isConcave($0) }
  }
}
