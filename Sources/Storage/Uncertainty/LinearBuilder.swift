import NumericalKernels

/// Collects the variables and rows of a linear program.
struct LinearBuilder {
  private(set) var costs: [Double] = []
  private var lower: [Double] = []
  private var upper: [Double] = []
  private var rowLower: [Double] = []
  private var rowUpper: [Double] = []
  private var rows: [Int] = []
  private var columns: [Int] = []
  private var values: [Double] = []
  private(set) var integers: [Int] = []

  /// Adds a variable with a cost to be minimised; its index.
  mutating func variable(cost: Double = 0, _ lower: Double, _ upper: Double) -> Int {
    costs.append(cost)
    self.lower.append(lower)
    self.upper.append(upper)
    return costs.count - 1
  }

  /// Adds a variable that is 0 or 1.
  mutating func binary() -> Int {
    integers.append(costs.count)
    return variable(0, 1)
  }

  /// Adds to the cost of a variable.
  mutating func add(cost: Double, to variable: Int) { costs[variable] += cost }

  /// Multiplies the costs of some variables.
  mutating func scaleCosts(of variables: Range<Int>, by factor: Double) {
    for variable in variables { costs[variable] *= factor }
  }

  /// Adds a row.
  mutating func row(_ lower: Double, _ upper: Double, _ entries: [(variable: Int, factor: Double)]) {
    for entry in entries where entry.factor != 0 {
      rows.append(rowLower.count)
      columns.append(entry.variable)
      values.append(entry.factor)
    }
    rowLower.append(lower)
    rowUpper.append(upper)
  }

  /// How a program ended.
  struct Outcome {
    var status: DispatchStatus
    /// The variables, where there is a point.
    var x: [Double]?
    /// No point costs less.
    var bound: Double
  }

  /// Solves the program: with whole numbers where there are any.
  ///
  /// - Throws: `tooLarge` for more variables than the limit, `outOfRange` where the solver refuses the figures.
  func solve(_ options: ConvexOptions, field: String) throws(StorageError) -> Outcome {
    guard costs.count <= Self.largestCount else {
      throw StorageError(
        .tooLarge, field: field, found: "\(costs.count) variables", expected: "at most \(Self.largestCount)")
    }
    do throws(NumericalError) {
      let matrix = try SparseMatrix(
        rows: rowLower.count, columns: costs.count, rowIndices: rows, columnIndices: columns, values: values)
      let program = try QuadraticProgram(
        linear: costs, constraints: matrix, rowLower: rowLower, rowUpper: rowUpper, lower: lower, upper: upper)
      guard !integers.isEmpty else {
        let solution = try program.solve(options)
        let hasPoint = solution.status == .solved || solution.status == .solvedInaccurately
        return Outcome(
          status: Self.status(solution.status), x: hasPoint ? solution.x : nil,
          bound: hasPoint ? min(solution.dualObjective, solution.objective) : solution.objective)
      }
      var search = MixedIntegerOptions()
      search.relaxation = options
      search.gap = 1e-9
      search.nodeLimit = 2_000
      search.timeLimit = options.timeLimit
      let solution = try MixedIntegerProgram(program, integers: integers).solve(search)
      return Outcome(status: Self.status(solution.status), x: solution.x, bound: solution.bound)
    } catch {
      throw StorageError(
        .outOfRange, field: field, found: "figures that the solver refuses", expected: "finite prices and sizes",
        cause: error)
    }
  }

  /// The most variables of one program.
  static let largestCount = 2_000_000

  private static func status(_ status: ConvexSolution.Status) -> DispatchStatus {
    switch status {
    case .solved: .solved
    case .solvedInaccurately: .solvedInaccurately
    case .primalInfeasible: .infeasible
    case .iterationLimit: .iterationLimit
    case .timeLimit: .timeLimit
    default: .numericalProblems
    }
  }

  private static func status(_ status: MixedIntegerSolution.Status) -> DispatchStatus {
    switch status {
    case .solved: .solved
    case .infeasible: .infeasible
    case .nodeLimit: .iterationLimit
    case .timeLimit: .timeLimit
    default: .numericalProblems
    }
  }
}
