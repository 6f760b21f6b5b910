/// Where tables live: the host's database, or one of the embedded defaults.
///
/// A store is append-only. A row that is published again supersedes the earlier one for reads at later knowledge times; the
/// earlier one stays readable as of its own time. The contract is checked by `ObservationStoreConformance` of
/// MarketDataTestSupport.
public protocol ObservationStore: Sendable {
  /// Appends all rows of a table, or none.
  ///
  /// Appending chunks with a digest and feed that the store already holds changes nothing; the receipt says so.
  func append(_ table: ObservationTable) async throws -> AppendReceipt

  /// The rows that a query asks for, as chunks, without an order between chunks; consumed while the store is read.
  func chunks(matching query: ObservationQuery) async throws -> AsyncThrowingStream<ObservationChunk, any Error>

  /// Whether a payload with this digest was appended for this feed.
  func contains(_ digest: SHA256Digest, feed: Feed.ID) async throws -> Bool
}

/// What an append did.
public struct AppendReceipt: Hashable, Sendable {
  /// Rows that were appended.
  public var rows: Int
  /// Rows that were left out because their payload was there already.
  public var duplicateRows: Int
  /// Appended rows whose key the store already held with another value: revisions.
  public var revisedRows: Int

  /// Makes a receipt.
  public init(rows: Int = 0, duplicateRows: Int = 0, revisedRows: Int = 0) {
    self.rows = rows
    self.duplicateRows = duplicateRows
    self.revisedRows = revisedRows
  }
}
