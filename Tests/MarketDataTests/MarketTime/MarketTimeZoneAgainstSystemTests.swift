import Foundation
import MarketData
import Testing

/// The generated table beside the system's tzdata: its files, and Foundation, which carries the data of its own ICU.
@Suite("MarketTimeZone against the system's tzdata")
struct MarketTimeZoneAgainstSystemTests {
  static let directory = "/usr/share/zoneinfo/"

  /// The release of the system's files, where they say so.
  static let systemRelease: String? = {
    guard let text = try? String(contentsOfFile: directory + "tzdata.zi", encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first?.split(separator: " ").last.map(String.init)
  }()

  static let systemHasZones = FileManager.default.fileExists(atPath: directory + "America/Chicago")

  /// Zones about which the law, or what is known of the past, changed after the release inside a toolchain's ICU.
  static let newerThanICU: Set<String> = [
    "America/Bogota", "America/Edmonton", "America/Vancouver", "America/Winnipeg", "Europe/Chisinau", "Asia/Manila",
    "Africa/Johannesburg",
  ]

  @Test(
    "the table holds exactly the transitions of the system's files to 2037",
    .enabled(if: systemHasZones, "this system has no tzdata"),
    arguments: MarketTimeZone.tableIdentifiers)
  func agreesWithFiles(identifier: String) throws {
    let zone = try #require(MarketTimeZone(identifier: identifier))
    guard let data = FileManager.default.contents(atPath: Self.directory + identifier),
      let file = TimeZoneFile([UInt8](data))
    else { return }
    let end: Int64 = 2_145_916_800  // 2038-01-01
    var expected: [String] = []
    var offset: Int64 = 0
    for (instant, next) in file.transitions {
      if instant > 0, next != offset { expected.append("\(Instant(secondsSince1970: instant)) \(next)") }
      offset = next
    }
    var found: [String] = []
    var transition = Instant(secondsSince1970: 0)
    while let next = zone.nextTransition(after: transition), next.secondsSince1970 < end {
      found.append("\(next) \(zone.utcOffset(at: next))")
      transition = next
    }
    // A slim file stops where its rule begins to hold.
    if let last = file.transitions.last?.instant, file.rule.contains(",") {
      found.removeAll { $0 > "\(Instant(secondsSince1970: last)) z" }
    }
    let agrees = found == expected
    if MarketTimeZone.tableRelease == Self.systemRelease {
      #expect(agrees, "\(Set(found).symmetricDifference(expected).sorted().prefix(5))")
    } else {
      withKnownIssue("the system has another tzdata release", isIntermittent: true) { #expect(agrees) }
    }
  }

  @Test(
    "offsets agree with Foundation, 1990 to 2060",
    .enabled(if: TimeZone(identifier: "America/Chicago") != nil, "Foundation has no zones here"),
    arguments: MarketTimeZone.tableIdentifiers)
  func agreesWithFoundation(identifier: String) throws {
    let zone = try #require(MarketTimeZone(identifier: identifier))
    guard let system = TimeZone(identifier: identifier) else { return }
    let start: Int64 = 631_152_000  // 1990-01-01
    let end: Int64 = 2_871_763_200  // 2061-01-01
    var instants: [Int64] = Array(stride(from: start, to: end, by: 10 * 86_400 + 3571))
    var transition = Instant(secondsSince1970: start)
    while let next = zone.nextTransition(after: transition), next.secondsSince1970 < end {
      let seconds = next.secondsSince1970
      instants += [seconds - 1, seconds, seconds + 1, seconds - 1800, seconds + 1800]
      transition = next
    }
    let differences = instants.filter { seconds in
      zone.utcOffset(at: Instant(secondsSince1970: seconds))
        != system.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
    let example = differences.first.map { "\(differences.count) differ, first \(Instant(secondsSince1970: $0))" } ?? ""
    if Self.newerThanICU.contains(identifier) {
      withKnownIssue("newer than the toolchain's ICU", isIntermittent: true) {
        #expect(example.isEmpty)
      }
    } else {
      #expect(example.isEmpty)
    }
  }
}

/// The 64-bit part of a TZif file (RFC 9636).
private struct TimeZoneFile {
  var transitions: [(instant: Int64, offset: Int64)] = []
  var rule = ""

  init?(_ bytes: [UInt8]) {
    func number(_ at: Int, _ count: Int) -> Int64 {
      var value: UInt64 = bytes[at] >= 0x80 ? .max : 0
      for byte in bytes[at..<at + count] { value = value << 8 | UInt64(byte) }
      return Int64(bitPattern: value)
    }
    guard bytes.count > 44, bytes.starts(with: Array("TZif".utf8)), bytes[4] >= 0x32 else { return nil }
    let old = (0..<6).map { Int(number(20 + 4 * $0, 4)) }
    let header = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard bytes.count > header + 44 else { return nil }
    let new = (0..<6).map { Int(number(header + 20 + 4 * $0, 4)) }
    let stamps = header + 44
    let kinds = stamps + 8 * new[3]
    let types = kinds + new[3]
    let rest = types + 6 * new[4] + new[5] + new[2] * 12 + new[1] + new[0]
    guard bytes.count >= rest else { return nil }
    for index in 0..<new[3] {
      transitions.append((number(stamps + 8 * index, 8), number(types + 6 * Int(bytes[kinds + index]), 4)))
    }
    rule = String(decoding: bytes[rest...], as: UTF8.self)
  }
}
