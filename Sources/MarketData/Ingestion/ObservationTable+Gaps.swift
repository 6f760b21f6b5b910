extension ObservationTable {
  /// How many intervals are missing inside the series of the table.
  ///
  /// A series is the rows of one location, product and issue time. Between its first and its last row, the time that no
  /// row covers is counted in whole intervals, rounded; a reading without a length covers one interval. Lengths are
  /// taken from the rows, so that a day of 23 hours leaves no gap in a daily series.
  ///
  /// - Complexity: O(n) for rows in time or series order, O(n log n) otherwise.
  public func gapCount(intervalSeconds: Int64) -> Int {
    let table = selecting { $0.kind.isContinuous }
    guard intervalSeconds > 0, !table.isEmpty else { return 0 }
    return table.gaps(intervalSeconds: intervalSeconds)
  }

  private func gaps(intervalSeconds: Int64) -> Int {
    let starts = FlatColumn(ObservationColumn.concatenation(of: chunks.map(\.starts)))
    let lengths = FlatColumn(ObservationColumn.concatenation(of: chunks.map(\.lengths)))
    let locations = FlatColumn(ObservationColumn.concatenation(of: chunks.map(\.locations)))
    let products = FlatColumn(ObservationColumn.concatenation(of: chunks.map(\.products)))
    let issued = FlatColumn(
      ObservationColumn.concatenation(of: chunks.map { $0.issuedAt ?? .constant(.min, count: $0.count) }))
    let nothing = FlatColumn<Int64>(.constant(0, count: count))
    let order = SeriesOrder(
      starts: issued, lengths: FlatColumn(.constant(0, count: count)), locations: locations, products: products,
      issuedAt: starts, publishedAt: nothing, revisions: FlatColumn(.constant(0, count: count)), count: count
    ).sorted()
    var gaps = 0
    var previous = -1
    var end: Int64 = 0
    for position in 0..<count {
      let row = order.map { Int($0[position]) } ?? position
      let start = starts[row]
      let isSameSeries =
        previous >= 0 && locations[row] == locations[previous] && products[row] == products[previous]
        && issued[row] == issued[previous]
      if isSameSeries, start > end {
        gaps += Int((start &- end &+ intervalSeconds / 2) / intervalSeconds)
      }
      let length = lengths[row] > 0 ? Int64(lengths[row]) : intervalSeconds
      end = isSameSeries ? max(end, start &+ length) : start &+ length
      previous = row
    }
    return gaps
  }
}
