import Foundation
import MarketData

/// Appending to and reading from the file store, with rows as a day of nodal prices has them.
enum StoreBenchmarks {
  static let all: [Benchmark] = [
    append("store/append", .onClose), append("store/append-fsync", .everyAppend), query,
  ]

  private static let nodes = 12_000
  private static let rowsOfDay = nodes * 24

  /// Days of 288,000 rows into a new store; without `everyAppend` the time to force them to the device is not part of it.
  private static func append(_ name: String, _ sync: FileStore.SyncPolicy) -> Benchmark {
    Benchmark(name: name, unit: "row") { settings in
      let folder = settings.dataFolder + "/append-store"
      let dictionary = ObservationDictionary()
      let days = (0..<10).map { ObservationTable(NodalDay.chunk(day: $0, nodes: nodes, dictionary: dictionary)) }
      return (
        days.count * rowsOfDay,
        {
          try? FileManager.default.removeItem(atPath: folder)
          var options = FileStore.Options()
          options.sync = sync
          let store = try await FileStore.open(at: folder, options: options)
          var rows = 0
          for day in days { rows += try await store.append(day).rows }
          try await store.close()
          return rows
        }
      )
    }
  }

  /// One node, one day, out of a store of `settings.storeRows` rows, which is made once and kept.
  private static let query = Benchmark(name: "store/query-node-day", unit: "query") { settings in
    let folder = settings.dataFolder + "/query-store-\(settings.storeRows)"
    var options = FileStore.Options()
    options.sync = .never
    let store = try await FileStore.open(at: folder, options: options)
    let days = max(settings.storeRows / rowsOfDay, 1)
    for day in 0..<days where store.size.rows < (day + 1) * rowsOfDay {
      _ = try await store.append(
        ObservationTable(NodalDay.chunk(day: day, nodes: nodes, dictionary: store.dictionary)))
    }
    let queries = 20
    return (
      queries,
      {
        var rows = 0
        for number in 0..<queries {
          let query = ObservationQuery(
            market: "PJM", locations: .ids(["\(number * 541 % nodes)"]), interval: NodalDay.interval(number * 7 % days))
          rows += try await store.table(matching: query).count
        }
        guard rows == queries * 24 else { throw BenchmarkError(message: "\(rows) rows") }
        return rows
      }
    )
  }
}

/// A result that is not what it must be.
struct BenchmarkError: Error {
  let message: String
}

/// A day of nodal prices with three components, hour by hour.
enum NodalDay {
  static func interval(_ day: Int) -> DeliveryInterval? {
    DeliveryInterval(
      start: Instant(secondsSince1970: 1_600_000_000 / 86_400 * 86_400 + Int64(day) * 86_400), seconds: 86_400)
  }

  static func chunk(day: Int, nodes: Int, dictionary: ObservationDictionary) -> ObservationChunk {
    var random = SplitMix(seed: UInt64(day))
    var rows = ObservationBuilder(dictionary: dictionary, components: [.energy, .congestion, .loss])
    rows.reserveCapacity(nodes * 24)
    let product = dictionary.code(for: Product.energy(.dayAhead))
    let codes = (0..<nodes).map { dictionary.code(for: Location(market: "PJM", kind: .node, id: "\($0)")) }
    let midnight = interval(day)?.start ?? .distantPast
    for hour in 0..<24 {
      let start = midnight.secondsSince1970 + Int64(hour) * 3600
      for code in codes {
        let congestion = Double(random.cents(500)) / 100
        let loss = Double(random.cents(100)) / 100
        rows.append(
          start: start, seconds: 3600, location: code, product: product, value: 30 + congestion + loss,
          components: (30, congestion, loss))
      }
    }
    let provenance = Provenance(
      feed: "pjm.da_hrl_lmps", source: "day \(day)", digest: SHA256Digest(hashing: Array("\(day)".utf8)),
      publicationBasis: .stated)
    guard let chunk = rows.seal(provenance: provenance, publication: .stated(midnight)) else {
      preconditionFailure("a day has rows")
    }
    return chunk
  }
}
