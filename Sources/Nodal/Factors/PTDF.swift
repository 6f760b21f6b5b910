public import NumericalKernels

/// All power transfer distribution factors: how the flow on each branch answers to what is put in at each bus.
///
///     let factors = try DCModel(network).ptdf()
///     factors[branch: 0, bus: 2]        // MW from -> to on branch 0 for each MW put in at bus 2 and taken out at the slack
///     factors.row(ofBranch: 0)          // for every bus
///     factors.matrix                    // branches x buses, a view
///
/// The factor of branch l and bus i is the change of flow `from` → `to` for each MW injected at i and withdrawn at the slack of i's
/// island; buses of another island, and isolated ones, have zeros. For a transfer from i to j it is the difference of the factors of i
/// and j, whatever the slack.
///
/// Kept bus by bus, so that the column of a bus lies together in memory; for single rows of a large network use
/// ``VirtualPTDF``.
public struct PTDF: Sendable {
  /// The model that the factors are of.
  public let model: DCModel
  /// The factors, one row a bus, one column a branch.
  public let byBus: Matrix

  /// The factors with one row a branch and one column a bus, without a copy.
  public var matrix: MatrixView { byBus.view.transposed }

  /// The factor of a branch and a bus, by place.
  public subscript(branch branch: Int, bus bus: Int) -> Double { byBus[bus, branch] }

  /// The factors of a branch for every bus.
  ///
  /// - Complexity: O(buses), a step in memory for each.
  public func row(ofBranch place: Int) -> [Double] { byBus.column(place) }

  /// The factors of every branch for a bus.
  public func column(ofBus place: Int) -> [Double] { byBus.row(place) }

  /// The factors of every branch for a transfer of 1 MW from one bus to another, whatever the slack.
  ///
  /// - Complexity: O(branches).
  public func transfer(fromBus source: Int, toBus sink: Int) -> [Double] {
    zip(byBus.row(source), byBus.row(sink)).map { $0 - $1 }
  }
}

extension DCModel {
  /// All shift factors of the model.
  ///
  /// - Parameter maximumBytes: the most memory to use for them.
  /// - Throws: `tooLarge` where the matrix, eight bytes for each branch and bus, would take more.
  /// - Complexity: for each bus two multiplications for each entry of the factor L and two for each branch: a second for 9,241
  ///   buses and 16,049 branches, much of it for the memory itself. Bit-identical on every machine.
  public func ptdf(maximumBytes: Int = 8 << 30) throws(NodalError) -> PTDF {
    let (buses, branches) = (network.buses.count, network.branches.count)
    try Self.checkMemory(buses, by: branches, maximumBytes)
    let connected = islands.buses.filter { $0.count > 1 }
    let isSingle = connected.count == 1
    let values = try solved { () throws(NumericalError) in
      try solver.values(
        plus: rows, minus: [Int](repeating: -1, count: buses), offsets: isSingle ? slackFlows : [])
    }
    let matrix = try solved { () throws(NumericalError) in try Matrix(rows: buses, columns: branches, values) }
    guard !slackFlows.isEmpty else { return PTDF(model: self, byBus: matrix) }
    return PTDF(model: self, byBus: isSingle ? withoutOthers(matrix) : withSlackByIsland(matrix))
  }

  /// Zeros at buses that no branch reaches, where the slack of the only connected island was taken off as well.
  private func withoutOthers(_ matrix: consuming Matrix) -> Matrix {
    let sizes = islands.buses.map(\.count)
    for (bus, island) in islands.ofBus.enumerated() where island.map({ sizes[$0] == 1 }) ?? true {
      for branch in network.branches.indices { matrix[bus, branch] = 0 }
    }
    return matrix
  }

  /// Takes the flows of each island's slack off its own buses.
  private func withSlackByIsland(_ matrix: consuming Matrix) -> Matrix {
    let branches = [Int?](network.branchFrom.map { islands.ofBus[$0] })
    for (bus, island) in islands.ofBus.enumerated() {
      guard let island else { continue }
      for branch in branches.indices where branches[branch] == island && susceptances[branch] != 0 {
        matrix[bus, branch] -= slackFlows[branch]
      }
    }
    return matrix
  }

  static func checkMemory(_ rows: Int, by columns: Int, _ maximumBytes: Int) throws(NodalError) {
    let (count, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, count <= maximumBytes / 8 else {
      throw NodalError(
        .tooLarge, found: "\(rows) x \(columns) factors of 8 bytes",
        expected: "at most \(maximumBytes) bytes; single rows and outages need no matrix")
    }
  }
}
