/// Rows of one append with the same provenance and columns, with the order in which they go into blocks.
///
/// Sorting once for the whole unit, before it is cut into blocks, keeps a location's rows in one or two blocks however
/// the payload was ordered.
struct SortedUnit: Sendable {
  /// What every row of the unit shares.
  let schema: BlockSchema
  private let starts: ObservationColumn<Int64>
  private let lengths: ObservationColumn<Int32>
  private let locations: ObservationColumn<UInt32>
  private let products: ObservationColumn<UInt32>
  private let values: [Double]
  private let components: [[Double]]
  private let issuedAt: ObservationColumn<Int64>?
  private let publishedAt: ObservationColumn<Int64>
  private let revisions: ObservationColumn<Int32>
  /// The rows in series order, or `nil` when they stand in it already.
  private let order: [UInt32]?

  /// The number of rows.
  var count: Int { values.count }

  /// Sorts chunks that share a schema and a dictionary; there must be at least one.
  init(schema: BlockSchema, chunks: [ObservationChunk]) {
    self.schema = schema
    starts = .concatenation(of: chunks.map(\.starts))
    lengths = .concatenation(of: chunks.map(\.lengths))
    locations = .concatenation(of: chunks.map(\.locations))
    products = .concatenation(of: chunks.map(\.products))
    values = SortedUnit.concatenation(chunks.map(\.values))
    components = schema.components.indices.map { index in
      SortedUnit.concatenation(chunks.map { $0.components[index].values })
    }
    issuedAt = schema.hasIssueTimes ? .concatenation(of: chunks.compactMap(\.issuedAt)) : nil
    publishedAt = .concatenation(of: chunks.map(\.publishedAt))
    revisions = .concatenation(of: chunks.map(\.revisions))
    order = SeriesOrder(
      starts: FlatColumn(starts), lengths: FlatColumn(lengths), locations: FlatColumn(locations),
      products: FlatColumn(products), issuedAt: FlatColumn(issuedAt ?? .constant(.min, count: values.count)),
      publishedAt: FlatColumn(publishedAt), revisions: FlatColumn(revisions), count: values.count
    ).sorted()
  }

  private static func concatenation(_ arrays: [[Double]]) -> [Double] {
    if arrays.count == 1 { return arrays[0] }
    var joined: [Double] = []
    joined.reserveCapacity(arrays.reduce(0) { $0 + $1.count })
    for array in arrays { joined.append(contentsOf: array) }
    return joined
  }

  private func row(_ position: Int) -> Int { order.map { Int($0[position]) } ?? position }

  /// Where the sorted rows are cut into blocks: after `target` rows at the next change of location, at four times that
  /// at the latest.
  func blockRanges(target: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var first = 0
    while first < count {
      var end = min(first + target, count)
      let limit = min(first + 4 * target, count)
      while end < limit, locations[row(end)] == locations[row(end - 1)] { end += 1 }
      ranges.append(first..<end)
      first = end
    }
    return ranges
  }

  /// The block of the sorted rows in `range`.
  func block(_ range: Range<Int>) -> SeriesBlock {
    SeriesBlock(
      runs: runs(range), starts: gather(starts, range), lengths: column(lengths, range),
      values: gather(.values(values), range), components: components.map { gather(.values($0), range) },
      issuedAt: issuedAt.map { column($0, range) }, publishedAt: column(publishedAt, range),
      revisions: column(revisions, range))
  }

  private func runs(_ range: Range<Int>) -> [SeriesBlock.Run] {
    let places = gather(locations, range)
    let kinds = gather(products, range)
    var runs: [SeriesBlock.Run] = []
    for index in places.indices
    where index == 0 || places[index] != places[index - 1] || kinds[index] != kinds[index - 1] {
      runs.append(SeriesBlock.Run(location: places[index], product: kinds[index], first: index))
    }
    return runs
  }

  private func column<Element>(
    _ column: ObservationColumn<Element>, _ range: Range<Int>
  ) -> ObservationColumn<Element> {
    if case .constant(let value, _) = column { return .constant(value, count: range.count) }
    return .collapsing(gather(column, range))
  }

  private func gather<Element>(_ column: ObservationColumn<Element>, _ range: Range<Int>) -> [Element] {
    switch column {
    case .constant(let value, _): return Array(repeating: value, count: range.count)
    case .values(let values):
      guard let order else { return Array(values[range]) }
      return Array(unsafeUninitializedCapacity: range.count) { buffer, filled in
        for (index, position) in range.enumerated() {
          buffer.initializeElement(at: index, to: values[Int(order[position])])
        }
        filled = range.count
      }
    }
  }
}

extension ObservationColumn {
  /// The columns one after another; a single value stays one.
  static func concatenation(of columns: [ObservationColumn]) -> ObservationColumn {
    if columns.count == 1 { return columns[0] }
    var joined = ColumnJoiner<Element>()
    for column in columns { joined.append(column, column.indices) }
    return joined.column
  }

  /// A column of `values`, as one value when all are the same.
  static func collapsing(_ values: [Element]) -> ObservationColumn {
    guard let first = values.first, values.allSatisfy({ $0 == first }) else { return .values(values) }
    return .constant(first, count: values.count)
  }
}

/// Joins pieces of columns: stays one value as long as all pieces hold the same.
struct ColumnJoiner<Element: Sendable & Equatable> {
  private var values: [Element] = []
  private var constant: Element?
  private var count = 0

  /// Adds rows of a column.
  mutating func append(_ piece: ObservationColumn<Element>, _ rows: Range<Int>) {
    if rows.isEmpty { return }
    switch piece {
    case .constant(let value, _):
      append(repeating: value, rows.count)
    case .values(let more):
      spill()
      values.append(contentsOf: more[rows])
      count += rows.count
    }
  }

  /// Adds one value a number of times.
  mutating func append(repeating value: Element, _ times: Int) {
    if count == 0 { constant = value }
    if constant != value { spill() }
    if constant == nil { values.append(contentsOf: repeatElement(value, count: times)) }
    count += times
  }

  private mutating func spill() {
    guard let value = constant else { return }
    values.append(contentsOf: repeatElement(value, count: count))
    constant = nil
  }

  /// The joined column.
  var column: ObservationColumn<Element> {
    if let constant { return .constant(constant, count: count) }
    return .collapsing(values)
  }
}

/// What every row of a block shares: where it comes from and which columns it has.
struct BlockSchema: Hashable, Sendable {
  var provenance: Provenance
  var components: [PriceComponent]
  var hasIssueTimes: Bool
}
