import Nodal

/// The least cost of all commitments of two units and imports at one bus, found by trying every one.
///
/// Outputs are multiples of ten, as all demands, limits and ramps are: with one unit that has a ramp and imports that have none the best
/// dispatch is among those. Everything is counted here once more: run lengths by walking through periods, costs by merit order, ramps by the
/// table of outputs that can be reached.
struct CommitmentOracle {
  struct Unit: Sendable {
    var least: Int
    var most: Int
    var price: Double
    var noLoad = 0.0
    var start = 0.0
    var stop = 0.0
    /// MW from period to period; none without.
    var ramp: Int?
    var minimumUp = 0
    var minimumDown = 0
    var runsBefore: Bool?
    var hoursBefore: Int?
    var outputBefore: Int?
  }

  var demands: [Int]
  /// The unit that may have a ramp, and one that has none.
  var coal: Unit
  var gas: Unit
  static let importPrice = 90.0
  static let mostImported = 300

  /// The cheapest cost, `nil` where nothing is possible, and the pattern that has it.
  func best() -> (cost: Double, coal: [Bool], gas: [Bool])? {
    let count = demands.count
    let patterns = (0..<(1 << count)).map { code in (0..<count).map { code >> $0 & 1 == 1 } }
    let gasPatterns = patterns.compactMap { pattern in switching(gas, pattern).map { (pattern, $0) } }
    var best: (cost: Double, coal: [Bool], gas: [Bool])?
    for pattern in patterns {
      guard let coalCost = switching(coal, pattern) else { continue }
      for (gasPattern, gasCost) in gasPatterns {
        guard let cost = dispatch(pattern, gasPattern) else { continue }
        let sum = cost + coalCost + gasCost
        if sum < best?.cost ?? .infinity { best = (sum, pattern, gasPattern) }
      }
    }
    return best
  }

  /// What starts and stops cost; `nil` where a minimum time is broken.
  func switching(_ unit: Unit, _ pattern: [Bool]) -> Double? {
    var cost = 0.0
    var state = unit.runsBefore
    // How long the state has lasted; long enough where nobody knows.
    var length = unit.hoursBefore ?? 1000
    for runs in pattern {
      defer { state = runs }
      guard let before = state else {
        length = 1000
        continue
      }
      guard runs != before else {
        length += 1
        continue
      }
      guard length >= (before ? unit.minimumUp : unit.minimumDown) else { return nil }
      cost += runs ? unit.start : unit.stop
      length = 1
    }
    return cost
  }

  /// The cheapest outputs of a commitment.
  private func dispatch(_ coalRuns: [Bool], _ gasRuns: [Bool]) -> Double? {
    var reach: [Int: Double] = [:]
    for (index, demand) in demands.enumerated() {
      var next: [Int: Double] = [:]
      let outputs = coalRuns[index] ? Array(stride(from: coal.least, through: coal.most, by: 10)) : [0]
      for output in outputs {
        guard let rest = rest(demand - output, gasRuns[index]) else { continue }
        var before: Double?
        if index == 0 {
          let isReached = coal.outputBefore.map { isReachable(output, from: $0, coal.runsBefore ?? ($0 > 0)) } ?? true
          before = isReached ? 0 : nil
        } else {
          for (earlier, cost) in reach where isReachable(output, from: earlier, coalRuns[index - 1]) {
            before = min(before ?? .infinity, cost)
          }
        }
        guard let before else { continue }
        next[output] = before + rest + (coalRuns[index] ? coal.noLoad + coal.price * Double(output) : 0)
      }
      reach = next
    }
    return reach.values.min()
  }

  /// Within the ramp, or to or from the least output by a start or a stop.
  private func isReachable(_ output: Int, from earlier: Int, _ ran: Bool) -> Bool {
    guard let ramp = coal.ramp else { return true }
    let runs = output > 0
    let up = !ran && runs ? max(ramp, coal.least) : ramp
    let down = ran && !runs ? max(ramp, coal.least) : ramp
    return output - earlier <= up && earlier - output <= down
  }

  /// Gas and imports by merit.
  private func rest(_ demand: Int, _ gasRuns: Bool) -> Double? {
    let held = gasRuns ? gas.least : 0
    guard demand >= held else { return nil }
    var left = demand - held
    var cost = gasRuns ? gas.noLoad + gas.price * Double(gas.least) : 0
    let more = gasRuns ? min(left, gas.most - gas.least) : 0
    cost += gas.price * Double(more)
    left -= more
    return left <= Self.mostImported ? cost + Self.importPrice * Double(left) : nil
  }

  /// The same problem for the library.
  func problem() throws(NodalError) -> UnitCommitment {
    var periods: [MultiPeriodDispatch.Period] = []
    for demand in demands {
      periods.append(
        .init(
          try Network(
            buses: [.init(1, .reference)], loads: [.init("town", bus: 1, power: Double(demand))],
            generators: [
              Self.generator("coal", coal), Self.generator("gas", gas),
              .init(
                "import", bus: 1, outputLimits: .init(0, Double(Self.mostImported)), cost: .linear(Self.importPrice)),
            ])))
    }
    var before: [String: Double] = [:]
    if let output = coal.outputBefore { before["coal"] = Double(output) }
    return try UnitCommitment(
      periods, units: [Self.unit("coal", coal), Self.unit("gas", gas)], initialOutputs: before)
  }

  private static func generator(_ id: String, _ unit: Unit) -> Network.Generator {
    .init(
      id, bus: 1, outputLimits: .init(Double(unit.least), Double(unit.most)),
      cost: .polynomial([unit.noLoad, unit.price]), startUpCost: unit.start, shutDownCost: unit.stop,
      rampRate: unit.ramp.map { Double($0) / 60 })
  }

  private static func unit(_ id: String, _ unit: Unit) -> UnitCommitment.Unit {
    .init(
      id, minimumUp: Double(unit.minimumUp), minimumDown: Double(unit.minimumDown), runsBefore: unit.runsBefore,
      hoursBefore: unit.hoursBefore.map(Double.init) ?? .infinity)
  }
}
