import ByteFormats

/// What the names of ERCOT's files say: which report, when it was published, which service a member is about.
///
/// The market information system names files `cdr.00012311.0000000000000000.20250313.123000.LFCCONGESTNP3560.csv`: report
/// type, then the local date and time of publication. In the autumn day's repeated hour the name gains `xhr`.
enum ERCOTFileName {
  /// The last part of a path.
  static func base(_ name: String) -> String { String(name.split(separator: "/").last ?? "") }

  /// The number of the report type, where the name has one.
  static func reportType(_ name: String) -> Int? {
    let parts = name.split(separator: ".")
    guard parts.count >= 4, let index = parts.indices.dropFirst(0).first(where: { parts[$0].count == 8 }),
      index <= 1, parts[index].hasPrefix("000")
    else { return nil }
    return Int(parts[index])
  }

  /// When the file was published, by its name or else by the name of the archive around it.
  static func published(_ path: String) -> Instant? {
    for name in path.split(separator: "/").reversed() {
      if let instant = stamp(String(name)) ?? disclosureDay(String(name)) { return instant }
    }
    return nil
  }

  private static func stamp(_ name: String) -> Instant? {
    let parts = name.split(separator: ".").map(String.init)
    guard reportType(name) != nil else { return nil }
    for index in parts.indices.dropLast() where parts[index].utf8.count == 8 && parts[index + 1].utf8.count >= 6 {
      let text = Array((parts[index] + parts[index + 1].prefix(6)).utf8)
      guard parts[index].hasPrefix("20"),
        let local = TimestampScanner.compactDateTime(text.span, 0, text.count)
      else { continue }
      let isRepeated = name.lowercased().contains("xhr")
      switch MarketTimeZone.central.instants(of: local) {
      case .none: return nil
      case .one(let instant): return instant
      case .two(let first, let second): return isRepeated ? second : first
      }
    }
    return nil
  }

  /// The end of the day that a disclosure file is named by, such as `-05-FEB-26`: the name has no time, and by then it was out.
  private static func disclosureDay(_ name: String) -> Instant? {
    guard name.hasPrefix("60d_") || name.hasPrefix("2d_") else { return nil }
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    let parts = stem.split(separator: "-")
    guard parts.count >= 4, let year = parts.last, year.utf8.count == 2 else { return nil }
    let text = Array((parts[parts.count - 3] + "-" + parts[parts.count - 2] + "-20" + year).utf8)
    guard let date = TimestampScanner.namedMonthDate(text.span, 0, text.count) else { return nil }
    return MarketTimeZone.central.startOfDay(date.advanced(byDays: 1))
  }

  /// A local time of publication as the public API prints it; the first of two in the repeated hour.
  static func instant(_ bytes: Span<UInt8>, _ range: ByteRange) -> Instant? {
    guard let local = ERCOTLabels.dateTime(bytes, range) else { return nil }
    switch MarketTimeZone.central.instants(of: local) {
    case .none: return nil
    case .one(let instant), .two(let instant, _): return instant
    }
  }

  /// The ancillary service that a member's or report's name ends in: `2d_Cleared_DAM_AS_REGUP-18-OCT-24.csv`.
  static func service(_ name: String) -> String {
    let stem = base(name).split(separator: ".").first.map(String.init) ?? name
    let head = stem.split(separator: "-").first.map(String.init) ?? stem
    return ERCOTServices.code(head.split(separator: "_").last.map(String.init) ?? "")
  }
}

/// The names of ancillary services, which differ from report to report.
enum ERCOTServices {
  /// The operator's short name of a service, whatever spelling it stands in: `RegUp` and `REGUP`, `NonSpin` and `NSPIN`.
  static func code(_ text: String) -> String {
    let name = CSVHeader.normalised(text)
    return known[name] ?? name.uppercased()
  }

  private static let known: [String: String] = [
    "regdown": "REGDN", "nonspin": "NSPIN", "nspin": "NSPIN", "nsrs": "NSPIN", "ns": "NSPIN", "urs": "REGUP",
    "drs": "REGDN", "onlinenonspin": "ONNS", "offlinenonspin": "OFFNS", "onlinenspin": "ONNS",
    "offlinenspin": "OFFNS", "rrspf": "RRSPFR", "rrsff": "RRSFFR", "rrsuf": "RRSUFR",
  ]
}
