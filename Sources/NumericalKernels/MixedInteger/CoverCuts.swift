/// Cover inequalities, which whole numbers from 0 to 1 obey and a relaxation may not.
///
/// With the bounds of its other variables a row reads Σ wⱼ zⱼ ≤ c, where zⱼ is xⱼ or 1 - xⱼ and all weights are
/// positive. Items that weigh more than c together, a cover C, cannot all be taken; with E the cover and every item as
/// heavy as its heaviest, no |C| items
/// of E can be taken either: Σ_E zⱼ ≤ |C| - 1.
///
/// Source: E. Balas, "Facets of the knapsack polytope", Mathematical Programming 8 (1975); H. Crowder, E. Johnson and M. Padberg,
/// "Solving large-scale zero-one linear programming problems", Operations Research 31 (1983), for finding them.
struct CoverCuts {
  /// Σ coefficient · x ≤ limit, with coefficients 1 or -1.
  struct Cut: Hashable {
    var variables: [Int] = []
    var coefficients: [Double] = []
    var limit: Double

    func excess(at x: [Double]) -> Double {
      zip(variables, coefficients).reduce(-limit) { $0 + $1.1 * x[$1.0] }
    }
  }

  private struct Item {
    let variable: Int
    let weight: Double
    let isComplement: Bool

    func share(at x: [Double]) -> Double {
      let value = min(max(x[variable], 0), 1)
      return isComplement ? 1 - value : value
    }
  }

  private struct Knapsack {
    var items: [Item] = []
    var capacity: Double
  }

  /// By how much a point has to violate an inequality for that to be worth a row.
  private static let leastExcess = 1e-3

  private var knapsacks: [Knapsack] = []

  /// Whether no row can give an inequality.
  var isEmpty: Bool { knapsacks.isEmpty }

  /// Reads the rows of a program; integers without the bounds 0 and 1 count with their bounds.
  ///
  /// - Complexity: O(entries).
  init(_ program: MixedIntegerProgram) {
    let relaxation = program.relaxation
    var isBinary = [Bool](repeating: false, count: relaxation.variableCount)
    for variable in program.integers {
      isBinary[variable] = relaxation.lower[variable] == 0 && relaxation.upper[variable] == 1
    }
    let rows = relaxation.constraints.transposed
    for row in 0..<relaxation.rowCount {
      for (side, limit) in [(1.0, relaxation.rowUpper[row]), (-1.0, -relaxation.rowLower[row])] where limit.isFinite {
        var knapsack = Knapsack(capacity: limit)
        for entry in rows.columnStarts[row]..<rows.columnStarts[row + 1] where rows.values[entry] != 0 {
          let (variable, weight) = (Int(rows.rowIndices[entry]), side * rows.values[entry])
          if !isBinary[variable] {
            knapsack.capacity -= weight * (weight > 0 ? relaxation.lower[variable] : relaxation.upper[variable])
          } else {
            if weight < 0 { knapsack.capacity -= weight }
            knapsack.items.append(Item(variable: variable, weight: abs(weight), isComplement: weight < 0))
          }
        }
        let total = knapsack.items.reduce(0) { $0 + $1.weight }
        guard knapsack.items.count > 1, knapsack.capacity >= 0, total > knapsack.capacity else { continue }
        knapsacks.append(knapsack)
      }
    }
  }

  /// The inequalities that a point of the relaxation violates, at most one for each row's side.
  ///
  /// - Complexity: O(entries · log entries).
  func violated(at x: [Double]) -> [Cut] {
    knapsacks.compactMap { Self.violated($0, x) }
  }

  private static func violated(_ knapsack: Knapsack, _ x: [Double]) -> Cut? {
    let items = knapsack.items
    let shares = items.map { $0.share(at: x) }
    // A cover has to be one beyond what the tolerance of rows allows.
    let needed = knapsack.capacity + 1e-6 * max(1, knapsack.capacity)
    let prices = items.indices.map { (1 - shares[$0]) / items[$0].weight }
    var cover: [Int] = []
    var weight = 0.0
    for place in items.indices.sorted(by: { (prices[$0], $0) < (prices[$1], $1) }) where weight <= needed {
      cover.append(place)
      weight += items[place].weight
    }
    guard weight > needed else { return nil }
    for place in cover.sorted(by: { (shares[$0], $0) < (shares[$1], $1) }) where weight - items[place].weight > needed {
      weight -= items[place].weight
      cover.removeAll { $0 == place }
    }
    let heaviest = cover.reduce(0) { max($0, items[$1].weight) }
    let inCover = Set(cover)
    var cut = Cut(limit: Double(cover.count - 1))
    for place in items.indices where inCover.contains(place) || items[place].weight >= heaviest {
      cut.variables.append(items[place].variable)
      cut.coefficients.append(items[place].isComplement ? -1 : 1)
      if items[place].isComplement { cut.limit -= 1 }
    }
    return cut.excess(at: x) > leastExcess ? cut : nil
  }
}

extension QuadraticProgram {
  /// The program with more rows.
  func adding(_ cuts: [CoverCuts.Cut]) throws(NumericalError) -> QuadraticProgram {
    var (rows, columns, values) = ([Int](), [Int](), constraints.values)
    for column in 0..<constraints.columns {
      for entry in constraints.columnStarts[column]..<constraints.columnStarts[column + 1] {
        rows.append(Int(constraints.rowIndices[entry]))
        columns.append(column)
      }
    }
    for (place, cut) in cuts.enumerated() {
      rows += [Int](repeating: rowCount + place, count: cut.variables.count)
      columns += cut.variables
      values += cut.coefficients
    }
    let matrix = try SparseMatrix(
      rows: rowCount + cuts.count, columns: variableCount, rowIndices: rows, columnIndices: columns, values: values)
    return try QuadraticProgram(
      quadratic: quadratic, linear: linear, constant: constant, constraints: matrix,
      rowLower: rowLower + [Double](repeating: -.infinity, count: cuts.count), rowUpper: rowUpper + cuts.map(\.limit),
      lower: lower, upper: upper)
  }
}
