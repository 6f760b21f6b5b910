import NumericalKernels

/// A solved smoothing program that is kept: for sensitivities, and for marking the curve anew when a price changes.
///
///     var factor = try SmoothingFactor(program)
///     factor.response(to: 3)                   // ∂ values / ∂ target of row 3
///     try factor.mark(3, lower: 61.5, upper: 61.5)
///     factor.solution.values
///
/// The target of a row is its bound; of a row with room between bid and ask both move together. Sensitivities are those of the conditions that bind: zero for a
/// row strictly inside its bounds, and for one that follows from others. They are exact, not bumped.
struct SmoothingFactor: Sendable {
  private(set) var program: SmoothingProgram
  /// The curve as it stands.
  private(set) var solution: SmoothingSolution
  private var search: SmoothingSearch
  private var solved: SmoothingSearch.Solved?

  /// Solves a program and keeps what it takes.
  ///
  /// - Throws: As ``SmoothingProgram/check()``.
  init(_ program: SmoothingProgram) throws(CurveError) {
    try program.check()
    self.program = program
    search = SmoothingSearch(program)
    let outcome = search.run()
    solution = program.solution(outcome)
    solved = outcome.status == .solved ? outcome.solved : nil
  }

  /// The place of a row among the conditions that bind.
  private func place(of row: Int) -> Int? { solved?.members.firstIndex { $0.index == row } }

  /// Whether small changes of targets move the curve as its derivatives say.
  ///
  /// Not so where a bid, an ask, a floor or a ceiling is just touched, without a pull: the derivatives are those of one side then. Nor where rows and smoothness leave
  /// more than one curve, of which one is taken.
  var isSmooth: Bool {
    guard let solved, solved.system.unseen.isEmpty else { return false }
    let pulls = zip(solved.members, solved.answer.multipliers).map { ($0, abs($1) / search.scale($0.index)) }
    let limit = 1e-9 * pulls.reduce(0) { max($0, $1.1) }
    return pulls.allSatisfy { $0.0.side == .equal || $0.0.side == .soft || $0.1 > limit }
  }

  /// The derivatives of the values by a row's target, per unit of the row's sum; zeros where the program is not solved.
  ///
  /// - Complexity: O(points + weights).
  func response(to row: Int) -> [Double] {
    guard let solved, let place = place(of: row) else { return [Double](repeating: 0, count: program.count) }
    return solved.system.response(to: place)
  }

  /// For each row the derivative by its target of a weighted sum of the values, without the derivatives of the values.
  ///
  /// - Parameter weights: One for each value: what a position gains by a unit of it.
  /// - Complexity: O(points + weights).
  func gradient(_ weights: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: program.rows.count)
    guard let solved, weights.count == program.count else { return gradient }
    for (member, weight) in zip(solved.members, solved.system.transposed(weights)) where member.index < gradient.count {
      gradient[member.index] = weight
    }
    return gradient
  }

  /// The derivatives of the values, by row of the matrix, by the targets of the rows, by column.
  ///
  /// - Complexity: O(rows · (points + weights)).
  var sensitivities: Matrix {
    var elements = [Double](repeating: 0, count: program.count * program.rows.count)
    for row in program.rows.indices where place(of: row) != nil {
      for (i, value) in response(to: row).enumerated() { elements[i * program.rows.count + row] = value }
    }
    return (try? Matrix(rows: program.count, columns: program.rows.count, elements))
      ?? Matrix(rows: program.count, columns: program.rows.count)
  }

  /// Moves a row's bounds and finds the curve anew.
  ///
  /// Where the same conditions bind the factorisation serves again; else the search goes on from the conditions that did.
  ///
  /// - Throws: As ``SmoothingProgram/check()`` for the row, and `outOfRange` for a row that the program does not have; nothing has changed then.
  /// - Complexity: O(points + weights) where the same conditions bind.
  mutating func mark(_ row: Int, lower: Double, upper: Double) throws(CurveError) {
    guard program.rows.indices.contains(row) else {
      throw CurveError(
        .outOfRange, found: "row \(row)", expected: "one of \(program.rows.count)", index: row)
    }
    var changed = program.rows[row]
    (changed.lower, changed.upper) = (lower, upper)
    try program.check(changed, row)
    program.rows[row] = changed
    let outcome = search.run(moving: row, to: changed, from: solved)
    solution = program.solution(outcome)
    solved = outcome.status == .solved ? outcome.solved : nil
  }
}
