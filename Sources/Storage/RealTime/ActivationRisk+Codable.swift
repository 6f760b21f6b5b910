public import Valuation

extension ActivationRisk: DocumentedResult {
  private enum Key: CodingKey {
    case pathCount, meanStored, shortfallProbability, undelivered, meanRevenue, strays, basis
  }

  /// Reads what came of a study.
  ///
  /// - Throws: A `DecodingError` where courses or steps are missing, or do not lie by size.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      pathCount: try container(.pathCount), meanStored: try container(.meanStored),
      shortfallProbability: try container(.shortfallProbability), undelivered: try container(.undelivered),
      meanRevenue: try container(.meanRevenue), strays: try container(.strays), basis: try container(.basis))
    try container.require(pathCount > 0, .pathCount, "a positive number")
    try container.require(strays.count == meanStored.count, .strays, "a list for each step")
    try container.require(
      strays.allSatisfy { list in list.count == pathCount && zip(list, list.dropFirst()).allSatisfy { $0 <= $1 } },
      .strays, "a number for each course, by size")
  }

  /// Writes what came of a study.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(pathCount, forKey: .pathCount)
    try container.encode(meanStored, forKey: .meanStored)
    try container.encode(shortfallProbability, forKey: .shortfallProbability)
    try container.encode(undelivered, forKey: .undelivered)
    try container.encode(meanRevenue, forKey: .meanRevenue)
    try container.encode(strays, forKey: .strays)
    try container.encode(basis, forKey: .basis)
  }

  /// The figures in a table.
  public var description: String {
    var rows = [
      ["probability of a shortfall", TextTable.figure(shortfallProbability)],
      ["revenue of calls", TextTable.number(meanRevenue)],
    ]
    for (index, part) in undelivered.prefix(20).enumerated() {
      rows.append(["not delivered of award \(index)", TextTable.figure(part)])
    }
    return page(["\(pathCount) courses"], [TextTable(["figure", "mean"], rows)])
  }
}
