import ByteFormats

/// Reads rows of one value for as long as they are spelt as rows before them, but for the number.
///
/// Rows whose hour the day repeats are left to the columns, since their flag changes what their label means.
struct ERCOTRepeatingRows {
  private let value: Int
  private let first: Int
  private let last: Int
  private let place: Int
  private let type: Int?
  private let seconds: Int32
  private let product: UInt32
  private let maxRows: Int
  private var expected = RepeatingPrices(isPadded: true)
  private var firstStart: Int64?

  /// `nil` where columns stand in an order that cannot be used, or where more of them than time, place and value count.
  init?(_ clock: ERCOTClock, _ locator: ERCOTLocator, value: Int, product: UInt32, maxRows: Int) {
    guard let label = clock.columns.label, let place = locator.columns, label.last < place.first, place.last < value
    else { return nil }
    (first, last) = label
    self.place = place.first
    type = place.last > place.first ? place.last : nil
    self.value = value
    seconds = clock.seconds
    self.product = product
    self.maxRows = maxRows
  }

  /// Learns from the present row, which the columns were read from, and reads the rows behind it that repeat.
  @inline(__always)
  mutating func read<Rows: ERCOTRowSource>(
    after rows: inout Rows, start: Int64, isRepeatedHour: Bool, location: UInt32,
    into builder: inout ObservationBuilder, in bytes: Span<UInt8>
  ) {
    // Until the time changes nothing has been repeated: a file of one run is not worth learning.
    guard let firstStart else {
      self.firstStart = start
      return
    }
    guard start != firstStart || expected.hasLearned else { return }
    readSlowly(&rows, start, isRepeatedHour, location, &builder, in: bytes)
  }

  @inline(never)
  private mutating func readSlowly<Rows: ERCOTRowSource>(
    _ rows: inout Rows, _ start: Int64, _ isRepeatedHour: Bool, _ location: UInt32, _ builder: inout ObservationBuilder,
    in bytes: Span<UInt8>
  ) {
    guard !isRepeatedHour, expected.isLearning, let extent = rows.plainExtent(in: bytes),
      let spelling = spelling(rows, extent, in: bytes)
    else { return }
    expected.learn(spelling, node: location, start: start, in: bytes)
    var offset = extent.end
    let before = builder.count
    let limit = before &+ min(maxRows &- before, rows.remainingRecords)
    var numbers = RepeatingPrices.Numbers(repeating: .nan)
    while builder.count < limit, let node = expected.next(at: &offset, numbers: &numbers, in: bytes) {
      builder.append(start: expected.start, seconds: seconds, location: node, product: product, value: numbers[0])
    }
    if builder.count > before { rows.skip(to: offset, records: builder.count &- before) }
  }

  private func spelling<Rows: ERCOTRowSource>(
    _ rows: Rows, _ extent: ByteRange, in bytes: Span<UInt8>
  ) -> RepeatingPrices.Spelling? {
    let number = rows.field(value, in: bytes)
    let name = rows.field(place, in: bytes)
    guard !number.isEmpty, rows.field(first, in: bytes).start >= extent.start,
      rows.field(last, in: bytes).end < name.start, name.end < number.start
    else { return nil }
    if let type, case let kind = rows.field(type, in: bytes), kind.isEmpty { return nil }
    var spelling = RepeatingPrices.Spelling(extent: extent, node: name.start)
    spelling.add(number, slot: 0)
    return spelling
  }
}
