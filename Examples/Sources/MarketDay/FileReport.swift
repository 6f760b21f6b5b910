import Foundation
import MarketData

/// What one file holds, in the numbers that people ask for first.
///
/// They describe the rows of the feed's main price or quantity; rows of other kinds in the same file are only counted.
struct FileReport {
  let file: String
  var market: Market?
  var feed: Feed?
  var rows = 0
  var otherRows = 0
  var locations = 0
  var first: Instant?
  var last: Instant?
  var min: Double?
  var mean: Double?
  var max: Double?
  var negative = 0
  var gaps = 0
  var defects: [ParseError] = []
  var error: String?

  init(file: String, error: String) {
    self.file = file
    self.error = error
  }

  init(file: String, parsed: ParsedPayload, registry: ConnectorRegistry) {
    self.file = file
    let feed = registry.feed(parsed.feed)
    self.feed = feed
    self.market = registry.connector(for: parsed.feed)?.market
    self.defects = parsed.defects
    let main = parsed.table.selecting { $0.kind == feed?.product.kind }
    let shown = main.isEmpty ? parsed.table : main
    otherRows = parsed.table.count - shown.count
    summarise(shown)
    gaps = shown.gapCount(intervalSeconds: feed?.intervalSeconds ?? 0)
  }

  private mutating func summarise(_ table: ObservationTable) {
    var seen = Set<UInt32>()
    var sum = 0.0
    var count = 0
    for chunk in table.chunks {
      var lastLocation: UInt32?
      for row in 0..<chunk.count {
        if chunk.locations[row] != lastLocation {
          lastLocation = chunk.locations[row]
          seen.insert(chunk.locations[row])
        }
        let value = chunk.values[row]
        guard !value.isNaN else { continue }
        min = Swift.min(min ?? value, value)
        max = Swift.max(max ?? value, value)
        sum += value
        count += 1
        if value < 0 { negative += 1 }
      }
    }
    rows = table.count
    locations = seen.count
    let onlyReading = table.observations.first { _ in true }?.start
    first = table.span?.start ?? onlyReading
    last = table.span?.end ?? onlyReading
    mean = count > 0 ? sum / Double(count) : nil
  }
}

extension FileReport: Encodable {
  private enum Key: String, CodingKey {
    case file, market, feed, product, rows, locations, first, last, min, mean, max, negative, gaps, defects, error
  }

  private struct Defect: Encodable {
    let code: String
    let source: String?
    let line: Int?
    let field: String?
    let message: String
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encode(market?.id.rawValue, forKey: .market)
    try container.encode(feed?.id.rawValue, forKey: .feed)
    try container.encode(feed?.product.description, forKey: .product)
    try container.encode(rows, forKey: .rows)
    try container.encode(locations, forKey: .locations)
    try container.encode(first?.description, forKey: .first)
    try container.encode(last?.description, forKey: .last)
    // JSON has no infinity: a sum of absurd values that leaves Double's range is null.
    for (value, key) in [(min, Key.min), (mean, .mean), (max, .max)] {
      try container.encode(value.flatMap { $0.isFinite ? $0 : nil }, forKey: key)
    }
    try container.encode(negative, forKey: .negative)
    try container.encode(gaps, forKey: .gaps)
    let defects = defects.map { defect in
      Defect(
        code: defect.code.description, source: defect.place.source, line: defect.place.line, field: defect.place.field,
        message: defect.description)
    }
    try container.encode(defects, forKey: .defects)
    try container.encode(error, forKey: .error)
  }
}
