/// A linear or convex quadratic program some of whose variables have to be whole numbers.
///
/// Branch and bound on the interior-point relaxation, tightened by cover inequalities, for problems of tens of whole numbers: on-off
/// decisions of a few plants, a battery that may not charge and discharge at once. For thousands, take a dedicated solver.
/// The search takes the same steps to the same bits wherever the convex solver does, unless a time limit ends it.
///
/// ```swift
/// let program = try MixedIntegerProgram(relaxation, integers: [0, 1])
/// let solution = try program.solve()
/// solution.gap  // not more than the 1e-6 that is asked for
/// ```
public struct MixedIntegerProgram: Hashable, Sendable {
  /// The program without the demand for whole numbers.
  public let relaxation: QuadraticProgram
  /// The variables that have to be whole numbers, rising.
  public let integers: [Int]

  /// Makes a program.
  ///
  /// - Throws: `invalidIndex` for a variable that does not exist or is named twice, with its index.
  public init(_ relaxation: QuadraticProgram, integers: [Int]) throws(NumericalError) {
    self.relaxation = relaxation
    self.integers = integers.sorted()
    for (position, variable) in self.integers.enumerated() {
      guard variable >= 0, variable < relaxation.variableCount, position == 0 || self.integers[position - 1] != variable
      else {
        throw NumericalError(.invalidIndex, "a variable that is not there, or twice", index: variable)
      }
    }
  }
}

/// What branch and bound may take, and when it is done.
public struct MixedIntegerOptions: Hashable, Sendable {
  /// How the relaxations are solved.
  public var relaxation = ConvexOptions()
  /// The relative gap at which the best solution found counts as optimal; 1e-6 unless set.
  public var gap = 1e-6
  /// How far from whole a number may be; 1e-6 unless set.
  public var integrality = 1e-6
  /// The most parts explored; 100,000 unless set.
  public var nodeLimit = 100_000
  /// The longest time, measured on the system's continuous clock; none unless set.
  public var timeLimit: Duration?

  /// Makes the defaults.
  public init() {}
}

/// How branch and bound ended, and the best that was found.
public struct MixedIntegerSolution: Hashable, Sendable {
  /// How a search ended; new ways may be added.
  public struct Status: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The status' name.
    public var description: String { name }

    /// The best solution is optimal to the gap that was asked for.
    public static let solved = Status(name: "solved")
    /// No point satisfies the constraints with whole numbers.
    public static let infeasible = Status(name: "infeasible")
    /// A relaxation is unbounded; with rational data so is the program, if it is feasible.
    public static let unbounded = Status(name: "unbounded")
    /// The node limit was reached; the best found so far is given, if any.
    public static let nodeLimit = Status(name: "node-limit")
    /// The time limit was reached; the best found so far is given, if any.
    public static let timeLimit = Status(name: "time-limit")
    /// Relaxations could not be solved, so that the best found is not proven to be optimal.
    public static let numericalProblems = Status(name: "numerical-problems")
  }

  /// How the search ended.
  public internal(set) var status: Status
  /// The variables of the best solution, whole numbers exactly whole; `nil` when none was found.
  public internal(set) var x: [Double]?
  /// The objective at `x`, `infinity` without one.
  public internal(set) var objective: Double
  /// No solution has a lower objective than this.
  public internal(set) var bound: Double
  /// The program with the whole numbers fixed at `x`, solved: its multipliers price the rest.
  public internal(set) var fixed: ConvexSolution?
  /// The parts of the search space whose relaxations were solved.
  ///
  /// Neither the rounds of inequalities at the root nor the solves after a rounding count.
  public internal(set) var nodes: Int

  /// The distance of objective and bound, relative to the objective but not less than 1.
  public var gap: Double { x == nil ? .infinity : max(0, (objective - bound) / max(1, abs(objective))) }
}
