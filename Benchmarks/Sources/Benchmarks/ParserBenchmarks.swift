import MarketData

/// Bytes to a queryable table, through the registry as a host calls it.
enum ParserBenchmarks {
  static let all: [Benchmark] = [
    parser("parse/pjm-da-csv", .pjmCSV), parser("parse/pjm-da-json", .pjmJSON), parser("parse/miso-day", .misoCSV),
    parser("parse/caiso-zip", .caisoZip, counting: .caisoCSV), parser("parse/caiso-csv", .caisoCSV),
    parser("parse/ercot-rtm-day", .ercotCSV),
  ]

  /// - Parameter counting: the payload whose size counts, where it is not the one that is parsed (an expanded archive).
  private static func parser(_ name: String, _ payload: Payload, counting: Payload? = nil) -> Benchmark {
    Benchmark(name: name, unit: "byte") { settings in
      let source = FeedPayload(name: payload.rawValue, bytes: payload.bytes(settings))
      let units = counting.map { $0.bytes(settings).count } ?? source.bytes.count
      return (
        units,
        {
          let parsed = try ConnectorRegistry.standard.parse(source, in: ParseContext(mode: .strict))
          return parsed.table.count
        }
      )
    }
  }
}
