/// One record of the journal: what a store learnt, in the order in which it learnt it.
enum JournalRecord: Sendable {
  /// Locations with the codes from `first` on.
  case locations(first: UInt32, [Location])
  /// Products with the codes from `first` on.
  case products(first: UInt32, [Product])
  /// The blocks of one append: with this record they exist.
  case append(units: [JournalUnit], isSynchronized: Bool)
  /// Everything before this record is on the device.
  case synchronized
  /// The append record with this sequence number is void: its blocks were found broken after a crash.
  case void(UInt64)

  static let magic: UInt32 = 0x3143_4552  // "REC1"
  static let headerBytes = 32
}

/// The blocks of one unit as the journal holds them.
struct JournalUnit: Sendable {
  var schema: BlockSchema
  var blocks: [JournalBlock]
}

/// One block as the journal holds it.
struct JournalBlock: Sendable {
  var summary: BlockSummary
  var place: BlockPlace
}

extension JournalRecord {
  private var kind: UInt32 {
    switch self {
    case .locations: 1
    case .products: 2
    case .append: 3
    case .synchronized: 4
    case .void: 5
    }
  }

  /// Appends the record's bytes.
  func append(sequence: UInt64, to writer: inout ByteWriter) {
    let start = writer.bytes.count
    writer.append(JournalRecord.magic)
    writer.append(kind)
    writer.append(sequence)
    for _ in 0..<4 { writer.append(UInt32(0)) }
    appendContent(to: &writer)
    let end = writer.bytes.count
    writer.pad()
    let content = start + JournalRecord.headerBytes..<end
    writer.patch(UInt32(truncatingIfNeeded: content.count), at: start + 16)
    writer.patch(Checksum.crc32(writer.bytes, content), at: start + 20)
    writer.patch(Checksum.crc32(writer.bytes, start..<start + 28), at: start + 28)
  }

  private func appendContent(to writer: inout ByteWriter) {
    switch self {
    case .locations(let first, let locations):
      writer.append(first)
      writer.append(UInt32(locations.count))
      for location in locations { writer.append(location) }
    case .products(let first, let products):
      writer.append(first)
      writer.append(UInt32(products.count))
      for product in products { writer.append(product) }
    case .append(let units, let isSynchronized):
      writer.append(UInt32(isSynchronized ? 1 : 0))
      writer.append(UInt32(units.count))
      for unit in units { writer.append(unit) }
    case .synchronized: break
    case .void(let sequence): writer.append(sequence)
    }
  }

  /// Reads a record's content.
  init(kind: UInt32, _ reader: inout ByteReader) throws(ByteReader.Malformed) {
    switch kind {
    case 1:
      let first = try reader.integer(UInt32.self)
      var locations: [Location] = []
      for _ in 0..<(try reader.count(ofSize: 16)) { locations.append(try reader.location()) }
      self = .locations(first: first, locations)
    case 2:
      let first = try reader.integer(UInt32.self)
      var products: [Product] = []
      for _ in 0..<(try reader.count(ofSize: 13)) { products.append(try reader.product()) }
      self = .products(first: first, products)
    case 3:
      let flags = try reader.integer(UInt32.self)
      var units: [JournalUnit] = []
      for _ in 0..<(try reader.count(ofSize: 16)) { units.append(try reader.unit()) }
      self = .append(units: units, isSynchronized: flags & 1 == 1)
    case 4: self = .synchronized
    case 5: self = .void(try reader.integer())
    default: throw ByteReader.Malformed(message: "a record of the unknown kind \(kind)")
    }
  }
}
