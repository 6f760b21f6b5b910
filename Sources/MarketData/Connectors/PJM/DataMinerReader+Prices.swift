import ByteFormats

extension DataMinerReader {
  /// Reads locational prices: the hot path of days with hundreds of thousands of records.
  func prices<Records: DataMinerRecords>(
    of records: inout Records, seconds: Int32, capacity: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> Rows {
    var clock = try DataMinerClock(
      records, utc: DataMinerColumns.beginUTC, local: DataMinerColumns.beginLocal, in: bytes)
    var places = DataMinerPlaces(layout.place, of: records, in: context)
    var rows = ObservationBuilder(dictionary: context.dictionary, components: [.energy, .congestion, .loss])
    rows.reserveCapacity(min(capacity, context.limits.maxRows))
    let product = context.dictionary.code(for: layout.feed.product)
    var expected = RepeatingPrices()
    while try records.next(in: bytes) {
      guard let place = try places.node(of: &records, in: bytes),
        let start = try clock.start(of: &records, series: UInt64(place), in: bytes),
        let total = try records.number(DataMinerColumns.total, in: bytes),
        let energy = try records.number(DataMinerColumns.energy, in: bytes),
        let congestion = try records.number(DataMinerColumns.congestion, in: bytes),
        let loss = try records.number(DataMinerColumns.loss, in: bytes),
        let revision = try records.revision(
          version: DataMinerColumns.version, current: DataMinerColumns.current, in: bytes)
      else { continue }
      if total.isNaN, !(energy.isNaN && congestion.isNaN && loss.isNaN) {
        try records.defect(.inconsistent, DataMinerColumns.total, in: bytes, expected: "the sum of the parts")
      }
      rows.append(
        start: start, seconds: seconds, location: place, product: product, value: total,
        components: (energy, congestion, loss), revision: revision)
      // Without a column in UTC the order of rows counts, and each has to be looked at.
      guard clock.isUTC else { continue }
      expected.learn(from: records, node: place, start: start, revision: revision, in: bytes)
      readRepeating(&expected, of: &records, into: &rows, product: product, seconds: seconds, in: bytes)
    }
    return Rows(builders: [(nil, rows)], stamps: clock.stamps)
  }

  /// Reads records for as long as they are spelt as expected.
  @inline(__always)
  private func readRepeating<Records: DataMinerRecords>(
    _ expected: inout RepeatingPrices, of records: inout Records, into rows: inout ObservationBuilder, product: UInt32,
    seconds: Int32, in bytes: Span<UInt8>
  ) {
    guard var offset = records.extent(in: bytes)?.end else { return }
    let first = rows.count
    let limit = first &+ min(context.limits.maxRows &- first, records.remainingRecords)
    var numbers = RepeatingPrices.Numbers(repeating: .nan)
    while rows.count < limit, let node = expected.next(at: &offset, numbers: &numbers, in: bytes) {
      rows.append(
        start: expected.start, seconds: seconds, location: node, product: product, value: numbers[0],
        components: (numbers[1], numbers[2], numbers[3]), revision: expected.revision)
    }
    if rows.count > first { records.skip(to: offset, records: rows.count - first) }
  }
}
