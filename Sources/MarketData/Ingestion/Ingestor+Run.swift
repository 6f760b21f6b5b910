extension Ingestor {
  private enum Outcome: Sendable {
    case done(FeedReport)
    case failed(FeedReport, IngestionFailure)
    case cancelled(FeedReport)
  }

  /// Works through requests and reports; never throws, since what fails is in the report.
  ///
  /// - Parameters:
  ///   - requests: what to fetch; they are started in this order.
  ///   - onEvent: called from the tasks of the ingestion as things happen.
  public func run(
    _ requests: [FeedRequest], onEvent: @escaping @Sendable (IngestionEvent) -> Void = { _ in }
  ) async -> IngestionReport {
    var report = IngestionReport(startedAt: now(), finishedAt: now())
    var outcomes = [Outcome?](repeating: nil, count: requests.count)
    await withTaskGroup(of: (Int, Outcome).self) { group in
      var next = 0
      func startNext() {
        guard next < requests.count, !Task.isCancelled else { return }
        let index = next
        next += 1
        group.addTask { (index, await self.work(on: requests[index], number: index, onEvent)) }
      }
      for _ in 0..<options.maxConcurrent { startNext() }
      while let (index, outcome) = await group.next() {
        outcomes[index] = outcome
        startNext()
      }
    }
    var feeds: [Feed.ID: FeedReport] = [:]
    for (request, outcome) in zip(requests, outcomes) {
      switch outcome {
      case .done(let counts):
        feeds[request.feed, default: FeedReport(feed: request.feed)].add(counts)
      case .failed(let counts, let failure):
        feeds[request.feed, default: FeedReport(feed: request.feed)].add(counts)
        report.failures.append(failure)
      case .cancelled(let counts):
        feeds[request.feed, default: FeedReport(feed: request.feed)].add(counts)
        report.unfinished.append(request)
      case nil:
        report.unfinished.append(request)
      }
    }
    report.feeds = feeds.values.sorted { $0.feed.rawValue < $1.feed.rawValue }
    report.finishedAt = now()
    onEvent(.completed(report))
    return report
  }

  /// Works through requests and hands out what happens; ends after ``IngestionEvent/completed(_:)``.
  ///
  /// Ending the iteration early cancels the ingestion.
  public func events(for requests: [FeedRequest]) -> AsyncStream<IngestionEvent> {
    AsyncStream { continuation in
      let task = Task {
        _ = await run(requests) { continuation.yield($0) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func work(
    on request: FeedRequest, number: Int, _ onEvent: @Sendable (IngestionEvent) -> Void
  ) async -> Outcome {
    var counts = FeedReport(feed: request.feed)
    var attempts = 0
    var stage = IngestionFailure.Stage.transport
    do {
      onEvent(.started(request))
      let payload = try await fetch(request, number: number, &counts, &attempts, onEvent)
      try await take(payload, request, &counts, &stage)
      onEvent(.finished(request, counts))
      record(counts)
      return .done(counts)
    } catch {
      if error is CancellationError || Task.isCancelled { return .cancelled(counts) }
      counts.failures = 1
      let failure = IngestionFailure(request, stage: stage, attempts: attempts, underlying: error)
      log.log(.error, "request failed", ["request": "\(request)", "stage": stage.rawValue, "error": failure.message])
      onEvent(.failed(failure))
      record(counts)
      return .failed(counts, failure)
    }
  }

  private func fetch(
    _ request: FeedRequest, number: Int, _ counts: inout FeedReport, _ attempts: inout Int,
    _ onEvent: @Sendable (IngestionEvent) -> Void
  ) async throws -> FeedPayload {
    while true {
      try Task.checkCancellation()
      attempts += 1
      do {
        return try await transport.payload(for: request)
      } catch let error where !(error is CancellationError) {
        let advice = error as? any RetryAdvice
        let wait = options.retry.wait(
          afterAttempt: attempts, ofRequest: number, retryAfterSeconds: advice?.retryAfterSeconds)
        guard advice?.isRetryable ?? true, let wait, !Task.isCancelled else { throw error }
        counts.retries += 1
        log.log(
          .warning, "fetch failed, trying again",
          ["request": "\(request)", "attempt": "\(attempts)", "error": request.redacting("\(error)")])
        onEvent(.retrying(request, attempt: attempts, waitSeconds: wait))
        try await clock.sleep(for: .seconds(wait))
      }
    }
  }

  private func take(
    _ fetched: FeedPayload, _ request: FeedRequest, _ counts: inout FeedReport, _ stage: inout IngestionFailure.Stage
  ) async throws {
    var payload = fetched
    let digest = SHA256Digest(hashing: payload.bytes)
    payload.digest = digest
    counts.payloads += 1
    counts.bytes += payload.bytes.count
    stage = .store
    if try await store.contains(digest, feed: request.feed) {
      counts.duplicatePayloads += 1
      return
    }
    try Task.checkCancellation()
    stage = .parse
    let context = ParseContext(mode: .lenient, limits: options.limits, dictionary: dictionary)
    let parsed = try parser(payload, request.feed, context)
    counts.defectCount += parsed.defects.count
    counts.defects += parsed.defects.prefix(FeedReport.maxDefects)
    counts.blanks += parsed.blanks
    if let feed = feeds[parsed.feed] ?? feeds[request.feed] {
      counts.gaps += parsed.table.gapCount(intervalSeconds: feed.intervalSeconds)
    }
    stage = .store
    try Task.checkCancellation()
    let table = try await Restatements(store: store, receivedAt: now()).dated(parsed.table)
    let receipt = try await store.append(table)
    counts.rows += receipt.rows
    counts.duplicateRows += receipt.duplicateRows
    counts.revisedRows += receipt.revisedRows
    if receipt.rows == 0, receipt.duplicateRows > 0 { counts.duplicatePayloads += 1 }
  }

  private func record(_ counts: FeedReport) {
    let labels = ["feed": counts.feed.rawValue]
    for (name, amount) in [
      ("ingest.payloads", counts.payloads), ("ingest.rows", counts.rows), ("ingest.defects", counts.defectCount),
      ("ingest.duplicates", counts.duplicatePayloads), ("ingest.retries", counts.retries),
      ("ingest.failures", counts.failures),
    ] where amount > 0 {
      metrics.increment(name, by: amount, labels)
    }
    metrics.record(Double(counts.bytes), for: "ingest.bytes", labels)
  }
}
