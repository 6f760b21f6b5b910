import MarketData
import MarketDataTestSupport
import Synchronization
import Testing

@Suite struct IngestorTests {
  private let unavailable = TransportError(.unavailable, "connection reset", isRetryable: true)

  private func ingestor(
    _ transport: any Transport, _ store: any ObservationStore, maxConcurrent: Int = 2,
    retry: RetryPolicy = RetryPolicy(maxAttempts: 4, jitter: 0, seed: 1),
    clock: any Clock<Duration> = ManualClock(advancesAutomatically: true), log: any LogSink = SilentSink()
  ) -> Ingestor {
    Ingestor(
      transport: transport, store: store, registry: ConnectorRegistry([ToyConnector()]),
      options: .init(maxConcurrent: maxConcurrent, retry: retry), clock: clock,
      now: { Instant(secondsSince1970: 42) }, log: log)
  }

  private func scripted(_ lines: [[String]]) -> (RecordedTransport, [FeedRequest]) {
    let transport = RecordedTransport()
    let requests = lines.indices.map { ToyFeed.request($0) }
    for (request, lines) in zip(requests, lines) { transport.script(request, [.payload(ToyFeed.payload(lines))]) }
    return (transport, requests)
  }

  @Test func rowsDefectsBlanksAndGapsAreCounted() async throws {
    let (transport, requests) = scripted([
      ["0,A,1", "3600,A,2", "10800,A,3", "0,B,", "3600,B,x"], ["86400,A,1"],
    ])
    let store = InMemoryStore()
    let report = await ingestor(transport, store).run(requests)
    let feed = try #require(report.report(of: ToyFeed.feed.id))
    #expect(feed.payloads == 2 && feed.rows == 5 && feed.defectCount == 1 && feed.blanks == 1 && feed.gaps == 1)
    #expect(feed.defects.first?.place.line == 5)
    #expect(feed.bytes == 47 && feed.retries == 0 && feed.failures == 0)
    #expect(report.failures.isEmpty && !report.wasCancelled)
    #expect(report.startedAt == Instant(secondsSince1970: 42))
    #expect(await store.rowCount == 5)
  }

  @Test func theSamePayloadTwiceChangesNothing() async throws {
    let store = InMemoryStore()
    for round in 0..<2 {
      let (transport, requests) = scripted([["0,A,1", "3600,A,2"]])
      let report = await ingestor(transport, store).run(requests)
      #expect(report.total.duplicatePayloads == round)
      #expect(report.total.rows == (round == 0 ? 2 : 0))
    }
    #expect(await store.rowCount == 2)
  }

  @Test func theSamePayloadForTwoRequestsAtOnceIsTakenOnce() async throws {
    let (transport, requests) = scripted([["0,A,1"], ["0,A,1"]])
    let store = InMemoryStore()
    let report = await ingestor(transport, store).run(requests)
    #expect(report.total.rows == 1 && report.total.duplicatePayloads == 1)
    #expect(await store.rowCount == 1)
  }

  /// The lag of the feed is a minute after the hour, 3660: the correction arrives at 10,000 and says nothing of its time.
  @Test func aCorrectionThatStatesNoTimeIsKnownFromItsReceipt() async throws {
    let store = InMemoryStore()
    for (lines, receipt) in [(["0,A,30", "0,B,5"], Int64(4000)), (["0,A,31", "0,B,5", "0,C,7"], 10_000)] {
      let (transport, requests) = scripted([lines])
      let ingestor = Ingestor(
        transport: transport, store: store, feeds: [ToyFeed.feed], now: { Instant(secondsSince1970: receipt) },
        parser: ToyFeed.parse)
      _ = await ingestor.run(requests)
    }
    func prices(asOf time: Int64) async throws -> [String: Double] {
      let rows = try await store.table(matching: ObservationQuery(asOf: Instant(secondsSince1970: time))).observations
      return Dictionary(rows.map { ($0.location.id, $0.value ?? .nan) }) { _, last in last }
    }
    #expect(try await prices(asOf: 3659) == [:])
    #expect(try await prices(asOf: 9999) == ["A": 30, "B": 5, "C": 7])
    #expect(try await prices(asOf: 10_000) == ["A": 31, "B": 5, "C": 7])
  }

  @Test func aRevisionSupersedesAndTheOldValueStaysReadable() async throws {
    let transport = RecordedTransport()
    let requests = [ToyFeed.request(0), ToyFeed.request(1)]
    for (index, request) in requests.enumerated() {
      var payload = ToyFeed.payload(["0,A,\(index)"])
      payload.publishedAt = Instant(secondsSince1970: Int64(index + 1) * 100)
      transport.script(request, [.payload(payload)])
    }
    let store = InMemoryStore()
    let report = await ingestor(transport, store, maxConcurrent: 1).run(requests)
    #expect(report.total.revisedRows == 1)
    let now = try await store.table(matching: ObservationQuery()).observations.map(\.value)
    let then = try await store.table(matching: ObservationQuery(asOf: Instant(secondsSince1970: 150)))
    #expect(now == [1])
    #expect(then.observations.map(\.value) == [0])
  }

  @Test func failedFetchesAreRepeatedWithExponentialWaits() async {
    let clock = ManualClock(advancesAutomatically: true)
    let transport = RecordedTransport()
    let request = ToyFeed.request(0)
    transport.script(
      request,
      [.failure(unavailable), .failure(unavailable), .failure(unavailable), .payload(ToyFeed.payload(["0,A,1"]))])
    let report = await ingestor(transport, InMemoryStore(), clock: clock).run([request])
    #expect(report.total.retries == 3 && report.total.rows == 1)
    #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
  }

  @Test func theOtherSidesWaitIsHonoured() async {
    let clock = ManualClock(advancesAutomatically: true)
    let transport = RecordedTransport()
    let request = ToyFeed.request(0)
    let throttled = TransportError(.throttled, "slow down", isRetryable: true, retryAfterSeconds: 30)
    let endless = TransportError(.throttled, "slow down", isRetryable: true, retryAfterSeconds: 86_400)
    transport.script(request, [.failure(throttled), .failure(endless)])
    let report = await ingestor(transport, InMemoryStore(), clock: clock).run([request])
    #expect(clock.sleeps == [.seconds(30)])
    #expect(report.failures.count == 1 && report.failures.first?.attempts == 2)
  }

  @Test func attemptsEndAndOtherRequestsGoOn() async {
    let transport = RecordedTransport()
    let requests = (0..<3).map { ToyFeed.request($0) }
    transport.script(requests[0], Array(repeating: .failure(unavailable), count: 9))
    transport.script(requests[1], [.failure(TransportError(.notFound, "gone"))])
    transport.script(requests[2], [.payload(ToyFeed.payload(["0,A,1"]))])
    let report = await ingestor(transport, InMemoryStore()).run(requests)
    #expect(report.failures.map(\.attempts) == [4, 1])
    #expect(report.failures.map(\.stage) == [.transport, .transport])
    #expect(report.total.failures == 2 && report.total.rows == 1)
  }

  @Test func anErrorWithoutAdviceIsRetried() async {
    struct Unknown: Error {}
    let transport = RecordedTransport()
    let request = ToyFeed.request(0)
    transport.script(request, [.failure(Unknown()), .payload(ToyFeed.payload(["0,A,1"]))])
    let report = await ingestor(transport, InMemoryStore()).run([request])
    #expect(report.total.retries == 1 && report.total.rows == 1)
  }

  @Test func anUnreadablePayloadIsAFailureOfItsRequest() async throws {
    let (transport, requests) = scripted([["!oops"], ["0,A,1"]])
    let report = await ingestor(transport, InMemoryStore()).run(requests)
    let failure = try #require(report.failures.first)
    #expect(failure.stage == .parse && failure.request == requests[0])
    #expect((failure.underlying as? ParseError)?.code == .malformed)
    #expect(report.total.rows == 1)
  }

  @Test func aFeedWithoutAConnectorIsAFailure() async throws {
    let transport = RecordedTransport()
    let request = ToyFeed.request(0, feed: "other.feed")
    transport.script(request, [.payload(ToyFeed.payload(["0,A,1"]))])
    let report = await ingestor(transport, InMemoryStore()).run([request])
    #expect((report.failures.first?.underlying as? ParseError)?.code == .unrecognised)
  }

  @Test func aStoreThatFailsIsAFailureOfTheStore() async throws {
    struct FullStore: ObservationStore {
      func append(_ table: ObservationTable) async throws -> AppendReceipt { throw StoreError(.noSpace, "full") }
      func chunks(
        matching query: ObservationQuery
      ) async throws -> AsyncThrowingStream<ObservationChunk, any Error> { AsyncThrowingStream { nil } }
      func contains(_ digest: SHA256Digest, feed: Feed.ID) async throws -> Bool { false }
    }
    let (transport, requests) = scripted([["0,A,1"]])
    let report = await ingestor(transport, FullStore()).run(requests)
    #expect(report.failures.first?.stage == .store)
    #expect(report.total.rows == 0)
  }

  @Test func secretsAreNeverPrinted() async throws {
    struct Leaky: Error, CustomStringConvertible {
      var description: String { "refused key s3cr3t!" }
    }
    final class Lines: LogSink {
      let lines = Mutex<[String]>([])
      func log(_ level: LogLevel, _ message: String, _ values: [String: String]) {
        lines.withLock { $0.append("\(message) \(values)") }
      }
    }
    let log = Lines()
    let transport = RecordedTransport()
    let request = ToyFeed.request(0)
    transport.script(request, Array(repeating: .failure(Leaky()), count: 4))
    let report = await ingestor(transport, InMemoryStore(), log: log).run([request])
    let failure = try #require(report.failures.first)
    #expect(failure.message == "refused key <secret>!")
    #expect(!"\(failure)".contains("s3cr3t") && !log.lines.withLock { "\($0)" }.contains("s3cr3t"))
    #expect(log.lines.withLock { $0.count } == 4)
  }

  @Test func concurrencyIsBounded() async {
    let clock = ManualClock()
    let transport = RecordedTransport(clock: clock)
    let requests = (0..<10).map { ToyFeed.request($0) }
    for request in requests {
      transport.script(request, [.delayed(.seconds(1), .payload(ToyFeed.payload(["0,N\(request.url),1"])))])
    }
    let ingestor = ingestor(transport, InMemoryStore(), maxConcurrent: 3)
    async let running = ingestor.run(requests)
    for left in [10, 7, 4] {
      await clock.waitForSleepers(min(3, left))
      #expect(clock.sleeperCount == 3)
      clock.advance(by: .seconds(1))
    }
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(1))
    let report = await running
    #expect(report.total.rows == 10)
    #expect(transport.mostInFlight == 3)
    #expect(transport.requests.count == 10)
  }

  @Test func cancellationStopsNewWorkAndReportsWhatWasDone() async {
    let clock = ManualClock()
    let transport = RecordedTransport(clock: clock)
    let requests = (0..<5).map { ToyFeed.request($0) }
    transport.script(requests[0], [.payload(ToyFeed.payload(["0,A,1"]))])
    for request in requests[1...] {
      transport.script(request, [.delayed(.seconds(1), .payload(ToyFeed.payload(["0,B,1"])))])
    }
    let store = InMemoryStore()
    let ingestor = ingestor(transport, store, maxConcurrent: 1)
    let task = Task { await ingestor.run(requests) }
    await clock.waitForSleepers()
    task.cancel()
    let report = await task.value
    #expect(report.wasCancelled && report.unfinished == Array(requests[1...]))
    #expect(report.total.rows == 1 && report.failures.isEmpty)
    #expect(await store.rowCount == 1)
    #expect(transport.requests.count == 2)
  }

  @Test func cancellationDuringABackOffEndsTheWait() async {
    let clock = ManualClock()
    let transport = RecordedTransport()
    let request = ToyFeed.request(0)
    transport.script(request, [.failure(unavailable)])
    let ingestor = ingestor(transport, InMemoryStore(), clock: clock)
    let task = Task { await ingestor.run([request]) }
    await clock.waitForSleepers()
    task.cancel()
    let report = await task.value
    #expect(report.unfinished == [request] && report.total.retries == 1)
  }

  @Test func eventsTellWhatHappens() async {
    let transport = RecordedTransport()
    let requests = [ToyFeed.request(0), ToyFeed.request(1)]
    transport.script(requests[0], [.failure(unavailable), .payload(ToyFeed.payload(["0,A,1"]))])
    var names: [String] = []
    for await event in ingestor(transport, InMemoryStore(), maxConcurrent: 1).events(for: requests) {
      switch event {
      case .started: names.append("started")
      case .retrying(_, let attempt, let wait): names.append("retrying \(attempt) \(wait)")
      case .finished(_, let counts): names.append("finished \(counts.rows)")
      case .failed(let failure): names.append("failed \(failure.stage)")
      case .completed(let report): names.append("completed \(report.total.rows)")
      }
    }
    #expect(names == ["started", "retrying 1 1.0", "finished 1", "started", "failed transport", "completed 1"])
  }

  @Test func anIngestedFileStoreSurvivesReopening() async throws {
    let folder = try TemporaryDirectory()
    let (transport, requests) = scripted((0..<8).map { hour in (0..<20).map { "\(hour * 3600),N\($0),\($0)" } })
    let store = try await FileStore.open(at: folder.path)
    let report = await ingestor(transport, store, maxConcurrent: 4).run(requests)
    #expect(report.total.rows == 160)
    try await store.close()
    let again = try await FileStore.open(at: folder.path)
    #expect(again.recovery.isClean && again.size.rows == 160)
  }
}
