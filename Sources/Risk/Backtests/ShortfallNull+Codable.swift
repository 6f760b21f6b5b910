import Valuation

extension ShortfallNull {
  private enum Key: CodingKey { case shape, steps, level, trials, z1, z2, basis }

  /// Reads a simulation; trials that do not rise are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let z1: [Double] = try container(.z1)
    let z2: [Double] = try container(.z2)
    let rise = [z1, z2].allSatisfy { values in zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } }
    try container.require(
      rise && !z2.isEmpty && z1.count <= z2.count && container(.trials) == z2.count, .z2, "all trials in rising order")
    let basis: ResultBasis = try container(.basis)
    try container.require(basis.seed != nil, .basis, "a seed")
    self.init(
      shape: try container(.shape), steps: try container(.steps), level: try container(.level), seed: basis.seed ?? 0,
      z1: z1, z2: z2, basis: basis)
  }

  /// Writes the simulation with all its trials; the seed is in the basis.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(steps, forKey: .steps)
    try container.encode(level, forKey: .level)
    try container.encode(z2.count, forKey: .trials)
    try container.encode(z1, forKey: .z1)
    try container.encode(z2, forKey: .z2)
    try container.encode(basis, forKey: .basis)
  }

  /// Critical values in a table.
  public var description: String {
    var table = TextTable(["probability", "Z1 below", "Z2 below"])
    for significance in [0.0001, 0.01, 0.05, 0.10] {
      let values = [try? criticalZ1(significance), try? criticalZ2(significance)]
      table.append(
        [ResultPage.percent(significance)] + values.map { $0.map { TextTable.number($0, decimals: 4) } ?? "-" })
    }
    return page(
      ["\(z2.count) trials of \(steps) steps at \(ResultPage.percent(level)), \(shape.words)"], [table])
  }
}

extension ShortfallNull.Shape {
  /// The shape in words.
  var words: String {
    switch self {
    case .normal: "normal"
    case .studentT(let degrees): "Student t with \(degrees) degrees of freedom"
    }
  }
}
