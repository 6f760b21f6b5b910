import ByteFormats

extension ERCOTConnector {
  /// Which feed a file belongs to: by its columns or keys, else by its name.
  ///
  /// Names carry the report's number (`cdr.00012331...`), its product (`np4-190-cd`, `NP4190`) or a fixed beginning
  /// (`60d_DAM_`). A list of documents belongs to no feed.
  public func recognise(name: String, head: Span<UInt8>) -> Feed.ID? {
    let byName = ERCOTConnector.report(named: name)
    var start = 0
    while start < head.count, head[start].isWhitespace { start += 1 }
    guard start < head.count else { return byName?.feed.id ?? ERCOTConnector.dashboard(named: name)?.id }
    switch head[start] {
    case UInt8(ascii: "<"):
      if head.contains(ERCOTConditionsPage.title), head.contains("DC_") { return ERCOTDashboard.all.last?.id }
      return head.contains("Error Downloading Content") ? byName?.feed.id : nil
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return ERCOTConnector.recogniseJSON(name, head, byName)
    default:
      return ERCOTConnector.match(header: head, for: byName)?.0.feed.id ?? byName?.feed.id
    }
  }

  // MARK: Names

  static func report(named name: String) -> ERCOTReport? {
    let name = name.lowercased()
    if let type = ERCOTFileName.reportType(name), let report = ERCOTReport.all.first(where: { $0.typeID == type }) {
      return report
    }
    return ERCOTReport.all.first { report in
      if report.prefixes.contains(where: name.hasPrefix) { return true }
      // `np4-190-cd` as the API spells it, `NP4190` as file names do.
      if name.contains(report.product) { return true }
      let parts = report.product.split(separator: "-")
      return parts.count == 3 && name.contains(parts[0] + parts[1])
    }
  }

  static func dashboard(named name: String) -> ERCOTDashboard? {
    let name = name.lowercased()
    return ERCOTDashboard.all.first { name.contains($0.name) && (name.hasSuffix(".json") || name.hasSuffix(".html")) }
  }

  // MARK: Contents

  /// The table whose header stands in the first lines: of the given report if one of its tables fits, else of any.
  ///
  /// Where no report is known the header must come first: a program or a page of notes may quote one further down.
  static func match(header bytes: Span<UInt8>, for report: ERCOTReport?) -> (ERCOTReport, ERCOTLayout)? {
    var reader = CSVReader()
    for _ in 0..<40 {
      do {
        guard try reader.next(in: bytes) else { return nil }
      } catch {
        if report == nil { return nil }
        continue
      }
      if reader.isBlankRecord { continue }
      guard reader.fieldCount > 1 else {
        if report == nil { return nil }
        continue
      }
      let names = (0..<reader.fieldCount).map { reader.string($0, in: bytes) }
      if let found = match(names: names, for: report) { return found }
      if report == nil { return nil }
    }
    return nil
  }

  /// The table with these columns: of the given report if one of its tables fits, else of any.
  static func match(names: [String], for report: ERCOTReport?) -> (ERCOTReport, ERCOTLayout)? {
    let names = Set(names.map { CSVHeader.normalised($0) })
    if let report, let layout = best(report.layouts.lazy.map { (report, $0) }, names) { return layout }
    return best(ERCOTReport.all.lazy.flatMap { report in report.layouts.lazy.map { (report, $0) } }, names)
  }

  private static func best(
    _ candidates: some Sequence<(ERCOTReport, ERCOTLayout)>, _ names: Set<String>
  ) -> (ERCOTReport, ERCOTLayout)? {
    var found: (ERCOTReport, ERCOTLayout)?
    var score = 0
    for candidate in candidates {
      guard let fit = candidate.1.fit(names), fit > score else { continue }
      found = candidate
      score = fit
    }
    return found
  }

  private static func recogniseJSON(_ name: String, _ head: Span<UInt8>, _ byName: ERCOTReport?) -> Feed.ID? {
    if head.contains("ListDocsByRptTypeRes") || (head.contains("\"archives\"") && head.contains("\"docId\"")) {
      return nil
    }
    if let product = text(after: "\"reportEMIL\"", head)?.lowercased() ?? address(head),
      let report = ERCOTReport.all.first(where: { $0.product == product })
    {
      return report.feed.id
    }
    if let dashboard = ERCOTDashboard.all.first(where: { dashboard in
      !dashboard.marks.isEmpty && head.contains("lastUpdated")
        && dashboard.marks.allSatisfy { mark in
          head.contains(mark)
        }
    }) {
      return dashboard.id
    }
    if let report = byName { return report.feed.id }
    if let found = match(names: keys(head), for: nil) { return found.0.feed.id }
    return dashboard(named: name)?.id
  }

  /// The string that follows a key.
  private static func text(after key: String, _ head: Span<UInt8>) -> String? {
    guard let start = head.offset(of: key, from: 0),
      let open = head.firstOffset(of: UInt8(ascii: "\""), from: start + key.utf8.count),
      let close = head.firstOffset(of: UInt8(ascii: "\""), from: open + 1)
    else { return nil }
    return String(head, ByteRange(open + 1, close))
  }

  /// The product in an address of the public API.
  private static func address(_ head: Span<UInt8>) -> String? {
    let mark = "public-reports/"
    guard let start = head.offset(of: mark, from: 0) else { return nil }
    let from = start + mark.utf8.count
    return String(head, ByteRange(from, from + 10)).lowercased()
  }

  /// The names of the fields of an answer and the keys of its first row, as far as the first bytes reach.
  private static func keys(_ head: Span<UInt8>) -> [String] {
    var names: [String] = []
    var reader = JSONReader()
    var isName = false
    while let token = try? reader.next(in: head), token != .end {
      switch token {
      case .key(let range):
        isName = reader.matches(range, "name", in: head)
        if !isName { names.append(reader.string(range, in: head)) }
      case .string(let range):
        if isName { names.append(reader.string(range, in: head)) }
        isName = false
      default:
        isName = false
      }
    }
    return names
  }
}
