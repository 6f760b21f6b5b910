/// What rounding each whole number has done to the bound so far, and the choice of the next one from that.
///
/// Source: M. Benichou et al., "Experiments in mixed-integer linear programming", Mathematical Programming 1 (1971); T. Achterberg,
/// "Constraint Integer Programming" (2007), section 5.3, for the product of both sides.
struct PseudoCosts {
  /// How much the bound has risen, for each unit that a variable was rounded by, over how many roundings.
  private struct Record {
    var sum = 0.0
    var count = 0.0

    func estimate(otherwise average: Double) -> Double { count > 0 ? sum / count : average }
  }

  private var down: [Record]
  private var up: [Record]

  init(count: Int) {
    down = Array(repeating: Record(), count: count)
    up = down
  }

  /// Takes in the rise of the bound after a rounding.
  mutating func learn(_ rounding: (place: Int, distance: Double, isUp: Bool)?, rise: Double) {
    guard let (place, distance, isUp) = rounding, rise.isFinite, distance > 0 else { return }
    if isUp {
      up[place].sum += rise / distance
      up[place].count += 1
    } else {
      down[place].sum += rise / distance
      down[place].count += 1
    }
  }

  /// The place of the whole number to branch on; nil when all are whole.
  func branchingPlace(_ values: [Double], integrality: Double) -> Int? {
    let known = (down + up).filter { $0.count > 0 }
    let average = known.isEmpty ? 1 : known.reduce(0) { $0 + $1.sum / $1.count } / Double(known.count)
    var choice: Int?
    var greatest = -1.0
    for (place, value) in values.enumerated() where abs(value - value.rounded()) > integrality {
      let below = value - value.rounded(.down)
      let score =
        max(below * down[place].estimate(otherwise: average), 1e-9)
        * max((1 - below) * up[place].estimate(otherwise: average), 1e-9)
      if score > greatest {
        greatest = score
        choice = place
      }
    }
    return choice
  }
}
