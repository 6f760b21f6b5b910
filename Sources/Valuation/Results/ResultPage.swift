extension DocumentedResult {
  /// A result for people: the method with its seed, some words about it, then tables.
  package func page(_ notes: [String] = [], _ tables: [TextTable]) -> String {
    let headline = basis.method + (basis.seed.map { ", seed \($0)" } ?? "")
    return ([headline] + notes).map(ResultPage.wrapped).joined(separator: "\n")
      + tables.map { "\n" + $0.text }.joined(separator: "\n")
  }
}

/// The lines of a page.
package enum ResultPage {
  /// A line broken between words where it is too long.
  package static func wrapped(_ line: String) -> String {
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ") {
      var rest = Substring(word)
      while rest.count > TextTable.limit {
        if !current.isEmpty { lines.append(current) }
        lines.append(String(rest.prefix(TextTable.limit)))
        (current, rest) = ("", rest.dropFirst(TextTable.limit))
      }
      if !current.isEmpty, current.count + 1 + rest.count > TextTable.limit {
        lines.append(current)
        current = String(rest)
      } else {
        current += current.isEmpty ? String(rest) : " " + rest
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// A part in percent: 0.95 is 95.0 %.
  package static func percent(_ part: Double) -> String { "\((part * 1e6).rounded() / 1e4) %" }
}
