/// A column whose subscript costs no branch: one value is held once and found under every index.
struct FlatColumn<Element: Sendable & Equatable> {
  private let values: [Element]
  private let mask: Int

  init(_ column: ObservationColumn<Element>) {
    switch column {
    case .constant(let value, _):
      values = [value]
      mask = 0
    case .values(let values):
      self.values = values
      mask = -1
    }
  }

  @inline(__always)
  subscript(index: Int) -> Element { values[index & mask] }
}

/// Finds the order location, product, start, length, issue time, publication, revision, arrival.
///
/// Rows are dealt out to their locations by counting, which is linear and keeps the order of arrival; published files
/// are in time order within a location, so that few locations are left to be sorted by comparison.
struct SeriesOrder {
  let starts: FlatColumn<Int64>
  let lengths: FlatColumn<Int32>
  let locations: FlatColumn<UInt32>
  let products: FlatColumn<UInt32>
  let issuedAt: FlatColumn<Int64>
  let publishedAt: FlatColumn<Int64>
  let revisions: FlatColumn<Int32>
  let count: Int

  /// The rows in order, or `nil` when they are in order already.
  func sorted() -> [UInt32]? {
    if isInOrder() { return nil }
    guard let (low, high) = locationRange(), count >= 256, Int(high - low) <= 16 * count else {
      return (0..<UInt32(count)).sorted { precedes(Int($0), Int($1)) }
    }
    return dealt(low: low, buckets: Int(high - low) + 1)
  }

  @inline(__always)
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    if locations[left] != locations[right] { return locations[left] < locations[right] }
    return precedesInLocation(left, right)
  }

  @inline(__always)
  private func precedesInLocation(_ left: Int, _ right: Int) -> Bool {
    if products[left] != products[right] { return products[left] < products[right] }
    if starts[left] != starts[right] { return starts[left] < starts[right] }
    if lengths[left] != lengths[right] { return lengths[left] < lengths[right] }
    if issuedAt[left] != issuedAt[right] { return issuedAt[left] < issuedAt[right] }
    if publishedAt[left] != publishedAt[right] { return publishedAt[left] < publishedAt[right] }
    if revisions[left] != revisions[right] { return revisions[left] < revisions[right] }
    return left < right
  }

  private func isInOrder() -> Bool {
    var row = 1
    while row < count {
      if !precedes(row - 1, row) { return false }
      row += 1
    }
    return true
  }

  private func locationRange() -> (UInt32, UInt32)? {
    guard count > 0 else { return nil }
    var low = UInt32.max
    var high: UInt32 = 0
    for row in 0..<count {
      low = min(low, locations[row])
      high = max(high, locations[row])
    }
    return (low, high)
  }

  private func dealt(low: UInt32, buckets: Int) -> [UInt32] {
    var ends = [Int](repeating: 0, count: buckets + 1)
    for row in 0..<count { ends[Int(locations[row] - low) + 1] += 1 }
    for bucket in 0..<buckets { ends[bucket + 1] += ends[bucket] }
    var next = ends
    var order = [UInt32](repeating: 0, count: count)
    for row in 0..<count {
      let bucket = Int(locations[row] - low)
      order[next[bucket]] = UInt32(row)
      next[bucket] += 1
    }
    for bucket in 0..<buckets { sort(&order, ends[bucket]..<ends[bucket + 1]) }
    return order
  }

  private func sort(_ order: inout [UInt32], _ rows: Range<Int>) {
    for position in rows.dropFirst() where !precedesInLocation(Int(order[position - 1]), Int(order[position])) {
      order[rows].sort { precedesInLocation(Int($0), Int($1)) }
      return
    }
  }
}
