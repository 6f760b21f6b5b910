import NumericalKernels
import Testing

/// The C loops on edges against plain solves in Swift, to the last bit.
@Suite struct EdgeSolverTests {
  /// A random graph on a grid, one vertex of it the ground, some weights negative.
  static func system(seed: UInt64 = 3, side: Int = 9) throws -> (solver: EdgeSolver, from: [Int], to: [Int]) {
    var generator = SparseCases.Generator(seed)
    var (from, to, weights): ([Int], [Int], [Double]) = ([], [], [])
    func join(_ a: Int, _ b: Int) {
      from.append(a - 1)
      to.append(b - 1)
      weights.append(1.5 + generator.value())
    }
    for y in 0..<side {
      for x in 0..<side {
        if x > 0 { join(y * side + x - 1, y * side + x) }
        if y > 0 { join(y * side + x, (y - 1) * side + x) }
      }
    }
    for _ in 0..<side { join(generator.index(side * side), generator.index(side * side)) }
    weights[7] = -0.3
    return (try solver(from, to, weights, size: side * side - 1), from, to)
  }

  static func solver(_ from: [Int], _ to: [Int], _ weights: [Double], size: Int) throws -> EdgeSolver {
    var entries: (rows: [Int], columns: [Int], values: [Double]) = (Array(0..<size), Array(0..<size), [])
    entries.values = [Double](repeating: 0, count: size)
    for e in weights.indices {
      for (row, column, sign) in [
        (from[e], from[e], 1.0), (to[e], to[e], 1), (min(from[e], to[e]), max(from[e], to[e]), -1),
      ]
      where row >= 0 && column >= 0 && from[e] != to[e] {
        entries.rows.append(row)
        entries.columns.append(column)
        entries.values.append(sign * weights[e])
      }
    }
    let upper = try SparseMatrix(
      rows: size, columns: size, rowIndices: entries.rows, columnIndices: entries.columns, values: entries.values)
    return try EdgeSolver(
      LDLFactors(SymbolicLDL(upper), values: upper.values), from: from, to: to, weights: weights)
  }

  /// The values of all edges for one pair, by a plain solve.
  static func values(_ solver: EdgeSolver, _ from: [Int], _ to: [Int], plus: Int, minus: Int) throws -> [Double] {
    var right = [Double](repeating: 0, count: solver.factors.symbolic.size)
    if plus >= 0 { right[plus] += 1 }
    if minus >= 0 { right[minus] -= 1 }
    let x = try solver.factors.solve(right)
    func at(_ row: Int) -> Double { row < 0 ? 0 : x[row] }
    return from.indices.map { solver.weights[$0] * (at(from[$0]) - at(to[$0])) }
  }

  @Test(arguments: [1, 7, 8, 9, 21])
  func valuesAreThoseOfPlainSolves(count: Int) throws {
    let (solver, from, to) = try Self.system()
    var generator = SparseCases.Generator(11)
    let size = solver.factors.symbolic.size
    let plus = (0..<count).map { _ in generator.index(size + 1) - 1 }
    let minus = (0..<count).map { $0 == 0 ? plus[0] : generator.index(size + 1) - 1 }
    let offsets = generator.vector(solver.edgeCount)
    let values = try solver.values(plus: plus, minus: minus)
    let shifted = try solver.values(plus: plus, minus: minus, offsets: offsets)
    for pair in 0..<count {
      let expected = try Self.values(solver, from, to, plus: plus[pair], minus: minus[pair])
      #expect(Array(values[pair * solver.edgeCount..<(pair + 1) * solver.edgeCount]) == expected)
      let part = Array(shifted[pair * solver.edgeCount..<(pair + 1) * solver.edgeCount])
      #expect(part == zip(expected, offsets).map { $0 - $1 })
    }
  }

  @Test func removalSharesFollowShermanAndMorrison() throws {
    let (solver, from, to) = try Self.system()
    let removed = [5, 0, 19, 7, 100, 33, 2, 60, 61, 62]
    let shares = try solver.removalShares(of: removed)
    for (position, edge) in removed.enumerated() {
      let plain = try Self.values(solver, from, to, plus: from[edge], minus: to[edge])
      for other in 0..<solver.edgeCount {
        let expected = other == edge ? -1 : plain[other] * (1 / (1 - plain[edge]))
        #expect(shares[position * solver.edgeCount + other] == expected)
      }
    }
  }

  @Test func aRowIsTheSolutionAcrossAnEdge() throws {
    let (solver, from, to) = try Self.system()
    for edge in [0, 3, 7, 88] {
      let row = try solver.potentials(acrossEdge: edge)
      for vertex in stride(from: 0, to: row.count, by: 13) {
        let plain = try Self.values(solver, from, to, plus: vertex, minus: -1)
        #expect(abs(row[vertex] - plain[edge]) < 1e-13)
      }
    }
    let solution = (0..<solver.factors.symbolic.size).map { Double($0 * $0) }
    let values = solver.values(of: solution)
    for edge in from.indices {
      let ends = (from[edge] < 0 ? 0 : solution[from[edge]], to[edge] < 0 ? 0 : solution[to[edge]])
      #expect(values[edge] == solver.weights[edge] * (ends.0 - ends.1))
    }
  }

  @Test func theScreenFindsWhatPlainLoopsFind() throws {
    let (solver, _, _) = try Self.system()
    var generator = SparseCases.Generator(5)
    let count = solver.edgeCount
    let values = generator.vector(count).map { 10 * $0 }
    let limits = (0..<count).map { _ in 4 + 3 * generator.value() }
    let inverses = limits.map { 1 / $0 }
    let removed = (0..<count).filter { $0 % 3 != 1 }
    let shares = try solver.removalShares(of: removed)
    var seen = Set<Int>()
    try solver.screenRemovals(of: removed, values: values, inverseLimits: inverses, limits: limits) { removal in
      seen.insert(removal.index)
      let edge = removed[removal.index]
      var worst = (size: 0.0, edge: -1)
      var excesses: [Int] = []
      for other in 0..<count where other != edge {
        let value = values[other] + shares[removal.index * count + other] * values[edge]
        if abs(value) > limits[other] { excesses.append(other) }
        if abs(value) * inverses[other] > worst.size { worst = (abs(value) * inverses[other], other) }
      }
      #expect(removal.excesses.map(\.edge) == excesses)
      #expect(abs(removal.worst - worst.size) < 1e-12 * worst.size)
      #expect(removal.worstEdge == worst.edge)
      #expect(abs(abs(removal.worstValue) * inverses[worst.edge] - worst.size) < 1e-12 * worst.size)
      for excess in removal.excesses {
        #expect(abs(excess.share - shares[removal.index * count + excess.edge]) < 1e-13)
        #expect(abs(excess.value - values[excess.edge] - excess.share * values[edge]) < 1e-12)
      }
    }
    #expect(seen.count == removed.count)
  }

  @Test func supernodesAndLargeMatricesAgreeToo() throws {
    // A complete graph is one supernode, whose padding must not be taken for entries.
    var (from, to): ([Int], [Int]) = ([], [])
    for a in -1..<60 {
      for b in a + 1..<60 {
        from.append(a)
        to.append(b)
      }
    }
    let solver = try Self.solver(from, to, from.indices.map { 1 + Double($0 % 7) }, size: 60)
    let values = try solver.values(plus: [0, 59], minus: [-1, 3])
    for (pair, ends) in [(0, -1), (59, 3)].enumerated() {
      let expected = try Self.values(solver, from, to, plus: ends.0, minus: ends.1)
      #expect(Array(values[pair * from.count..<(pair + 1) * from.count]) == expected)
    }
  }

  @Test func whatIsNotThereIsRefused() throws {
    let (solver, from, to) = try Self.system()
    #expect(throws: NumericalError.self) { try EdgeSolver(solver.factors, from: [0], to: [], weights: [1]) }
    #expect(throws: NumericalError.self) { try EdgeSolver(solver.factors, from: [80], to: [0], weights: [1]) }
    #expect(throws: NumericalError.self) { try EdgeSolver(solver.factors, from: [0], to: [-2], weights: [1]) }
    #expect(throws: NumericalError.self) { try EdgeSolver(solver.factors, from: [0], to: [1], weights: [.nan]) }
    #expect(throws: NumericalError.self) { try solver.values(plus: [0], minus: []) }
    #expect(throws: NumericalError.self) { try solver.values(plus: [0], minus: [99]) }
    #expect(throws: NumericalError.self) { try solver.values(plus: [0], minus: [1], offsets: [1]) }
    #expect(throws: NumericalError.self) { try solver.removalShares(of: [from.count]) }
    #expect(throws: NumericalError.self) { try solver.potentials(acrossEdge: -1) }
    let none = [Double](repeating: 0, count: to.count)
    #expect(throws: NumericalError.self) {
      try solver.screenRemovals(of: [-1], values: none, inverseLimits: none, limits: none) { _ in }
    }
    #expect(throws: NumericalError.self) {
      try solver.screenRemovals(of: [1], values: [], inverseLimits: none, limits: none) { _ in }
    }
    #expect(try solver.values(plus: [], minus: []).isEmpty)
    #expect(try solver.removalShares(of: []).isEmpty)
  }
}
