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
/// A column `start` (also `time`, `timestamp`, `interval_start` and the like, or `date` and `time` together) holds the instants at which
/// the steps begin, as ISO 8601 with their offset or, without one, in UTC; of several the one that says most is read. Every other
/// column is of prices, needed in every row, unless the columns of prices are named: then nothing else is looked at, so that a file
/// may have notes and names of nodes as well.
public struct PriceTable: Hashable, Sendable {
  /// The names of the columns of prices, as the file has them.
  public let names: [String]
  /// When each step begins; `nil` where the file does not say.
  public let starts: [Instant]?
  /// The prices, one array a column.
  public let columns: [[Double]]

  /// The name of the column of energy prices.
  public static let energy = "energy"

  /// The names of a column of starts, those that say most first.
  private static let startNames = [
    "start", "intervalstart", "starttimeutc", "starttime", "utc", "timestamp", "datetime", "time", "date", "period",
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
  ///   - wanted: The names of the columns of prices beside `energy`; every column but that of the starts unless given.
  ///   - source: The name that errors give to it.
  ///   - limits: What bounds its size, rows and expansion.
  /// - Throws: `ParseError` with line and field: `missingField` without a column `energy` or one that is named, `notANumber` for what is no finite
  ///   number, blanks included, `notATime`, `fieldCount`, `inconsistent` for two columns of one name or starts that do not rise.
  /// - Complexity: O(bytes).
  public init(
    csv: [UInt8], columns wanted: [String]? = nil, source: String? = nil, limits: Limits = .default
  ) throws(ParseError) {
    var reader = PriceTableReader(wanted: wanted, source: source, limits: limits)
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

  /// How little a name says of a start, from 0 on; `nil` for the name of something else.
  static func startRank(_ name: String) -> Int? { startNames.firstIndex(of: CSVHeader.normalised(name)) }
}
