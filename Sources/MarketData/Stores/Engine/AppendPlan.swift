/// What an append takes from a table: which chunks are new, in units that are sorted together.
struct AppendPlan: Sendable {
  /// Chunks over the store's dictionary that follow one another and share a schema.
  struct Group: Sendable {
    var schema: BlockSchema
    var chunks: [ObservationChunk]
    var rows: Int
  }

  private(set) var groups: [Group] = []
  private(set) var payloads: Set<PayloadKey> = []
  private(set) var duplicateRows = 0

  /// The most rows that are sorted together, unless one chunk has more.
  static let rowsPerUnit = 1 << 24

  /// Leaves out the chunks whose payload is held and codes the others in `dictionary`.
  init(
    _ table: ObservationTable, dictionary: ObservationDictionary, isHeld: (PayloadKey) -> Bool
  ) throws(StoreError) {
    for chunk in table.chunks {
      let payload = PayloadKey(chunk.provenance)
      if let payload {
        if isHeld(payload) {
          duplicateRows += chunk.count
          continue
        }
        payloads.insert(payload)
      }
      try AppendPlan.check(chunk)
      add(chunk.dictionary === dictionary ? chunk : chunk.translated(to: dictionary))
    }
  }

  private mutating func add(_ chunk: ObservationChunk) {
    let schema = BlockSchema(
      provenance: chunk.provenance, components: chunk.components.map(\.component), hasIssueTimes: chunk.issuedAt != nil)
    if let last = groups.indices.last, groups[last].schema == schema,
      groups[last].rows + chunk.count <= AppendPlan.rowsPerUnit
    {
      groups[last].chunks.append(chunk)
      groups[last].rows += chunk.count
    } else {
      groups.append(Group(schema: schema, chunks: [chunk], rows: chunk.count))
    }
  }

  private static func check(_ chunk: ObservationChunk) throws(StoreError) {
    guard chunk.count <= Int(UInt32.max) else { throw StoreError(.tooLarge, "a chunk of \(chunk.count) rows") }
    guard chunk.components.count <= 255 else {
      throw StoreError(.tooLarge, "a chunk of \(chunk.components.count) components")
    }
    let locations = chunk.dictionary.locations.count
    let products = chunk.dictionary.products.count
    guard largest(chunk.locations) < locations, largest(chunk.products) < products else {
      throw StoreError(
        .invalidChunk, "a chunk of \(chunk.provenance.source) uses a code that its dictionary does not have")
    }
  }

  private static func largest(_ column: ObservationColumn<UInt32>) -> Int {
    switch column {
    case .constant(let code, _): return Int(code)
    case .values(let codes):
      var largest: UInt32 = 0
      for code in codes { largest = max(largest, code) }
      return Int(largest)
    }
  }
}
