import ByteFormats
public import MarketData

/// Prices in columns by name, one row a step, as a CSV file has them.
///
///     start,energy,reg_up,reg_dn
///     2025-01-01T00:00Z,47.67,10.08,2.75
///
///     let table = try PriceTable(csv: bytes)         // gzip is expanded
///     try table.column("energy")
///
/// A column `start` (also `time`, `timestamp`, `interval_start` and the like) holds the instants at which the steps begin, as ISO
/// 8601 with their offset or, without one, in UTC. Every other column is of prices; all of them are needed in every row.
public struct PriceTable: Hashable, Sendable {
  /// The names of the columns of prices, as the file has them.
  public let names: [String]
  /// When each step begins; `nil` where the file does not say.
  public let starts: [Instant]?
  /// The prices, one array a column.
  public let columns: [[Double]]

  /// The name of the column of energy prices.
  public static let energy = "energy"

  private static let startNames: Set<String> = [
    "start", "time", "timestamp", "datetime", "date", "intervalstart", "starttime", "starttimeutc", "utc", "period",
  ]

  /// The number of steps.
  public var count: Int { columns.first?.count ?? 0 }

  /// The prices of a column.
  ///
  /// - Throws: `unknownName`.
  public func column(_ name: String) throws(StorageError) -> [Double] {
    guard let index = names.firstIndex(of: name) else {
      throw StorageError(
        .unknownName, field: "prices", found: "no column \(name)", expected: "one of \(names.joined(separator: ", "))")
    }
    return columns[index]
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - csv: The bytes of the file, plain or gzip.
  ///   - source: The name that errors give to it.
  ///   - limits: What bounds its size, rows and expansion.
  /// - Throws: `ParseError` with line and field: `missingField` without a column `energy`, `notANumber` for what is no finite
  ///   number, blanks included, `notATime`, `fieldCount`, `inconsistent` for two columns of one name or starts that do not rise.
  /// - Complexity: O(bytes).
  public init(csv: [UInt8], source: String? = nil, limits: Limits = .default) throws(ParseError) {
    var reader = PriceTableReader(source: source, limits: limits)
    guard csv.count <= limits.maxPayloadBytes else {
      throw ParseError(
        .limitExceeded, at: .init(source: source), "\(csv.count) bytes", expected: "at most \(limits.maxPayloadBytes)")
    }
    guard Gzip.looksLikeGzip(csv.span) else {
      self = try reader.read(csv.span)
      return
    }
    let expanded: [UInt8]
    do throws(FormatError) {
      expanded = try Gzip.decompress(csv.span, limits: limits.format)
    } catch {
      throw ParseError(error, source: source)
    }
    self = try reader.read(expanded.span)
  }

  init(names: [String], starts: [Instant]?, columns: [[Double]]) {
    self.names = names
    self.starts = starts
    self.columns = columns
  }

  /// Some of the rows.
  ///
  /// - Throws: `outOfRange` for an empty range or one beyond the rows.
  public func slice(_ range: Range<Int>) throws(StorageError) -> PriceTable {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else {
      throw StorageError(.outOfRange, field: "prices", found: "\(range)", expected: "a part of 0..<\(count)")
    }
    return PriceTable(
      names: names, starts: starts.map { Array($0[range]) }, columns: columns.map { Array($0[range]) })
  }

  /// The steps of the table: of some minutes each, from the first start, or from an instant where the table has none.
  ///
  /// - Throws: `mismatch` with the index of a start that does not follow the one before by that length.
  public func steps(minutes: Int, from origin: Instant, zone: MarketTimeZone = .utc) throws(StorageError)
    -> DispatchSteps
  {
    let steps = try DispatchSteps(start: starts?.first ?? origin, minutes: minutes, count: count, zone: zone)
    for (index, start) in (starts ?? []).enumerated() where start != steps.start(at: index) {
      throw StorageError(
        .mismatch, field: "start", found: "\(start)", expected: "\(steps.start(at: index)), \(minutes) minutes on",
        index: index)
    }
    return steps
  }

  static func isStart(_ name: String) -> Bool { startNames.contains(CSVHeader.normalised(name)) }
}

/// Reads a ``PriceTable``.
private struct PriceTableReader {
  let source: String?
  let limits: Limits
  private var names: [String] = []
  private var startColumn: Int?
  private var starts: [Instant] = []
  private var columns: [[Double]] = []

  init(source: String?, limits: Limits) {
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
    var kept: [Int] = []
    for index in names.indices where index != startColumn { kept.append(index) }
    guard let first = kept.first, !columns[first].isEmpty else {
      throw ParseError(
        .empty, at: .init(source: source), "no row", expected: "a header and at least one row of prices")
    }
    return PriceTable(
      names: kept.map { names[$0] }, starts: startColumn == nil ? nil : starts, columns: kept.map { columns[$0] })
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
    startColumn = names.firstIndex(where: PriceTable.isStart)
    guard names.contains(PriceTable.energy) else {
      throw error(.missingField, reader, "no column energy", expected: "a header with energy and services", nil)
    }
    for (index, name) in names.enumerated() where name.isEmpty || names[..<index].contains(name) {
      throw error(.inconsistent, reader, "\"\(name)\"", expected: "a name of its own for each column", nil)
    }
  }

  private mutating func readRow(_ reader: CSVReader, _ bytes: Span<UInt8>) throws(ParseError) {
    guard reader.fieldCount == names.count else {
      throw error(.fieldCount, reader, "\(reader.fieldCount) fields", expected: "\(names.count), as the header", nil)
    }
    for index in names.indices {
      if index == startColumn {
        let text = reader.string(index, in: bytes)
        guard let start = Instant(iso8601: text) ?? Instant(iso8601: text + "Z") else {
          throw error(
            .notATime, reader, "\"\(text.prefix(40))\"", expected: "an instant as 2025-01-01T00:00Z", names[index])
        }
        if let last = starts.last, start <= last {
          throw error(.inconsistent, reader, "\(text.prefix(40))", expected: "starts that rise", names[index])
        }
        starts.append(start)
        continue
      }
      guard let value = NumberScanner.double(bytes, reader.trimmed(index, in: bytes)), value.isFinite else {
        throw error(
          .notANumber, reader, "\"\(reader.string(index, in: bytes).prefix(40))\"", expected: "a number", names[index])
      }
      columns[index].append(value)
    }
  }

  private func error(
    _ code: ParseError.Code, _ reader: CSVReader, _ found: String, expected: String, _ field: String?
  ) -> ParseError {
    ParseError(
      code, at: .init(source: source, line: reader.line, field: field, byteOffset: reader.recordStart), found,
      expected: expected)
  }
}
