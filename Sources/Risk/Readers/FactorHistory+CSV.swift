import ByteFormats
import MarketData

extension FactorHistory {
  /// Reads a table of changes from CSV: a column `date` (2026-01-31), then one column of changes for each factor.
  ///
  ///     date,PJM_WEST,HENRY_HUB
  ///     2026-01-05,1.25,-0.031
  ///     2026-01-06,,0.012
  ///
  /// A blank is a missing change. Lines may stand in any order of their dates.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - limits: How much of it is taken.
  /// - Throws: `malformed` with the line of what is no date or number, of a short line or of a defect of the format; `mismatch` for
  ///   a factor or a date given twice; `empty` without a factor or a day; `outOfRange` for more than the limits allow.
  /// - Complexity: O(bytes).
  public init(csv bytes: Span<UInt8>, limits: InputLimits = .default) throws(RiskError) {
    try limits.bound(bytes.count, "bytes of changes", limits.maxBytes)
    // One factor more than allowed is read, so that it is the limit that is named; days are counted here.
    var format = limits.format
    format.maxFields = format.maxFields.addingSaturated(1)
    format.maxRecords = .max
    var reader = CSVReader(limits: format)
    var names: [String] = []
    var dates: [LocalDate] = []
    var rows: [Double] = []
    var days = 0
    do throws(FormatError) {
      while try reader.next(in: bytes) {
        if reader.isBlankRecord { continue }
        if names.isEmpty {
          names = try FactorHistory.header(reader, bytes)
          continue
        }
        days += 1
        guard days <= limits.maxDays, days <= limits.maxCells / names.count, names.count <= limits.maxFactors else {
          break
        }
        guard reader.fieldCount == names.count + 1 else {
          throw FormatError(
            .malformed, at: reader.recordStart, line: reader.line,
            expected: "\(names.count + 1) fields as in the header, found \(reader.fieldCount)")
        }
        let text = reader.string(0, in: bytes)
        guard let date = LocalDate(text) else {
          throw FormatError(
            .malformed, at: reader.field(0).start, line: reader.line, expected: "a date as 2026-01-31, found \(text)")
        }
        dates.append(date)
        for column in 1...names.count {
          let range = reader.trimmed(column, in: bytes)
          guard !range.isEmpty else {
            rows.append(.nan)
            continue
          }
          guard let value = NumberScanner.double(bytes, range) else {
            throw FormatError(
              .malformed, at: range.start, line: reader.line,
              expected: "a number for \(names[column - 1]), found \(reader.string(column, in: bytes))")
          }
          rows.append(value)
        }
      }
    } catch {
      throw RiskError(error, "a table of changes")
    }
    try limits.bound(names.count, "factors", limits.maxFactors)
    try limits.bound(days, "days", limits.maxDays)
    try limits.product(days, "days", names.count, "factors", limits.maxCells)
    let order = dates.indices.sorted { (dates[$0], $0) < (dates[$1], $1) }
    for (before, after) in zip(order, order.dropFirst()) where dates[before] == dates[after] {
      throw RiskError(.mismatch, found: "\(dates[after]) twice", expected: "one line for each date")
    }
    var values: [Double] = []
    values.reserveCapacity(rows.count)
    for column in names.indices {
      for row in order { values.append(rows[row * names.count + column]) }
    }
    try self.init(names: names, dates: order.map { dates[$0] }, values: values)
  }

  /// The factors' names of a header.
  private static func header(_ reader: CSVReader, _ bytes: Span<UInt8>) throws(FormatError) -> [String] {
    let first = reader.string(0, in: bytes)
    guard CSVHeader.normalised(first) == "date", reader.fieldCount > 1 else {
      throw FormatError(
        .malformed, at: reader.recordStart, line: reader.line, expected: "a header date,FACTOR,..., found \(first)")
    }
    let names = (1..<reader.fieldCount).map { reader.string($0, in: bytes) }
    guard !names.contains("") else {
      throw FormatError(
        .malformed, at: reader.recordStart, line: reader.line, expected: "a name for each column, found a blank one")
    }
    return names
  }
}

extension RiskError {
  /// A defect of a format.
  init(_ error: FormatError, _ what: String) {
    let place = error.line.map { "line \($0)" } ?? "byte \(error.byteOffset)"
    let isLarge = [FormatError.Code.tooManyFields, .tooManyRecords, .fieldTooLong].contains(error.code)
    self.init(
      isLarge ? .outOfRange : .malformed, found: "\(what) with a defect in \(place)", expected: error.expected,
      cause: error)
  }
}
