import Foundation
import Testing

@testable import MarketData

/// Loads MISO's fixtures and the figures that `generate.py` wrote beside them.
enum MISOFixtures {
  /// What a fixture must yield.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let name: String
    let feed: Feed.ID
    let rows: Int
    let blanks: Int
    let start: Int64
    let end: Int64
    let mainSum: Double
    let sum: Double

    var testDescription: String { name }
  }

  static let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil)?.appendingPathComponent("miso")

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func payload(_ name: String) throws -> FeedPayload { FeedPayload(name: name, bytes: try bytes(name)) }

  static let expectations: [Expectation] = {
    guard let text = try? bytes("expected.tsv") else { return [] }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 8, let rows = Int(cells[2]), let blanks = Int(cells[3]), let start = Int64(cells[4]),
        let end = Int64(cells[5]), let main = Double(cells[6]), let sum = Double(cells[7])
      else { return nil }
      return Expectation(
        name: cells[0], feed: Feed.ID(rawValue: cells[1]), rows: rows, blanks: blanks, start: start, end: end,
        mainSum: main,
        sum: sum)
    }
  }()

  static func parse(
    _ text: String, name: String = "20250714_da_expost_lmp.csv", as feed: Feed.ID? = nil, _ mode: ParseMode = .strict
  ) throws(ParseError) -> ParsedPayload {
    try ConnectorRegistry([MISOConnector()]).parse(
      FeedPayload(name: name, bytes: Array(text.utf8)), as: feed, in: ParseContext(mode: mode))
  }

  /// The code of the defect that strict parsing throws.
  static func failure(_ text: String, name: String = "20250714_da_expost_lmp.csv") -> ParseError? {
    do throws(ParseError) {
      _ = try parse(text, name: name)
      return nil
    } catch {
      return error
    }
  }
}

/// Makes small wide price reports.
struct MISOReportText {
  var title = "Day Ahead Market ExPost LMPs"
  var date = "07/14/2025"
  var hasEmptyLine = true
  var header = "Node,Type,Value," + (1...24).map { "HE \($0)" }.joined(separator: ",")
  var rows: [String] = []

  /// A row of 24 equal cells, the first of them replaced where `first` is given.
  mutating func add(_ node: String, _ type: String, _ part: String, _ cell: String, first: String? = nil) {
    let cells = [first ?? cell] + Array(repeating: cell, count: 23)
    rows.append(([node, type, part] + cells).joined(separator: ","))
  }

  /// The three rows of a node.
  mutating func addNode(
    _ node: String, _ price: String = "30.12", _ congestion: String = "-.37", _ loss: String = ".15"
  ) {
    add(node, "Gennode", "LMP", price)
    add(node, "Gennode", "MCC", congestion)
    add(node, "Gennode", "MLC", loss)
  }

  var text: String {
    let note = ",,,All Hours-Ending are Eastern Standard Time (EST)"
    let lines = [title, date] + (hasEmptyLine ? [""] : []) + [note, header] + rows
    return lines.joined(separator: "\n") + "\n"
  }
}
