extension SmoothingProgram {
  /// Solves the program.
  ///
  /// - Throws: As ``check()``.
  /// - Complexity: O(points + weights) for each set of conditions that is tried, and the cube of what the rows leave open of the sums over their segments.
  func solve() throws(CurveError) -> SmoothingSolution {
    try check()
    var search = SmoothingSearch(self)
    return solution(search.run())
  }

  func solution(_ outcome: SmoothingSearch.Outcome) -> SmoothingSolution {
    var values = prior.isEmpty ? [Double](repeating: 0, count: count) : prior
    var multipliers = [Double](repeating: 0, count: rows.count)
    guard let solved = outcome.solved else {
      return SmoothingSolution(
        status: outcome.status, values: values, multipliers: multipliers, roughness: 0, conflict: outcome.conflict)
    }
    for i in values.indices { values[i] += solved.answer.values[i] }
    for (member, multiplier) in zip(solved.members, solved.answer.multipliers) where member.index < rows.count {
      multipliers[member.index] = multiplier
    }
    if isBoxed {
      let binding = solved.binding
      for member in solved.members where member.index >= rows.count && binding.contains(member.index) {
        values[member.index - rows.count] = member.side == .upper ? ceiling : floor
      }
    }
    return SmoothingSolution(
      status: outcome.status, values: values, multipliers: multipliers, roughness: roughness(solved.answer),
      conflict: outcome.conflict)
  }

  private func roughness(_ answer: SmoothingSystem.Answer) -> Double {
    guard tension > 0 else { return answer.objective }
    var sum = 0.0
    for i in 0..<max(points - 2, 0) * strands {
      let bend = answer.values[i] - 2 * answer.values[i + strands] + answer.values[i + 2 * strands]
      sum += bend * bend
    }
    return sum / 2
  }

  private var isBoxed: Bool { floor.isFinite || ceiling.isFinite }
}
