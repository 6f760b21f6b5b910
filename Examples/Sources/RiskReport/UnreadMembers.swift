import Foundation

/// Finds members of a portfolio that nothing reads: a slip of the pen must not change a figure in silence.
enum UnreadMembers {
  private static let root: Set<String> = [
    "positions", "factors", "confidence", "paths", "seed", "horizonDays", "missing", "reportingCurrency",
  ]
  private static let parts: [String: Set<String>] = [
    "positions": ["id", "factor", "quantity", "book", "market", "currency", "value"],
    "factors": ["name", "kind", "currency", "unit", "change", "level", "pricedCurrency"],
  ]

  /// The names, each once.
  static func names(in document: [UInt8]) -> [String] {
    guard let object = try? JSONSerialization.jsonObject(with: Data(document)) as? [String: Any] else { return [] }
    var names = Set(object.keys).subtracting(root)
    for (list, known) in parts {
      for element in object[list] as? [[String: Any]] ?? [] { names.formUnion(Set(element.keys).subtracting(known)) }
    }
    return names.sorted()
  }
}
