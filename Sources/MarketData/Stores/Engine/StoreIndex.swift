/// What a store keeps in memory: where its blocks are, which ranges they span and which payloads it holds.
struct StoreIndex: Sendable {
  /// The locations and products that every block refers to.
  let dictionary: ObservationDictionary
  /// The schemas that blocks refer to by position.
  private(set) var schemas: [BlockSchema] = []
  /// The blocks in the order of arrival; a block's identity is its position.
  private(set) var blocks: [BlockEntry] = []
  /// Consecutive blocks that were sorted together.
  private(set) var units: [UnitEntry] = []
  /// The ranges of each ``unitsPerGroup`` units, so that a store of a million appends is searched quickly.
  private var groups: [BlockSummary] = []
  /// The rows of all blocks.
  private(set) var rows = 0
  /// Codes whose locations and products were lost to damage; queries leave their rows out.
  var unreadable = UnreadableCodes()
  private var schemaCodes: [BlockSchema: Int] = [:]
  private var payloads: Set<PayloadKey> = []
  private var lookup = LocationLookup()

  private static let unitsPerGroup = 64

  init(dictionary: ObservationDictionary) { self.dictionary = dictionary }

  /// Whether a payload of a feed is held.
  func contains(_ payload: PayloadKey) -> Bool { payloads.contains(payload) }

  /// Notes a payload as held.
  mutating func insert(_ payload: PayloadKey) { payloads.insert(payload) }

  /// The position of a schema, added if it is new.
  mutating func code(of schema: BlockSchema) -> Int {
    if let code = schemaCodes[schema] { return code }
    schemas.append(schema)
    schemaCodes[schema] = schemas.count - 1
    return schemas.count - 1
  }

  /// Adds a unit of sorted blocks.
  mutating func append(_ entries: [BlockEntry]) {
    guard var summary = entries.first?.summary else { return }
    for entry in entries.dropFirst() { summary.merge(entry.summary) }
    if units.count % StoreIndex.unitsPerGroup == 0 {
      groups.append(summary)
    } else {
      groups[groups.count - 1].merge(summary)
    }
    units.append(UnitEntry(summary: summary, blocks: blocks.count..<blocks.count + entries.count))
    blocks.append(contentsOf: entries)
    rows += summary.rows
  }

  /// The blocks, in the order of arrival, for which `matches` holds; whole units are passed over by their ranges.
  func blocks(where matches: (BlockSummary) -> Bool) -> [PlannedBlock] {
    var found: [PlannedBlock] = []
    for group in groups.indices where matches(groups[group]) {
      let first = group * StoreIndex.unitsPerGroup
      for unit in units[first..<min(first + StoreIndex.unitsPerGroup, units.count)] where matches(unit.summary) {
        for id in unit.blocks where matches(blocks[id].summary) {
          found.append(PlannedBlock(id: id, entry: blocks[id], schema: schemas[blocks[id].schema]))
        }
      }
    }
    return found
  }

  /// The location codes that a query asks for; `nil` for all.
  mutating func locationSelection(for query: ObservationQuery) -> CodeSelection? {
    lookup.update(from: dictionary)
    return lookup.selection(for: query, in: dictionary, without: unreadable.locations)
  }

  /// The product codes that a query asks for; `nil` for all.
  func productSelection(for query: ObservationQuery) -> CodeSelection? {
    if let products = query.products {
      return CodeSelection(products.compactMap { dictionary.existingCode(for: $0) })
    }
    if unreadable.products.isEmpty { return nil }
    return CodeSelection((0..<UInt32(dictionary.products.count)).filter { !unreadable.products.contains($0) })
  }
}

/// Where a block is and what it spans.
struct BlockEntry: Sendable {
  var summary: BlockSummary
  var schema: Int
  /// Where its bytes are; of no meaning for a store in memory.
  var place = BlockPlace()
}

/// Where the bytes of a block are.
struct BlockPlace: Hashable, Sendable {
  var segment: UInt32 = 0
  var offset: UInt64 = 0
  var length: UInt32 = 0
  var checksum: UInt32 = 0
}

/// Blocks that were sorted together, and the ranges that they span together.
struct UnitEntry: Sendable {
  var summary: BlockSummary
  var blocks: Range<Int>
}

/// A block that a plan reads.
struct PlannedBlock: Sendable {
  var id: Int
  var entry: BlockEntry
  var schema: BlockSchema
}

/// What identifies a payload: its feed and the digest of its bytes.
struct PayloadKey: Hashable, Sendable {
  var feed: Feed.ID
  var digest: SHA256Digest

  init(feed: Feed.ID, digest: SHA256Digest) {
    self.feed = feed
    self.digest = digest
  }

  /// The key of a chunk's payload; `nil` where nobody hashed it.
  init?(_ provenance: Provenance) {
    guard let digest = provenance.digest else { return nil }
    self.init(feed: provenance.feed, digest: digest)
  }
}

/// Codes whose values were lost to damage.
struct UnreadableCodes: Hashable, Sendable {
  var locations: Set<UInt32> = []
  var products: Set<UInt32> = []

  var isEmpty: Bool { locations.isEmpty && products.isEmpty }
}
