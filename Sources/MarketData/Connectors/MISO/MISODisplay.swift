import ByteFormats

/// Reads the small JSON displays of the public API, old and new; all values are strings.
///
/// `RefId` dates the whole document: it names the last interval that is shown, and is taken as the publication time.
struct MISODisplay {
  let member: FeedPayload
  let description: MISOFeed
  let document: JSONValue
  let dictionary: ObservationDictionary
  var log: DefectLog
  var blanks = 0
  /// When the document was made; `nil` where `RefId` is missing or cannot be read.
  private(set) var reference: MISOReference?

  init(_ member: FeedPayload, as description: MISOFeed, in context: ParseContext) throws(ParseError) {
    self.member = member
    self.description = description
    document = try MISODocument.read(member, context)
    dictionary = context.dictionary
    log = DefectLog(context: context, source: member.name)
  }

  /// Reads the document as its feed's layout.
  mutating func parse() throws(ParseError) -> ParsedPayload {
    var tables: [ObservationBuilder]
    switch description.layout {
    case .consolidatedPrices: tables = [try consolidatedPrices()]
    case .exAntePrices: tables = [try exAntePrices()]
    case .ancillaryPrices: tables = [try ancillaryPrices()]
    case .fuelMix: tables = [try fuelMix()]
    case .totalLoad: tables = try totalLoad()
    case .renewables(let fuel): tables = try renewables(fuel)
    default: tables = []
    }
    let stated = reference.map { Instant(secondsSince1970: $0.instant) }
    var result = ObservationTable(dictionary: dictionary)
    while !tables.isEmpty {
      let table = tables.removeFirst()
      let publication = member.publication(description.feed, stated: stated)
      if let chunk = table.seal(provenance: member.provenance(description.feed), publication: publication) {
        result.append(chunk)
      }
    }
    return ParsedPayload(feed: description.feed.id, table: result, defects: log.defects, blanks: blanks)
  }

  // MARK: Parts of documents

  /// A member that must be there.
  func required(_ key: String, of value: JSONValue, at field: String? = nil) throws(ParseError) -> JSONValue {
    if let member = value.member(key) { return member }
    throw ParseError(.missingField, at: .init(source: member.name, field: field ?? key), "no \(key)", expected: key)
  }

  /// The elements of an array that must be there; a single object counts as an array of one, `null` as an empty one.
  func elements(_ key: String, of value: JSONValue) throws(ParseError) -> [JSONValue] {
    let found = try required(key, of: value)
    switch found {
    case .array(let elements): return elements
    case .object: return [found]
    case .null: return []
    default:
      throw ParseError(.malformed, at: .init(source: member.name, field: key), "no array", expected: "an array")
    }
  }

  /// Reads `RefId` from where it stands; one that cannot be read is a defect.
  mutating func readReference(of value: JSONValue) throws(ParseError) {
    let text = value.member("RefId")?.text
    reference = text.flatMap { MISOReference($0) }
    if reference == nil {
      try defect(
        text == nil ? .missingField : .notATime, field: "RefId", text, expected: "27-Jul-2026 - Interval 08:15 EST")
    }
  }

  /// Records a defect.
  mutating func defect(
    _ code: ParseError.Code, field: String, index: Int? = nil, _ text: String?, expected: String
  ) throws(ParseError) {
    let message = text.map { "\"\($0.prefix(60))\"" } ?? "nothing"
    try log.record(
      ParseError(code, at: .init(source: member.name, field: field, index: index), message, expected: expected))
  }

  /// The number in a member: NaN and a count for a blank, `nil` after a defect for anything that is no number or not
  /// there.
  mutating func number(_ key: String, of value: JSONValue, index: Int) throws(ParseError) -> Double? {
    guard let found = value.member(key) else {
      try defect(.missingField, field: key, index: index, nil, expected: "a number")
      return nil
    }
    return try number(found, field: key, index: index)
  }

  /// The number that a member holds, as ``number(_:of:index:)`` gives it.
  mutating func number(_ found: JSONValue, field key: String, index: Int) throws(ParseError) -> Double? {
    if let number = found.price { return number }
    if found.isBlank {
      blanks += 1
      return .nan
    }
    try defect(.notANumber, field: key, index: index, found.text, expected: "a number")
    return nil
  }

  /// The interval that a label beside the reference means: `08:15`, the end of five minutes, or `HE 9`.
  mutating func interval(labelled text: String?, field: String) throws(ParseError) -> (start: Int64, seconds: Int32)? {
    let hour = text.flatMap { MISOStampReader.hourEnding($0) }
    let length: Int64 = hour == nil ? 300 : 3600
    guard let label = hour.map({ $0 * 3600 }) ?? text.flatMap({ MISOStampReader.timeOfDay($0) }) else {
      try defect(.notATime, field: field, text, expected: "08:15 or HE 9")
      return nil
    }
    guard let reference, let end = MISOClock.end(ofLabel: label, length: length, near: reference.instant) else {
      try defect(.noSuchInterval, field: field, text, expected: "a label within six hours of RefId")
      return nil
    }
    return (end - length, Int32(length))
  }

  /// A product's code.
  func code(_ product: Product) -> UInt32 { dictionary.code(for: product) }
}
