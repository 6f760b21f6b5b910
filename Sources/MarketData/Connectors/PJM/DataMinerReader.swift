import ByteFormats

/// Reads one payload of a Data Miner 2 feed.
struct DataMinerReader {
  let layout: DataMinerLayout
  let payload: FeedPayload
  let context: ParseContext

  /// What the records of a payload were read into.
  struct Rows {
    /// One builder for each issue time; one in all where a feed has none.
    var builders: [(issue: Int64?, rows: ObservationBuilder)]
    /// The distinct stamps.
    var stamps: [Int64]
  }

  /// Reads the payload, CSV or JSON.
  func parse() throws(ParseError) -> ParsedPayload {
    let bytes = payload.bytes.span
    switch DataMinerReader.firstByte(of: bytes) {
    case nil:
      throw ParseError(.empty, at: .init(source: payload.name), "nothing but blanks")
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let records = try DataMinerJSON(
        bytes: bytes, source: payload.name, wanted: layout.columns, required: layout.signature, in: context)
      guard !records.isEmptyAnswer else {
        return result(Rows(builders: [], stamps: []), feed: layout.feed, log: records.log, blanks: 0)
      }
      return try read(records, bytesPerRow: 320, in: bytes)
    default:
      return try read(table(bytes), bytesPerRow: 96, in: bytes)
    }
  }

  private func table(_ bytes: Span<UInt8>) throws(ParseError) -> DataMinerCSV {
    if let error = DataMinerAnswer.error(inText: bytes, source: payload.name) { throw error }
    return try DataMinerCSV(
      bytes: bytes, source: payload.name, wanted: layout.columns, required: layout.signature, in: context)
  }

  static func firstByte(of bytes: Span<UInt8>) -> UInt8? {
    for offset in 0..<min(bytes.count, 4096) where !bytes[offset].isWhitespace { return bytes[offset] }
    return nil
  }

  private func read<Records: DataMinerRecords>(
    _ records: Records, bytesPerRow: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> ParsedPayload {
    var length = layout.length.isReading ? 0 : layout.feed.intervalSeconds
    var reading = records
    let capacity = bytes.count / bytesPerRow
    var rows = try rows(of: &reading, seconds: Int32(length), capacity: capacity, in: bytes)
    let actual = lengthByStamps(rows.stamps)
    if actual != length {
      length = actual
      reading = records
      rows = try self.rows(of: &reading, seconds: Int32(length), capacity: capacity, in: bytes)
    }
    return result(rows, feed: feed(length: length), log: reading.log, blanks: reading.blanks)
  }

  private func rows<Records: DataMinerRecords>(
    of records: inout Records, seconds: Int32, capacity: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> Rows {
    switch layout.form {
    case .prices: try prices(of: &records, seconds: seconds, capacity: capacity, in: bytes)
    case .measures(let measures): try self.measures(measures, of: &records, seconds: seconds, in: bytes)
    case .services(let run): try services(of: &records, run: run, seconds: seconds, in: bytes)
    }
  }

  /// The interval's length that fits the stamps: the feed's own, unless they fall on other minutes.
  private func lengthByStamps(_ stamps: [Int64]) -> Int64 {
    let usual = layout.feed.intervalSeconds
    guard case .stamps = layout.length else { return layout.length.isReading ? 0 : usual }
    if usual == 3600 {
      guard stamps.contains(where: { $0 % 3600 != 0 }) else { return usual }
      return layout.fiveMinuteTwin == nil && stamps.allSatisfy { $0 % 1800 == 0 } ? 1800 : 300
    }
    return stamps.count > 1 && stamps.allSatisfy { $0 % 3600 == 0 } ? 3600 : usual
  }

  /// The feed that rows of this length belong to.
  private func feed(length: Int64) -> Feed {
    guard length == 300, let twin = layout.fiveMinuteTwin else { return layout.feed }
    return DataMinerLayout.all.first { $0.feed.id == twin }?.feed ?? layout.feed
  }

  private func result(_ rows: Rows, feed: Feed, log: DefectLog, blanks: Int) -> ParsedPayload {
    var table = ObservationTable(dictionary: context.dictionary)
    for (issue, builder) in rows.builders {
      let publication =
        issue.map { Publication.stated(Instant(secondsSince1970: $0)) } ?? payload.publication(feed)
      if let chunk = builder.seal(provenance: payload.provenance(feed), publication: publication) {
        table.append(chunk)
      }
    }
    return ParsedPayload(feed: feed.id, table: table, defects: log.defects, blanks: blanks)
  }
}

extension DataMinerLayout.Length {
  var isReading: Bool {
    if case .reading = self { true } else { false }
  }
}
