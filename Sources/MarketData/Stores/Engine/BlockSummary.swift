/// The ranges that a block's, or a group of blocks', columns span: what a query looks at before it reads rows.
struct BlockSummary: Hashable, Sendable {
  var rows: Int
  var firstStart: Int64
  var lastStart: Int64
  var firstPublished: Int64
  var lastPublished: Int64
  var firstIssued: Int64
  var lastIssued: Int64
  var firstLocation: UInt32
  var lastLocation: UInt32
  var firstProduct: UInt32
  var lastProduct: UInt32
  /// Whether two rows of one block have the same key.
  var repeatsKeys: Bool

  /// Whether a range can hold what was written: ordered, and not empty.
  var isPlausible: Bool {
    rows > 0 && firstStart <= lastStart && firstPublished <= lastPublished && firstIssued <= lastIssued
      && firstLocation <= lastLocation && firstProduct <= lastProduct
  }

  /// Whether rows of both could have the same key.
  func mayShareKeys(with other: BlockSummary) -> Bool {
    firstStart <= other.lastStart && other.firstStart <= lastStart && firstLocation <= other.lastLocation
      && other.firstLocation <= lastLocation && firstProduct <= other.lastProduct && other.firstProduct <= lastProduct
      && firstIssued <= other.lastIssued && other.firstIssued <= lastIssued
  }

  /// Widens the ranges so that they hold another block's.
  mutating func merge(_ other: BlockSummary) {
    rows += other.rows
    firstStart = min(firstStart, other.firstStart)
    lastStart = max(lastStart, other.lastStart)
    firstPublished = min(firstPublished, other.firstPublished)
    lastPublished = max(lastPublished, other.lastPublished)
    firstIssued = min(firstIssued, other.firstIssued)
    lastIssued = max(lastIssued, other.lastIssued)
    firstLocation = min(firstLocation, other.firstLocation)
    lastLocation = max(lastLocation, other.lastLocation)
    firstProduct = min(firstProduct, other.firstProduct)
    lastProduct = max(lastProduct, other.lastProduct)
    repeatsKeys = repeatsKeys || other.repeatsKeys
  }
}

extension SeriesBlock {
  /// The ranges of the block's columns.
  ///
  /// - Complexity: O(rows).
  func summary() -> BlockSummary {
    let (firstStart, lastStart) = SeriesBlock.range(starts)
    let (firstPublished, lastPublished) = SeriesBlock.range(publishedAt)
    let (firstIssued, lastIssued) = issuedAt.map(SeriesBlock.range) ?? (.min, .min)
    var products: (UInt32, UInt32) = (.max, 0)
    for run in runs { products = (min(products.0, run.product), max(products.1, run.product)) }
    return BlockSummary(
      rows: count, firstStart: firstStart, lastStart: lastStart, firstPublished: firstPublished,
      lastPublished: lastPublished, firstIssued: firstIssued, lastIssued: lastIssued,
      firstLocation: runs.first?.location ?? 0, lastLocation: runs.last?.location ?? 0, firstProduct: products.0,
      lastProduct: products.1, repeatsKeys: repeatsKeys())
  }

  private func repeatsKeys() -> Bool {
    for index in runs.indices {
      let rows = rows(ofRun: index)
      for row in rows.dropFirst() where starts[row] == starts[row - 1] {
        if key(at: row) == key(at: row - 1) { return true }
      }
    }
    return false
  }

  private static func range(_ values: [Int64]) -> (Int64, Int64) {
    var low = Int64.max
    var high = Int64.min
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    return (low, high)
  }

  private static func range(_ column: ObservationColumn<Int64>) -> (Int64, Int64) {
    switch column {
    case .constant(let value, _): (value, value)
    case .values(let values): range(values)
    }
  }
}
