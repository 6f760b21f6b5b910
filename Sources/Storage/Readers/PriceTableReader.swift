import ByteFormats
import MarketData

/// Reads a ``PriceTable``.
struct PriceTableReader {
  private let wanted: Set<String>?
  private let source: String?
  private let limits: Limits
  private var names: [String] = []
  /// The column of starts, or that of dates and that of times.
  private var startColumns: [Int] = []
  /// The columns of prices.
  private var priceColumns: [Int] = []
  private var starts: [Instant] = []
  private var columns: [[Double]] = []

  init(wanted: [String]?, source: String?, limits: Limits) {
    self.wanted = wanted.map { Set($0 + [PriceTable.energy]) }
    self.source = source
    self.limits = limits
  }

  mutating func read(_ bytes: Span<UInt8>) throws(ParseError) -> PriceTable {
    guard !bytes.isEmpty else { throw ParseError(.empty, at: .init(source: source), "no bytes", expected: "a header") }
    var reader = CSVReader(limits: limits.format)
    while try next(&reader, bytes) {
      if reader.isBlankRecord { continue }
      if names.isEmpty { try readHeader(reader, bytes) } else { try readRow(reader, bytes) }
    }
    guard let first = priceColumns.first, !columns[first].isEmpty else {
      throw ParseError(
        .empty, at: .init(source: source), "no row", expected: "a header and at least one row of prices")
    }
    return PriceTable(
      names: priceColumns.map { names[$0] }, starts: startColumns.isEmpty ? nil : starts,
      columns: priceColumns.map { columns[$0] })
  }

  private func next(_ reader: inout CSVReader, _ bytes: Span<UInt8>) throws(ParseError) -> Bool {
    do throws(FormatError) {
      return try reader.next(in: bytes)
    } catch {
      throw ParseError(error, source: source)
    }
  }

  private mutating func readHeader(_ reader: CSVReader, _ bytes: Span<UInt8>) throws(ParseError) {
    names = (0..<reader.fieldCount).map { reader.string($0, in: bytes) }
    columns = [[Double]](repeating: [], count: names.count)
    guard names.contains(PriceTable.energy) else {
      throw error(.missingField, reader, "no column energy", expected: "a header with energy and services", nil)
    }
    if let missing = wanted?.subtracting(names).min() {
      throw error(.missingField, reader, "no column \(missing)", expected: "a header with energy and services", missing)
    }
    priceColumns = names.indices.filter { wanted?.contains(names[$0]) ?? (PriceTable.startRank(names[$0]) == nil) }
    let checked = wanted == nil ? Array(names.indices) : priceColumns
    for (place, index) in checked.enumerated()
    where names[index].isEmpty || checked[..<place].contains(where: { names[$0] == names[index] }) {
      throw error(.inconsistent, reader, "\"\(names[index])\"", expected: "a name of its own for each column", nil)
    }
    startColumns = findStarts()
  }

  /// The column of starts that says most; a column of dates with one of times beside it where nothing says more.
  private func findStarts() -> [Int] {
    let ranked = names.indices.filter { !priceColumns.contains($0) }
      .compactMap { index in PriceTable.startRank(names[index]).map { (index: index, rank: $0) } }
    guard let best = ranked.min(by: { $0.rank < $1.rank }) else { return [] }
    let date = ranked.first { CSVHeader.normalised(names[$0.index]) == "date" }
    guard CSVHeader.normalised(names[best.index]) == "time", let date else { return [best.index] }
    return [date.index, best.index]
  }

  private mutating func readRow(_ reader: CSVReader, _ bytes: Span<UInt8>) throws(ParseError) {
    guard reader.fieldCount == names.count else {
      throw error(.fieldCount, reader, "\(reader.fieldCount) fields", expected: "\(names.count), as the header", nil)
    }
    if let column = startColumns.last { try readStart(reader, bytes, names[column]) }
    for index in priceColumns {
      guard let value = NumberScanner.double(bytes, reader.trimmed(index, in: bytes)), value.isFinite else {
        throw error(
          .notANumber, reader, "\"\(reader.string(index, in: bytes).prefix(40))\"", expected: "a number", names[index])
      }
      columns[index].append(value)
    }
  }

  private mutating func readStart(
    _ reader: CSVReader, _ bytes: Span<UInt8>, _ field: String
  ) throws(ParseError) {
    let texts = startColumns.map { reader.string($0, in: bytes) }
    func instant(_ text: String) -> Instant? { Instant(iso8601: text) ?? Instant(iso8601: text + "Z") }
    // A time beside a date may be an instant of its own.
    guard let start = texts.last.flatMap(instant) ?? instant(texts.joined(separator: "T")) else {
      throw error(
        .notATime, reader, "\"\(texts.joined(separator: " ").prefix(40))\"",
        expected: "an instant as 2025-01-01T00:00Z",
        field)
    }
    if let last = starts.last, start <= last {
      throw error(.inconsistent, reader, "\(start)", expected: "starts that rise", field)
    }
    starts.append(start)
  }

  private func error(
    _ code: ParseError.Code, _ reader: CSVReader, _ found: String, expected: String, _ field: String?
  ) -> ParseError {
    ParseError(
      code, at: .init(source: source, line: reader.line, field: field, byteOffset: reader.recordStart), found,
      expected: expected)
  }
}
