extension Network {
  /// A reactance above this many per unit is more likely in ohms.
  private static let unlikelyReactance = 100.0

  /// What is to be said of branches.
  var branchFindings: [NetworkFinding] {
    var findings: [NetworkFinding] = []
    for (place, branch) in branches.enumerated() {
      let element = NetworkFinding.Element.branch(branch.id)
      if branch.angleLimits.isCrossed {
        let severity: NetworkFinding.Severity = branch.isInService ? .error : .warning
        findings.append(.init(.crossedLimits, severity, element, "angles from \(branch.angleLimits) degrees"))
      }
      if branch.tap <= 0 { findings.append(.error(.impossibleValue, element, "a tap of \(branch.tap)")) }
      for (name, rating) in [("A", branch.ratingA), ("B", branch.ratingB), ("C", branch.ratingC)] {
        guard let rating, rating < 0 else { continue }
        findings.append(.error(.impossibleValue, element, "rating \(name) of \(rating) MVA"))
      }
      guard branch.isInService else { continue }
      guard isBranchActive(at: place) else {
        findings.append(.warning(.strandedElement, element, "closed, at a bus that is not in service"))
        continue
      }
      if branch.reactance == 0 {
        findings.append(.error(.zeroReactance, element, "no reactance"))
      } else if branch.reactance < 0 {
        findings.append(.warning(.negativeReactance, element, "a reactance of \(branch.reactance) per unit"))
      }
      if branch.ratingA == nil { findings.append(.warning(.unlimitedBranch, element, "no long-term rating")) }
      if abs(branch.reactance) > Self.unlikelyReactance {
        findings.append(.warning(.unlikelyValue, element, "a reactance of \(branch.reactance) per unit"))
      }
      if branch.tap > 0, branch.tap < 0.5 || branch.tap > 2 {
        findings.append(.warning(.unlikelyValue, element, "a tap of \(branch.tap)"))
      }
      if abs(branch.shift) > 180 {
        findings.append(.warning(.unlikelyValue, element, "a shift of \(branch.shift) degrees"))
      }
    }
    return findings + parallelFindings
  }

  /// Branches between the same two buses, once for each pair.
  private var parallelFindings: [NetworkFinding] {
    // One number for each pair of places.
    func ends(_ place: Int) -> Int {
      min(branchFrom[place], branchTo[place]) * buses.count + max(branchFrom[place], branchTo[place])
    }
    let order = activeBranches.sorted { (ends($0), $0) < (ends($1), $1) }
    var findings: [NetworkFinding] = []
    var start = 0
    while start < order.count {
      let pair = ends(order[start])
      let end = order[start...].firstIndex { ends($0) != pair } ?? order.count
      if end - start > 1 { findings.append(contentsOf: parallelFindings(order[start..<end])) }
      start = end
    }
    return findings
  }

  private func parallelFindings(_ group: ArraySlice<Int>) -> [NetworkFinding] {
    let first = branches[group[group.startIndex]]
    let element = NetworkFinding.Element.branch(first.id)
    var findings = [
      NetworkFinding.warning(
        .parallelBranches, element, "\(group.count) branches between buses \(first.from) and \(first.to)")
    ]
    var seen: [Branch: String] = [:]
    for place in group {
      var data = branches[place]
      data.id = ""
      if let earlier = seen.updateValue(branches[place].id, forKey: data) {
        findings.append(
          .warning(.duplicateBranches, .branch(branches[place].id), "the same data as branch \(earlier)"))
      }
    }
    return findings
  }
}
