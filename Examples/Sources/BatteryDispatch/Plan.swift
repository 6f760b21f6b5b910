import Foundation
import MarketData
import Storage

/// The problem that the files make, and its schedule.
struct Plan {
  let request: StorageRequest
  let problem: ServiceProblem
  /// The steps' power and energy, revenue and awards.
  let steps: DispatchSteps
  var charge: [Double] = []
  var discharge: [Double] = []
  var storedEnergy: [Double] = []
  var awards: [ServiceAward] = []
  var revenue = Revenue()
  var cycles = 0.0
  var method = ""
  /// What is earned over what all prices known from the beginning would earn.
  var captureRatio = 1.0

  init(_ arguments: Arguments) throws {
    request = try StorageRequest(json: Self.bytes(arguments.asset), source: arguments.asset)
    var table = try PriceTable(csv: Self.bytes(arguments.prices), source: arguments.prices)
    var origin = arguments.start ?? Instant(iso8601: "2025-01-01T00:00Z") ?? Instant(secondsSince1970: 0)
    let all = try table.steps(minutes: arguments.minutes, from: origin, zone: arguments.zone)
    let first = (0..<all.count).first { all.start(at: $0) >= arguments.from ?? .distantPast } ?? all.count
    let end = (first..<all.count).first { all.start(at: $0) >= arguments.to ?? .distantFuture } ?? all.count
    guard first < end else { throw Trouble(description: "no row of prices between --from and --to") }
    origin = all.start(at: first)
    table = try table.slice(first..<end)
    steps = try table.steps(minutes: arguments.minutes, from: origin, zone: arguments.zone)
    problem = try request.problem(table, steps: steps)
    let whole = try Self.solved(problem)
    guard let hours = arguments.windowHours else {
      take(whole)
      method = "\(whole.method)"
      return
    }
    let length = max(1, hours * 60 / arguments.minutes)
    for window in stride(from: 0, to: steps.count, by: length) {
      take(try Self.solved(part(table, window..<min(window + length, steps.count))))
    }
    method = "windows of \(hours) hours"
    captureRatio = whole.objective != 0 ? revenue.total / whole.objective : 1
  }

  /// What is earned.
  var objective: Double { revenue.total }

  /// The problem of a window that ends with the energy that it begins with; the last ends as the whole does.
  private func part(_ table: PriceTable, _ range: Range<Int>) throws -> ServiceProblem {
    var part = request
    let isCyclic = request.initial == .cyclic
    // A cyclic plan begins half full: what would be best only later prices can tell.
    let window = request.asset.window
    if isCyclic { part.initial = .energy(0.5 * (window.lowerBound + window.upperBound)) }
    if case .energy(let energy) = part.initial, isCyclic || range.upperBound < steps.count {
      part.terminal = .energy(energy)
    }
    return try part.problem(table.slice(range), steps: steps.slice(range))
  }

  private static func solved(_ problem: ServiceProblem) throws -> DispatchSchedule {
    let schedule = try problem.optimised()
    guard schedule.hasSchedule else {
      throw Trouble(description: "no schedule: \(schedule.status), by the \(schedule.method)")
    }
    return schedule
  }

  private mutating func take(_ schedule: DispatchSchedule) {
    charge += schedule.charge
    discharge += schedule.discharge
    storedEnergy += schedule.storedEnergy
    let before = awards
    awards = schedule.awards.enumerated().map { index, award in
      ServiceAward(name: award.name, power: (before.isEmpty ? [] : before[index].power) + award.power)
    }
    for bucket in schedule.revenue.buckets { revenue.add(bucket.amount, to: bucket.name) }
    cycles += schedule.equivalentCycles
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Trouble(description: "\(path): cannot be read: \(error.localizedDescription)")
    }
  }
}
