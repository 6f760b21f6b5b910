import Foundation
import NumericalKernels
import Testing

/// The solver on problems whose answers are known: statuses, objectives, feasibility and certificates.
@Suite struct ConvexFixtureTests {
  static let continuous = ProblemFile.fixtures.filter { !$0.lastPathComponent.hasPrefix("integer-") }

  @Test(arguments: continuous)
  func aFixtureIsAnsweredAsExpected(file: URL) throws {
    try Verdict(of: ProblemFile(contentsOf: file)).expectRight()
  }
}

/// The solver on the problem files of a folder, the public sets among them.
@Suite(.enabled(if: ProblemFile.folder != nil, "SOLVER_PROBLEMS_DIR names no folder of problem files"))
struct ConvexFolderReleaseTests {
  @Test(arguments: ProblemFile.all(in: ProblemFile.folder))
  func aProblemIsAnsweredAsExpected(file: URL) throws {
    let problem = try ProblemFile(contentsOf: file)
    guard problem.status != "unknown", problem.integers.isEmpty else { return }
    try Verdict(of: problem).expectRight()
  }
}

/// A solution beside what is expected of it.
private struct Verdict {
  let problem: ProblemFile
  let program: QuadraticProgram
  let solution: ConvexSolution

  init(of problem: ProblemFile) throws {
    self.problem = problem
    program = try problem.program
    solution = try program.solve()
  }

  func expectRight() throws {
    switch problem.status {
    case "optimal":
      #expect(solution.status == .solved, "\(problem.name)")
      let scale = max(1, abs(problem.objective))
      #expect(abs(solution.objective - problem.objective) <= 1e-6 * scale, "\(problem.name): \(solution.objective)")
      #expect(program.violation(at: solution.x) <= 1e-6 * max(1, largest(solution.x)), "\(problem.name)")
    case "infeasible":
      #expect(solution.status == .primalInfeasible, "\(problem.name)")
      try expectNoPointCanExist()
    case "unbounded":
      #expect(solution.status == .dualInfeasible, "\(problem.name)")
      try expectFallForEver()
    default:
      #expect([.primalInfeasible, .dualInfeasible].contains(solution.status), "\(problem.name)")
      if solution.status == .primalInfeasible { try expectNoPointCanExist() } else { try expectFallForEver() }
    }
  }

  /// Aᵀy + w = 0 while the greatest value that yᵀAx + wᵀx could take within the bounds is below zero.
  private func expectNoPointCanExist() throws {
    let (y, w) = (solution.rowDuals, solution.boundDuals)
    let size = max(largest(y), largest(w))
    let product = try program.constraints.transposeMultiplied(by: y)
    #expect(zip(product, w).allSatisfy { abs($0 + $1) <= 1e-7 * size }, "\(problem.name)")
    var greatest = 0.0
    let multipliers = zip(y + w, zip(program.rowLower + program.lower, program.rowUpper + program.upper))
    for (multiplier, (low, high)) in multipliers where abs(multiplier) > 1e-9 * size {
      greatest += multiplier * (multiplier > 0 ? high : low)
    }
    #expect(greatest < 0, "\(problem.name): \(greatest)")
  }

  /// Along x the objective falls, nothing curves, and no row or bound is ever met.
  private func expectFallForEver() throws {
    let direction = solution.x
    let tolerance = 1e-7 * largest(direction)
    #expect(zip(program.linear, direction).reduce(0) { $0 + $1.0 * $1.1 } < 0, "\(problem.name)")
    let moved = try program.constraints.multiplied(by: direction)
    let ends = zip(program.rowLower + program.lower, program.rowUpper + program.upper)
    for (step, (low, high)) in zip(moved + direction, ends) {
      #expect((low == -.infinity || step >= -tolerance) && (high == .infinity || step <= tolerance), "\(problem.name)")
    }
    var curvature = 0.0
    if let quadratic = program.quadratic {
      for column in 0..<quadratic.columns {
        for entry in quadratic.columnStarts[column]..<quadratic.columnStarts[column + 1] {
          let row = Int(quadratic.rowIndices[entry])
          curvature += (row == column ? 1 : 2) * quadratic.values[entry] * direction[row] * direction[column]
        }
      }
    }
    #expect(curvature <= tolerance * largest(direction), "\(problem.name)")
  }

  private func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }
}

extension ProblemFile {
  /// The problem as the solver takes it.
  var program: QuadraticProgram {
    get throws {
      let hessian = try SparseMatrix(
        rows: cost.count, columns: cost.count, columnStarts: self.hessian.starts, rowIndices: self.hessian.rows,
        values: self.hessian.values)
      let constraints = try SparseMatrix(
        rows: rowLower.count, columns: cost.count, columnStarts: matrix.starts, rowIndices: matrix.rows,
        values: matrix.values)
      return try QuadraticProgram(
        quadratic: hessian, linear: cost, constant: constant, constraints: constraints, rowLower: rowLower,
        rowUpper: rowUpper, lower: lower, upper: upper)
    }
  }
}
