/// How a convex program ended, and what was found.
///
/// Signs: with the Lagrangian ½xᵀPx + qᵀx + yᵀ(Ax) + wᵀx, a stationary point has Px + q + Aᵀy + w = 0. A multiplier is
/// positive where the upper bound holds the row or variable back and negative where the lower bound does: the
/// objective's derivative with respect to the binding bound is minus the multiplier.
public struct ConvexSolution: Hashable, Sendable {
  /// How a solve ended; new ways may be added.
  public struct Status: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The status' name.
    public var description: String { name }

    /// Optimal to the tolerance that was asked for.
    public static let solved = Status(name: "solved")
    /// Optimal to a thousand times that tolerance, where rounding allowed no more.
    public static let solvedInaccurately = Status(name: "solved-inaccurately")
    /// No point satisfies the constraints; `rowDuals` and `boundDuals` are the certificate.
    public static let primalInfeasible = Status(name: "primal-infeasible")
    /// The objective falls for ever along a feasible direction, if there is a feasible point; `x` is that direction.
    public static let dualInfeasible = Status(name: "dual-infeasible")
    /// The iteration limit was reached.
    public static let iterationLimit = Status(name: "iteration-limit")
    /// The time limit was reached.
    public static let timeLimit = Status(name: "time-limit")
    /// Rounding stopped progress before any tolerance was met.
    public static let numericalProblems = Status(name: "numerical-problems")
  }

  /// How far the point is from optimal, in the units of the program as given.
  public struct Residuals: Hashable, Sendable {
    /// The greatest violation of a row or bound.
    public internal(set) var primal: Double
    /// The greatest multiplier that pushes at a bound which does not exist; w makes Px + q + Aᵀy + w zero exactly.
    public internal(set) var dual: Double
    /// The objective less the dual objective.
    public internal(set) var gap: Double
  }

  /// How the solve ended.
  public internal(set) var status: Status
  /// The variables; a direction of unbounded descent when the status is `dualInfeasible`.
  public internal(set) var x: [Double]
  /// The multipliers y of the rows; a certificate when the status is `primalInfeasible`.
  public internal(set) var rowDuals: [Double]
  /// The multipliers w of the variables' bounds (minus the reduced costs); a certificate when `primalInfeasible`.
  public internal(set) var boundDuals: [Double]
  /// The objective at `x`, the constant included; `infinity` when primal infeasible, `-infinity` when dual infeasible.
  public internal(set) var objective: Double
  /// The dual objective, the constant included: a lower bound when the dual residual is zero.
  public internal(set) var dualObjective: Double
  /// How far the point is from optimal.
  public internal(set) var residuals: Residuals
  /// The interior-point iterations taken.
  public internal(set) var iterations: Int
}
