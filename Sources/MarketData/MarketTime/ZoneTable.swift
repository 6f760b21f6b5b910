/// The zones of the markets that the library knows, from the IANA time zone database, decoded one by one when first asked for.
enum ZoneTable {
  /// The rules of a zone by its IANA identifier or one of the older names; `nil` for a zone that is not in the table.
  static func rules(identifier: String) -> ZoneRules? {
    let name = aliases[identifier] ?? identifier
    guard let line = lines[name] else { return nil }
    return cache.withLock { cache in
      if let known = cache[name] { return known }
      let decoded = decode(identifier: name, line: line)
      cache[name] = decoded
      return decoded
    }
  }

  /// The identifiers in the table, sorted.
  static var identifiers: [String] { lines.keys.sorted() }

  private static let cache = Guarded<[String: ZoneRules]>([:])

  private static let lines: [String: Substring] = {
    var result: [String: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let bar = line.firstIndex(of: "|") else { continue }
      for identifier in line[..<bar].split(separator: " ") {
        result[String(identifier)] = line[line.index(after: bar)...]
      }
    }
    return result
  }()

  private static let aliases = [
    "US/Eastern": "America/New_York", "US/Central": "America/Chicago", "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles", "US/Arizona": "America/Phoenix", "Canada/Atlantic": "America/Halifax",
    "Canada/Eastern": "America/Toronto", "Canada/Central": "America/Winnipeg", "Canada/Mountain": "America/Edmonton",
    "Canada/Pacific": "America/Vancouver", "Canada/Newfoundland": "America/St_Johns",
    "Canada/Saskatchewan": "America/Regina", "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Montreal": "America/Toronto", "America/Calgary": "America/Edmonton", "Brazil/East": "America/Sao_Paulo",
    "Chile/Continental": "America/Santiago", "Europe/Kiev": "Europe/Kyiv", "Europe/Belfast": "Europe/London",
    "GB": "Europe/London", "Eire": "Europe/Dublin", "Portugal": "Europe/Lisbon", "Poland": "Europe/Warsaw",
    "Turkey": "Europe/Istanbul", "Asia/Istanbul": "Europe/Istanbul", "Europe/Nicosia": "Asia/Nicosia",
    "Asia/Calcutta": "Asia/Kolkata", "Japan": "Asia/Tokyo", "ROK": "Asia/Seoul", "ROC": "Asia/Taipei",
    "Singapore": "Asia/Singapore", "Australia/Canberra": "Australia/Sydney", "Australia/ACT": "Australia/Sydney",
    "Australia/NSW": "Australia/Sydney", "Australia/Queensland": "Australia/Brisbane",
    "Australia/Victoria": "Australia/Melbourne", "Australia/Tasmania": "Australia/Hobart", "NZ": "Pacific/Auckland",
  ]

  /// Reads one line of the table; see `Documentation/tools/generate-zones.py` for its fields.
  private static func decode(identifier: String, line: Substring) -> ZoneRules? {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false)
    guard fields.count == 4, let rule = PosixZoneRule(fields[3]), let ruleYear = Int(fields[2]) else { return nil }
    let offsets = fields[0].split(separator: " ").compactMap { Int64($0) }.map { $0 * 60 }
    var transitions: [(instant: Int64, offset: Int64)] = []
    var initialOffset: Int64?
    var instant: Int64 = 0
    var minutes: Int64 = 0
    for byte in fields[1].utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): minutes = minutes * 36 + Int64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "z"): minutes = minutes * 36 + Int64(byte - UInt8(ascii: "a")) + 10
      default:
        let position = Int(byte) - Int(UInt8(ascii: "A"))
        guard offsets.indices.contains(position) else { return nil }
        if initialOffset == nil {
          initialOffset = offsets[position]
        } else {
          instant += minutes * 60
          transitions.append((instant, offsets[position]))
        }
        minutes = 0
      }
    }
    guard let initialOffset else { return nil }
    return ZoneRules(
      identifier: identifier, initialOffset: initialOffset, transitions: transitions, rule: rule, ruleYear: ruleYear)
  }
}
