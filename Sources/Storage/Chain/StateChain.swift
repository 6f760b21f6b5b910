/// A linear program in steps that are linked by one state: a battery with its services, a reservoir, a tank.
///
/// Minimise Σ cost · x over the flows x of each step, `0 ≤ x ≤ upper`, and the state behind each step, such that
///
/// - the state follows `keep · (state before) + hours · (gain · x + drift)`,
/// - `coefficients · x ≤ limit` in each row without the state, and `coefficients · x ≤ limit + sign · state` in each row with
///   the state before or behind the step,
/// - the states keep within their bounds, and the first is given or equals the last.
///
/// Coefficients hold for all steps; costs, bounds and limits differ between them. What differs is stored one flow or row after
/// the other, each with its steps side by side.
struct StateChain: Sendable {
  /// A limit on the flows of a step.
  struct Row: Sendable {
    /// Which state takes part.
    enum Side: Sendable { case none, before, behind }

    /// The flows in it with their coefficients.
    var terms: [(flow: Int, coefficient: Double)]
    /// The state that takes part.
    var side = Side.none
    /// 1 where more of the state leaves more room, -1 where it takes room.
    var sign = 0.0
    /// The limit in each step.
    var limits: [Double]
  }

  /// The number of steps, at least one.
  var stepCount: Int
  /// The cost of each flow in each step.
  var cost: [Double]
  /// The greatest value of each flow in each step, finite.
  var upper: [Double]
  /// What one unit of each flow adds to the state in an hour.
  var gain: [Double]
  /// The flows that a repair may change to meet the state exactly.
  var levers: [Int]
  /// The length of each step in hours.
  var hours: [Double]
  /// The share of the state that each step leaves.
  var keep: [Double]
  /// What else the state gains in an hour of each step.
  var drift: [Double]
  /// The rows, those without the state first.
  var rows: [Row]
  /// The least state behind each step.
  var stateLower: [Double]
  /// The greatest state behind each step.
  var stateUpper: [Double]
  /// The cost of the state behind the last step, where it is not the first as well.
  var finalCost = 0.0
  /// The state before the first step; `nil` where it equals that behind the last.
  var start: Double?

  /// The number of flows of a step.
  var flowCount: Int { gain.count }

  /// The state before a step, of the states behind all.
  func state(before step: Int, _ states: [Double]) -> Double {
    step > 0 ? states[step - 1] : start ?? states[stepCount - 1]
  }

  /// Whether all flows of a row are closed in a step.
  func isIdle(_ row: Row, _ step: Int) -> Bool {
    row.terms.allSatisfy { upper[$0.flow * stepCount + step] <= 0 }
  }

  /// What a row without flows leaves in a step at the worst state.
  func leastRoom(in row: Row, _ step: Int) -> Double {
    let last = step > 0 ? step - 1 : stepCount - 1
    let bound = row.sign > 0 ? stateLower : stateUpper
    switch row.side {
    case .none: return row.limits[step]
    case .behind: return row.limits[step] + row.sign * bound[step]
    case .before: return row.limits[step] + row.sign * (step == 0 ? start ?? bound[last] : bound[last])
    }
  }

  /// What a row leaves in a step; negative where it does not hold.
  func room(in row: Row, _ step: Int, _ flows: [Double], before: Double, behind: Double) -> Double {
    var room = row.limits[step]
    for term in row.terms { room -= term.coefficient * flows[term.flow * stepCount + step] }
    switch row.side {
    case .none: return room
    case .before: return room + row.sign * before
    case .behind: return room + row.sign * behind
    }
  }
}

/// What a solve of a ``StateChain`` found.
struct ChainSolution: Sendable {
  /// Whether the flows are optimal to the tolerance and hold all limits to a billionth of their sizes.
  var isSolved: Bool
  /// The flows, as the chain stores them.
  var flows: [Double]
  /// The state behind each step, exactly as it follows from the flows.
  var states: [Double]
  /// What one more unit of the state in a step would take off the cost.
  var stateValues: [Double]
  /// The multipliers of the rows, as the chain stores limits: what one more unit of a limit would take off the cost.
  var rowDuals: [[Double]]
  /// The cost of the flows.
  var objective: Double
  /// No flows cost less than this.
  var bound: Double
  /// The greatest violation of a limit over the size of what it limits.
  var violation: Double
  /// The steps of the interior point.
  var iterations: Int

  /// Whether it is the better of two answers: it keeps the limits where the other does not, or is nearer to its bound.
  func isNearer(than other: ChainSolution) -> Bool {
    guard !isSolved, isFeasible == other.isFeasible else { return isSolved || isFeasible }
    return objective - bound < other.objective - other.bound
  }

  private var isFeasible: Bool { violation <= 1e-9 }

  /// The distance of objective and bound relative to the objective.
  var gap: Double { abs(objective - bound) / max(abs(objective), .leastNormalMagnitude) }
}
