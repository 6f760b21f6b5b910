import MarketData
import Storage

/// A problem cut into windows that are planned one after the other, each ending with the energy that it begins with.
struct Windows {
  private let request: StorageRequest
  private let problem: ServiceProblem
  private let ranges: [Range<Int>]

  /// A joined plan may miss a limit by this part of the store's size: rounding where the windows meet.
  private static let slack = 1e-8

  /// Cuts a problem, unless a limit reaches over the ends of windows: each of these would have it anew.
  init(_ request: StorageRequest, _ problem: ServiceProblem, hours: Int, minutes: Int) throws {
    let asset = request.asset
    let obstacles = [
      (asset.ramp != nil, "a ramp"), (asset.cycleLimits.limitsYears, "a limit by the year"),
      (request.services.contains { $0.minimumDuration > 0 }, "a service with a least duration"),
      (asset.cycleLimits.limitsDays && hours % 24 != 0, "a limit by the day and windows of parts of days"),
    ]
    for (isThere, what) in obstacles where isThere {
      throw Trouble(description: "--window cannot be used with \(what): the windows would not keep it together")
    }
    let steps = problem.dispatch.steps
    if asset.cycleLimits.limitsDays {
      // Local days, of 23 and 25 hours too.
      let days = steps.days
      ranges = stride(from: 0, to: days.count, by: hours / 24).map { first in
        days[first].lowerBound..<days[min(first + hours / 24, days.count) - 1].upperBound
      }
    } else {
      let length = max(1, hours * 60 / minutes)
      ranges = stride(from: 0, to: steps.count, by: length).map { $0..<min($0 + length, steps.count) }
    }
    self.request = request
    self.problem = problem
  }

  /// The windows' plans in a row, held against the whole problem, and how far they may be from the best of their problems.
  func joined(_ table: PriceTable) throws -> (schedule: DispatchSchedule, gap: Double) {
    var (charge, discharge): ([Double], [Double]) = ([], [])
    var awards = problem.offers.map { _ in [Double]() }
    var initial: Double?
    var isSolved = true
    var shortfall = 0.0
    for range in ranges {
      let plan = try Plan.solved(part(table, range))
      charge += plan.charge
      discharge += plan.discharge
      // A plan without services in it may come without awards of them.
      for index in awards.indices {
        awards[index] += index < plan.awards.count ? plan.awards[index].power : plan.charge.map { _ in 0 }
      }
      initial = initial ?? plan.initialEnergy
      isSolved = isSolved && plan.status == .solved
      shortfall += max(0, plan.bound - plan.objective)
    }
    let schedule = try problem.schedule(
      charge: charge, discharge: discharge,
      awards: zip(problem.offers, awards).map { ServiceAward(name: $0.service.name, power: $1) },
      initialEnergy: initial ?? 0, status: isSolved ? .solved : .solvedInaccurately)
    if let worst = schedule.largestViolation(of: problem), worst.relative > Self.slack {
      throw Trouble(
        description: "the windows together do not keep \(worst.limit)"
          + (worst.index.map { " at \(problem.dispatch.steps.start(at: $0))" } ?? "") + ", by \(worst.amount)")
    }
    return (schedule, shortfall / max(1, abs(schedule.objective)))
  }

  /// The problem of a window that ends with the energy that it begins with; the last ends as the whole does.
  private func part(_ table: PriceTable, _ range: Range<Int>) throws -> ServiceProblem {
    var part = request
    let isCyclic = request.initial == .cyclic
    // A cyclic plan begins half full: what would be best only later prices can tell.
    let window = request.asset.window
    if isCyclic { part.initial = .energy(0.5 * (window.lowerBound + window.upperBound)) }
    let steps = problem.dispatch.steps
    if case .energy(let energy) = part.initial, isCyclic || range.upperBound < steps.count {
      part.terminal = .energy(energy)
    }
    return try part.problem(table.slice(range), steps: steps.slice(range))
  }
}
