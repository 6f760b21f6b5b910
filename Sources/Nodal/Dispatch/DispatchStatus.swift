import NumericalKernels

/// How the solve of a dispatch ended; new ways may be added.
public struct DispatchStatus: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The name, stable between releases.
  public let name: String

  private init(_ name: String) { self.name = name }

  /// The name.
  public var description: String { name }

  /// Optimal to the tolerance that was asked for.
  public static let optimal = DispatchStatus("optimal")
  /// Optimal to a thousand times that tolerance, where rounding allowed no more.
  public static let optimalInaccurate = DispatchStatus("optimalInaccurate")
  /// No dispatch keeps all limits: the result says which of them conflict.
  public static let infeasible = DispatchStatus("infeasible")
  /// The cost falls for ever: an output without a limit at a negative cost.
  public static let unbounded = DispatchStatus("unbounded")
  /// The limit of iterations was reached.
  public static let iterationLimit = DispatchStatus("iterationLimit")
  /// The limit of time was reached.
  public static let timeLimit = DispatchStatus("timeLimit")
  /// Rounding stopped progress before any tolerance was met.
  public static let numericalProblems = DispatchStatus("numericalProblems")

  init(_ status: ConvexSolution.Status) {
    switch status {
    case .solved: self = .optimal
    case .solvedInaccurately: self = .optimalInaccurate
    case .primalInfeasible: self = .infeasible
    case .dualInfeasible: self = .unbounded
    case .iterationLimit: self = .iterationLimit
    case .timeLimit: self = .timeLimit
    default: self = .numericalProblems
    }
  }

  init(_ status: MixedIntegerSolution.Status) {
    switch status {
    case .solved: self = .optimal
    case .infeasible: self = .infeasible
    case .unbounded: self = .unbounded
    case .nodeLimit: self = .iterationLimit
    case .timeLimit: self = .timeLimit
    default: self = .numericalProblems
    }
  }

  /// Whether there is a dispatch with prices.
  public var isOptimal: Bool { self == .optimal || self == .optimalInaccurate }
}
