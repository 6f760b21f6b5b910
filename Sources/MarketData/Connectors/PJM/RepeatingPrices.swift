import ByteFormats

/// What one record of prices has in common with the next: nearly everything but the numbers.
///
/// A day of prices has the same stamps in thousands of records, the same nodes in the same order in every hour, and the same words
/// behind the numbers. So a record is expected to begin like the one before it, to go on with the text of the node that followed
/// last time, and to end like the one before it; each is compared eight bytes at a time, and only the numbers are read. A record that
/// differs is read by its columns, and teaches what to expect.
struct RepeatingPrices {
  /// The numbers of a record, by their place in ``DataMinerColumns``: total, energy, congestion, loss.
  typealias Numbers = InlineArray<4, Double>

  /// The seconds at which the records start.
  private(set) var start: Int64 = 0
  /// The version of the records.
  private(set) var revision: Int32 = 0
  private var head = ByteRange(0, 0)
  private var tail = ByteRange(0, 0)
  private var separators: InlineArray<4, ByteRange>
  private var order: InlineArray<4, Int>
  private var count = 0
  private var nodes = ByteMemo<UInt32>()

  init() {
    separators = InlineArray(repeating: ByteRange(0, 0))
    order = InlineArray(repeating: 0)
  }

  /// Learns from the present record: `false` when its columns stand in an order that does not repeat.
  @inline(never)
  mutating func learn<Records: DataMinerRecords>(
    from records: Records, node: UInt32, start: Int64, revision: Int32, in bytes: Span<UInt8>
  ) {
    count = 0
    guard let extent = records.extent(in: bytes) else { return }
    var ranges = InlineArray<4, ByteRange>(repeating: ByteRange(0, 0))
    var found = 0
    for slot in 0..<4 where records.has(DataMinerColumns.values + slot) {
      let range = records.cell(DataMinerColumns.values + slot, in: bytes)
      guard !range.isEmpty else { return }
      var place = found
      while place > 0, ranges[place - 1].start > range.start {
        ranges[place] = ranges[place - 1]
        order[place] = order[place - 1]
        place -= 1
      }
      ranges[place] = range
      order[place] = slot
      found += 1
    }
    let hasIdentifier = records.has(DataMinerColumns.place)
    let place = records.cell(hasIdentifier ? DataMinerColumns.place : DataMinerColumns.secondPlace, in: bytes)
    let time = records.cell(
      records.has(DataMinerColumns.beginUTC) ? DataMinerColumns.beginUTC : DataMinerColumns.beginLocal, in: bytes)
    let type = records.cell(DataMinerColumns.type, in: bytes)
    let version = records.cell(DataMinerColumns.version, in: bytes)
    let current = records.cell(DataMinerColumns.current, in: bytes)
    guard found > 0, case let first = ranges[0], case let last = ranges[found - 1], time.end < place.start,
      place.end < first.start, type.isEmpty || (place.start < type.start && type.end < first.start),
      version.isEmpty || version.start > last.end, current.isEmpty || current.start > last.end
    else { return }
    for index in 1..<max(found, 1) { separators[index] = ByteRange(ranges[index - 1].end, ranges[index].start) }
    head = ByteRange(extent.start, place.start)
    tail = ByteRange(last.end, extent.end)
    self.start = start
    self.revision = revision
    _ = nodes.value(for: ByteRange(place.start, first.start), in: bytes) { node }
    count = found
  }

  /// The node and the numbers of the record at `offset`, which is moved behind it; `nil` when it is not as expected.
  @inline(__always)
  mutating func next(at offset: inout Int, numbers: inout Numbers, in bytes: Span<UInt8>) -> UInt32? {
    guard count > 0, EqualBytes.at(offset, head, in: bytes) else { return nil }
    var at = offset &+ head.count
    guard let (node, length) = nodes.expected(at: at, in: bytes) else { return nil }
    at &+= length
    for index in 0..<count {
      if index > 0 {
        guard EqualBytes.at(at, separators[index], in: bytes) else { return nil }
        at &+= separators[index].count
      }
      guard let number = ShortDecimal.scan(bytes, at: &at) else { return nil }
      numbers[order[index]] = number
    }
    guard EqualBytes.at(at, tail, in: bytes) else { return nil }
    offset = at &+ tail.count
    return node
  }
}
