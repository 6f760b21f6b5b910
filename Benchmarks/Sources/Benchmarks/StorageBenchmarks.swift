import Foundation
import MarketData
import Storage

/// A battery's arbitrage: a year by the hour and by five minutes; `Peers/storage.py` runs others on the same prices.
enum StorageBenchmarks {
  static func all(_ settings: Settings) -> [Benchmark] {
    [
      year("storage-arbitrage-hourly", settings, 8760, 60, 3_346_431.70516, repeats: 20),
      year("storage-arbitrage-5min", settings, 105_120, 5, 2_008_159.94815, repeats: 2),
      dents("storage-arbitrage-dents", settings), budget("storage-arbitrage-budget", settings),
      siting("storage-siting-5000", settings), controller("storage-controller"),
    ]
  }

  /// From prices to the schedule with its marginal values and its proof.
  private static func year(
    _ name: String, _ settings: Settings, _ count: Int, _ minutes: Int, _ expected: Double, repeats: Int
  ) -> Benchmark {
    Benchmark(
      name: name, unit: "step", repeats: repeats,
      prepare: { _ in
        let (steps, prices) = (try steps(count, minutes), try prices(settings, count))
        return (
          count,
          {
            var sum = 0
            for _ in 0..<repeats {
              sum += Int(try DispatchProblem(battery(), steps: steps, prices: prices).optimised().objective)
            }
            return sum
          }
        )
      },
      remark: {
        let problem = try DispatchProblem(
          battery(), steps: steps(count, minutes), prices: prices(settings, count))
        let schedule = try problem.optimised()
        if let worst = schedule.largestViolation(of: problem), worst.relative > 1e-9 { return "\(worst)" }
        if schedule.gap > 1e-9 { return "gap \(schedule.gap)" }
        // The objective is known for the prices of the peers' script alone.
        guard settings.problemFolder != nil else { return "" }
        let error = abs(schedule.objective - expected) / expected
        return error > 1e-9 ? "objective off by \(error)" : ""
      })
  }

  /// One step in fifty with a price down to -1,000: the value of energy has dents.
  private static func dents(_ name: String, _ settings: Settings) -> Benchmark {
    Benchmark(
      name: name, unit: "step",
      prepare: { _ in
        var prices = try prices(settings, 8760)
        for step in stride(from: 0, to: 8760, by: 50) { prices[step] = -Double(step % 1001) }
        let problem = try DispatchProblem(battery(), steps: steps(8760, 60), prices: prices)
        return (8760, { Int(try problem.optimised().objective) })
      })
  }

  private static func budget(_ name: String, _ settings: Settings) -> Benchmark {
    Benchmark(
      name: name, unit: "step",
      prepare: { _ in
        let battery = try battery().replacing(cycleLimits: CycleLimits(cyclesPerYear: 300))
        let problem = try DispatchProblem(battery, steps: steps(8760, 60), prices: prices(settings, 8760))
        return (8760, { Int(try problem.optimised().objective) })
      })
  }

  /// Five thousand places, each with prices of its own, on all processors.
  private static func siting(_ name: String, _ settings: Settings) -> Benchmark {
    Benchmark(
      name: name, unit: "node",
      prepare: { _ in
        let base = try prices(settings, 8760)
        let study = try SitingStudy(battery(), steps: steps(8760, 60))
        let names = (0..<5000).map { "node \($0)" }
        return (
          5000,
          {
            let ranking = try await study.rank(names) { (node) throws(StorageError) in
              var state = UInt64(node) &* 2_654_435_761 &+ 1
              return base.map { price in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return price * (0.8 + 1e-4 * Double(node)) + 6 * (Double(state >> 11) * 0x1p-53 - 0.5)
              }
            }
            return Int(ranking.sites[0].revenue)
          }
        )
      })
  }

  /// A day of events, one a second: telemetry, a regulation signal every four seconds, a price every five minutes; each is
  /// answered with a set-point against the value of stored energy over thirty scenarios of a week.
  private static func controller(_ name: String) -> Benchmark {
    Benchmark(name: name, unit: "event") { _ in
      let battery = try battery()
      let start = Instant(secondsSince1970: 1_735_689_600)
      let rows: [[Double]] = (0..<30).map { row in
        (0..<168).map { hour -> Double in
          let noise = Double((hour * 7919 + row * 104_729) % 97) / 4
          return 40 + 15 * Double((hour / 6) % 4) + noise
        }
      }
      let plan = try StoredEnergyValue(
        battery, steps: steps(168, 60), scenarios: PriceScenarios(rows), terminal: .price(40))
      let events: [ControlEvent] = (0..<86_400).map { second in
        if second % 300 == 0 { return .price(rows[second / 300 % 30][second / 3600]) }
        if second % 4 == 1 { return .regulation(Double(second % 201) / 100 - 1) }
        return .telemetry(stored: 200 + 150 * Double(second % 7200) / 7200, power: 0)
      }
      return (
        events.count,
        {
          var controller = try SetPointController(battery, plan: plan)
          _ = controller.handle(.award(up: 20, down: 20), at: start)
          var sum = 0.0
          for (second, event) in events.enumerated() {
            sum += abs(controller.handle(event, at: start.advanced(bySeconds: Int64(second))).power)
          }
          return Int(sum)
        }
      )
    }
  }

  private static func battery() throws -> StorageAsset {
    try StorageAsset(
      power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.92),
      dischargeEfficiency: EfficiencyCurve(0.92), throughputCost: 4)
  }

  private static func steps(_ count: Int, _ minutes: Int) throws -> DispatchSteps {
    try DispatchSteps(start: Instant(secondsSince1970: 1_735_689_600), minutes: minutes, count: count)
  }

  /// The first column of the prices that `Peers/storage.py` writes, or a year made here where there is no folder.
  private static func prices(_ settings: Settings, _ count: Int) throws -> [Double] {
    guard let folder = settings.problemFolder else {
      return (0..<count).map { step in
        let hour = step * 8760 / count
        return 40 + 15 * Double((hour / 6) % 4) + Double((step * 7919) % 97) / 10
      }
    }
    let text = try String(contentsOfFile: folder + "/storage-prices-\(count).csv", encoding: .utf8)
    return text.split(separator: "\n").dropFirst().compactMap { Double($0.prefix { $0 != "," }) }
  }
}
