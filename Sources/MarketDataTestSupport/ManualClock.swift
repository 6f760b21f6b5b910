import MarketData

/// A clock that moves only when a test says so: nothing that waits on it ever really sleeps.
///
///     let clock = ManualClock()
///     async let done: Void = work(clock: clock)
///     await clock.advanceToNextDeadline()
///
/// With ``init(advancesAutomatically:)`` set to `true` every sleep returns at once and moves the time to its deadline.
public final class ManualClock: Clock, Sendable {
  /// A moment of a manual clock, counted from its start.
  public struct Instant: InstantProtocol, Hashable, Sendable {
    /// The time since the clock's start.
    public let offset: Swift.Duration

    /// Makes a moment.
    public init(offset: Swift.Duration) { self.offset = offset }

    /// The moment `duration` later.
    public func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }

    /// The time from this moment until `other`.
    public func duration(to other: Instant) -> Swift.Duration { other.offset - offset }

    /// Orders moments by time.
    public static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  /// The unit in which the clock counts.
  public typealias Duration = Swift.Duration

  private struct Sleeper {
    let id: Int
    let deadline: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Instant(offset: .zero)
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
    var nextID = 0
    var sleeps: [Swift.Duration] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Guarded(State())
  private let advancesAutomatically: Bool

  /// Makes a clock at offset zero.
  public init(advancesAutomatically: Bool = false) { self.advancesAutomatically = advancesAutomatically }

  /// The current moment.
  public var now: Instant { state.withLock { $0.now } }

  /// Any positive time can be told apart.
  public var minimumResolution: Swift.Duration { .nanoseconds(1) }

  /// How long each sleep was asked to last, in the order in which they began.
  public var sleeps: [Swift.Duration] { state.withLock { $0.sleeps } }

  /// How many tasks wait on the clock.
  public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Waits until the clock has been moved to `deadline`, or throws `CancellationError` when the task is cancelled.
  public func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
    try Task.checkCancellation()
    let id = state.withLock { state -> Int? in
      state.sleeps.append(state.now.duration(to: deadline))
      if advancesAutomatically { state.now = max(state.now, deadline) }
      guard deadline > state.now else { return nil }
      state.nextID += 1
      return state.nextID
    }
    guard let id else { return await Task.yield() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (resumed, watchers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
          if state.cancelled.remove(id) != nil { return (true, []) }
          state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
          let count = state.sleepers.count
          let ready = state.watchers.filter { $0.count <= count }.map(\.continuation)
          state.watchers.removeAll { $0.count <= count }
          return (false, ready)
        }
        if resumed { continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves the clock and wakes every sleeper whose deadline has come.
  public func advance(by duration: Swift.Duration) {
    let woken = state.withLock { state -> [Sleeper] in
      state.now = state.now.advanced(by: duration)
      let woken = state.sleepers.filter { $0.deadline <= state.now }.sorted { $0.deadline < $1.deadline }
      state.sleepers.removeAll { $0.deadline <= state.now }
      return woken
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }

  /// Waits until at least `count` tasks sleep on the clock.
  public func waitForSleepers(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> Bool in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if ready { continuation.resume() }
    }
  }

  /// Waits for a sleeper, then moves the clock to the earliest deadline.
  public func advanceToNextDeadline() async {
    await waitForSleepers()
    let step = state.withLock { state in
      state.sleepers.map(\.deadline).min().map { state.now.duration(to: $0) }
    }
    if let step { advance(by: step) }
  }
}
