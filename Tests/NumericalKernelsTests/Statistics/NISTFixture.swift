import Foundation
import Testing

/// One of NIST's reference datasets from the fixtures, as lines of fields by their first word.
struct NISTSet: Sendable, CustomTestStringConvertible {
  let name: String
  let level: String
  let header: [Substring]
  private let figures: [String: [Double]]
  /// The lines that hold data: a first word and its fields.
  let lines: [[String]]

  var testDescription: String { name }

  subscript(_ figure: String) -> [Double] { figures[figure] ?? [] }

  /// The groups or columns of numbers that the lines hold.
  var groups: [[Double]] {
    lines.compactMap { line in
      switch line[0] {
      case "alternating":
        let (first, pair) = (Double(line[1]) ?? .nan, [Double(line[2]) ?? .nan, Double(line[3]) ?? .nan])
        return [first] + (0..<(Int(line[4]) ?? 0)).flatMap { _ in pair }
      case "group": return line.dropFirst().map { Double($0) ?? .nan }
      default: return nil
      }
    }
  }

  /// The numbers of a single sample.
  var values: [Double] {
    if lines.first?.first == "digits" { return lines.dropFirst().flatMap { $0[0].compactMap { Double(String($0)) } } }
    if lines.first?.first == "values" { return lines.dropFirst().flatMap { $0.map { Double($0) ?? .nan } } }
    return groups.first ?? []
  }

  /// The rows of a regression: the response, then the predictors.
  var rows: [[Double]] { lines.dropFirst().map { $0.map { Double($0) ?? .nan } } }

  static func read(_ file: String) -> [NISTSet] {
    guard let url = Bundle.module.url(forResource: "Fixtures/NIST/\(file)", withExtension: "txt"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    var sets: [NISTSet] = []
    var (header, figures, lines): ([Substring], [String: [Double]], [[String]]) = ([], [:], [])
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: " ")
      if fields[0] == "set" {
        (header, figures, lines) = (fields, [:], [])
      } else if fields[0] == "end" {
        sets.append(
          NISTSet(name: String(header[1]), level: String(header[2]), header: header, figures: figures, lines: lines))
      } else if fields[0].hasPrefix("certified") || fields[0].hasPrefix("rounded") {
        figures[String(fields[0])] = fields.dropFirst().map { Double($0) ?? .nan }
      } else {
        lines.append(fields.map(String.init))
      }
    }
    return sets
  }
}

/// The number of digits in which the worst of some values agrees with the truth, at most 15.9; absolute where the truth
/// is zero.
func digits(_ values: [Double], _ truth: [Double]) -> Double {
  guard values.count == truth.count else { return -.infinity }
  return zip(values, truth).reduce(15.9) { worst, pair in
    let error = pair.1 == 0 ? abs(pair.0) : abs(pair.0 / pair.1 - 1)
    return error.isNaN ? -.infinity : min(worst, error == 0 ? 15.9 : -log10(error))
  }
}
