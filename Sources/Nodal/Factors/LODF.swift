public import NumericalKernels

/// Line outage distribution factors: the share of an outaged branch's flow that each other branch takes over.
///
///     let factors = try DCModel(network).lodf()
///     factors[branch: 0, outage: 3]       // MW on branch 0 for each MW that branch 3 carried; nil where 3 is a bridge
///
/// After the outage of k the flow on l is f(l) + LODF(l, k) · f(k). They do not depend on the slack. Outages of bridges have none: they
/// part the network, whatever the numbers say, and are found in its graph, never by a division that comes out badly. The outaged
/// branch itself has -1.
///
/// - Note: Source: A. Wood, B. Wollenberg, G. Sheblé, "Power Generation, Operation, and Control" (Wiley 2013), section 7.3.
public struct LODF: Sendable {
  /// The model that the factors are of.
  public let model: DCModel
  /// The places of the branches whose outages have factors, rising.
  public let outages: [Int]
  /// The factors, one row an outage in the order of ``outages``, one column a branch.
  public let byOutage: Matrix
  /// The row of each branch's outage; -1 where it has none.
  private let rows: [Int]

  init(model: DCModel, outages: [Int], byOutage: Matrix) {
    self.model = model
    self.outages = outages
    self.byOutage = byOutage
    var rows = [Int](repeating: -1, count: model.network.branches.count)
    for (row, place) in outages.enumerated() { rows[place] = row }
    self.rows = rows
  }

  private func row(ofOutage place: Int) -> Int? {
    rows.indices.contains(place) && rows[place] >= 0 ? rows[place] : nil
  }

  /// The factor of a branch for an outage, by place; `nil` for an outage without factors.
  public subscript(branch branch: Int, outage outage: Int) -> Double? {
    row(ofOutage: outage).map { byOutage[$0, branch] }
  }

  /// The factors of every branch for an outage; `nil` for an outage without factors.
  public func column(ofOutage place: Int) -> [Double]? { row(ofOutage: place).map { byOutage.row($0) } }

  /// The flows after an outage, MW, from those before it; `nil` for an outage without factors.
  ///
  /// - Throws: `countMismatch` unless there is one flow for each branch.
  /// - Complexity: O(branches).
  public func flows(_ flows: [Double], afterOutage place: Int) throws(NodalError) -> [Double]? {
    try model.checkFlows(flows)
    guard let row = row(ofOutage: place) else { return nil }
    return flows.indices.map { $0 == place ? 0 : flows[$0] + byOutage[row, $0] * flows[place] }
  }
}

extension DCModel {
  /// The outage factors of all active branches that are no bridges, or of some.
  ///
  /// - Parameters:
  ///   - places: the branches whose outages count; bridges and branches that carry nothing are left out.
  ///   - maximumBytes: the most memory to use for the factors.
  /// - Throws: `tooLarge` where the matrix, eight bytes for each branch and outage, would take more; `outOfRange` for a place that is not
  ///   there.
  /// - Complexity: for each outage two multiplications for each entry of the factor L and three for each branch; the matrix of
  ///   shift factors is not needed. Bit-identical on every machine.
  public func lodf(outages places: [Int]? = nil, maximumBytes: Int = 8 << 30) throws(NodalError) -> LODF {
    let all = network.branches.indices
    if let odd = places?.first(where: { !all.contains($0) }) {
      throw NodalError(.outOfRange, found: "branch \(odd)", expected: "a place below \(all.count)", index: odd)
    }
    let isBridge = graph.isBridge
    let asked = places.map { Set($0).sorted() } ?? Array(all)
    let outages = asked.filter { susceptances[$0] != 0 && !isBridge[$0] }
    try Self.checkMemory(outages.count, by: all.count, maximumBytes)
    let matrix = try solved { () throws(NumericalError) in
      try Matrix(rows: outages.count, columns: all.count, solver.removalShares(of: outages))
    }
    return LODF(model: self, outages: outages, byOutage: matrix)
  }

  /// The active branches as a graph, its trees rooted at the references.
  var graph: BranchGraph {
    BranchGraph(network, active: susceptances.indices.filter { susceptances[$0] != 0 }, roots: references)
  }

  func checkFlows(_ flows: [Double]) throws(NodalError) {
    guard flows.count == network.branches.count else {
      throw NodalError(
        .countMismatch, found: "\(flows.count) flows", expected: "one for each of \(network.branches.count) branches")
    }
    if let odd = flows.firstIndex(where: { !$0.isFinite }) {
      throw NodalError(.notFinite, found: "a flow of \(flows[odd])", expected: "a finite one", index: odd)
    }
  }
}
