import Foundation
import MarketData
import Testing

/// The PJM fixtures and what `generate.py` counted in them.
enum PJMFixtures {
  /// One line of `expected.tsv`.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let file: String
    let feed: Feed.ID
    let rows: Int
    let start: Int64
    let end: Int64
    let sum: Double
    let blanks: Int

    var testDescription: String { file }
  }

  static let registry = ConnectorRegistry([PJMConnector()])

  static func bytes(_ file: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return Array(try Data(contentsOf: folder.appending(path: "pjm/" + file)))
  }

  static func parse(_ file: String, named name: String? = nil, mode: ParseMode = .strict) throws -> ParsedPayload {
    try registry.parse(FeedPayload(name: name ?? file, bytes: bytes(file)), in: ParseContext(mode: mode))
  }

  static func error(_ file: String, named name: String? = nil) throws -> ParseError? {
    do {
      _ = try parse(file, named: name)
      return nil
    } catch let error as ParseError {
      return error
    }
  }

  static let expectations: [Expectation] = {
    guard let text = try? String(decoding: bytes("expected.tsv"), as: UTF8.self) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 7, let rows = Int(cells[2]), let start = Int64(cells[3]), let end = Int64(cells[4]),
        let sum = Double(cells[5]), let blanks = Int(cells[6])
      else { return nil }
      return Expectation(
        file: cells[0], feed: Feed.ID(rawValue: cells[1]), rows: rows, start: start, end: end, sum: sum, blanks: blanks)
    }
  }()
}

/// Whole-table figures that tests compare with independent ones.
struct TableFigures {
  var rows = 0
  var start = Int64.max
  var end = Int64.min
  var sum = 0.0

  init(_ table: ObservationTable) {
    for chunk in table.chunks {
      for row in 0..<chunk.count {
        rows += 1
        start = min(start, chunk.starts[row])
        end = max(end, chunk.starts[row] + Int64(chunk.lengths[row]))
        if !chunk.values[row].isNaN { sum += chunk.values[row] }
      }
    }
  }
}
