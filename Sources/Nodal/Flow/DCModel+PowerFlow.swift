import NumericalKernels
import Valuation

extension DCModel {
  /// What the stored dispatch puts in at each bus, MW, before any slack: generators, less loads and shunts at 1 p.u., less what
  /// HVDC lines take, and what comes out of them.
  ///
  /// - Complexity: O(elements).
  public var scheduledInjections: [Double] {
    var power = network.nodalWithdrawal.map { -$0 }
    for place in network.activeGenerators { power[network.generatorBus[place]] += network.generators[place].output }
    for place in network.activeHVDCLines {
      let line = network.hvdcLines[place]
      power[network.hvdcFrom[place]] -= line.flow
      power[network.hvdcTo[place]] += line.flow - (line.lossConstant + line.lossSlope * line.flow)
    }
    for (place, bus) in network.buses.enumerated() where !bus.isInService { power[place] = 0 }
    return power
  }

  /// The flows of the stored dispatch.
  ///
  /// - Parameter rating: which ratings are the limits.
  /// - Throws: `unsound` where the solve fails, which it does not for a model that could be made.
  /// - Complexity: one solve.
  public func powerFlow(rating: BranchRating = .longTerm) throws(NodalError) -> DCPowerFlow {
    try powerFlow(injections: scheduledInjections, rating: rating)
  }

  /// The flows of a dispatch.
  ///
  /// - Parameters:
  ///   - injections: what is put in at each bus, MW; what an island lacks is put in by its slack. Isolated buses count for nothing.
  ///   - rating: which ratings are the limits.
  /// - Throws: `countMismatch` unless there is one number for each bus; `notFinite` (with the bus), or (with the branch) for flows beyond
  ///   Double's range.
  /// - Complexity: one solve.
  public func powerFlow(
    injections: [Double], rating: BranchRating = .longTerm
  ) throws(NodalError) -> DCPowerFlow {
    let (balanced, slackPower) = try balanced(injections)
    let angles = try solvedAngles(balanced)
    return DCPowerFlow(
      flows: try flows(ofAngles: angles), angles: angles.map { $0 * 180 / .pi }, injections: balanced,
      slackPower: slackPower, limits: network.branches.map { rating.limit(of: $0) },
      basis: ResultBasis(
        method: "DC power flow",
        conventions: conventions.merging(["rating": rating.rawValue]) { first, _ in first }))
  }

  /// The flow on each branch for what is put in at each bus, MW, the slack making up what lacks; phase shifts drive flows too.
  ///
  /// - Throws: as ``powerFlow(injections:rating:)``.
  public func flows(ofInjections injections: [Double]) throws(NodalError) -> [Double] {
    try flows(ofAngles: try solvedAngles(try balanced(injections).power))
  }

  /// The flow over each interface, MW: the weighted sum of those of its branches.
  ///
  /// - Parameter flows: the flow on each branch.
  /// - Throws: `countMismatch` unless there is one for each branch; `notFinite` (with the branch).
  /// - Complexity: O(terms).
  public func interfaceFlows(_ flows: [Double]) throws(NodalError) -> [Double] {
    try checkFlows(flows)
    return network.interfaces.indices.map { place in
      network.interfaceTerms(at: place).reduce(0) { $0 + $1.weight * flows[$1.branch] }
    }
  }

  /// Injections with the slack's part, and that part for each island.
  func balanced(_ injections: [Double]) throws(NodalError) -> (power: [Double], slack: [Double]) {
    guard injections.count == network.buses.count else {
      throw NodalError(
        .countMismatch, found: "\(injections.count) injections",
        expected: "one for each of \(network.buses.count) buses")
    }
    var power = injections
    var lacking = [Double](repeating: 0, count: islands.count)
    for (place, island) in islands.ofBus.enumerated() {
      guard power[place].isFinite else {
        throw NodalError(
          .notFinite, found: "an injection of \(power[place])", expected: "a finite one", index: place)
      }
      if let island { lacking[island] -= power[place] } else { power[place] = 0 }
    }
    if let odd = lacking.firstIndex(where: { !$0.isFinite }) {
      throw NodalError(
        .notFinite, found: "injections that add up to \(-lacking[odd])", expected: "a finite sum",
        index: references[odd])
    }
    for (place, island) in islands.ofBus.enumerated() {
      if let island, slackWeights[place] != 0 { power[place] += slackWeights[place] * lacking[island] }
    }
    return (power, lacking)
  }

  /// The angle of each bus, radians.
  private func solvedAngles(_ power: [Double]) throws(NodalError) -> [Double] {
    var right = [Double](repeating: 0, count: solver.factors.symbolic.size)
    for (place, row) in rows.enumerated() where row >= 0 { right[row] = power[place] / network.baseMVA }
    for (place, shift) in shifts.enumerated() where shift != 0 {
      let driven = susceptances[place] * shift
      let (from, to) = (rows[network.branchFrom[place]], rows[network.branchTo[place]])
      if from >= 0 { right[from] += driven }
      if to >= 0 { right[to] -= driven }
    }
    let solution = try solved { () throws(NumericalError) in try solver.factors.solve(right) }
    return rows.indices.map { place in
      guard let reference = reference(ofBus: place) else { return 0 }
      let held = network.buses[reference].angle * .pi / 180
      return rows[place] >= 0 ? solution[rows[place]] + held : held
    }
  }

  private func flows(ofAngles angles: [Double]) throws(NodalError) -> [Double] {
    let flows = susceptances.indices.map { place -> Double in
      let susceptance = susceptances[place]
      guard susceptance != 0 else { return 0 }
      let difference = angles[network.branchFrom[place]] - angles[network.branchTo[place]]
      return network.baseMVA * susceptance * (difference - shifts[place])
    }
    try checkFlows(flows)
    return flows
  }
}
