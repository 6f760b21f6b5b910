import ByteFormats

extension RepeatingPrices {
  /// Learns from the present record, unless its columns stand in an order that cannot be used; the numbers are total, energy,
  /// congestion and loss.
  @inline(never)
  mutating func learn<Records: DataMinerRecords>(
    from records: Records, node: UInt32, start: Int64, revision: Int32, in bytes: Span<UInt8>
  ) {
    forget()
    guard isLearning, let extent = records.extent(in: bytes) else { return }
    let hasIdentifier = records.has(DataMinerColumns.place)
    let place = records.cell(hasIdentifier ? DataMinerColumns.place : DataMinerColumns.secondPlace, in: bytes)
    var spelling = Spelling(extent: extent, node: place.start)
    for slot in 0..<4 where records.has(DataMinerColumns.values + slot) {
      let range = records.cell(DataMinerColumns.values + slot, in: bytes)
      guard !range.isEmpty else { return }
      spelling.add(range, slot: slot)
    }
    let time = records.cell(
      records.has(DataMinerColumns.beginUTC) ? DataMinerColumns.beginUTC : DataMinerColumns.beginLocal, in: bytes)
    let type = records.cell(DataMinerColumns.type, in: bytes)
    let version = records.cell(DataMinerColumns.version, in: bytes)
    let current = records.cell(DataMinerColumns.current, in: bytes)
    guard spelling.count > 0, case let first = spelling.numbers[0],
      case let last = spelling.numbers[spelling.count - 1],
      time.end < place.start, place.end < first.start,
      type.isEmpty || (place.start < type.start && type.end < first.start),
      version.isEmpty || version.start > last.end, current.isEmpty || current.start > last.end
    else { return }
    learn(spelling, node: node, start: start, revision: revision, in: bytes)
  }
}
