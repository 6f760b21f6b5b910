import NumericalKernels

/// An outage of one branch or of several at a time, and what it does to flows and shift factors.
///
///     let outage = try model.outage(of: ["a", "c"])
///     outage.separation                                   // what it cuts off, nil if nothing
///     try outage.flows(after: try model.powerFlow())      // MW on every branch
///     try outage.shiftFactors(ofBranch: "b")              // OTDF: shift factors with the branches out
///
/// For k branches K that leave the islands whole, flows change by H(l, K) (I - H(K, K))⁻¹ f(K), where H(l, a) is the change of
/// flow on l for 1 MW put in and taken out at the ends of a: one system of k equations, exact for any k, parallel circuits included.
///
/// An outage that parts an island is found by graph, and the flows of what remains are solved for anew.
///
/// - Note: Source: J. Guo, Y. Fu, Z. Li, M. Shahidehpour, "Direct calculation of line outage distribution factors", IEEE Trans. Power Syst.
///   24 (2009) 1633-1634.
public struct BranchOutage: Sendable {
  /// The model before the outage.
  public let model: DCModel
  /// The places of the branches that go out, rising; those that carry nothing anyway are left out.
  public let branches: [Int]
  /// What the outage cuts off; `nil` where every island stays whole.
  public let separation: Separation?

  /// The share of each outaged branch's flow that each branch takes over, one row an outaged branch; empty where an island parts.
  let shares: Matrix

  /// The share of the flow of each outaged branch, in their order, that a branch takes over when all go out; `nil` where an
  /// island parts.
  public func factors(ofBranchAt place: Int) -> [Double]? {
    guard separation == nil, place >= 0, place < model.network.branches.count else { return nil }
    return shares.column(place)
  }

  /// The flows after the outage, MW.
  ///
  /// Where an island parts, what is cut off has no flows, and the slack makes up what the rest lacks: by the weights that remain, or
  /// at the reference of what remains where none does.
  ///
  /// - Parameter flow: the flows before.
  /// - Throws: `countMismatch` or `notFinite` for flows that are not of this network; `unsound` where what remains cannot be solved.
  /// - Complexity: O(k · branches); a new model where an island parts.
  public func flows(after flow: DCPowerFlow) throws(NodalError) -> [Double] {
    try model.checkFlows(flow.flows)
    guard let separation else {
      var flows = flow.flows
      for (row, branch) in branches.enumerated() {
        for place in flows.indices { flows[place] += shares[row, place] * flow.flows[branch] }
      }
      for branch in branches { flows[branch] = 0 }
      return flows
    }
    let rest = try model.without(branches, separation)
    var injections = flow.injections
    guard injections.count == rest.network.buses.count else {
      throw NodalError(
        .countMismatch, found: "\(injections.count) injections",
        expected: "one for each of \(rest.network.buses.count) buses")
    }
    for bus in separation.buses { injections[bus] = 0 }
    return try rest.flows(ofInjections: injections)
  }

  /// The shift factors of a branch with the outaged branches out (OTDF), for every bus.
  ///
  /// The slack is that of the model, as in ``flows(after:)`` where an island parts; buses that are cut off have zeros.
  ///
  /// - Parameter place: the place of the branch.
  /// - Throws: `outOfRange` for a place that is not there.
  /// - Complexity: k + 1 passes over the factor L.
  public func shiftFactors(ofBranchAt place: Int) throws(NodalError) -> [Double] {
    if let separation { return try model.without(branches, separation).shiftFactors(ofBranchAt: place) }
    var factors = try model.shiftFactors(ofBranchAt: place)
    if branches.contains(place) { return [Double](repeating: 0, count: factors.count) }
    for (row, branch) in branches.enumerated() where shares[row, place] != 0 {
      let other = try model.shiftFactors(ofBranchAt: branch)
      for bus in factors.indices { factors[bus] += shares[row, place] * other[bus] }
    }
    return factors
  }

  /// The shift factors of a branch, by id, with the outaged branches out.
  ///
  /// - Throws: `unknownElement`.
  public func shiftFactors(ofBranch id: String) throws(NodalError) -> [Double] {
    try shiftFactors(ofBranchAt: try model.network.branchIndex(of: id))
  }
}

extension DCModel {
  /// An outage of some branches at a time.
  ///
  /// - Parameter ids: the branches, by id.
  /// - Throws: `unknownElement`; `unsound` where negative reactances cancel once the branches are out.
  /// - Complexity: k solves and a system of k equations.
  public func outage(of ids: [String]) throws(NodalError) -> BranchOutage {
    var places: [Int] = []
    for id in ids { places.append(try network.branchIndex(of: id)) }
    return try outage(ofBranchesAt: places)
  }

  /// An outage of some branches at a time, by place.
  ///
  /// - Throws: `outOfRange` for a place that is not there, otherwise as ``outage(of:)``.
  public func outage(ofBranchesAt places: [Int]) throws(NodalError) -> BranchOutage {
    if let odd = places.first(where: { !network.branches.indices.contains($0) }) {
      throw NodalError(
        .outOfRange, found: "branch \(odd)", expected: "a place below \(network.branches.count)", index: odd)
    }
    let branches = Set(places).filter { susceptances[$0] != 0 }.sorted()
    if let separation = separation(without: Set(branches)) {
      return BranchOutage(model: self, branches: branches, separation: separation, shares: Matrix(rows: 0, columns: 0))
    }
    return BranchOutage(model: self, branches: branches, separation: nil, shares: try shares(of: branches))
  }

  private static var greatestShare: Double { 2e9 }

  /// The rows of (I - H(K, K))⁻ᵀ H(·, K)ᵀ.
  private func shares(of branches: [Int]) throws(NodalError) -> Matrix {
    let ends = branches.map { (rows[network.branchFrom[$0]], rows[network.branchTo[$0]]) }
    let shares: Matrix = try solved { () throws(NumericalError) in
      let values = try solver.values(plus: ends.map(\.0), minus: ends.map(\.1))
      let responses = try Matrix(rows: branches.count, columns: network.branches.count, values)
      guard !branches.isEmpty else { return responses }
      let among = Matrix(rows: branches.count, columns: branches.count) { row, column in
        (row == column ? 1 : 0) - responses[row, branches[column]]
      }
      // Row a of `among` is I - H(·, a) on K; shares solve (I - H(K, K))ᵀ S = responses, and H(a, b) stands in row b.
      return try LU(among).solve(responses)
    }
    // On the outaged branches the shares are (I - H(K, K))⁻ᵀ - I: where they are this large the matrix is singular but for rounding.
    for row in branches.indices where branches.contains(where: { !(abs(shares[row, $0]) < Self.greatestShare) }) {
      throw NodalError(
        .unsound, found: "reactances that cancel without branch \(network.branches[branches[row]].id)",
        expected: "a network that can be solved after the outage", index: branches[row])
    }
    return shares
  }

  /// The model of what remains of a parted network.
  func without(_ branches: [Int], _ separation: Separation) throws(NodalError) -> DCModel {
    var rest = network
    for branch in branches { try rest.openBranch(network.branches[branch].id) }
    for bus in separation.buses { try rest.updateBus(network.buses[bus].number) { $0.kind = .isolated } }
    if case .bus(let number) = slack, separation.buses.contains(try network.busIndex(of: number)) {
      return try DCModel(rest, convention: convention, slack: .reference)
    }
    return try DCModel(rest, convention: convention, slack: slack)
  }
}
