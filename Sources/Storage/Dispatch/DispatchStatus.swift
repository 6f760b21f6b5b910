/// How a dispatch was found to end; new ways may be added.
public struct DispatchStatus: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  /// The status' name.
  public let rawValue: String

  /// Makes a status of a name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name.
  public var description: String { rawValue }

  /// Optimal, to rounding or to the tolerance that was asked for.
  public static let solved = DispatchStatus(rawValue: "solved")
  /// Feasible, and optimal to the gap that the schedule states.
  public static let solvedInaccurately = DispatchStatus(rawValue: "solved-inaccurately")
  /// No dispatch meets the limits; the schedule has no columns.
  public static let infeasible = DispatchStatus(rawValue: "infeasible")
  /// A limit on steps or memory ended the search; the best that was found is given, if any.
  public static let iterationLimit = DispatchStatus(rawValue: "iteration-limit")
  /// The time limit ended the search; the best that was found is given, if any.
  public static let timeLimit = DispatchStatus(rawValue: "time-limit")
  /// Rounding stopped the solver.
  public static let numericalProblems = DispatchStatus(rawValue: "numerical-problems")
  /// The schedule is a rule's and not an optimum.
  public static let followed = DispatchStatus(rawValue: "followed")
}

/// By which method a schedule was found; new ones may be added.
public struct DispatchMethod: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  /// The method's name.
  public let rawValue: String

  /// Makes a method of a name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name.
  public var description: String { rawValue }

  /// Dynamic programming on the concave value function, exact.
  public static let concaveProgramme = DispatchMethod(rawValue: "concave dynamic programme")
  /// Dynamic programming on the value function with its dents, exact.
  public static let generalProgramme = DispatchMethod(rawValue: "general dynamic programme")
  /// The linear program.
  public static let linearProgram = DispatchMethod(rawValue: "linear program")
  /// The mixed-integer program.
  public static let mixedIntegerProgram = DispatchMethod(rawValue: "mixed-integer program")
  /// A given rule.
  public static let rule = DispatchMethod(rawValue: "rule")
}
