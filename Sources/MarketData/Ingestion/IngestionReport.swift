/// What an ingestion did, feed by feed.
public struct IngestionReport: Sendable {
  /// One report a feed, by the feed's identifier.
  public var feeds: [FeedReport] = []
  /// The requests that failed for good, in the order of the requests.
  public var failures: [IngestionFailure] = []
  /// The requests that were not tried, or not finished, because the ingestion was cancelled.
  public var unfinished: [FeedRequest] = []
  /// When the ingestion began.
  public var startedAt: Instant
  /// When it ended.
  public var finishedAt: Instant

  /// Makes an empty report.
  public init(startedAt: Instant, finishedAt: Instant) {
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }

  /// Whether the ingestion was cancelled before it had tried everything.
  public var wasCancelled: Bool { !unfinished.isEmpty }

  /// The report of a feed, or `nil` when none of its requests was tried.
  public func report(of feed: Feed.ID) -> FeedReport? { feeds.first { $0.feed == feed } }

  /// The sums over all feeds, under the identifier `total`.
  public var total: FeedReport {
    feeds.reduce(into: FeedReport(feed: "total")) { $0.add($1) }
  }
}

/// What an ingestion did for one feed.
public struct FeedReport: Hashable, Sendable {
  /// The feed.
  public let feed: Feed.ID
  /// Payloads that were fetched.
  public var payloads = 0
  /// Bytes of those payloads, as they came over the wire.
  public var bytes = 0
  /// Payloads that the store held already.
  public var duplicatePayloads = 0
  /// Rows that were appended.
  public var rows = 0
  /// Rows that were left out because their payload was there already and was found so only while appending.
  public var duplicateRows = 0
  /// Appended rows that revise rows which the store held.
  public var revisedRows = 0
  /// Defects that parsing met; the rows around them are kept.
  public var defectCount = 0
  /// The first of the defects, at most ``maxDefects``.
  public var defects: [ParseError] = []
  /// Cells that were blank: missing, but no defects.
  public var blanks = 0
  /// Intervals missing inside the series of a payload, as ``ObservationTable/gapCount(intervalSeconds:)`` counts them.
  public var gaps = 0
  /// Fetches that were repeated.
  public var retries = 0
  /// Requests that failed for good.
  public var failures = 0

  /// The most defects that a report keeps.
  public static let maxDefects = 100

  /// Makes an empty report.
  public init(feed: Feed.ID) { self.feed = feed }

  /// Adds another report's counts.
  public mutating func add(_ other: FeedReport) {
    payloads += other.payloads
    bytes += other.bytes
    duplicatePayloads += other.duplicatePayloads
    rows += other.rows
    duplicateRows += other.duplicateRows
    revisedRows += other.revisedRows
    defectCount += other.defectCount
    defects += other.defects.prefix(max(0, FeedReport.maxDefects - defects.count))
    blanks += other.blanks
    gaps += other.gaps
    retries += other.retries
    failures += other.failures
  }
}

/// A request that failed for good.
public struct IngestionFailure: Error, Sendable, CustomStringConvertible {
  /// The step at which it failed.
  public enum Stage: String, Hashable, Sendable {
    /// The transport gave no payload.
    case transport
    /// The payload could not be read as the feed.
    case parse
    /// The store did not take the rows, or could not be asked.
    case store
  }

  /// The request.
  public let request: FeedRequest
  /// The step.
  public let stage: Stage
  /// How often the transport was tried.
  public let attempts: Int
  /// The error that the transport, the parser or the store threw.
  public let underlying: any Error
  /// The error in words, without the request's secrets.
  public let message: String

  init(_ request: FeedRequest, stage: Stage, attempts: Int, underlying: any Error) {
    self.request = request
    self.stage = stage
    self.attempts = attempts
    self.underlying = underlying
    self.message = request.redacting("\(underlying)")
  }

  /// Feed, step and error; no header and no secret.
  public var description: String { "\(request.feed): \(stage.rawValue): \(message)" }
}

extension FeedRequest {
  /// Text in which the request's secrets are blotted out.
  func redacting(_ text: String) -> String {
    var result = text
    for secret in secretHeaders.values where !secret.revealed.isEmpty {
      result = result.split(separator: secret.revealed, omittingEmptySubsequences: false).joined(separator: "<secret>")
    }
    return result
  }
}
