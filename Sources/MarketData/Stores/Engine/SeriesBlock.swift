/// Some thousand rows in the order location, product, start, length, issue time, publication, revision, arrival: what
/// both stores keep and search.
///
/// Rows of one location and product stand together as a run, so that a place is found by a binary search over runs and
/// a time by one over starts.
struct SeriesBlock: Sendable {
  /// The rows of one location and product, from `first` to the next run's `first`.
  struct Run: Sendable, Equatable {
    var location: UInt32
    var product: UInt32
    var first: Int
  }

  var runs: [Run]
  var starts: [Int64]
  var lengths: ObservationColumn<Int32>
  var values: [Double]
  var components: [[Double]]
  var issuedAt: ObservationColumn<Int64>?
  var publishedAt: ObservationColumn<Int64>
  var revisions: ObservationColumn<Int32>

  /// The number of rows.
  var count: Int { values.count }

  /// The rows of the run at `index`.
  func rows(ofRun index: Int) -> Range<Int> {
    runs[index].first..<(index + 1 < runs.count ? runs[index + 1].first : count)
  }

  /// The first run that does not come before a location and product.
  func firstRun(notBefore location: UInt32, _ product: UInt32) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if (runs[middle].location, runs[middle].product) < (location, product) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first row of `rows` that begins at or after `start`.
  func firstRow(in rows: Range<Int>, notBefore start: Int64) -> Int {
    var low = rows.lowerBound
    var high = rows.upperBound
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What tells rows of one run apart: start, length and issue time.
  func key(at row: Int) -> RowKey {
    RowKey(start: starts[row], length: lengths[row], issuedAt: issuedAt?[row] ?? .min)
  }
}

/// What tells rows of one location and product apart; rows with equal keys supersede one another.
struct RowKey: Hashable, Comparable, Sendable {
  var start: Int64
  var length: Int32
  /// `Int64.min` where there is no issue time.
  var issuedAt: Int64

  static func < (lhs: RowKey, rhs: RowKey) -> Bool {
    if lhs.start != rhs.start { return lhs.start < rhs.start }
    if lhs.length != rhs.length { return lhs.length < rhs.length }
    return lhs.issuedAt < rhs.issuedAt
  }
}
