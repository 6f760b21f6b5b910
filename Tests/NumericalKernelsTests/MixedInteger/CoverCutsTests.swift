import Testing

@testable import NumericalKernels

@Suite struct CoverCutsTests {
  /// Random rows over eight numbers that are 0 or 1 and one that is neither, with a bound on either side.
  private func program(_ random: inout RandomStream, rows: Int) throws -> MixedIntegerProgram {
    let matrix = Matrix(rows: rows, columns: 9) { _, _ in Double(random.next() % 31) - 10 }
    let limits = (0..<rows).map { _ in Double(random.next() % 40) }
    let relaxation = try QuadraticProgram(
      linear: (0..<9).map { _ in Double(random.next() % 21) - 14.5 }, constraints: SparseMatrix(matrix),
      rowLower: limits.map { $0 - 70 }, rowUpper: limits, lower: [Double](repeating: 0, count: 8) + [-1],
      upper: [Double](repeating: 1, count: 8) + [0.5])
    return try MixedIntegerProgram(relaxation, integers: Array(0..<8))
  }

  @Test func noWholePointIsCutOff() throws {
    var random = RandomStream(seed: 31, path: 0)
    var found = 0
    for _ in 0..<20 {
      let program = try program(&random, rows: 3)
      let covers = CoverCuts(program)
      for _ in 0..<10 {
        let point = (0..<9).map { $0 < 8 ? Double(random.next() % 1000) / 999 : -1 }
        for cut in covers.violated(at: point) {
          found += 1
          #expect(cut.excess(at: point) > 0)
          for subset in 0..<256 {
            let whole = (0..<8).map { subset & (1 << $0) != 0 ? 1.0 : 0 }
            for last in [-1, 0, 0.5] where program.relaxation.violation(at: whole + [last]) <= 0 {
              #expect(cut.excess(at: whole + [last]) <= 0)
            }
          }
        }
      }
    }
    #expect(found > 100)
  }

  @Test func theSmallestCoverIsFound() throws {
    // 5 x₀ + 4 x₁ - 6 x₂ ≤ 2 with x₂ = 1 - z: any two of 5, 4, 6 outweigh 8, so x₀ + x₁ + z ≤ 1.
    let relaxation = try QuadraticProgram(
      linear: [0, 0, 0], constraints: SparseMatrix(Matrix([[5, 4, -6]])), rowLower: [-.infinity], rowUpper: [2],
      lower: [0, 0, 0], upper: [1, 1, 1])
    let cuts = CoverCuts(try MixedIntegerProgram(relaxation, integers: [0, 1, 2])).violated(at: [0.9, 0.8, 0.95])
    #expect(cuts == [CoverCuts.Cut(variables: [0, 1, 2], coefficients: [1, 1, -1], limit: 0)])
  }

  @Test func searchesAgreeWithTryingEverything() throws {
    var random = RandomStream(seed: 32, path: 0)
    for _ in 0..<12 {
      let program = try program(&random, rows: 4)
      var best = Double.infinity
      for subset in 0..<256 {
        let whole = (0..<8).map { subset & (1 << $0) != 0 ? 1.0 : 0 }
        // What the last number may be, by each row.
        var (least, greatest) = (-1.0, 0.5)
        for row in 0..<4 {
          let coefficients = (0..<9).map { program.relaxation.constraints[row, $0] }
          let rest = zip(coefficients, whole).reduce(0) { $0 + $1.0 * $1.1 }
          let (low, high) = (program.relaxation.rowLower[row] - rest, program.relaxation.rowUpper[row] - rest)
          guard coefficients[8] != 0 else {
            if low > 0 || high < 0 { greatest = -.infinity }
            continue
          }
          least = max(least, min(low / coefficients[8], high / coefficients[8]))
          greatest = min(greatest, max(low / coefficients[8], high / coefficients[8]))
        }
        guard least <= greatest else { continue }
        for last in [least, greatest] { best = min(best, program.relaxation.objective(at: whole + [last])) }
      }
      let solution = try program.solve()
      #expect(solution.status == (best < .infinity ? .solved : .infeasible))
      guard best < .infinity else { continue }
      #expect(abs(solution.objective - best) <= 2e-6 * max(1, abs(best)))
      #expect(solution.bound <= best + 1e-7 * max(1, abs(best)))
    }
  }

  @Test func wholeCostsRoundTheBound() throws {
    let relaxation = try QuadraticProgram(
      linear: [-6, -9, 0], constant: 0.5, constraints: SparseMatrix(Matrix([[2, 3, 1]])), rowLower: [0], rowUpper: [4],
      lower: [0, 0, 0], upper: [5, 5, 5])
    #expect(try MixedIntegerProgram(relaxation, integers: [0, 1]).objectiveStep == 3)
    #expect(try MixedIntegerProgram(relaxation, integers: [0]).objectiveStep == nil)
    let search = BranchAndBound(try MixedIntegerProgram(relaxation, integers: [0, 1]), MixedIntegerOptions())
    #expect(search.attainable(-12.1) == -11.5 && search.attainable(-11.5) == -11.5 && search.attainable(-11.4) == -8.5)
    #expect(BranchAndBound(try MixedIntegerProgram(relaxation, integers: [0]), .init()).attainable(-12.1) == -12.1)
    let solution = try MixedIntegerProgram(relaxation, integers: [0, 1]).solve()
    #expect(abs(solution.objective + 11.5) < 1e-6 && solution.status == .solved)
  }

  @Test func aBoundBetweenWholeCostsEndsTheSearch() throws {
    // max Σx with 2 Σx ≤ 7 and x from 0 to 2: every relaxation says 3.5 until most numbers are fixed, and 3 is attainable.
    func nodes(cost: Double) throws -> Int {
      let relaxation = try QuadraticProgram(
        linear: [Double](repeating: -1, count: 7) + [cost],
        constraints: SparseMatrix(Matrix([[Double](repeating: 2, count: 7) + [0]])), rowLower: [0], rowUpper: [7],
        lower: [Double](repeating: 0, count: 8), upper: [Double](repeating: 2, count: 7) + [1])
      let solution = try MixedIntegerProgram(relaxation, integers: Array(0..<7)).solve()
      #expect(solution.status == .solved && abs(solution.objective + 3) < 1e-6)
      return solution.nodes
    }
    // A cost of what is not whole keeps the bound as it is.
    let (whole, bare) = (try nodes(cost: 0), try nodes(cost: 1))
    #expect(3 * whole < bare, "\(whole) and \(bare)")
  }
}
