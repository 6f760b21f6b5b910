import Foundation
import Nodal

/// Networks: shift and outage factors, single rows, the N-1 screen, the cheapest dispatch.
///
/// They need the folder of public cases, `--grid`.
enum NodalBenchmarks {
  /// All of them; none without the folder.
  static func all(_ settings: Settings) -> [Benchmark] {
    guard let folder = settings.gridFolder else { return [] }
    return [("118", "118_ieee"), ("2869", "2869_pegase"), ("9241", "9241_pegase")].flatMap { size, name in
      benchmarks(size, folder, name)
    } + dispatches(folder)
  }

  /// The cheapest dispatch, from the network to prices, with the objective of an independent program.
  private static func dispatches(_ folder: String) -> [Benchmark] {
    let cases = [
      ("118", "118_ieee", 93100.72992629746), ("2869", "2869_pegase", 2386379.36866286),
      ("9241", "9241_pegase", 6028744.931713904), ("10000", "10000_goc", 1346113.365853),
      ("13659", "13659_pegase", 8769893.207121953),
    ]
    return cases.map { size, name, objective in
      let repeats = size == "118" ? 20 : 1
      @Sendable func solve(_ network: Network) throws -> DispatchResult {
        try DCOPF(network, .init(convention: .powerModels)).solve()
      }
      return Benchmark(name: "nodal-dcopf-\(size)", unit: "bus", repeats: repeats) { _ in
        let network = try network(folder, name)
        return (
          network.buses.count,
          {
            var sink = 0
            for _ in 0..<repeats { sink &+= try solve(network).iterations }
            return sink
          }
        )
      } remark: {
        let network = try network(folder, name)
        let result = try solve(network)
        guard result.status == .optimal, let found = result.objective else { return "says \(result.status)" }
        var wrong: [String] = []
        if abs(found / objective - 1) > 1e-6 { wrong.append("objective off by \(abs(found / objective - 1))") }
        if result.violation / network.baseMVA > 1e-6 { wrong.append("bounds left by \(result.violation) MW") }
        return wrong.joined(separator: ", ")
      }
    }
  }

  private static func network(_ folder: String, _ name: String) throws -> Network {
    let stem = "\(folder)/pglib_opf_case\(name)"
    let files = ["\(stem).m", "\(stem).m.gz", "\(stem).rebuilt.m.gz"]
    let data = try files.lazy.compactMap { FileManager.default.contents(atPath: $0) }.first
      .orThrow("no case of \(name) in \(folder)")
    return try Network(matpower: [UInt8](data).span)
  }

  /// Each one from the network on: the model, and what is asked of it.
  private static func benchmarks(_ size: String, _ folder: String, _ name: String) -> [Benchmark] {
    let repeats = size == "118" ? 50 : 1
    @Sendable func network() throws -> Network { try Self.network(folder, name) }
    func benchmark(
      _ what: String, _ unit: String, repeats: Int, _ work: @escaping @Sendable (Network) throws -> Int
    ) -> Benchmark {
      Benchmark(name: "nodal-\(what)-\(size)", unit: unit, repeats: repeats) { _ in
        let network = try network()
        return (
          network.branches.count,
          {
            var sink = 0
            for _ in 0..<repeats { sink &+= try work(network) }
            return sink
          }
        )
      }
    }
    var found = [
      benchmark("model", "branch", repeats: repeats) { try DCModel($0).negativePivotCount },
      benchmark("ptdf", "branch", repeats: repeats) { Int(try DCModel($0).ptdf()[branch: 0, bus: 1] * 1e3) },
      Benchmark(name: "nodal-row-\(size)", unit: "row", repeats: 200) { _ in
        let model = try DCModel(try network())
        return (
          1,
          {
            var sink = 0.0
            for k in 0..<200 { sink += try model.shiftFactors(ofBranchAt: k * 79 % model.network.branches.count)[0] }
            return Int(sink)
          }
        )
      },
      benchmark("screen", "outage", repeats: repeats) { network in
        try DCModel(network).screenOutages().outages.count
      },
    ]
    if size != "9241" {
      found.append(benchmark("lodf", "branch", repeats: repeats) { try DCModel($0).lodf().outages.count })
    }
    return found
  }
}

extension Optional {
  /// The value, or an error that says what is missing.
  fileprivate func orThrow(_ message: String) throws -> Wrapped {
    guard let self else { throw CocoaError(.fileNoSuchFile, userInfo: [NSLocalizedDescriptionKey: message]) }
    return self
  }
}
