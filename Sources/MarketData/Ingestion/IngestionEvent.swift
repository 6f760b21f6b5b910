/// What happens while an ingestion runs: for progress bars and logs.
public enum IngestionEvent: Sendable {
  /// A request's first fetch begins.
  case started(FeedRequest)
  /// A fetch failed and is repeated after a wait.
  case retrying(FeedRequest, attempt: Int, waitSeconds: Double)
  /// A request is done; the counts are its own.
  case finished(FeedRequest, FeedReport)
  /// A request failed for good.
  case failed(IngestionFailure)
  /// All requests were tried, or the ingestion was cancelled; always the last event.
  case completed(IngestionReport)
}
