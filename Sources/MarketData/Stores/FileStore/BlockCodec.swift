/// Writes and reads the bytes of one block; the layout is described in Documentation/file-store-format.md.
enum BlockCodec {
  static let magic: UInt32 = 0x314b_4c42  // "BLK1"
  static let headerBytes = 64
  /// The most rows of a block; what says more is not read.
  static let mostRows = 1 << 20

  /// How a column is written.
  private enum Encoding: UInt8 {
    /// One value for all rows.
    case constant = 0
    /// The smallest value, and what each row adds to it in 32 bits.
    case offsets = 1
    /// Every value.
    case plain = 2
  }

  /// What the header of a block says.
  struct Header {
    var length: Int
    var rows: Int
    var runs: Int
    var hasIssueTimes: Bool
    var components: Int
    var checksum: UInt32
    var sequence: UInt64
  }

  /// Appends a block's bytes and returns their number and checksum.
  static func append(_ block: SeriesBlock, sequence: UInt64, to writer: inout ByteWriter) -> (
    length: Int, checksum: UInt32
  ) {
    let start = writer.bytes.count
    writer.append(magic)
    writer.append(UInt32(0))
    writer.append(UInt32(block.count))
    writer.append(UInt32(block.runs.count))
    writer.append(UInt8(block.issuedAt == nil ? 0 : 1))
    writer.append(UInt8(block.components.count))
    writer.append(UInt16(0))
    writer.append(UInt32(0))
    writer.append(sequence)
    for _ in 0..<4 { writer.append(UInt64(0)) }

    writer.append(contentsOf: block.runs.map(\.location))
    writer.append(contentsOf: block.runs.map(\.product))
    writer.append(contentsOf: block.runs.map { UInt32($0.first) })
    writer.pad()
    append(.collapsing(block.starts), to: &writer)
    append(block.lengths, to: &writer)
    if let issued = block.issuedAt { append(issued, to: &writer) }
    append(block.publishedAt, to: &writer)
    append(block.revisions, to: &writer)
    append(block.values, to: &writer)
    for component in block.components { append(component, to: &writer) }

    let length = writer.bytes.count - start
    let checksum = Checksum.crc32(writer.bytes, start + headerBytes..<writer.bytes.count)
    writer.patch(UInt32(length), at: start + 4)
    writer.patch(checksum, at: start + 20)
    writer.patch(Checksum.crc32(writer.bytes, start..<start + headerBytes - 4), at: start + headerBytes - 4)
    return (length, checksum)
  }

  private static func append(_ column: ObservationColumn<Int64>, to writer: inout ByteWriter) {
    switch column {
    case .constant(let value, _):
      writer.append(UInt64(Encoding.constant.rawValue))
      writer.append(value)
    case .values(let values):
      var low = Int64.max
      var high = Int64.min
      for value in values {
        low = min(low, value)
        high = max(high, value)
      }
      let (span, overflow) = high.subtractingReportingOverflow(low)
      if overflow || span > Int64(UInt32.max) {
        writer.append(UInt64(Encoding.plain.rawValue))
        writer.append(contentsOf: values)
      } else {
        writer.append(UInt64(Encoding.offsets.rawValue))
        writer.append(low)
        writer.append(contentsOf: values.map { UInt32(truncatingIfNeeded: $0 &- low) })
        writer.pad()
      }
    }
  }

  private static func append(_ column: ObservationColumn<Int32>, to writer: inout ByteWriter) {
    switch column {
    case .constant(let value, _):
      writer.append(UInt64(Encoding.constant.rawValue))
      writer.append(Int64(value))
    case .values(let values):
      writer.append(UInt64(Encoding.plain.rawValue))
      writer.append(contentsOf: values)
      writer.pad()
    }
  }

  private static func append(_ values: [Double], to writer: inout ByteWriter) {
    if let first = values.first?.bitPattern, values.allSatisfy({ $0.bitPattern == first }) {
      writer.append(UInt64(Encoding.constant.rawValue))
      writer.append(first)
    } else {
      writer.append(UInt64(Encoding.plain.rawValue))
      writer.append(contentsOf: values)
    }
  }

  /// Reads a header; `nil` unless magic, checksum and sizes fit.
  static func header(_ bytes: [UInt8], at offset: Int) -> Header? {
    guard offset >= 0, offset <= bytes.count - headerBytes else { return nil }
    var reader = ByteReader(bytes, offset..<offset + headerBytes)
    do throws(ByteReader.Malformed) {
      guard try reader.integer(UInt32.self) == magic else { return nil }
      let length = Int(try reader.integer(UInt32.self))
      let rows = Int(try reader.integer(UInt32.self))
      let runs = Int(try reader.integer(UInt32.self))
      let issued = try reader.integer(UInt8.self)
      let components = Int(try reader.integer(UInt8.self))
      _ = try reader.integer(UInt16.self)
      let checksum = try reader.integer(UInt32.self)
      let sequence = try reader.integer(UInt64.self)
      _ = try reader.array(UInt32.self, count: 7)
      let stated = try reader.integer(UInt32.self)
      guard stated == Checksum.crc32(bytes, offset..<offset + headerBytes - 4), length >= headerBytes, length % 8 == 0,
        rows > 0, runs > 0, runs <= rows, issued <= 1
      else { return nil }
      return Header(
        length: length, rows: rows, runs: runs, hasIssueTimes: issued == 1, components: components, checksum: checksum,
        sequence: sequence)
    } catch {
      return nil
    }
  }

  /// Reads a block's bytes after checking them against what the journal says of it.
  static func block(_ bytes: [UInt8], summary: BlockSummary, schema: BlockSchema, checksum: UInt32) throws(ByteReader
    .Malformed) -> SeriesBlock
  {
    guard let header = header(bytes, at: 0), header.length == bytes.count else {
      throw ByteReader.Malformed(message: "the block's header is not what was written")
    }
    guard header.checksum == checksum, Checksum.crc32(bytes, headerBytes..<bytes.count) == checksum else {
      throw ByteReader.Malformed(message: "the block's bytes do not match their checksum")
    }
    guard header.rows == summary.rows, header.components == schema.components.count,
      header.hasIssueTimes == schema.hasIssueTimes
    else { throw ByteReader.Malformed(message: "the block is not the one that the journal speaks of") }
    var reader = ByteReader(bytes, headerBytes..<bytes.count)
    let runs = try runs(&reader, header, summary)
    let starts = try wideColumn(&reader, header.rows)
    let lengths = try narrowColumn(&reader, header.rows)
    let issued = header.hasIssueTimes ? try wideColumn(&reader, header.rows) : nil
    let published = try wideColumn(&reader, header.rows)
    let revisions = try narrowColumn(&reader, header.rows)
    let values = try numbers(&reader, header.rows)
    var components: [[Double]] = []
    for _ in 0..<header.components { components.append(try numbers(&reader, header.rows)) }
    return SeriesBlock(
      runs: runs, starts: Array(starts), lengths: lengths, values: values, components: components, issuedAt: issued,
      publishedAt: published, revisions: revisions)
  }

  private static func runs(
    _ reader: inout ByteReader, _ header: Header, _ summary: BlockSummary
  ) throws(ByteReader.Malformed) -> [SeriesBlock.Run] {
    let locations = try reader.array(UInt32.self, count: header.runs)
    let products = try reader.array(UInt32.self, count: header.runs)
    let firsts = try reader.array(UInt32.self, count: header.runs)
    try reader.pad(from: 0)
    var runs: [SeriesBlock.Run] = []
    runs.reserveCapacity(header.runs)
    for index in 0..<header.runs {
      let first = Int(firsts[index])
      guard index == 0 ? first == 0 : first > Int(firsts[index - 1]), first < header.rows,
        locations[index] >= summary.firstLocation, locations[index] <= summary.lastLocation,
        products[index] >= summary.firstProduct, products[index] <= summary.lastProduct
      else { throw ByteReader.Malformed(message: "run \(index) of the block is out of range") }
      runs.append(SeriesBlock.Run(location: locations[index], product: products[index], first: first))
    }
    return runs
  }

  private static func encoding(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Encoding {
    let code = try reader.integer(UInt64.self)
    guard code < 3, let encoding = Encoding(rawValue: UInt8(code)) else {
      throw ByteReader.Malformed(message: "a column has the unknown encoding \(code)")
    }
    return encoding
  }

  private static func wideColumn(
    _ reader: inout ByteReader, _ rows: Int
  ) throws(ByteReader.Malformed) -> ObservationColumn<Int64> {
    switch try encoding(&reader) {
    case .constant: return .constant(try reader.integer(), count: rows)
    case .plain: return .values(try reader.array(Int64.self, count: rows))
    case .offsets:
      let low = try reader.integer(Int64.self)
      let offsets = try reader.array(UInt32.self, count: rows)
      try reader.pad(from: 0)
      return .values(offsets.map { low &+ Int64($0) })
    }
  }

  private static func narrowColumn(
    _ reader: inout ByteReader, _ rows: Int
  ) throws(ByteReader.Malformed) -> ObservationColumn<Int32> {
    if try encoding(&reader) == .constant {
      return .constant(Int32(truncatingIfNeeded: try reader.integer(Int64.self)), count: rows)
    }
    let values = try reader.array(Int32.self, count: rows)
    try reader.pad(from: 0)
    return .values(values)
  }

  private static func numbers(_ reader: inout ByteReader, _ rows: Int) throws(ByteReader.Malformed) -> [Double] {
    if try encoding(&reader) == .constant { return Array(repeating: try reader.number(), count: rows) }
    return try reader.array(Double.self, count: rows)
  }
}
