import Foundation
import MarketData
import NumericalKernels
import Storage

/// A battery that sells four services beside energy; `Peers/storage_services.py` gives the same programs to HiGHS and Clarabel.
enum StorageServicesBenchmarks {
  static func all(_ settings: Settings) -> [Benchmark] {
    [
      year("storage-services-hourly", settings, 8760, 60, 11_825_511.17809, .compatibility),
      year("storage-services-sustained", settings, 8760, 60, 11_813_802.50, .sustained),
      year("storage-services-5min", settings, 105_120, 5, 10_985_642.23720, .compatibility),
    ] + fleets
  }

  private static let fleets: [Benchmark] = [
    Benchmark(name: "storage-fleet-day", unit: "unit") { _ in
      let fleet = try fleet(units: 20)
      return (20, { Int(try fleet.optimised().objective) })
    },
    Benchmark(name: "storage-set-point", unit: "unit", repeats: 100) { _ in
      let units = try (0..<1000).map { index in
        FleetSetPoint.Unit(try battery(), storedEnergy: Double(index % 400))
      }
      return (
        1000,
        {
          var sum = 0.0
          for power in 0..<100 {
            sum += try FleetSetPoint.split(Double(power) * 900, among: units, hours: 1 / 12).powers[0]
          }
          return Int(sum)
        }
      )
    },
  ]

  private static func year(
    _ name: String, _ settings: Settings, _ count: Int, _ minutes: Int, _ expected: Double,
    _ reservation: ServiceProblem.Reservation
  ) -> Benchmark {
    Benchmark(
      name: name, unit: "step",
      prepare: { _ in
        let problem = try problem(settings, count, minutes, reservation)
        return (count, { Int(try problem.optimised().objective) })
      },
      remark: {
        let schedule = try problem(settings, count, minutes, reservation).optimised()
        if schedule.status != .solved { return "\(schedule.status)" }
        if schedule.gap > 1e-9 { return "gap \(schedule.gap)" }
        let error = abs(schedule.objective - expected) / expected
        return error > 1e-8 ? "objective off by \(error)" : ""
      })
  }

  private static func battery() throws -> StorageAsset {
    try StorageAsset(
      power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.92),
      dischargeEfficiency: EfficiencyCurve(0.92),
      throughputCost: 4)
  }

  private static func fleet(units: Int) throws -> Fleet {
    var stream = RandomStream(seed: 3, path: 0)
    let steps = try DispatchSteps(start: Instant(secondsSince1970: 0), minutes: 15, count: 96)
    let prices = (0..<96).map { 40 + 25 * Double(($0 / 16) % 3) + 5 * stream.normal() }
    let problems = try (0..<units).map { _ in
      try ServiceProblem(DispatchProblem(battery(), steps: steps, prices: prices, initial: .energy(100)), offers: [])
    }
    let sun = (0..<96).map { max(0, 500 - 20 * abs(Double($0) - 48)) }
    return try Fleet(
      units: problems, generators: [Fleet.Generator("sun", available: sun)],
      connection: Fleet.Connection(importLimit: 300, exportLimit: 600))
  }

  private static func problem(
    _ settings: Settings, _ count: Int, _ minutes: Int, _ reservation: ServiceProblem.Reservation
  ) throws -> ServiceProblem {
    let rows = try prices(settings, count)
    let steps = try DispatchSteps(start: Instant(secondsSince1970: 1_735_689_600), minutes: minutes, count: count)
    let services = [
      try AncillaryService("reg_up", .up, durationHours: 1, deployment: 0.15),
      try AncillaryService("reg_dn", .down, durationHours: 1, deployment: 0.15),
      try AncillaryService("spin", .up, durationHours: 1), try AncillaryService("nonspin", .up, durationHours: 2),
    ]
    return try ServiceProblem(
      DispatchProblem(battery(), steps: steps, prices: rows.map { $0[0] }),
      offers: services.enumerated().map { index, service in ServiceOffer(service, prices: rows.map { $0[index + 1] }) },
      reservation: reservation)
  }

  /// The prices that `Peers/storage_services.py` writes into the folder of problems.
  private static func prices(_ settings: Settings, _ count: Int) throws -> [[Double]] {
    let path = (settings.problemFolder ?? ".") + "/storage-prices-\(count).csv"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Missing(
        description: "\(path) is not there; Peers/storage_services.py writes it, --problems names its folder")
    }
    return text.split(separator: "\n").dropFirst().map { line in line.split(separator: ",").compactMap { Double($0) } }
  }

  private struct Missing: Error, CustomStringConvertible {
    let description: String
  }
}
