/// The search for the conditions that bind: which rows stand at which bound, and which values at the floor or the ceiling.
///
/// First all that is violated is taken in and all that pulls the wrong way is let go, over and over (Kim and Park, SIAM J. Scientific Computing 33, 2011), which
/// mostly ends after a few solves. Where it does not, the dual method of Goldfarb and Idnani (Mathematical Programming 27, 1983) goes on from there: it raises
/// the least objective with each step and so never comes back to a set.
struct SmoothingSearch: Sendable {
  /// A condition that binds.
  struct Member: Hashable, Sendable {
    /// The row, or the number of rows plus the value.
    var index: Int
    var side: Side
  }

  enum Side: Hashable, Sendable {
    case lower, upper, equal, soft
  }

  private(set) var program: SmoothingProgram
  let operation: SmoothnessOperator
  /// Bounds of each row on the weighted sum of values less their prior.
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  /// 1 / Σ |weight| of each row, by which sums become averages and comparable.
  let scales: [Double]
  /// The greatest average that is asked for, or value of the prior: what rounding is relative to.
  private(set) var size: Double
  /// Rows that hold with equality or pull: always members.
  let fixed: [Member]
  /// Rows with room between their bounds.
  let roomy: [Int]
  var solves = 0

  /// A violation of this much, relative to `size`, counts as rounding.
  static let rounding = 1e-12
  /// Averages that should agree do so within this, relative to their sizes.
  static let agreement = 1e-9

  init(_ program: SmoothingProgram) {
    self.program = program
    operation = SmoothnessOperator(program)
    scales = program.rows.map { row in 1 / row.weights.reduce(0) { $0 + abs($1) } }
    (lower, upper, size) = ([], [], 0)
    lower.reserveCapacity(program.rows.count)
    upper.reserveCapacity(program.rows.count)
    var (fixed, roomy): ([Member], [Int]) = ([], [])
    for (index, row) in program.rows.enumerated() {
      lower.append(0)
      upper.append(0)
      if row.softness != nil || row.lower == row.upper {
        fixed.append(Member(index: index, side: row.softness != nil ? .soft : .equal))
      } else {
        roomy.append(index)
      }
    }
    (self.fixed, self.roomy) = (fixed, roomy)
    if program.floor.isFinite { size = max(size, abs(program.floor)) }
    if program.ceiling.isFinite { size = max(size, abs(program.ceiling)) }
    for index in program.rows.indices { setBounds(of: index) }
  }

  private mutating func setBounds(of index: Int) {
    let row = program.rows[index]
    let offset = program.prior.isEmpty ? 0 : row.sum(program.prior)
    let high = row.softness != nil ? row.lower : row.upper
    (lower[index], upper[index]) = (row.lower - offset, high - offset)
    for bound in [row.lower, high, offset] where bound.isFinite { size = max(size, abs(bound) * scales[index]) }
  }

  /// Puts other bounds in the place of a row's; the weights stay, and whether there is room between bounds.
  mutating func move(_ row: Int, lower: Double, upper: Double) {
    program.rows[row].lower = lower
    program.rows[row].upper = upper
    setBounds(of: row)
  }

  var isBoxed: Bool { program.floor.isFinite || program.ceiling.isFinite }

  // MARK: Solves

  /// A set of members, factorised and solved.
  struct Solved: Sendable {
    var members: [Member]
    var system: SmoothingSystem
    var targets: [Double]
    var answer: SmoothingSystem.Answer

    /// The conditions that hold the curve: members that do not follow from others.
    var binding: Set<Int> {
      var binding = Set(members.map(\.index))
      for row in system.sumSystem.elimination.dependents where row < members.count {
        binding.remove(members[row].index)
      }
      return binding
    }
  }

  /// Factorises and solves a set; a draft is a step of a search, without refinement.
  mutating func solve(_ members: [Member], asDraft isDraft: Bool = false) -> Solved {
    solves += 1
    let rows = members.map { row(of: $0) }
    let system = SmoothingSystem(points: program.points, strands: program.strands, operation, rows)
    let targets = rows.map(\.target)
    return Solved(
      members: members, system: system, targets: targets,
      answer: isDraft ? system.draft(targets) : system.solve(targets))
  }

  func row(of member: Member) -> ActiveRow {
    let index = member.index
    let target = member.side == .upper ? upperBound(index) : lowerBound(index)
    guard index < program.rows.count else {
      let value = index - program.rows.count
      return ActiveRow(index: index, first: value, weights: [1], target: target, softness: nil, scale: 1)
    }
    let row = program.rows[index]
    return ActiveRow(
      index: index, first: row.first, weights: row.weights, target: target, softness: row.softness,
      isFixed: member.side == .equal, scale: scales[index])
  }

  func lowerBound(_ index: Int) -> Double {
    guard index >= program.rows.count else { return lower[index] }
    let value = index - program.rows.count
    return program.floor - (program.prior.isEmpty ? 0 : program.prior[value])
  }

  func upperBound(_ index: Int) -> Double {
    guard index >= program.rows.count else { return upper[index] }
    let value = index - program.rows.count
    return program.ceiling - (program.prior.isEmpty ? 0 : program.prior[value])
  }

  func scale(_ index: Int) -> Double { index < program.rows.count ? scales[index] : 1 }

  // MARK: Judgements

  /// A condition that does not hold.
  struct Violation: Sendable {
    var member: Member
    /// By how much, as an average.
    var amount: Double
  }

  /// How far a row lies outside its bounds.
  func violation(of row: Int, _ values: [Double]) -> Violation? {
    let sum = program.rows[row].sum(values)
    let (below, above) = ((lower[row] - sum) * scales[row], (sum - upper[row]) * scales[row])
    guard max(below, above) > Self.rounding * size else { return nil }
    return Violation(member: Member(index: row, side: below > above ? .lower : .upper), amount: max(below, above))
  }

  /// The values outside floor and ceiling: the worst of each stretch of them, or all.
  func violations(ofBox values: [Double], all: Bool) -> [Violation] {
    guard isBoxed else { return [] }
    var found: [Violation] = []
    let limit = Self.rounding * size
    for strand in 0..<program.strands {
      var worst: Violation?
      for i in 0..<program.points {
        let value = i * program.strands + strand
        let full = values[value] + (program.prior.isEmpty ? 0 : program.prior[value])
        let (below, above) = (program.floor - full, full - program.ceiling)
        guard max(below, above) > limit else {
          if let worst { found.append(worst) }
          worst = nil
          continue
        }
        let side: Side = below > above ? .lower : .upper
        let here = Violation(
          member: Member(index: program.rows.count + value, side: side), amount: max(below, above))
        if all {
          found.append(here)
        } else if let held = worst, held.member.side == side {
          if here.amount > held.amount { worst = here }
        } else {
          if let worst { found.append(worst) }
          worst = here
        }
      }
      if let worst { found.append(worst) }
    }
    return found
  }

  /// The members that pull the wrong way: at a lower bound with a positive multiplier, at an upper one with a negative.
  func wrongSigns(_ solved: Solved) -> Set<Int> {
    let multipliers = zip(solved.members, solved.answer.multipliers).map { $1 / scale($0.index) }
    let limit = 1e-11 * multipliers.reduce(0) { max($0, abs($1)) }
    var wrong: Set<Int> = []
    for (member, multiplier) in zip(solved.members, multipliers)
    where member.side == .lower && multiplier > limit || member.side == .upper && multiplier < -limit {
      wrong.insert(member.index)
    }
    return wrong
  }
}

extension SmoothingProgram.Row {
  /// The weighted sum of some values.
  func sum(_ values: [Double]) -> Double {
    weights.withUnsafeBufferPointer { weights in
      values.withUnsafeBufferPointer { values in
        Vector.dot(weights, UnsafeBufferPointer(rebasing: values[first..<first + weights.count]))
      }
    }
  }
}
