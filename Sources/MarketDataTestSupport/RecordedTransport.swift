public import MarketData

/// A transport whose answers a test writes down beforehand, and which notes what it was asked.
///
///     let transport = RecordedTransport(clock: clock)
///     let reset = TransportError(.unavailable, "reset", isRetryable: true)
///     transport.script(request, [.failure(reset), .payload(payload)])
///
/// A request without answers left is refused as not found, which is not retryable.
public final class RecordedTransport: Transport {
  /// One answer.
  public enum Answer: Sendable {
    /// A payload.
    case payload(FeedPayload)
    /// An error.
    case failure(any Error)
    /// Another answer after a wait on the transport's clock.
    indirect case delayed(Duration, Answer)
  }

  private struct State {
    var answers: [FeedRequest: [Answer]] = [:]
    var requests: [FeedRequest] = []
    var inFlight = 0
    var mostInFlight = 0
  }

  private let state = Guarded(State())
  private let clock: any Clock<Duration>

  /// Makes a transport without answers; waits are spent on `clock`.
  public init(clock: any Clock<Duration> = ManualClock(advancesAutomatically: true)) { self.clock = clock }

  /// Adds answers to a request; they are given in this order.
  public func script(_ request: FeedRequest, _ answers: [Answer]) {
    state.withLock { $0.answers[request, default: []] += answers }
  }

  /// The requests that came, in their order, repeated ones included.
  public var requests: [FeedRequest] { state.withLock { $0.requests } }

  /// The most requests that were waited for at once.
  public var mostInFlight: Int { state.withLock { $0.mostInFlight } }

  /// Gives the next answer to a request.
  public func payload(for request: FeedRequest) async throws -> FeedPayload {
    let answer = state.withLock { state -> Answer? in
      state.requests.append(request)
      state.inFlight += 1
      state.mostInFlight = max(state.mostInFlight, state.inFlight)
      guard let next = state.answers[request]?.first else { return nil }
      state.answers[request]?.removeFirst()
      return next
    }
    defer { state.withLock { $0.inFlight -= 1 } }
    guard let answer else { throw TransportError(.notFound, "no answer is written down for \(request)") }
    return try await resolve(answer)
  }

  private func resolve(_ answer: Answer) async throws -> FeedPayload {
    switch answer {
    case .payload(let payload): return payload
    case .failure(let error): throw error
    case .delayed(let duration, let answer):
      try await clock.sleep(for: duration)
      return try await resolve(answer)
    }
  }
}
