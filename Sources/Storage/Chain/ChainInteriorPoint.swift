/// The state of a primal-dual interior point on a ``StateChain``.
///
/// Each step's flows and slacks are eliminated into its rows, the rows without the state into those with it, and these hand
/// on one number to the next step, the variance of the state, as a Kalman filter does. A cyclic chain carries along how much
/// each state leans on the first.
///
/// Everything is stored one flow or row after the other, each with its steps side by side, in units that make the greatest
/// flow, the widest window of states and the greatest cost 1.
final class ChainInteriorPoint {
  /// A coefficient of a flow in a row.
  typealias Entry = (row: Int, value: Double)

  let chain: StateChain
  /// The number of steps.
  let n: Int
  /// The number of flows of a step.
  let q: Int
  /// The number of rows of a step, the balance of the state included.
  let m: Int
  /// The number of rows without the state; the balance is the row after them.
  let h: Int
  let unit: (flow: Double, state: Double, cost: Double)
  /// The coefficients of each flow, by row.
  let entries: [[Entry]]
  /// What each flow adds to the rows' system, by place in the packed triangle.
  let products: [[Entry]]
  /// The coefficients of the states before and behind a step in the rows from the balance on, the balance's left out.
  let stateBefore: [Double]
  let stateBehind: [Double]

  typealias Column = UnsafeMutablePointer<Double>
  private let memory: Column
  // Flows: value, room above, multipliers of the bounds; inverse curvature, gradient over curvature, step, affine step.
  let x, room, low, high, inverse, pull, dx, dxAffine, cost, upper: Column
  // States: value, distances to the bounds with multipliers; curvature, gradient, step, affine step.
  let s, sLow, sHigh, zLow, zHigh, curvature, slope, ds, dsAffine: Column
  // Rows: multiplier, slack, limit, what the limit leaves; step, affine step, right-hand side, packed triangles.
  let multiplier, slack, limit, left, dm, dmAffine, rhs, matrix: Column
  // The state's coefficients in the balance, and reduced in all rows.
  let before, behind, beforeReduced, behindReduced: Column
  // The recursion: variance and mean of the state, its lean on the first, products of the reduced coefficients.
  let variance, mean, lean, cross, own: Column
  /// The curvature of the objective in the first state of a cyclic chain, when all else is eliminated.
  var firstCurvature = 0.0
  /// The steps taken.
  var iterations = 0

  init(_ chain: StateChain) {
    self.chain = chain
    let (n, q, m) = (chain.stepCount, chain.flowCount, chain.rows.count + 1)
    let h = chain.rows.count { $0.side == .none }
    (self.n, self.q, self.m, self.h) = (n, q, m, h)
    let flow = max(chain.upper.reduce(0, max), 1e-12)
    let window = zip(chain.stateLower, chain.stateUpper).reduce(1e-12) { max($0, $1.1 - $1.0) }
    let cost = chain.cost.reduce(max(abs(chain.finalCost) * window / flow, 1e-12)) { max($0, abs($1)) }
    unit = (flow, window, cost * flow)
    entries = Self.entries(chain, h, flow / window)
    products = entries.map { list in
      list.indices.flatMap { a in
        (0...a).map { b in (Self.place(list[a].row, list[b].row), list[a].value * list[b].value) }
      }
    }
    let stateRows = chain.rows[h...]
    stateBefore = [0] + stateRows.map { $0.side == .before ? -$0.sign : 0 }
    stateBehind = [0] + stateRows.map { $0.side == .behind ? -$0.sign : 0 }

    let columns = 10 * q + 9 + 7 * m + m * (m + 1) / 2 + 2 + 2 * (m - h) + 5
    memory = .allocate(capacity: columns * n)
    memory.initialize(repeating: 0, count: columns * n)
    var next = memory
    func take(_ count: Int) -> Column {
      defer { next += count * n }
      return next
    }
    (x, room, low, high, inverse) = (take(q), take(q), take(q), take(q), take(q))
    (pull, dx, dxAffine, self.cost, upper) = (take(q), take(q), take(q), take(q), take(q))
    (s, sLow, sHigh, zLow, zHigh) = (take(1), take(1), take(1), take(1), take(1))
    (curvature, slope, ds, dsAffine) = (take(1), take(1), take(1), take(1))
    (multiplier, slack, limit, left) = (take(m), take(m), take(m), take(m))
    (dm, dmAffine, rhs, matrix) = (take(m), take(m), take(m), take(m * (m + 1) / 2))
    (before, behind, beforeReduced, behindReduced) = (take(1), take(1), take(m - h), take(m - h))
    (variance, mean, lean, cross, own) = (take(1), take(1), take(1), take(1), take(1))
    load()
  }

  deinit { memory.deallocate() }

  /// The place of row i and column j ≤ i in a packed triangle.
  static func place(_ i: Int, _ j: Int) -> Int { i * (i + 1) / 2 + j }

  private static func entries(_ chain: StateChain, _ h: Int, _ ratio: Double) -> [[Entry]] {
    var entries = [[Entry]](repeating: [], count: chain.flowCount)
    for (i, row) in chain.rows.enumerated() {
      for term in row.terms {
        entries[term.flow].append(i < h ? (i, term.coefficient) : (i + 1, term.coefficient * ratio))
      }
    }
    for (j, gain) in chain.gain.enumerated() where gain != 0 { entries[j].append((h, -gain)) }
    return entries.map { $0.sorted { $0.row < $1.row } }
  }

  var isCyclic: Bool { chain.start == nil }
  var finalCost: Double { chain.finalCost * unit.state / unit.cost }

  /// The state before a step.
  func state(before t: Int) -> Double {
    t > 0 ? s[t - 1] : chain.start.map { $0 / unit.state } ?? s[n - 1]
  }

  /// The rows other than the balance.
  var limitedRows: [Int] { (0..<m).filter { $0 != h } }

  private func load() {
    // What must be zero keeps a little room, so that it has an interior.
    for k in 0..<q * n {
      cost[k] = chain.cost[k] * unit.flow / unit.cost
      upper[k] = max(chain.upper[k] / unit.flow, Self.leastRoom)
    }
    for t in 0..<n {
      behind[t] = unit.state / (chain.hours[t] * unit.flow)
      before[t] = -chain.keep[t] * behind[t]
      limit[h * n + t] = chain.drift[t] / unit.flow
    }
    for (i, row) in chain.rows.enumerated() {
      let (scale, limit) = (i < h ? unit.flow : unit.state, limit + (i < h ? i : i + 1) * n)
      for t in 0..<n {
        limit[t] = row.limits[t] / scale
        // A row of closed flows holds by itself, and without room to spare has no interior.
        if chain.isIdle(row, t), chain.leastRoom(in: row, t) >= 0 { limit[t] = max(limit[t], 0) + 1 }
      }
    }
  }

  /// Starts in the middle of all bounds.
  func start() {
    for k in 0..<q * n {
      x[k] = 0.5 * upper[k]
      room[k] = upper[k] - x[k]
      low[k] = 0.5 / x[k]
      high[k] = low[k]
    }
    for t in 0..<n {
      let (lower, greatest) = (chain.stateLower[t] / unit.state, chain.stateUpper[t] / unit.state)
      s[t] = 0.5 * (lower + greatest)
      sLow[t] = max(0.5 * (greatest - lower), Self.leastRoom)
      sHigh[t] = sLow[t]
      zLow[t] = 0.5 / sLow[t]
      zHigh[t] = zLow[t]
    }
    measure()
    for i in limitedRows {
      for k in i * n..<(i + 1) * n {
        slack[k] = max(left[k], 0.5)
        multiplier[k] = 0.5 / slack[k]
      }
    }
  }

  /// What the limits leave at the present point, slacks not counted.
  func measure() {
    for a in stride(from: 0, to: n, by: Self.chunk) {
      let steps = a..<min(a + Self.chunk, n)
      for i in 0..<m {
        let (left, limit) = (left + i * n, limit + i * n)
        for t in steps { left[t] = limit[t] }
      }
      for j in 0..<q {
        let x = x + j * n
        for (row, value) in entries[j] {
          let left = left + row * n
          for t in steps { left[t] -= value * x[t] }
        }
      }
      for t in steps {
        let (old, new) = (state(before: t), s[t])
        left[h * n + t] -= behind[t] * new + before[t] * old
        for i in 1..<max(m - h, 1) { left[(h + i) * n + t] -= stateBehind[i] * new + stateBefore[i] * old }
      }
    }
  }

  /// The least distance of two bounds, in the units of the scaled problem.
  static let leastRoom = 1e-11

  /// Steps that are handled together, so that what they touch stays in the cache.
  static let chunk = 256
}
