/// Observations as a list of sealed chunks that share one dictionary.
///
/// Appending adds a chunk and copies no rows; a copy of a table is a copy of its list.
///
///     var day = ObservationTable()
///     day.append(try connector.parse(payload, as: feed, in: context).table)
///     for row in day.observations where (row.value ?? 0) < 0 { print(row.location, row.start) }
public struct ObservationTable: Sendable {
  /// The chunks, in the order in which they were appended.
  public private(set) var chunks: [ObservationChunk]
  /// What the codes of every chunk refer to.
  public let dictionary: ObservationDictionary

  /// Makes an empty table over a dictionary.
  public init(dictionary: ObservationDictionary = ObservationDictionary()) {
    self.chunks = []
    self.dictionary = dictionary
  }

  /// Makes a table of one chunk, over the chunk's dictionary.
  public init(_ chunk: ObservationChunk) {
    self.chunks = [chunk]
    self.dictionary = chunk.dictionary
  }

  /// The number of rows.
  public var count: Int { chunks.reduce(0) { $0 + $1.count } }

  /// Whether there are no rows.
  public var isEmpty: Bool { chunks.isEmpty }

  /// The bytes that the columns take.
  public var byteCount: Int { chunks.reduce(0) { $0 + $1.byteCount } }

  /// Adds a chunk; one that was made over another dictionary is translated first.
  ///
  /// - Complexity: O(1) for a chunk over the same dictionary, else O(rows + dictionary).
  public mutating func append(_ chunk: ObservationChunk) {
    chunks.append(chunk.dictionary === dictionary ? chunk : chunk.translated(to: dictionary))
  }

  /// Adds every chunk of another table.
  public mutating func append(_ other: ObservationTable) {
    for chunk in other.chunks { append(chunk) }
  }

  /// Every row as a value, in the order of the chunks.
  ///
  /// - Complexity: O(rows), with an allocation a row where there are components; analytics read the chunks instead.
  public var observations: some Sequence<Observation> {
    let locations = dictionary.locations
    let products = dictionary.products
    return chunks.lazy.flatMap { chunk in
      (0..<chunk.count).lazy.map { chunk.observation(at: $0, locations: locations, products: products) }
    }
  }

  /// The smallest interval that holds every row, or `nil` for an empty table or one of a single instantaneous reading.
  public var span: DeliveryInterval? {
    var first = Int64.max
    var last = Int64.min
    for chunk in chunks {
      for index in 0..<chunk.count {
        let start = chunk.starts[index]
        first = min(first, start)
        last = max(last, start &+ Int64(chunk.lengths[index]))
      }
    }
    return DeliveryInterval(start: Instant(secondsSince1970: first), end: Instant(secondsSince1970: last))
  }
}

extension ObservationChunk {
  /// The same rows, coded in another dictionary.
  func translated(to other: ObservationDictionary) -> ObservationChunk {
    let locationCodes = translation(of: locations, values: dictionary.locations) { other.code(for: $0) }
    let productCodes = translation(of: products, values: dictionary.products) { other.code(for: $0) }
    return ObservationChunk(
      starts: starts, lengths: lengths, locations: locationCodes, products: productCodes, values: values,
      components: components, issuedAt: issuedAt, publishedAt: publishedAt, revisions: revisions, dictionary: other,
      provenance: provenance) ?? self
  }

  private func translation<Value>(
    of column: ObservationColumn<UInt32>, values: [Value], code: (Value) -> UInt32
  ) -> ObservationColumn<UInt32> {
    var known: [UInt32?] = Array(repeating: nil, count: values.count)
    func translate(_ old: UInt32) -> UInt32 {
      if let new = known[Int(old)] { return new }
      let new = code(values[Int(old)])
      known[Int(old)] = new
      return new
    }
    switch column {
    case .constant(let old, let count): return .constant(translate(old), count: count)
    case .values(let old): return .values(old.map(translate))
    }
  }
}
