extension Network {
  /// Turns a branch around: what was its `to` end is its `from` end.
  ///
  /// The branch stays the same thing: its ideal transformer moves to the other end, and so impedances change by the square of its tap; shift
  /// and angle limits turn their sign, and so do its weights in interfaces. Its flow is counted the other way. Under ``SusceptanceConvention/matpower``
  /// nothing else changes. Under ``SusceptanceConvention/powerModels``, which has impedances and no taps, the susceptance does.
  ///
  /// - Throws: `unknownElement`; `unsound` for a tap that is not positive.
  /// - Complexity: O(terms of interfaces).
  public mutating func reverseBranch(_ id: String) throws(NodalError) {
    let place = try branchIndex(of: id)
    let old = branches[place]
    guard old.tap > 0 else {
      throw NodalError(
        .unsound, found: "branch \(id) with a tap of \(old.tap)", expected: "a positive one", index: place)
    }
    var turned = old
    (turned.from, turned.to) = (old.to, old.from)
    turned.tap = 1 / old.tap
    let ratio = old.tap * old.tap
    turned.resistance *= ratio
    turned.reactance *= ratio
    turned.charging /= ratio
    turned.shift = -old.shift
    turned.angleLimits = .init(-old.angleLimits.upper, -old.angleLimits.lower)
    try check(turned, at: place)
    branches[place] = turned
    (branchFrom[place], branchTo[place]) = (branchTo[place], branchFrom[place])
    for interface in interfaces.indices {
      for term in interfaces[interface].terms.indices where interfaces[interface].terms[term].branch == id {
        interfaces[interface].terms[term].weight.negate()
      }
    }
  }

  /// Turns branches around so that all between two buses run as the first of them does.
  ///
  /// PowerModels does so as it reads a case, before it leaves taps out: its objectives of cases with transformers side by side that are listed
  /// in opposite directions are those of the network after this.
  ///
  /// - Returns: the ids of the branches that were turned.
  /// - Throws: as ``reverseBranch(_:)``.
  /// - Complexity: O(branches).
  /// - Note: Source: C. Coffrin et al., PowerModels.jl, `correct_branch_directions!`.
  @discardableResult
  public mutating func alignParallelBranches() throws(NodalError) -> [String] {
    struct Ends: Hashable {
      var from: Int
      var to: Int
    }
    var known: Set<Ends> = []
    var turned: [String] = []
    for branch in branches {
      if known.contains(Ends(from: branch.to, to: branch.from)) {
        try reverseBranch(branch.id)
        turned.append(branch.id)
      } else {
        known.insert(Ends(from: branch.from, to: branch.to))
      }
    }
    return turned
  }
}
