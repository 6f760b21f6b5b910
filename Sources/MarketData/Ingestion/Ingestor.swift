/// Pulls requests through a transport and a parser into a store.
///
///     let ingestor = Ingestor(transport: transport, store: store)
///     let report = await ingestor.run(try pjm.requests(for: "pjm.da_hrl_lmps", covering: day, credentials: keys))
///     print(report.total.rows, report.failures.count)
///
/// The bytes are hashed as they came; a payload whose digest the store holds for the feed is not parsed again, so a run
/// can be repeated at will. Parsing is lenient: good rows are stored and defects reported. A request that fails does
/// not stop the others. Up to ``Options/maxConcurrent`` requests are fetched, parsed and stored at a time; each parse
/// keeps one thread busy.
///
/// A value that corrects a held one without saying when it was published counts as known from its receipt on, so that
/// the original stays readable as of its own time.
///
/// Cancelling the task that runs an ingestion stops new requests, waits and fetches; an append that has begun completes
/// or rolls back, as the store promises, and the report says what was done and what was not.
public struct Ingestor: Sendable {
  /// What bounds an ingestion.
  public struct Options: Sendable {
    /// How many requests are worked on at a time.
    public var maxConcurrent: Int
    /// When failed fetches are repeated.
    public var retry: RetryPolicy
    /// What bounds a parse.
    public var limits: Limits

    /// Makes options.
    public init(maxConcurrent: Int = 4, retry: RetryPolicy = RetryPolicy(), limits: Limits = .default) {
      self.maxConcurrent = max(1, maxConcurrent)
      self.retry = retry
      self.limits = limits
    }
  }

  /// How a payload becomes observations: what expands archives and calls the right connector.
  public typealias Parser = @Sendable (FeedPayload, Feed.ID, ParseContext) throws(ParseError) -> ParsedPayload

  /// What bounds the ingestion.
  public let options: Options
  let transport: any Transport
  let store: any ObservationStore
  let feeds: [Feed.ID: Feed]
  let parser: Parser
  let dictionary: ObservationDictionary
  let clock: any Clock<Duration>
  let now: @Sendable () -> Instant
  let log: any LogSink
  let metrics: any MetricsSink

  /// Makes an ingestor that reads payloads with the connectors of a registry.
  ///
  /// - Parameters:
  ///   - transport: fetches the payloads.
  ///   - store: takes the rows.
  ///   - registry: expands archives, reads the payloads and describes the feeds.
  ///   - options: what bounds the ingestion.
  ///   - dictionary: what rows are coded in; give the store's own, so that nothing is translated.
  ///   - clock: waits between tries.
  ///   - now: the date, for the report's times.
  ///   - log: takes one line for each retry and failure.
  ///   - metrics: takes counts by feed.
  public init(
    transport: any Transport, store: any ObservationStore, registry: ConnectorRegistry = .standard,
    options: Options = Options(),
    dictionary: ObservationDictionary = ObservationDictionary(), clock: any Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Instant = SystemTime.now, log: any LogSink = SilentSink(),
    metrics: any MetricsSink = SilentSink()
  ) {
    self.init(
      transport: transport, store: store, feeds: registry.connectors.flatMap(\.feeds), options: options,
      dictionary: dictionary, clock: clock, now: now, log: log, metrics: metrics
    ) { (payload, feed, context) throws(ParseError) in try registry.parse(payload, as: feed, in: context) }
  }

  /// Makes an ingestor that reads payloads with a function of the host's.
  ///
  /// - Parameters:
  ///   - transport: fetches the payloads.
  ///   - store: takes the rows.
  ///   - feeds: the descriptions by which gaps are counted.
  ///   - options: what bounds the ingestion.
  ///   - dictionary: what rows are coded in; give the store's own, so that nothing is translated.
  ///   - clock: waits between tries.
  ///   - now: the date, for the report's times.
  ///   - log: takes one line for each retry and failure.
  ///   - metrics: takes counts by feed.
  ///   - parser: reads a payload as a feed, in lenient mode.
  public init(
    transport: any Transport, store: any ObservationStore, feeds: [Feed], options: Options = Options(),
    dictionary: ObservationDictionary = ObservationDictionary(), clock: any Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Instant = SystemTime.now, log: any LogSink = SilentSink(),
    metrics: any MetricsSink = SilentSink(), parser: @escaping Parser
  ) {
    self.transport = transport
    self.store = store
    self.feeds = Dictionary(feeds.map { ($0.id, $0) }) { first, _ in first }
    self.options = options
    self.dictionary = dictionary
    self.clock = clock
    self.now = now
    self.log = log
    self.metrics = metrics
    self.parser = parser
  }
}
