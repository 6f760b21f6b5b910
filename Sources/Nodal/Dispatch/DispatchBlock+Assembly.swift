import NumericalKernels

/// What is fixed about a network before it is dispatched: susceptances, references.
struct DispatchFrame {
  let convention: SusceptanceConvention
  let rating: BranchRating
  let islands: Network.Islands
  let references: [Int]
  let susceptances: [Double]
  let shifts: [Double]

  init(_ network: Network, _ convention: SusceptanceConvention, _ rating: BranchRating) throws(NodalError) {
    self.convention = convention
    self.rating = rating
    islands = network.islands
    references = try DCModel.references(of: network, islands, .reference)
    susceptances = try DCModel.susceptances(of: network, convention)
    shifts = network.branches.map { convention.shift(of: $0) }
  }
}

/// The point about which losses are made linear.
struct LossPoint {
  /// The flow on each branch, per unit.
  var flows: [Double]
  /// The weight of each branch's squared change of flow in the costs, $/h; none for a plain linear program.
  var curvatures: [Double]?
}

extension DispatchBlock {
  /// Adds a network's columns and rows to a program.
  ///
  /// - Parameters:
  ///   - network: the network of the period.
  ///   - frame: its susceptances and references.
  ///   - hours: the length of the period.
  ///   - losses: where losses are made linear; none without.
  ///   - limits: the limits of branches to hold; all of them unless given.
  ///   - commitments: the column that says whether a generator runs, by place.
  ///   - builder: gets the columns and rows.
  init(
    _ network: Network, _ frame: DispatchFrame, hours: Double = 1, losses: LossPoint? = nil,
    limits: [FlowRow]? = nil, commitments: [Int: Int] = [:], into builder: inout ProgramBuilder
  ) throws(NodalError) {
    self.network = network
    self.hours = hours
    susceptances = frame.susceptances
    shifts = frame.shifts
    angleColumns = [Int](repeating: -1, count: network.buses.count)
    balanceRows = angleColumns
    let base = network.baseMVA
    let withdrawal = network.nodalWithdrawal
    for (place, bus) in network.buses.enumerated() where bus.isInService {
      angleColumns[place] = builder.addColumn(-.infinity, .infinity)
      balanceRows[place] = builder.addRow(-withdrawal[place] / base, -withdrawal[place] / base)
    }
    for reference in frame.references where angleColumns[reference] >= 0 {
      builder.setBounds(angleColumns[reference], 0, 0)
    }
    builder.reserveEntries(6 * network.branches.count)
    try addResources(commitments, &builder)
    addFlows(losses, &builder)
    let held = if let limits { limits } else { try Self.branchLimits(network, frame) }
    flowRows.reserveCapacity(held.count)
    for limit in held { add(limit, &builder) }
    try addInterfaces(&builder)
  }

  /// Adds a network in which each island is one bus: nothing limits its flows.
  init(merging network: Network, _ frame: DispatchFrame, into builder: inout ProgramBuilder) throws(NodalError) {
    self.network = network
    hours = 1
    susceptances = frame.susceptances
    shifts = frame.shifts
    angleColumns = [Int](repeating: -1, count: network.buses.count)
    let rows = (0..<frame.islands.count).map { _ in builder.addRow(0, 0) }
    balanceRows = frame.islands.ofBus.map { $0.map { rows[$0] } ?? -1 }
    for (place, withdrawal) in network.nodalWithdrawal.enumerated() where balanceRows[place] >= 0 {
      builder.shift(balanceRows[place], by: -withdrawal / network.baseMVA)
    }
    try addResources([:], &builder)
  }

  private mutating func addResources(_ commitments: [Int: Int], _ builder: inout ProgramBuilder) throws(NodalError) {
    for place in network.activeGenerators {
      let generator = network.generators[place]
      let limit = DispatchLimit.generator(generator.id)
      let cost = try CostSegments(generator.cost, generator.outputLimits, limit, place)
      let injections = [(bus: network.generatorBus[place], share: 1.0)]
      generators.append((place, add(cost, limit, injections, commitments[place], &builder)))
    }
    for place in network.activeHVDCLines {
      let line = network.hvdcLines[place]
      let limit = DispatchLimit.hvdcLine(line.id)
      let cost = try CostSegments(line.cost, line.flowLimits, limit, place)
      let ends = [
        (bus: network.hvdcFrom[place], share: -1.0), (bus: network.hvdcTo[place], share: 1 - line.lossSlope),
      ]
      builder.shift(balanceRows[network.hvdcTo[place]], by: -line.lossConstant / network.baseMVA)
      hvdcLines.append((place, add(cost, limit, ends, nil, &builder)))
    }
  }

  /// Adds the columns of a resource; with a commitment they can be other than zero only where it runs.
  private func add(
    _ cost: CostSegments, _ limit: DispatchLimit, _ injections: [(bus: Int, share: Double)], _ commitment: Int?,
    _ builder: inout ProgramBuilder
  ) -> DispatchResource {
    let base = network.baseMVA
    let first = builder.columnCount
    for segment in cost.segments {
      let (lower, upper) = (segment.lower / base, segment.upper / base)
      let column = builder.addColumn(
        commitment == nil ? lower : min(0, lower), commitment == nil ? upper : max(0, upper),
        cost: segment.slope * base * hours, curvature: segment.curvature * base * base * hours)
      for (bus, share) in injections { builder.add(balanceRows[bus], column, -share) }
      if let commitment {
        for (bound, isUpper) in [(lower, false), (upper, true)] where bound.isFinite && (isUpper || bound != 0) {
          let row = builder.addRow(isUpper ? -.infinity : 0, isUpper ? 0 : .infinity)
          builder.add(row, column, 1)
          builder.add(row, commitment, -bound)
        }
      }
    }
    let start = cost.base / base
    if let commitment {
      builder.addCost(commitment, cost.constant * hours)
    } else {
      builder.constant += cost.constant * hours
    }
    if start != 0 {
      for (bus, share) in injections {
        if let commitment {
          builder.add(balanceRows[bus], commitment, -share * start)
        } else {
          builder.shift(balanceRows[bus], by: share * start)
        }
      }
    }
    return DispatchResource(
      limit: limit, columns: first..<builder.columnCount, base: commitment == nil ? start : 0,
      committed: commitment.flatMap { start == 0 ? nil : ($0, start) }, injections: injections)
  }

  /// Adds what flows out of each bus, and half of a branch's loss at each of its ends.
  private func addFlows(_ losses: LossPoint?, _ builder: inout ProgramBuilder) {
    for place in susceptances.indices {
      let susceptance = susceptances[place]
      guard susceptance != 0 else { continue }
      let (from, to) = (network.branchFrom[place], network.branchTo[place])
      let (fromAngle, toAngle) = (angleColumns[from], angleColumns[to])
      let flow = losses?.flows[place] ?? 0
      let marginal = losses == nil ? 0 : network.branches[place].resistance * flow
      for (bus, share) in [(from, 1 + marginal), (to, marginal - 1)] {
        let row = balanceRows[bus]
        builder.add(row, fromAngle, share * susceptance)
        builder.add(row, toAngle, -share * susceptance)
        let constant = share * susceptance * shifts[place] + 0.5 * marginal * flow
        if constant != 0 { builder.shift(row, by: constant) }
      }
      if let curvature = losses?.curvatures?[place], curvature > 0 {
        let weight = curvature * hours
        // The square of the change of flow, up to a constant.
        let curve = weight * susceptance * susceptance
        builder.addSquare(of: fromAngle, minus: toAngle, curve)
        let slope = -weight * susceptance * (flow + susceptance * shifts[place])
        builder.addCost(fromAngle, slope)
        builder.addCost(toAngle, -slope)
        let rest = flow + susceptance * shifts[place]
        builder.constant += 0.5 * weight * rest * rest
      }
    }
  }

  /// The limits of branches, each with its thermal and its angle limits in one.
  static func branchLimits(_ network: Network, _ frame: DispatchFrame) throws(NodalError) -> [FlowRow] {
    var limits: [FlowRow] = []
    limits.reserveCapacity(network.branches.count)
    for place in frame.susceptances.indices where frame.susceptances[place] != 0 {
      let branch = network.branches[place]
      let susceptance = frame.susceptances[place]
      let shift = susceptance * frame.shifts[place]
      let rating = (frame.rating.limit(of: branch) ?? .infinity) / network.baseMVA
      let angles = frame.convention.angleLimits(of: branch)
      guard rating >= 0, !angles.isCrossed else {
        throw NodalError(
          .unsound, found: "branch \(branch.id) with a rating of \(rating * network.baseMVA) and angles from \(angles)",
          expected: "limits that allow something", index: place)
      }
      let ends = (susceptance * angles.lower, susceptance * angles.upper)
      let (least, most) = susceptance > 0 ? ends : (ends.1, ends.0)
      let (thermalLeast, thermalMost) = (shift - rating, shift + rating)
      let lower = max(least, thermalLeast)
      let upper = min(most, thermalMost)
      guard lower > -.infinity || upper < .infinity else { continue }
      limits.append(
        FlowRow(
          terms: [.init(branch: place, weight: 1)], lower: lower, upper: upper,
          lowerLimit: least > thermalLeast ? .angle(branch.id) : .branch(branch.id),
          upperLimit: most < thermalMost ? .angle(branch.id) : .branch(branch.id), shift: shift))
    }
    return limits
  }

  private mutating func addInterfaces(_ builder: inout ProgramBuilder) throws(NodalError) {
    for (place, interface) in network.interfaces.enumerated() {
      guard !interface.limits.isCrossed else {
        throw NodalError(
          .unsound, found: "interface \(interface.id) with limits from \(interface.limits)",
          expected: "limits that allow something", index: place)
      }
      let limits = interface.limits
      guard limits.isBounded else { continue }
      let terms = network.interfaceTerms(at: place).map { BindingLimit.Term(branch: $0.branch, weight: $0.weight) }
      addLimit(
        .interface(interface.id), terms, limits.lower / network.baseMVA, limits.upper / network.baseMVA, &builder)
    }
  }

  /// Adds a limit on a weighted sum of flows, bounds per unit.
  mutating func addLimit(
    _ limit: DispatchLimit, _ terms: [BindingLimit.Term], _ lower: Double, _ upper: Double,
    _ builder: inout ProgramBuilder
  ) {
    let active = terms.filter { susceptances[$0.branch] != 0 && $0.weight != 0 }
    let shift = active.reduce(0) { $0 + $1.weight * susceptances[$1.branch] * shifts[$1.branch] }
    add(
      FlowRow(
        terms: active, lower: lower + shift, upper: upper + shift, lowerLimit: limit, upperLimit: limit, shift: shift),
      &builder)
  }

  /// Gives a limit its row.
  private mutating func add(_ limit: FlowRow, _ builder: inout ProgramBuilder) {
    var limit = limit
    limit.row = builder.addRow(limit.lower, limit.upper)
    for term in limit.terms {
      let value = term.weight * susceptances[term.branch]
      builder.add(limit.row, angleColumns[network.branchFrom[term.branch]], value)
      builder.add(limit.row, angleColumns[network.branchTo[term.branch]], -value)
    }
    flowRows.append(limit)
  }
}

extension SusceptanceConvention {
  /// What a branch without angle limits gets in the published DC objectives, radians: about 60 degrees.
  static let publishedAngle = 1.0472

  /// The differences of angles that are allowed, radians.
  func angleLimits(of branch: Network.Branch) -> Network.Bounds {
    let (lower, upper) = (branch.angleLimits.lower * .pi / 180, branch.angleLimits.upper * .pi / 180)
    guard self == .powerModels else { return .init(lower, upper) }
    return .init(
      lower <= -.pi / 2 ? -Self.publishedAngle : lower, upper >= .pi / 2 ? Self.publishedAngle : upper)
  }
}
