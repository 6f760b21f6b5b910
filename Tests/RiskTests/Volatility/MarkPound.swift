import Foundation

/// The returns of the mark against the pound that GARCH programs are compared on.
enum MarkPound {
  static let returns: [Double] = {
    guard let url = Bundle.module.url(forResource: "Fixtures/mark-pound-returns", withExtension: "txt"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { Double($0) }
  }()
}

/// The largest relative deviation of some values from the truth; infinite where the counts differ.
func relativeError(_ values: [Double], _ truth: [Double]) -> Double {
  guard values.count == truth.count else { return .infinity }
  return zip(values, truth).reduce(0) { worst, pair in
    let error = abs(pair.0 - pair.1) / max(abs(pair.1), 1e-300)
    return error.isNaN ? .infinity : max(worst, error)
  }
}
