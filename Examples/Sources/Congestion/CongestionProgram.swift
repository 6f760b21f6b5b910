import ExampleSupport
import Foundation
import MarketData
import Nodal

/// Reads a network and prices and prints what congests the one and what congestion does to the other.
@main
struct CongestionProgram {
  private struct Report: Encodable {
    let network: NetworkReport
    let prices: PriceReport
  }

  static func main() throws {
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
    do {
      try run(arguments)
    } catch let error as PriceReport.Failure {
      complain(error.message)
      exit(1)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    let file = arguments.network ?? fixture("case5.m")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    let network = try ParsedNetwork(matpower: bytes.span, source: file).network
    let (report, map) = try NetworkReport.make(network)
    if let svg = arguments.svg {
      try Data(map.svg.utf8).write(to: URL(fileURLWithPath: svg))
    }
    let (table, market) = try prices(arguments.prices.isEmpty ? [fixture("da_hrl_lmps.csv")] : arguments.prices)
    let prices = try PriceReport.make(table, market, hub: arguments.hub)
    if arguments.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(Report(network: report, prices: prices)), as: UTF8.self))
    } else {
      print(report.text + "\n\n" + prices.text)
    }
  }

  /// The rows of files of one market.
  private static func prices(_ paths: [String]) throws -> (ObservationTable, Market) {
    let registry = ConnectorRegistry.standard
    var table = ObservationTable()
    var found: Market?
    for path in paths {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let payload = FeedPayload(
        name: URL(fileURLWithPath: path).lastPathComponent, bytes: bytes, digest: SHA256Digest(hashing: bytes))
      let parsed = try registry.parse(payload, in: ParseContext())
      guard let market = registry.connector(for: parsed.feed)?.market, found.map({ $0 == market }) ?? true else {
        throw PriceReport.Failure(message: "\(path) is of another market")
      }
      found = market
      table.append(parsed.table)
    }
    guard let found else { throw PriceReport.Failure(message: "no files of prices") }
    return (table, found)
  }

  /// A file among the fixtures beside the sources of the examples.
  private static func fixture(_ name: String) -> String {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return sources.deletingLastPathComponent().appendingPathComponent("Fixtures/grid/\(name)").path
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
