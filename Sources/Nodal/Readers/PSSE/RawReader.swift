import ByteFormats
import MarketData

/// Reads the sections of a PSS/E RAW file of revision 33 in their order.
struct RawReader {
  /// The sections behind the case identification, in order.
  private static let sections = [
    "bus", "load", "fixed shunt", "generator", "branch", "transformer", "area", "two-terminal DC", "VSC DC",
    "impedance correction", "multi-terminal DC", "multi-section line", "zone", "inter-area transfer", "owner", "FACTS",
    "switched shunt", "GNE", "induction machine",
  ]

  let source: String?
  let limits: Limits
  var log: DefectLog
  var notes: [NetworkNote] = []
  var offset = 0
  var line = 0
  private var records = 0

  var name = ""
  var baseMVA = 100.0
  var buses: [Network.Bus] = []
  var places: [Int: Int] = [:]
  var loads: [Network.Load] = []
  var generators: [Network.Generator] = []
  var branches: [Network.Branch] = []
  var hvdcLines: [Network.HVDCLine] = []
  var areas: [Network.Region] = []
  var zones: [Network.Region] = []
  /// The ids that are taken, by kind of element.
  var ids: Set<String> = []
  /// The highest bus number of the file; star points come after it.
  var lastBus = 0
  /// How many things of each kind were simplified, in the order in which they were met.
  var simplified: [(what: String, count: Int, line: Int)] = []

  init(context: ParseContext, source: String?) {
    self.source = source
    limits = context.limits
    log = DefectLog(context: context, source: source)
  }

  /// Reads the file.
  mutating func read(_ bytes: Span<UInt8>) throws(ParseError) {
    if bytes.hasBytes("\u{FEFF}", at: 0) { offset = 3 }
    try identification(bytes)
    for section in Self.sections {
      guard try read(section: section, bytes) else { break }
    }
    for kind in simplified {
      notes.append(NetworkNote(at: .init(source: source, line: kind.line), "\(kind.count) \(kind.what)"))
    }
  }

  /// Reads the case identification: the base, the revision, two lines of title.
  private mutating func identification(_ bytes: Span<UInt8>) throws(ParseError) {
    guard let range = nextLine(bytes) else { throw ParseError(.empty, at: .init(source: source), "no line") }
    let record = try RawRecord(bytes, range, line: line, source: source, limits: limits)
    let change = try record.whole(0, 0, bytes)
    baseMVA = try record.number(1, 100, bytes)
    guard baseMVA > 0 else { throw record.error(.outOfRange, 1, "a base of \(baseMVA)", "a positive one, in MVA") }
    let revision = try record.number(2, 33, bytes)
    guard revision == 33 || revision == 32 else {
      throw record.error(.unrecognised, 2, "revision \(revision)", "33, or 32 whose records are the same")
    }
    guard change == 0 else { throw record.error(.unrecognised, 0, "a change to another case", "0, a base case") }
    name = nextLine(bytes).map { String(bytes, bytes.trimmed($0)).trimmedOfBlanks } ?? ""
    _ = nextLine(bytes)
  }

  /// Reads a section up to its mark; false where it was the last one.
  private mutating func read(section: String, _ bytes: Span<UInt8>) throws(ParseError) -> Bool {
    var skipped = 0
    var first = 0
    while true {
      guard let range = nextLine(bytes) else {
        guard !isAtSectionStart || section == "bus" else { return false }
        try log.record(
          ParseError(
            .truncated, at: .init(source: source, line: line), "the end of the file in section \(section)",
            expected: "a line with 0"))
        return false
      }
      do throws(ParseError) {
        let record = try RawRecord(bytes, range, line: line, source: source, limits: limits)
        if record.fields.isEmpty { continue }
        if record.endsFile(bytes) { return false }
        if record.endsSection(bytes) {
          isAtSectionStart = true
          if skipped > 0 {
            notes.append(
              NetworkNote(at: .init(source: source, line: first), "\(skipped) lines of section \(section) are not kept")
            )
          }
          return true
        }
        isAtSectionStart = false
        records += 1
        guard records <= limits.maxRows else {
          throw record.error(.limitExceeded, 0, "more records", "at most \(limits.maxRows)")
        }
        switch section {
        case "bus": try readBus(record, bytes)
        case "load": try readLoad(record, bytes)
        case "fixed shunt": try readShunt(record, bytes)
        case "generator": try readGenerator(record, bytes)
        case "branch": try readBranch(record, bytes)
        case "transformer": try readTransformer(record, bytes)
        case "area": try readArea(record, bytes)
        case "zone": try readZone(record, bytes)
        case "two-terminal DC": try readHVDCLine(record, bytes)
        default:
          if skipped == 0 { first = line }
          skipped += 1
        }
      } catch {
        guard error.code != .limitExceeded else { throw error }
        isAtSectionStart = false
        try log.record(error)
      }
    }
  }

  /// Whether no record has been read since the last mark.
  private var isAtSectionStart = true

  /// Reads a further line of a record.
  mutating func continuation(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) -> RawRecord {
    guard let range = nextLine(bytes) else {
      throw record.error(.truncated, 0, "a record without its further lines", "the lines of its kind")
    }
    return try RawRecord(bytes, range, line: line, source: source, limits: limits)
  }

  /// The next line, without its end, or `nil`.
  private mutating func nextLine(_ bytes: Span<UInt8>) -> ByteRange? {
    guard offset < bytes.count else { return nil }
    let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: offset) ?? bytes.count
    defer { offset = min(end + 1, bytes.count) }
    line += 1
    return ByteRange(offset, end)
  }

  /// Refuses an id that is taken.
  mutating func take(_ kind: String, _ id: String, _ record: RawRecord) throws(ParseError) {
    guard ids.insert(kind + id).inserted else {
      throw record.error(.inconsistent, 0, "\(kind) \(id) twice", "different ids")
    }
  }

  /// The place of the bus that a field names.
  func bus(_ record: RawRecord, _ field: Int, _ bytes: Span<UInt8>) throws(ParseError) -> Int {
    let number = abs(try record.whole(field, nil, bytes))
    guard let place = places[number] else {
      throw record.error(.inconsistent, field, "bus \(number)", "a bus of the file")
    }
    return place
  }

  /// Counts something that a network holds in a simpler form.
  mutating func simplify(_ what: String) {
    if let index = simplified.firstIndex(where: { $0.what == what }) {
      simplified[index].count += 1
    } else {
      simplified.append((what, 1, line))
    }
  }
}
