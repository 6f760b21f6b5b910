import ExampleSupport
import Foundation
import MarketData

/// Reads a folder of files as the operators publish them and prints what the market did.
@main
struct MarketDay {
  static func main() async throws {
    let arguments: Arguments
    do throws(Arguments.UsageError) {
      arguments = try Arguments(CommandLine.arguments.dropFirst())
    } catch {
      complain("\(error.message)\n\(Arguments.usage)")
      exit(2)
    }
    if arguments.help {
      print(Arguments.usage)
      return
    }
    var day = MarketDay(registry: .standard)
    try await day.read(arguments.paths.isEmpty ? fixtures : arguments.paths)
    if arguments.json {
      try day.printJSON()
    } else {
      try await day.printTables()
    }
    let unclean = day.reports.contains { $0.error != nil || !$0.defects.isEmpty }
    if arguments.strict, unclean { exit(1) }
  }

  private let registry: ConnectorRegistry
  private let store = InMemoryStore()
  private var reports: [FileReport] = []
  private var days = PriceDays()

  private init(registry: ConnectorRegistry) { self.registry = registry }

  /// The operators' folders among the fixtures beside the sources of the examples.
  private static var fixtures: [String] {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = sources.deletingLastPathComponent().appendingPathComponent("Fixtures")
    return ["caiso", "ercot", "miso", "pjm"].map { folder.appendingPathComponent($0).path }
  }

  private mutating func read(_ paths: [String]) async throws {
    let files = FileWalk.files(in: paths)
    if files.isEmpty { complain("no files in \(paths.joined(separator: ", "))") }
    let showsProgress = isatty(STDERR_FILENO) == 1 && files.count > 20
    for (index, file) in files.enumerated() {
      if showsProgress { complain("\r[\(index + 1)/\(files.count)]", end: "") }
      reports.append(try await report(on: file))
    }
    if showsProgress { complain("\r", end: "") }
  }

  private mutating func report(on file: String) async throws -> FileReport {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      return FileReport(file: file, error: "\(file): cannot be read: \(error.localizedDescription)")
    }
    do throws(ParseError) {
      let payload = FeedPayload(name: file, bytes: bytes, digest: SHA256Digest(hashing: bytes))
      let parsed = try registry.parse(payload, in: ParseContext(mode: .lenient))
      let report = FileReport(file: file, parsed: parsed, registry: registry)
      if let market = report.market { days.add(parsed.table, of: market) }
      try await keep(parsed.table)
      return report
    } catch {
      return FileReport(file: file, error: error.description)
    }
  }

  private func keep(_ table: ObservationTable) async throws(ParseError) {
    do {
      _ = try await store.append(table)
    } catch {
      throw ParseError(.inconsistent, "the store refused the rows: \(error)")
    }
  }

  private func printJSON() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(reports), as: UTF8.self))
  }

  private func printTables() async throws {
    var table = TextTable(
      "File", "Feed", "Rows>", "Others>", "Places>", "First (UTC)", "Last (UTC)", "On the market's clock", "Min>",
      "Mean>", "Max>", "Neg>",
      "Gaps>", "Defects>")
    for report in reports where report.error == nil {
      let utc = [report.first, report.last].map { $0.map { minutes($0, in: .utc) } ?? "-" }
      table.add(
        shortName(report.file), report.feed?.id.rawValue ?? "-", grouped(report.rows), grouped(report.otherRows),
        grouped(report.locations), utc[0], utc[1], localSpan(of: report), decimal(report.min), decimal(report.mean),
        decimal(report.max), grouped(report.negative), grouped(report.gaps), grouped(report.defects.count))
    }
    if !table.isEmpty { print(table.text) }
    printTroubles()
    var seen = Set<Market.ID>()
    for market in reports.compactMap(\.market) where seen.insert(market.id).inserted {
      guard let date = days.best(for: market.id) else { continue }
      let summary = try await DaySummary(of: market, on: date, from: store)
      let others = days.count(for: market.id) - 1
      print("\n" + summary.text + (others > 0 ? "\n(\(others) more days with prices)" : ""))
    }
  }

  private func printTroubles() {
    for report in reports {
      if let error = report.error { print("\nnot read: \(error)") }
      if report.defects.isEmpty { continue }
      print("\n\(shortName(report.file)): \(report.defects.count) defects")
      for defect in report.defects.prefix(3) { print("  \(defect)") }
      if report.defects.count > 3 { print("  ...") }
    }
  }

  private func localSpan(of report: FileReport) -> String {
    guard let market = report.market, let first = report.first, let last = report.last else { return "-" }
    let zone = market.settlementTimeZone
    return minutes(first, in: zone) + " - " + minutes(last, in: zone).dropFirst(5)
  }

  private func minutes(_ instant: Instant, in zone: MarketTimeZone) -> String {
    zone.localDateTime(of: instant).description.replacingOccurrences(of: "T", with: " ").prefix(16).description
  }

  private func shortName(_ path: String) -> String {
    let name = URL(fileURLWithPath: path).lastPathComponent
    return name.count <= 36 ? name : name.prefix(16) + "..." + name.suffix(17)
  }

  private static func complain(_ text: String, end: String = "\n") {
    FileHandle.standardError.write(Data((text + end).utf8))
  }

  private func complain(_ text: String, end: String = "\n") { MarketDay.complain(text, end: end) }
}
