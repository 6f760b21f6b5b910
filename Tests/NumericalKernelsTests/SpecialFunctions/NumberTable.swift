import Foundation
import Testing

/// A fixture of comma-separated words and numbers with one line of column names.
struct NumberTable {
  let rows: [[Substring]]

  init(_ name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "csv"))
    let text = try String(contentsOf: url, encoding: .utf8)
    rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
  }
}

/// What the reference numbers hold a result to.
enum Accuracy {
  /// Relative, for values from 1e-6 up.
  static let body = 1e-13
  /// Relative, for smaller ones.
  static let tail = 1e-12

  static func holds(_ value: Double, _ expected: Double) -> Bool {
    if value == expected { return true }
    return abs(value / expected - 1) <= (abs(expected) >= 1e-6 ? body : tail)
  }
}
