import NumericalKernels

extension DispatchProgram {
  /// What a solve may take, and when it is done.
  public struct Options: Hashable, Sendable {
    /// The relative distance of revenue and bound that counts as optimal: 1e-9 without decisions unless set.
    public var tolerance = 1e-9
    /// The same with decisions; 1e-7 unless set.
    public var decisionTolerance = 1e-7
    /// The most parts of the space of decisions that are explored; 20,000 unless set.
    public var nodeLimit = 20_000
    /// The longest time on the system's clock; none unless set.
    ///
    /// A result that a time limit ends is not repeatable.
    public var timeLimit: Duration?

    /// Makes the defaults.
    public init() {}
  }

  /// What a solve found.
  public struct Solution: Sendable {
    /// How it ended.
    public let status: DispatchStatus
    /// The values of the variables; empty where there are none.
    let values: [Double]
    /// The multipliers of the rows, of the program with its decisions fixed where it has some; empty where there are none.
    let rowDuals: [Double]
    /// What the values earn; minus infinity without them.
    public let objective: Double
    /// No values earn more.
    public let bound: Double
    /// Iterations of the interior point, or parts of the space of decisions that were explored.
    public let effort: Int

    /// Whether there are values.
    public var hasValues: Bool { !values.isEmpty }

    /// Whether there are multipliers of the rows.
    var hasDuals: Bool { !rowDuals.isEmpty }

    /// How far the values may be from the best, relative to what they earn (or to 1).
    public var gap: Double {
      objective == -.infinity ? .infinity : max(0, bound - objective) / max(1, abs(objective))
    }

    /// The value of a variable; 0 where there are no values.
    public func value(of variable: Variable) -> Double {
      values.indices.contains(variable.index) ? values[variable.index] : 0
    }

    /// The value of an expression.
    public func value(of expression: LinearExpression) -> Double {
      expression.terms.reduce(expression.constant) { $0 + $1.coefficient * value(of: $1.variable) }
    }

    /// What one more unit of the limits that bind a row would earn: of an upper limit positive or zero, of a lower one negative.
    public func dual(of row: Row) -> Double { rowDuals.indices.contains(row.index) ? rowDuals[row.index] : 0 }
  }

  /// How it is solved: with decisions as a mixed-integer program, else as a linear one.
  var method: DispatchMethod { decisionCount > 0 ? .mixedIntegerProgram : .linearProgram }

  /// Solves the program.
  ///
  /// - Throws: `empty` without a variable; `outOfRange` where bounds exclude every value, with the kernel's error as cause.
  /// - Complexity: some 15 to 40 factorisations of a sparse matrix without decisions; exponential in the decisions at worst, within
  ///   the node limit.
  public func solve(_ options: Options = Options()) throws(StorageError) -> Solution {
    guard !revenue.isEmpty else {
      throw StorageError(.empty, field: "program", found: "no variable", expected: "at least one")
    }
    do throws(NumericalError) {
      let program = try QuadraticProgram(
        linear: revenue.map { 0 - $0 }, constant: 0 - constant,
        constraints: SparseMatrix(
          rows: rowCount, columns: variableCount, rowIndices: rows, columnIndices: columns, values: coefficients),
        rowLower: rowLower, rowUpper: rowUpper, lower: lower, upper: upper)
      return integers.isEmpty ? try linear(program, options) : try mixed(program, options)
    } catch {
      throw StorageError(
        error.code == .tooLarge ? .tooLarge : .outOfRange, field: "program", found: error.message,
        expected: "bounds and coefficients that a program can have", index: error.index, cause: error)
    }
  }

  private func linear(_ program: QuadraticProgram, _ options: Options) throws(NumericalError) -> Solution {
    var settings = ConvexOptions()
    settings.tolerance = options.tolerance
    settings.timeLimit = options.timeLimit
    let answer = try program.solve(settings)
    let status = Self.statuses[answer.status] ?? .numericalProblems
    guard status == .solved || status == .solvedInaccurately else {
      return Self.nothing(status, effort: answer.iterations)
    }
    return Solution(
      status: status, values: answer.x, rowDuals: answer.rowDuals, objective: 0 - answer.objective,
      bound: max(-answer.dualObjective, -answer.objective), effort: answer.iterations)
  }

  private func mixed(_ program: QuadraticProgram, _ options: Options) throws(NumericalError) -> Solution {
    var settings = MixedIntegerOptions()
    settings.gap = options.decisionTolerance
    settings.nodeLimit = options.nodeLimit
    settings.timeLimit = options.timeLimit
    settings.relaxation.tolerance = options.tolerance
    let answer = try MixedIntegerProgram(program, integers: integers).solve(settings)
    let status = Self.mixedStatuses[answer.status] ?? .numericalProblems
    guard let x = answer.x else { return Self.nothing(status, effort: answer.nodes, bound: -answer.bound) }
    return Solution(
      status: status, values: x, rowDuals: answer.fixed?.rowDuals ?? [], objective: 0 - answer.objective,
      bound: max(-answer.bound, -answer.objective), effort: answer.nodes)
  }

  private static func nothing(_ status: DispatchStatus, effort: Int, bound: Double = .infinity) -> Solution {
    Solution(
      status: status, values: [], rowDuals: [], objective: -.infinity,
      bound: status == .infeasible ? -.infinity : bound, effort: effort)
  }

  private static let statuses: [ConvexSolution.Status: DispatchStatus] = [
    .solved: .solved, .solvedInaccurately: .solvedInaccurately, .primalInfeasible: .infeasible,
    .dualInfeasible: .unbounded, .iterationLimit: .iterationLimit, .timeLimit: .timeLimit,
  ]

  private static let mixedStatuses: [MixedIntegerSolution.Status: DispatchStatus] = [
    .solved: .solved, .infeasible: .infeasible, .unbounded: .unbounded, .nodeLimit: .iterationLimit,
    .timeLimit: .timeLimit,
  ]
}

extension DispatchStatus {
  /// Revenue has no limit: a program lacks one.
  public static let unbounded = DispatchStatus(rawValue: "unbounded")
}
