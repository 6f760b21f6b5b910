import NumericalKernels

extension DCModel {
  /// The shift factors of one branch for every bus: the row of ``PTDF``, without the matrix.
  ///
  /// - Parameter place: the place of the branch.
  /// - Throws: `outOfRange` for a place that is not there.
  /// - Complexity: one pass over the factor L: under a tenth of a millisecond for 9,241 buses. ``VirtualPTDF`` keeps rows.
  public func shiftFactors(ofBranchAt place: Int) throws(NodalError) -> [Double] {
    guard network.branches.indices.contains(place) else {
      throw NodalError(
        .outOfRange, found: "branch \(place)", expected: "a place below \(network.branches.count)", index: place)
    }
    guard susceptances[place] != 0 else { return [Double](repeating: 0, count: rows.count) }
    let potentials = try solved { () throws(NumericalError) in try solver.potentials(acrossEdge: place) }
    let offset = slackFlows.isEmpty ? 0 : slackFlows[place]
    let island = islands.count > 1 ? islands.ofBus[network.branchFrom[place]] : nil
    return [Double](unsafeUninitializedCapacity: rows.count) { row, count in
      count = rows.count
      for bus in rows.indices {
        let value = rows[bus] >= 0 ? potentials[rows[bus]] - offset : -offset
        // Without other islands only an isolated bus does not answer.
        let answers = island == nil ? offset == 0 || islands.ofBus[bus] != nil : islands.ofBus[bus] == island
        row[bus] = answers ? value : 0
      }
    }
  }

  /// The shift factors of one branch, by id, for every bus.
  ///
  /// - Throws: `unknownElement`.
  public func shiftFactors(ofBranch id: String) throws(NodalError) -> [Double] {
    try shiftFactors(ofBranchAt: try network.branchIndex(of: id))
  }

  /// The shift factors of an interface for every bus: the weighted sum of those of its branches.
  ///
  /// - Throws: `unknownElement`.
  /// - Complexity: one pass over the factor L for each branch of the interface.
  public func shiftFactors(ofInterface id: String) throws(NodalError) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.count)
    for term in network.interfaceTerms(at: try network.interfaceIndex(of: id)) {
      let factors = try shiftFactors(ofBranchAt: term.branch)
      for bus in sums.indices { sums[bus] += term.weight * factors[bus] }
    }
    return sums
  }

  /// The generation shift factors of one branch: how its flow answers to each generator, the slack making up for it.
  ///
  /// - Parameter id: the id of the branch.
  /// - Returns: a factor for each generator by place; 0 for one that cannot be dispatched.
  /// - Throws: `unknownElement`.
  public func generationShiftFactors(ofBranch id: String) throws(NodalError) -> [Double] {
    let factors = try shiftFactors(ofBranch: id)
    return network.generators.indices.map {
      network.isGeneratorActive(at: $0) ? factors[network.generatorBus[$0]] : 0
    }
  }
}
