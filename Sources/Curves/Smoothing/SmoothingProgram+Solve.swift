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
      for member in solved.members where member.index >= rows.count {
        values[member.index - rows.count] = member.side == .upper ? ceiling : floor
      }
    }
    return SmoothingSolution(
      status: outcome.status, values: values, multipliers: multipliers, roughness: solved.answer.roughness,
      conflict: outcome.conflict)
  }

  private var isBoxed: Bool { floor.isFinite || ceiling.isFinite }
}
