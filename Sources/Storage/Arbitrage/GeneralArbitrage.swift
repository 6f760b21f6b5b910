extension ArbitrageTerms {
  /// The best path of any problem of one store, or `nil` where none is feasible.
  ///
  /// - Parameters:
  ///   - options: The limit on pieces, and the gap at which a search over the first state ends.
  func generalOptimum(_ options: DispatchOptions) -> ArbitrageOutcome? {
    var programme = GeneralProgramme(self, pieceLimit: options.pieceLimit)
    switch problem.initial {
    case .energy(let energy):
      let end = PiecewiseValue(problem.terminal, lower, upper)
      return fixedGeneral(&programme, from: energy, end: end, terminal: problem.terminal)
    case .cyclic:
      return cyclicGeneral(&programme, options)
    }
  }

  func fixedGeneral(
    _ programme: inout GeneralProgramme, from energy: Double, end: PiecewiseValue, terminal: TerminalValue
  ) -> ArbitrageOutcome? {
    guard let start = programme.backward(from: end) else { return nil }
    let bound = start.value(at: energy, slack: slack)
    guard bound > -.infinity else { return nil }
    var path = DispatchPath(count: count)
    path.initial = energy
    path.final = programme.forward(from: energy, into: &path)
    return outcome(path, bound: bound + start.offset, terminal: terminal)
  }

  /// An outcome with the values of energy along the path; the bound is the value function's, or the path's own value where rounding
  /// has put it below.
  func outcome(_ path: DispatchPath, bound: Double, terminal: TerminalValue, isCyclic: Bool = false)
    -> ArbitrageOutcome
  {
    let earned = value(of: path, terminal: terminal)
    let isSame = abs(bound - earned) <= 1e-11 * max(abs(earned), 1e-3 * grossValue(of: path))
    return ArbitrageOutcome(
      path: path, value: earned, bound: isSame ? earned : max(bound, earned),
      marginalValues: marginalValues(along: path, end: isCyclic ? nil : terminalRange(terminal, at: path.final)))
  }

  /// The money that changes hands: the size against which rounding counts.
  private func grossValue(of path: DispatchPath) -> Double {
    var sum = 0.0
    for step in 0..<count {
      sum += abs(problem.sellPrices[step]) * path.discharge[step] * problem.steps.hours[step]
      sum += abs(problem.buyPrices[step]) * path.charge[step] * problem.steps.hours[step]
    }
    return sum
  }
}
