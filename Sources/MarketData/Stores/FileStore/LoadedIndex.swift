/// The index as the journal's records build it up.
struct LoadedIndex {
  private let files: StoreFiles
  private let segments: SegmentFiles
  /// The index so far.
  private(set) var index = StoreIndex(dictionary: ObservationDictionary())
  /// What is broken.
  private(set) var damage: [StoreDamage] = []
  /// Where the blocks of each segment end.
  private(set) var ends: [UInt32: Int] = [:]
  /// Appends whose blocks had not reached the device.
  private(set) var voided: [UInt64] = []
  private(set) var voidedRows = 0
  private(set) var checkedBlocks = 0
  /// Segments that records after the last checkpoint speak of.
  private(set) var uncheckedSegments: Set<UInt32> = []

  /// The most codes that damage may leave without a name before the journal is taken for nonsense.
  private static let mostLostCodes = 1 << 20

  init(files: StoreFiles, segments: SegmentFiles) {
    self.files = files
    self.segments = segments
  }

  /// Applies every record of a journal; blocks that nobody vouched for are read and checked.
  mutating func apply(_ scan: JournalScan) {
    var void: Set<UInt64> = []
    var firstUnchecked = 0
    for (position, entry) in scan.entries.enumerated() {
      switch entry.record {
      case .void(let sequence): void.insert(sequence)
      case .synchronized, .append(_, isSynchronized: true): firstUnchecked = position + 1
      default: break
      }
    }
    for (position, entry) in scan.entries.enumerated() {
      switch entry.record {
      case .locations(let first, let locations): add(locations, from: first, at: entry.offset)
      case .products(let first, let products): add(products, from: first, at: entry.offset)
      case .append(let units, _):
        let needsCheck = position >= firstUnchecked && !void.contains(entry.sequence)
        if needsCheck { uncheckedSegments.formUnion(units.flatMap { $0.blocks.map(\.place.segment) }) }
        if void.contains(entry.sequence) {
          noteEnds(units)
        } else if needsCheck, !areSound(units) {
          noteEnds(units)
          voided.append(entry.sequence)
          for unit in units { for block in unit.blocks { voidedRows += block.summary.rows } }
        } else {
          add(units, at: entry.offset)
        }
      case .synchronized, .void: break
      }
    }
  }

  private mutating func areSound(_ units: [JournalUnit]) -> Bool {
    for unit in units {
      for block in unit.blocks {
        checkedBlocks += 1
        let entry = BlockEntry(summary: block.summary, schema: 0, place: block.place)
        if (try? segments.block(entry, schema: unit.schema)) == nil { return false }
      }
    }
    return true
  }

  private mutating func noteEnds(_ units: [JournalUnit]) {
    for unit in units {
      for block in unit.blocks {
        ends[block.place.segment] = max(
          ends[block.place.segment] ?? 0, Int(block.place.offset) + Int(block.place.length))
      }
    }
  }

  private mutating func add(_ units: [JournalUnit], at offset: Int) {
    noteEnds(units)
    for unit in units {
      guard let locations = unit.blocks.map(\.summary.lastLocation).max(),
        let products = unit.blocks.map(\.summary.lastProduct).max()
      else { continue }
      guard fillLocations(upTo: Int(locations) + 1, at: offset), fillProducts(upTo: Int(products) + 1, at: offset)
      else {
        damage.append(
          StoreDamage(.record, path: files.journal, offset: offset, "a block uses a code that is far too large"))
        continue
      }
      index.append(unit)
      if let payload = PayloadKey(unit.schema.provenance) { index.insert(payload) }
    }
  }

  private mutating func add(_ locations: [Location], from first: UInt32, at offset: Int) {
    guard fillLocations(upTo: Int(first), at: offset) else { return }
    for (position, location) in locations.enumerated() {
      let code = first + UInt32(position)
      if Int(code) < index.dictionary.locations.count { continue }
      if index.dictionary.existingCode(for: location) != nil {
        _ = fillLocations(upTo: Int(code) + 1, at: offset)
      } else {
        _ = index.dictionary.code(for: location)
      }
    }
  }

  private mutating func add(_ products: [Product], from first: UInt32, at offset: Int) {
    guard fillProducts(upTo: Int(first), at: offset) else { return }
    for (position, product) in products.enumerated() {
      let code = first + UInt32(position)
      if Int(code) < index.dictionary.products.count { continue }
      if index.dictionary.existingCode(for: product) != nil {
        _ = fillProducts(upTo: Int(code) + 1, at: offset)
      } else {
        _ = index.dictionary.code(for: product)
      }
    }
  }

  /// Gives codes whose locations were lost a name of their own, so that the codes after them keep their meaning.
  private mutating func fillLocations(upTo count: Int, at offset: Int) -> Bool {
    let known = index.dictionary.locations.count
    guard count > known else { return true }
    guard count - known + index.unreadable.locations.count <= LoadedIndex.mostLostCodes else { return false }
    for code in known..<count {
      _ = index.dictionary.code(for: Location(market: "", kind: "lost", id: "lost \(code)"))
      index.unreadable.locations.insert(UInt32(code))
    }
    damage.append(
      StoreDamage(.dictionary, path: files.journal, offset: offset, "the names of \(count - known) locations are lost"))
    return true
  }

  private mutating func fillProducts(upTo count: Int, at offset: Int) -> Bool {
    let known = index.dictionary.products.count
    guard count > known else { return true }
    guard count - known + index.unreadable.products.count <= LoadedIndex.mostLostCodes else { return false }
    for code in known..<count {
      _ = index.dictionary.code(for: Product(kind: "lost", run: "lost", name: "lost \(code)", unit: .dimensionless))
      index.unreadable.products.insert(UInt32(code))
    }
    damage.append(
      StoreDamage(.dictionary, path: files.journal, offset: offset, "the names of \(count - known) products are lost"))
    return true
  }

  /// The rows of the blocks of a segment that lie beyond a size.
  func rows(of segment: UInt32, beyond size: Int) -> Int {
    index.blocks.reduce(0) { sum, entry in
      let place = entry.place
      let isBeyond = place.segment == segment && Int(place.offset) + Int(place.length) > size
      return sum + (isBeyond ? entry.summary.rows : 0)
    }
  }
}
