import MarketData

/// A way to run a store from day to day: look ahead over a window, commit the first part of the plan, look again.
///
///     let policy = RollingHorizon(windowHours: 48, commitHours: 24, gateHours: 12, terminal: .forecastPrice)
///     let run = try await policy.run(problem, forecaster: model, target: "HB_NORTH.dayAhead")
///     run.schedule.objective                    // earned at the prices that came
///     let report = try await policy.regret(problem, forecaster: model, target: "HB_NORTH.dayAhead")
///     report.captureRatio
///
/// Each decision is taken ``gateHours`` before its first step with what was known then. The state is carried exactly: what a decision
/// assumes is what the decisions before it leave. Only the committed part is delivered, at the prices that came.
public struct RollingHorizon: Hashable, Sendable, Codable {
  /// What energy at the end of a window is worth, unless the window reaches the end of the whole problem, whose own terminal value holds.
  public enum TerminalRule: Hashable, Sendable, Codable {
    /// Nothing: each window empties the store as far as it pays.
    case nothing
    /// The window must end with so many MWh.
    case energy(Double)
    /// A price for each stored MWh.
    case price(Double)
    /// The mean over time of the window's forecast selling prices, less losses and wear, and no less than nothing.
    case forecastPrice
  }

  /// How far each decision looks, hours.
  public var windowHours: Double
  /// How much of each plan is delivered before the next decision, hours.
  public var commitHours: Double
  /// How long before its first step a decision is taken, hours.
  public var gateHours: Double
  /// What energy at the end of a window is worth.
  public var terminal: TerminalRule
  /// Powers that are bid are multiples of this, MW, rounded towards zero; 0 for any.
  public var increment: Double
  /// Powers below this are not bid, MW.
  public var leastBid: Double

  /// Makes a policy; it is checked when it runs.
  public init(
    windowHours: Double = 48, commitHours: Double = 24, gateHours: Double = 0,
    terminal: TerminalRule = .forecastPrice, increment: Double = 0, leastBid: Double = 0
  ) {
    self.windowHours = windowHours
    self.commitHours = commitHours
    self.gateHours = gateHours
    self.terminal = terminal
    self.increment = increment
    self.leastBid = leastBid
  }

  /// The same policy without what the market demands: no gate, any power.
  var withoutMarketRules: RollingHorizon {
    RollingHorizon(windowHours: windowHours, commitHours: commitHours, terminal: terminal)
  }

  /// What one decision sees and commits.
  struct Window: Hashable, Sendable {
    var steps: Range<Int>
    var committed: Range<Int>
    var decidedAt: Instant
  }

  /// The decisions of a problem, in order.
  ///
  /// - Throws: `outOfRange` for figures of the policy outside their domain, `unsupported` for a problem that cannot be cut into windows.
  func windows(of problem: DispatchProblem) throws(StorageError) -> [Window] {
    try InputCheck.within(1e-3...100_000, windowHours, "windowHours")
    try InputCheck.within(1e-3...windowHours, commitHours, "commitHours")
    try InputCheck.within(0...100_000, gateHours, "gateHours")
    try InputCheck.size(increment, "increment")
    try InputCheck.size(leastBid, "leastBid")
    if case .price(let price) = terminal { try InputCheck.within(-1e9...1e9, price, "terminal") }
    if case .energy(let energy) = terminal { try InputCheck.within(problem.asset.window, energy, "terminal") }
    guard problem.initial != .cyclic else {
      throw StorageError(
        .unsupported, field: "initial", found: "a cyclic beginning", expected: "a state that the first decision knows")
    }
    guard problem.asset.ramp == nil, !problem.asset.cycleLimits.limitsYears else {
      throw StorageError(
        .unsupported, field: "asset", found: "a ramp or a yearly limit", expected: "limits that a window can keep")
    }
    var windows: [Window] = []
    var first = 0
    let lead = Int64((gateHours * 3600).rounded())
    while first < problem.count {
      let end = step(after: first, hours: windowHours, problem)
      let committed = min(end, step(after: first, hours: commitHours, problem))
      windows.append(
        Window(
          steps: first..<end, committed: first..<committed,
          decidedAt: problem.steps.start(at: first).advanced(bySeconds: -lead)))
      first = committed
    }
    if problem.asset.cycleLimits.limitsDays {
      let days = Set(problem.steps.days.map(\.lowerBound))
      if let odd = windows.first(where: { !days.contains($0.steps.lowerBound) }) {
        throw StorageError(
          .unsupported, field: "commitHours", found: "a decision within a day, at step \(odd.steps.lowerBound)",
          expected: "whole local days, for a store with daily limits", index: odd.steps.lowerBound)
      }
    }
    return windows
  }

  /// The first step after so many hours from the start of a step, at least one on; local days count as 24 hours where they have 23 or 25.
  private func step(after first: Int, hours: Double, _ problem: DispatchProblem) -> Int {
    let steps = problem.steps
    if hours.truncatingRemainder(dividingBy: 24) == 0 {
      let local = steps.zone.localDateTime(of: steps.start(at: first))
      let later = LocalDateTime(date: local.date.advanced(byDays: Int(hours / 24)), secondsOfDay: local.secondsOfDay)
      let end =
        steps.zone.instants(of: later)[.first]
        ?? steps.zone.startOfDay(later.date).advanced(bySeconds: Int64(later.secondsOfDay))
      guard end < steps.grid.end else { return steps.count }
      return max(first + 1, steps.grid.index(containing: end) ?? steps.count)
    }
    var (sum, last) = (0.0, first)
    while last < steps.count, sum < hours - 1e-9 {
      sum += steps.hours[last]
      last += 1
    }
    return last
  }
}
