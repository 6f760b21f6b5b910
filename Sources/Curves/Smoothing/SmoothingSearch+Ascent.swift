extension SmoothingSearch {
  /// The most steps of the dual method: far more than it needs, a bound on time.
  private var stepLimit: Int { 200 + 10 * (program.rows.count + (isBoxed ? program.count : 0)) }

  /// Goldfarb and Idnani's dual method, every step a solve of the equalities.
  mutating func ascend(from start: [Member]) -> Outcome {
    var current = dualFeasible(start)
    var (steps, still, before) = (0, 0, -Double.infinity)
    var ignored: Set<Int> = []
    while true {
      guard !current.system.isSingular else { return Outcome(status: .numericalProblems, solved: current) }
      let objective = objective(of: current)
      still = objective > before + 1e-12 * abs(before) ? 0 : still + 1
      before = objective
      // Without progress the first violated condition goes in, and the first that may goes out, which cannot cycle (Bland).
      guard let violation = choose(current, ignored, first: still > 20) else {
        return Outcome(status: .solved, solved: completed(current))
      }
      var multipliers = [Int: Double](
        uniqueKeysWithValues: zip(current.members.map(\.index), current.answer.multipliers))
      var members = current.members
      let entering = violation.member
      multipliers[entering.index] = 0
      while true {
        steps += 1
        guard steps <= stepLimit else { return Outcome(status: .iterationLimit, solved: current) }
        let next = solve(members + [entering])
        guard let dependent = next.system.sumSystem.elimination.dependents.first(where: { $0 <= members.count }) else {
          guard let (step, leaving) = blocking(next, multipliers, first: still > 20) else {
            current = next
            break
          }
          for (member, goal) in zip(next.members, next.answer.multipliers) {
            multipliers[member.index, default: 0] += step * (goal - multipliers[member.index, default: 0])
          }
          members.removeAll { $0.index == leaving }
          multipliers[leaving] = nil
          continue
        }
        // The new condition is a combination of members: only the multipliers move.
        guard let rates = rates(next, dependent, entering) else {
          return Outcome(status: .numericalProblems, solved: current)
        }
        let sign = entering.side == .upper ? 1.0 : -1.0
        var (step, leaving) = (Double.infinity, -1)
        for member in members where member.side == .lower || member.side == .upper {
          guard let rate = rates[member.index].map({ $0 * sign }) else { continue }
          let isHeld = member.side == .upper ? rate > 0 : rate < 0
          guard isHeld else { continue }
          let ratio = abs(multipliers[member.index, default: 0] / rate)
          if ratio < step || still > 20 && ratio == step && member.index < leaving {
            (step, leaving) = (ratio, member.index)
          }
        }
        if leaving < 0 {
          if agrees(members, entering, rates) {
            ignored.insert(entering.index)
            break
          }
          let involved = ([entering.index] + rates.keys).sorted()
          return Outcome(status: .contradictory, solved: current, conflict: irreducible(involved))
        }
        for (index, rate) in rates { multipliers[index, default: 0] -= step * sign * rate }
        multipliers[entering.index, default: 0] += step * sign
        members.removeAll { $0.index == leaving }
        multipliers[leaving] = nil
      }
    }
  }

  /// Lets go of members until none pulls the wrong way.
  private mutating func dualFeasible(_ start: [Member]) -> Solved {
    var solved = solve(start)
    while true {
      let (wrong, binding) = (wrongSigns(solved), solved.binding)
      let kept = solved.members.filter { binding.contains($0.index) && !wrong.contains($0.index) }
      guard kept.count < solved.members.count else { return solved }
      solved = solve(kept)
    }
  }

  /// The same curve with every row among the members that holds in any case, also those that follow from others.
  private mutating func completed(_ solved: Solved) -> Solved {
    let inside = Set(solved.members.map(\.index))
    let missing = fixed.filter { !inside.contains($0.index) }
    return missing.isEmpty ? solved : solve(solved.members + missing)
  }

  /// What is made least.
  func objective(of solved: Solved) -> Double {
    var sum = solved.answer.objective
    for row in solved.system.soft {
      let miss = solved.system.rows[row].sum(solved.answer.values) - solved.targets[row]
      sum += (solved.system.rows[row].softness ?? 0) / 2 * miss * miss
    }
    return sum
  }

  private func choose(_ current: Solved, _ ignored: Set<Int>, first: Bool) -> Violation? {
    let inside = Set(current.members.map(\.index)).union(ignored)
    var found: Violation?
    for row in program.rows.indices where program.rows[row].softness == nil && !inside.contains(row) {
      guard let violation = violation(of: row, current.answer.values) else { continue }
      if first { return violation }
      if violation.amount > found?.amount ?? 0 { found = violation }
    }
    for violation in violations(ofBox: current.answer.values, all: first) where !inside.contains(violation.member.index)
    {
      if first { return found ?? violation }
      if violation.amount > found?.amount ?? 0 { found = violation }
    }
    return found
  }

  /// The first member whose multiplier would turn on the way to those of `next`, and how far along that is.
  private func blocking(_ next: Solved, _ multipliers: [Int: Double], first: Bool) -> (Double, Int)? {
    let wrong = wrongSigns(next)
    var (step, leaving) = (Double.infinity, -1)
    for (member, goal) in zip(next.members, next.answer.multipliers)
    where wrong.contains(member.index) && member.index != next.members[next.members.count - 1].index {
      let now = multipliers[member.index, default: 0]
      let ratio = now == goal ? 0 : max(0, min(1, now / (now - goal)))
      if ratio < step || first && ratio == step && member.index < leaving { (step, leaving) = (ratio, member.index) }
    }
    return leaving < 0 ? nil : (step, leaving)
  }

  /// The members, with factors, that the entering condition is the sum of.
  private func rates(_ next: Solved, _ dependent: Int, _ entering: Member) -> [Int: Double]? {
    var relation: [Int: Double] = [next.members[dependent].index: -1]
    for (row, factor) in next.system.sumSystem.combination(of: dependent) { relation[next.members[row].index] = factor }
    guard let own = relation.removeValue(forKey: entering.index), own != 0 else { return nil }
    return relation.mapValues { -$0 / own }
  }

  /// Whether what the entering condition asks for is what its members add up to, by the sizes of both.
  private func agrees(_ members: [Member], _ entering: Member, _ rates: [Int: Double]) -> Bool {
    var (residual, size) = (-row(of: entering).target, magnitude(of: entering))
    for member in members {
      guard let rate = rates[member.index] else { continue }
      residual += rate * row(of: member).target
      size += abs(rate) * magnitude(of: member)
    }
    return abs(residual) <= Self.agreement * size
  }

  // MARK: Conflicts

  /// The rows of a conflict, without those that it does not need beside floor and ceiling.
  private func irreducible(_ involved: [Int]) -> [Int] {
    var rows = involved.filter { $0 < program.rows.count }
    guard rows.count < involved.count, rows.count > 1 else { return rows }
    for row in rows {
      var smaller = program
      let kept = rows.filter { $0 != row }
      smaller.rows = kept.map { program.rows[$0] }
      var search = SmoothingSearch(smaller)
      let outcome = search.run()
      guard outcome.status == .contradictory else { continue }
      let found = outcome.conflict.map { kept[$0] }
      if found.count < rows.count {
        return found
      }
      rows = kept
    }
    return rows
  }
}
