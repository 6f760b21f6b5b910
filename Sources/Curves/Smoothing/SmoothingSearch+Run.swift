extension SmoothingSearch {
  /// How a search ended.
  struct Outcome: Sendable {
    var status: SmoothingSolution.Status
    var solved: Solved?
    var conflict: [Int] = []
  }

  /// Searches again after a row's bounds have moved, first with what bound before.
  mutating func run(moving row: Int, to changed: SmoothingProgram.Row, from before: Solved?) -> Outcome {
    let before = before.map { ($0, program.rows[row]) }
    let hadRoom = roomy.contains(row)
    let hasRoom = changed.softness == nil && changed.lower < changed.upper
    guard hadRoom == hasRoom else {
      var rows = program
      rows.rows[row] = changed
      self = SmoothingSearch(rows)
      return run()
    }
    move(row, lower: changed.lower, upper: changed.upper)
    guard let (kept, old) = before, !isBoxed || contradictingBox() == nil else { return run() }
    guard old.lower.isFinite == changed.lower.isFinite, old.upper.isFinite == changed.upper.isFinite else {
      return run()
    }
    var solved = kept
    solved.targets = solved.members.map { $0.side == .upper ? upperBound($0.index) : lowerBound($0.index) }
    solved.answer = solved.system.solve(solved.targets)
    guard contradiction(in: solved) == nil else { return run() }
    if wrongSigns(solved).isEmpty, isSatisfied(solved) { return Outcome(status: .solved, solved: solved) }
    let (found, last) = exchange(from: solved.members)
    return found.map { Outcome(status: .solved, solved: $0) } ?? ascend(from: last)
  }

  /// Whether every condition that does not bind holds all the same.
  private func isSatisfied(_ solved: Solved) -> Bool {
    let inside = solved.binding
    return roomy.allSatisfy { inside.contains($0) || violation(of: $0, solved.answer.values) == nil }
      && violations(ofBox: solved.answer.values, all: false).allSatisfy { inside.contains($0.member.index) }
  }

  mutating func run() -> Outcome {
    if let alone = contradictingBox() { return Outcome(status: .contradictory, conflict: [alone]) }
    let start = solve(fixed)
    guard !start.system.isSingular else { return Outcome(status: .numericalProblems, solved: start) }
    if let conflict = contradiction(in: start) {
      return Outcome(status: .contradictory, solved: start, conflict: conflict)
    }
    if roomy.isEmpty, violations(ofBox: start.answer.values, all: false).isEmpty {
      return Outcome(status: .solved, solved: start)
    }
    let (found, last) = exchange(from: guess(start))
    if let found { return Outcome(status: .solved, solved: found) }
    return ascend(from: last)
  }

  /// A row that no values between floor and ceiling satisfy.
  private func contradictingBox() -> Int? {
    guard isBoxed else { return nil }
    for (index, row) in program.rows.enumerated() where row.softness == nil {
      var (least, most) = (0.0, 0.0)
      for weight in row.weights where weight != 0 {
        least += weight * (weight > 0 ? program.floor : program.ceiling)
        most += weight * (weight > 0 ? program.ceiling : program.floor)
      }
      let slack = Self.agreement * size / scales[index]
      if row.lower > most + slack || row.upper < least - slack { return index }
    }
    return nil
  }

  /// Rows among those that hold with equality which contradict each other.
  private func contradiction(in solved: Solved) -> [Int]? {
    for row in solved.system.sumSystem.elimination.dependents where row < solved.members.count {
      let factors = solved.system.sumSystem.combination(of: row)
      var (residual, size) = (-solved.targets[row], magnitude(of: solved.members[row]))
      for (other, factor) in factors {
        residual += factor * solved.targets[other]
        size += abs(factor) * magnitude(of: solved.members[other])
      }
      if abs(residual) > Self.agreement * size {
        return ([row] + factors.map(\.0)).map { solved.members[$0].index }.sorted()
      }
    }
    return nil
  }

  /// The size of what a member asks for, prior included.
  func magnitude(of member: Member) -> Double {
    let index = member.index
    guard index < program.rows.count else { return abs(member.side == .upper ? program.ceiling : program.floor) }
    let row = program.rows[index]
    let asked = member.side == .upper ? row.upper : row.lower
    return max(abs(asked), abs(asked - (member.side == .upper ? upper[index] : lower[index])))
  }

  // MARK: Exchange of many

  /// Rows with room where they would bind if all stood in the middle.
  private mutating func guess(_ start: Solved) -> [Member] {
    var middle: [Member] = fixed
    for row in roomy where lower[row].isFinite && upper[row].isFinite {
      middle.append(Member(index: row, side: .equal))
    }
    guard middle.count > fixed.count else { return fixed }
    solves += 1
    let rows = middle.map { member in
      var row = row(of: member)
      row.target = (lower[member.index] + (member.side == .soft ? lower : upper)[member.index]) / 2
      return row
    }
    let system = SmoothingSystem(points: program.points, strands: program.strands, operation, rows)
    let multipliers = system.draft(rows.map(\.target)).multipliers
    return zip(middle, multipliers).compactMap { member, multiplier in
      guard member.side == .equal, lower[member.index] < upper[member.index] else { return member }
      return multiplier == 0 ? nil : Member(index: member.index, side: multiplier > 0 ? .upper : .lower)
    }
  }

  /// Takes in what is violated and lets go what pulls the wrong way, until nothing is left to do or a set comes back;
  /// then the last set.
  private mutating func exchange(from start: [Member]) -> (Solved?, [Member]) {
    var members = start
    var seen: Set<[Member]> = [members]
    for round in 0..<40 {
      var solved = solve(members, asDraft: true)
      guard !solved.system.isSingular else { return (nil, members) }
      let inside = solved.binding
      let left = Set(members.map(\.index)).subtracting(inside)
      guard var (leaving, violated) = judge(solved, inside, left) else { return (nil, members) }
      if leaving.isEmpty, violated.isEmpty {
        // A draft that nothing is wrong with is refined, and judged again.
        solved.answer = solved.system.solve(solved.targets)
        guard let found = judge(solved, inside, left) else { return (nil, members) }
        if found.leaving.isEmpty, found.violated.isEmpty { return (solved, members) }
        (leaving, violated) = found
      }
      // All at once in the beginning; later the worst, or neighbours that do the same work come in together and push
      // each other out.
      let worst = violated.reduce(0) { max($0, $1.amount) }
      let entering = violated.filter { round < 3 || $0.amount >= 0.5 * worst }.map(\.member)
      leaving.formUnion(left.filter { index in !fixed.contains { $0.index == index } })
      members = members.filter { !leaving.contains($0.index) } + entering
      members.sort { $0.index < $1.index }
      guard seen.insert(members).inserted else { break }
    }
    return (nil, members)
  }
}

extension SmoothingSearch {
  /// The members that a solved set should let go, and the conditions outside it that do not hold; `nil` where one that
  /// is left out finds no place.
  private func judge(
    _ solved: Solved, _ inside: Set<Int>, _ left: Set<Int>
  ) -> (leaving: Set<Int>, violated: [Violation])? {
    var leaving = wrongSigns(solved)
    var violated: [Violation] = []
    for row in roomy where !inside.contains(row) {
      guard let violation = violation(of: row, solved.answer.values) else { continue }
      violated.append(violation)
      guard left.contains(row) else { continue }
      // What is a combination of members finds its place when one of them goes.
      guard let other = displaced(by: violation.member, in: solved) else { return nil }
      leaving.insert(other)
    }
    for violation in violations(ofBox: solved.answer.values, all: false)
    where !inside.contains(violation.member.index) {
      violated.append(violation)
    }
    return (leaving, violated)
  }

  /// The member whose multiplier a left-out condition uses up first when its own grows; `nil` where that never ends.
  private func displaced(by member: Member, in solved: Solved) -> Int? {
    guard let row = solved.members.firstIndex(where: { $0.index == member.index }) else { return nil }
    let sign = member.side == .upper ? 1.0 : -1.0
    var (step, leaving): (Double, Int?) = (.infinity, nil)
    for (other, factor) in solved.system.sumSystem.combination(of: row) {
      let held = solved.members[other]
      let rate = factor * sign
      guard held.side == .upper && rate > 0 || held.side == .lower && rate < 0 else { continue }
      let ratio = max(0, solved.answer.multipliers[other] / rate)
      if ratio < step { (step, leaving) = (ratio, held.index) }
    }
    return leaving
  }
}
