import Foundation
import MarketData
import Storage

/// The problem that the files make, and its schedule.
struct Plan {
  let request: StorageRequest
  let problem: ServiceProblem
  /// The steps.
  let steps: DispatchSteps
  /// What the store does in them, and what it earns.
  let schedule: DispatchSchedule
  /// How the schedule was found.
  let method: String
  /// How far the schedule may be from the best of its problem, or of its windows' problems, relative to what it earns.
  let gap: Double
  /// What is earned over what all prices known from the beginning would earn.
  let captureRatio: Double

  init(_ arguments: Arguments) throws {
    let request = try StorageRequest(
      json: Self.bytes(arguments.asset), source: arguments.asset, limits: Self.limits)
    var table = try PriceTable(
      csv: Self.bytes(arguments.prices), columns: request.priceColumns, source: arguments.prices, limits: Self.limits)
    var origin = arguments.start ?? Instant(iso8601: "2025-01-01T00:00Z") ?? Instant(secondsSince1970: 0)
    let all = try table.steps(minutes: arguments.minutes, from: origin, zone: arguments.zone)
    let first = (0..<all.count).first { all.start(at: $0) >= arguments.from ?? .distantPast } ?? all.count
    let end = (first..<all.count).first { all.start(at: $0) >= arguments.to ?? .distantFuture } ?? all.count
    guard first < end else { throw Trouble(description: "no row of prices between --from and --to") }
    origin = all.start(at: first)
    table = try table.slice(first..<end)
    steps = try table.steps(minutes: arguments.minutes, from: origin, zone: arguments.zone)
    problem = try request.problem(table, steps: steps)
    self.request = request
    guard let hours = arguments.windowHours else {
      schedule = try Self.solved(problem)
      method = "\(schedule.method)"
      gap = schedule.gap
      captureRatio = 1
      return
    }
    let windows = try Windows(request, problem, hours: hours, minutes: arguments.minutes)
    let whole = try Self.solved(problem)
    let joined = try windows.joined(table)
    schedule = joined.schedule
    gap = joined.gap
    method = "windows of \(hours) hours"
    captureRatio = whole.objective != 0 ? schedule.objective / whole.objective : 1
  }

  /// What is earned.
  var objective: Double { schedule.objective }
  var charge: [Double] { schedule.charge }
  var discharge: [Double] { schedule.discharge }
  var storedEnergy: [Double] { schedule.storedEnergy }
  var awards: [ServiceAward] { schedule.awards }
  var revenue: Revenue { schedule.revenue }
  var cycles: Double { schedule.equivalentCycles }

  /// What bounds the files: far above a year of minutes, far below what a machine cannot hold.
  private static var limits: Limits {
    var limits = Limits()
    limits.maxPayloadBytes = 128_000_000
    limits.maxRows = 2_000_000
    limits.maxFields = 1_000
    return limits
  }

  static func solved(_ problem: ServiceProblem) throws -> DispatchSchedule {
    let schedule = try problem.optimised()
    guard schedule.hasSchedule else {
      throw Trouble(description: "no schedule: \(schedule.status), by the \(schedule.method)")
    }
    return schedule
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Trouble(description: "\(path): cannot be read: \(error.localizedDescription)")
    }
  }
}
