/// How a request becomes bytes: the host's HTTP client, object store, SFTP or message bus.
///
/// Implementations may throw whatever they like; the ingestor wraps it with the cause kept and decides by ``RetryAdvice`` whether to try again.
public protocol Transport: Sendable {
  /// Fetches the answer to a request.
  func payload(for request: FeedRequest) async throws -> FeedPayload
}

/// What an error of a transport says about trying again; errors that do not conform are retried.
public protocol RetryAdvice: Error {
  /// Whether another try can help: `false` for a missing file or a refused credential.
  var isRetryable: Bool { get }
  /// How long the other side asked to wait, in seconds, where it said so.
  var retryAfterSeconds: Double? { get }
}
