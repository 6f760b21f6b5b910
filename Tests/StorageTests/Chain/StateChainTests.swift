import NumericalKernels
import Testing

@testable import Storage

/// The interior point along the steps against the general one, on chains that are no battery.
struct StateChainTests {
  private static let tolerance = 1e-7
  #if DEBUG
    private static let chains: UInt64 = 60
  #else
    private static let chains: UInt64 = 400
  #endif

  /// A chain of random costs, bounds, rows and ends that has a feasible point: all flows at zero, the state falling by itself.
  private static func chain(_ seed: UInt64) -> StateChain {
    var stream = RandomStream(seed: 77, path: seed)
    let n = 2 + Int(stream.next() % 20)
    let q = 2 + Int(stream.next() % 4)
    func column(_ low: Double, _ width: Double, _ count: Int) -> [Double] {
      (0..<count).map { _ in low + width * stream.uniform() }
    }
    let gain = [0.9, -1.1] + column(-0.5, 1, q - 2)
    var rows = [StateChain.Row(terms: (0..<q).map { ($0, 0.2 + Double($0 % 3)) }, limits: column(2, 5, n))]
    if seed % 2 == 0 {
      rows.append(StateChain.Row(terms: [(q - 1, 1.5)], side: .before, sign: 1, limits: column(0, 1, n)))
      rows.append(StateChain.Row(terms: [(0, 0.7)], side: .behind, sign: -1, limits: column(12, 1, n)))
    }
    var chain = StateChain(
      stepCount: n, cost: column(-5, 10, q * n), upper: column(0, 4, q * n), gain: gain, levers: [0, 1],
      hours: column(0.25, 1, n), keep: column(0.98, 0.02, n), drift: column(0, 0.01, n), rows: rows,
      stateLower: [Double](repeating: 0, count: n), stateUpper: [Double](repeating: 10, count: n))
    if seed % 3 > 0 {
      chain.start = 4
      chain.finalCost = seed % 3 == 1 ? -2 : 0
    }
    return chain
  }

  private static func program(_ chain: StateChain) throws -> DispatchProgram {
    var program = DispatchProgram()
    var flows: [[LinearExpression]] = []
    for j in 0..<chain.flowCount {
      flows.append(
        try (0..<chain.stepCount).map { t in
          let k = j * chain.stepCount + t
          return LinearExpression(try program.addVariable(in: 0...chain.upper[k], revenue: -chain.cost[k]))
        })
    }
    let states = try (0..<chain.stepCount).map { t in
      let isPriced = t == chain.stepCount - 1
      return LinearExpression(
        try program.addVariable(
          in: chain.stateLower[t]...chain.stateUpper[t], revenue: isPriced ? -chain.finalCost : 0))
    }
    for t in 0..<chain.stepCount {
      let before = t > 0 ? states[t - 1] : chain.start.map { LinearExpression($0) } ?? states[chain.stepCount - 1]
      var change = states[t] - chain.keep[t] * before
      for j in flows.indices { change -= chain.hours[t] * chain.gain[j] * flows[j][t] }
      let drift = chain.hours[t] * chain.drift[t]
      try program.addRow(change, in: drift...drift)
      for row in chain.rows {
        var sum = LinearExpression()
        for term in row.terms { sum += term.coefficient * flows[term.flow][t] }
        switch row.side {
        case .none: break
        case .before: sum -= row.sign * before
        case .behind: sum -= row.sign * states[t]
        }
        try program.addRow(sum, in: -.infinity...row.limits[t])
      }
    }
    return program
  }

  @Test func chainsAgreeWithTheGeneralSolver() throws {
    for seed in 0..<Self.chains as Range<UInt64> {
      let chain = Self.chain(seed)
      let answer = chain.solve()
      let reference = try Self.program(chain).solve()
      #expect(reference.status == .solved, "seed \(seed)")
      #expect(answer.isSolved, "seed \(seed): gap \(answer.gap), violation \(answer.violation)")
      let size = max(1, abs(reference.objective))
      #expect(abs(answer.objective + reference.objective) <= Self.tolerance * size, "seed \(seed)")
      #expect(answer.bound <= answer.objective + Self.tolerance * size, "seed \(seed)")
    }
  }

  @Test func valuesOfTheStateAreDerivatives() throws {
    let chain = Self.chain(4)
    let answer = chain.solve(tolerance: 1e-10)
    let step = 1e-4
    for t in 0..<chain.stepCount {
      func cost(_ change: Double) -> Double {
        var moved = chain
        moved.drift[t] += change / chain.hours[t]
        return moved.solve(tolerance: 1e-10).objective
      }
      let (below, above) = ((cost(0) - cost(-step)) / step, (cost(step) - cost(0)) / step)
      #expect(-answer.stateValues[t] >= min(below, above) - 1e-4, "step \(t)")
      #expect(-answer.stateValues[t] <= max(below, above) + 1e-4, "step \(t)")
    }
  }

  @Test func anImpossibleChainIsNotSolved() {
    var chain = Self.chain(1)
    chain.stateLower[chain.stepCount - 1] = 10
    chain.upper = chain.upper.map { _ in 0 }
    let answer = chain.solve()
    #expect(!answer.isSolved)
    #expect(answer.violation > 1e-3)
  }

  @Test func closedFlowsStayClosed() {
    var chain = Self.chain(6)
    for k in 0..<chain.stepCount { chain.upper[k] = 0 }
    let answer = chain.solve()
    #expect(answer.isSolved)
    for k in 0..<chain.stepCount { #expect(answer.flows[k] == 0) }
  }
}
