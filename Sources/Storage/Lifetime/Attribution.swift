public import Valuation

/// What each of several services adds to what a store earns.
///
///     let attribution = try Attribution(of: ["energy", "reg_up", "spin"]) { services in
///       try problem(services).optimised().objective
///     }
///     attribution.parts[1].shapley        // the parts add up to total − base
///
/// A store that sells two services at once earns less with both than with each alone added up: they compete for the same power and energy. What
/// one adds depends on what is there already: *first* is alone, *last* is beside all others, and Shapley's value is the mean over all orders.
///
/// - Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953) 307-317.
public struct Attribution: DocumentedResult {
  /// What one service adds.
  public struct Part: Hashable, Sendable, Codable {
    /// The service.
    public let name: String
    /// What it adds where there is nothing else.
    public let first: Double
    /// What is lost where it alone is left out.
    public let last: Double
    /// What it adds on average over all orders in which services may join; `nil` for more than ``largestShapleyCount`` services.
    public let shapley: Double?
  }

  /// What is earned without any of the services.
  public let base: Double
  /// What is earned with all of them.
  public let total: Double
  /// The services, in the order given.
  public let parts: [Part]
  /// What the figures rest on: the values of all combinations that were asked for.
  public let basis: ResultBasis

  /// A table, a service on each line.
  public var description: String {
    let table = TextTable(
      ["service", "first", "last", "Shapley"],
      parts.map { part in
        [
          part.name, TextTable.number(part.first), TextTable.number(part.last),
          part.shapley.map { TextTable.number($0) } ?? "-",
        ]
      })
    return page(["\(TextTable.number(base)) without and \(TextTable.number(total)) with all services"], [table])
  }

  /// The most services for which all combinations are worked out.
  public static let largestShapleyCount = 12

  /// Values combinations of services.
  ///
  /// - Parameters:
  ///   - names: The services, at most 64.
  ///   - includesShapley: Whether all 2ⁿ combinations are valued; else the 2·n + 2 of first and last.
  ///   - value: What is earned with some services, those that are left out forbidden.
  /// - Throws: What `value` throws; `mismatch` for a name given twice, `tooLarge`, `notFinite` for a value that is no number.
  /// - Complexity: 2ⁿ values for n up to ``largestShapleyCount`` services, else 2·n + 2.
  public init(
    of names: [String], includesShapley: Bool = true, _ value: (Set<String>) throws(StorageError) -> Double
  ) throws(StorageError) {
    guard Set(names).count == names.count else {
      throw StorageError(.mismatch, field: "names", found: "\(names)", expected: "different names")
    }
    guard names.count <= 64 else {
      throw StorageError(.tooLarge, field: "names", found: "\(names.count) services", expected: "at most 64")
    }
    var known: [UInt64: Double] = [:]
    func worth(_ members: UInt64) throws(StorageError) -> Double {
      if let value = known[members] { return value }
      let chosen = names.indices.filter { members & (1 << UInt64($0)) != 0 }
      let result = try value(Set(chosen.map { names[$0] }))
      try InputCheck.finite(result, "value")
      known[members] = result
      return result
    }
    let all: UInt64 = names.count == 64 ? .max : (1 << UInt64(names.count)) - 1
    base = try worth(0)
    total = try worth(all)
    let isExact = includesShapley && names.count <= Self.largestShapleyCount
    let weights = Self.orderWeights(names.count)
    var parts: [Part] = []
    for (index, name) in names.enumerated() {
      let bit: UInt64 = 1 << UInt64(index)
      var shapley: Double?
      if isExact {
        var sum = 0.0
        for members in 0...all where members & bit == 0 {
          sum += weights[members.nonzeroBitCount] * (try worth(members | bit) - worth(members))
        }
        shapley = sum
      }
      parts.append(
        Part(name: name, first: try worth(bit) - base, last: total - (try worth(all & ~bit)), shapley: shapley))
    }
    self.parts = parts
    basis = ResultBasis(
      method: isExact ? "Shapley values" : "first and last",
      inputs: [
        .init("values") { digest in
          for name in names { digest.add(name) }
          for (members, value) in known.sorted(by: { $0.key < $1.key }) {
            digest.add(seed: members)
            digest.add(value)
          }
        }
      ])
  }

  /// The share of orders in which a given service joins after a given set of `size` others: size!·(n − 1 − size)!/n!.
  private static func orderWeights(_ count: Int) -> [Double] {
    guard count > 0 else { return [] }
    var weights = [1 / Double(count)]
    for size in 1..<max(count, 1) { weights.append(weights[size - 1] * Double(size) / Double(count - size)) }
    return weights
  }
}
