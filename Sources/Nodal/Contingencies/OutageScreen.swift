import NumericalKernels
import Valuation

/// A screen that is ready to run: flows, limits and the graph, shared by its chunks.
struct OutageScreen: Sendable {
  /// Outages of one chunk; a chunk takes some milliseconds in a large network.
  static let chunk = 256

  let model: DCModel
  let options: OutageScreening.Options
  /// The places of the branches whose outages are screened.
  let places: [Int]
  let flows: [Double]
  let injections: [Double]
  private let limits: [Double]
  private let inverses: [Double]
  private let thresholds: [Double]
  private let graph: BranchGraph
  /// Load, generation and slack weight in front of each entry number of the graph.
  private let loads: [Double]
  private let powers: [Double]
  private let weights: [Double]
  /// The buses in the order of their entries.
  private let order: [Int]

  /// - Parameter sparesOverloads: whether what was overloaded before has to get worse to count.
  init(
    _ model: DCModel, flow: DCPowerFlow, places: [Int]?, options: OutageScreening.Options, sparesOverloads: Bool = true
  ) throws(NodalError) {
    try model.checkFlows(flow.flows)
    let network = model.network
    guard flow.injections.count == network.buses.count else {
      throw NodalError(
        .countMismatch, found: "\(flow.injections.count) injections",
        expected: "one for each of \(network.buses.count) buses")
    }
    guard options.maximumOverloads >= 0, options.worsening >= 0, options.worsening.isFinite else {
      throw NodalError(
        .outOfRange, found: "\(options.maximumOverloads) overloads and a worsening of \(options.worsening)",
        expected: "neither to be negative, and a finite one")
    }
    let all = network.branches.indices
    if let odd = places?.first(where: { !all.contains($0) }) {
      throw NodalError(.outOfRange, found: "branch \(odd)", expected: "a place below \(all.count)", index: odd)
    }
    self.model = model
    self.options = options
    self.places = (places.map { Set($0).sorted() } ?? Array(all)).filter { model.susceptances[$0] != 0 }
    flows = flow.flows
    injections = flow.injections
    limits = options.rating.limits(of: network)
    inverses = limits.map { $0 > 0 ? 1 / $0 : .greatestFiniteMagnitude }
    thresholds = zip(flow.flows, limits).map { flow, limit in
      sparesOverloads && abs(flow) > limit ? abs(flow) + options.worsening * limit : limit
    }
    graph = model.graph
    order = network.buses.indices.filter { [graph] in graph.entries[$0] >= 0 }
      .sorted { [graph] in graph.entries[$0] < graph.entries[$1] }
    let load = network.nodalWithdrawal
    loads = Self.sums(order.map { load[$0] })
    powers = Self.sums(order.map { flow.injections[$0] + load[$0] })
    weights = Self.sums(order.map { model.slackWeights[$0] })
  }

  /// The sums of the first elements, from none to all.
  private static func sums(_ values: [Double]) -> [Double] {
    var sum = 0.0
    return [0]
      + values.map {
        sum += $0
        return sum
      }
  }

  /// Screens all outages, chunk by chunk.
  func allOutages() throws(NodalError) -> [OutageScreening.Outage] {
    var found: [OutageScreening.Outage] = []
    found.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: Self.chunk) {
      found += try outages(start..<min(places.count, start + Self.chunk))
    }
    return found
  }

  /// Screens some of the outages, by position among the places.
  func outages(_ range: Range<Int>) throws(NodalError) -> [OutageScreening.Outage] {
    var found: [OutageScreening.Outage] = []
    found.reserveCapacity(range.count)
    let connected = places[range].filter { !graph.isBridge[$0] }
    try solved { () throws(NumericalError) in
      try model.solver.screenRemovals(
        of: connected, values: flows, inverseLimits: inverses, limits: thresholds
      ) { removal in
        found.append(outage(of: connected[removal.index], removal))
      }
    }
    for place in places[range] where graph.isBridge[place] { found.append(try separating(place)) }
    return found
  }

  private func outage(of place: Int, _ removal: EdgeSolver.Removal) -> OutageScreening.Outage {
    guard abs(1 - removal.ownValue) > 1e-9 else {
      return OutageScreening.Outage(
        branch: place, status: .singular, worst: nil, overloads: [], overloadCount: 0, excess: 0, separation: nil)
    }
    let overloads = removal.excesses.map {
      BranchLoading(branch: $0.edge, flow: $0.value, limit: limits[$0.edge])
    }
    let worst = removal.worstEdge.flatMap { edge -> BranchLoading? in
      guard limits[edge] < .infinity else { return nil }
      return BranchLoading(branch: edge, flow: removal.worstValue, limit: limits[edge])
    }
    return summary(of: place, .connected, worst: worst, overloads: overloads, separation: nil)
  }

  private func summary(
    of place: Int, _ status: OutageScreening.Outage.Status, worst: BranchLoading?, overloads: [BranchLoading],
    separation: Separation?
  ) -> OutageScreening.Outage {
    OutageScreening.Outage(
      branch: place, status: status, worst: worst,
      overloads: Array(overloads.sorted(by: BranchLoading.isWorse).prefix(options.maximumOverloads)),
      overloadCount: overloads.count, excess: overloads.reduce(0) { $0 + $1.excess }, separation: separation)
  }
}

extension OutageScreen {
  /// The outage of a bridge: what it cuts off is dead, and the slack makes up for what came from there.
  private func separating(_ place: Int) throws(NodalError) -> OutageScreening.Outage {
    let (separation, after) = try separated(place)
    var worst: BranchLoading?
    var overloads: [BranchLoading] = []
    for branch in after.indices where limits[branch] < .infinity && after[branch] != 0 {
      let loading = BranchLoading(branch: branch, flow: after[branch], limit: limits[branch])
      if loading.loading > worst?.loading ?? 0 { worst = loading }
      if abs(loading.flow) > thresholds[branch] { overloads.append(loading) }
    }
    return summary(of: place, .separates, worst: worst, overloads: overloads, separation: separation)
  }

  /// What the outage of a bridge cuts off, and the flows after it.
  func separated(_ place: Int) throws(NodalError) -> (separation: Separation, flows: [Double]) {
    let lower = graph.lower[place]
    let below = graph.entries[lower]..<graph.exits[lower]
    let network = model.network
    let root = model.reference(ofBus: lower) ?? lower
    let island = graph.entries[root]..<graph.exits[root]
    let isBelowLost = 2 * below.count <= island.count
    let lost = isBelowLost ? [below] : [island.lowerBound..<below.lowerBound, below.upperBound..<island.upperBound]
    func sum(_ sums: [Double]) -> Double { lost.reduce(0) { $0 + sums[$1.upperBound] - sums[$1.lowerBound] } }
    let buses = lost.flatMap { order[$0] }.sorted()
    let separation = Separation(buses: buses, load: sum(loads), generation: sum(powers))
    let remaining = 1 - sum(weights)
    guard abs(remaining) > 1e-9 else {
      // The slack itself is cut off: what remains needs one of its own.
      var injections = injections
      for bus in buses { injections[bus] = 0 }
      return (separation, try model.without([place], separation).flows(ofInjections: injections))
    }
    let isFromLost = (network.branchFrom[place] == lower) == isBelowLost
    let near = isFromLost ? network.branchTo[place] : network.branchFrom[place]
    let lostFlow = isFromLost ? flows[place] : -flows[place]
    let response = try solved { () throws(NumericalError) in
      try model.solver.values(
        plus: [model.rows[near]], minus: [-1], offsets: model.slackFlowsOfIsland(ofBus: near))
    }
    let scale = -lostFlow / remaining
    var after = flows
    for branch in after.indices where after[branch] != 0 || response[branch] != 0 {
      let entry = graph.entries[network.branchFrom[branch]]
      let isLost = lost.contains { $0.contains(entry) }
      after[branch] = isLost ? 0 : after[branch] + scale * response[branch]
    }
    after[place] = 0
    return (separation, after)
  }
}

extension DCModel {
  /// The flows of the slack of one island alone; empty where it is the reference.
  func slackFlowsOfIsland(ofBus bus: Int) -> [Double] {
    guard !slackFlows.isEmpty, islands.count > 1 else { return slackFlows }
    let island = islands.ofBus[bus]
    return slackFlows.indices.map { islands.ofBus[network.branchFrom[$0]] == island ? slackFlows[$0] : 0 }
  }
}
